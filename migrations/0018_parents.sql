-- owner: organisations
-- Which entry another one belongs to: a group to its club, a local branch to its association. An organisation
-- above that is not in the register stands in organisations.parent_name as text.
CREATE TABLE organisation_parents (
    network_id TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    parent_id TEXT NOT NULL,
    PRIMARY KEY (network_id, organisation_id),
    FOREIGN KEY (network_id, organisation_id) REFERENCES organisations (network_id, id),
    FOREIGN KEY (network_id, parent_id) REFERENCES organisations (network_id, id),
    CHECK (parent_id <> organisation_id)
) STRICT;

CREATE INDEX organisation_parents_of ON organisation_parents (network_id, parent_id);
