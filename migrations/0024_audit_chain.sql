-- owner: accounts
-- The place of each row in the log's chain, given a little after the row was written: each sealed row's hash
-- covers the one before it, so that a row that is changed, taken out or put in later is found. The only change
-- that a row of the log ever sees, and only once.
ALTER TABLE audit_log ADD COLUMN place INTEGER CHECK (place > 0);
ALTER TABLE audit_log ADD COLUMN chain_hash TEXT CHECK ((chain_hash IS NULL) = (place IS NULL));

CREATE UNIQUE INDEX audit_log_by_place ON audit_log (network_id, place);
CREATE INDEX audit_log_unsealed ON audit_log (network_id, at, id) WHERE place IS NULL;
