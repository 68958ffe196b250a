-- owner: people
-- Whether a consent is in force is asked of many people at once; with this in the index no row is read for it.
DROP INDEX consents_of;
CREATE INDEX consents_of ON consents (network_id, person_id, purpose, withdrawn_at);
