-- Whole tables, single rows, their history and their digests.

-- The rows behind a place in the order of tables and ids that a member sees.
CREATE FUNCTION crm.rows_behind(asked crm.scope, sees_all boolean, k_tbl smallint, k_id uuid, most int)
RETURNS SETOF crm.row LANGUAGE sql STABLE AS $$
    SELECT r.* FROM crm.row r
     WHERE (r.tbl, r.id) > (k_tbl, k_id) AND (sees_all AND r.reach < 2 OR crm.may_see(r.reach, r.owner, r.team, asked))
     ORDER BY r.tbl, r.id LIMIT most
$$;

-- How many of the next rows fit into a page, and the steps that made them. To look twice at where rows stand costs less
-- than to keep them until their bytes are counted and their steps are known.
CREATE FUNCTION crm.ahead(
    asked crm.scope, sees_all boolean, k_tbl smallint, k_id uuid, most int,
    OUT fits int, OUT sites int[], OUT hlcs bigint[])
LANGUAGE plpgsql STABLE SET random_page_cost = 1.1 SET jit = off AS $$
DECLARE
    bytes bigint;
BEGIN
    fits := most;
    SELECT sum(m.size), array_agg(m.site), array_agg(m.hlc) INTO bytes, sites, hlcs
      FROM (SELECT sum(r.size) AS size, r.site, r.hlc
              FROM crm.rows_behind(asked, sees_all, k_tbl, k_id, most) AS r GROUP BY r.site, r.hlc) AS m;
    IF bytes > 16000000 THEN
        -- the page ends before; steps of rows behind it are known all the same
        fits := (SELECT count(*) FROM (
            SELECT sum(r.size) OVER (ORDER BY r.tbl, r.id ROWS UNBOUNDED PRECEDING) - r.size AS before
              FROM crm.rows_behind(asked, sees_all, k_tbl, k_id, most) AS r) AS p WHERE p.before < 16000000);
    END IF;
END $$;

