-- Long work, and the files that were sent to be imported. Accounts are named, not referred to: a job outlives its account.
CREATE TABLE jobs (
    id           INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    kind         TEXT NOT NULL,
    subject      TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('WAITING', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED')),
    cancelling   BOOLEAN NOT NULL DEFAULT 0,
    done         INTEGER,
    total        INTEGER,
    account_id   INTEGER,
    account_name TEXT,
    owner        TEXT NOT NULL,
    created_at   DATETIME NOT NULL,
    began_at     DATETIME,
    ended_at     DATETIME,
    seen_at      DATETIME NOT NULL,
    result       TEXT,
    problem      TEXT
);
CREATE INDEX jobs_active ON jobs (id) WHERE state IN ('WAITING', 'RUNNING');
CREATE INDEX jobs_account ON jobs (account_id, id);
CREATE INDEX jobs_ended ON jobs (ended_at);

CREATE TABLE imports (
    id           INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    folder       TEXT NOT NULL UNIQUE,
    name         TEXT NOT NULL,
    bytes        INTEGER NOT NULL,
    layer        TEXT NOT NULL,
    options      TEXT NOT NULL,
    account_id   INTEGER NOT NULL,
    account_name TEXT NOT NULL,
    created_at   DATETIME NOT NULL,
    check_job    INTEGER NOT NULL,
    commit_job   INTEGER
);
