-- owner: accounts
-- Whom something is shown to since somebody changed it: by keys and moments alone, without what it says. Written in the
-- transaction of the change, so that a restored backup does not show it to more people again
-- (docs/adr/0035-taken-off-public-pages.md). The last word about each thing counts.
CREATE TABLE revocations (
    network_id TEXT NOT NULL REFERENCES networks (id),
    kind TEXT NOT NULL CHECK (kind <> ''), -- what it is, as operations/revocations.cpp names it
    id TEXT NOT NULL,
    word TEXT NOT NULL CHECK (word <> ''), -- what holds since; the kind says what words there are
    at TEXT NOT NULL,
    PRIMARY KEY (network_id, kind, id)
) STRICT, WITHOUT ROWID;

-- What was deleted for good. Nothing gets its id again, so no moment is needed.
CREATE TABLE erasures (
    network_id TEXT NOT NULL REFERENCES networks (id),
    kind TEXT NOT NULL CHECK (kind <> ''), -- what it was, as operations/erasures.cpp names it
    id TEXT NOT NULL,
    PRIMARY KEY (network_id, kind, id)
) STRICT, WITHOUT ROWID;
