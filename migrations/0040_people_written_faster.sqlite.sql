-- owner: people
-- The same tables, as SQLite writes them fastest, since a list may bring 20,000 entries in one transaction:
-- where the key is most of the row, it is kept once and not twice (WITHOUT ROWID); and IN with more than two
-- words, which builds a tree in memory for every row that is checked, is said with OR.

CREATE TABLE people_anew (
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
    reach TEXT NOT NULL CHECK (reach = '' OR reach = 'email' OR reach = 'phone' OR reach = 'letter'
        OR reach = 'lead_organisation'),
    whole_network INTEGER NOT NULL CHECK (whole_network IN (0, 1)),
    around_village_id TEXT,
    radius_km INTEGER CHECK (radius_km BETWEEN 1 AND 500),
    hours_per_month INTEGER CHECK (hours_per_month BETWEEN 0 AND 744),
    notes TEXT NOT NULL, -- personal: what the person wants known, until erased
    origin TEXT NOT NULL CHECK (origin = 'web' OR origin = 'paper' OR origin = 'import' OR origin = 'editor'),
    on_behalf TEXT NOT NULL, -- personal: who said so if somebody else entered it, until erased
    entered_by TEXT, -- personal: who entered it, emptied when the account is deleted
    is_example INTEGER NOT NULL CHECK (is_example IN (0, 1)),
    -- Without a consent in force nobody but the coordinator sees the entry.
    locked_at TEXT,
    locked_because TEXT NOT NULL CHECK (locked_because = '' OR locked_because = 'no_consent'
        OR locked_because = 'withdrawn' OR locked_because = 'parent' OR locked_because = 'restricted'
        OR locked_because = 'objected'),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    confirmed_email TEXT NOT NULL DEFAULT '', -- personal: telling what else is theirs, until erased
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id, village_id) REFERENCES villages (network_id, id),
    FOREIGN KEY (network_id, around_village_id) REFERENCES villages (network_id, id),
    CHECK (given_name <> '' OR family_name <> ''),
    CHECK ((locked_at IS NULL) = (locked_because = '')),
    CHECK ((around_village_id IS NULL) = (radius_km IS NULL))
) STRICT;
INSERT INTO people_anew (network_id, id, given_name, family_name, sort_key, birth_year, village_id, street,
    postal_code, town, phone, mobile, email, reach, whole_network, around_village_id, radius_km,
    hours_per_month, notes, origin, on_behalf, entered_by, is_example, locked_at, locked_because, created_at,
    updated_at, version, confirmed_email)
SELECT network_id, id, given_name, family_name, sort_key, birth_year, village_id, street, postal_code, town,
    phone, mobile, email, reach, whole_network, around_village_id, radius_km, hours_per_month, notes, origin,
    on_behalf, entered_by, is_example, locked_at, locked_because, created_at, updated_at, version,
    confirmed_email
FROM people;
DROP TABLE people;
ALTER TABLE people_anew RENAME TO people;
CREATE INDEX people_by_name ON people (network_id, sort_key);
CREATE INDEX people_by_phone ON people (network_id, phone) WHERE phone <> '';
CREATE INDEX people_by_mobile ON people (network_id, mobile) WHERE mobile <> '';
CREATE INDEX people_by_email ON people (network_id, email) WHERE email <> '';
CREATE INDEX people_by_lock ON people (network_id, locked_at) WHERE locked_at IS NOT NULL;

CREATE TABLE person_name_parts_anew (
    network_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('folded', 'sound')),
    part TEXT NOT NULL, -- personal: finding the person, until erased
    PRIMARY KEY (network_id, person_id, kind, part),
    FOREIGN KEY (network_id, person_id) REFERENCES people (network_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
INSERT INTO person_name_parts_anew (network_id, person_id, kind, part)
SELECT network_id, person_id, kind, part
FROM person_name_parts;
DROP TABLE person_name_parts;
ALTER TABLE person_name_parts_anew RENAME TO person_name_parts;
CREATE INDEX person_name_parts_by_part ON person_name_parts (network_id, kind, part, person_id);

CREATE TABLE person_terms_anew (
    network_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    list TEXT NOT NULL CHECK (list = 'fields' OR list = 'tasks' OR list = 'skills'
        OR list = 'mobility' OR list = 'languages'),
    term TEXT NOT NULL, -- personal: what the person likes and can do, until erased
    PRIMARY KEY (network_id, person_id, list, term),
    FOREIGN KEY (network_id, person_id) REFERENCES people (network_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
INSERT INTO person_terms_anew (network_id, person_id, list, term)
SELECT network_id, person_id, list, term
FROM person_terms;
DROP TABLE person_terms;
ALTER TABLE person_terms_anew RENAME TO person_terms;
CREATE INDEX person_terms_by_term ON person_terms (network_id, list, term);

CREATE TABLE person_areas_anew (
    network_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    village_id TEXT NOT NULL, -- personal: where the person helps, until erased
    chosen INTEGER NOT NULL CHECK (chosen IN (0, 1)),
    PRIMARY KEY (network_id, person_id, village_id),
    FOREIGN KEY (network_id, person_id) REFERENCES people (network_id, id) ON DELETE CASCADE,
    FOREIGN KEY (network_id, village_id) REFERENCES villages (network_id, id)
) STRICT, WITHOUT ROWID;
INSERT INTO person_areas_anew (network_id, person_id, village_id, chosen)
SELECT network_id, person_id, village_id, chosen
FROM person_areas;
DROP TABLE person_areas;
ALTER TABLE person_areas_anew RENAME TO person_areas;
CREATE INDEX person_areas_by_village ON person_areas (network_id, village_id);

CREATE TABLE person_availability_anew (
    network_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    weekday TEXT NOT NULL, -- personal: when the person has time, until erased
    time_of_day TEXT NOT NULL,
    PRIMARY KEY (network_id, person_id, weekday, time_of_day),
    FOREIGN KEY (network_id, person_id) REFERENCES people (network_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
INSERT INTO person_availability_anew (network_id, person_id, weekday, time_of_day)
SELECT network_id, person_id, weekday, time_of_day
FROM person_availability;
DROP TABLE person_availability;
ALTER TABLE person_availability_anew RENAME TO person_availability;

CREATE TABLE person_history_anew (
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
) STRICT, WITHOUT ROWID;
INSERT INTO person_history_anew (network_id, id, person_id, version, at, action, field, old_value, new_value,
    actor_id, actor_name)
SELECT network_id, id, person_id, version, at, action, field, old_value, new_value, actor_id, actor_name
FROM person_history;
DROP TABLE person_history;
ALTER TABLE person_history_anew RENAME TO person_history;
CREATE INDEX person_history_of ON person_history (network_id, person_id, id);
