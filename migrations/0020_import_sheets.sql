-- owner: transfer
-- Of a workbook with several sheets all names, so that another one can be chosen.
ALTER TABLE import_batches ADD COLUMN table_names TEXT NOT NULL DEFAULT '[]'; -- not personal: list in JSON, of the sheets

-- Such a workbook as it came, until its columns are chosen, two days at most.
CREATE TABLE import_files (
    network_id TEXT NOT NULL,
    batch_id TEXT NOT NULL,
    bytes BLOB NOT NULL, -- personal: choosing another sheet, until the columns are chosen
    PRIMARY KEY (network_id, batch_id),
    FOREIGN KEY (network_id, batch_id) REFERENCES import_batches (network_id, id) ON DELETE CASCADE
) STRICT;
