-- owner: web
-- The tenant. Every other table of a network carries its id first in every key.
CREATE TABLE networks (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE CHECK (slug <> ''),
    name TEXT NOT NULL, -- not personal: the network's
    time_zone TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;

-- Names under which the network is reached.
CREATE TABLE network_hosts (
    host TEXT NOT NULL PRIMARY KEY,
    network_id TEXT NOT NULL REFERENCES networks (id)
) STRICT;

-- What the coordinator sets in the browser: subtitle, addresses, imprint data, switches.
CREATE TABLE network_settings (
    network_id TEXT NOT NULL REFERENCES networks (id),
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (network_id, key)
) STRICT;

-- checksum with comments: 2c3044a2077241a9
