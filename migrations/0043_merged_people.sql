-- owner: people
-- Entries that were merged into another one: in which entry the person is now, and how they were reached before. Links
-- of mails that were sent for such an entry still lead to the person; and when the person is erased, so is what lies
-- elsewhere under these numbers, and the entry itself where a backup still has it.
CREATE TABLE merged_people (
    network_id TEXT NOT NULL,
    gone_id TEXT NOT NULL,
    kept_id TEXT NOT NULL, -- personal: in which entry the person is now, until erased
    name TEXT NOT NULL, -- personal: telling what else is theirs, until erased
    phone TEXT NOT NULL, -- personal: telling what else is theirs, until erased
    mobile TEXT NOT NULL, -- personal: telling what else is theirs, until erased
    email TEXT NOT NULL, -- personal: telling what else is theirs, until erased
    confirmed_email TEXT NOT NULL, -- personal: telling what else is theirs, until erased
    merged_at TEXT NOT NULL,
    PRIMARY KEY (network_id, gone_id),
    FOREIGN KEY (network_id, kept_id) REFERENCES people (network_id, id) ON DELETE CASCADE,
    CHECK (gone_id <> kept_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX merged_people_of ON merged_people (network_id, kept_id);
