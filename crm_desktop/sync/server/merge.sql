-- The merge rule of sync/merge.py over all given edits at once. It is the same in whatever order edits arrive, so a
-- whole batch is settled in one statement: of each field the latest clock stands; an earlier value is an open conflict
-- unless a writer named its clock as a base or somebody later wrote the same value.
CREATE FUNCTION crm.merged(given crm.edit[], author uuid, OUT took int[], OUT conf int)
LANGUAGE plpgsql AS $$
DECLARE
    here crm.weighed[] := crm.weigh(given);
    fresh crm.key_at[];
    hard crm.weighed[];
BEGIN
    WITH logged AS (
        INSERT INTO crm.change (tbl, id, fld, hlc, site, member, old, new, base, size)
        SELECT e.tbl, e.id, e.fld, e.hlc, e.site, author,
               CASE WHEN e.base = jsonb_build_array(e.stood_hlc, e.stood_site) THEN nullif(e.stood, 'null')
                    ELSE crm.value_at(e.tbl, e.id, e.fld, e.base) END,
               e.val, e.base, pg_column_size(e.stood) + pg_column_size(e.val)
          FROM unnest(here) AS e WHERE e.empty OR (e.hlc, e.site) <> (e.stood_hlc, e.stood_site)
         ORDER BY e.tbl, e.id, e.fld
        ON CONFLICT DO NOTHING RETURNING tbl, id, fld, hlc, site)
    SELECT array_agg(ROW(l.tbl, l.id, l.fld, l.hlc, l.site)::crm.key_at) INTO fresh FROM logged l;
    IF coalesce(cardinality(fresh), 0) < cardinality(here) THEN
        -- what was logged before, or is the standing value itself, came a second time
        SELECT coalesce(array_agg(e), '{}') INTO here FROM unnest(here) AS e
          JOIN unnest(fresh) AS f USING (tbl, id, fld, hlc, site);
    END IF;
    SELECT coalesce(array_agg(DISTINCT e.ord), '{}') INTO took FROM unnest(here) AS e
     WHERE e.empty OR (e.hlc, e.site) > (e.stood_hlc, e.stood_site);
    -- nearly always: one edit of a field, by somebody who saw what stood there
    UPDATE crm.row r
       SET doc = CASE WHEN w.nulls IS NULL THEN r.doc || w.vals ELSE (r.doc || w.vals) - w.nulls END,
           clk = coalesce(r.clk, '{}') || w.clocks, size = pg_column_size(r.doc || w.vals),
           xid = pg_current_xact_id()
      FROM (SELECT tbl, id, jsonb_object_agg(fld, val) AS vals,
                   array_agg(fld::text) FILTER (WHERE val = 'null') AS nulls,
                   jsonb_object_agg(fld, jsonb_build_array(hlc, site)) AS clocks
              FROM unnest(here) WHERE plain GROUP BY tbl, id) AS w
     WHERE r.tbl = w.tbl AND r.id = w.id;
    IF EXISTS (SELECT FROM crm.conflict WHERE NOT cleared) THEN
        PERFORM crm.close_answered(here);
    END IF;
    hard := ARRAY(SELECT e FROM unnest(here) AS e WHERE NOT e.plain);
    conf := 0;
    IF cardinality(hard) > 0 THEN
        conf := crm.settle_hard(hard);
    END IF;
END $$;

-- Each edit beside what stands in its field. Of two values with one clock the later in the batch counts.
CREATE FUNCTION crm.weigh(given crm.edit[]) RETURNS crm.weighed[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(ROW(
               e.ord, e.tbl, e.id, e.fld, e.hlc, e.site, e.val, e.base, e.stood, e.stood_hlc, e.stood_site, e.empty,
               e.lone AND NOT e.empty AND (e.hlc, e.site) > (e.stood_hlc, e.stood_site)
               AND coalesce(e.base = jsonb_build_array(e.stood_hlc, e.stood_site), false))::crm.weighed), '{}')
      FROM (
        SELECT e.*, coalesce(r.doc -> e.fld::text, 'null') AS stood,
               coalesce((r.clk -> e.fld::text ->> 0)::bigint, r.hlc) AS stood_hlc,
               coalesce((r.clk -> e.fld::text ->> 1)::int, r.site) AS stood_site,
               NOT r.doc ? e.fld::text AND NOT coalesce(r.clk ? e.fld::text, false) AS empty
          FROM (SELECT *, lead(hlc) OVER w IS NULL AND lag(hlc) OVER w IS NULL AS lone,
                       (lead(hlc) OVER w, lead(site) OVER w) IS DISTINCT FROM (hlc, site) AS last
                  FROM unnest(given) WINDOW w AS (PARTITION BY tbl, id, fld ORDER BY hlc, site, ord)) AS e
          JOIN crm.row r USING (tbl, id) WHERE e.last OFFSET 0) AS e
