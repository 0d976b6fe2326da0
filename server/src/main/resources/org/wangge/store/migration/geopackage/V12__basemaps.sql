-- The basemaps that admins have chosen: one row, so that two who change it at once are told. A line of words for each.
CREATE TABLE basemaps (
    id      INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
    version INTEGER NOT NULL,
    words   TEXT NOT NULL
);
