-- owner: exchange
-- How a booking went, step by step, also those that were taken back: "ausgegeben" was a slip, and that it was is kept.
CREATE TABLE exchange_steps (
    network_id TEXT NOT NULL,
    booking_id TEXT NOT NULL,
    version INTEGER NOT NULL, -- of the booking, with this step
    status TEXT NOT NULL,
    taken_at TEXT NOT NULL,
    PRIMARY KEY (network_id, booking_id, version),
    FOREIGN KEY (network_id, booking_id) REFERENCES exchange_bookings (network_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

INSERT INTO exchange_steps (network_id, booking_id, version, status, taken_at)
SELECT network_id, id, version, status, COALESCE(ended_at, handed_over_at, requested_at) FROM exchange_bookings;

-- Help that was given with something that is deleted since: villages alone, for the thanks.
CREATE TABLE exchange_thanks (
    network_id TEXT NOT NULL,
    id TEXT NOT NULL, -- of the booking or the answer that it was
    helper_village_id TEXT NOT NULL,
    helped_village_id TEXT,
    helped_at TEXT NOT NULL,
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id, helper_village_id) REFERENCES villages (network_id, id),
    FOREIGN KEY (network_id, helped_village_id) REFERENCES villages (network_id, id)
) STRICT;

CREATE INDEX exchange_thanks_since ON exchange_thanks (network_id, helped_at);

-- Two taps on "Eintragen" are one entry.
ALTER TABLE exchange_things ADD COLUMN form_key TEXT; -- keyed hash of what was sent; nothing: it came otherwise
CREATE UNIQUE INDEX exchange_things_form ON exchange_things (network_id, form_key);
ALTER TABLE exchange_posts ADD COLUMN form_key TEXT; -- likewise
CREATE UNIQUE INDEX exchange_posts_form ON exchange_posts (network_id, form_key);
