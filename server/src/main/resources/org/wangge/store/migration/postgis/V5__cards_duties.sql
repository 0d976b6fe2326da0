-- Cards of a grid, and the history of who was in charge.

-- A yellow card warns, two mean replacement; null: none are kept for this grid.
alter table grids add yellow_cards integer check (yellow_cards between 0 and 2);
alter table grid_history add yellow_cards integer;

create or replace function keep_history() returns trigger language plpgsql security definer set search_path from current as $$
begin
    if tg_op = 'INSERT' or tg_op = 'UPDATE' then
        insert into grid_history (id, version, code, name, branch_id, parent_id, kind, target_new_subscribers,
            target_renewal_rate, yellow_cards, geometry)
        select id, version, code, name, branch_id, parent_id, kind, target_new_subscribers, target_renewal_rate, yellow_cards,
            geometry
        from new_rows;
    elsif tg_op = 'DELETE' then
        insert into grid_history (gone, id, version, code, name, branch_id, parent_id, kind, target_new_subscribers,
            target_renewal_rate, yellow_cards, geometry)
        select true, id, version, code, name, branch_id, parent_id, kind, target_new_subscribers, target_renewal_rate,
            yellow_cards, geometry
        from old_rows;
    else
        insert into grid_history (gone, id, version, code, name, branch_id, parent_id, kind, target_new_subscribers,
            target_renewal_rate, yellow_cards, geometry)
        select true, id, version, code, name, branch_id, parent_id, kind, target_new_subscribers, target_renewal_rate,
            yellow_cards, geometry
        from grids;
    end if;
    return null;
end $$;

-- Every state of every assignment, as grid_history has every state of every grid. Persons have no history: a person who is gone
-- was never in charge.
create table assignment_history (
    history_id bigint generated always as identity primary key,
    at         timestamptz not null default clock_timestamp(),
    gone       boolean not null default false,
    id         bigint not null,
    version    integer not null,
    grid_id    bigint not null,
    person_id  bigint not null,
    role       text,
    contract   text,
    valid_from date,
    valid_to   date
);
create index assignment_history_assignment on assignment_history (id, history_id);
create index assignment_history_at on assignment_history (at);

-- Of the time before this, the assignments of now are the earliest that are known.
insert into assignment_history (at, id, version, grid_id, person_id, role, contract, valid_from, valid_to)
select 'epoch', id, version, grid_id, person_id, role, contract, valid_from, valid_to from assignments;

create function keep_assignments() returns trigger language plpgsql security definer set search_path from current as $$
begin
    if tg_op = 'INSERT' or tg_op = 'UPDATE' then
        insert into assignment_history (id, version, grid_id, person_id, role, contract, valid_from, valid_to)
        select id, version, grid_id, person_id, role, contract, valid_from, valid_to from new_rows;
    elsif tg_op = 'DELETE' then
        insert into assignment_history (gone, id, version, grid_id, person_id, role, contract, valid_from, valid_to)
        select true, id, version, grid_id, person_id, role, contract, valid_from, valid_to from old_rows;
    else
        insert into assignment_history (gone, id, version, grid_id, person_id, role, contract, valid_from, valid_to)
        select true, id, version, grid_id, person_id, role, contract, valid_from, valid_to from assignments;
    end if;
    return null;
end $$;
create trigger history_insert after insert on assignments referencing new table as new_rows
    for each statement execute function keep_assignments();
create trigger history_update after update on assignments referencing new table as new_rows
    for each statement execute function keep_assignments();
create trigger history_delete after delete on assignments referencing old table as old_rows
    for each statement execute function keep_assignments();
create trigger history_truncate before truncate on assignments for each statement execute function keep_assignments();

-- The places in that history before and after a revision.
alter table revisions add duties_from bigint not null default 0, add duties_to bigint not null default 0;
update revisions set
    duties_from = (select coalesce(max(history_id), 0) from assignment_history),
    duties_to = (select coalesce(max(history_id), 0) from assignment_history);
