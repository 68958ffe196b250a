-- owner: mandates
-- Who leads a village in the network, from when to when, and who decided it. The mandates of a village are a
-- chain: each names the end of the one before, so that two can neither overlap nor be open at once, without a
-- trigger and on both engines alike. `ends_on` is the first day on which it no longer holds.
CREATE TABLE mandates (
    network_id TEXT NOT NULL,
    id TEXT NOT NULL,
    village_id TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    organisation_kind TEXT NOT NULL CHECK (organisation_kind = 'club'),
    starts_on TEXT NOT NULL,
    ends_on TEXT,
    previous_ends_on TEXT,
    -- 1 as long as the mandate is open: then the club cannot leave the village nor be archived.
    needs_active INTEGER CHECK (needs_active = 1),
    decided TEXT NOT NULL, -- where and when: "Einwohnerversammlung vom 3. März"
    created_by TEXT, -- personal: who entered it, emptied when the account is deleted
    created_at TEXT NOT NULL,
    PRIMARY KEY (network_id, id),
    UNIQUE (network_id, village_id, ends_on),
    UNIQUE (network_id, village_id, previous_ends_on),
    FOREIGN KEY (network_id, village_id) REFERENCES villages (network_id, id),
    FOREIGN KEY (network_id, organisation_id, organisation_kind) REFERENCES organisations (network_id, id, kind),
    FOREIGN KEY (network_id, organisation_id, village_id)
        REFERENCES organisation_villages (network_id, organisation_id, village_id),
    FOREIGN KEY (network_id, organisation_id, village_id, needs_active)
        REFERENCES organisation_villages (network_id, organisation_id, village_id, is_active),
    FOREIGN KEY (network_id, village_id, previous_ends_on) REFERENCES mandates (network_id, village_id, ends_on)
        DEFERRABLE INITIALLY DEFERRED,
    CHECK (previous_ends_on <= starts_on),
    CHECK (starts_on < ends_on),
    CHECK ((ends_on IS NULL) = (needs_active IS NOT NULL))
) STRICT;

CREATE UNIQUE INDEX mandates_open ON mandates (network_id, village_id) WHERE ends_on IS NULL;
CREATE UNIQUE INDEX mandates_first ON mandates (network_id, village_id) WHERE previous_ends_on IS NULL;
CREATE INDEX mandates_by_organisation ON mandates (network_id, organisation_id);

-- checksum with comments: f5a026b536d86838
