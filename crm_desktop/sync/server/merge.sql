-- The merge rule of sync/merge.py over all given edits at once. It is the same in whatever order edits arrive, so a
-- whole batch is settled in one statement: of each field the latest clock stands; an earlier value is an open conflict
-- unless a writer named its clock as a base or somebody later wrote the same value.
CREATE FUNCTION crm.merged(given crm.edit[], author uuid, OUT took int[], OUT conf int)
LANGUAGE plpgsql AS $$
BEGIN
    WITH edit AS MATERIALIZED (
        SELECT DISTINCT ON (tbl, id, fld, hlc, site) ord, tbl, id, fld, hlc, site, val, base
          FROM unnest(given) ORDER BY tbl, id, fld, hlc, site, ord DESC
    ), cell AS MATERIALIZED (
        SELECT f.tbl, f.id, f.fld, coalesce(r.doc -> f.fld::text, 'null') AS val,
               coalesce((r.clk -> f.fld::text ->> 0)::bigint, r.hlc) AS hlc,
               coalesce((r.clk -> f.fld::text ->> 1)::int, r.site) AS site,
               NOT r.doc ? f.fld::text AND NOT coalesce(r.clk ? f.fld::text, false) AS empty
          FROM (SELECT DISTINCT tbl, id, fld FROM edit) AS f JOIN crm.row r USING (tbl, id)
    ), logged AS (
        INSERT INTO crm.change (tbl, id, fld, hlc, site, member, old, new, base, size)
        SELECT e.tbl, e.id, e.fld, e.hlc, e.site, author,
               CASE WHEN (e.base ->> 0, e.base ->> 1) = (c.hlc::text, c.site::text) THEN nullif(c.val, 'null')
                    ELSE crm.value_at(e.tbl, e.id, e.fld, e.base) END,
               e.val, e.base, pg_column_size(c.val) + pg_column_size(e.val)
          FROM edit e JOIN cell c USING (tbl, id, fld)
         WHERE c.empty OR (e.hlc, e.site) <> (c.hlc, c.site)
        ON CONFLICT DO NOTHING
        RETURNING tbl, id, fld, hlc, site, new, base
    ), named AS (
        SELECT tbl, id, fld, (base ->> 0)::bigint AS hlc, (base ->> 1)::bigint AS site
          FROM logged WHERE jsonb_typeof(base -> 0) = 'number'
        UNION ALL
        SELECT tbl, id, fld, (b ->> 0)::bigint, (b ->> 1)::bigint
          FROM logged, jsonb_array_elements(base) AS b WHERE jsonb_typeof(base -> 0) = 'array'
    ), ranked AS MATERIALIZED (
        SELECT p.*, row_number() OVER (PARTITION BY tbl, id, fld ORDER BY hlc DESC, site DESC) AS place,
               row_number() OVER (PARTITION BY tbl, id, fld, val ORDER BY hlc DESC, site DESC) AS again
          FROM (SELECT tbl, id, fld, hlc, site, val, true AS stood FROM cell WHERE NOT empty
                UNION ALL SELECT tbl, id, fld, hlc, site, new, false FROM logged) AS p
    ), stands AS MATERIALIZED (
        SELECT tbl, id, fld, hlc, site, val FROM ranked WHERE place = 1 AND NOT stood
    ), per_row AS (
        SELECT tbl, id, jsonb_object_agg(fld, val) AS vals,
               array_agg(fld::text) FILTER (WHERE val = 'null') AS nulls,
               jsonb_object_agg(fld, jsonb_build_array(hlc, site)) AS clocks
          FROM stands GROUP BY tbl, id
    ), written AS (
        UPDATE crm.row r
           SET doc = CASE WHEN w.nulls IS NULL THEN r.doc || w.vals ELSE (r.doc || w.vals) - w.nulls END,
               clk = crm.clocks_kept(coalesce(r.clk, '{}') || w.clocks, r.hlc, r.site),
               size = pg_column_size(r.doc || w.vals), xid = pg_current_xact_id()
          FROM per_row w WHERE r.tbl = w.tbl AND r.id = w.id
    ), lost AS MATERIALIZED (
        SELECT l.tbl, l.id, l.fld, l.hlc, l.site, l.val FROM ranked l
         WHERE l.place > 1 AND l.again = 1
           AND NOT EXISTS (SELECT FROM named b WHERE (b.tbl, b.id, b.fld, b.hlc, b.site) =
                                                     (l.tbl, l.id, l.fld, l.hlc, l.site))
           AND NOT crm.answered(l.tbl, l.id, l.fld, l.hlc, l.site, l.val)
    ), opened AS (
        INSERT INTO crm.conflict (tbl, id, fld, lose_hlc, lose_site, lose, win, win_hlc, win_site, size)
        SELECT l.tbl, l.id, l.fld, l.hlc, l.site, l.val, w.val, w.hlc, w.site,
               pg_column_size(l.val) + pg_column_size(w.val)
          FROM lost l JOIN ranked w ON w.place = 1 AND (w.tbl, w.id, w.fld) = (l.tbl, l.id, l.fld)
        ON CONFLICT DO NOTHING RETURNING 1
    ), closed AS (
        UPDATE crm.conflict k SET cleared = true, lose = NULL, win = NULL, xid = pg_current_xact_id()
         WHERE NOT k.cleared AND (k.tbl, k.id, k.fld) IN (SELECT tbl, id, fld FROM logged)
           AND (EXISTS (SELECT FROM named b WHERE (b.tbl, b.id, b.fld, b.hlc, b.site) =
                                                  (k.tbl, k.id, k.fld, k.lose_hlc, k.lose_site))
                OR EXISTS (SELECT FROM logged l WHERE (l.tbl, l.id, l.fld) = (k.tbl, k.id, k.fld)
                           AND (l.hlc, l.site) > (k.lose_hlc, k.lose_site) AND l.new = k.lose))
    )
    SELECT (SELECT coalesce(array_agg(DISTINCT e.ord), '{}')
              FROM edit e JOIN cell c USING (tbl, id, fld)
              JOIN logged l ON (l.tbl, l.id, l.fld, l.hlc, l.site) = (e.tbl, e.id, e.fld, e.hlc, e.site)
             WHERE c.empty OR (e.hlc, e.site) > (c.hlc, c.site)),
           (SELECT count(*) FROM opened)
      INTO took, conf;