$$;

-- Several edits of one field, or edits that did not see what stood there; returns how many conflicts that opened.
CREATE FUNCTION crm.settle_hard(hard crm.weighed[]) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    ranked crm.ranked[];
    opened int;
BEGIN
    ranked := ARRAY(
        SELECT ROW(tbl, id, fld, hlc, site, val, stood,
                   row_number() OVER (PARTITION BY tbl, id, fld ORDER BY hlc DESC, site DESC),
                   row_number() OVER (PARTITION BY tbl, id, fld, val ORDER BY hlc DESC, site DESC))::crm.ranked
          FROM (SELECT DISTINCT tbl, id, fld, stood_hlc AS hlc, stood_site AS site, stood AS val, true AS stood
                  FROM unnest(hard) WHERE NOT empty
                UNION ALL SELECT tbl, id, fld, hlc, site, val, false FROM unnest(hard)) AS p);
    UPDATE crm.row r
       SET doc = CASE WHEN w.nulls IS NULL THEN r.doc || w.vals ELSE (r.doc || w.vals) - w.nulls END,
           clk = crm.clocks_kept(coalesce(r.clk, '{}') || w.clocks, r.hlc, r.site),
           size = pg_column_size(r.doc || w.vals), xid = pg_current_xact_id()
      FROM (SELECT tbl, id, jsonb_object_agg(fld, val) AS vals,
                   array_agg(fld::text) FILTER (WHERE val = 'null') AS nulls,
                   jsonb_object_agg(fld, jsonb_build_array(hlc, site)) AS clocks
              FROM unnest(ranked) WHERE place = 1 AND NOT stood GROUP BY tbl, id) AS w
     WHERE r.tbl = w.tbl AND r.id = w.id;
    INSERT INTO crm.conflict (tbl, id, fld, lose_hlc, lose_site, lose, win, win_hlc, win_site, size)
    SELECT l.tbl, l.id, l.fld, l.hlc, l.site, l.val, w.val, w.hlc, w.site, pg_column_size(l.val) + pg_column_size(w.val)
      FROM unnest(crm.unanswered(ARRAY(SELECT x FROM unnest(ranked) AS x WHERE x.place > 1 AND x.again = 1))) AS l
      JOIN (SELECT * FROM unnest(ranked) WHERE place = 1) AS w USING (tbl, id, fld)
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS opened = ROW_COUNT;
    RETURN opened;
END $$;

-- Of values that lost, those to which the log holds no answer: no base names them, nobody wrote the same later.
CREATE FUNCTION crm.unanswered(lost crm.ranked[]) RETURNS crm.ranked[] LANGUAGE sql STABLE
SET enable_nestloop = off AS $$
    WITH log AS MATERIALIZED (
        SELECT c.* FROM (SELECT DISTINCT tbl, id, fld FROM unnest(lost)) AS f CROSS JOIN LATERAL (
            SELECT x.tbl, x.id, x.fld, x.hlc, x.site, x.new, x.base FROM crm.change x
             WHERE x.tbl = f.tbl AND x.id = f.id AND x.fld = f.fld OFFSET 0) AS c
    ), seen AS (
        SELECT tbl, id, fld, (base ->> 0)::bigint AS hlc, (base ->> 1)::bigint AS site
          FROM log WHERE jsonb_typeof(base -> 0) = 'number'
        UNION
        SELECT tbl, id, fld, (b ->> 0)::bigint, (b ->> 1)::bigint
          FROM log CROSS JOIN LATERAL jsonb_array_elements(base) AS b WHERE jsonb_typeof(base -> 0) = 'array'
    ), latest AS (
        SELECT tbl, id, fld, new, max(ARRAY[hlc, site]) AS at FROM log GROUP BY tbl, id, fld, new)
    SELECT coalesce(array_agg(l), '{}') FROM unnest(lost) AS l
      LEFT JOIN seen s ON (s.tbl, s.id, s.fld, s.hlc, s.site) = (l.tbl, l.id, l.fld, l.hlc, l.site)
      LEFT JOIN latest m ON (m.tbl, m.id, m.fld, m.new) = (l.tbl, l.id, l.fld, l.val)
     WHERE s.tbl IS NULL AND (m.at IS NULL OR m.at <= ARRAY[l.hlc, l.site])