-- The rows behind a place, and before them the steps that made them: as documents [site, hlc, member, …] of no table.
-- Columns go into what is sent as they are; a text of each row is copied three times on its way.
CREATE FUNCTION crm.page_v2(tbl int, after uuid, lim int)
RETURNS TABLE (in_tbl smallint, record uuid, doc jsonb, hlc bigint, site int, clk jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, crm, pg_temp
SET random_page_cost = 1.1 SET work_mem = '32MB' SET jit = off AS $$
#variable_conflict use_column
DECLARE
    asked crm.scope := crm.me();
    k_tbl smallint := least(greatest(coalesce($1, 0), 0), 32767);
    k_id uuid := coalesce($2, '00000000-0000-0000-0000-000000000000');
    sees_all boolean := asked.sees_all;
    most int := least(greatest(coalesce($3, 5000), 1), 20000);
    sites int[];
    hlcs bigint[];
BEGIN
    SELECT a.fits, a.sites, a.hlcs INTO most, sites, hlcs FROM crm.ahead(asked, sees_all, k_tbl, k_id, most) AS a;
    RETURN QUERY
        SELECT NULL::smallint, NULL::uuid, jsonb_build_array(
                   s.site, s.hlc, crm.hex(s.member), s.at, s.label, s.undoes, s.app_version),
               NULL::bigint, NULL::int, NULL::jsonb
          FROM unnest(sites, hlcs) AS m(site, hlc) JOIN crm.step s USING (site, hlc);
    RETURN QUERY
        SELECT r.tbl, r.id, r.doc, r.hlc, r.site, r.clk
          FROM crm.rows_behind(asked, sees_all, k_tbl, k_id, most) AS r;
END $$;

-- The same for programs from before version 12: each row as a text [tbl, "id", doc, hlc, site, clk], and then the steps
-- as texts ["step", …].
CREATE FUNCTION crm.page_v1(tbl int, after uuid, lim int) RETURNS SETOF text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, crm, pg_temp
SET random_page_cost = 1.1 SET work_mem = '32MB' SET jit = off AS $$
DECLARE
    asked crm.scope := crm.me();
    k_tbl smallint := least(greatest(coalesce($1, 0), 0), 32767);
    k_id uuid := coalesce($2, '00000000-0000-0000-0000-000000000000');
    sees_all boolean := asked.sees_all;
    most int := least(greatest(coalesce($3, 5000), 1), 20000);
    sites int[];
    hlcs bigint[];
BEGIN
    SELECT a.fits, a.sites, a.hlcs INTO most, sites, hlcs FROM crm.ahead(asked, sees_all, k_tbl, k_id, most) AS a;
    RETURN QUERY
        SELECT concat('[', r.tbl, ',"', crm.hex(r.id), '",', r.doc, ',', r.hlc, ',', r.site, ',',
                      coalesce(r.clk::text, 'null'), ']')
          FROM crm.rows_behind(asked, sees_all, k_tbl, k_id, most) AS r;
    RETURN QUERY
        SELECT json_build_array('step', s.site, s.hlc, crm.hex(s.member), s.at, s.label, s.undoes, s.app_version)::text
          FROM unnest(sites, hlcs) AS m(site, hlc) JOIN crm.step s USING (site, hlc);
END $$;

-- Of the ids that were asked for: the rows, what the member may not see (any more), and what was erased.
CREATE FUNCTION crm.rows_v1(tbl int, ids jsonb) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, crm, pg_temp AS $$
DECLARE
    asked crm.scope := crm.me();
    wanted uuid[];
BEGIN
    IF jsonb_typeof($2) IS DISTINCT FROM 'array' OR jsonb_array_length($2) > 5000 THEN
        RAISE EXCEPTION 'ask for at most 5,000 rows' USING ERRCODE = 'CR003';
    END IF;
    wanted := ARRAY(SELECT DISTINCT crm.as_id(i) FROM jsonb_array_elements_text($2) AS i
                     WHERE crm.as_id(i) IS NOT NULL ORDER BY 1);
    RETURN (
        WITH row AS MATERIALIZED (
            SELECT r.*, sum(r.size) OVER (ORDER BY r.id) - r.size AS before FROM crm.row r
             WHERE r.tbl = $1 AND r.id = ANY (wanted) AND crm.may_see(r.reach, r.owner, r.team, asked)
        ), kept AS (SELECT * FROM row WHERE before < 16000000)
        SELECT json_build_object(
            'rows', (SELECT coalesce(json_agg(json_build_array(
                        k.tbl, crm.hex(k.id), k.doc, k.hlc, k.site, k.clk) ORDER BY k.id), '[]') FROM kept k),
            'later', (SELECT coalesce(json_agg(crm.hex(r.id)), '[]') FROM row r WHERE r.before >= 16000000),
            'erased', (SELECT coalesce(json_agg(crm.hex(e.id)), '[]') FROM crm.erased e
                        WHERE e.tbl = $1 AND e.id = ANY (wanted)),
            'missing', (SELECT coalesce(json_agg(crm.hex(w)), '[]') FROM unnest(wanted) AS w
                         WHERE NOT EXISTS (SELECT FROM row r WHERE r.id = w)
                           AND NOT EXISTS (SELECT FROM crm.erased e WHERE e.tbl = $1 AND e.id = w))));
END $$;

CREATE FUNCTION crm.history_v1(tbl int, id uuid) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, crm, pg_temp AS $$
#variable_conflict use_column
DECLARE
    asked crm.scope := crm.me();
    here crm.row;
BEGIN
    SELECT * INTO here FROM crm.row r WHERE r.tbl = $1 AND r.id = $2
       AND crm.may_see(r.reach, r.owner, r.team, asked);
    RETURN (
        WITH log AS MATERIALIZED (
            SELECT c.* FROM (
                SELECT x.*, sum(x.size) OVER (ORDER BY x.hlc DESC, x.site DESC, x.fld) - x.size AS before
                  FROM crm.change x WHERE x.tbl = here.tbl AND x.id = here.id) AS c
             WHERE c.before < 16000000 ORDER BY c.hlc DESC, c.site DESC LIMIT 5000)
        SELECT json_build_object(
            'steps', crm.steps_at((SELECT array_agg(l.site) FROM log l) || here.site,
                                  (SELECT array_agg(l.hlc) FROM log l) || here.hlc),
            'changes', (SELECT coalesce(json_agg(json_build_array(
                l.tbl, crm.hex(l.id), l.hlc, l.site, l.fld, l.old, l.new, l.base) ORDER BY l.hlc, l.site, l.fld), '[]')
                FROM log l)));
END $$;

-- The latest steps before a clock that touched something this member sees.
CREATE FUNCTION crm.steps_v1(before_hlc bigint, lim int) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, crm, pg_temp AS $$
DECLARE
    asked crm.scope := crm.me();
BEGIN
    RETURN (
        SELECT coalesce(json_agg(json_build_array(
                   s.site, s.hlc, crm.hex(s.member), s.at, s.label, s.undoes, s.app_version)
                   ORDER BY s.hlc DESC, s.site DESC), '[]')
          FROM (SELECT x.* FROM crm.step x
                 WHERE ($1 IS NULL OR x.hlc < $1) AND (asked.sees_all OR x.member = asked.id OR EXISTS (
                     SELECT FROM jsonb_array_elements(x.touched) AS t JOIN crm.row r
                         ON r.tbl = (t ->> 0)::smallint AND r.id = (t ->> 1)::uuid
                      WHERE crm.may_see(r.reach, r.owner, r.team, asked)))
                 ORDER BY x.hlc DESC, x.site DESC LIMIT least(greatest(coalesce($2, 100), 1), 5000)) AS s);
END $$;

-- What the digest of a row is made of: its id, its clock, and the clocks of the fields written since, by number. The
-- clocks as text are asked for where there are such fields alone: most rows have none.
CREATE FUNCTION crm.clocks_text(clk jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(string_agg(f.key || '=' || (f.value ->> 0) || ':' || (f.value ->> 1) || ';', ''
                               ORDER BY f.key::bigint), '') FROM jsonb_each(clk) AS f
$$;

CREATE FUNCTION crm.row_digest(id uuid, hlc bigint, site int, clk jsonb) RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT ('x' || left(encode(sha256(convert_to(crm.hex(id) || '|' || hlc || ':' || site || '|'
        || CASE WHEN clk IS NULL THEN '' ELSE crm.clocks_text(clk) END, 'UTF8')), 'hex'), 16))::bit(64)::bigint
        & 9223372036854775807
$$;

-- Bucket: the last byte of the id, for the first ones are the time.
CREATE FUNCTION crm.digest_v1(tbl int) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, crm, pg_temp AS $$
DECLARE
    asked crm.scope := crm.me();
BEGIN
    RETURN (
        SELECT coalesce(json_agg(json_build_array(d.bucket, d.count, d.hash) ORDER BY d.bucket), '[]')
          FROM (SELECT get_byte(uuid_send(r.id), 15) AS bucket, count(*) AS count,
                       mod(sum(crm.row_digest(r.id, r.hlc, r.site, r.clk)), 9223372036854775808) AS hash
                  FROM crm.row r WHERE r.tbl = $1 AND crm.may_see(r.reach, r.owner, r.team, asked)
                 GROUP BY 1) AS d);
END $$;

CREATE FUNCTION crm.digest_ids_v1(tbl int, bucket int) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, crm, pg_temp AS $$
DECLARE
    asked crm.scope := crm.me();
BEGIN
    RETURN (
        SELECT coalesce(json_agg(json_build_array(crm.hex(r.id), r.hlc, r.site, r.clk) ORDER BY r.id), '[]')
          FROM crm.row r WHERE r.tbl = $1 AND get_byte(uuid_send(r.id), 15) = $2
           AND crm.may_see(r.reach, r.owner, r.team, asked));
END $$;
