-- owner: asking
-- Looking for people for one shift: those who fit are asked, a few at a time, until it is filled (docs/adr/0058).
CREATE TABLE searches (
    network_id TEXT NOT NULL,
    shift_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state = 'running' OR state = 'paused' OR state = 'ended'),
    ended_because TEXT NOT NULL CHECK (ended_because = '' OR ended_because = 'full' OR ended_because = 'over' OR
        ended_because = 'nobody_left' OR ended_because = 'by_hand' OR ended_because = 'asker_gone'),
    at_once INTEGER NOT NULL CHECK (at_once BETWEEN 1 AND 50), -- people in each wave
    wait_hours INTEGER NOT NULL CHECK (wait_hours BETWEEN 1 AND 336), -- until the next wave
    message TEXT NOT NULL, -- not personal: in the asker's own words, what the task is like
    asker_id TEXT, -- personal: in whose name people are asked, until the account is deleted
    wave INTEGER NOT NULL DEFAULT 0, -- the last one
    wave_at TEXT,
    created_at TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (network_id, shift_id),
    FOREIGN KEY (network_id, shift_id) REFERENCES shifts (network_id, id),
    FOREIGN KEY (network_id, asker_id) REFERENCES users (network_id, id),
    CHECK ((state = 'ended') = (ended_because <> ''))
) STRICT;

-- Who was chosen for it and asked, each once. Entries of the register move when two are merged, so there is no key to them.
CREATE TABLE asked_people (
    network_id TEXT NOT NULL,
    shift_id TEXT NOT NULL,
    person_id TEXT NOT NULL, -- personal: so that the same people are not asked again and again, 12 months after the shift
    turn INTEGER NOT NULL, -- in which order
    channel TEXT NOT NULL CHECK (channel = 'mail' OR channel = 'phone' OR channel = 'letter'), -- not personal: how they are asked
    state TEXT NOT NULL CHECK (state = 'chosen' OR state = 'asked' OR state = 'yes' OR state = 'no' OR state = 'later' OR
        state = 'left_out' OR state = 'thanked'), -- personal: what they answered, 12 months after the shift
    asked_at TEXT, -- personal: when, for the same reason, 12 months after the shift
    answered_at TEXT, -- personal: when, 12 months after the shift
    again_at TEXT, -- personal: when to ask who said "later", 12 months after the shift
    link_hash TEXT NOT NULL, -- not personal: keyed hash of the link to answer
    PRIMARY KEY (network_id, shift_id, person_id),
    UNIQUE (network_id, link_hash),
    FOREIGN KEY (network_id, shift_id) REFERENCES searches (network_id, shift_id),
    CHECK (state = 'chosen' OR state = 'left_out' OR asked_at IS NOT NULL),
    CHECK ((state = 'later') = (again_at IS NOT NULL))
) STRICT;

CREATE INDEX asked_people_by_person ON asked_people (network_id, person_id, asked_at);

-- How often somebody wants to be asked, if they said so.
CREATE TABLE asking_wishes (
    network_id TEXT NOT NULL REFERENCES networks (id),
    person_id TEXT NOT NULL, -- personal: whose wish, as long as they are in the register
    days_between INTEGER NOT NULL CHECK (days_between BETWEEN 0 AND 365), -- not personal: from one question to the next at least
    not_before TEXT, -- personal: wants to be left alone until then, as long as they are in the register
    changed_at TEXT NOT NULL,
    PRIMARY KEY (network_id, person_id)
) STRICT;
