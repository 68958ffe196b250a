-- owner: signups
-- Private addresses at which somebody's promises can be subscribed to (docs/adr/0045). One for each mailbox that wants it.
CREATE TABLE signup_calendars (
    network_id TEXT NOT NULL REFERENCES networks (id),
    email_key TEXT NOT NULL CHECK (email_key <> ''), -- personal: whose promises it shows, 12 months after the last one
    id TEXT NOT NULL, -- not personal: what the address is made of
    link_hash TEXT NOT NULL, -- not personal: keyed hash of the address
    last_needed_at TEXT NOT NULL, -- the last time that there was a promise of that mailbox
    PRIMARY KEY (network_id, email_key),
    UNIQUE (network_id, link_hash)
) STRICT;
