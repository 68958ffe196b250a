-- owner: meetings
-- Who else is there can be entered for a meeting that has begun, and holds it so: a beginning is taken back only while
-- nobody is entered.
CREATE UNIQUE INDEX meetings_begun ON meetings (network_id, id, began_at);

CREATE TABLE meeting_attendees_begun (
    network_id TEXT NOT NULL,
    id TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    meeting_began_at TEXT NOT NULL,
    name TEXT NOT NULL CHECK (name <> ''), -- personal: naming who was there in the minutes, 3 years
    for_whom TEXT NOT NULL, -- personal: naming who was there in the minutes (club or office), 3 years
    created_at TEXT NOT NULL,
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id, meeting_id, meeting_began_at) REFERENCES meetings (network_id, id, began_at) ON DELETE CASCADE
) STRICT;

INSERT INTO meeting_attendees_begun (network_id, id, meeting_id, meeting_began_at, name, for_whom, created_at)
SELECT a.network_id, a.id, a.meeting_id, m.began_at, a.name, a.for_whom, a.created_at
FROM meeting_attendees a JOIN meetings m ON m.network_id = a.network_id AND m.id = a.meeting_id;

DROP TABLE meeting_attendees;
ALTER TABLE meeting_attendees_begun RENAME TO meeting_attendees;
CREATE INDEX meeting_attendees_of ON meeting_attendees (network_id, meeting_id);
