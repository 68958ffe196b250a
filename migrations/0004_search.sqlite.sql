-- owner: search
-- The distinct words of a network, folded. Everywhere else a word is only its number, so with this row (and its
-- parts) the last trace of a word goes: what FTS5 keeps of a deleted entry until it merges is numbers without
-- a meaning. They are never given twice (AUTOINCREMENT).
CREATE TABLE search_words (
    number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id TEXT NOT NULL REFERENCES networks (id),
    word TEXT NOT NULL,
    stem TEXT NOT NULL,
    shown TEXT NOT NULL, -- as it was first written
    entries INTEGER NOT NULL CHECK (entries >= 0), -- how many have this word; without one the row is deleted
    UNIQUE (network_id, word)
) STRICT;

CREATE INDEX search_words_by_stem ON search_words (network_id, stem);

-- Every ending of every word from three letters on: a range finds all words that have these letters anywhere.
CREATE TABLE search_parts (
    network_id TEXT NOT NULL,
    part TEXT NOT NULL,
    word TEXT NOT NULL,
    PRIMARY KEY (network_id, part, word)
) STRICT, WITHOUT ROWID;

-- What can be found. `words` are the numbers with their weight as a letter: "17c 4a".
CREATE TABLE search_entries (
    number INTEGER NOT NULL PRIMARY KEY,
    network_id TEXT NOT NULL REFERENCES networks (id),
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    words TEXT NOT NULL,
    UNIQUE (network_id, kind, id)
) STRICT;

-- The numbers of each entry, which has the same number here. A word belongs to one network, so every posting does.
CREATE VIRTUAL TABLE search_index USING fts5(terms, content='', detail=none, columnsize=0, tokenize='ascii');
