-- The merge rule of sync/merge.py over all given edits at once. It is the same in whatever order edits arrive, so a
-- whole batch is settled in one statement: of each field the latest clock stands; an earlier value is an open conflict
-- unless a writer named its clock as a base or somebody later wrote the same value.
CREATE FUNCTION crm.merged(given crm.weighed[], author uuid, OUT took int, OUT conf int)
LANGUAGE plpgsql AS $$
DECLARE
    here crm.weighed[] := given;
    fresh crm.key_at[];
    hard crm.weighed[];
    n_single int;
    n_plain int;
BEGIN
    fresh := crm.logged(here, author, true);
    IF fresh IS NOT NULL THEN
        -- what was logged before, or is the standing value itself, came a second time
        SELECT coalesce(array_agg(e), '{}') INTO here FROM unnest(here) AS e
          JOIN unnest(fresh) AS f USING (tbl, id, fld, hlc, site);
    END IF;
    SELECT count(DISTINCT e.ord) FILTER (WHERE e.empty OR (e.hlc, e.site) > (e.stood_hlc, e.stood_site)),
           count(*) FILTER (WHERE e.single), count(*) FILTER (WHERE e.plain) - count(*) FILTER (WHERE e.single)
      INTO took, n_single, n_plain FROM unnest(here) AS e;
    -- nearly always: one edit of a field, by somebody who saw what stood there
    IF n_single > 0 THEN
        UPDATE crm.row r
           SET doc = CASE WHEN e.val = 'null' THEN r.doc - e.fld::text ELSE r.doc || jsonb_build_object(e.fld, e.val) END,
               clk = coalesce(r.clk, '{}') || jsonb_build_object(e.fld, jsonb_build_array(e.hlc, e.site)),
               -- putting the document together once more would cost as much as the rest; a key takes up to 30 bytes
               size = greatest(r.size + pg_column_size(e.val) - pg_column_size(e.stood)
                               + 30 * ((e.stood = 'null')::int - (e.val = 'null')::int), 1), xid = pg_current_xact_id(),
               others_xid = CASE WHEN r.touched_by = e.site THEN r.others_xid ELSE r.xid END, touched_by = e.site
          FROM unnest(here) AS e WHERE e.single AND r.tbl = e.tbl AND r.id = e.id;
    END IF;
    IF n_plain > 0 THEN
        UPDATE crm.row r
           SET doc = CASE WHEN w.nulls IS NULL THEN r.doc || w.vals ELSE (r.doc || w.vals) - w.nulls END,
               clk = coalesce(r.clk, '{}') || w.clocks, size = pg_column_size(r.doc || w.vals),
               xid = pg_current_xact_id(),
               others_xid = CASE WHEN r.touched_by = w.by THEN r.others_xid ELSE r.xid END, touched_by = w.by
          FROM (SELECT tbl, id, max(site) AS by, jsonb_object_agg(fld, val) AS vals,
                       array_agg(fld::text) FILTER (WHERE val = 'null') AS nulls,
                       jsonb_object_agg(fld, jsonb_build_array(hlc, site)) AS clocks
                  FROM unnest(here) WHERE plain AND NOT single GROUP BY tbl, id) AS w
         WHERE r.tbl = w.tbl AND r.id = w.id;
    END IF;
    IF EXISTS (SELECT FROM crm.conflict WHERE NOT cleared) THEN
        PERFORM crm.close_answered(here);
    END IF;
    conf := 0;
    IF n_single + n_plain < cardinality(here) THEN
        hard := ARRAY(SELECT e FROM unnest(here) AS e WHERE NOT e.plain);
        conf := crm.settle_hard(hard);
    END IF;
END $$;

-- Write edits into the log; null where all of them were new, else those that were. It is quicker where all are.
CREATE FUNCTION crm.logged(here crm.weighed[], author uuid, quick boolean) RETURNS crm.key_at[] LANGUAGE plpgsql AS $$
DECLARE
    fresh crm.key_at[];
    n_fresh int;
