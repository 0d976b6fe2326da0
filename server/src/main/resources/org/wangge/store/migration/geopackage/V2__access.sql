-- Accounts, what they may do, their sessions and keys, and the audit trail.

CREATE TABLE accounts (
    id                   INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    version              INTEGER NOT NULL DEFAULT 0,
    name                 TEXT NOT NULL UNIQUE CHECK (name <> ''),
    display_name         TEXT,
    password_hash        TEXT,
    subject              TEXT UNIQUE,
    must_change_password BOOLEAN NOT NULL,
    disabled             BOOLEAN NOT NULL,
    created_at           DATETIME NOT NULL
);

-- A role of an account, everywhere or for a subtree. A subtree that goes takes its grants along: never does one become wider.
CREATE TABLE account_grants (
    id         INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    role       TEXT NOT NULL CHECK (role IN ('VIEWER', 'REPORTER', 'PLANNER', 'APPROVER', 'ADMIN')),
    branch_id  INTEGER REFERENCES branches ON DELETE CASCADE,
    grid_id    INTEGER REFERENCES grids ON DELETE CASCADE,
    CHECK (branch_id IS NULL OR grid_id IS NULL)
);
CREATE UNIQUE INDEX account_grants_key ON account_grants (account_id, role, coalesce(branch_id, 0), coalesce(grid_id, 0));
CREATE INDEX account_grants_branch ON account_grants (branch_id);
CREATE INDEX account_grants_grid ON account_grants (grid_id);

CREATE TABLE sessions (
    id         INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    token_hash TEXT NOT NULL UNIQUE,
    created_at DATETIME NOT NULL,
    used_at    DATETIME NOT NULL
);
CREATE INDEX sessions_account ON sessions (account_id);
CREATE INDEX sessions_used ON sessions (used_at);

CREATE TABLE api_tokens (
    id         INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    name       TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    created_at DATETIME NOT NULL,
    expires_at DATETIME NOT NULL,
    used_at    DATETIME
);
CREATE INDEX api_tokens_account ON api_tokens (account_id);

CREATE TABLE api_token_grants (
    id        INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    token_id  INTEGER NOT NULL REFERENCES api_tokens ON DELETE CASCADE,
    role      TEXT NOT NULL CHECK (role IN ('VIEWER', 'REPORTER', 'PLANNER', 'APPROVER', 'ADMIN')),
    branch_id INTEGER REFERENCES branches ON DELETE CASCADE,
    grid_id   INTEGER REFERENCES grids ON DELETE CASCADE,
    CHECK (branch_id IS NULL OR grid_id IS NULL)
);
CREATE INDEX api_token_grants_token ON api_token_grants (token_id);
CREATE INDEX api_token_grants_branch ON api_token_grants (branch_id);
CREATE INDEX api_token_grants_grid ON api_token_grants (grid_id);

-- Names are kept beside ids, and there are no references, since what is named may be gone one day.
CREATE TABLE audit (
    id         INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    at         DATETIME NOT NULL,
    actor_id   INTEGER NOT NULL,
    actor_name TEXT,
    action     TEXT NOT NULL,
    subject    TEXT,
    detail     TEXT NOT NULL,
    address    TEXT
);
CREATE INDEX audit_action ON audit (action, id);
CREATE INDEX audit_actor ON audit (actor_name, id);

CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN
    SELECT raise(ABORT, 'the audit trail is only ever added to');
END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN
    SELECT raise(ABORT, 'the audit trail is only ever added to');
END;
-- INSERT OR REPLACE takes the old row away without asking the trigger above.
CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE id = new.id) BEGIN
    SELECT raise(ABORT, 'the audit trail is only ever added to');
END;

-- Programs that don't ask SQLite to keep references leave grants behind.
CREATE TRIGGER grids_grants AFTER DELETE ON grids BEGIN
    DELETE FROM account_grants WHERE grid_id = old.id;
    DELETE FROM api_token_grants WHERE grid_id = old.id;
END;
CREATE TRIGGER branches_grants AFTER DELETE ON branches BEGIN
    DELETE FROM account_grants WHERE branch_id = old.id;
    DELETE FROM api_token_grants WHERE branch_id = old.id;
END;
