-- owner: people
-- What a wording asks for: to be kept and asked, to be seen by the lead club … Somebody who agreed to it agreed
-- to all of that, and to nothing else.
CREATE TABLE consent_text_purposes (
    network_id TEXT NOT NULL,
    text_hash TEXT NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('register', 'lead_contact', 'network_contact', 'public_name',
                                             'pictures', 'newsletter', 'special_fields')),
    PRIMARY KEY (network_id, text_hash, purpose),
    FOREIGN KEY (network_id, text_hash) REFERENCES consent_texts (network_id, hash)
) STRICT;

-- The one wording until now says who sees the details: the coordination and the lead clubs of the villages in
-- which somebody wants to help. So it covers both, and stays what it was.
INSERT INTO consent_text_purposes (network_id, text_hash, purpose)
SELECT network_id, hash, 'register' FROM consent_texts;
INSERT INTO consent_text_purposes (network_id, text_hash, purpose)
SELECT network_id, hash, 'lead_contact' FROM consent_texts;

ALTER TABLE consent_texts DROP COLUMN purpose;

-- Who agreed to which wording for what, when and how, and how it was taken back; never deleted as long as the
-- person is here. Rows with the same id were agreed to at once.
CREATE TABLE consents_by_purpose (
    network_id TEXT NOT NULL,
    id TEXT NOT NULL,
    purpose TEXT NOT NULL,
    person_id TEXT NOT NULL, -- personal: proof of the consent, until erased
    text_hash TEXT NOT NULL,
    way TEXT NOT NULL CHECK (way IN ('web', 'paper', 'phone')),
    given_on TEXT NOT NULL, -- personal: proof of the consent, until erased
    note TEXT NOT NULL, -- personal: proof of the consent, until erased
    paper_number TEXT NOT NULL, -- personal: proof of the consent (form or reply slip), until erased
    parent_name TEXT NOT NULL, -- personal: who agreed for somebody under 16, until erased
    recorded_by TEXT, -- personal: who recorded it, emptied when the account is deleted
    recorded_at TEXT NOT NULL,
    withdrawn_at TEXT, -- personal: proof of the withdrawal, until erased
    withdrawn_way TEXT NOT NULL CHECK (withdrawn_way IN ('', 'web', 'paper', 'phone')), -- empty: not noted before this table
    withdrawn_note TEXT NOT NULL, -- personal: proof of the withdrawal, until erased
    withdrawn_by TEXT, -- personal: who recorded it, emptied when the account is deleted; nobody: the person
    PRIMARY KEY (network_id, id, purpose),
    FOREIGN KEY (network_id, person_id) REFERENCES people (network_id, id) ON DELETE CASCADE,
    FOREIGN KEY (network_id, text_hash, purpose) REFERENCES consent_text_purposes (network_id, text_hash, purpose),
    CHECK (withdrawn_at IS NOT NULL OR (withdrawn_way = '' AND withdrawn_note = '' AND withdrawn_by IS NULL))
) STRICT;

INSERT INTO consents_by_purpose (network_id, id, purpose, person_id, text_hash, way, given_on, note, paper_number,
                                 parent_name, recorded_by, recorded_at, withdrawn_at, withdrawn_way,
                                 withdrawn_note)
SELECT c.network_id, c.id, p.purpose, c.person_id, c.text_hash, c.way, c.given_on, c.note, c.paper_number, '',
       c.recorded_by, c.recorded_at, c.withdrawn_at, '', ''
FROM consents c
JOIN consent_text_purposes p ON p.network_id = c.network_id AND p.text_hash = c.text_hash;

DROP TABLE consents;
ALTER TABLE consents_by_purpose RENAME TO consents;

CREATE INDEX consents_of ON consents (network_id, person_id, purpose);
