-- Which feed this is: a position in the feed of another store means nothing here. A store that is filled from a backup has a feed,
-- and so an id, of its own.
CREATE TABLE feed_origin (id TEXT NOT NULL);
INSERT INTO feed_origin VALUES (lower(hex(randomblob(8))));
