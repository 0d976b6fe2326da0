-- The basemaps that admins have chosen: one row, so that two who change it at once are told. A line of words for each.
CREATE TABLE basemaps (
    id      INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    one     INTEGER NOT NULL DEFAULT 1 UNIQUE CHECK (one = 1),
    version INTEGER NOT NULL,
    words   TEXT NOT NULL
);
