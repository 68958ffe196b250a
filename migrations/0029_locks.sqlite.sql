-- owner: people
-- An entry also rests when a parent has yet to agree, or when the person wants it to (Art. 18 and 21 GDPR).
-- SQLite cannot change a CHECK, so the table is made anew.

CREATE TABLE people_with_locks (
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
    locked_because TEXT NOT NULL CHECK (locked_because IN ('', 'no_consent', 'withdrawn', 'parent', 'restricted',
                                                           'objected')),
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

INSERT INTO people_with_locks (network_id, id, given_name, family_name, sort_key, birth_year, village_id, street,
                               postal_code, town, phone, mobile, email, reach, whole_network, around_village_id,
                               radius_km, hours_per_month, notes, origin, on_behalf, entered_by, is_example,
                               locked_at, locked_because, created_at, updated_at, version)
SELECT network_id, id, given_name, family_name, sort_key, birth_year, village_id, street, postal_code, town, phone,
       mobile, email, reach, whole_network, around_village_id, radius_km, hours_per_month, notes, origin, on_behalf,
       entered_by, is_example, locked_at, locked_because, created_at, updated_at, version
FROM people;

DROP TABLE people;
ALTER TABLE people_with_locks RENAME TO people;

CREATE INDEX people_by_name ON people (network_id, sort_key);
CREATE INDEX people_by_phone ON people (network_id, phone) WHERE phone <> '';
CREATE INDEX people_by_mobile ON people (network_id, mobile) WHERE mobile <> '';
CREATE INDEX people_by_email ON people (network_id, email) WHERE email <> '';
CREATE INDEX people_by_lock ON people (network_id, locked_at) WHERE locked_at IS NOT NULL;
