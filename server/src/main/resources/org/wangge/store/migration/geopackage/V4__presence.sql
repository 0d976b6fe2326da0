-- Who has a plan open just now: rows that are not renewed count no more after half a minute.
CREATE TABLE presence (
    plan_id      INTEGER NOT NULL REFERENCES plans ON DELETE CASCADE,
    account_id   INTEGER NOT NULL,
    account_name TEXT NOT NULL,
    grids        TEXT NOT NULL,
    since        DATETIME NOT NULL,
    seen_at      DATETIME NOT NULL,
    PRIMARY KEY (plan_id, account_id)
);
