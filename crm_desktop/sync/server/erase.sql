-- Erasing a person, or any record: the values go from rows, history, conflicts and files, and never come back.

-- The record, everything that belongs to it, and the files that were kept with it and with nothing else.
CREATE FUNCTION crm.closure(of_table smallint, record uuid) RETURNS crm.key[] LANGUAGE sql STABLE AS $$
    WITH RECURSIVE dead (tbl, id) AS (
        SELECT of_table, record
        UNION
        SELECT n.tbl, n.id FROM dead d CROSS JOIN LATERAL (
            SELECT r.tbl, r.id FROM crm.row r JOIN crm.table_meta t ON t.tbl = r.tbl AND t.part WHERE r.parent = d.id
            UNION ALL
            SELECT a.tbl, a.id FROM crm.row a WHERE a.tbl = :attachment AND (
                SELECT bool_and(crm.as_id(a.doc ->> f.fld::text) = d.id) FROM crm.field_meta f
                 WHERE f.tbl = a.tbl AND f.target IS NOT NULL AND f.fld >= 20 AND a.doc ? f.fld::text)) AS n)
    SELECT array_agg(ROW(tbl, id)::crm.key) FROM dead
$$;

-- New rows that belong to what was erased are erased as they come: only their ids stay.
CREATE FUNCTION crm.erase_parts(given crm.incoming[], author uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    more int;
BEGIN
    FOR depth IN 1 .. 8 LOOP
        INSERT INTO crm.erased (tbl, id, by, reason)
        SELECT c.tbl, c.id, author, x.reason FROM unnest(given) AS c
          JOIN crm.table_meta t ON t.tbl = c.tbl AND t.part
          CROSS JOIN LATERAL (
              SELECT e.reason FROM unnest(t.parents, t.parent_tables) AS u(f, ptbl)
                JOIN crm.erased e ON e.tbl = u.ptbl AND e.id = crm.as_id(c.doc ->> u.f) LIMIT 1) AS x
         WHERE c.op <> 2
        ON CONFLICT DO NOTHING;
        GET DIAGNOSTICS more = ROW_COUNT;
        EXIT WHEN more = 0;
    END LOOP;
END $$;

-- Empty the links of other records to these, in rows and in the log, without a new clock: every device does the same.
CREATE FUNCTION crm.unlinked(dead crm.key[]) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    each record;
    names text[] := ARRAY(SELECT crm.hex(d.id) FROM unnest(dead) AS d);
    emptied int := 0;
    part int;
BEGIN
    FOR each IN SELECT DISTINCT f.tbl, f.fld::text AS fld FROM crm.field_meta f
                 WHERE f.target IN (SELECT d.tbl FROM unnest(dead) AS d) LOOP
        UPDATE crm.row r SET doc = r.doc - each.fld, xid = pg_current_xact_id(), touched_by = NULL
         WHERE r.tbl = each.tbl AND lower(r.doc ->> each.fld) = ANY (names);
        GET DIAGNOSTICS part = ROW_COUNT;
        emptied := emptied + part;
        UPDATE crm.change c SET old = CASE WHEN lower(c.old #>> '{}') = ANY (names) THEN NULL ELSE c.old END,
               new = CASE WHEN lower(c.new #>> '{}') = ANY (names) THEN 'null' ELSE c.new END
         WHERE c.tbl = each.tbl AND c.fld = each.fld::bigint
           AND (lower(c.old #>> '{}') = ANY (names) OR lower(c.new #>> '{}') = ANY (names));
    END LOOP;
    RETURN emptied;
END $$;

-- Erase these records everywhere on the server.
CREATE FUNCTION crm.erase_all(dead crm.key[], author uuid, reason text) RETURNS int LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    files text[];
    emptied int;
BEGIN
    PERFORM FROM crm.row r JOIN unnest(dead) AS d USING (tbl, id) ORDER BY r.tbl, r.id FOR UPDATE OF r;
    files := ARRAY(SELECT r.doc ->> ':content' FROM crm.row r JOIN unnest(dead) AS d USING (tbl, id)
                    WHERE r.tbl = :attachment);
    -- what the steps were called may name the person
    UPDATE crm.step s SET label = '' FROM (
        SELECT r.site, r.hlc FROM crm.row r JOIN unnest(dead) AS d USING (tbl, id)
        UNION SELECT c.site, c.hlc FROM crm.change c JOIN unnest(dead) AS d USING (tbl, id)) AS k
     WHERE s.site = k.site AND s.hlc = k.hlc;
    DELETE FROM crm.change c USING unnest(dead) AS d WHERE c.tbl = d.tbl AND c.id = d.id;
    DELETE FROM crm.conflict k USING unnest(dead) AS d WHERE k.tbl = d.tbl AND k.id = d.id;
    DELETE FROM crm.moved m USING unnest(dead) AS d WHERE m.tbl = d.tbl AND m.id = d.id;
    DELETE FROM crm.row r USING unnest(dead) AS d WHERE r.tbl = d.tbl AND r.id = d.id;
    emptied := crm.unlinked(dead);
    DELETE FROM crm.chunk c WHERE encode(c.hash, 'hex') = ANY (files) AND NOT EXISTS (
        SELECT FROM crm.row r WHERE r.doc ->> ':content' = encode(c.hash, 'hex')
           AND r.tbl = :attachment);
    INSERT INTO crm.erased (tbl, id, by, reason) SELECT d.tbl, d.id, $2, $3 FROM unnest(dead) AS d
    ON CONFLICT DO NOTHING;
    -- by the head a server that was set back is noticed, also where nothing but this was lost; no device is site 0
    INSERT INTO crm.push (site, n, id, member, digest, result)
    VALUES (0, pg_current_xact_id()::text::bigint, gen_random_uuid(), $2, '', '{}') ON CONFLICT DO NOTHING;
    NOTIFY crm;
    RETURN emptied;
END $$;

CREATE FUNCTION crm.erase_v1(tbl int, id uuid, reason text) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, crm, pg_temp SET lock_timeout = '5s' AS $$
#variable_conflict use_column
DECLARE
    asked crm.scope := crm.me();
    stands crm.row;
    dead crm.key[];
    emptied int;
BEGIN
    IF NOT asked.can_erase THEN
        RAISE EXCEPTION 'this member may not erase' USING ERRCODE = 'CR010';
    END IF;
    IF $1 IS NULL OR $1 NOT BETWEEN 1 AND 32767 OR $2 IS NULL OR $3 IS NULL OR length($3) NOT BETWEEN 1 AND 2000 THEN
        RAISE EXCEPTION 'say which record, and why' USING ERRCODE = 'CR003';
    END IF;
    SELECT * INTO stands FROM crm.row r WHERE r.tbl = $1 AND r.id = $2;
    IF stands.id IS NOT NULL AND NOT crm.may_see(stands.reach, stands.owner, stands.team, asked) THEN
        RAISE EXCEPTION 'this member may not erase' USING ERRCODE = 'CR010';
    END IF;
    dead := crm.closure($1::smallint, $2);
    emptied := crm.erase_all(dead, asked.id, $3);
    RETURN (SELECT jsonb_build_object(
        'emptied', emptied,
        'erased', jsonb_agg(jsonb_build_array(d.tbl, crm.hex(d.id)) ORDER BY d.tbl, d.id),
        'receipts', jsonb_agg(crm.receipt(d.tbl, d.id) ORDER BY d.tbl, d.id)) FROM unnest(dead) AS d);
END $$;

-- A server that was set back erases again what it gave these receipts for, whoever shows them: [table, id, receipt] each.
-- Tells which ones are not its own.
CREATE FUNCTION crm.erase_again_v1(receipts jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, crm, pg_temp SET lock_timeout = '5s' AS $$
DECLARE
    asked crm.scope := crm.me();
    shown crm.key[];
    refused jsonb;
    dead crm.key[];
BEGIN
    IF jsonb_typeof($1) IS DISTINCT FROM 'array' OR jsonb_array_length($1) > 5000 THEN
        RAISE EXCEPTION 'show at most 5,000 receipts' USING ERRCODE = 'CR003';
    END IF;
    WITH told AS MATERIALIZED (
        SELECT t, CASE WHEN t ->> 0 ~ '^[1-9][0-9]{0,3}$' THEN (t ->> 0)::smallint END AS tbl, crm.as_id(t ->> 1) AS id
          FROM jsonb_array_elements($1) AS t WHERE jsonb_typeof(t) = 'array'
    ), judged AS (
        SELECT *, coalesce(crm.receipt(tbl, id) = t ->> 2, false) AS own FROM told)
    SELECT array_agg(ROW(tbl, id)::crm.key) FILTER (WHERE own),
           coalesce(jsonb_agg(t -> 1) FILTER (WHERE NOT own), '[]')
      INTO shown, refused FROM judged;
    SELECT array_agg(DISTINCT ROW(c.tbl, c.id)::crm.key) INTO dead
      FROM unnest(shown) AS s CROSS JOIN LATERAL unnest(crm.closure(s.tbl, s.id)) AS c
     WHERE NOT EXISTS (SELECT FROM crm.erased e WHERE e.tbl = s.tbl AND e.id = s.id);
    IF dead IS NOT NULL THEN
        PERFORM crm.erase_all(dead, asked.id, 'erased before the server was set back');
    END IF;
    RETURN jsonb_build_object('refused', refused);
END $$;
