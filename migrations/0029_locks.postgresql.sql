-- owner: people
-- An entry also rests when a parent has yet to agree, or when the person wants it to (Art. 18 and 21 GDPR).
ALTER TABLE people DROP CONSTRAINT people_locked_because_check;
ALTER TABLE people ADD CONSTRAINT people_locked_because_check
CHECK (locked_because IN ('', 'no_consent', 'withdrawn', 'parent', 'restricted', 'objected'));
