-- owner: experiences
-- "So haben wir es gemacht": what an organisation tells others about something that it did.
CREATE TABLE experiences (
    network_id TEXT NOT NULL REFERENCES networks (id),
    id TEXT NOT NULL,
    slug TEXT NOT NULL CHECK (slug <> ''),
    status TEXT NOT NULL CHECK (status IN ('draft', 'published')),
    organisation_id TEXT NOT NULL, -- who tells it
    title TEXT NOT NULL CHECK (title <> ''),
    summary TEXT NOT NULL, -- a sentence or two, for lists and other networks
    what TEXT NOT NULL, -- Markdown; how it went
    costs TEXT NOT NULL, -- "rund 800 €, davon 500 € Lottomittel"
    helpers TEXT NOT NULL, -- "12 Leute an zwei Samstagen"; numbers, no names
    pitfalls TEXT NOT NULL, -- Markdown; what to look out for
    templates TEXT NOT NULL, -- one line each: an address, or what it is and its address
    shared INTEGER NOT NULL CHECK (shared IN (0, 1)), -- also for the other networks of this installation
    is_example INTEGER NOT NULL CHECK (is_example IN (0, 1)),
    published_at TEXT, -- the first time
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (network_id, id),
    UNIQUE (network_id, slug),
    FOREIGN KEY (network_id, organisation_id) REFERENCES organisations (network_id, id),
    CHECK (status = 'draft' OR published_at IS NOT NULL)
) STRICT;

CREATE INDEX experiences_shown ON experiences (network_id, status, published_at);
CREATE INDEX experiences_of_organisation ON experiences (network_id, organisation_id);
CREATE INDEX experiences_shared ON experiences (shared, status);

CREATE TABLE experience_fields (
    network_id TEXT NOT NULL,
    experience_id TEXT NOT NULL,
    field TEXT NOT NULL, -- key of the vocabulary "fields"
    PRIMARY KEY (network_id, experience_id, field),
    FOREIGN KEY (network_id, experience_id) REFERENCES experiences (network_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
