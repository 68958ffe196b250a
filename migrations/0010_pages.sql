-- owner: pages
-- Texts that the coordination writes: pages and news. Every saving is a version of its own; the one that
-- `published_version` names is what everybody sees, a newer one is a draft.
CREATE TABLE pages (
    network_id TEXT NOT NULL REFERENCES networks (id),
    id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('page', 'news')),
    slug TEXT NOT NULL CHECK (slug <> ''),
    version INTEGER NOT NULL CHECK (version > 0),
    published_version INTEGER CHECK (published_version <= version),
    created_at TEXT NOT NULL,
    PRIMARY KEY (network_id, id),
    UNIQUE (network_id, kind, slug)
) STRICT;

-- Every saved state of a page, so that it can be looked up and brought back.
CREATE TABLE page_versions (
    network_id TEXT NOT NULL,
    page_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    shown_on TEXT, -- the day of a piece of news
    picture_key TEXT NOT NULL, -- empty: none. No foreign key: an old version outlives its picture
    is_example INTEGER NOT NULL CHECK (is_example IN (0, 1)),
    saved_at TEXT NOT NULL,
    saved_by TEXT, -- personal: who changed what, emptied when the account is deleted
    author_name TEXT NOT NULL, -- personal: who changed what, emptied when the account is deleted
    PRIMARY KEY (network_id, page_id, version),
    FOREIGN KEY (network_id, page_id) REFERENCES pages (network_id, id) ON DELETE CASCADE
) STRICT;

-- One row for each language in which a version is written.
CREATE TABLE page_texts (
    network_id TEXT NOT NULL,
    page_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    language TEXT NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    headline TEXT NOT NULL, -- large, on the front page
    lead TEXT NOT NULL, -- below the headline
    folded TEXT NOT NULL, -- headings whose sections open and close, one in each line
    body TEXT NOT NULL, -- Markdown
    PRIMARY KEY (network_id, page_id, version, language),
    FOREIGN KEY (network_id, page_id, version) REFERENCES page_versions (network_id, page_id, version)
        ON DELETE CASCADE
) STRICT;

-- checksum with comments: b097050a41ed269d
