-- owner: people
-- The register of people who help. Never public, and in no full-text index.
CREATE TABLE people (
    network_id TEXT NOT NULL REFERENCES networks (id),
    id TEXT NOT NULL,
    given_name TEXT NOT NULL, -- personal: whom we ask, until erased
    family_name TEXT NOT NULL, -- personal: whom we ask, until erased
    sort_key TEXT NOT NULL, -- personal: order of lists by name, until erased
    birth_year INTEGER CHECK (birth_year BETWEEN 1900 AND 2999), -- personal: telling namesakes apart, until erased
    village_id TEXT, -- personal: home, until erased; nothing: elsewhere
    street TEXT NOT NULL, -- personal: letters, until erased
    postal_code TEXT NOT NULL, -- personal: letters, until erased
    town TEXT NOT NULL, -- personal: letters, until erased
    phone TEXT NOT NULL, -- personal: calling, until erased; E.164 where it can be read
    mobile TEXT NOT NULL, -- personal: calling, until erased; E.164 where it can be read
    email TEXT NOT NULL, -- personal: writing, until erased; in lower case
    reach TEXT NOT NULL CHECK (reach IN ('', 'email', 'phone', 'letter', 'lead_organisation')),
    whole_network INTEGER NOT NULL CHECK (whole_network IN (0, 1)),
    around_village_id TEXT,
    radius_km INTEGER CHECK (radius_km BETWEEN 1 AND 500),
    hours_per_month INTEGER CHECK (hours_per_month BETWEEN 0 AND 744),
    notes TEXT NOT NULL, -- personal: what the person wants known, until erased
    origin TEXT NOT NULL CHECK (origin IN ('web', 'paper', 'import', 'editor')),
    on_behalf TEXT NOT NULL, -- personal: who said so if somebody else entered it, until erased
    entered_by TEXT, -- personal: who entered it, emptied when the account is deleted
    is_example INTEGER NOT NULL CHECK (is_example IN (0, 1)),
    -- Without a consent in force nobody but the coordinator sees the entry.
    locked_at TEXT,
    locked_because TEXT NOT NULL CHECK (locked_because IN ('', 'no_consent', 'withdrawn')),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id, village_id) REFERENCES villages (network_id, id),
    FOREIGN KEY (network_id, around_village_id) REFERENCES villages (network_id, id),
    CHECK (given_name <> '' OR family_name <> ''),
    CHECK ((locked_at IS NULL) = (locked_because = '')),
    CHECK ((around_village_id IS NULL) = (radius_km IS NULL))
) STRICT;

CREATE INDEX people_by_name ON people (network_id, sort_key);
CREATE INDEX people_by_phone ON people (network_id, phone) WHERE phone <> '';
CREATE INDEX people_by_mobile ON people (network_id, mobile) WHERE mobile <> '';
CREATE INDEX people_by_email ON people (network_id, email) WHERE email <> '';
CREATE INDEX people_by_lock ON people (network_id, locked_at) WHERE locked_at IS NOT NULL;

