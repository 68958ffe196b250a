-- owner: people
-- Who was erased, so that nobody comes back with an older backup: `erasures.txt` beside the backups is written from it.
CREATE TABLE person_erasures (
    network_id TEXT NOT NULL REFERENCES networks (id),
    person_id TEXT NOT NULL, -- not personal: a random number that leads to nothing any more
    PRIMARY KEY (network_id, person_id)
) STRICT;

-- checksum with comments: cdb52cbdcb625fa8
