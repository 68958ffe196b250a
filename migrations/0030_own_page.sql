-- owner: people
-- Somebody asked for the page with everything about them. Written for every address, known or not, and answered
-- afterwards, so that neither the answer nor its time tells who is in the register.
CREATE TABLE own_page_requests (
    network_id TEXT NOT NULL REFERENCES networks (id),
    id TEXT NOT NULL,
    email TEXT NOT NULL, -- personal: sending the link asked for, until it is sent
    language TEXT NOT NULL,
    address TEXT NOT NULL, -- not personal: of the network's site
    asked_at TEXT NOT NULL,
    PRIMARY KEY (network_id, id)
) STRICT;

-- Opens the page for a day. Only a keyed hash of the link stands here.
CREATE TABLE own_page_links (
    network_id TEXT NOT NULL REFERENCES networks (id),
    id TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    PRIMARY KEY (network_id, id),
    UNIQUE (network_id, token_hash)
) STRICT;

CREATE INDEX own_page_links_by_end ON own_page_links (network_id, expires_at);

-- Whose entries a link opens: all that had the mail address when it was sent. A family may share one.
CREATE TABLE own_page_link_people (
    network_id TEXT NOT NULL,
    link_id TEXT NOT NULL,
    person_id TEXT NOT NULL, -- personal: whose entry the link opens, a day
    PRIMARY KEY (network_id, link_id, person_id),
    FOREIGN KEY (network_id, link_id) REFERENCES own_page_links (network_id, id) ON DELETE CASCADE,
    FOREIGN KEY (network_id, person_id) REFERENCES people (network_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX own_page_link_people_of ON own_page_link_people (network_id, person_id);
