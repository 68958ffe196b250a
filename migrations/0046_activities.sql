-- owner: activities
-- What takes place in the villages: each activity with its dates (docs/adr/0033).
CREATE TABLE activities (
    network_id TEXT NOT NULL REFERENCES networks (id),
    id TEXT NOT NULL,
    slug TEXT NOT NULL CHECK (slug <> ''), -- the addresses of its dates begin with it
    status TEXT NOT NULL CHECK (status = 'draft' OR status = 'published' OR status = 'cancelled'),
    title TEXT NOT NULL CHECK (title <> ''), -- not personal: of the activity
    kind TEXT NOT NULL, -- key of the vocabulary "activity_kinds"
    description TEXT NOT NULL, -- Markdown
    all_day INTEGER NOT NULL CHECK (all_day IN (0, 1)),
    begins TEXT NOT NULL, -- local time of the first date: 2026-12-05T14:00
    ends TEXT NOT NULL, -- local time; of whole days the last minute of the last day
    rule TEXT NOT NULL, -- RFC 5545, empty if it takes place once
    place_village_id TEXT, -- nothing: outside of the villages, or not known yet
    place_name TEXT NOT NULL, -- not personal: "am Dorfteich"
    place_address TEXT NOT NULL, -- not personal: of the place
    latitude REAL CHECK (latitude BETWEEN -90 AND 90),
    longitude REAL CHECK (longitude BETWEEN -180 AND 180),
    capacity INTEGER CHECK (capacity BETWEEN 1 AND 100000), -- guests
    cost TEXT NOT NULL,
    bring TEXT NOT NULL,
    access_notes TEXT NOT NULL, -- not personal: for who cannot walk, see or hear well
    is_example INTEGER NOT NULL CHECK (is_example IN (0, 1)),
    worked_out_until TEXT NOT NULL, -- local day; dates of the rule before it are written
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id, place_village_id) REFERENCES villages (network_id, id),
    CHECK (begins < ends),
    CHECK ((latitude IS NULL) = (longitude IS NULL))
) STRICT;

CREATE INDEX activities_by_status ON activities (network_id, status);

CREATE TABLE activity_hosts (
    network_id TEXT NOT NULL,
    activity_id TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    position INTEGER NOT NULL, -- 0: who answers for it
    PRIMARY KEY (network_id, activity_id, organisation_id),
    FOREIGN KEY (network_id, activity_id) REFERENCES activities (network_id, id) ON DELETE CASCADE,
    FOREIGN KEY (network_id, organisation_id) REFERENCES organisations (network_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX activity_hosts_by_organisation ON activity_hosts (network_id, organisation_id, activity_id);

CREATE TABLE activity_villages (
    network_id TEXT NOT NULL,
    activity_id TEXT NOT NULL,
    village_id TEXT NOT NULL,
    PRIMARY KEY (network_id, activity_id, village_id),
    FOREIGN KEY (network_id, activity_id) REFERENCES activities (network_id, id) ON DELETE CASCADE,
    FOREIGN KEY (network_id, village_id) REFERENCES villages (network_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX activity_villages_by_village ON activity_villages (network_id, village_id, activity_id);

CREATE TABLE activity_fields (
    network_id TEXT NOT NULL,
    activity_id TEXT NOT NULL,
    field TEXT NOT NULL, -- key of the vocabulary "fields"
    PRIMARY KEY (network_id, activity_id, field),
    FOREIGN KEY (network_id, activity_id) REFERENCES activities (network_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE activity_dates (
    network_id TEXT NOT NULL,
    id TEXT NOT NULL,
    activity_id TEXT NOT NULL,
    rule_day TEXT NOT NULL, -- local day for which the rule made it; it stays when the date is moved
    starts_at TEXT NOT NULL, -- UTC
    ends_at TEXT NOT NULL, -- UTC; of whole days the midnight after
    first_day TEXT NOT NULL, -- local, as calendars show it
    last_day TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status = 'planned' OR status = 'cancelled' OR status = 'postponed'),
    note TEXT NOT NULL, -- not personal: what is different this time, or why it was called off
    place_name TEXT NOT NULL, -- not personal: empty: as the activity says
    is_changed INTEGER NOT NULL CHECK (is_changed IN (0, 1)), -- by hand; the rule leaves its time alone
    month TEXT NOT NULL, -- 2026-12; with the slug its address
    slug TEXT NOT NULL,
    sequence INTEGER NOT NULL, -- RFC 5545; grows when calendars have to hear of a change
    changed_at TEXT NOT NULL,
    PRIMARY KEY (network_id, id),
    UNIQUE (network_id, activity_id, rule_day),
    FOREIGN KEY (network_id, activity_id) REFERENCES activities (network_id, id) ON DELETE CASCADE,
    CHECK (starts_at < ends_at),
    CHECK (first_day <= last_day)
) STRICT;

CREATE INDEX activity_dates_by_day ON activity_dates (network_id, last_day, first_day);

-- Every address that a date ever had.
CREATE TABLE activity_addresses (
    network_id TEXT NOT NULL,
    month TEXT NOT NULL,
    slug TEXT NOT NULL,
    date_id TEXT NOT NULL,
    PRIMARY KEY (network_id, month, slug),
    FOREIGN KEY (network_id, date_id) REFERENCES activity_dates (network_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX activity_addresses_of ON activity_addresses (network_id, date_id);
