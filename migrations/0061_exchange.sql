-- owner: exchange
-- What clubs, councils and companies lend each other and help each other with (docs/adr/0050). Nobody's name stands
-- here: organisations ask and agree.

-- Something that is lent again and again: a tent, a hall, a trailer.
CREATE TABLE exchange_things (
    network_id TEXT NOT NULL REFERENCES networks (id),
    id TEXT NOT NULL,
    slug TEXT NOT NULL CHECK (slug <> ''), -- of its address, also on its label; never changed
    status TEXT NOT NULL CHECK (status IN ('offered', 'withdrawn')),
    kind TEXT NOT NULL CHECK (kind = 'thing' OR kind = 'room' OR kind = 'transport'),
    organisation_id TEXT NOT NULL, -- whose it is
    village_id TEXT NOT NULL, -- where it stands
    place TEXT NOT NULL, -- "im Gerätehaus"
    title TEXT NOT NULL CHECK (title <> ''),
    description TEXT NOT NULL, -- Markdown
    size TEXT NOT NULL, -- "10 × 5 m"
    condition TEXT NOT NULL, -- "gebraucht, eine Naht geflickt"
    deposit_cents INTEGER NOT NULL CHECK (deposit_cents >= 0),
    costs TEXT NOT NULL, -- "kostenlos, über eine Spende freuen wir uns"
    instructions TEXT NOT NULL, -- Markdown; for who has it
    half_days_before INTEGER NOT NULL CHECK (half_days_before BETWEEN 0 AND 14), -- to set up
    half_days_after INTEGER NOT NULL CHECK (half_days_after BETWEEN 0 AND 14), -- to bring back, dry, mend
    borrowers TEXT NOT NULL CHECK (borrowers = 'network' OR borrowers = 'clubs' OR borrowers = 'village'),
    is_example INTEGER NOT NULL CHECK (is_example IN (0, 1)),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (network_id, id),
    UNIQUE (network_id, slug),
    FOREIGN KEY (network_id, organisation_id) REFERENCES organisations (network_id, id),
    FOREIGN KEY (network_id, village_id) REFERENCES villages (network_id, id)
) STRICT;

CREATE INDEX exchange_things_of_owner ON exchange_things (network_id, organisation_id);
CREATE INDEX exchange_things_of_village ON exchange_things (network_id, village_id);

-- What somebody looks for or offers once: a need or an offer.
CREATE TABLE exchange_posts (
    network_id TEXT NOT NULL REFERENCES networks (id),
    id TEXT NOT NULL,
    slug TEXT NOT NULL CHECK (slug <> ''),
    kind TEXT NOT NULL CHECK (kind IN ('need', 'offer')),
    status TEXT NOT NULL CHECK (status = 'open' OR status = 'done' OR status = 'withdrawn'),
    category TEXT NOT NULL CHECK (category = 'thing' OR category = 'hands' OR category = 'know_how'
                                  OR category = 'room' OR category = 'transport'),
    organisation_id TEXT NOT NULL,
    village_id TEXT NOT NULL,
    title TEXT NOT NULL CHECK (title <> ''),
    description TEXT NOT NULL, -- Markdown
    from_day TEXT, -- local; nothing: at any time
    to_day TEXT,
    expires_on TEXT NOT NULL, -- the last day on which it is shown
    is_example INTEGER NOT NULL CHECK (is_example IN (0, 1)),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (network_id, id),
    UNIQUE (network_id, slug),
    FOREIGN KEY (network_id, organisation_id) REFERENCES organisations (network_id, id),
    FOREIGN KEY (network_id, village_id) REFERENCES villages (network_id, id),
    CHECK ((from_day IS NULL) = (to_day IS NULL)),
    CHECK (from_day <= to_day)
) STRICT;

CREATE INDEX exchange_posts_shown ON exchange_posts (network_id, status, expires_on);
CREATE INDEX exchange_posts_of_organisation ON exchange_posts (network_id, organisation_id);
CREATE INDEX exchange_posts_of_village ON exchange_posts (network_id, village_id);

