-- Cards of a grid, and the history of who was in charge.

-- A yellow card warns, two mean replacement; null: none are kept for this grid.
ALTER TABLE grids ADD COLUMN yellow_cards INTEGER CHECK (yellow_cards BETWEEN 0 AND 2);
ALTER TABLE grid_history ADD COLUMN yellow_cards INTEGER;

DROP TRIGGER grids_history_insert;
DROP TRIGGER grids_history_update;
DROP TRIGGER grids_history_delete;
CREATE TRIGGER grids_history_insert AFTER INSERT ON grids BEGIN
    INSERT INTO grid_history
        (id, version, code, name, branch_id, parent_id, kind, target_new_subscribers, target_renewal_rate, yellow_cards, geometry)
    VALUES (new.id, new.version, new.code, new.name, new.branch_id, new.parent_id, new.kind, new.target_new_subscribers,
        new.target_renewal_rate, new.yellow_cards, new.geometry);
END;
-- An update by a program that knows nothing of versions comes by here a second time, with its version counted up.
CREATE TRIGGER grids_history_update AFTER UPDATE ON grids WHEN new.version <> old.version BEGIN
    INSERT INTO grid_history
        (id, version, code, name, branch_id, parent_id, kind, target_new_subscribers, target_renewal_rate, yellow_cards, geometry)
    VALUES (new.id, new.version, new.code, new.name, new.branch_id, new.parent_id, new.kind, new.target_new_subscribers,
        new.target_renewal_rate, new.yellow_cards, new.geometry);
END;
CREATE TRIGGER grids_history_delete AFTER DELETE ON grids BEGIN
    INSERT INTO grid_history
        (gone, id, version, code, name, branch_id, parent_id, kind, target_new_subscribers, target_renewal_rate, yellow_cards,
         geometry)
    VALUES (1, old.id, old.version, old.code, old.name, old.branch_id, old.parent_id, old.kind, old.target_new_subscribers,
        old.target_renewal_rate, old.yellow_cards, old.geometry);
END;

-- Every state of every assignment, as grid_history has every state of every grid. Persons have no history: a person who is gone
-- was never in charge.
CREATE TABLE assignment_history (
    history_id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    at         DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    gone       BOOLEAN NOT NULL DEFAULT 0,
    id         INTEGER NOT NULL,
    version    INTEGER NOT NULL,
    grid_id    INTEGER NOT NULL,
    person_id  INTEGER NOT NULL,
    role       TEXT,
    contract   TEXT,
    valid_from DATE,
    valid_to   DATE
);
CREATE INDEX assignment_history_assignment ON assignment_history (id, history_id);
CREATE INDEX assignment_history_at ON assignment_history (at);

-- Of the time before this, the assignments of now are the earliest that are known.
INSERT INTO assignment_history (at, id, version, grid_id, person_id, role, contract, valid_from, valid_to)
SELECT '1970-01-01T00:00:00.000Z', id, version, grid_id, person_id, role, contract, valid_from, valid_to FROM assignments;

CREATE TRIGGER assignments_history_insert AFTER INSERT ON assignments BEGIN
    INSERT INTO assignment_history (id, version, grid_id, person_id, role, contract, valid_from, valid_to)
    VALUES (new.id, new.version, new.grid_id, new.person_id, new.role, new.contract, new.valid_from, new.valid_to);
END;
CREATE TRIGGER assignments_history_update AFTER UPDATE ON assignments WHEN new.version <> old.version BEGIN
    INSERT INTO assignment_history (id, version, grid_id, person_id, role, contract, valid_from, valid_to)
    VALUES (new.id, new.version, new.grid_id, new.person_id, new.role, new.contract, new.valid_from, new.valid_to);
END;
CREATE TRIGGER assignments_history_delete AFTER DELETE ON assignments BEGIN
    INSERT INTO assignment_history (gone, id, version, grid_id, person_id, role, contract, valid_from, valid_to)
    VALUES (1, old.id, old.version, old.grid_id, old.person_id, old.role, old.contract, old.valid_from, old.valid_to);
END;

-- The places in that history before and after a revision.
ALTER TABLE revisions ADD COLUMN duties_from INTEGER NOT NULL DEFAULT 0;
ALTER TABLE revisions ADD COLUMN duties_to INTEGER NOT NULL DEFAULT 0;
UPDATE revisions SET
    duties_from = (SELECT coalesce(max(history_id), 0) FROM assignment_history),
    duties_to = (SELECT coalesce(max(history_id), 0) FROM assignment_history);
