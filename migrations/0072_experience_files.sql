-- owner: experiences
-- Templates that an experience brings along: a checklist, a plan, a letter.
CREATE TABLE experience_files (
    network_id TEXT NOT NULL,
    id TEXT NOT NULL,
    experience_id TEXT NOT NULL,
    title TEXT NOT NULL CHECK (title <> ''), -- not personal: of the file
    file_name TEXT NOT NULL CHECK (file_name <> ''), -- not personal: of the file
    content_type TEXT NOT NULL,
    size INTEGER NOT NULL CHECK (size BETWEEN 1 AND 10485760), -- bytes
    content BLOB NOT NULL,
    uploaded_at TEXT NOT NULL,
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id, experience_id) REFERENCES experiences (network_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX experience_files_of ON experience_files (network_id, experience_id);
