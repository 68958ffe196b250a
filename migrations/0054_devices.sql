-- owner: devices
-- Browsers that want to be reminded although no page is open (Web Push), and what is on its way to them.
CREATE TABLE push_devices (
    network_id TEXT NOT NULL REFERENCES networks (id),
    id TEXT NOT NULL,
    about TEXT NOT NULL CHECK (about <> ''), -- what it is reminded of: "signup"
    about_id TEXT NOT NULL, -- personal: its number, as long as what it is about has names
    endpoint TEXT NOT NULL, -- personal: where the browser is reached, likewise
    point TEXT NOT NULL, -- personal: key for which messages are encrypted, likewise
    auth TEXT NOT NULL, -- personal: secret of the browser, likewise
    added_at TEXT NOT NULL,
    PRIMARY KEY (network_id, id),
    UNIQUE (network_id, about, about_id, endpoint)
) STRICT;

-- Each goes out once or not at all: a reminder that came twice would be a nuisance, and there is the mail besides.
CREATE TABLE push_messages (
    network_id TEXT NOT NULL,
    id TEXT NOT NULL,
    device_id TEXT NOT NULL,
    title TEXT NOT NULL, -- personal: what somebody promised, deleted when sent
    text TEXT NOT NULL, -- personal: when and where, deleted when sent
    path TEXT NOT NULL, -- personal: page that opens, deleted when sent
    attempts INTEGER NOT NULL DEFAULT 0,
    next_attempt_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    claimed_at TEXT, -- being sent
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id, device_id) REFERENCES push_devices (network_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX push_messages_due ON push_messages (next_attempt_at);
CREATE INDEX push_messages_of ON push_messages (network_id, device_id);
