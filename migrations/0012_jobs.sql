-- owner: jobs
-- What is done again and again; one row per piece of work for the whole installation.
CREATE TABLE jobs (
    name TEXT NOT NULL PRIMARY KEY, -- not personal: the job's
    done_up_to TEXT NOT NULL, -- everything up to this moment is done
    last_started TEXT,
    last_finished TEXT,
    last_error TEXT, -- not personal: what the program said
    attempts INTEGER NOT NULL DEFAULT 0, -- that failed, one after the other
    not_before TEXT NOT NULL, -- waits so long after a failure
    claim TEXT, -- the worker that runs it
    leased_until TEXT
) STRICT;

-- What is done once.
CREATE TABLE job_queue (
    network_id TEXT NOT NULL REFERENCES networks (id),
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL, -- personal: what the job works on, 30 days after its end
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
    run_at TEXT NOT NULL,
    created_at TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    claim TEXT,
    leased_until TEXT,
    progress_done INTEGER NOT NULL DEFAULT 0,
    progress_total INTEGER NOT NULL DEFAULT 0,
    cancel_requested INTEGER NOT NULL DEFAULT 0 CHECK (cancel_requested IN (0, 1)),
    result TEXT, -- personal: what the job found, 30 days after its end
    last_error TEXT, -- not personal: what the program said
    finished_at TEXT,
    PRIMARY KEY (network_id, id)
) STRICT;

CREATE INDEX job_queue_waiting ON job_queue (run_at) WHERE state = 'waiting';
CREATE INDEX job_queue_running ON job_queue (leased_until) WHERE state = 'running';
CREATE INDEX job_queue_finished ON job_queue (finished_at) WHERE finished_at IS NOT NULL;

-- checksum with comments: 56af033fc5189044
