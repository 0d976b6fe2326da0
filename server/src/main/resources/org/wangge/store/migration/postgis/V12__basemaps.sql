-- The basemaps that admins have chosen: one row, so that two who change it at once are told. A line of words for each.
create table basemaps (
    id      bigint primary key check (id = 1),
    version integer not null,
    words   text not null
);
