-- owner: mail
-- Mail with an HTML version, an appointment, hours at which it may come, and several put together into one; addresses
-- that are not written to any more.
-- SQLite cannot change a CHECK, so the tables are made anew.
CREATE TABLE outbox_anew (
    network_id TEXT NOT NULL REFERENCES networks (id),
    id TEXT NOT NULL,
    purpose TEXT NOT NULL,
    urgency TEXT NOT NULL CHECK (urgency IN ('must_arrive', 'may_be_lost')),
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state = 'waiting' OR state = 'sending' OR state = 'sent' OR
        state = 'failed' OR state = 'uncertain' OR state = 'suppressed' OR state = 'joined' OR state = 'bounced'),
    from_address TEXT, -- not personal: the network's own, nothing for the installation's
    from_name TEXT, -- not personal: the network's own
    to_address TEXT NOT NULL, -- personal: delivery, 30 days after sending
    to_name TEXT NOT NULL, -- personal: delivery, 30 days after sending
    reply_to TEXT, -- personal: so that an answer reaches a person, 30 days after sending
    unsubscribe_url TEXT, -- personal: its token stands for the recipient, emptied when sent
    subject TEXT NOT NULL, -- personal: delivery, 30 days after sending
    content TEXT NOT NULL, -- personal: delivery, emptied when sent
    message_id TEXT, -- given at the first attempt, the same ever after
    attempts INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL,
    next_attempt_at TEXT NOT NULL,
    claim TEXT, -- the worker that is sending it
    claimed_at TEXT,
    finished_at TEXT,
    last_error TEXT, -- not personal: stage and codes of the server's answer, never its words
    html TEXT NOT NULL DEFAULT '', -- personal: delivery, emptied when sent
    calendar TEXT NOT NULL DEFAULT '', -- personal: delivery, emptied when sent
    language TEXT NOT NULL DEFAULT 'de' CHECK (language = 'de' OR language = 'en'), -- not personal: of the frame around the text
    to_host TEXT NOT NULL DEFAULT '', -- not personal: provider of the mailbox, for its share in a minute
    by_day INTEGER NOT NULL DEFAULT 0 CHECK (by_day IN (0, 1)), -- not between 21 and 8 o'clock
    digest_group TEXT NOT NULL DEFAULT '',
    joined_to TEXT, -- the mail that this one went with
    first_attempt_at TEXT,
    PRIMARY KEY (network_id, id)
) STRICT;

INSERT INTO outbox_anew (network_id, id, purpose, urgency, state, from_address, from_name, to_address, to_name, reply_to,
                         unsubscribe_url, subject, content, message_id, attempts, created_at, next_attempt_at, claim,
                         claimed_at, finished_at, last_error)
SELECT network_id, id, purpose, urgency, state, from_address, from_name, to_address, to_name, reply_to, unsubscribe_url,
       subject, content, message_id, attempts, created_at, next_attempt_at, claim, claimed_at, finished_at, last_error
FROM outbox;

CREATE TABLE outbox_attachments_anew (
    network_id TEXT NOT NULL,
    mail_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    file_name TEXT NOT NULL, -- not personal: given by the program
    content_type TEXT NOT NULL,
    content BLOB NOT NULL, -- personal: delivery, deleted when sent
    PRIMARY KEY (network_id, mail_id, position),
    FOREIGN KEY (network_id, mail_id) REFERENCES outbox_anew (network_id, id) ON DELETE CASCADE
) STRICT;

INSERT INTO outbox_attachments_anew (network_id, mail_id, position, file_name, content_type, content)
SELECT network_id, mail_id, position, file_name, content_type, content FROM outbox_attachments;

DROP TABLE outbox_attachments;
DROP TABLE outbox;
ALTER TABLE outbox_anew RENAME TO outbox;
ALTER TABLE outbox_attachments_anew RENAME TO outbox_attachments;

CREATE INDEX outbox_waiting ON outbox (urgency DESC, next_attempt_at) WHERE state = 'waiting';
CREATE INDEX outbox_sending ON outbox (claimed_at) WHERE state = 'sending';
CREATE INDEX outbox_claimed ON outbox (claimed_at, to_host) WHERE claimed_at IS NOT NULL;
CREATE INDEX outbox_finished ON outbox (finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX outbox_digests ON outbox (network_id, digest_group) WHERE state = 'waiting' AND digest_group <> '';

-- Addresses that get no more mail, by a keyed hash: nobody can read them here, and an erased person stays unwritten to.
CREATE TABLE mail_suppressions (
    network_id TEXT NOT NULL REFERENCES networks (id),
    address_key TEXT NOT NULL, -- personal: so that an address is not written to again, bounces 180 days, wishes until taken back
    reason TEXT NOT NULL CHECK (reason = 'no_mailbox' OR reason = 'refused' OR reason = 'complaint' OR reason = 'wish'),
    strikes INTEGER NOT NULL CHECK (strikes >= 0), -- refusals that may have been about something else
    code TEXT NOT NULL, -- not personal: code of the last refusal
    changed_at TEXT NOT NULL,
    PRIMARY KEY (network_id, address_key)
) STRICT, WITHOUT ROWID;
