-- owner: signups
-- What a promise was before somebody was marked as there or missing, so that a tap that is taken back changes nothing.
-- Empty: nobody was marked, or they came without a promise.
ALTER TABLE signups ADD COLUMN status_before TEXT NOT NULL DEFAULT '' CHECK (status_before = '' OR
    status_before = 'requested' OR status_before = 'confirmed' OR status_before = 'waitlisted' OR
    status_before = 'declined' OR status_before = 'cancelled');
ALTER TABLE signups ADD COLUMN held_before INTEGER NOT NULL DEFAULT 0 CHECK (held_before IN (0, 1));
