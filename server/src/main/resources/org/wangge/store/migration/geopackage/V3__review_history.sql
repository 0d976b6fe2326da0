-- Plans go through review, and every state that the grids ever had can be shown again.

-- SQLite can't change a check; the commands hang on the table and are copied back.
CREATE TABLE plans_next (
    id            INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    version       INTEGER NOT NULL DEFAULT 0,
    name          TEXT NOT NULL,
    status        TEXT NOT NULL CHECK (status IN ('DRAFT', 'SUBMITTED', 'RETURNED', 'APPROVED', 'PUBLISHED')),
    base_revision INTEGER NOT NULL,
    created_at    DATETIME NOT NULL,
    updated_at    DATETIME NOT NULL,
    author_id     INTEGER NOT NULL DEFAULT 0,
    author_name   TEXT NOT NULL DEFAULT ''
);
INSERT INTO plans_next (id, version, name, status, base_revision, created_at, updated_at) SELECT * FROM plans;

-- `effect` says which land the command moved, and `versions` the versions of the grids that it met, when it was applied.
CREATE TABLE plan_commands_next (
    id          INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    version     INTEGER NOT NULL DEFAULT 0,
    plan_id     INTEGER NOT NULL REFERENCES plans ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    json        TEXT NOT NULL,
    undone      BOOLEAN NOT NULL,
    author_id   INTEGER NOT NULL DEFAULT 0,
    author_name TEXT NOT NULL DEFAULT '',
    at          DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    effect      TEXT NOT NULL DEFAULT '',
    versions    TEXT NOT NULL DEFAULT '',
    UNIQUE (plan_id, position)
);
INSERT INTO plan_commands_next (id, version, plan_id, position, json, undone) SELECT * FROM plan_commands;

-- The grids as they were before and after a revision, as rows of the history; its figures, compressed, as they were then.
CREATE TABLE revisions_next (
    id            INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    name          TEXT NOT NULL,
    plan_id       INTEGER REFERENCES plans,
    published_at  DATETIME NOT NULL,
    author_id     INTEGER NOT NULL DEFAULT 0,
    author_name   TEXT NOT NULL DEFAULT '',
    approver_id   INTEGER NOT NULL DEFAULT 0,
    approver_name TEXT NOT NULL DEFAULT '',
    history_from  INTEGER,
    history_to    INTEGER,
    figures       BLOB
);
INSERT INTO revisions_next (id, name, plan_id, published_at) SELECT * FROM revisions;

DROP TABLE revision_grids;
DROP TABLE revisions;
DROP TABLE plan_commands;
DROP TABLE plans;
ALTER TABLE plans_next RENAME TO plans;
ALTER TABLE plan_commands_next RENAME TO plan_commands;
ALTER TABLE revisions_next RENAME TO revisions;
CREATE TRIGGER revisions_feed_insert AFTER INSERT ON revisions BEGIN
    INSERT INTO feed (layer, row_id) VALUES ('revisions', new.id);
END;

-- What happened to a plan, with the reviewer's words.
CREATE TABLE plan_events (
    id         INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    plan_id    INTEGER NOT NULL REFERENCES plans ON DELETE CASCADE,
    at         DATETIME NOT NULL,
    kind       TEXT NOT NULL,
    actor_id   INTEGER NOT NULL,
    actor_name TEXT NOT NULL,
    note       TEXT
);
CREATE INDEX plan_events_plan ON plan_events (plan_id);

-- Comments on a plan; pinned to a grid when grid_id is there. That grid may be gone one day, so it is no reference.
CREATE TABLE plan_comments (
    id          INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    plan_id     INTEGER NOT NULL REFERENCES plans ON DELETE CASCADE,
    grid_id     INTEGER,
    at          DATETIME NOT NULL,
    author_id   INTEGER NOT NULL,
    author_name TEXT NOT NULL,
    note        TEXT NOT NULL
);
CREATE INDEX plan_comments_plan ON plan_comments (plan_id);

-- Every state of every grid, by whomever it was changed. The state of the grids after history row n is the last row up to n of
-- each grid that is not `gone`.
CREATE TABLE grid_history (
    history_id             INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    at                     DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    gone                   BOOLEAN NOT NULL DEFAULT 0,
    id                     INTEGER NOT NULL,
    version                INTEGER NOT NULL,
    code                   TEXT NOT NULL,
    name                   TEXT,
    branch_id              INTEGER NOT NULL,
    parent_id              INTEGER,
    kind                   TEXT,
    target_new_subscribers INTEGER,
    target_renewal_rate    DOUBLE,
    geometry               BLOB
);
CREATE INDEX grid_history_grid ON grid_history (id, history_id);
CREATE INDEX grid_history_at ON grid_history (at);

INSERT INTO grid_history
    (id, version, code, name, branch_id, parent_id, kind, target_new_subscribers, target_renewal_rate, geometry)
SELECT id, version, code, name, branch_id, parent_id, kind, target_new_subscribers, target_renewal_rate, geometry FROM grids;

CREATE TRIGGER grids_history_insert AFTER INSERT ON grids BEGIN
    INSERT INTO grid_history
        (id, version, code, name, branch_id, parent_id, kind, target_new_subscribers, target_renewal_rate, geometry)
    VALUES (new.id, new.version, new.code, new.name, new.branch_id, new.parent_id, new.kind, new.target_new_subscribers,
        new.target_renewal_rate, new.geometry);
END;
-- An update by a program that knows nothing of versions comes by here a second time, with its version counted up.
CREATE TRIGGER grids_history_update AFTER UPDATE ON grids WHEN new.version <> old.version BEGIN
    INSERT INTO grid_history
        (id, version, code, name, branch_id, parent_id, kind, target_new_subscribers, target_renewal_rate, geometry)
    VALUES (new.id, new.version, new.code, new.name, new.branch_id, new.parent_id, new.kind, new.target_new_subscribers,
        new.target_renewal_rate, new.geometry);
END;
CREATE TRIGGER grids_history_delete AFTER DELETE ON grids BEGIN
    INSERT INTO grid_history
        (gone, id, version, code, name, branch_id, parent_id, kind, target_new_subscribers, target_renewal_rate, geometry)
    VALUES (1, old.id, old.version, old.code, old.name, old.branch_id, old.parent_id, old.kind, old.target_new_subscribers,
        old.target_renewal_rate, old.geometry);
END;

-- Which grids a grid came of, by split, merge and the like.
CREATE TABLE grid_lineage (
    id          INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    revision_id INTEGER NOT NULL REFERENCES revisions ON DELETE CASCADE,
    kind        TEXT NOT NULL,
    from_id     INTEGER NOT NULL,
    from_code   TEXT NOT NULL,
    to_id       INTEGER NOT NULL,
    to_code     TEXT NOT NULL
);
CREATE INDEX grid_lineage_from ON grid_lineage (from_id);
CREATE INDEX grid_lineage_to ON grid_lineage (to_id);
