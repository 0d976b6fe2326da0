-- The system of record as an OGC GeoPackage 1.3. Geometry is WGS 84 lon/lat degrees; unknown is null, never 0.

PRAGMA application_id = 1196444487;
PRAGMA user_version = 10300;

CREATE TABLE gpkg_spatial_ref_sys (
    srs_name                 TEXT NOT NULL,
    srs_id                   INTEGER NOT NULL PRIMARY KEY,
    organization             TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL,
    definition               TEXT NOT NULL,
    description              TEXT
);
INSERT INTO gpkg_spatial_ref_sys VALUES
    ('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined cartesian coordinate reference system'),
    ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
    ('WGS 84 geodetic', 4326, 'EPSG', 4326,
     'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
     || 'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
     || 'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],'
     || 'AUTHORITY["EPSG","4326"]]',
     'longitude/latitude in degrees on the WGS 84 ellipsoid');

CREATE TABLE gpkg_contents (
    table_name  TEXT NOT NULL PRIMARY KEY,
    data_type   TEXT NOT NULL,
    identifier  TEXT UNIQUE,
    description TEXT DEFAULT '',
    last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    min_x       DOUBLE,
    min_y       DOUBLE,
    max_x       DOUBLE,
    max_y       DOUBLE,
    srs_id      INTEGER,
    CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id)
);

CREATE TABLE gpkg_geometry_columns (
    table_name         TEXT NOT NULL,
    column_name        TEXT NOT NULL,
    geometry_type_name TEXT NOT NULL,
    srs_id             INTEGER NOT NULL,
    z                  TINYINT NOT NULL,
    m                  TINYINT NOT NULL,
    CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
    CONSTRAINT uk_gc_table_name UNIQUE (table_name),
    CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents (table_name),
    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id)
);

CREATE TABLE branches (
    id       INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    version  INTEGER NOT NULL DEFAULT 0,
    code     TEXT NOT NULL UNIQUE CHECK (code <> ''),
    name     TEXT,
    geometry GEOMETRY
);

CREATE TABLE grids (
    id                     INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    version                INTEGER NOT NULL DEFAULT 0,
    code                   TEXT NOT NULL UNIQUE CHECK (code <> ''),
    name                   TEXT,
    branch_id              INTEGER NOT NULL REFERENCES branches,
    parent_id              INTEGER REFERENCES grids CHECK (parent_id <> id),
    kind                   TEXT,
    target_new_subscribers INTEGER CHECK (target_new_subscribers >= 0),
    target_renewal_rate    DOUBLE CHECK (target_renewal_rate BETWEEN 0 AND 1),
    geometry               GEOMETRY
);
CREATE INDEX grids_branch ON grids (branch_id);
CREATE INDEX grids_parent ON grids (parent_id);

CREATE TABLE buildings (
    id                     INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    version                INTEGER NOT NULL DEFAULT 0,
    code                   TEXT NOT NULL UNIQUE CHECK (code <> ''),
    name                   TEXT,
    address                TEXT,
    compound               TEXT,
    kind                   TEXT,
    households             INTEGER CHECK (households >= 0),
    homes_passed           INTEGER CHECK (homes_passed >= 0),
    subscribers            INTEGER CHECK (subscribers >= 0),
    ftth_subscribers       INTEGER CHECK (ftth_subscribers >= 0),
    two_way_subscribers    INTEGER CHECK (two_way_subscribers >= 0),
    opening_subscribers    INTEGER CHECK (opening_subscribers >= 0),
    new_subscribers        INTEGER CHECK (new_subscribers >= 0),
    disconnects            INTEGER CHECK (disconnects >= 0),
    due                    INTEGER CHECK (due >= 0),
    renewed                INTEGER CHECK (renewed >= 0),
    competitor_subscribers INTEGER CHECK (competitor_subscribers >= 0),
    revenue                INTEGER CHECK (revenue >= 0),
    geometry               GEOMETRY NOT NULL
);

CREATE TABLE ports (
    id         INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    version    INTEGER NOT NULL DEFAULT 0,
    code       TEXT NOT NULL UNIQUE CHECK (code <> ''),
    kind       TEXT,
    technology TEXT,
    building   TEXT,
    capacity   INTEGER CHECK (capacity >= 0),
    used       INTEGER CHECK (used >= 0),
    geometry   POINT NOT NULL
);

