-- owner: minutes
-- What was sent for approval is kept as everybody can read it from then on, and nothing else is approved
-- (docs/adr/0047-minutes-by-several-people.md). Until now nothing was kept of what is sent just now: that is a draft again.
UPDATE minutes SET state = 'draft' WHERE state = 'sent';
UPDATE minutes_texts SET state = 'draft' WHERE state = 'sent';

-- SHA-256 of what was sent, hexadecimal; empty in a draft, and once it is approved.
ALTER TABLE minutes ADD COLUMN sent_digest TEXT NOT NULL DEFAULT '' CHECK ((state = 'sent') = (sent_digest <> ''));

-- What was sent, line by line in its order. It holds the minutes in that state: a draft and approved minutes have none in the
-- end, and on the way the lines of the one become those of the other.
CREATE TABLE minutes_sent (
    network_id TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state = 'sent'), -- of the minutes
    part TEXT NOT NULL CHECK (part = 'title' OR part = 'fact' OR part = 'heading' OR part = 'text' OR part = 'result'),
    text TEXT NOT NULL, -- not personal: of the meeting, without names of who was there
    PRIMARY KEY (network_id, meeting_id, position),
    FOREIGN KEY (network_id, meeting_id, state) REFERENCES minutes (network_id, meeting_id, state) ON DELETE CASCADE
        DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;
