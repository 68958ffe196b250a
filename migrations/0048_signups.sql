-- owner: signups
-- What people promised for shifts, with an account or without (docs/adr/0036). Names and contacts go 30 days after the
-- date; hours stay.
CREATE TABLE signups (
    network_id TEXT NOT NULL,
    id TEXT NOT NULL,
    shift_id TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status = 'requested' OR status = 'confirmed' OR status = 'waitlisted' OR
        status = 'declined' OR status = 'cancelled' OR status = 'attended' OR status = 'absent'),
    holds INTEGER NOT NULL CHECK (holds IN (0, 1)), -- its people are counted in shifts.taken
    people INTEGER NOT NULL CHECK (people BETWEEN 1 AND 1000), -- with who comes along; of a thing pieces
    person_id TEXT, -- personal: whose promise, as long as they are in the register
    name TEXT NOT NULL, -- personal: so that the hosts know who comes, 30 days after the date
    companions TEXT NOT NULL, -- personal: names of who comes along, 30 days after the date
    email TEXT NOT NULL, -- personal: to reach them, 30 days after the date
    email_key TEXT NOT NULL, -- personal: the address in lower case, to find promises that overlap, 30 days after the date
    phone TEXT NOT NULL, -- personal: to reach them, E.164 where it can be read, 30 days after the date
    note TEXT NOT NULL, -- personal: a word to the hosts, 30 days after the date
    origin TEXT NOT NULL CHECK (origin = 'web' OR origin = 'editor' OR origin = 'paper' OR origin = 'walk_up'),
    language TEXT NOT NULL CHECK (language IN ('de', 'en')), -- not personal: of mails
    link_hash TEXT NOT NULL, -- not personal: keyed hash of the link to change and cancel
    form_key TEXT NOT NULL, -- not personal: of the form, so that what is sent twice counts once
    turn INTEGER NOT NULL, -- the order in which they came, of this shift; that of the waiting list
    held_until TEXT, -- a choice that is to be made by then
    host_agreed INTEGER NOT NULL CHECK (host_agreed IN (0, 1)), -- where a need wants the host's yes
    remind_hours INTEGER CHECK (remind_hours BETWEEN 1 AND 336), -- before it begins; nothing: not at all
    reminded_for TEXT NOT NULL, -- begin for which the reminder was sent; empty: none yet
    told_sequence INTEGER NOT NULL, -- of the date, as last looked at
    told_status TEXT NOT NULL, -- as last told; empty: nothing yet
    told_about TEXT NOT NULL, -- begin, end and place as last told, and whether it takes place
    word TEXT NOT NULL CHECK (word = '' OR word = 'late' OR word = 'ill' OR word = 'on_the_way'), -- personal: of the day itself, 30 days after the date
    checked_in_at TEXT,
    minutes INTEGER CHECK (minutes BETWEEN 0 AND 100000), -- worked, for each of the people
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (network_id, id),
    UNIQUE (network_id, form_key),
    UNIQUE (network_id, link_hash),
    FOREIGN KEY (network_id, shift_id) REFERENCES shifts (network_id, id),
    CHECK (holds = 0 OR status = 'requested' OR status = 'confirmed' OR status = 'attended' OR status = 'absent')
) STRICT;

CREATE INDEX signups_of_shift ON signups (network_id, shift_id, turn);
CREATE INDEX signups_by_email ON signups (network_id, email_key);
CREATE INDEX signups_by_phone ON signups (network_id, phone);
CREATE INDEX signups_by_person ON signups (network_id, person_id);