BEGIN
    IF quick THEN
        INSERT INTO crm.change (tbl, id, fld, hlc, site, member, old, new, base, size)
        SELECT * FROM crm.log_lines(here, author);
        GET DIAGNOSTICS n_fresh = ROW_COUNT;
        IF n_fresh = cardinality(here) THEN
            RETURN NULL;
        END IF;
        -- some are the standing values themselves
        RAISE unique_violation;
    END IF;
    WITH logged AS (
        INSERT INTO crm.change (tbl, id, fld, hlc, site, member, old, new, base, size)
        SELECT * FROM crm.log_lines(here, author)
        ON CONFLICT DO NOTHING RETURNING tbl, id, fld, hlc, site)
    SELECT array_agg(ROW(l.tbl, l.id, l.fld, l.hlc, l.site)::crm.key_at) INTO fresh FROM logged l;
    RETURN coalesce(fresh, '{}');
EXCEPTION WHEN unique_violation THEN
    RETURN crm.logged(here, author, false);
END $$;

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

-- How edits stand in the log.
CREATE FUNCTION crm.log_lines(here crm.weighed[], author uuid) RETURNS TABLE (
    tbl smallint, id uuid, fld bigint, hlc bigint, site int, member uuid, old jsonb, new jsonb, base jsonb, size int
) LANGUAGE sql STABLE AS $$
    SELECT e.tbl, e.id, e.fld, e.hlc, e.site, author,
           CASE WHEN e.seen THEN nullif(e.stood, 'null') ELSE crm.value_at(e.tbl, e.id, e.fld, e.base) END,
           e.val, e.base, pg_column_size(e.stood) + pg_column_size(e.val)
      FROM unnest(here) AS e WHERE e.empty OR (e.hlc, e.site) <> (e.stood_hlc, e.stood_site)
     ORDER BY e.tbl, e.id, e.fld
$$;

-- The values of changes, each beside what stands in its field: of two with one clock the later in the batch counts.
-- They are `apart` where no two changes are of one row.
CREATE FUNCTION crm.weigh(given crm.incoming[], apart boolean) RETURNS crm.weighed[] LANGUAGE plpgsql STABLE AS $$
DECLARE
    found crm.weighed[];
    wrong bigint;
BEGIN
    SELECT array_agg(ROW(
               e.ord, e.tbl, e.id, e.fld, e.hlc, e.site, e.val, e.base, e.stood, e.stood_hlc, e.stood_site, e.empty,
               e.seen, e.plain, e.plain AND e.single)::crm.weighed) FILTER (WHERE e.stood_hlc IS NOT NULL),
           count(*) FILTER (WHERE e.fld = 0 OR NOT e.clocked OR NOT (e.seen OR crm.is_base(e.base)))
      INTO found, wrong
      FROM (SELECT e.*, e.lone AND NOT e.empty AND e.seen AND (e.hlc, e.site) > (e.stood_hlc, e.stood_site) AS plain
              FROM (SELECT v.*, r.stood, r.stood_hlc, r.stood_site, r.empty,
                           coalesce((v.base -> 0, v.base -> 1) = (to_jsonb(r.stood_hlc), to_jsonb(r.stood_site))
                                    AND v.base -> 2 IS NULL, false) AS seen
                      FROM crm.latest_values(given, apart) AS v
                      LEFT JOIN LATERAL (
                          SELECT coalesce(x.doc -> v.key, 'null') AS stood,
                                 coalesce((x.clk -> v.key ->> 0)::bigint, x.hlc) AS stood_hlc,
                                 coalesce((x.clk -> v.key ->> 1)::int, x.site) AS stood_site,
                                 NOT x.doc ? v.key AND NOT coalesce(x.clk ? v.key, false) AS empty
                            FROM crm.row x WHERE x.tbl = v.tbl AND x.id = v.id OFFSET 0) AS r ON true
                     OFFSET 0) AS e
             OFFSET 0) AS e;
    IF wrong > 0 THEN
        RAISE EXCEPTION '% values have no field number or no clock as their base', wrong USING ERRCODE = 'CR003';
    END IF;
    RETURN coalesce(found, '{}');
EXCEPTION WHEN invalid_text_representation OR numeric_value_out_of_range THEN
    RAISE EXCEPTION 'a clock is none' USING ERRCODE = 'CR003';
END $$;

