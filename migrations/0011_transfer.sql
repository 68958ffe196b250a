-- owner: transfer
-- A list that somebody brought, on its way into a register. Goes with its rows 30 days after its end, or
-- after its beginning if nobody ever finished it.
CREATE TABLE import_batches (
    network_id TEXT NOT NULL REFERENCES networks (id),
    id TEXT NOT NULL,
    target TEXT NOT NULL CHECK (target IN ('organisations', 'people')),
    file_name TEXT NOT NULL, -- not personal: of the file, cut to a line
    table_name TEXT NOT NULL, -- not personal: of the sheet in it
    titles TEXT NOT NULL, -- list in JSON
    mapping TEXT NOT NULL, -- list in JSON: what each column means
    default_village_id TEXT,
    default_kind TEXT,
    only_villages TEXT, -- list in JSON: for which villages the reader may enter something; nothing: for all
    publish INTEGER NOT NULL CHECK (publish IN (0, 1)),
    leave_out_refused INTEGER NOT NULL CHECK (leave_out_refused IN (0, 1)),
    state TEXT NOT NULL CHECK (state IN ('staging', 'mapping', 'checking', 'checked', 'applying', 'done',
                                         'cancelled')),
    row_count INTEGER NOT NULL,
    job_id TEXT, -- that works on it
    message TEXT NOT NULL, -- not personal: why the last attempt did not succeed
    created_by TEXT, -- personal: who brought it, emptied when the account is deleted
    created_at TEXT NOT NULL,
    finished_at TEXT,
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id, default_village_id) REFERENCES villages (network_id, id)
) STRICT;

-- Two imports into one register take turns: the second would not see what the first is about to write.
CREATE UNIQUE INDEX import_batches_applying ON import_batches (network_id, target) WHERE state = 'applying';
CREATE INDEX import_batches_newest ON import_batches (network_id, created_at);

-- The rows of a file as they were read, what was chosen for each and what came of it.
CREATE TABLE import_rows (
    network_id TEXT NOT NULL,
    batch_id TEXT NOT NULL,
    number INTEGER NOT NULL, -- of the row in the file, from 1
    cells TEXT NOT NULL, -- personal: being imported, until 30 days after the import; list in JSON
    choice TEXT NOT NULL CHECK (choice IN ('', 'create', 'update', 'skip')),
    outcome TEXT CHECK (outcome IN ('new', 'changed', 'unchanged', 'refused', 'left_out')),
    likeness TEXT NOT NULL CHECK (likeness IN ('', 'possible', 'likely', 'certain', 'in_file')),
    match_id TEXT NOT NULL, -- of the entry that it is like, or the number of such a row
    has_findings INTEGER NOT NULL CHECK (has_findings IN (0, 1)),
    entry_id TEXT, -- what was made or changed
    PRIMARY KEY (network_id, batch_id, number),
    FOREIGN KEY (network_id, batch_id) REFERENCES import_batches (network_id, id) ON DELETE CASCADE
) STRICT;

-- checksum with comments: 84c5091ff4fff610
