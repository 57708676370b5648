-- The server tells its version, so that a newer program brings it up to date; the first servers had none.
ALTER TABLE crm.meta
    ADD COLUMN IF NOT EXISTS idle_s int NOT NULL DEFAULT 60,
    ADD COLUMN IF NOT EXISTS busy_s int NOT NULL DEFAULT 300,
    ADD COLUMN version int NOT NULL DEFAULT 1,
    -- up to which schema of the program it knows tables and fields by name
    ADD COLUMN described int NOT NULL DEFAULT 3;
