-- owner: groups
-- Working groups across villages, who works in them, and their own pages (docs/adr/0051).
CREATE TABLE working_groups (
    network_id TEXT NOT NULL REFERENCES networks (id),
    id TEXT NOT NULL,
    slug TEXT NOT NULL CHECK (slug <> ''), -- its address; stays when the title changes
    title TEXT NOT NULL CHECK (title <> ''), -- not personal: of the group
    summary TEXT NOT NULL, -- a sentence, for lists
    aims TEXT NOT NULL, -- Markdown
    is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)), -- whoever wants to can join
    is_example INTEGER NOT NULL CHECK (is_example IN (0, 1)),
    ended_on TEXT, -- local day; its page stays
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (network_id, id),
    UNIQUE (network_id, slug)
) STRICT;

-- Of which villages it takes care; none: of all.
CREATE TABLE working_group_villages (
    network_id TEXT NOT NULL,
    group_id TEXT NOT NULL,
    village_id TEXT NOT NULL,
    PRIMARY KEY (network_id, group_id, village_id),
    FOREIGN KEY (network_id, group_id) REFERENCES working_groups (network_id, id) ON DELETE CASCADE,
    FOREIGN KEY (network_id, village_id) REFERENCES villages (network_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX working_group_villages_by_village ON working_group_villages (network_id, village_id, group_id);

-- Whoever works in it: an organisation, somebody of the register of people, or somebody with an account.
CREATE TABLE group_members (
    network_id TEXT NOT NULL,
    id TEXT NOT NULL,
    group_id TEXT NOT NULL,
    duty TEXT NOT NULL CHECK (duty = 'speaker' OR duty = 'member'),
    organisation_id TEXT,
    person_id TEXT, -- personal: who works in the group, until they leave or the group ends
    user_id TEXT, -- personal: who works in the group, until they leave or the group ends
    joined_at TEXT NOT NULL,
    PRIMARY KEY (network_id, id),
    UNIQUE (network_id, group_id, organisation_id),
    UNIQUE (network_id, group_id, person_id),
    UNIQUE (network_id, group_id, user_id),
    FOREIGN KEY (network_id, group_id) REFERENCES working_groups (network_id, id) ON DELETE CASCADE,
    FOREIGN KEY (network_id, organisation_id) REFERENCES organisations (network_id, id),
    FOREIGN KEY (network_id, user_id) REFERENCES users (network_id, id) ON DELETE CASCADE,
    -- Exactly one of the three. Whoever is in the register may move to another entry when two are merged, so there is
    -- no key to it; erasing takes the row along.
    CHECK ((organisation_id IS NOT NULL AND person_id IS NULL AND user_id IS NULL) OR
           (organisation_id IS NULL AND person_id IS NOT NULL AND user_id IS NULL) OR
           (organisation_id IS NULL AND person_id IS NULL AND user_id IS NOT NULL))
) STRICT;

CREATE INDEX group_members_by_organisation ON group_members (network_id, organisation_id);
CREATE INDEX group_members_by_person ON group_members (network_id, person_id);
CREATE INDEX group_members_by_user ON group_members (network_id, user_id);

-- Short texts of the group's own.
CREATE TABLE group_pages (
    network_id TEXT NOT NULL,
    id TEXT NOT NULL,
    group_id TEXT NOT NULL,
    slug TEXT NOT NULL CHECK (slug <> ''), -- its address; stays when the title changes
    title TEXT NOT NULL CHECK (title <> ''), -- not personal: of the page
    text TEXT NOT NULL, -- Markdown
    audience TEXT NOT NULL CHECK (audience = 'public' OR audience = 'members'),
    updated_at TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (network_id, id),
    UNIQUE (network_id, group_id, slug),
    FOREIGN KEY (network_id, group_id) REFERENCES working_groups (network_id, id) ON DELETE CASCADE
) STRICT;
