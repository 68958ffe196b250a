-- owner: activities
-- What an activity needs: roles that people take and things that they bring (docs/adr/0036).
CREATE TABLE activity_needs (
    network_id TEXT NOT NULL,
    id TEXT NOT NULL,
    activity_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind = 'role' OR kind = 'thing'),
    title TEXT NOT NULL CHECK (title <> ''), -- not personal: "Grillstand", "Kuchen"
    description TEXT NOT NULL, -- not personal: what is to be done
    skills TEXT NOT NULL, -- not personal: what one should be able to do, in own words
    minimum_age INTEGER CHECK (minimum_age BETWEEN 1 AND 99), -- not personal: asked for, of nobody in particular
    proof TEXT NOT NULL, -- key of the vocabulary "proofs"; empty: none
    admission TEXT NOT NULL CHECK (admission = 'at_once' OR admission = 'by_host'),
    is_around INTEGER NOT NULL CHECK (is_around IN (0, 1)), -- setting up and clearing away: also before and after
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id, activity_id) REFERENCES activities (network_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX activity_needs_of ON activity_needs (network_id, activity_id, position);

-- When a role is needed, by the local clock; for each date it makes one shift. Both empty: as long as the date.
CREATE TABLE need_times (
    network_id TEXT NOT NULL,
    id TEXT NOT NULL,
    need_id TEXT NOT NULL,
    starts_after INTEGER, -- minutes from the beginning of the date, of whole days from midnight; below 0: before
    lasts INTEGER CHECK (lasts BETWEEN 1 AND 100000), -- minutes
    least INTEGER NOT NULL CHECK (least >= 0), -- people, or pieces of a thing
    most INTEGER NOT NULL CHECK (most BETWEEN 1 AND 10000),
    is_withdrawn INTEGER NOT NULL CHECK (is_withdrawn IN (0, 1)), -- no longer needed; its shifts to come are off
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id, need_id) REFERENCES activity_needs (network_id, id) ON DELETE CASCADE,
    CHECK ((starts_after IS NULL) = (lasts IS NULL)),
    CHECK (least <= most)
) STRICT;

CREATE INDEX need_times_of ON need_times (network_id, need_id);

-- One shift of one date: what people promise. Things are shifts of which pieces are promised.
CREATE TABLE shifts (
    network_id TEXT NOT NULL,
    id TEXT NOT NULL,
    date_id TEXT NOT NULL,
    need_id TEXT NOT NULL,
    time_id TEXT NOT NULL,
    starts_at TEXT NOT NULL, -- UTC
    ends_at TEXT NOT NULL, -- UTC
    least INTEGER NOT NULL CHECK (least >= 0),
    most INTEGER NOT NULL CHECK (most BETWEEN 1 AND 10000),
    taken INTEGER NOT NULL DEFAULT 0 CHECK (taken >= 0), -- promised or held
    status TEXT NOT NULL CHECK (status = 'planned' OR status = 'cancelled'), -- follows date, time and is_off
    is_off INTEGER NOT NULL CHECK (is_off IN (0, 1)), -- called off by hand, only this one
    is_changed INTEGER NOT NULL CHECK (is_changed IN (0, 1)), -- numbers of this date set by hand
    PRIMARY KEY (network_id, id),
    UNIQUE (network_id, date_id, time_id),
    FOREIGN KEY (network_id, date_id) REFERENCES activity_dates (network_id, id) ON DELETE CASCADE,
    FOREIGN KEY (network_id, need_id) REFERENCES activity_needs (network_id, id) ON DELETE CASCADE,
    FOREIGN KEY (network_id, time_id) REFERENCES need_times (network_id, id) ON DELETE CASCADE,
    CHECK (starts_at < ends_at),
    CHECK (least <= most),
    CHECK (taken <= most),
    CHECK (is_off = 0 OR status = 'cancelled')
) STRICT;

CREATE INDEX shifts_by_start ON shifts (network_id, starts_at);
CREATE INDEX shifts_of_need ON shifts (network_id, need_id);
CREATE INDEX shifts_of_time ON shifts (network_id, time_id);

-- Formalities: what has to be asked for or arranged before an activity: permits, music licence, first aid.
CREATE TABLE activity_formalities (
    network_id TEXT NOT NULL,
    id TEXT NOT NULL,
    activity_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    formality TEXT NOT NULL, -- key of the vocabulary "formalities"; empty: in own words
    title TEXT NOT NULL, -- not personal: in own words
    status TEXT NOT NULL CHECK (status = 'open' OR status = 'done' OR status = 'needless'),
    lead_days INTEGER NOT NULL CHECK (lead_days BETWEEN 0 AND 730), -- so long before the first day to come
    who TEXT NOT NULL, -- not personal: who sees to it, by function: "Vorstand"; the form asks for no names
    note TEXT NOT NULL, -- not personal: where, what it costs, number of the paper
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id, activity_id) REFERENCES activities (network_id, id) ON DELETE CASCADE,
    CHECK (formality <> '' OR title <> '')
) STRICT;

CREATE INDEX activity_formalities_of ON activity_formalities (network_id, activity_id, position);