END $$;

-- Whether the log holds an answer to a value that lost: a base that names it, or the same value written later.
CREATE FUNCTION crm.answered(of_table smallint, record uuid, field bigint, at_hlc bigint, at_site int, value jsonb)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM crm.change c WHERE c.tbl = of_table AND c.id = record AND c.fld = field
           AND (c.base = jsonb_build_array(at_hlc, at_site)
                OR c.base @> jsonb_build_array(jsonb_build_array(at_hlc, at_site))
                OR ((c.hlc, c.site) > (at_hlc, at_site) AND c.new = value)))
$$;

-- The value that was written at the clock `base`, as far as the log knows it.
CREATE FUNCTION crm.value_at(of_table smallint, record uuid, field bigint, base jsonb) RETURNS jsonb
LANGUAGE sql STABLE AS $$
    SELECT nullif(coalesce(
        (SELECT c.new FROM crm.change c WHERE c.tbl = of_table AND c.id = record AND c.fld = field
            AND base = jsonb_build_array(c.hlc, c.site)),
        (SELECT c.old FROM crm.change c WHERE c.tbl = of_table AND c.id = record AND c.fld = field AND c.base = $4
          LIMIT 1)), 'null')
$$;

-- The clocks of fields but for those that are the row's own; null where none is left.
CREATE FUNCTION crm.clocks_kept(clocks jsonb, row_hlc bigint, row_site int) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN clocks @? '$.*' AND EXISTS (
                    SELECT FROM jsonb_each(clocks) AS f WHERE f.value = jsonb_build_array(row_hlc, row_site))
           THEN (SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(clocks) AS f
                  WHERE f.value <> jsonb_build_array(row_hlc, row_site))
           ELSE nullif(clocks, '{}') END
$$;
