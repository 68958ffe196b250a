-- owner: pictures
-- Pictures that editors upload. The files lie in the database, so that one backup holds everything.
-- `key` comes from the content and stands in addresses: what it names never changes.
CREATE TABLE pictures (
    network_id TEXT NOT NULL REFERENCES networks (id),
    key TEXT NOT NULL CHECK (key <> ''),
    width INTEGER NOT NULL CHECK (width > 0), -- of the widest file
    height INTEGER NOT NULL CHECK (height > 0),
    alt_de TEXT NOT NULL,
    alt_en TEXT NOT NULL,
    decorative INTEGER NOT NULL CHECK (decorative IN (0, 1)),
    credit TEXT NOT NULL, -- personal: naming who made the picture, as long as the picture
    licence TEXT NOT NULL,
    uploaded_by TEXT, -- personal: who uploaded it, emptied when the account is deleted
    uploaded_at TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (network_id, key),
    CHECK (decorative = 1 OR alt_de <> '')
) STRICT;

-- The sizes and formats of a picture, as pages ask for them.
CREATE TABLE picture_files (
    network_id TEXT NOT NULL,
    picture_key TEXT NOT NULL,
    width INTEGER NOT NULL CHECK (width > 0),
    format TEXT NOT NULL CHECK (format IN ('jpeg', 'webp')),
    height INTEGER NOT NULL CHECK (height > 0),
    content BLOB NOT NULL,
    PRIMARY KEY (network_id, picture_key, width, format),
    FOREIGN KEY (network_id, picture_key) REFERENCES pictures (network_id, key) ON DELETE CASCADE
) STRICT;

-- Files to download: statutes, forms, minutes.
CREATE TABLE downloads (
    network_id TEXT NOT NULL REFERENCES networks (id),
    key TEXT NOT NULL CHECK (key <> ''),
    file_name TEXT NOT NULL CHECK (file_name <> ''), -- not personal: of the file
    kind TEXT NOT NULL,
    title_de TEXT NOT NULL CHECK (title_de <> ''),
    title_en TEXT NOT NULL,
    size INTEGER NOT NULL CHECK (size > 0), -- bytes
    content BLOB NOT NULL,
    uploaded_by TEXT, -- personal: who uploaded it, emptied when the account is deleted
    uploaded_at TEXT NOT NULL,
    PRIMARY KEY (network_id, key)
) STRICT;

-- checksum with comments: ab96e38d3b6a52eb
