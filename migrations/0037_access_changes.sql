-- owner: accounts
-- When what opens an account was last changed: its password, its second proof, or that it is blocked. After a restore the
-- accounts that were changed since the backup are known by it (docs/adr/0030-certain-and-ended.md). Empty: not since this
-- column.
ALTER TABLE users ADD COLUMN access_changed_at TEXT;
