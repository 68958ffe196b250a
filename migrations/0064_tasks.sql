-- owner: tasks
-- Who does what until when, as it was agreed.
CREATE TABLE tasks (
    network_id TEXT NOT NULL REFERENCES networks (id),
    id TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0), -- in its address, given once
    title TEXT NOT NULL CHECK (title <> ''), -- not personal: of the task
    text TEXT NOT NULL, -- Markdown
    owner_kind TEXT NOT NULL CHECK (owner_kind = 'nobody' OR owner_kind = 'organisation' OR owner_kind = 'person'),
    organisation_id TEXT, -- that does it
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
    UNIQUE (network_id, id, owner_kind),
    FOREIGN KEY (network_id, organisation_id) REFERENCES organisations (network_id, id),
    FOREIGN KEY (network_id, meeting_id) REFERENCES meetings (network_id, id),
    FOREIGN KEY (network_id, meeting_id, item_id) REFERENCES agenda_items (network_id, meeting_id, id),
    FOREIGN KEY (network_id, group_id) REFERENCES working_groups (network_id, id),
    CHECK ((owner_kind = 'organisation') = (organisation_id IS NOT NULL)),
    CHECK ((state = 'open') = (settled_at IS NULL)),
    CHECK (item_id IS NULL OR meeting_id IS NOT NULL)
) STRICT;

CREATE INDEX tasks_by_state ON tasks (network_id, state, due_on);
CREATE INDEX tasks_of_meeting ON tasks (network_id, meeting_id);
CREATE INDEX tasks_of_group ON tasks (network_id, group_id);

-- Who of the register of people does it. Goes with the person; the task stays and has nobody then.
CREATE TABLE task_people (
    network_id TEXT NOT NULL,
    task_id TEXT NOT NULL,
    owner_kind TEXT NOT NULL CHECK (owner_kind = 'person'),
    person_id TEXT NOT NULL, -- personal: who does the task, until it is given to somebody else or the person is erased
    PRIMARY KEY (network_id, task_id),
    FOREIGN KEY (network_id, task_id, owner_kind) REFERENCES tasks (network_id, id, owner_kind) ON DELETE CASCADE,
    FOREIGN KEY (network_id, person_id) REFERENCES people (network_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX task_people_by_person ON task_people (network_id, person_id);
