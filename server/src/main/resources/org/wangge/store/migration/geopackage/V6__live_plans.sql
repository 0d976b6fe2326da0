-- Plans are in the change feed as the layers are: whoever changes one, every server on this file tells its browsers. A comment is a
-- change of its plan. Commands need no trigger of their own: each counts the version of its plan up.

CREATE TRIGGER plans_feed_insert AFTER INSERT ON plans BEGIN
    INSERT INTO feed (layer, row_id) VALUES ('plans', new.id);
END;
CREATE TRIGGER plans_feed_update AFTER UPDATE ON plans BEGIN
    INSERT INTO feed (layer, row_id) VALUES ('plans', new.id);
END;
CREATE TRIGGER plans_feed_delete AFTER DELETE ON plans BEGIN
    INSERT INTO feed (layer, row_id) VALUES ('plans', old.id);
END;
CREATE TRIGGER plan_comments_feed_insert AFTER INSERT ON plan_comments BEGIN
    INSERT INTO feed (layer, row_id) VALUES ('plans', new.plan_id);
END;

-- Lists are read by status, newest first.
CREATE INDEX plans_status ON plans (status, id);

-- Who brought the plan to its present version; 0 for plans from before.
ALTER TABLE plans ADD COLUMN changed_by_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE plans ADD COLUMN changed_by_name TEXT NOT NULL DEFAULT '';
