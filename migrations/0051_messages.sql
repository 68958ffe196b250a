-- owner: messages
-- One message to everybody in a filtered list. What was written and who got it goes after a while, that something
-- was sent stays.
CREATE TABLE messages (
    network_id TEXT NOT NULL REFERENCES networks (id),
    id TEXT NOT NULL,
    form_key TEXT NOT NULL, -- of the form that sent it: once, however often it is sent
    list TEXT NOT NULL, -- which one: people, entries
    filters TEXT NOT NULL, -- not personal: which filters were set, in words
    purpose TEXT NOT NULL CHECK (purpose = 'register' OR purpose = 'lead_contact'), -- what people have to have agreed to
    subject TEXT NOT NULL, -- personal: saying what was written, 90 days
    text TEXT NOT NULL, -- personal: saying what was written, 90 days
    sent_by TEXT, -- personal: who wrote it, emptied when the account is deleted
    status TEXT NOT NULL CHECK (status IN ('waiting', 'sending', 'sent', 'withdrawn')),
    created_at TEXT NOT NULL,
    goes_at TEXT NOT NULL, -- the mails; until then it can be taken back
    sent_up_to INTEGER NOT NULL, -- position of the last recipient whose mail is on its way
    mails INTEGER NOT NULL CHECK (mails >= 0), -- as planned; likewise the following
    letters INTEGER NOT NULL CHECK (letters >= 0),
    calls INTEGER NOT NULL CHECK (calls >= 0),
    PRIMARY KEY (network_id, id),
    UNIQUE (network_id, form_key)
) STRICT;

CREATE INDEX messages_by_sender ON messages (network_id, sent_by, created_at);

-- Who gets it, and how.
CREATE TABLE message_recipients (
    network_id TEXT NOT NULL,
    message_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    way TEXT NOT NULL CHECK (way = 'mail' OR way = 'letter' OR way = 'call'),
    person_id TEXT, -- personal: telling who was written to, 90 days
    organisation_id TEXT,
    signup_id TEXT, -- personal: telling who was written to, 90 days
    PRIMARY KEY (network_id, message_id, position),
    FOREIGN KEY (network_id, message_id) REFERENCES messages (network_id, id) ON DELETE CASCADE,
    FOREIGN KEY (network_id, person_id) REFERENCES people (network_id, id) ON DELETE CASCADE,
    FOREIGN KEY (network_id, organisation_id) REFERENCES organisations (network_id, id) ON DELETE CASCADE,
    FOREIGN KEY (network_id, signup_id) REFERENCES signups (network_id, id) ON DELETE CASCADE,
    CHECK (CASE WHEN person_id IS NULL THEN 0 ELSE 1 END + CASE WHEN organisation_id IS NULL THEN 0 ELSE 1 END
           + CASE WHEN signup_id IS NULL THEN 0 ELSE 1 END = 1)
) STRICT;

CREATE INDEX messages_to_person ON message_recipients (network_id, person_id) WHERE person_id IS NOT NULL;
CREATE INDEX messages_to_entry ON message_recipients (network_id, organisation_id) WHERE organisation_id IS NOT NULL;
CREATE INDEX messages_to_promise ON message_recipients (network_id, signup_id) WHERE signup_id IS NOT NULL;
