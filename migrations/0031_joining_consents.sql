-- owner: joining
-- What somebody ticked in the form that waits, and the wording that stood beside it.
CREATE TABLE offer_consents (
    network_id TEXT NOT NULL,
    offer_id TEXT NOT NULL,
    purpose TEXT NOT NULL, -- not personal: what the wording asks for
    text_hash TEXT NOT NULL,
    PRIMARY KEY (network_id, offer_id, purpose),
    FOREIGN KEY (network_id, offer_id) REFERENCES offers (network_id, id) ON DELETE CASCADE
) STRICT;

-- The wording until now asks for both.
INSERT INTO offer_consents (network_id, offer_id, purpose, text_hash)
SELECT network_id, id, 'register', consent_hash FROM offers;
INSERT INTO offer_consents (network_id, offer_id, purpose, text_hash)
SELECT network_id, id, 'lead_contact', consent_hash FROM offers;

ALTER TABLE offers DROP COLUMN consent_hash;

-- The wordings on a printed form, one for each box.
CREATE TABLE paper_form_consents (
    network_id TEXT NOT NULL,
    number TEXT NOT NULL,
    purpose TEXT NOT NULL, -- not personal: what the wording asks for
    text_hash TEXT NOT NULL,
    PRIMARY KEY (network_id, number, purpose),
    FOREIGN KEY (network_id, number) REFERENCES paper_forms (network_id, number) ON DELETE CASCADE
) STRICT;

INSERT INTO paper_form_consents (network_id, number, purpose, text_hash)
SELECT network_id, number, 'register', consent_hash FROM paper_forms;
INSERT INTO paper_form_consents (network_id, number, purpose, text_hash)
SELECT network_id, number, 'lead_contact', consent_hash FROM paper_forms;

ALTER TABLE paper_forms DROP COLUMN consent_hash;