-- From asking to bringing back. Days are half days: twice the number of the day since 1970, plus one for the afternoon.
CREATE TABLE exchange_bookings (
    network_id TEXT NOT NULL REFERENCES networks (id),
    id TEXT NOT NULL,
    thing_id TEXT NOT NULL,
    organisation_id TEXT NOT NULL, -- who borrows
    owner_id TEXT NOT NULL, -- whose it was then
    owner_village_id TEXT NOT NULL, -- which village helped, for the thanks
    borrower_village_id TEXT, -- which was helped
    status TEXT NOT NULL CHECK (status = 'requested' OR status = 'agreed' OR status = 'handed_over'
                                OR status = 'returned' OR status = 'declined' OR status = 'cancelled'
                                OR status = 'no_show'),
    holds INTEGER NOT NULL CHECK (holds IN (0, 1)), -- only then half days are kept for it
    first_half_day INTEGER NOT NULL,
    last_half_day INTEGER NOT NULL,
    blocked_from INTEGER NOT NULL, -- with the time to set up, as it was when it was asked for
    blocked_until INTEGER NOT NULL, -- with the time to bring back
    wish TEXT NOT NULL, -- what the borrower wrote; emptied a year after the end
    reason TEXT NOT NULL, -- why it was declined or called off; emptied likewise
    condition_out TEXT NOT NULL, -- how it was handed over
    condition_in TEXT NOT NULL, -- how it came back
    damage TEXT NOT NULL, -- what was broken; empty: nothing
    requested_at TEXT NOT NULL,
    handed_over_at TEXT,
    ended_at TEXT, -- returned, declined, cancelled or never fetched
    reminded_handover TEXT, -- local day on which that was done
    reminded_return TEXT,
    reminded_overdue TEXT, -- the last time
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (network_id, id),
    UNIQUE (network_id, thing_id, id, holds),
    FOREIGN KEY (network_id, thing_id) REFERENCES exchange_things (network_id, id),
    FOREIGN KEY (network_id, organisation_id) REFERENCES organisations (network_id, id),
    FOREIGN KEY (network_id, owner_id) REFERENCES organisations (network_id, id),
    FOREIGN KEY (network_id, owner_village_id) REFERENCES villages (network_id, id),
    FOREIGN KEY (network_id, borrower_village_id) REFERENCES villages (network_id, id),
    CHECK (blocked_from <= first_half_day),
    CHECK (first_half_day <= last_half_day),
    CHECK (last_half_day <= blocked_until),
    CHECK ((holds = 1) = (status = 'agreed' OR status = 'handed_over')),
    CHECK (damage = '' OR status = 'returned')
) STRICT;

CREATE INDEX exchange_bookings_of_thing ON exchange_bookings (network_id, thing_id, last_half_day);
CREATE INDEX exchange_bookings_of_borrower ON exchange_bookings (network_id, organisation_id);
CREATE INDEX exchange_bookings_of_owner ON exchange_bookings (network_id, owner_id);
-- All that is asked of it when somebody looks for what is free.
CREATE INDEX exchange_bookings_held ON exchange_bookings (network_id, thing_id, holds, blocked_until, blocked_from);
CREATE INDEX exchange_bookings_ended ON exchange_bookings (network_id, ended_at);
CREATE INDEX exchange_bookings_handed_over ON exchange_bookings (network_id, handed_over_at);

-- Each half day of a thing belongs to one booking at most, the times to set up and to bring back included: so the
-- database refuses overlaps, whoever is faster. The last foreign key refuses half days of a booking that is not agreed.
CREATE TABLE exchange_half_days (
    network_id TEXT NOT NULL,
    thing_id TEXT NOT NULL,
    half_day INTEGER NOT NULL,
    booking_id TEXT NOT NULL,
    holds INTEGER NOT NULL CHECK (holds = 1),
    PRIMARY KEY (network_id, thing_id, half_day),
    FOREIGN KEY (network_id, thing_id, booking_id, holds)
        REFERENCES exchange_bookings (network_id, thing_id, id, holds)
) STRICT, WITHOUT ROWID;

CREATE INDEX exchange_half_days_of_booking ON exchange_half_days (network_id, thing_id, booking_id);

-- "Wir haben das": what an organisation says to a need or an offer. Taken, it is a promise; with a thing, a booking.
CREATE TABLE exchange_answers (
    network_id TEXT NOT NULL,
    id TEXT NOT NULL,
    post_id TEXT NOT NULL,
    organisation_id TEXT NOT NULL, -- who answers
    helper_village_id TEXT, -- which village helps, for the thanks
    helped_village_id TEXT,
    thing_id TEXT,
    first_half_day INTEGER, -- of the thing
    last_half_day INTEGER,
    words TEXT NOT NULL, -- emptied a year after the end
    status TEXT NOT NULL CHECK (status = 'open' OR status = 'taken' OR status = 'declined' OR status = 'withdrawn'),
    booking_id TEXT, -- what came of it, of a thing
    created_at TEXT NOT NULL,
    ended_at TEXT,
    PRIMARY KEY (network_id, id),
    UNIQUE (network_id, post_id, organisation_id),
    FOREIGN KEY (network_id, post_id) REFERENCES exchange_posts (network_id, id),
    FOREIGN KEY (network_id, organisation_id) REFERENCES organisations (network_id, id),
    FOREIGN KEY (network_id, helper_village_id) REFERENCES villages (network_id, id),
    FOREIGN KEY (network_id, helped_village_id) REFERENCES villages (network_id, id),
    FOREIGN KEY (network_id, thing_id) REFERENCES exchange_things (network_id, id),
    FOREIGN KEY (network_id, booking_id) REFERENCES exchange_bookings (network_id, id),
    CHECK ((thing_id IS NULL) = (first_half_day IS NULL)),
    CHECK ((first_half_day IS NULL) = (last_half_day IS NULL)),
    CHECK (booking_id IS NULL OR thing_id IS NOT NULL)
) STRICT;

CREATE INDEX exchange_answers_open ON exchange_answers (network_id, status, created_at);
CREATE INDEX exchange_answers_of_organisation ON exchange_answers (network_id, organisation_id);
CREATE INDEX exchange_answers_of_thing ON exchange_answers (network_id, thing_id);
CREATE INDEX exchange_answers_of_booking ON exchange_answers (network_id, booking_id);
