-- owner: search
-- The distinct words of a network, folded. Everywhere else a word is only its number, so with this row (and its
-- parts) the last trace of a word goes.
CREATE TABLE search_words (
    number INTEGER GENERATED ALWAYS AS IDENTITY,
    network_id TEXT NOT NULL REFERENCES networks (id),
    word TEXT NOT NULL,
    stem TEXT NOT NULL,
    shown TEXT NOT NULL, -- as it was first written
    entries INTEGER NOT NULL CHECK (entries >= 0), -- how many have this word; without one the row is deleted
    PRIMARY KEY (network_id, word),
    UNIQUE (network_id, number)
) WITH (fillfactor = 80);

CREATE INDEX search_words_by_stem ON search_words (network_id, stem);

-- Every ending of every word from three letters on: a range finds all words that have these letters anywhere.
CREATE TABLE search_parts (
    network_id TEXT NOT NULL,
    part TEXT NOT NULL,
    word TEXT NOT NULL,
    PRIMARY KEY (network_id, part, word)
);

-- What can be found. `words` are the numbers with their weight as a letter, "17c 4a"; `terms` are the same for
-- the index. A word belongs to one network, so every posting does.
CREATE TABLE search_entries (
    network_id TEXT NOT NULL REFERENCES networks (id),
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    words TEXT NOT NULL,
    terms TSVECTOR NOT NULL,
    PRIMARY KEY (network_id, kind, id)
);

-- Without the list of pending entries: it makes the searches after an import slow, and SERIALIZABLE locks it whole.
CREATE INDEX search_entries_by_term ON search_entries USING gin (terms) WITH (fastupdate = off);
