-- owner: mail
-- Mail to be sent: written in the transaction of what it tells about, sent by a worker after the commit.
-- What was sent loses its text at once (it holds links that open doors); the row goes 30 days after its end.
CREATE TABLE outbox (
    network_id TEXT NOT NULL REFERENCES networks (id),
    id TEXT NOT NULL,
    purpose TEXT NOT NULL,
    urgency TEXT NOT NULL CHECK (urgency IN ('must_arrive', 'may_be_lost')),
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'uncertain')),
    from_address TEXT, -- not personal: the network's own, nothing for the installation's
    from_name TEXT, -- not personal: the network's own
    to_address TEXT NOT NULL, -- personal: delivery, 30 days after sending
    to_name TEXT NOT NULL, -- personal: delivery, 30 days after sending
    reply_to TEXT, -- personal: so that an answer reaches a person, 30 days after sending
    unsubscribe_url TEXT, -- personal: its token stands for the recipient, emptied when sent
    subject TEXT NOT NULL, -- personal: delivery, 30 days after sending
    content TEXT NOT NULL, -- personal: delivery, emptied when sent
    message_id TEXT, -- given at the first attempt, the same ever after
    attempts INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL,
    next_attempt_at TEXT NOT NULL,
    claim TEXT, -- the worker that is sending it
    claimed_at TEXT,
    finished_at TEXT,
    last_error TEXT, -- not personal: stage and codes of the server's answer, never its words
    PRIMARY KEY (network_id, id)
) STRICT;

CREATE INDEX outbox_waiting ON outbox (urgency DESC, next_attempt_at) WHERE state = 'waiting';
CREATE INDEX outbox_claimed ON outbox (claimed_at) WHERE claimed_at IS NOT NULL;
CREATE INDEX outbox_finished ON outbox (finished_at) WHERE finished_at IS NOT NULL;

-- What is sent with a mail: a calendar entry, a form to print.
CREATE TABLE outbox_attachments (
    network_id TEXT NOT NULL,
    mail_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    file_name TEXT NOT NULL, -- not personal: given by the program
    content_type TEXT NOT NULL,
    content BLOB NOT NULL, -- personal: delivery, deleted when sent
    PRIMARY KEY (network_id, mail_id, position),
    FOREIGN KEY (network_id, mail_id) REFERENCES outbox (network_id, id) ON DELETE CASCADE
) STRICT;

-- checksum with comments: f8374cff21840710
