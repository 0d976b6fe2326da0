-- An account may be linked to a person, who may be in charge of grids; two more roles.

alter table accounts add person_id bigint references persons on delete set null;
create index accounts_person on accounts (person_id);

alter table account_grants drop constraint account_grants_role_check;
alter table account_grants add constraint account_grants_role_check
    check (role in ('VIEWER', 'REPORTER', 'PLANNER', 'APPROVER', 'MANAGER', 'IMPORTER', 'ADMIN'));
alter table api_token_grants drop constraint api_token_grants_role_check;
alter table api_token_grants add constraint api_token_grants_role_check
    check (role in ('VIEWER', 'REPORTER', 'PLANNER', 'APPROVER', 'MANAGER', 'IMPORTER', 'ADMIN'));
