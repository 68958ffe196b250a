-- owner: accounts
-- Keys that stay in somebody's device and open by its lock (WebAuthn). What stands here opens nothing.
CREATE TABLE passkeys (
    network_id TEXT NOT NULL,
    id TEXT NOT NULL, -- given by the device, base64url
    user_id TEXT NOT NULL,
    algorithm INTEGER NOT NULL, -- COSE (RFC 9053)
    public_key TEXT NOT NULL, -- base64url
    sign_count INTEGER NOT NULL,
    device TEXT NOT NULL, -- personal: telling one's own keys apart (family of the browser), as long as the account
    created_at TEXT NOT NULL,
    last_used_at TEXT, -- personal: telling one's own keys apart, as long as the account
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id, user_id) REFERENCES users (network_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX passkeys_of_user ON passkeys (network_id, user_id);

-- Challenges that were answered, until they are too old to be answered again.
CREATE TABLE answered_challenges (
    network_id TEXT NOT NULL REFERENCES networks (id),
    challenge_hash TEXT NOT NULL,
    answered_at TEXT NOT NULL,
    PRIMARY KEY (network_id, challenge_hash)
) STRICT;
