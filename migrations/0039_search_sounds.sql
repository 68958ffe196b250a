-- owner: search
-- How the word sounds, for words that are written as they are heard. Empty for words of before, until the
-- program made the key (renew_sort_keys), and for words that have none.
ALTER TABLE search_words ADD COLUMN sound TEXT NOT NULL DEFAULT '';

CREATE INDEX search_words_by_sound ON search_words (network_id, sound);
