-- owner: meetings
-- Who comes and who does not, as it was answered by the link of the invitation or entered from paper or the telephone. Whoever
-- answers again changes the answer (docs/adr/0051).
CREATE TABLE meeting_replies (
    network_id TEXT NOT NULL,
    id TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    village_id TEXT, -- of a meeting of the network
    organisation_id TEXT,
    person_id TEXT, -- personal: knowing who comes to a meeting, 30 days after it
    user_id TEXT, -- personal: knowing who comes to a meeting, 30 days after it
    coming TEXT NOT NULL CHECK (coming = 'yes' OR coming = 'no'),
    who TEXT NOT NULL, -- personal: knowing who comes to a meeting, 30 days after it
    origin TEXT NOT NULL CHECK (origin = 'link' OR origin = 'entered'),
    answered_at TEXT NOT NULL,
    PRIMARY KEY (network_id, id),
    UNIQUE (network_id, meeting_id, village_id),
    UNIQUE (network_id, meeting_id, organisation_id),
    UNIQUE (network_id, meeting_id, person_id),
    UNIQUE (network_id, meeting_id, user_id),
    FOREIGN KEY (network_id, meeting_id) REFERENCES meetings (network_id, id) ON DELETE CASCADE,
    FOREIGN KEY (network_id, village_id) REFERENCES villages (network_id, id),
    FOREIGN KEY (network_id, organisation_id) REFERENCES organisations (network_id, id),
    FOREIGN KEY (network_id, user_id) REFERENCES users (network_id, id) ON DELETE CASCADE,
    -- Exactly one of the four. Entries of the register move when two are merged, so there is no key to them.
    CHECK ((CASE WHEN village_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN organisation_id IS NULL THEN 0 ELSE 1 END)
           + (CASE WHEN person_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN user_id IS NULL THEN 0 ELSE 1 END) = 1)
) STRICT;
