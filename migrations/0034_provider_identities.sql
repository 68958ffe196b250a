-- owner: accounts
-- Accounts that somebody opens by signing in at the municipality (OpenID Connect). They were connected by hand while
-- signed in; no mail address decides. Who it is stands here as a keyed hash, so that a copy of the database cannot be
-- laid beside the municipality's own lists.
CREATE TABLE provider_identities (
    network_id TEXT NOT NULL,
    identity_hash TEXT NOT NULL, -- of issuer and subject
    user_id TEXT NOT NULL,
    connected_at TEXT NOT NULL,
    last_used_at TEXT, -- personal: telling one's own ways in apart, as long as the account
    PRIMARY KEY (network_id, identity_hash),
    UNIQUE (network_id, user_id),
    FOREIGN KEY (network_id, user_id) REFERENCES users (network_id, id) ON DELETE CASCADE
) STRICT;
