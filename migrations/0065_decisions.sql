-- owner: decisions
-- What is put to the vote in a meeting, and what came of it (docs/adr/0046-one-vote-per-village.md). Numbers of votes stand
-- here only when the vote is closed.
CREATE TABLE motions (
    network_id TEXT NOT NULL REFERENCES networks (id),
    id TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    meeting_kind TEXT NOT NULL,
    item_id TEXT NOT NULL,
    title TEXT NOT NULL CHECK (title <> ''), -- not personal: of the matter
    wording TEXT NOT NULL CHECK (wording <> ''), -- what is decided, word for word
    proposer_id TEXT, -- organisation that proposes it; nothing: came up in the meeting
    way TEXT NOT NULL CHECK (way = 'open' OR way = 'secret' OR way = 'counted'),
    majority TEXT NOT NULL CHECK (majority = 'simple' OR majority = 'absolute' OR majority = 'two_thirds' OR majority = 'unanimous'),
    state TEXT NOT NULL CHECK (state = 'draft' OR state = 'open' OR state = 'closed' OR state = 'withdrawn'),
    year INTEGER, -- with `number` its name: 2026-7
    number INTEGER CHECK (number > 0),
    votes_total INTEGER, -- of all villages with a lead club, when the vote was closed
    votes_present INTEGER,
    quorum_percent INTEGER,
    yes INTEGER CHECK (yes >= 0),
    no INTEGER CHECK (no >= 0),
    abstained INTEGER CHECK (abstained >= 0),
    outcome TEXT NOT NULL CHECK (outcome = '' OR outcome = 'adopted' OR outcome = 'rejected' OR outcome = 'no_quorum'),
    review_on TEXT, -- local day on which to look at it again
    review_result TEXT NOT NULL, -- what came of looking at it last
    reviewed_at TEXT,
    is_example INTEGER NOT NULL CHECK (is_example = 0 OR is_example = 1),
    created_by TEXT, -- personal: who entered it, emptied when the account is deleted
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    opened_at TEXT,
    closed_at TEXT,
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (network_id, id),
    UNIQUE (network_id, year, number),
    UNIQUE (network_id, id, meeting_id, way, state),
    FOREIGN KEY (network_id, meeting_id, meeting_kind) REFERENCES meetings (network_id, id, kind),
    FOREIGN KEY (network_id, meeting_id, item_id) REFERENCES agenda_items (network_id, meeting_id, id),
    FOREIGN KEY (network_id, proposer_id) REFERENCES organisations (network_id, id),
    -- Villages vote in meetings of the network alone; elsewhere hands are counted.
    CHECK (meeting_kind = 'network' OR way = 'counted'),
    CHECK ((state = 'closed') = (outcome <> '')),
    CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
    CHECK ((state = 'closed') = (yes IS NOT NULL)),
    CHECK ((yes IS NULL) = (no IS NULL)),
    CHECK ((yes IS NULL) = (abstained IS NULL)),
    CHECK ((outcome = 'adopted' OR outcome = 'rejected') = (number IS NOT NULL)),
    CHECK ((number IS NULL) = (year IS NULL)),
    CHECK (state <> 'open' OR opened_at IS NOT NULL)
) STRICT;

CREATE INDEX motions_of_meeting ON motions (network_id, meeting_id, item_id);
CREATE INDEX motions_to_review ON motions (network_id, review_on);

-- The last number of each year.
CREATE TABLE decision_numbers (
    network_id TEXT NOT NULL REFERENCES networks (id),
    year INTEGER NOT NULL,
    last INTEGER NOT NULL CHECK (last > 0),
    PRIMARY KEY (network_id, year)
) STRICT;

-- One row for each village in an open vote. It is written as 'open' and the state follows the motion's: so the database
-- takes none for a vote that is not open, and none at all for a secret one.
CREATE TABLE motion_votes (
    network_id TEXT NOT NULL,
    motion_id TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    village_id TEXT NOT NULL,
    way TEXT NOT NULL CHECK (way = 'open'),
    state TEXT NOT NULL CHECK (state = 'open' OR state = 'closed'),
    choice TEXT NOT NULL CHECK (choice = 'yes' OR choice = 'no' OR choice = 'abstain'),
    is_typed_in INTEGER NOT NULL CHECK (is_typed_in = 0 OR is_typed_in = 1), -- by who leads the meeting
    cast_by TEXT, -- personal: who voted for the village, emptied when the account is deleted
    cast_at TEXT NOT NULL,
    PRIMARY KEY (network_id, motion_id, village_id),
    FOREIGN KEY (network_id, motion_id, meeting_id, way, state)
        REFERENCES motions (network_id, id, meeting_id, way, state) ON UPDATE CASCADE,
    FOREIGN KEY (network_id, meeting_id, village_id) REFERENCES meeting_voters (network_id, meeting_id, village_id)
) STRICT;

-- Which villages have voted in a secret vote, only as long as it is open: no account, no moment, and no order of rows.
CREATE TABLE motion_turnout (
    network_id TEXT NOT NULL,
    motion_id TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    village_id TEXT NOT NULL,
    way TEXT NOT NULL CHECK (way = 'secret'),
    state TEXT NOT NULL CHECK (state = 'open'),
    PRIMARY KEY (network_id, motion_id, village_id),
    FOREIGN KEY (network_id, motion_id, meeting_id, way, state)
        REFERENCES motions (network_id, id, meeting_id, way, state),
    FOREIGN KEY (network_id, meeting_id, village_id) REFERENCES meeting_voters (network_id, meeting_id, village_id)
) STRICT, WITHOUT ROWID;

-- What was chosen in it, counted, likewise only as long as it is open (docs/adr/0048-secret-votes.md).
CREATE TABLE motion_counts (
    network_id TEXT NOT NULL,
    motion_id TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    way TEXT NOT NULL CHECK (way = 'secret'),
    state TEXT NOT NULL CHECK (state = 'open'),
    yes INTEGER NOT NULL,
    no INTEGER NOT NULL,
    abstained INTEGER NOT NULL,
    PRIMARY KEY (network_id, motion_id),
    FOREIGN KEY (network_id, motion_id, meeting_id, way, state)
        REFERENCES motions (network_id, id, meeting_id, way, state)
) STRICT, WITHOUT ROWID;
