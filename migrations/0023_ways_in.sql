-- owner: accounts
-- Whatever opens a way in once: a link that sets a password, a link that signs in, a code on paper.
CREATE TABLE sign_in_links (
    network_id TEXT NOT NULL,
    id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('set', 'reset', 'sign_in', 'paper')),
    token_hash TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT,
    PRIMARY KEY (network_id, id),
    UNIQUE (network_id, token_hash),
    FOREIGN KEY (network_id, user_id) REFERENCES users (network_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX sign_in_links_of_user ON sign_in_links (network_id, user_id);
CREATE INDEX sign_in_links_by_end ON sign_in_links (network_id, expires_at);

INSERT INTO sign_in_links (network_id, id, user_id, purpose, token_hash, created_at, expires_at, used_at)
SELECT network_id, id, user_id, purpose, token_hash, created_at, expires_at, used_at FROM password_links;

DROP TABLE password_links;

-- Somebody asked for a link. Written for every address, known or not, and answered afterwards, so that the time of the
-- answer tells nobody who has an account.
CREATE TABLE link_requests (
    network_id TEXT NOT NULL REFERENCES networks (id),
    id TEXT NOT NULL,
    login TEXT NOT NULL, -- personal: sending the link asked for, until it is sent
    purpose TEXT NOT NULL CHECK (purpose IN ('reset', 'sign_in')),
    language TEXT NOT NULL,
    address TEXT NOT NULL, -- not personal: of the network's site
    asked_at TEXT NOT NULL,
    PRIMARY KEY (network_id, id)
) STRICT;

INSERT INTO link_requests (network_id, id, login, purpose, language, address, asked_at)
SELECT network_id, id, login, 'reset', language, address, asked_at FROM password_requests;

DROP TABLE password_requests;

-- A role can begin later: with a handover from one to another. Empty: at once.
ALTER TABLE grants ADD COLUMN starts_at TEXT;

-- How somebody came in, and when the second proof was given; empty: not yet.
ALTER TABLE sessions ADD COLUMN way TEXT NOT NULL DEFAULT 'password'
    CHECK (way IN ('password', 'link', 'paper', 'passkey', 'provider'));
ALTER TABLE sessions ADD COLUMN proved_at TEXT;

-- The app that shows a new code every thirty seconds (RFC 6238). Its secret is sealed with the installation's key, so
-- that a copy of the database alone opens nothing. One that is not in use waits for its first code and counts for
-- nothing.
CREATE TABLE authenticator_apps (
    network_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    in_use INTEGER NOT NULL CHECK (in_use IN (0, 1)),
    sealed_secret TEXT NOT NULL,
    created_at TEXT NOT NULL,
    last_step INTEGER NOT NULL, -- of the last code that was taken: none is taken twice
    PRIMARY KEY (network_id, user_id, in_use),
    FOREIGN KEY (network_id, user_id) REFERENCES users (network_id, id) ON DELETE CASCADE
) STRICT;

-- Codes printed on a sheet, each good for one time. A sheet that is not in use waits for its first code.
CREATE TABLE one_time_codes (
    network_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    in_use INTEGER NOT NULL CHECK (in_use IN (0, 1)),
    code_hash TEXT NOT NULL,
    created_at TEXT NOT NULL,
    used_at TEXT,
    PRIMARY KEY (network_id, user_id, in_use, code_hash),
    FOREIGN KEY (network_id, user_id) REFERENCES users (network_id, id) ON DELETE CASCADE
) STRICT;

-- Browsers that somebody signed in with before; a sign-in from any other is told by mail.
CREATE TABLE known_devices (
    network_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    first_seen_at TEXT NOT NULL, -- personal: telling a stranger's sign-in, a year after the last one
    last_seen_at TEXT NOT NULL, -- personal: telling a stranger's sign-in, a year after the last one
    PRIMARY KEY (network_id, user_id, token_hash),
    FOREIGN KEY (network_id, user_id) REFERENCES users (network_id, id) ON DELETE CASCADE
) STRICT;
