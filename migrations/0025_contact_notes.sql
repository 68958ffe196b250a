-- owner: notes
-- What was said when somebody was called or met ("angerufen, meldet sich im Mai"), and when to think of it again.
-- About a person of the register or about an offer that waits for a call; goes with either.
CREATE TABLE contact_notes (
    network_id TEXT NOT NULL REFERENCES networks (id),
    id TEXT NOT NULL,
    person_id TEXT, -- personal: whom the note is about, until erased
    offer_id TEXT, -- personal: whose offer the note is about, until confirmed or expired
    text TEXT NOT NULL CHECK (text <> ''), -- personal: what was agreed when we last spoke, until erased
    remind_on TEXT, -- the day on which the desk shows it again
    written_by TEXT, -- personal: who spoke with the person, emptied when the account is deleted
    author_name TEXT NOT NULL, -- personal: who spoke with the person, emptied when the account is deleted
    written_at TEXT NOT NULL,
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id, person_id) REFERENCES people (network_id, id) ON DELETE CASCADE,
    FOREIGN KEY (network_id, offer_id) REFERENCES offers (network_id, id) ON DELETE CASCADE,
    CHECK ((person_id IS NULL) <> (offer_id IS NULL))
) STRICT;

CREATE INDEX contact_notes_of_person ON contact_notes (network_id, person_id) WHERE person_id IS NOT NULL;
CREATE INDEX contact_notes_of_offer ON contact_notes (network_id, offer_id) WHERE offer_id IS NOT NULL;
CREATE INDEX contact_notes_by_reminder ON contact_notes (network_id, remind_on) WHERE remind_on IS NOT NULL;
