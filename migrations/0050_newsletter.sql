-- owner: newsletter
-- Who wants the monthly letter (docs/adr/0038). Written for every address that somebody types in; only a click on
-- the link in the mail makes it one that the letter goes to.
CREATE TABLE newsletter_subscriptions (
    network_id TEXT NOT NULL REFERENCES networks (id),
    id TEXT NOT NULL,
    email TEXT NOT NULL, -- personal: where the letter goes, until unsubscribed; unconfirmed: 7 days
    language TEXT NOT NULL,
    token_hash TEXT, -- of the link in the mail that asks
    text_hash TEXT NOT NULL, -- the wording that was agreed to
    purpose TEXT NOT NULL CHECK (purpose = 'newsletter'),
    asked_at TEXT NOT NULL, -- personal: proof of the consent, until unsubscribed
    confirmed_at TEXT, -- personal: proof of the consent, until unsubscribed
    PRIMARY KEY (network_id, id),
    UNIQUE (network_id, token_hash),
    FOREIGN KEY (network_id, text_hash, purpose) REFERENCES consent_text_purposes (network_id, text_hash, purpose),
    CHECK ((confirmed_at IS NULL) = (token_hash IS NOT NULL))
) STRICT;

-- Each mailbox gets it once.
CREATE UNIQUE INDEX newsletter_mailboxes ON newsletter_subscriptions (network_id, email) WHERE confirmed_at IS NOT NULL;
CREATE INDEX newsletter_subscriptions_of ON newsletter_subscriptions (network_id, email);
CREATE INDEX newsletter_subscriptions_by_wording ON newsletter_subscriptions (network_id, text_hash, purpose);

-- What of; none: all of them.
CREATE TABLE newsletter_subscription_villages (
    network_id TEXT NOT NULL,
    subscription_id TEXT NOT NULL,
    village_id TEXT NOT NULL,
    PRIMARY KEY (network_id, subscription_id, village_id),
    FOREIGN KEY (network_id, subscription_id) REFERENCES newsletter_subscriptions (network_id, id) ON DELETE CASCADE,
    FOREIGN KEY (network_id, village_id) REFERENCES villages (network_id, id)
) STRICT;

CREATE INDEX newsletter_subscriptions_to_village ON newsletter_subscription_villages (network_id, village_id);

CREATE TABLE newsletter_subscription_fields (
    network_id TEXT NOT NULL,
    subscription_id TEXT NOT NULL,
    field TEXT NOT NULL, -- not personal: key of the vocabulary "fields"
    PRIMARY KEY (network_id, subscription_id, field),
    FOREIGN KEY (network_id, subscription_id) REFERENCES newsletter_subscriptions (network_id, id) ON DELETE CASCADE
) STRICT;

-- The letter of a month. Its parts are gathered anew as long as it is a draft, and kept when it goes out.
CREATE TABLE newsletter_issues (
    network_id TEXT NOT NULL REFERENCES networks (id),
    id TEXT NOT NULL,
    month TEXT NOT NULL, -- 2026-12
    status TEXT NOT NULL CHECK (status IN ('draft', 'sending', 'sent')),
    intro_de TEXT NOT NULL, -- not personal: Markdown, what stands above for everybody
    intro_en TEXT NOT NULL, -- not personal: likewise
    created_at TEXT NOT NULL,
    sent_at TEXT, -- when it began to go out
    sent_by TEXT, -- personal: who sent it, emptied when the account is deleted
    sent_up_to TEXT NOT NULL, -- not personal: id of the last subscription that has it
    recipients INTEGER NOT NULL CHECK (recipients >= 0), -- so far
    version INTEGER NOT NULL,
    PRIMARY KEY (network_id, id),
    UNIQUE (network_id, month),
    CHECK ((status = 'draft') = (sent_at IS NULL))
) STRICT;

-- What the editors decided about parts of a draft: left out, or in another order.
CREATE TABLE newsletter_decisions (
    network_id TEXT NOT NULL,
    issue_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL, -- id of what the part tells about
    is_left_out INTEGER NOT NULL CHECK (is_left_out IN (0, 1)),
    position INTEGER, -- among those of its kind; nothing: after those that have one
    PRIMARY KEY (network_id, issue_id, kind, subject),
    FOREIGN KEY (network_id, issue_id) REFERENCES newsletter_issues (network_id, id) ON DELETE CASCADE
) STRICT;

-- The parts as they were sent.
CREATE TABLE newsletter_items (
    network_id TEXT NOT NULL,
    issue_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind = 'date' OR kind = 'place' OR kind = 'news' OR kind = 'entry'),
    subject TEXT NOT NULL,
    path TEXT NOT NULL,
    title_de TEXT NOT NULL, -- not personal: public when it was sent, shown as long as it is
    title_en TEXT NOT NULL, -- not personal: likewise
    when_de TEXT NOT NULL, -- empty: at no time
    when_en TEXT NOT NULL,
    text_de TEXT NOT NULL, -- not personal: likewise
    text_en TEXT NOT NULL, -- not personal: likewise
    villages TEXT NOT NULL, -- ids with spaces between; empty: concerns all
    fields TEXT NOT NULL, -- likewise
    PRIMARY KEY (network_id, issue_id, position),
    UNIQUE (network_id, issue_id, kind, subject),
    FOREIGN KEY (network_id, issue_id) REFERENCES newsletter_issues (network_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX newsletter_items_told ON newsletter_items (network_id, kind, subject);
