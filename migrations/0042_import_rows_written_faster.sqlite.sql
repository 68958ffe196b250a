-- owner: transfer
-- The same tables, as SQLite writes them fastest, since a list may bring 20,000 entries in one transaction:
-- where the key is most of the row, it is kept once and not twice (WITHOUT ROWID); and IN with more than two
-- words, which builds a tree in memory for every row that is checked, is said with OR.

CREATE TABLE import_rows_anew (
    network_id TEXT NOT NULL,
    batch_id TEXT NOT NULL,
    number INTEGER NOT NULL, -- of the row in the file, from 1
    cells TEXT NOT NULL, -- personal: being imported, until 30 days after the import; list in JSON
    choice TEXT NOT NULL CHECK (choice = '' OR choice = 'create' OR choice = 'update' OR choice = 'skip'),
    outcome TEXT CHECK (outcome = 'new' OR outcome = 'changed' OR outcome = 'unchanged' OR outcome = 'refused'
        OR outcome = 'left_out'),
    likeness TEXT NOT NULL CHECK (likeness = '' OR likeness = 'possible' OR likeness = 'likely'
        OR likeness = 'certain' OR likeness = 'in_file'),
    match_id TEXT NOT NULL, -- of the entry that it is like, or the number of such a row
    has_findings INTEGER NOT NULL CHECK (has_findings IN (0, 1)),
    entry_id TEXT, -- what was made or changed
    PRIMARY KEY (network_id, batch_id, number),
    FOREIGN KEY (network_id, batch_id) REFERENCES import_batches (network_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
INSERT INTO import_rows_anew (network_id, batch_id, number, cells, choice, outcome, likeness, match_id,
    has_findings, entry_id)
SELECT network_id, batch_id, number, cells, choice, outcome, likeness, match_id, has_findings, entry_id
FROM import_rows;
DROP TABLE import_rows;
ALTER TABLE import_rows_anew RENAME TO import_rows;