-- The values of changes; lone where no other is of the same field, single where none is of the same row.
CREATE FUNCTION crm.latest_values(given crm.incoming[], apart boolean) RETURNS TABLE (
    ord int, tbl smallint, id uuid, key text, fld bigint, hlc bigint, site int, val jsonb, base jsonb, clocked boolean,
    lone boolean, single boolean
) LANGUAGE sql IMMUTABLE AS $$
    SELECT v.ord, v.tbl, v.id, v.key, v.fld, v.hlc, v.site, v.val, v.base, v.clocked, true, v.lines = 1
      FROM crm.values_of(given) AS v WHERE apart
    UNION ALL
    SELECT v.ord, v.tbl, v.id, v.key, v.fld, v.hlc, v.site, v.val, v.base, v.clocked, v.lone, false
      FROM (SELECT *, lead(hlc) OVER w IS NULL AND lag(hlc) OVER w IS NULL AS lone,
                   (lead(hlc) OVER w, lead(site) OVER w) IS DISTINCT FROM (hlc, site) AS last
              FROM crm.values_of(given)
            WINDOW w AS (PARTITION BY tbl, id, fld ORDER BY hlc, site, ord)) AS v
     WHERE NOT apart AND v.last
$$;

-- Several edits of one field, or edits that did not see what stood there; returns how many conflicts that opened.
CREATE FUNCTION crm.settle_hard(hard crm.weighed[]) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    ranked crm.ranked[];
    clashed crm.key[];
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
           size = pg_column_size(r.doc || w.vals), xid = pg_current_xact_id(),
           others_xid = CASE WHEN r.touched_by = w.by THEN r.others_xid ELSE r.xid END, touched_by = w.by
      FROM (SELECT tbl, id, max(site) AS by, jsonb_object_agg(fld, val) AS vals,
                   array_agg(fld::text) FILTER (WHERE val = 'null') AS nulls,
                   jsonb_object_agg(fld, jsonb_build_array(hlc, site)) AS clocks
              FROM unnest(ranked) WHERE place = 1 AND NOT stood GROUP BY tbl, id) AS w
     WHERE r.tbl = w.tbl AND r.id = w.id;
    WITH made AS (
        INSERT INTO crm.conflict (tbl, id, fld, lose_hlc, lose_site, lose, win, win_hlc, win_site, size)
        SELECT l.tbl, l.id, l.fld, l.hlc, l.site, l.val, w.val, w.hlc, w.site, pg_column_size(l.val) + pg_column_size(w.val)
          FROM unnest(crm.unanswered(ARRAY(SELECT x FROM unnest(ranked) AS x WHERE x.place > 1 AND x.again = 1))) AS l
          JOIN (SELECT * FROM unnest(ranked) WHERE place = 1) AS w USING (tbl, id, fld)
        ON CONFLICT DO NOTHING RETURNING tbl, id)
    SELECT count(*), array_agg(DISTINCT ROW(m.tbl, m.id)::crm.key) INTO opened, clashed FROM made AS m;
    IF opened > 0 THEN
        PERFORM crm.touch_openly(clashed);
    END IF;
    RETURN opened;
END $$;

-- Of values that lost, those to which the log holds no answer: no base names them, nobody wrote the same later.
CREATE FUNCTION crm.unanswered(lost crm.ranked[]) RETURNS crm.ranked[] LANGUAGE sql STABLE
SET enable_nestloop = off SET enable_mergejoin = off AS $$
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
CREATE FUNCTION crm.close_answered(edits crm.weighed[]) RETURNS void LANGUAGE sql
SET enable_nestloop = off SET enable_mergejoin = off AS $$
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

-- The clocks of fields but for those that are the row's own; null where none is left.
CREATE FUNCTION crm.clocks_kept(clocks jsonb, row_hlc bigint, row_site int) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN clocks @? '$.*' AND EXISTS (
                    SELECT FROM jsonb_each(clocks) AS f WHERE f.value = jsonb_build_array(row_hlc, row_site))
           THEN (SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(clocks) AS f
                  WHERE f.value <> jsonb_build_array(row_hlc, row_site))
           ELSE nullif(clocks, '{}') END
$$;
