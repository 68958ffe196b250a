-- owner: search
-- By which version of the rules the sort keys of a table were made; no row: nobody knows.
CREATE TABLE sort_key_versions (
    table_name TEXT NOT NULL PRIMARY KEY, -- not personal: of a table
    version TEXT NOT NULL
) STRICT;
