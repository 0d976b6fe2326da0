-- The outline of a branch is published with its grids, so its states are kept as theirs are.

create table branch_history (
    history_id bigint generated always as identity primary key,
    at         timestamptz not null default clock_timestamp(),
    gone       boolean not null default false,
    id         bigint not null,
    version    integer not null,
    code       text not null,
    name       text,
    geometry   geometry(Geometry, 4326)
);
create index branch_history_branch on branch_history (id, history_id);
create index branch_history_at on branch_history (at);

-- Of the time before this, the outlines of now are the earliest that are known.
insert into branch_history (at, id, version, code, name, geometry)
select 'epoch', id, version, code, name, geometry from branches;

create function keep_branches() returns trigger language plpgsql security definer set search_path from current as $$
begin
    if tg_op = 'INSERT' or tg_op = 'UPDATE' then
        insert into branch_history (id, version, code, name, geometry)
        select id, version, code, name, geometry from new_rows;
    elsif tg_op = 'DELETE' then
        insert into branch_history (gone, id, version, code, name, geometry)
        select true, id, version, code, name, geometry from old_rows;
    else
        insert into branch_history (gone, id, version, code, name, geometry)
        select true, id, version, code, name, geometry from branches;
    end if;
    return null;
end $$;
create trigger history_insert after insert on branches referencing new table as new_rows
    for each statement execute function keep_branches();
create trigger history_update after update on branches referencing new table as new_rows
    for each statement execute function keep_branches();
create trigger history_delete after delete on branches referencing old table as old_rows
    for each statement execute function keep_branches();
create trigger history_truncate before truncate on branches for each statement execute function keep_branches();

-- The places in that history before and after a revision.
alter table revisions add branches_from bigint not null default 0, add branches_to bigint not null default 0;
update revisions set
    branches_from = (select coalesce(max(history_id), 0) from branch_history),
    branches_to = (select coalesce(max(history_id), 0) from branch_history);
