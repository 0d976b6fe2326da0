-- Plans go through review, and every state that the grids ever had can be shown again.

alter table plans drop constraint plans_status_check;
alter table plans add check (status in ('DRAFT', 'SUBMITTED', 'RETURNED', 'APPROVED', 'PUBLISHED'));
alter table plans add author_id bigint not null default 0, add author_name text not null default '';

-- `effect` says which land the command moved, and `versions` the versions of the grids that it met, when it was applied.
alter table plan_commands
    add author_id bigint not null default 0,
    add author_name text not null default '',
    add at timestamptz not null default clock_timestamp(),
    add effect text not null default '',
    add versions text not null default '';

-- What happened to a plan, with the reviewer's words.
create table plan_events (
    id         bigint generated always as identity primary key,
    plan_id    bigint not null references plans on delete cascade,
    at         timestamptz not null,
    kind       text not null,
    actor_id   bigint not null,
    actor_name text not null,
    note       text
);
create index plan_events_plan on plan_events (plan_id);

-- Comments on a plan; pinned to a grid when grid_id is there. That grid may be gone one day, so it is no reference.
create table plan_comments (
    id          bigint generated always as identity primary key,
    plan_id     bigint not null references plans on delete cascade,
    grid_id     bigint,
    at          timestamptz not null,
    author_id   bigint not null,
    author_name text not null,
    note        text not null
);
create index plan_comments_plan on plan_comments (plan_id);

-- Every state of every grid, by whomever it was changed. The state of the grids after history row n is the last row up to n of
-- each grid that is not `gone`.
create table grid_history (
    history_id             bigint generated always as identity primary key,
    at                     timestamptz not null default clock_timestamp(),
    gone                   boolean not null default false,
    id                     bigint not null,
    version                integer not null,
    code                   text not null,
    name                   text,
    branch_id              bigint not null,
    parent_id              bigint,
    kind                   text,
    target_new_subscribers integer,
    target_renewal_rate    double precision,
    geometry               geometry(Geometry, 4326)
);
create index grid_history_grid on grid_history (id, history_id);
create index grid_history_at on grid_history (at);

insert into grid_history
    (id, version, code, name, branch_id, parent_id, kind, target_new_subscribers, target_renewal_rate, geometry)
select id, version, code, name, branch_id, parent_id, kind, target_new_subscribers, target_renewal_rate, geometry from grids;

create function keep_history() returns trigger language plpgsql security definer set search_path from current as $$
begin
    if tg_op = 'INSERT' or tg_op = 'UPDATE' then
        insert into grid_history
            (id, version, code, name, branch_id, parent_id, kind, target_new_subscribers, target_renewal_rate, geometry)
        select id, version, code, name, branch_id, parent_id, kind, target_new_subscribers, target_renewal_rate, geometry
        from new_rows;
    elsif tg_op = 'DELETE' then
        insert into grid_history
            (gone, id, version, code, name, branch_id, parent_id, kind, target_new_subscribers, target_renewal_rate, geometry)
        select true, id, version, code, name, branch_id, parent_id, kind, target_new_subscribers, target_renewal_rate, geometry
        from old_rows;
    else
        insert into grid_history
            (gone, id, version, code, name, branch_id, parent_id, kind, target_new_subscribers, target_renewal_rate, geometry)
        select true, id, version, code, name, branch_id, parent_id, kind, target_new_subscribers, target_renewal_rate, geometry
        from grids;
    end if;
    return null;
end $$;
create trigger history_insert after insert on grids referencing new table as new_rows
    for each statement execute function keep_history();
create trigger history_update after update on grids referencing new table as new_rows
    for each statement execute function keep_history();
create trigger history_delete after delete on grids referencing old table as old_rows
    for each statement execute function keep_history();
create trigger history_truncate before truncate on grids for each statement execute function keep_history();

-- The grids as they were before and after a revision, as rows of the history; its figures, compressed, as they were then.
alter table revisions
    add author_id bigint not null default 0, add author_name text not null default '',
    add approver_id bigint not null default 0, add approver_name text not null default '',
    add history_from bigint, add history_to bigint, add figures bytea;
drop table revision_grids;

-- Which grids a grid came of, by split, merge and the like.
create table grid_lineage (
    id          bigint generated always as identity primary key,
    revision_id bigint not null references revisions on delete cascade,
    kind        text not null,
    from_id     bigint not null,
    from_code   text not null,
    to_id       bigint not null,
    to_code     text not null
);
create index grid_lineage_from on grid_lineage (from_id);
create index grid_lineage_to on grid_lineage (to_id);
