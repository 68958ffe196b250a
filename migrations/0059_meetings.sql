-- owner: meetings
-- Meetings of the network, of a village or of a working group (docs/adr/0046-one-vote-per-village.md).
CREATE TABLE meetings (
    network_id TEXT NOT NULL REFERENCES networks (id),
    id TEXT NOT NULL,
    slug TEXT NOT NULL CHECK (slug <> ''), -- stays when the title changes
    kind TEXT NOT NULL CHECK (kind = 'network' OR kind = 'village' OR kind = 'group'),
    village_id TEXT,
    group_id TEXT,
    state TEXT NOT NULL CHECK (state = 'planning' OR state = 'invited' OR state = 'running' OR state = 'held' OR state = 'cancelled'),
    title TEXT NOT NULL CHECK (title <> ''), -- not personal: of the meeting
    description TEXT NOT NULL, -- Markdown
    begins TEXT, -- local time: 2026-12-05T18:00; nothing: the date is looked for
    ends TEXT, -- local time
    starts_at TEXT, -- UTC, the same moments
    ends_at TEXT, -- UTC
    place_village_id TEXT,
    place_name TEXT NOT NULL, -- not personal: "im Vereinshaus"
    video_url TEXT NOT NULL, -- shown to who takes part
    audience TEXT NOT NULL CHECK (audience = 'public' OR audience = 'network' OR audience = 'members'), -- who sees agenda and minutes
    led_by TEXT, -- organisation that leads it
    reminder_days INTEGER NOT NULL CHECK (reminder_days BETWEEN 0 AND 30), -- before it; 0: no reminder
    reminded_for TEXT, -- UTC: the beginning of which the reminder told
    invites_municipality INTEGER NOT NULL CHECK (invites_municipality IN (0, 1)),
    invites_advisers INTEGER NOT NULL CHECK (invites_advisers IN (0, 1)),
    invited_at TEXT, -- for the first time
    sequence INTEGER NOT NULL, -- RFC 5545; grows when calendars have to hear of a change
    began_at TEXT,
    closed_at TEXT,
    quorum_percent INTEGER CHECK (quorum_percent BETWEEN 0 AND 99), -- of the votes, more have to be there; frozen at the beginning
    cancelled_why TEXT NOT NULL, -- not personal: why it was called off
    is_example INTEGER NOT NULL CHECK (is_example IN (0, 1)),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (network_id, id),
    UNIQUE (network_id, slug),
    UNIQUE (network_id, id, kind),
    FOREIGN KEY (network_id, village_id) REFERENCES villages (network_id, id),
    FOREIGN KEY (network_id, group_id) REFERENCES working_groups (network_id, id),
    FOREIGN KEY (network_id, place_village_id) REFERENCES villages (network_id, id),
    FOREIGN KEY (network_id, led_by) REFERENCES organisations (network_id, id),
    CHECK ((kind = 'village') = (village_id IS NOT NULL)),
    CHECK ((kind = 'group') = (group_id IS NOT NULL)),
    CHECK ((begins IS NULL) = (starts_at IS NULL)),
    CHECK ((begins IS NULL) = (ends IS NULL)),
    CHECK ((starts_at IS NULL) = (ends_at IS NULL)),
    CHECK (starts_at < ends_at),
    CHECK (state = 'planning' OR state = 'cancelled' OR starts_at IS NOT NULL),
    CHECK (state = 'planning' OR state = 'cancelled' OR invited_at IS NOT NULL),
    CHECK ((state = 'running' OR state = 'held') = (began_at IS NOT NULL)),
    CHECK ((state = 'held') = (closed_at IS NOT NULL)),
    CHECK ((began_at IS NOT NULL AND kind = 'network') = (quorum_percent IS NOT NULL))
) STRICT;

CREATE INDEX meetings_by_time ON meetings (network_id, starts_at);
CREATE INDEX meetings_of_group ON meetings (network_id, group_id) WHERE group_id IS NOT NULL;
CREATE INDEX meetings_by_state ON meetings (network_id, state);