CREATE TABLE sightings (
    id         INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    version    INTEGER NOT NULL DEFAULT 0,
    code       TEXT NOT NULL UNIQUE CHECK (code <> ''),
    operator   TEXT,
    kind       TEXT,
    offer      TEXT,
    price      DOUBLE CHECK (price >= 0),
    severity   INTEGER CHECK (severity BETWEEN 1 AND 5),
    confidence DOUBLE CHECK (confidence BETWEEN 0 AND 1),
    seen_at    DATE,
    note       TEXT,
    geometry   POINT NOT NULL
);

CREATE TABLE base (
    id       INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    version  INTEGER NOT NULL DEFAULT 0,
    code     TEXT NOT NULL UNIQUE CHECK (code <> ''),
    kind     TEXT,
    name     TEXT,
    geometry GEOMETRY NOT NULL
);

CREATE TABLE persons (
    id      INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    version INTEGER NOT NULL DEFAULT 0,
    code    TEXT NOT NULL UNIQUE CHECK (code <> ''),
    name    TEXT,
    phone   TEXT
);

CREATE TABLE assignments (
    id         INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    version    INTEGER NOT NULL DEFAULT 0,
    grid_id    INTEGER NOT NULL REFERENCES grids ON DELETE CASCADE,
    person_id  INTEGER NOT NULL REFERENCES persons ON DELETE CASCADE,
    role       TEXT,
    contract   TEXT,
    valid_from DATE,
    valid_to   DATE,
    CHECK (valid_to >= valid_from)
);
CREATE UNIQUE INDEX assignments_key ON assignments (grid_id, coalesce(role, ''), coalesce(valid_from, '0001-01-01'));
CREATE INDEX assignments_person ON assignments (person_id);

INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES
    ('branches', 'features', 'branches', 4326),
    ('grids', 'features', 'grids', 4326),
    ('buildings', 'features', 'buildings', 4326),
    ('ports', 'features', 'ports', 4326),
    ('sightings', 'features', 'sightings', 4326),
    ('base', 'features', 'base', 4326),
    ('persons', 'attributes', 'persons', NULL),
    ('assignments', 'attributes', 'assignments', NULL);

INSERT INTO gpkg_geometry_columns VALUES
    ('branches', 'geometry', 'GEOMETRY', 4326, 0, 0),
    ('grids', 'geometry', 'GEOMETRY', 4326, 0, 0),
    ('buildings', 'geometry', 'GEOMETRY', 4326, 0, 0),
    ('ports', 'geometry', 'POINT', 4326, 0, 0),
    ('sightings', 'geometry', 'POINT', 4326, 0, 0),
    ('base', 'geometry', 'GEOMETRY', 4326, 0, 0);

CREATE TABLE plans (
    id            INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    version       INTEGER NOT NULL DEFAULT 0,
    name          TEXT NOT NULL,
    status        TEXT NOT NULL CHECK (status IN ('DRAFT', 'PUBLISHED')),
    base_revision INTEGER NOT NULL,
    created_at    DATETIME NOT NULL,
    updated_at    DATETIME NOT NULL
);

CREATE TABLE plan_commands (
    id       INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    version  INTEGER NOT NULL DEFAULT 0,
    plan_id  INTEGER NOT NULL REFERENCES plans ON DELETE CASCADE,
    position INTEGER NOT NULL,
    json     TEXT NOT NULL,
    undone   BOOLEAN NOT NULL,
    UNIQUE (plan_id, position)
);

CREATE TABLE revisions (
    id           INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    name         TEXT NOT NULL,
    plan_id      INTEGER REFERENCES plans,
    published_at DATETIME NOT NULL
);

-- What a revision did to each grid: enough to show the state before it.
CREATE TABLE revision_grids (
    id              INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    revision_id     INTEGER NOT NULL REFERENCES revisions ON DELETE CASCADE,
    grid_id         INTEGER NOT NULL,
    grid_code       TEXT NOT NULL,
    version_before  INTEGER NOT NULL,
    version_after   INTEGER NOT NULL,
    geometry_before BLOB,
    geometry_after  BLOB,
    UNIQUE (revision_id, grid_id)
);