$$;

-- Close the open conflicts that these edits answer, however late they come.
CREATE FUNCTION crm.close_answered(edits crm.weighed[]) RETURNS void LANGUAGE sql SET enable_nestloop = off AS $$
    WITH unsettled AS MATERIALIZED (
        SELECT k.* FROM (SELECT DISTINCT tbl, id, fld FROM unnest(edits)) AS f CROSS JOIN LATERAL (
            SELECT x.tbl, x.id, x.fld, x.lose_hlc, x.lose_site, x.lose FROM crm.conflict x
             WHERE x.tbl = f.tbl AND x.id = f.id AND x.fld = f.fld AND NOT x.cleared OFFSET 0) AS k
    ), named AS (
        SELECT tbl, id, fld, (base ->> 0)::bigint AS hlc, (base ->> 1)::bigint AS site
          FROM unnest(edits) WHERE jsonb_typeof(base -> 0) = 'number'
        UNION
        SELECT tbl, id, fld, (b ->> 0)::bigint, (b ->> 1)::bigint
          FROM unnest(edits) CROSS JOIN LATERAL jsonb_array_elements(base) AS b WHERE jsonb_typeof(base -> 0) = 'array'
    ), repeated AS (
        SELECT tbl, id, fld, val, max(ARRAY[hlc, site]) AS at FROM unnest(edits) GROUP BY tbl, id, fld, val
    ), answered AS (
        SELECT k.tbl, k.id, k.fld, k.lose_hlc, k.lose_site FROM named n JOIN unsettled k
            ON (k.tbl, k.id, k.fld, k.lose_hlc, k.lose_site) = (n.tbl, n.id, n.fld, n.hlc, n.site)
        UNION
        SELECT k.tbl, k.id, k.fld, k.lose_hlc, k.lose_site FROM repeated e JOIN unsettled k
            ON (k.tbl, k.id, k.fld) = (e.tbl, e.id, e.fld) AND k.lose = e.val
         WHERE e.at > ARRAY[k.lose_hlc, k.lose_site])
    UPDATE crm.conflict k SET cleared = true, lose = NULL, win = NULL, xid = pg_current_xact_id() FROM answered a
     WHERE (k.tbl, k.id, k.fld, k.lose_hlc, k.lose_site) = (a.tbl, a.id, a.fld, a.lose_hlc, a.lose_site)
$$;

-- The value that was written at the clock `base`, as far as the log knows it: it says so itself, or the first edit did.
CREATE FUNCTION crm.value_at(of_table smallint, record uuid, field bigint, base jsonb) RETURNS jsonb
LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN jsonb_typeof(base -> 0) = 'number' THEN nullif(coalesce(
        (SELECT c.new FROM crm.change c WHERE c.tbl = of_table AND c.id = record AND c.fld = field
            AND c.hlc = CASE WHEN jsonb_typeof(base -> 0) = 'number' THEN (base ->> 0)::bigint END
            AND c.site::bigint = CASE WHEN jsonb_typeof(base -> 0) = 'number' THEN (base ->> 1)::bigint END),
        (SELECT CASE WHEN c.base = $4 THEN c.old END FROM crm.change c
          WHERE c.tbl = of_table AND c.id = record AND c.fld = field ORDER BY c.hlc, c.site LIMIT 1)), 'null') END
$$;

-- The clocks of fields but for those that are the row's own; null where none is left.
CREATE FUNCTION crm.clocks_kept(clocks jsonb, row_hlc bigint, row_site int) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN clocks @? '$.*' AND EXISTS (
                    SELECT FROM jsonb_each(clocks) AS f WHERE f.value = jsonb_build_array(row_hlc, row_site))
           THEN (SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(clocks) AS f
                  WHERE f.value <> jsonb_build_array(row_hlc, row_site))
           ELSE nullif(clocks, '{}') END
$$;
