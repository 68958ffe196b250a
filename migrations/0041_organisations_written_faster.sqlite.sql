-- owner: organisations
-- The same tables, as SQLite writes them fastest, since a list may bring 20,000 entries in one transaction:
-- where the key is most of the row, it is kept once and not twice (WITHOUT ROWID); and IN with more than two
-- words, which builds a tree in memory for every row that is checked, is said with OR.

CREATE TABLE organisations_anew (
    network_id TEXT NOT NULL REFERENCES networks (id),
    id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind = 'club' OR kind = 'council' OR kind = 'company' OR kind = 'fire_brigade'
        OR kind = 'parish' OR kind = 'school' OR kind = 'initiative' OR kind = 'municipality'),
    slug TEXT NOT NULL CHECK (slug <> ''),
    status TEXT NOT NULL CHECK (status = 'reported' OR status = 'confirmed'
        OR status = 'published' OR status = 'archived'),
    name TEXT NOT NULL CHECK (name <> ''), -- not personal: the organisation's
    short_name TEXT NOT NULL, -- not personal: the organisation's
    folded_name TEXT NOT NULL, -- not personal: the organisation's, for finding duplicates
    sort_key TEXT NOT NULL,
    legal_form TEXT NOT NULL,
    register_court TEXT NOT NULL,
    register_number TEXT NOT NULL,
    parent_name TEXT NOT NULL, -- not personal: of the organisation above this one
    founded INTEGER CHECK (founded BETWEEN 800 AND 2999),
    members INTEGER CHECK (members >= 0),
    purpose TEXT NOT NULL,
    aims TEXT NOT NULL,
    strengths_text TEXT NOT NULL,
    offers TEXT NOT NULL,
    street TEXT NOT NULL, -- not personal: the organisation's seat
    postal_code TEXT NOT NULL,
    town TEXT NOT NULL,
    phone TEXT NOT NULL, -- not personal: the organisation's own
    email TEXT NOT NULL, -- not personal: the organisation's own
    web TEXT NOT NULL,
    social_links TEXT NOT NULL, -- one address in each line
    supports_whom TEXT NOT NULL,
    logo_id TEXT,
    picture_id TEXT,
    is_example INTEGER NOT NULL CHECK (is_example IN (0, 1)),
    last_confirmed_on TEXT,
    created_by TEXT, -- personal: who entered it, emptied when the account is deleted
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    phone_audience TEXT NOT NULL DEFAULT 'public' -- not personal: a choice of the organisation
        CHECK (phone_audience = 'public' OR phone_audience = 'network' OR phone_audience = 'village'
        OR phone_audience = 'organisation' OR phone_audience = 'coordinator'),
    email_audience TEXT NOT NULL DEFAULT 'village' -- not personal: a choice of the organisation
        CHECK (email_audience = 'public' OR email_audience = 'network' OR email_audience = 'village'
        OR email_audience = 'organisation' OR email_audience = 'coordinator'),
    PRIMARY KEY (network_id, id),
    UNIQUE (network_id, slug),
    -- For keys that carry the kind: "the lead organisation is a club".
    UNIQUE (network_id, id, kind)
) STRICT;
INSERT INTO organisations_anew (network_id, id, kind, slug, status, name, short_name, folded_name, sort_key,
    legal_form, register_court, register_number, parent_name, founded, members, purpose, aims, strengths_text,
    offers, street, postal_code, town, phone, email, web, social_links, supports_whom, logo_id, picture_id,
    is_example, last_confirmed_on, created_by, created_at, updated_at, version, phone_audience, email_audience)
SELECT network_id, id, kind, slug, status, name, short_name, folded_name, sort_key, legal_form, register_court,
    register_number, parent_name, founded, members, purpose, aims, strengths_text, offers, street, postal_code,
    town, phone, email, web, social_links, supports_whom, logo_id, picture_id, is_example, last_confirmed_on,
    created_by, created_at, updated_at, version, phone_audience, email_audience
