-- owner: date_polls
-- Whom a link of their own was mailed to, with an account or without: lead editors of the villages, members of the group. Each
-- is mailed once (docs/adr/0051).
CREATE TABLE date_poll_asked (
    network_id TEXT NOT NULL,
    poll_id TEXT NOT NULL,
    organisation_id TEXT,
    person_id TEXT, -- personal: who is asked for a date, 30 days after the poll is closed
    user_id TEXT, -- personal: who is asked for a date, 30 days after the poll is closed
    link_hash TEXT NOT NULL, -- not personal: keyed hash of the link
    invited_at TEXT NOT NULL,
    reminded_at TEXT,
    PRIMARY KEY (network_id, link_hash),
    UNIQUE (network_id, poll_id, organisation_id),
    UNIQUE (network_id, poll_id, person_id),
    UNIQUE (network_id, poll_id, user_id),
    FOREIGN KEY (network_id, poll_id) REFERENCES date_polls (network_id, id) ON DELETE CASCADE,
    FOREIGN KEY (network_id, organisation_id) REFERENCES organisations (network_id, id),
    FOREIGN KEY (network_id, user_id) REFERENCES users (network_id, id) ON DELETE CASCADE,
    -- Exactly one of the three. Entries of the register move when two are merged, so there is no key to them.
    CHECK ((organisation_id IS NOT NULL AND person_id IS NULL AND user_id IS NULL) OR
           (organisation_id IS NULL AND person_id IS NOT NULL AND user_id IS NULL) OR
           (organisation_id IS NULL AND person_id IS NULL AND user_id IS NOT NULL))
) STRICT;

INSERT INTO date_poll_asked (network_id, poll_id, user_id, link_hash, invited_at, reminded_at)
SELECT network_id, poll_id, user_id, link_hash, invited_at, reminded_at FROM date_poll_invitations;
DROP TABLE date_poll_invitations;
ALTER TABLE date_poll_asked RENAME TO date_poll_invitations;

-- Who said when they can come. Whoever was asked, or has an account, changes the answer by coming again, everybody else by
-- the link of the answer; before, a name and a village were enough.
CREATE TABLE date_poll_replies_by_key (
    network_id TEXT NOT NULL,
    id TEXT NOT NULL,
    poll_id TEXT NOT NULL,
    name TEXT NOT NULL, -- personal: knowing who can come when, 30 days after the poll is closed
    village_id TEXT,
    organisation_id TEXT,
    person_id TEXT, -- personal: whose answer it is, 30 days after the poll is closed
    user_id TEXT, -- personal: whose answer it is, 30 days after the poll is closed
    origin TEXT NOT NULL CHECK (origin = 'web' OR origin = 'entered'),
    link_hash TEXT NOT NULL, -- not personal: keyed hash of the link to change the answer
    form_key TEXT NOT NULL, -- not personal: of the form, so that what is sent twice counts once; empty: of none
    answered_at TEXT NOT NULL,
    PRIMARY KEY (network_id, id),
    UNIQUE (network_id, poll_id, id),
    UNIQUE (network_id, link_hash),
    UNIQUE (network_id, poll_id, organisation_id),
    UNIQUE (network_id, poll_id, person_id),
    UNIQUE (network_id, poll_id, user_id),
    FOREIGN KEY (network_id, poll_id) REFERENCES date_polls (network_id, id) ON DELETE CASCADE,
    FOREIGN KEY (network_id, village_id) REFERENCES villages (network_id, id),
    FOREIGN KEY (network_id, organisation_id) REFERENCES organisations (network_id, id),
    FOREIGN KEY (network_id, user_id) REFERENCES users (network_id, id) ON DELETE CASCADE,
    CHECK (organisation_id IS NULL OR (person_id IS NULL AND user_id IS NULL)),
    CHECK (person_id IS NULL OR user_id IS NULL)
) STRICT;

INSERT INTO date_poll_replies_by_key (network_id, id, poll_id, name, village_id, user_id, origin, link_hash, form_key,
                                      answered_at)
SELECT network_id, id, poll_id, name, village_id, user_id, origin, link_hash, '', answered_at FROM date_poll_replies;

CREATE TABLE date_poll_answers_by_key (
    network_id TEXT NOT NULL,
    poll_id TEXT NOT NULL,
    reply_id TEXT NOT NULL,
    option_id TEXT NOT NULL,
    answer TEXT NOT NULL CHECK (answer = 'yes' OR answer = 'if_needed' OR answer = 'no'),
    PRIMARY KEY (network_id, poll_id, reply_id, option_id),
    FOREIGN KEY (network_id, poll_id, reply_id)
        REFERENCES date_poll_replies_by_key (network_id, poll_id, id) ON DELETE CASCADE,
    FOREIGN KEY (network_id, poll_id, option_id)
        REFERENCES date_poll_options (network_id, poll_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

INSERT INTO date_poll_answers_by_key (network_id, poll_id, reply_id, option_id, answer)
SELECT network_id, poll_id, reply_id, option_id, answer FROM date_poll_answers;

DROP TABLE date_poll_answers;
DROP TABLE date_poll_replies;
ALTER TABLE date_poll_replies_by_key RENAME TO date_poll_replies;
ALTER TABLE date_poll_answers_by_key RENAME TO date_poll_answers;
CREATE UNIQUE INDEX date_poll_replies_by_form ON date_poll_replies (network_id, poll_id, form_key) WHERE form_key <> '';
CREATE INDEX date_poll_answers_to ON date_poll_answers (network_id, poll_id, option_id);
