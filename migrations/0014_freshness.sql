-- owner: freshness
-- A link by mail with which the one who answers for an entry says whether it is still true, without an account.
CREATE TABLE freshness_questions (
    network_id TEXT NOT NULL,
    id TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    answered_at TEXT,
    answer TEXT CHECK (answer IN ('right', 'changed', 'gone')),
    PRIMARY KEY (network_id, id),
    UNIQUE (network_id, token_hash),
    FOREIGN KEY (network_id, organisation_id) REFERENCES organisations (network_id, id),
    CHECK ((answered_at IS NULL) = (answer IS NULL))
) STRICT;

CREATE INDEX freshness_questions_of ON freshness_questions (network_id, organisation_id, asked_at);

-- checksum with comments: 83703c49231b9322
