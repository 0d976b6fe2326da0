-- The outline of a branch is published with its grids, so its states are kept as theirs are.

CREATE TABLE branch_history (
    history_id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    at         DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    gone       BOOLEAN NOT NULL DEFAULT 0,
    id         INTEGER NOT NULL,
    version    INTEGER NOT NULL,
    code       TEXT NOT NULL,
    name       TEXT,
    geometry   BLOB
);
CREATE INDEX branch_history_branch ON branch_history (id, history_id);
CREATE INDEX branch_history_at ON branch_history (at);

-- Of the time before this, the outlines of now are the earliest that are known.
INSERT INTO branch_history (at, id, version, code, name, geometry)
SELECT '1970-01-01T00:00:00.000Z', id, version, code, name, geometry FROM branches;

CREATE TRIGGER branches_history_insert AFTER INSERT ON branches BEGIN
    INSERT INTO branch_history (id, version, code, name, geometry)
    VALUES (new.id, new.version, new.code, new.name, new.geometry);
END;
-- An update by a program that knows nothing of versions comes by here a second time, with its version counted up.
CREATE TRIGGER branches_history_update AFTER UPDATE ON branches WHEN new.version <> old.version BEGIN
    INSERT INTO branch_history (id, version, code, name, geometry)
    VALUES (new.id, new.version, new.code, new.name, new.geometry);
END;
CREATE TRIGGER branches_history_delete AFTER DELETE ON branches BEGIN
    INSERT INTO branch_history (gone, id, version, code, name, geometry)
    VALUES (1, old.id, old.version, old.code, old.name, old.geometry);
END;

-- The places in that history before and after a revision.
ALTER TABLE revisions ADD COLUMN branches_from INTEGER NOT NULL DEFAULT 0;
ALTER TABLE revisions ADD COLUMN branches_to INTEGER NOT NULL DEFAULT 0;
UPDATE revisions SET
    branches_from = (SELECT coalesce(max(history_id), 0) FROM branch_history),
    branches_to = (SELECT coalesce(max(history_id), 0) FROM branch_history);
