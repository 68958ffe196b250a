-- owner: groups
-- Private addresses at which members subscribe to all dates of a group, also to those that are not public (docs/adr/0051).
CREATE TABLE group_calendars (
    network_id TEXT NOT NULL,
    group_id TEXT NOT NULL,
    user_id TEXT NOT NULL, -- personal: whose calendar it is, until they end it, leave or the group ends
    id TEXT NOT NULL, -- not personal: what the address is made of
    link_hash TEXT NOT NULL, -- not personal: keyed hash of the address
    PRIMARY KEY (network_id, group_id, user_id),
    UNIQUE (network_id, link_hash),
    FOREIGN KEY (network_id, group_id) REFERENCES working_groups (network_id, id) ON DELETE CASCADE,
    FOREIGN KEY (network_id, user_id) REFERENCES users (network_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX group_calendars_of_user ON group_calendars (network_id, user_id);
