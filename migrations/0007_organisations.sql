-- owner: organisations
-- Anything with a name that acts: clubs, councils, companies … `kind` tells which.
-- What stands in `organisations` is about the organisation and public once it is published; what is about a
-- person stands in `contact_persons`.
CREATE TABLE organisations (
    network_id TEXT NOT NULL REFERENCES networks (id),
    id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('club', 'council', 'company', 'fire_brigade', 'parish', 'school',
                                       'initiative', 'municipality')),
    slug TEXT NOT NULL CHECK (slug <> ''),
    status TEXT NOT NULL CHECK (status IN ('reported', 'confirmed', 'published', 'archived')),
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
    PRIMARY KEY (network_id, id),
    UNIQUE (network_id, slug),
    -- For keys that carry the kind: "the lead organisation is a club".
    UNIQUE (network_id, id, kind)
) STRICT;

CREATE INDEX organisations_by_name ON organisations (network_id, folded_name);
CREATE INDEX organisations_by_status ON organisations (network_id, status, sort_key);

-- Where it is active. Never deleted: a mandate of the past still points here.
CREATE TABLE organisation_villages (
    network_id TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    village_id TEXT NOT NULL,
    active_from TEXT NOT NULL,
    active_until TEXT, -- nothing: still
    -- Active here today and not archived; what a mandate that is still open refers to.
    is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
    PRIMARY KEY (network_id, organisation_id, village_id),
    UNIQUE (network_id, organisation_id, village_id, is_active),
    FOREIGN KEY (network_id, organisation_id) REFERENCES organisations (network_id, id),
    FOREIGN KEY (network_id, village_id) REFERENCES villages (network_id, id),
    CHECK (active_from <= active_until),
    CHECK (is_active = 0 OR active_until IS NULL)
) STRICT;

CREATE INDEX organisation_villages_by_village ON organisation_villages (network_id, village_id)
WHERE active_until IS NULL;

-- Words of the vocabularies that were chosen for it: fields of engagement, strengths, charitable purposes,
-- what it supports others with.
CREATE TABLE organisation_terms (
    network_id TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    list TEXT NOT NULL CHECK (list IN ('fields', 'strengths', 'purposes', 'support')),
    term TEXT NOT NULL,
    PRIMARY KEY (network_id, organisation_id, list, term),
    FOREIGN KEY (network_id, organisation_id) REFERENCES organisations (network_id, id)
) STRICT;

-- Where it helps (`help`) and where a company supports others (`support`): villages, a radius around one, or
-- the whole network (a row without a village).
CREATE TABLE organisation_areas (
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
) STRICT;

-- Internal until the consent is recorded.
CREATE TABLE contact_persons (
    network_id TEXT NOT NULL,
    id TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    name TEXT NOT NULL CHECK (name <> ''), -- personal: whom to ask, until removed
    duty TEXT NOT NULL, -- personal: chair, treasurer …, until removed
    phone TEXT NOT NULL, -- personal: whom to ask, until removed
    email TEXT NOT NULL, -- personal: whom to ask, until removed
    consent_on TEXT, -- personal: proof that this may be public, until removed
    consent_way TEXT CHECK (consent_way IN ('web', 'paper', 'phone')),
    consent_note TEXT NOT NULL, -- personal: proof of the consent, until removed
    is_responsible INTEGER NOT NULL CHECK (is_responsible IN (0, 1)),
    created_at TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id, organisation_id) REFERENCES organisations (network_id, id),
    CHECK ((consent_on IS NULL) = (consent_way IS NULL))
) STRICT;

-- One person answers for the entry.
CREATE UNIQUE INDEX contact_persons_responsible ON contact_persons (network_id, organisation_id)
WHERE is_responsible = 1;
CREATE INDEX contact_persons_of ON contact_persons (network_id, organisation_id);

-- Who changed what when: one row for each version of an entry, its changed fields below.
CREATE TABLE organisation_history (
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
) STRICT;

CREATE INDEX organisation_history_of ON organisation_history (network_id, organisation_id, id);
CREATE INDEX organisation_history_by_actor ON organisation_history (network_id, actor_id)
WHERE actor_id IS NOT NULL;

-- The fields that a version changed, before and after.
CREATE TABLE organisation_history_values (
    network_id TEXT NOT NULL,
    history_id TEXT NOT NULL,
    field TEXT NOT NULL,
    old_value TEXT NOT NULL, -- personal: may repeat a contact person's data, until that person is removed
    new_value TEXT NOT NULL, -- personal: may repeat a contact person's data, until that person is removed
    contact_person_id TEXT, -- whose data it is; deleted with that person
    PRIMARY KEY (network_id, history_id, field),
    FOREIGN KEY (network_id, history_id) REFERENCES organisation_history (network_id, id)
) STRICT;

CREATE INDEX organisation_history_values_by_contact
ON organisation_history_values (network_id, contact_person_id)
WHERE contact_person_id IS NOT NULL;

-- checksum with comments: d405ef67bb7ad0ed
