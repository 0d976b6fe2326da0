-- The unit that maintains a port device; null: not known.

ALTER TABLE ports ADD COLUMN managed_by TEXT;
