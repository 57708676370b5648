-- By what the server knows its own receipts of erasures again; who has one may show it, and learns nothing by it.
ALTER TABLE crm.meta ADD COLUMN IF NOT EXISTS seal bytea NOT NULL
    DEFAULT sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
-- everybody gets the receipts of what was erased before
UPDATE crm.erased SET xid = pg_current_xact_id();
