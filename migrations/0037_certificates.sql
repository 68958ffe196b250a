-- owner: people
-- Whether the activity for which the certificate was looked at has begun. If none follows, what is kept of it has to go
-- without delay (§ 72a (5) SGB VIII); `last_active_on` is then the day of looking at it.
ALTER TABLE conduct_certificates ADD COLUMN is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)); -- personal: when it has to be deleted, six months after the last activity
