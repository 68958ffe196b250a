-- owner: joining
-- What strangers sent by "Ich mach mit" and what is not yet in the register: it waits for the click in the
-- mail, or for a call.
CREATE TABLE offers (
    network_id TEXT NOT NULL REFERENCES networks (id),
    id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('mail', 'call')),
    token_hash TEXT NOT NULL, -- of the link in the mail; of nothing that exists where a call is awaited
    name TEXT NOT NULL, -- personal: whom to call, until confirmed or expired
    village_id TEXT, -- personal: whose lead club calls, until confirmed or expired
    data TEXT NOT NULL, -- personal: the form as sent, until confirmed or expired
    consent_hash TEXT NOT NULL,
    language TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    PRIMARY KEY (network_id, id),
    UNIQUE (network_id, token_hash),
    FOREIGN KEY (network_id, village_id) REFERENCES villages (network_id, id)
) STRICT;

CREATE INDEX offers_by_end ON offers (network_id, expires_at);

-- Printed forms. Nothing about a person: who came by a form stands at that person's consent.
CREATE TABLE paper_forms (
    network_id TEXT NOT NULL REFERENCES networks (id),
    number TEXT NOT NULL, -- "KR-2026-0042"
    village_id TEXT NOT NULL,
    printed_at TEXT NOT NULL,
    consent_hash TEXT NOT NULL,
    typed_in_at TEXT,
    PRIMARY KEY (network_id, number),
    FOREIGN KEY (network_id, village_id) REFERENCES villages (network_id, id)
) STRICT;

CREATE INDEX paper_forms_by_village ON paper_forms (network_id, village_id);

-- The last number given out for two letters and a year.
CREATE TABLE paper_counters (
    network_id TEXT NOT NULL REFERENCES networks (id),
    prefix TEXT NOT NULL, -- "KR-2026"
    last INTEGER NOT NULL,
    PRIMARY KEY (network_id, prefix)
) STRICT;

-- checksum with comments: b6418c8da4b38cc4
