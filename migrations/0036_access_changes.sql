-- owner: accounts
-- When what opens an account was last changed: its password, its second proof, or that it is blocked. After a restore the
-- accounts that were changed since the backup are known by it (docs/adr/0030-certain-and-ended.md). Empty: not since this
-- column.
ALTER TABLE users ADD COLUMN access_changed_at TEXT;

-- Wrong codes of the second proof that were typed for an account within a day. They are counted here and not in the
-- memory of a server, so that neither a restart nor a second server gives more tries.
CREATE TABLE wrong_codes (
    network_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    since TEXT NOT NULL, -- personal: stopping whoever guesses, a day
    tries INTEGER NOT NULL CHECK (tries > 0),
    PRIMARY KEY (network_id, user_id),
    FOREIGN KEY (network_id, user_id) REFERENCES users (network_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX wrong_codes_by_time ON wrong_codes (network_id, since);
