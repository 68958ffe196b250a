-- owner: people
-- With the person in it the index answers alone. Without, SQLite preferred the primary key and walked through
-- everybody's names for each person who was compared.
DROP INDEX person_name_parts_by_part;
CREATE INDEX person_name_parts_by_part ON person_name_parts (network_id, kind, part, person_id);