FROM organisations;
DROP TABLE organisations;
ALTER TABLE organisations_anew RENAME TO organisations;
CREATE INDEX organisations_by_name ON organisations (network_id, folded_name);
CREATE INDEX organisations_by_status ON organisations (network_id, status, sort_key);

CREATE TABLE organisation_terms_anew (
    network_id TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    list TEXT NOT NULL CHECK (list = 'fields' OR list = 'strengths' OR list = 'purposes' OR list = 'support'),
    term TEXT NOT NULL,
    PRIMARY KEY (network_id, organisation_id, list, term),
    FOREIGN KEY (network_id, organisation_id) REFERENCES organisations (network_id, id)
) STRICT, WITHOUT ROWID;
INSERT INTO organisation_terms_anew (network_id, organisation_id, list, term)
SELECT network_id, organisation_id, list, term
FROM organisation_terms;
DROP TABLE organisation_terms;
ALTER TABLE organisation_terms_anew RENAME TO organisation_terms;

CREATE TABLE organisation_areas_anew (
    network_id TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('help', 'support')),
    position INTEGER NOT NULL,
    village_id TEXT,
    radius_km INTEGER CHECK (radius_km BETWEEN 1 AND 500),
    PRIMARY KEY (network_id, organisation_id, what, position),
    FOREIGN KEY (network_id, organisation_id) REFERENCES organisations (network_id, id),
    FOREIGN KEY (network_id, village_id) REFERENCES villages (network_id, id),
    CHECK (village_id IS NOT NULL OR radius_km IS NULL)
) STRICT, WITHOUT ROWID;
INSERT INTO organisation_areas_anew (network_id, organisation_id, what, position, village_id, radius_km)
SELECT network_id, organisation_id, what, position, village_id, radius_km
FROM organisation_areas;
DROP TABLE organisation_areas;
ALTER TABLE organisation_areas_anew RENAME TO organisation_areas;

CREATE TABLE organisation_history_anew (
    network_id TEXT NOT NULL,
    id TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    at TEXT NOT NULL,
    action TEXT NOT NULL,
    actor_id TEXT, -- personal: who changed it, emptied when the account is deleted
    actor_name TEXT NOT NULL, -- personal: who changed it, emptied when the account is deleted
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id, organisation_id) REFERENCES organisations (network_id, id)
) STRICT, WITHOUT ROWID;
INSERT INTO organisation_history_anew (network_id, id, organisation_id, version, at, action, actor_id,
    actor_name)
SELECT network_id, id, organisation_id, version, at, action, actor_id, actor_name
FROM organisation_history;
DROP TABLE organisation_history;
ALTER TABLE organisation_history_anew RENAME TO organisation_history;
CREATE INDEX organisation_history_of ON organisation_history (network_id, organisation_id, id);
CREATE INDEX organisation_history_by_actor ON organisation_history (network_id, actor_id)
WHERE actor_id IS NOT NULL;

CREATE TABLE organisation_history_values_anew (
    network_id TEXT NOT NULL,
    history_id TEXT NOT NULL,
    field TEXT NOT NULL,
    old_value TEXT NOT NULL, -- personal: may repeat a contact person's data, until that person is removed
    new_value TEXT NOT NULL, -- personal: may repeat a contact person's data, until that person is removed
    contact_person_id TEXT, -- whose data it is; deleted with that person
    PRIMARY KEY (network_id, history_id, field),
    FOREIGN KEY (network_id, history_id) REFERENCES organisation_history (network_id, id)
) STRICT, WITHOUT ROWID;
INSERT INTO organisation_history_values_anew (network_id, history_id, field, old_value, new_value,
    contact_person_id)
SELECT network_id, history_id, field, old_value, new_value, contact_person_id
FROM organisation_history_values;
DROP TABLE organisation_history_values;
ALTER TABLE organisation_history_values_anew RENAME TO organisation_history_values;
CREATE INDEX organisation_history_values_by_contact
ON organisation_history_values (network_id, contact_person_id)
WHERE contact_person_id IS NOT NULL;
