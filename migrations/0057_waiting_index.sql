-- owner: signups
-- Whoever promises lets those who wait move up; without this that looks at all who ever promised for the shift.
CREATE INDEX signups_waiting ON signups (network_id, shift_id, turn) WHERE status = 'waitlisted';
