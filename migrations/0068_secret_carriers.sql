-- owner: decisions
-- Who carries whose vote in a secret vote, written when it is opened and deleted with it: who knows two of three votes
-- knows the third (docs/adr/0048-secret-votes.md). As long as a row is here, the database takes no change of who is there
-- for the village or has its proxy.
CREATE TABLE motion_carriers (
    network_id TEXT NOT NULL,
    motion_id TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    village_id TEXT NOT NULL,
    presence TEXT NOT NULL,
    proxy_village_id TEXT,
    carrier_id TEXT, -- a village, the same for all whose votes one person may carry; nothing for who has no voice
    way TEXT NOT NULL CHECK (way = 'secret'),
    state TEXT NOT NULL CHECK (state = 'open'),
    PRIMARY KEY (network_id, motion_id, village_id),
    FOREIGN KEY (network_id, motion_id, meeting_id, way, state)
        REFERENCES motions (network_id, id, meeting_id, way, state),
    FOREIGN KEY (network_id, meeting_id, village_id, presence)
        REFERENCES meeting_voters (network_id, meeting_id, village_id, presence),
    FOREIGN KEY (network_id, meeting_id, proxy_village_id)
        REFERENCES meeting_voters (network_id, meeting_id, proxy_village_id),
    FOREIGN KEY (network_id, carrier_id) REFERENCES villages (network_id, id)
) STRICT, WITHOUT ROWID;
