-- owner: contact
-- Whom visitors can turn to, as public pages show it. Entered by the coordination with the person's consent.
CREATE TABLE site_contacts (
    network_id TEXT NOT NULL REFERENCES networks (id),
    id TEXT NOT NULL,
    position INTEGER NOT NULL, -- order on the page
    duty_de TEXT NOT NULL CHECK (duty_de <> ''),
    duty_en TEXT NOT NULL,
    name TEXT NOT NULL, -- personal: being reached by visitors, until the consent is withdrawn
    phone TEXT NOT NULL, -- personal: being reached by visitors, until the consent is withdrawn
    email TEXT NOT NULL, -- personal: being reached by visitors, until the consent is withdrawn
    consent_on TEXT, -- the day on which the person agreed
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (network_id, id),
    CHECK (consent_on IS NOT NULL OR (name = '' AND phone = '' AND email = ''))
) STRICT;

-- checksum with comments: 5df6d913e76385ee
