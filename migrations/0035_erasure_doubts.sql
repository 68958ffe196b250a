-- owner: people
-- Anybody can type an address; whoever followed a link that went there has opened the mailbox. Only then is it certain
-- that what lies at this address is theirs. Empty: nobody has yet.
ALTER TABLE people ADD COLUMN confirmed_email TEXT NOT NULL DEFAULT ''; -- personal: telling what else is theirs, until erased

-- Who came in by the form on the web clicked in a mail, unless somebody has changed the address since.
UPDATE people SET confirmed_email = email
WHERE origin = 'web' AND email <> '' AND EXISTS (
    SELECT 1 FROM consents c WHERE c.network_id = people.network_id AND c.person_id = people.id AND c.way = 'web')
  AND NOT EXISTS (
    SELECT 1 FROM person_history h WHERE h.network_id = people.network_id AND h.person_id = people.id
    AND h.field = 'mail');

-- What is perhaps of somebody who was erased: it names the same name and number, which anybody can type. It waits for
-- the coordinator, who decides. Nothing here says who it was.
CREATE TABLE erasure_doubts (
    network_id TEXT NOT NULL REFERENCES networks (id),
    place TEXT NOT NULL, -- what kind of record it is, as people::Elsewhere names it
    record TEXT NOT NULL, -- its key there
    PRIMARY KEY (network_id, place, record)
) STRICT;
