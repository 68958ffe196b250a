-- owner: planning
-- Who could do which shift of an activity: a proposal, worked out in the background and changed by hosts (docs/adr/0060).
CREATE TABLE plans (
    network_id TEXT NOT NULL,
    activity_id TEXT NOT NULL,
    asked_by TEXT, -- personal: with whose rights it is worked out, until the account is deleted
    job_id TEXT NOT NULL, -- the last one; only this one may write
    most_shifts INTEGER NOT NULL CHECK (most_shifts BETWEEN 1 AND 20), -- for one person
    rest_minutes INTEGER NOT NULL CHECK (rest_minutes BETWEEN 0 AND 1440), -- between two shifts of a person
    seconds INTEGER NOT NULL CHECK (seconds BETWEEN 1 AND 300), -- to be spent at most
    is_enough INTEGER NOT NULL DEFAULT 0 CHECK (is_enough = 0 OR is_enough = 1), -- a host takes the best so far
    begun_at TEXT NOT NULL,
    made_at TEXT, -- nothing as long as there is no result
    worth INTEGER NOT NULL DEFAULT 0, -- points of the matcher, without those for needed places
    best_worth INTEGER NOT NULL DEFAULT 0, -- no plan is worth more
    is_best INTEGER NOT NULL DEFAULT 0 CHECK (is_best = 0 OR is_best = 1),
    is_changed INTEGER NOT NULL DEFAULT 0 CHECK (is_changed = 0 OR is_changed = 1), -- by a host, since it was made
    PRIMARY KEY (network_id, activity_id),
    FOREIGN KEY (network_id, activity_id) REFERENCES activities (network_id, id) ON DELETE CASCADE,
    FOREIGN KEY (network_id, asked_by) REFERENCES users (network_id, id)
) STRICT;

-- Entries of the register move when two are merged, so there is no key to them.
CREATE TABLE planned_places (
    network_id TEXT NOT NULL,
    activity_id TEXT NOT NULL,
    shift_id TEXT NOT NULL,
    person_id TEXT NOT NULL, -- personal: who is to be asked for what, 30 days after the shift
    mark TEXT NOT NULL CHECK (mark = 'proposed' OR mark = 'settled' OR mark = 'ruled_out'), -- not personal: settled and ruled out are what a host wants
    PRIMARY KEY (network_id, shift_id, person_id),
    FOREIGN KEY (network_id, activity_id) REFERENCES plans (network_id, activity_id) ON DELETE CASCADE,
    FOREIGN KEY (network_id, shift_id) REFERENCES shifts (network_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX planned_places_by_activity ON planned_places (network_id, activity_id, shift_id);

-- What somebody told a host: for this activity alone.
CREATE TABLE plan_wishes (
    network_id TEXT NOT NULL,
    activity_id TEXT NOT NULL,
    person_id TEXT NOT NULL, -- personal: whose wish, 30 days after the activity
    most_shifts INTEGER CHECK (most_shifts BETWEEN 0 AND 20), -- personal: how often, 30 days after the activity
    not_after INTEGER CHECK (not_after BETWEEN 0 AND 1439), -- personal: minute of the day by which they want to be done, 30 days after the activity
    need_id TEXT, -- personal: the task that they like best, 30 days after the activity
    together_with TEXT, -- personal: with whom they want to help, 30 days after the activity
    PRIMARY KEY (network_id, activity_id, person_id),
    FOREIGN KEY (network_id, activity_id) REFERENCES plans (network_id, activity_id) ON DELETE CASCADE,
    FOREIGN KEY (network_id, need_id) REFERENCES activity_needs (network_id, id) ON DELETE CASCADE,
    CHECK (together_with IS NULL OR together_with <> person_id)
) STRICT;

-- Why a shift stays short of people: how many would fit and are held back by what.
CREATE TABLE plan_obstacles (
    network_id TEXT NOT NULL,
    activity_id TEXT NOT NULL,
    shift_id TEXT NOT NULL,
    obstacle TEXT NOT NULL CHECK (obstacle = 'busy' OR obstacle = 'way' OR obstacle = 'rest' OR obstacle = 'most_shifts' OR
        obstacle = 'most_minutes' OR obstacle = 'cost'),
    people INTEGER NOT NULL CHECK (people > 0),
    PRIMARY KEY (network_id, shift_id, obstacle),
    FOREIGN KEY (network_id, activity_id) REFERENCES plans (network_id, activity_id) ON DELETE CASCADE,
    FOREIGN KEY (network_id, shift_id) REFERENCES shifts (network_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX plan_obstacles_by_activity ON plan_obstacles (network_id, activity_id);