-- The change feed. It carries no values: a reader reads the row's present state. row_id 0 means the whole layer. There is one
-- writer at a time, so ids grow in the order of commits.
CREATE TABLE feed (
    id     INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    layer  TEXT NOT NULL,
    row_id INTEGER NOT NULL,
    at     DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
);

-- Up to which id the feed has been pruned; a reader that had not come so far loads everything anew.
CREATE TABLE feed_pruned (up_to INTEGER NOT NULL);
INSERT INTO feed_pruned VALUES (0);

-- While a bulk load is under way, in its own transaction, this is 1: the load notes one change of the whole layer itself.
CREATE TABLE feed_muted (muted INTEGER NOT NULL);
INSERT INTO feed_muted VALUES (0);

-- An update by a program that knows nothing of versions still counts one up.

CREATE TRIGGER branches_bump_version AFTER UPDATE ON branches WHEN new.version = old.version BEGIN
    UPDATE branches SET version = old.version + 1 WHERE id = new.id;
END;
CREATE TRIGGER branches_feed_insert AFTER INSERT ON branches WHEN (SELECT muted = 0 FROM feed_muted) BEGIN
    INSERT INTO feed (layer, row_id) VALUES ('branches', new.id);
END;
CREATE TRIGGER branches_feed_update AFTER UPDATE ON branches WHEN (SELECT muted = 0 FROM feed_muted) BEGIN
    INSERT INTO feed (layer, row_id) SELECT 'branches', old.id UNION SELECT 'branches', new.id;
END;
CREATE TRIGGER branches_feed_delete AFTER DELETE ON branches WHEN (SELECT muted = 0 FROM feed_muted) BEGIN
    INSERT INTO feed (layer, row_id) VALUES ('branches', old.id);
END;

CREATE TRIGGER grids_bump_version AFTER UPDATE ON grids WHEN new.version = old.version BEGIN
    UPDATE grids SET version = old.version + 1 WHERE id = new.id;
END;
CREATE TRIGGER grids_feed_insert AFTER INSERT ON grids WHEN (SELECT muted = 0 FROM feed_muted) BEGIN
    INSERT INTO feed (layer, row_id) VALUES ('grids', new.id);
END;
CREATE TRIGGER grids_feed_update AFTER UPDATE ON grids WHEN (SELECT muted = 0 FROM feed_muted) BEGIN
    INSERT INTO feed (layer, row_id) SELECT 'grids', old.id UNION SELECT 'grids', new.id;
END;
CREATE TRIGGER grids_feed_delete AFTER DELETE ON grids WHEN (SELECT muted = 0 FROM feed_muted) BEGIN
    INSERT INTO feed (layer, row_id) VALUES ('grids', old.id);
END;

CREATE TRIGGER buildings_bump_version AFTER UPDATE ON buildings WHEN new.version = old.version BEGIN
    UPDATE buildings SET version = old.version + 1 WHERE id = new.id;
END;
CREATE TRIGGER buildings_feed_insert AFTER INSERT ON buildings WHEN (SELECT muted = 0 FROM feed_muted) BEGIN
    INSERT INTO feed (layer, row_id) VALUES ('buildings', new.id);
END;
CREATE TRIGGER buildings_feed_update AFTER UPDATE ON buildings WHEN (SELECT muted = 0 FROM feed_muted) BEGIN
    INSERT INTO feed (layer, row_id) SELECT 'buildings', old.id UNION SELECT 'buildings', new.id;
END;
CREATE TRIGGER buildings_feed_delete AFTER DELETE ON buildings WHEN (SELECT muted = 0 FROM feed_muted) BEGIN
    INSERT INTO feed (layer, row_id) VALUES ('buildings', old.id);
END;

CREATE TRIGGER ports_bump_version AFTER UPDATE ON ports WHEN new.version = old.version BEGIN
    UPDATE ports SET version = old.version + 1 WHERE id = new.id;
END;
CREATE TRIGGER ports_feed_insert AFTER INSERT ON ports WHEN (SELECT muted = 0 FROM feed_muted) BEGIN
    INSERT INTO feed (layer, row_id) VALUES ('ports', new.id);
END;
CREATE TRIGGER ports_feed_update AFTER UPDATE ON ports WHEN (SELECT muted = 0 FROM feed_muted) BEGIN
    INSERT INTO feed (layer, row_id) SELECT 'ports', old.id UNION SELECT 'ports', new.id;
