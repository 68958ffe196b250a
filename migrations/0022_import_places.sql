-- owner: transfer
-- What somebody said about the places that a list names and we do not know.
ALTER TABLE import_batches ADD COLUMN place_answers TEXT NOT NULL DEFAULT '[]'; -- personal: being imported, until 30 days after the import; list in JSON: what is written and what is meant, in turn
