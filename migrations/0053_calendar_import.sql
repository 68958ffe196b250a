-- owner: activities
-- The dates of a village, a host or a field are found by its activities.
CREATE INDEX activities_by_place ON activities (network_id, place_village_id, id);
CREATE INDEX activity_fields_by_field ON activity_fields (network_id, field, activity_id);
CREATE INDEX activity_dates_of ON activity_dates (network_id, activity_id, last_day);

-- Which event of a foreign calendar became which activity, so that the same one again brings it up to date.
CREATE TABLE activity_sources (
    network_id TEXT NOT NULL,
    uid TEXT NOT NULL CHECK (uid <> ''), -- not personal: made by the other program
    activity_id TEXT NOT NULL,
    PRIMARY KEY (network_id, uid),
    FOREIGN KEY (network_id, activity_id) REFERENCES activities (network_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX activity_sources_of ON activity_sources (network_id, activity_id);

-- Foreign calendars between their preview and somebody's yes, two days at most.
CREATE TABLE calendar_imports (
    network_id TEXT NOT NULL,
    id TEXT NOT NULL,
    organisation_id TEXT NOT NULL, -- who invites
    kind TEXT NOT NULL, -- key of the vocabulary "activity_kinds"
    publish INTEGER NOT NULL CHECK (publish IN (0, 1)),
    content BLOB NOT NULL, -- not personal: events without organisers and guests (foundation/calendar)
    created_at TEXT NOT NULL,
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id, organisation_id) REFERENCES organisations (network_id, id)
) STRICT;
