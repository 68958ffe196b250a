-- owner: lineage
-- Which record came from which: an activity from a decision, a decision from a meeting. The kinds belong to other modules,
-- which take their links out when a record is deleted; a link that nobody took out is shown as nothing.
CREATE TABLE lineage_links (
    network_id TEXT NOT NULL REFERENCES networks (id),
    from_kind TEXT NOT NULL CHECK (from_kind <> ''),
    from_id TEXT NOT NULL CHECK (from_id <> ''),
    to_kind TEXT NOT NULL CHECK (to_kind <> ''),
    to_id TEXT NOT NULL CHECK (to_id <> ''),
    at TEXT NOT NULL,
    PRIMARY KEY (network_id, from_kind, from_id, to_kind, to_id),
    CHECK (from_kind <> to_kind OR from_id <> to_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX lineage_links_backwards ON lineage_links (network_id, to_kind, to_id);
