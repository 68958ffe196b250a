-- owner: accounts
-- When it was told that the account will be deleted because its last role ended long ago; the wait begins here. Empty: it is
-- not going to be.
ALTER TABLE users ADD COLUMN deletion_announced_at TEXT;
