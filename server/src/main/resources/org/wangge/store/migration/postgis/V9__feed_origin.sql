-- Which feed this is: a position in the feed of another database means nothing here. Whoever asks adds the cluster and the database, so
-- that a copy is another one too.
create table feed_origin (id text not null);
insert into feed_origin values (gen_random_uuid()::text);
