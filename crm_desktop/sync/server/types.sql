-- What functions pass to each other; no table has a column of these, so that they are made anew with the functions.

-- Who asks: what a member may see and write.
CREATE TYPE crm.scope AS (
    id uuid, rights text, sees text, sees_all boolean, owners uuid[], teams uuid[], can_erase boolean, scope_ver int
);

CREATE TYPE crm.key AS (tbl smallint, id uuid);

-- One change of a batch as it arrived.
CREATE TYPE crm.incoming AS (
    ord int, tbl smallint, id uuid, hlc bigint, site int, op smallint, doc jsonb, base jsonb, step bigint
);

-- A batch whose steps are numbered by their places, each with its clock.
CREATE TYPE crm.taken_apart AS (steps jsonb, changes jsonb[], clocks bigint[]);

-- What a batch is made of: its latest clock, and how many of its changes are edits, or rows that are healed.
CREATE TYPE crm.make_up AS (newest bigint, edits bigint, healed bigint);

-- A row that is here, and who sees it.
CREATE TYPE crm.standing AS (tbl smallint, id uuid, reach smallint, owner uuid, team uuid, size int);

-- One value that was written into one field, beside the value that stands there. Its writer saw that one; it is plain
-- where it is, besides, later and the only one of the field in the batch; single where it is that of the row as well.
CREATE TYPE crm.weighed AS (
    ord int, tbl smallint, id uuid, fld bigint, hlc bigint, site int, val jsonb, base jsonb,
    stood jsonb, stood_hlc bigint, stood_site int, empty boolean, seen boolean, plain boolean, single boolean
);
CREATE TYPE crm.key_at AS (tbl smallint, id uuid, fld bigint, hlc bigint, site int);

-- A value among all values of its field: its place from the latest on, and its place among those that are equal to it.
CREATE TYPE crm.ranked AS (
    tbl smallint, id uuid, fld bigint, hlc bigint, site int, val jsonb, stood boolean, place bigint, again bigint
);
