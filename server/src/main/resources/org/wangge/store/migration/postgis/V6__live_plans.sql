-- Plans are in the change feed as the layers are: whoever changes one, every server on this database tells its browsers. A comment is a
-- change of its plan. Commands need no trigger of their own: each counts the version of its plan up.

create trigger feed_insert after insert on plans referencing new table as new_rows
    for each statement execute function note_change();
create trigger feed_update after update on plans referencing old table as old_rows new table as new_rows
    for each statement execute function note_change();
create trigger feed_delete after delete on plans referencing old table as old_rows
    for each statement execute function note_change();
create trigger feed_truncate after truncate on plans
    for each statement execute function note_change();

create function note_comment() returns trigger language plpgsql security definer set search_path from current as $$
begin
    insert into feed (layer, row_id) select distinct 'plans', plan_id from new_rows;
    return null;
end $$;
create trigger feed_insert after insert on plan_comments referencing new table as new_rows
    for each statement execute function note_comment();

-- Lists are read by status, newest first.
create index plans_status on plans (status, id);

-- Who brought the plan to its present version; 0 for plans from before.
alter table plans add changed_by_id bigint not null default 0, add changed_by_name text not null default '';
