-- Who has a plan open just now: rows that are not renewed count no more after half a minute.
create table presence (
    plan_id      bigint not null references plans on delete cascade,
    account_id   bigint not null,
    account_name text not null,
    grids        text not null,
    since        timestamptz not null,
    seen_at      timestamptz not null,
    primary key (plan_id, account_id)
);
