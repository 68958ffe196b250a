-- owner: date_polls
-- Looking for the date of a meeting, without an account (docs/adr/0051-groups-and-date-polls.md). Names go 30 days after the
-- poll is closed; how many could come stays.
CREATE TABLE date_polls (
    network_id TEXT NOT NULL REFERENCES networks (id),
    id TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state = 'open' OR state = 'closed'),
    note TEXT NOT NULL, -- not personal: what is to be known for an answer
    answer_by TEXT NOT NULL, -- local day; who was asked is reminded before
    link_hash TEXT NOT NULL, -- not personal: keyed hash of the link that everybody can use
    closed_at TEXT,
    names_gone INTEGER NOT NULL DEFAULT 0 CHECK (names_gone IN (0, 1)), -- not personal: that they are
    created_at TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (network_id, id),
    UNIQUE (network_id, meeting_id),
    UNIQUE (network_id, link_hash),
    FOREIGN KEY (network_id, meeting_id) REFERENCES meetings (network_id, id) ON DELETE CASCADE,
    CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
    CHECK (names_gone = 0 OR state = 'closed')
) STRICT;

-- By the clock of the place, as the meeting will have it.
CREATE TABLE date_poll_options (
    network_id TEXT NOT NULL,
    poll_id TEXT NOT NULL,
    id TEXT NOT NULL,
    begins TEXT NOT NULL, -- local time: 2026-12-05T18:00
    ends TEXT NOT NULL, -- local time
    is_chosen INTEGER NOT NULL DEFAULT 0 CHECK (is_chosen IN (0, 1)), -- the date that was taken
    PRIMARY KEY (network_id, poll_id, id),
    UNIQUE (network_id, poll_id, begins, ends),
    FOREIGN KEY (network_id, poll_id) REFERENCES date_polls (network_id, id) ON DELETE CASCADE,
    CHECK (begins < ends)
) STRICT;

CREATE UNIQUE INDEX date_poll_options_chosen ON date_poll_options (network_id, poll_id) WHERE is_chosen = 1;

-- Whom a link of their own was mailed to: lead editors of the villages, members of the group.
CREATE TABLE date_poll_invitations (
    network_id TEXT NOT NULL,
    poll_id TEXT NOT NULL,
    user_id TEXT NOT NULL, -- personal: who is asked for a date, 30 days after the poll is closed
    link_hash TEXT NOT NULL, -- not personal: keyed hash of the link
    invited_at TEXT NOT NULL,
    reminded_at TEXT,
    PRIMARY KEY (network_id, poll_id, user_id),
    UNIQUE (network_id, link_hash),
    FOREIGN KEY (network_id, poll_id) REFERENCES date_polls (network_id, id) ON DELETE CASCADE,
    FOREIGN KEY (network_id, user_id) REFERENCES users (network_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Who said when they can come. Whoever answers again changes what they said: an account is known by its link or its
-- sign-in, everybody else by name and village.
CREATE TABLE date_poll_replies (
    network_id TEXT NOT NULL,
    id TEXT NOT NULL,
    poll_id TEXT NOT NULL,
    name TEXT NOT NULL, -- personal: knowing who can come when, 30 days after the poll is closed
    name_key TEXT NOT NULL, -- personal: the same in small letters with the village, so that who answers again changes the answer, 30 days after the poll is closed
    village_id TEXT,
    user_id TEXT, -- personal: whose answer it is, 30 days after the poll is closed
    origin TEXT NOT NULL CHECK (origin = 'web' OR origin = 'entered'),
    link_hash TEXT NOT NULL, -- not personal: keyed hash of the link to change the answer
    answered_at TEXT NOT NULL,
    PRIMARY KEY (network_id, id),
    UNIQUE (network_id, poll_id, id),
    UNIQUE (network_id, link_hash),
    UNIQUE (network_id, poll_id, user_id),
    FOREIGN KEY (network_id, poll_id) REFERENCES date_polls (network_id, id) ON DELETE CASCADE,
    FOREIGN KEY (network_id, village_id) REFERENCES villages (network_id, id),
    FOREIGN KEY (network_id, user_id) REFERENCES users (network_id, id) ON DELETE CASCADE
) STRICT;

CREATE UNIQUE INDEX date_poll_replies_by_name ON date_poll_replies (network_id, poll_id, name_key) WHERE name_key <> '';

CREATE TABLE date_poll_answers (
    network_id TEXT NOT NULL,
    poll_id TEXT NOT NULL,
    reply_id TEXT NOT NULL,
    option_id TEXT NOT NULL,
    answer TEXT NOT NULL CHECK (answer = 'yes' OR answer = 'if_needed' OR answer = 'no'),
    PRIMARY KEY (network_id, poll_id, reply_id, option_id),
    FOREIGN KEY (network_id, poll_id, reply_id) REFERENCES date_poll_replies (network_id, poll_id, id) ON DELETE CASCADE,
    FOREIGN KEY (network_id, poll_id, option_id) REFERENCES date_poll_options (network_id, poll_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX date_poll_answers_to ON date_poll_answers (network_id, poll_id, option_id);
