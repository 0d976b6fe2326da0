-- The unit that maintains a port device; null: not known.

alter table ports add managed_by text;
