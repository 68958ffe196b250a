-- owner: villages
-- A place of the network. Places outside it (in_network = 0) serve distances and areas only.
CREATE TABLE villages (
    network_id TEXT NOT NULL REFERENCES networks (id),
    id TEXT NOT NULL,
    slug TEXT NOT NULL CHECK (slug <> ''),
    name TEXT NOT NULL CHECK (name <> ''), -- not personal: a place
    sort_key TEXT NOT NULL,
    in_network INTEGER NOT NULL CHECK (in_network IN (0, 1)),
    latitude REAL,
    longitude REAL,
    postal_code TEXT NOT NULL DEFAULT '', -- not personal: a place
    municipality_key TEXT NOT NULL DEFAULT '',
    population INTEGER,
    population_on TEXT,
    note TEXT NOT NULL DEFAULT '', -- not personal: about a place
    description_de TEXT NOT NULL DEFAULT '',
    description_en TEXT NOT NULL DEFAULT '',
    picture_id TEXT,
    version INTEGER NOT NULL DEFAULT 1,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (network_id, id),
    UNIQUE (network_id, slug)
) STRICT;

-- checksum with comments: 78e022f326ee201a
