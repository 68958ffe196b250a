-- owner: people
-- Whose parent has to agree before an entry of somebody under 16 is used (Art. 8 GDPR).
CREATE TABLE person_parents (
    network_id TEXT NOT NULL,
    person_id TEXT NOT NULL, -- personal: for whom a parent agrees, until erased
    name TEXT NOT NULL CHECK (name <> ''), -- personal: who agrees, until the person is erased
    email TEXT NOT NULL, -- personal: asking for the consent, until the person is erased
    phone TEXT NOT NULL, -- personal: asking for the consent, until the person is erased
    number TEXT NOT NULL, -- of the link in the mail; unguessable
    asked_at TEXT NOT NULL,
    confirmed_at TEXT,
    PRIMARY KEY (network_id, person_id),
    UNIQUE (network_id, number),
    FOREIGN KEY (network_id, person_id) REFERENCES people (network_id, id) ON DELETE CASCADE
) STRICT;

-- What may be kept of a certificate of good conduct, and nothing else (§ 72a (5) SGB VIII): that it was looked
-- at, its date, and whether there is an entry of the kind that the law names. Deleted six months after the last
-- activity.
CREATE TABLE conduct_certificates (
    network_id TEXT NOT NULL,
    person_id TEXT NOT NULL, -- personal: whose certificate was looked at, six months after the last activity
    seen_on TEXT NOT NULL, -- personal: that it was looked at, six months after the last activity
    issued_on TEXT NOT NULL, -- personal: date of the certificate, six months after the last activity
    has_relevant_entry INTEGER NOT NULL CHECK (has_relevant_entry IN (0, 1)), -- personal: excluding from work with the young, six months after the last activity
    last_active_on TEXT NOT NULL, -- personal: when it has to be deleted, six months after the last activity
    PRIMARY KEY (network_id, person_id),
    FOREIGN KEY (network_id, person_id) REFERENCES people (network_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX conduct_certificates_by_end ON conduct_certificates (network_id, last_active_on);