END;
CREATE TRIGGER ports_feed_delete AFTER DELETE ON ports WHEN (SELECT muted = 0 FROM feed_muted) BEGIN
    INSERT INTO feed (layer, row_id) VALUES ('ports', old.id);
END;

CREATE TRIGGER sightings_bump_version AFTER UPDATE ON sightings WHEN new.version = old.version BEGIN
    UPDATE sightings SET version = old.version + 1 WHERE id = new.id;
END;
CREATE TRIGGER sightings_feed_insert AFTER INSERT ON sightings WHEN (SELECT muted = 0 FROM feed_muted) BEGIN
    INSERT INTO feed (layer, row_id) VALUES ('sightings', new.id);
END;
CREATE TRIGGER sightings_feed_update AFTER UPDATE ON sightings WHEN (SELECT muted = 0 FROM feed_muted) BEGIN
    INSERT INTO feed (layer, row_id) SELECT 'sightings', old.id UNION SELECT 'sightings', new.id;
END;
CREATE TRIGGER sightings_feed_delete AFTER DELETE ON sightings WHEN (SELECT muted = 0 FROM feed_muted) BEGIN
    INSERT INTO feed (layer, row_id) VALUES ('sightings', old.id);
END;

CREATE TRIGGER base_bump_version AFTER UPDATE ON base WHEN new.version = old.version BEGIN
    UPDATE base SET version = old.version + 1 WHERE id = new.id;
END;
CREATE TRIGGER base_feed_insert AFTER INSERT ON base WHEN (SELECT muted = 0 FROM feed_muted) BEGIN
    INSERT INTO feed (layer, row_id) VALUES ('base', new.id);
END;
CREATE TRIGGER base_feed_update AFTER UPDATE ON base WHEN (SELECT muted = 0 FROM feed_muted) BEGIN
    INSERT INTO feed (layer, row_id) SELECT 'base', old.id UNION SELECT 'base', new.id;
END;
CREATE TRIGGER base_feed_delete AFTER DELETE ON base WHEN (SELECT muted = 0 FROM feed_muted) BEGIN
    INSERT INTO feed (layer, row_id) VALUES ('base', old.id);
END;

CREATE TRIGGER persons_bump_version AFTER UPDATE ON persons WHEN new.version = old.version BEGIN
    UPDATE persons SET version = old.version + 1 WHERE id = new.id;
END;
CREATE TRIGGER persons_feed_insert AFTER INSERT ON persons WHEN (SELECT muted = 0 FROM feed_muted) BEGIN
    INSERT INTO feed (layer, row_id) VALUES ('persons', new.id);
END;
CREATE TRIGGER persons_feed_update AFTER UPDATE ON persons WHEN (SELECT muted = 0 FROM feed_muted) BEGIN
    INSERT INTO feed (layer, row_id) SELECT 'persons', old.id UNION SELECT 'persons', new.id;
END;
CREATE TRIGGER persons_feed_delete AFTER DELETE ON persons WHEN (SELECT muted = 0 FROM feed_muted) BEGIN
    INSERT INTO feed (layer, row_id) VALUES ('persons', old.id);
END;

CREATE TRIGGER assignments_bump_version AFTER UPDATE ON assignments WHEN new.version = old.version BEGIN
    UPDATE assignments SET version = old.version + 1 WHERE id = new.id;
END;
CREATE TRIGGER assignments_feed_insert AFTER INSERT ON assignments WHEN (SELECT muted = 0 FROM feed_muted) BEGIN
    INSERT INTO feed (layer, row_id) VALUES ('assignments', new.id);
END;
CREATE TRIGGER assignments_feed_update AFTER UPDATE ON assignments WHEN (SELECT muted = 0 FROM feed_muted) BEGIN
    INSERT INTO feed (layer, row_id) SELECT 'assignments', old.id UNION SELECT 'assignments', new.id;
END;
CREATE TRIGGER assignments_feed_delete AFTER DELETE ON assignments WHEN (SELECT muted = 0 FROM feed_muted) BEGIN
    INSERT INTO feed (layer, row_id) VALUES ('assignments', old.id);
END;

CREATE TRIGGER revisions_feed_insert AFTER INSERT ON revisions BEGIN
    INSERT INTO feed (layer, row_id) VALUES ('revisions', new.id);
END;
