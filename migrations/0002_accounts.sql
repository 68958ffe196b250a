-- owner: accounts
-- Who may sign in. A login belongs to one network.
CREATE TABLE users (
    network_id TEXT NOT NULL REFERENCES networks (id),
    id TEXT NOT NULL,
    login TEXT NOT NULL CHECK (login <> ''), -- personal: signing in (e-mail in lower case), as long as the account
    name TEXT NOT NULL CHECK (name <> ''), -- personal: who did what, as long as the account
    person_id TEXT, -- personal: entry in the register of people, as long as the account
    password_hash TEXT, -- personal: signing in (Argon2id), as long as the account
    disabled INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
    created_at TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (network_id, id),
    UNIQUE (network_id, login)
) STRICT;

-- Whoever holds the token is signed in; only its keyed hash stands here.
CREATE TABLE sessions (
    network_id TEXT NOT NULL,
    id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    created_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL, -- personal: ends unused sessions, 14 days
    expires_at TEXT NOT NULL,
    client TEXT NOT NULL, -- personal: telling one's own sessions apart (family of the browser), 60 days
    PRIMARY KEY (network_id, id),
    UNIQUE (network_id, token_hash),
    FOREIGN KEY (network_id, user_id) REFERENCES users (network_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX sessions_of_user ON sessions (network_id, user_id);
CREATE INDEX sessions_by_end ON sessions (network_id, expires_at);

-- What somebody may be, and for what: a lead editor of one village. Ended, never deleted.
CREATE TABLE grants (
    network_id TEXT NOT NULL,
    id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    role TEXT NOT NULL,
    subject TEXT NOT NULL DEFAULT '', -- id of the village, organisation …; empty for the whole network
    granted_by TEXT, -- personal: who answers for the right, as long as the account; empty: the command line
    granted_at TEXT NOT NULL,
    ends_at TEXT,
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id, user_id) REFERENCES users (network_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX grants_of_user ON grants (network_id, user_id);
CREATE UNIQUE INDEX grants_without_end ON grants (network_id, user_id, role, subject) WHERE ends_at IS NULL;

-- Opens the page on which a password is set, once.
CREATE TABLE password_links (
    network_id TEXT NOT NULL,
    id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('set', 'reset')),
    token_hash TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT,
    PRIMARY KEY (network_id, id),
    UNIQUE (network_id, token_hash),
    FOREIGN KEY (network_id, user_id) REFERENCES users (network_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX password_links_of_user ON password_links (network_id, user_id);
CREATE INDEX password_links_by_end ON password_links (network_id, expires_at);

-- Somebody asked for a link. Written for every address, known or not, and answered afterwards, so that the
-- time of the answer tells nobody who has an account.
CREATE TABLE password_requests (
    network_id TEXT NOT NULL REFERENCES networks (id),
    id TEXT NOT NULL,
    login TEXT NOT NULL, -- personal: sending the link asked for, until it is sent
    language TEXT NOT NULL,
    address TEXT NOT NULL, -- not personal: of the network's site
    asked_at TEXT NOT NULL,
    PRIMARY KEY (network_id, id)
) STRICT;

-- Who viewed, exported and changed what is protected. Rows are added, never changed and never deleted.
CREATE TABLE audit_log (
    network_id TEXT NOT NULL REFERENCES networks (id),
    id TEXT NOT NULL, -- random, without time
    at TEXT NOT NULL,
    action TEXT NOT NULL,
    details_hash TEXT NOT NULL, -- of the salt and the details, so that they can be checked while they exist
    PRIMARY KEY (network_id, id)
) STRICT;

CREATE INDEX audit_log_by_time ON audit_log (network_id, at);

-- Deleted with its salt when the person is erased; the log stays whole.
CREATE TABLE audit_details (
    network_id TEXT NOT NULL,
    id TEXT NOT NULL,
    salt TEXT NOT NULL,
    user_id TEXT, -- personal: proof of who acted, until erasure; empty: the command line or a visitor
    subject_kind TEXT NOT NULL,
    subject_id TEXT NOT NULL, -- personal: proof of whose data it was, until erasure
    details TEXT NOT NULL, -- personal: proof of what was done, until erasure
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id, id) REFERENCES audit_log (network_id, id)
) STRICT;

CREATE INDEX audit_details_of_subject ON audit_details (network_id, subject_kind, subject_id);
CREATE INDEX audit_details_of_user ON audit_details (network_id, user_id);

-- checksum with comments: a9cbb4a1beea01d7
