-- Which device alone touched a row since the transaction `others_xid`: it needs nothing of what it wrote itself.
ALTER TABLE crm.row
    ADD COLUMN IF NOT EXISTS touched_by int,
    ADD COLUMN IF NOT EXISTS others_xid xid8;
