-- What every function stands on.

CREATE FUNCTION crm.me() RETURNS crm.scope
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, crm, pg_temp AS $$
DECLARE
    asked crm.scope;
BEGIN
    -- the author is who logged in, never an argument; a removed member is nobody
    SELECT m.id, m.rights, m.sees, m.sees = 'all', ARRAY[m.id], CASE m.sees WHEN 'team' THEN m.teams ELSE '{}' END,
           m.can_erase, m.scope_ver
      INTO asked FROM crm.member m WHERE m.role_name = session_user AND m.active;
    IF asked.id IS NULL THEN
        RAISE EXCEPTION 'you are no member of this workspace' USING ERRCODE = '42501';
    END IF;
    IF asked.sees = 'team' THEN
        asked.owners := ARRAY(SELECT o.id FROM crm.member o WHERE o.id = asked.id OR o.teams && asked.teams);
    END IF;
    RETURN asked;
END $$;

CREATE FUNCTION crm.now_ms() RETURNS bigint LANGUAGE sql STABLE AS
$$ SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint $$;

CREATE FUNCTION crm.hex(id uuid) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT encode(uuid_send(id), 'hex') $$;

-- This is asked for each value: of text a trim costs twice what it does of bytes, and an expression four times.
CREATE FUNCTION crm.as_id(value text) RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN length(value) = 32 AND ltrim(convert_to(value, 'UTF8'), '0123456789abcdefABCDEF') = ''
           THEN value::uuid END
$$;

-- Whether a key is the number of a field.
CREATE FUNCTION crm.is_number(key text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT length(key) BETWEEN 1 AND 18 AND ltrim(key, '0123456789') = '' AND NOT starts_with(key, '0') $$;

-- A cursor is a whole snapshot, up to the head: the next pull gets exactly what this one could not see. A server that was
-- set back gives the numbers of later transactions again, so none of those counts as seen; up to the head there are none
-- where the server still knows it. In-progress transactions are missing from a standby's snapshot, so there everything from
-- its oldest one on is fetched again.
CREATE FUNCTION crm.cursor_now() RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, crm, pg_temp AS $$
DECLARE
    stands pg_snapshot := pg_current_snapshot();
    head xid8 := (SELECT p.xid FROM crm.push p ORDER BY p.xid DESC LIMIT 1);
    -- before the first push: no moment of which everything is new, for what a device itself pushes does not come back to it
    ends xid8 := coalesce(((head::text::bigint) + 1)::text, '4')::xid8;
    since xid8 := least(pg_snapshot_xmin(stands), ends);
BEGIN
    IF pg_is_in_recovery() THEN
        RETURN since || ':' || since || ':';
    END IF;
    RETURN since || ':' || least(pg_snapshot_xmax(stands), ends) || ':' || coalesce((
        SELECT string_agg(x::text, ',' ORDER BY x) FROM pg_snapshot_xip(stands) AS x WHERE x < ends), '');
END $$;

CREATE FUNCTION crm.head() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, crm, pg_temp AS
$$ SELECT id FROM crm.push ORDER BY xid DESC LIMIT 1 $$;

-- In which sections there is anything to look for: most of them are empty, and a plan that is not made costs nothing.
CREATE FUNCTION crm.with_news(since pg_snapshot) RETURNS int[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, crm, pg_temp SET enable_seqscan = off AS $$
    SELECT ARRAY(
        SELECT 1 WHERE EXISTS (SELECT FROM crm.erased e WHERE e.xid >= pg_snapshot_xmin(since))
        UNION ALL SELECT 2 WHERE EXISTS (SELECT FROM crm.moved m WHERE m.xid >= pg_snapshot_xmin(since))
        UNION ALL SELECT 3 WHERE EXISTS (SELECT FROM crm.row r WHERE r.xid >= pg_snapshot_xmin(since))
        UNION ALL SELECT 4 WHERE EXISTS (SELECT FROM crm.change c WHERE c.xid >= pg_snapshot_xmin(since))
        UNION ALL SELECT 5 WHERE EXISTS (SELECT FROM crm.conflict k WHERE k.xid >= pg_snapshot_xmin(since)))
$$;

-- The receipt that a record was erased, which only this server can make: a fixed length follows its secret.
CREATE FUNCTION crm.receipt(tbl smallint, id uuid) RETURNS text LANGUAGE sql STABLE AS
$$ SELECT encode(sha256(m.seal || int2send($1) || uuid_send($2)), 'hex') FROM crm.meta m $$;

CREATE FUNCTION crm.check_epoch(asked uuid) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, crm, pg_temp AS $$
BEGIN
    IF asked IS NULL OR asked <> (SELECT epoch FROM crm.meta) THEN
        RAISE EXCEPTION 'the server has begun a new epoch' USING ERRCODE = 'CR001';
    END IF;
END $$;
