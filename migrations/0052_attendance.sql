-- owner: attendance
-- Who was there: every tap, with the id and the time that the phone gave it, in whatever order it came
-- (docs/adr/0043). What holds of a promise follows from its events and is kept with the promise.
CREATE TABLE attendance_events (
    network_id TEXT NOT NULL,
    id TEXT NOT NULL, -- made on the phone
    date_id TEXT NOT NULL,
    signup_id TEXT NOT NULL, -- of who came by without a promise: what the phone gave; the promise may come later
    kind TEXT NOT NULL CHECK (kind = 'here' OR kind = 'absent' OR kind = 'open' OR kind = 'minutes' OR
        kind = 'walk_up'),
    minutes INTEGER CHECK (minutes BETWEEN 0 AND 100000),
    tapped_ms INTEGER NOT NULL, -- milliseconds since 1970: two taps fit into a second
    received_at TEXT NOT NULL,
    made_signup_id TEXT NOT NULL, -- of who came by: the promise made for them; else empty
    user_id TEXT NOT NULL, -- personal: who tapped, 30 days after the date and emptied when the account is deleted
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id, date_id) REFERENCES activity_dates (network_id, id) ON DELETE CASCADE,
    CHECK ((kind = 'minutes') = (minutes IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX attendance_events_of ON attendance_events (network_id, signup_id);
CREATE INDEX attendance_events_on ON attendance_events (network_id, date_id);

-- How it was: one report for each date, in numbers and words without names of who helped.
CREATE TABLE activity_reports (
    network_id TEXT NOT NULL,
    date_id TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status = 'draft' OR status = 'published'),
    report TEXT NOT NULL, -- Markdown
    visitors INTEGER CHECK (visitors BETWEEN 0 AND 1000000), -- guests, as counted or guessed
    helpers INTEGER NOT NULL CHECK (helpers BETWEEN 0 AND 100000),
    minutes INTEGER NOT NULL CHECK (minutes BETWEEN 0 AND 100000000), -- of all who helped
    thanks TEXT NOT NULL, -- Markdown
    published_at TEXT, -- for the first time
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (network_id, date_id),
    FOREIGN KEY (network_id, date_id) REFERENCES activity_dates (network_id, id) ON DELETE CASCADE
) STRICT;
