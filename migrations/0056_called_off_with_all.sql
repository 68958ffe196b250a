-- owner: activities
-- What a date was before its whole activity was called off, so that it can be that again when it takes place after all.
ALTER TABLE activity_dates ADD COLUMN status_before TEXT CHECK (status_before = 'planned' OR status_before = 'postponed');
ALTER TABLE activity_dates ADD COLUMN note_before TEXT NOT NULL DEFAULT ''; -- not personal: what was different this time
