-- owner: accounts
-- The mail on Monday that says what waits on somebody's desk: whether it is wanted, and for which week it went out.
CREATE TABLE weekly_mails (
    network_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    wanted INTEGER NOT NULL CHECK (wanted IN (0, 1)),
    last_monday TEXT NOT NULL, -- of the week for which it was written, or nothing waited
    PRIMARY KEY (network_id, user_id),
    FOREIGN KEY (network_id, user_id) REFERENCES users (network_id, id) ON DELETE CASCADE
) STRICT;
