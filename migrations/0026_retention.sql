-- owner: retention
-- Whose entry is going to be deleted because nobody has heard of them for so long: told to the coordination and to
-- the person, and deleted only after a wait.
CREATE TABLE retention_notices (
    network_id TEXT NOT NULL,
    person_id TEXT NOT NULL, -- personal: whose entry will be deleted, until erased
    rule TEXT NOT NULL,
    announced_at TEXT NOT NULL, -- the wait begins here; again when deleting was stopped for a while
    asked_at TEXT, -- a mail went to the person
    kept_at TEXT, -- somebody said that the entry is to stay; then it counts from here
    kept_by TEXT, -- personal: who answers for keeping the entry, emptied when the account is deleted
    PRIMARY KEY (network_id, person_id),
    FOREIGN KEY (network_id, person_id) REFERENCES people (network_id, id) ON DELETE CASCADE
) STRICT;
