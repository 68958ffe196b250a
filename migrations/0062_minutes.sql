-- owner: minutes
-- Minutes of a meeting (docs/adr/0047-minutes-by-several-people.md). The row comes with the first text.
CREATE TABLE minutes (
    network_id TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state = 'draft' OR state = 'sent' OR state = 'approved'),
    stand INTEGER NOT NULL, -- grows with everything that whoever writes has to hear of
    sent_at TEXT, -- for approval, the last time
    approved_at TEXT,
    approved_in TEXT, -- the meeting that approved them
    digest TEXT NOT NULL, -- SHA-256 of what was approved, hexadecimal; before that empty
    PRIMARY KEY (network_id, meeting_id),
    UNIQUE (network_id, meeting_id, state),
    FOREIGN KEY (network_id, meeting_id) REFERENCES meetings (network_id, id) ON DELETE CASCADE,
    FOREIGN KEY (network_id, approved_in) REFERENCES meetings (network_id, id),
    CHECK (state = 'draft' OR sent_at IS NOT NULL),
    CHECK ((state = 'approved') = (approved_at IS NOT NULL)),
    CHECK ((state = 'approved') = (digest <> ''))
) STRICT;

CREATE INDEX minutes_approved_in ON minutes (network_id, approved_in);

-- What is written about one matter of the agenda, or about the meeting as a whole. Texts follow the state of their minutes
-- and cannot follow it to 'approved': so approved minutes have none that could still be changed.
CREATE TABLE minutes_texts (
    network_id TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    item_id TEXT NOT NULL, -- of the agenda; empty: the meeting as a whole. Kept when the matter is taken off
    state TEXT NOT NULL CHECK (state = 'draft' OR state = 'sent'), -- of the minutes
    text TEXT NOT NULL, -- not personal: of the meeting; Markdown
    version INTEGER NOT NULL CHECK (version >= 0),
    stand INTEGER NOT NULL, -- of the minutes when this row was changed last
    written_by TEXT NOT NULL, -- personal: who wrote last, emptied when the account is deleted; until the minutes are approved
    written_at TEXT NOT NULL,
    held_tab TEXT NOT NULL, -- whose browser's page has it; empty: nobody's
    held_by TEXT NOT NULL, -- personal: who writes just now, emptied when the account is deleted; a minute
    held_until TEXT,
    PRIMARY KEY (network_id, meeting_id, item_id),
    FOREIGN KEY (network_id, meeting_id, state) REFERENCES minutes (network_id, meeting_id, state)
        ON UPDATE CASCADE ON DELETE CASCADE,
    CHECK ((held_tab = '') = (held_until IS NULL))
) STRICT;

-- Every save that was taken in, kept until the minutes are approved. What is sent twice counts once.
CREATE TABLE minutes_edits (
    network_id TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    item_id TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    tab TEXT NOT NULL, -- made by the page from which it came
    number INTEGER NOT NULL, -- grows with each save of that page
    text TEXT NOT NULL, -- not personal: of the meeting; Markdown
    written_by TEXT NOT NULL, -- personal: who wrote it, emptied when the account is deleted; until the minutes are approved
    written_at TEXT NOT NULL,
    PRIMARY KEY (network_id, meeting_id, item_id, version),
    UNIQUE (network_id, meeting_id, item_id, tab, number),
    FOREIGN KEY (network_id, meeting_id, item_id) REFERENCES minutes_texts (network_id, meeting_id, item_id)
        ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- What could not go in because somebody else was writing there or had written meanwhile: one row for each page it came
-- from, until somebody has put it together with the text by hand.
CREATE TABLE minutes_besides (
    network_id TEXT NOT NULL,
    id TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    item_id TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status = 'open' OR status = 'done'),
    text TEXT NOT NULL, -- not personal: of the meeting; Markdown
    based_on INTEGER NOT NULL, -- version that its writer had before them
    tab TEXT NOT NULL,
    number INTEGER NOT NULL,
    written_by TEXT NOT NULL, -- personal: who wrote it, emptied when the account is deleted; until the minutes are approved
    written_at TEXT NOT NULL,
    PRIMARY KEY (network_id, id),
    UNIQUE (network_id, meeting_id, item_id, tab),
    FOREIGN KEY (network_id, meeting_id, item_id) REFERENCES minutes_texts (network_id, meeting_id, item_id)
        ON DELETE CASCADE
) STRICT;

-- What was approved, line by line in its order. It can stand for approved minutes only, and holds them in that state.
CREATE TABLE minutes_approved (
    network_id TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state = 'approved'), -- of the minutes
    part TEXT NOT NULL CHECK (part = 'title' OR part = 'fact' OR part = 'heading' OR part = 'text' OR part = 'result'),
    text TEXT NOT NULL, -- not personal: of the meeting, without names of who was there
    PRIMARY KEY (network_id, meeting_id, position),
    FOREIGN KEY (network_id, meeting_id, state) REFERENCES minutes (network_id, meeting_id, state) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Objections before the approval, for who takes part; corrections after it, for all who see the minutes.
CREATE TABLE minutes_notes (
    network_id TEXT NOT NULL,
    id TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind = 'objection' OR kind = 'correction'),
    text TEXT NOT NULL CHECK (text <> ''), -- not personal: about the minutes
    answer TEXT NOT NULL, -- not personal: what became of an objection; empty: nothing yet
    written_by TEXT NOT NULL, -- personal: who objects or corrects, emptied when the account is deleted; as long as the minutes
    written_at TEXT NOT NULL,
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id, meeting_id) REFERENCES minutes (network_id, meeting_id) ON DELETE CASCADE
) STRICT;

CREATE INDEX minutes_notes_of ON minutes_notes (network_id, meeting_id);
