-- owner: search
-- The distinct words of a network, folded, and where each one stands: `postings` are the numbers of its entries
-- with how strongly each has it. A word goes with its last entry.
CREATE TABLE search_words (
    network_id TEXT NOT NULL REFERENCES networks (id),
    word TEXT NOT NULL,
    stem TEXT NOT NULL,
    shown TEXT NOT NULL, -- as it was first written
    entries INTEGER NOT NULL CHECK (entries > 0),
    postings BLOB NOT NULL,
    PRIMARY KEY (network_id, word)
) STRICT;

CREATE INDEX search_words_by_stem ON search_words (network_id, stem);

-- Every ending of every word from three letters on: a range finds all words that have these letters anywhere.
CREATE TABLE search_parts (
    network_id TEXT NOT NULL,
    part TEXT NOT NULL,
    word TEXT NOT NULL,
    PRIMARY KEY (network_id, part, word)
) STRICT, WITHOUT ROWID;

-- What can be found. `words` is what must be taken out of `search_words` when it goes: "chor=200 mussa=80".
CREATE TABLE search_entries (
    network_id TEXT NOT NULL REFERENCES networks (id),
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (network_id, number),
    UNIQUE (network_id, kind, id)
) STRICT;

-- checksum with comments: 2ad3b041bd854f92
