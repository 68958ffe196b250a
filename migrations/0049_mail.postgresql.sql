-- owner: mail
-- Mail with an HTML version, an appointment, hours at which it may come, and several put together into one; addresses
-- that are not written to any more.
ALTER TABLE outbox DROP CONSTRAINT outbox_state_check;
ALTER TABLE outbox ADD CONSTRAINT outbox_state_check
CHECK (state = 'waiting' OR state = 'sending' OR state = 'sent' OR state = 'failed' OR state = 'uncertain' OR
       state = 'suppressed' OR state = 'joined' OR state = 'bounced');
ALTER TABLE outbox ADD COLUMN html TEXT NOT NULL DEFAULT ''; -- personal: delivery, emptied when sent
ALTER TABLE outbox ADD COLUMN calendar TEXT NOT NULL DEFAULT ''; -- personal: delivery, emptied when sent
ALTER TABLE outbox ADD COLUMN language TEXT NOT NULL DEFAULT 'de' CHECK (language = 'de' OR language = 'en'); -- not personal: of the frame around the text
ALTER TABLE outbox ADD COLUMN to_host TEXT NOT NULL DEFAULT ''; -- not personal: provider of the mailbox, for its share in a minute
ALTER TABLE outbox ADD COLUMN by_day INTEGER NOT NULL DEFAULT 0 CHECK (by_day IN (0, 1)); -- not between 21 and 8 o'clock
ALTER TABLE outbox ADD COLUMN digest_group TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN joined_to TEXT; -- the mail that this one went with
ALTER TABLE outbox ADD COLUMN first_attempt_at TEXT;

DROP INDEX outbox_claimed;
CREATE INDEX outbox_sending ON outbox (claimed_at) WHERE state = 'sending';
CREATE INDEX outbox_claimed ON outbox (claimed_at, to_host) WHERE claimed_at IS NOT NULL;
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
