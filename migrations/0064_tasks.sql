-- owner: tasks
-- Who does what until when, as it was agreed.
CREATE TABLE tasks (
    network_id TEXT NOT NULL REFERENCES networks (id),
    id TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0), -- in its address, given once
    title TEXT NOT NULL CHECK (title <> ''), -- not personal: of the task
    text TEXT NOT NULL, -- Markdown
    organisation_id TEXT, -- that does it
    person_id TEXT, -- personal: who of the register does it, until it is given to somebody else or the person is erased
    due_on TEXT, -- local day
    state TEXT NOT NULL CHECK (state = 'open' OR state = 'done' OR state = 'dropped'),
    outcome TEXT NOT NULL, -- what came of it, or why it takes longer
    audience TEXT NOT NULL CHECK (audience = 'public' OR audience = 'network'), -- without a meeting, which decides otherwise
    meeting_id TEXT, -- in which it was agreed
    item_id TEXT, -- of that meeting's agenda
    group_id TEXT, -- whose it is
    is_example INTEGER NOT NULL CHECK (is_example = 0 OR is_example = 1),
    created_by TEXT, -- personal: who entered it, emptied when the account is deleted
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    settled_at TEXT, -- since when it is done or dropped
    link_hash TEXT NOT NULL, -- not personal: keyed hash of the address at which its owner answers
    told_soon_for TEXT, -- due day of which the reminder before told
    told_late_on TEXT, -- day of the last reminder that it is overdue
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (network_id, id),
    UNIQUE (network_id, number),
    UNIQUE (network_id, link_hash),
    FOREIGN KEY (network_id, organisation_id) REFERENCES organisations (network_id, id),
    FOREIGN KEY (network_id, meeting_id) REFERENCES meetings (network_id, id),
    FOREIGN KEY (network_id, meeting_id, item_id) REFERENCES agenda_items (network_id, meeting_id, id),
    FOREIGN KEY (network_id, group_id) REFERENCES working_groups (network_id, id),
    -- Whoever is in the register may move to another entry when two are merged, so there is no key to it; erasing empties it.
    CHECK (organisation_id IS NULL OR person_id IS NULL),
    CHECK ((state = 'open') = (settled_at IS NULL)),
    CHECK (item_id IS NULL OR meeting_id IS NOT NULL)
) STRICT;

CREATE INDEX tasks_by_state ON tasks (network_id, state, due_on);
CREATE INDEX tasks_of_meeting ON tasks (network_id, meeting_id);
CREATE INDEX tasks_of_group ON tasks (network_id, group_id);
CREATE INDEX tasks_of_person ON tasks (network_id, person_id);
