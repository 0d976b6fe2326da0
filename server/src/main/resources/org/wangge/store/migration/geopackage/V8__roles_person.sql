-- An account may be linked to a person, who may be in charge of grids; two more roles.

ALTER TABLE accounts ADD COLUMN person_id INTEGER REFERENCES persons ON DELETE SET NULL;
CREATE INDEX accounts_person ON accounts (person_id);

-- SQLite can't change a CHECK: the tables are made anew. Triggers that name them would stop the renaming.
DROP TRIGGER grids_grants;
DROP TRIGGER branches_grants;

CREATE TABLE new_account_grants (
    id         INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    role       TEXT NOT NULL CHECK (role IN ('VIEWER', 'REPORTER', 'PLANNER', 'APPROVER', 'MANAGER', 'IMPORTER', 'ADMIN')),
    branch_id  INTEGER REFERENCES branches ON DELETE CASCADE,
    grid_id    INTEGER REFERENCES grids ON DELETE CASCADE,
    CHECK (branch_id IS NULL OR grid_id IS NULL)
);
INSERT INTO new_account_grants SELECT id, account_id, role, branch_id, grid_id FROM account_grants;
DROP TABLE account_grants;
ALTER TABLE new_account_grants RENAME TO account_grants;
CREATE UNIQUE INDEX account_grants_key ON account_grants (account_id, role, coalesce(branch_id, 0), coalesce(grid_id, 0));
CREATE INDEX account_grants_branch ON account_grants (branch_id);
CREATE INDEX account_grants_grid ON account_grants (grid_id);

CREATE TABLE new_api_token_grants (
    id        INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    token_id  INTEGER NOT NULL REFERENCES api_tokens ON DELETE CASCADE,
    role      TEXT NOT NULL CHECK (role IN ('VIEWER', 'REPORTER', 'PLANNER', 'APPROVER', 'MANAGER', 'IMPORTER', 'ADMIN')),
    branch_id INTEGER REFERENCES branches ON DELETE CASCADE,
    grid_id   INTEGER REFERENCES grids ON DELETE CASCADE,
    CHECK (branch_id IS NULL OR grid_id IS NULL)
);
INSERT INTO new_api_token_grants SELECT id, token_id, role, branch_id, grid_id FROM api_token_grants;
DROP TABLE api_token_grants;
ALTER TABLE new_api_token_grants RENAME TO api_token_grants;
CREATE INDEX api_token_grants_token ON api_token_grants (token_id);
CREATE INDEX api_token_grants_branch ON api_token_grants (branch_id);
CREATE INDEX api_token_grants_grid ON api_token_grants (grid_id);

-- Programs that don't ask SQLite to keep references leave grants and links behind.
CREATE TRIGGER grids_grants AFTER DELETE ON grids BEGIN
    DELETE FROM account_grants WHERE grid_id = old.id;
    DELETE FROM api_token_grants WHERE grid_id = old.id;
END;
CREATE TRIGGER branches_grants AFTER DELETE ON branches BEGIN
    DELETE FROM account_grants WHERE branch_id = old.id;
    DELETE FROM api_token_grants WHERE branch_id = old.id;
END;
CREATE TRIGGER persons_accounts AFTER DELETE ON persons BEGIN
    UPDATE accounts SET person_id = NULL WHERE person_id = old.id;
END;
