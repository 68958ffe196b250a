-- owner: asking
-- What fits somebody: the address at which they see it, and how often a mail tells them.
CREATE TABLE fitting_pages (
    network_id TEXT NOT NULL REFERENCES networks (id),
    person_id TEXT NOT NULL, -- personal: whose page it is, as long as they are in the register
    id TEXT NOT NULL, -- not personal: of which the key in the address is made
    link_hash TEXT NOT NULL, -- not personal: keyed hash of the key in the address
    feed_hash TEXT NOT NULL, -- not personal: likewise of the feed, which shows the same and can change nothing
    mailbox_hash TEXT NOT NULL, -- not personal: keyed hash of the mailbox that began it; with another one the addresses end
    every_days INTEGER NOT NULL CHECK (every_days = 0 OR every_days = 7 OR every_days = 30), -- not personal: from one mail to the next; 0: none
    mailed_at TEXT, -- not personal: when the last mail went
    mailed_what TEXT NOT NULL DEFAULT '', -- not personal: keyed hashes of what they were told of, so that nobody gets the same twice
    begun_at TEXT NOT NULL,
    PRIMARY KEY (network_id, person_id),
    UNIQUE (network_id, link_hash),
    UNIQUE (network_id, feed_hash)
) STRICT;

-- What somebody said is nothing for them. It hides the task, and teaches what else will not fit.
CREATE TABLE not_for_me (
    network_id TEXT NOT NULL,
    person_id TEXT NOT NULL, -- personal: who said so, for 12 months
    shift_id TEXT NOT NULL, -- not personal: of what
    need_id TEXT NOT NULL, -- not personal: the task of that shift
    because TEXT NOT NULL CHECK (because = 'topic' OR because = 'far' OR because = 'time' OR because = 'other'), -- personal: why, for 12 months
    said_at TEXT NOT NULL,
    PRIMARY KEY (network_id, person_id, shift_id),
    FOREIGN KEY (network_id, shift_id) REFERENCES shifts (network_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX not_for_me_by_shift ON not_for_me (network_id, shift_id);
CREATE INDEX not_for_me_by_need ON not_for_me (network_id, need_id);