-- Words of the vocabularies that were chosen, and skills in the person's own words.
CREATE TABLE person_terms (
    network_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    list TEXT NOT NULL CHECK (list IN ('fields', 'tasks', 'skills', 'mobility', 'languages')),
    term TEXT NOT NULL, -- personal: what the person likes and can do, until erased
    PRIMARY KEY (network_id, person_id, list, term),
    FOREIGN KEY (network_id, person_id) REFERENCES people (network_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX person_terms_by_term ON person_terms (network_id, list, term);

-- The villages in which somebody helps: chosen ones, and those that a radius reaches, worked out when the
-- entry is saved so that lists need no geometry.
CREATE TABLE person_areas (
    network_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    village_id TEXT NOT NULL, -- personal: where the person helps, until erased
    chosen INTEGER NOT NULL CHECK (chosen IN (0, 1)),
    PRIMARY KEY (network_id, person_id, village_id),
    FOREIGN KEY (network_id, person_id) REFERENCES people (network_id, id) ON DELETE CASCADE,
    FOREIGN KEY (network_id, village_id) REFERENCES villages (network_id, id)
) STRICT;

CREATE INDEX person_areas_by_village ON person_areas (network_id, village_id);

-- When somebody has time: a row for each weekday and time of day.
CREATE TABLE person_availability (
    network_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    weekday TEXT NOT NULL, -- personal: when the person has time, until erased
    time_of_day TEXT NOT NULL,
    PRIMARY KEY (network_id, person_id, weekday, time_of_day),
    FOREIGN KEY (network_id, person_id) REFERENCES people (network_id, id) ON DELETE CASCADE
) STRICT;

-- Folded parts of names and how they sound, for finding people and duplicates.
CREATE TABLE person_name_parts (
    network_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('folded', 'sound')),
    part TEXT NOT NULL, -- personal: finding the person, until erased
    PRIMARY KEY (network_id, person_id, kind, part),
    FOREIGN KEY (network_id, person_id) REFERENCES people (network_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX person_name_parts_by_part ON person_name_parts (network_id, kind, part);

-- The wording that people agreed to, kept as long as somebody may ask. Never changed.
CREATE TABLE consent_texts (
    network_id TEXT NOT NULL REFERENCES networks (id),
    hash TEXT NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('register')),
    language TEXT NOT NULL,
    text TEXT NOT NULL,
    first_used_at TEXT NOT NULL,
    PRIMARY KEY (network_id, hash)
) STRICT;

-- Who agreed to which wording, when and how; withdrawn, never deleted as long as the person is here.
CREATE TABLE consents (
    network_id TEXT NOT NULL,
    id TEXT NOT NULL,
    person_id TEXT NOT NULL, -- personal: proof of the consent, until erased
    purpose TEXT NOT NULL CHECK (purpose IN ('register')),
    text_hash TEXT NOT NULL,
    way TEXT NOT NULL CHECK (way IN ('web', 'paper', 'phone')),
    given_on TEXT NOT NULL, -- personal: proof of the consent, until erased
    note TEXT NOT NULL, -- personal: proof of the consent, until erased
    paper_number TEXT NOT NULL, -- personal: proof of the consent (form or reply slip), until erased
    recorded_by TEXT, -- personal: who recorded it, emptied when the account is deleted
    recorded_at TEXT NOT NULL,
    withdrawn_at TEXT,
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id, person_id) REFERENCES people (network_id, id) ON DELETE CASCADE,
    FOREIGN KEY (network_id, text_hash) REFERENCES consent_texts (network_id, hash)
) STRICT;

CREATE INDEX consents_of ON consents (network_id, person_id);

-- Somebody without a recorded consent was asked for it, by mail or by a letter with a reply slip.
CREATE TABLE consent_requests (
    network_id TEXT NOT NULL,
    number TEXT NOT NULL, -- of the reply slip; also in the link of a mail
    person_id TEXT NOT NULL, -- personal: who was asked, until erased
    way TEXT NOT NULL CHECK (way IN ('mail', 'letter')),
    asked_at TEXT NOT NULL,
    PRIMARY KEY (network_id, number),
    FOREIGN KEY (network_id, person_id) REFERENCES people (network_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX consent_requests_of ON consent_requests (network_id, person_id);

-- Who changed what when, one row for each changed field.
CREATE TABLE person_history (
    network_id TEXT NOT NULL,
    id TEXT NOT NULL,
    person_id TEXT NOT NULL, -- personal: whose entry was changed, until erased
    version INTEGER NOT NULL,
    at TEXT NOT NULL,
    action TEXT NOT NULL,
    field TEXT NOT NULL,
    old_value TEXT NOT NULL, -- personal: what the entry said, until erased
    new_value TEXT NOT NULL, -- personal: what the entry said, until erased
    actor_id TEXT, -- personal: who changed it, emptied when the account is deleted
    actor_name TEXT NOT NULL, -- personal: who changed it, emptied when the account is deleted
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id, person_id) REFERENCES people (network_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX person_history_of ON person_history (network_id, person_id, id);

-- Two entries that may be one person; the smaller id stands first. Seen by the coordinator alone.
CREATE TABLE duplicate_reviews (
    network_id TEXT NOT NULL,
    person_id TEXT NOT NULL, -- personal: avoiding double entries, until erased
    other_id TEXT NOT NULL, -- personal: avoiding double entries, until erased
    likeness TEXT NOT NULL CHECK (likeness IN ('possible', 'likely', 'certain')),
    found_at TEXT NOT NULL,
    different_since TEXT, -- somebody looked and said that they are two
    PRIMARY KEY (network_id, person_id, other_id),
    FOREIGN KEY (network_id, person_id) REFERENCES people (network_id, id) ON DELETE CASCADE,
    FOREIGN KEY (network_id, other_id) REFERENCES people (network_id, id) ON DELETE CASCADE,
    CHECK (person_id < other_id)
) STRICT;

CREATE INDEX duplicate_reviews_of_other ON duplicate_reviews (network_id, other_id);

-- checksum with comments: ad9f217919967c18
