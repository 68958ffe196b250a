-- owner: organisations
-- Whom a telephone or mail address of an entry and of its contact persons is meant for (accounts/guarded).
-- What was there before stays seen by whom it was: the telephone by all, the mail address by those who edit.
ALTER TABLE organisations ADD COLUMN phone_audience TEXT NOT NULL DEFAULT 'public' CHECK (phone_audience IN ('public', 'network', 'village', 'organisation', 'coordinator')); -- not personal: a choice of the organisation
ALTER TABLE organisations ADD COLUMN email_audience TEXT NOT NULL DEFAULT 'village' CHECK (email_audience IN ('public', 'network', 'village', 'organisation', 'coordinator')); -- not personal: a choice of the organisation
ALTER TABLE contact_persons ADD COLUMN phone_audience TEXT NOT NULL DEFAULT 'public' CHECK (phone_audience IN ('public', 'network', 'village', 'organisation', 'coordinator')); -- personal: whom the number may be shown to, until removed
ALTER TABLE contact_persons ADD COLUMN email_audience TEXT NOT NULL DEFAULT 'village' CHECK (email_audience IN ('public', 'network', 'village', 'organisation', 'coordinator')); -- personal: whom the address may be shown to, until removed