-- Which villages have a vote, written when the meeting begins: a handover afterwards changes nothing of what was
-- decided. Who has a proxy names a village whose own delegate is there, so a proxy cannot be handed on, and each
-- delegate carries one at most.
CREATE TABLE meeting_voters (
    network_id TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    meeting_kind TEXT NOT NULL CHECK (meeting_kind = 'network'),
    village_id TEXT NOT NULL,
    organisation_id TEXT NOT NULL, -- the lead club of that day
    presence TEXT NOT NULL CHECK (presence = '' OR presence = 'delegate' OR presence = 'proxy'),
    represented_by TEXT NOT NULL, -- personal: naming the delegate in the minutes, 3 years
    proxy_village_id TEXT, -- whose delegate votes for this village
    proxy_presence TEXT CHECK (proxy_presence = 'delegate'),
    PRIMARY KEY (network_id, meeting_id, village_id),
    UNIQUE (network_id, meeting_id, village_id, presence),
    UNIQUE (network_id, meeting_id, proxy_village_id),
    FOREIGN KEY (network_id, meeting_id, meeting_kind) REFERENCES meetings (network_id, id, kind),
    FOREIGN KEY (network_id, village_id) REFERENCES villages (network_id, id),
    FOREIGN KEY (network_id, organisation_id) REFERENCES organisations (network_id, id),
    FOREIGN KEY (network_id, meeting_id, proxy_village_id, proxy_presence)
        REFERENCES meeting_voters (network_id, meeting_id, village_id, presence),
    CHECK ((presence = 'proxy') = (proxy_village_id IS NOT NULL)),
    CHECK ((proxy_village_id IS NULL) = (proxy_presence IS NULL)),
    CHECK (proxy_village_id <> village_id)
) STRICT;

-- Who else is there.
CREATE TABLE meeting_attendees (
    network_id TEXT NOT NULL,
    id TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    name TEXT NOT NULL CHECK (name <> ''), -- personal: naming who was there in the minutes, 3 years
    for_whom TEXT NOT NULL, -- personal: naming who was there in the minutes (club or office), 3 years
    created_at TEXT NOT NULL,
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id, meeting_id) REFERENCES meetings (network_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX meeting_attendees_of ON meeting_attendees (network_id, meeting_id);

CREATE TABLE agenda_items (
    network_id TEXT NOT NULL,
    id TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    position INTEGER NOT NULL, -- among those of the same status; those with equal ones by id
    status TEXT NOT NULL CHECK (status = 'proposed' OR status = 'on' OR status = 'declined'),
    kind TEXT NOT NULL CHECK (kind = 'inform' OR kind = 'discuss' OR kind = 'decide'),
    title TEXT NOT NULL CHECK (title <> ''), -- not personal: of the matter
    text TEXT NOT NULL, -- Markdown
    minutes INTEGER NOT NULL CHECK (minutes BETWEEN 0 AND 600), -- time box; 0: none
    introducer_id TEXT, -- organisation that introduces it
    introduced_by TEXT NOT NULL, -- personal: naming who introduces the matter, 3 years
    proposer_id TEXT, -- organisation that proposes it
    proposed_by TEXT, -- personal: who proposed it, emptied when the account is deleted
    answer TEXT NOT NULL, -- not personal: why it was declined
    source TEXT NOT NULL, -- what it comes from, as the feature that brought it up names it: "task:…"; empty: from somebody
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (network_id, id),
    UNIQUE (network_id, meeting_id, id),
    FOREIGN KEY (network_id, meeting_id) REFERENCES meetings (network_id, id) ON DELETE CASCADE,
    FOREIGN KEY (network_id, introducer_id) REFERENCES organisations (network_id, id),
    FOREIGN KEY (network_id, proposer_id) REFERENCES organisations (network_id, id)
) STRICT;

CREATE INDEX agenda_items_of ON agenda_items (network_id, meeting_id, status, position);
-- What came up by itself stands once on an agenda.
CREATE UNIQUE INDEX agenda_items_from ON agenda_items (network_id, meeting_id, source) WHERE source <> '';

-- Files for a meeting or one matter of it; who sees the meeting sees them.
CREATE TABLE meeting_documents (
    network_id TEXT NOT NULL,
    id TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    item_id TEXT,
    title TEXT NOT NULL CHECK (title <> ''), -- not personal: of the file
    file_name TEXT NOT NULL CHECK (file_name <> ''), -- not personal: of the file
    content_type TEXT NOT NULL,
    size INTEGER NOT NULL CHECK (size BETWEEN 1 AND 10485760), -- bytes
    content BLOB NOT NULL,
    uploaded_by TEXT, -- personal: who uploaded it, emptied when the account is deleted
    uploaded_at TEXT NOT NULL,
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id, meeting_id) REFERENCES meetings (network_id, id) ON DELETE CASCADE,
    FOREIGN KEY (network_id, meeting_id, item_id) REFERENCES agenda_items (network_id, meeting_id, id)
) STRICT;

CREATE INDEX meeting_documents_of ON meeting_documents (network_id, meeting_id);
