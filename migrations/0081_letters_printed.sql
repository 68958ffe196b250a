-- owner: asking
-- Whose letter has been printed is not told to be printed again.
ALTER TABLE asked_people ADD COLUMN printed_at TEXT; -- personal: when their letter was printed, 12 months after the shift
