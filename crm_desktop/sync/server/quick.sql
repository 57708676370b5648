-- The quick way of a batch. Nearly all hold new rows, and edits whose writers saw what stands there: these are written as
-- they are read, each kind in one statement, and counted. Where that was not the whole batch nothing of it stays, and the
-- careful way finds out what it is about. So what is refused, and what clashes, is decided there alone. What is planned
-- once for a connection finds each row by an index, whatever was in the tables then: they grow.

-- A batch written as this program writes it, taken apart at the ends of changes: out of one document each of them would
-- have to be copied once more. Where such an end lay inside of a change neither half would be JSON: then it is null, as it
-- is for whatever else is of another form.
CREATE FUNCTION crm.taken_apart(batch text, bytes bytea) RETURNS crm.taken_apart LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    middle text := '],"changes":[[';
    head text := split_part(batch, middle, 1);
    behind int;
    made crm.taken_apart;
BEGIN
    IF NOT starts_with(head, '{"steps":[') OR substr(bytes, octet_length(bytes) - 2) <> ']]}'
       -- a number such as 1e100000 takes three bytes here and a hundred thousand wherever it is read
       OR batch ~ '[0-9][eE][+-]?[0-9]{3,}[],}[:space:]]' THEN
        RETURN NULL;
    END IF;
    made.steps := (substr(head, 10) || ']')::jsonb;
    behind := octet_length(head) + length(middle);
    made.changes := ARRAY(SELECT ('[' || p || ']')::jsonb FROM string_to_table(
        convert_from(substr(bytes, behind + 1, octet_length(bytes) - behind - 3), 'UTF8'), '],[') AS p);
    made.clocks := ARRAY(SELECT CASE WHEN (s -> 0)::int = n - 1 AND crm.is_step(s) THEN (s -> 1)::bigint END
                           FROM jsonb_array_elements(made.steps) WITH ORDINALITY AS a(s, n));
    IF array_position(made.clocks, NULL) IS NOT NULL OR cardinality(made.clocks) NOT BETWEEN 1 AND 20000
       OR cardinality(made.changes) > 20000 THEN
        RETURN NULL;
    END IF;
    RETURN made;
EXCEPTION WHEN OTHERS THEN
    RETURN NULL;
END $$;

-- The changes of one kind, in the order in which rows are locked.
CREATE FUNCTION crm.changes_of(changes jsonb[], clocks bigint[], kind int) RETURNS TABLE (
    tbl smallint, id uuid, hlc bigint, doc jsonb, base jsonb
) LANGUAGE sql IMMUTABLE AS $$
    SELECT c.tbl, c.id, c.hlc, c.doc, c.base
      FROM (SELECT (e.x -> 0)::smallint AS tbl, (e.x ->> 1)::uuid AS id, (e.x -> 2)::bigint AS hlc, e.x -> 4 AS doc,
                   e.x -> 5 AS base, e.x -> 6 AS step
              FROM (SELECT unnest(changes) AS x OFFSET 0) AS e WHERE (e.x -> 3)::int = kind OFFSET 0) AS c
     WHERE c.tbl > 0 AND c.hlc > 0 AND c.hlc = clocks[c.step::int + 1]
       AND jsonb_typeof(c.doc) = 'object' AND jsonb_typeof(c.base) = 'object'
     ORDER BY c.tbl, c.id
$$;

-- Whether a batch is about what was erased, or leads to it.
CREATE FUNCTION crm.meets_erased(changes jsonb[]) RETURNS boolean
LANGUAGE plpgsql STABLE SET enable_nestloop = off SET enable_mergejoin = off AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM crm.erased e JOIN (
            SELECT crm.as_id(x ->> 1) AS id FROM unnest(changes) AS x UNION ALL
            SELECT crm.as_id(f.value) FROM unnest(changes) AS x
             CROSS JOIN LATERAL jsonb_each_text(CASE jsonb_typeof(x -> 4) WHEN 'object' THEN x -> 4 END) AS f
             WHERE length(f.value) = 32) AS m ON m.id = e.id);
END $$;

-- Insert the new rows whose parent is here, or that have none; then `again` those that waited for it. Return how many.
CREATE FUNCTION crm.put_new(changes jsonb[], clocks bigint[], asked crm.scope, by_site int, again boolean) RETURNS int
LANGUAGE plpgsql SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
DECLARE
    made int;
BEGIN
    INSERT INTO crm.row (tbl, id, doc, hlc, site, reach, owner, team, parent, orphan, size, touched_by)
    SELECT w.tbl, w.id, w.doc, w.hlc, by_site, w.reach, w.owner, w.team, w.parent, false, w.size, by_site
      FROM (SELECT o.*, coalesce(p.reach, crm.reach_of(o.doc, o.kept, o.open_fld, o.owner_fld, o.own)) AS reach,
                   CASE WHEN p.id IS NULL THEN coalesce(o.own, o.creator, asked.id) ELSE p.owner END AS owner,
                   CASE WHEN p.id IS NOT NULL THEN p.team WHEN o.team_fld IS NOT NULL THEN crm.as_id(o.doc ->> o.team_fld)
                   END AS team, p.id AS here, pg_column_size(o.doc) AS size
              FROM (SELECT c.*, crm.as_id(c.doc ->> c.parents[c.place]) AS parent, c.parent_tables[c.place] AS parent_table
                      FROM (SELECT e.*, CASE WHEN e.part OR e.own IS NULL THEN crm.followed(e.doc, e.parents) END AS place
                              FROM (SELECT n.*, t.reach AS kept, t.part, t.owner_fld, t.team_fld, t.open_fld, t.parents,
                                           t.parent_tables, t.writers, crm.as_id(n.doc ->> 'created_by') AS creator,
                                           crm.as_id(n.doc ->> coalesce(t.owner_fld, '1')) AS own
                                      FROM crm.changes_of(changes, clocks, 1) AS n LEFT JOIN crm.table_meta t USING (tbl)
                                    OFFSET 0) AS e
                             WHERE asked.rights = ANY (crm.writers_of(e.writers))
                               AND (asked.rights IN ('owner', 'manager') OR (e.creator = asked.id) IS NOT FALSE)
                            OFFSET 0) AS c
                    OFFSET 0) AS o
              LEFT JOIN LATERAL (
                  SELECT x.id, x.reach, x.owner, x.team FROM crm.row x WHERE x.tbl = o.parent_table AND x.id = o.parent
                  OFFSET 0) AS p ON o.parent IS NOT NULL
            OFFSET 0) AS w
     WHERE w.size <= 4000000 AND (w.parent IS NULL OR w.here IS NOT NULL)
       AND (asked.rights IN ('owner', 'manager') OR NOT crm.is_led(w.kept, w.owner_fld, w.reach))
       AND (asked.sees_all AND w.reach < 2 OR crm.may_see(w.reach, w.owner, w.team, asked))
       AND (NOT again OR w.parent IS NOT NULL AND NOT EXISTS (SELECT FROM crm.row y WHERE y.tbl = w.tbl AND y.id = w.id));
    GET DIAGNOSTICS made = ROW_COUNT;
    RETURN made;
END $$;

-- Write the edits, each beside what stands in its field, into rows and log. Return of how many changes; null where one
-- is not plain: its writer saw something else, another is of the same field, its row has to move, or a conflict waits.
CREATE FUNCTION crm.put_edits(changes jsonb[], clocks bigint[], asked crm.scope, by_site int) RETURNS int
LANGUAGE plpgsql SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off
-- planned anew each time: for a table of five rows the best is to look through all edits for each row
SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    done int;
BEGIN
    WITH edit AS MATERIALIZED (
        -- putting the document together once more would cost as much as the rest; a key takes up to 30 bytes
        SELECT v.*, r.stood, pg_column_size(v.val) - pg_column_size(r.stood)
                   + 30 * ((r.stood = 'null')::int - (v.val = 'null')::int) AS grown,
               coalesce(
                   v.sound AND v.val IS NOT NULL AND v.first = 1 AND v.fld IS NOT NULL
                   AND crm.may_see(r.reach, r.owner, r.team, asked) AND (v.leads OR r.reach <> 1) AND r.size + pg_column_size(v.val) <= 4000000
                   AND (v.base = jsonb_build_array(r.hlc, r.site) OR r.empty AND v.base IS NULL)
                   AND (v.hlc, by_site) > (r.hlc, r.site)
                   AND NOT EXISTS (SELECT FROM crm.conflict k
                                    WHERE k.tbl = v.tbl AND k.id = v.id AND k.fld = v.fld AND NOT k.cleared), false) AS plain
          FROM (SELECT k.tbl, k.id, k.hlc, k.key, k.opens, k.sound, k.leads, k.doc -> k.key AS val, k.base -> k.key AS base,
                       CASE WHEN crm.is_number(k.key) THEN k.key::bigint END AS fld,
                       row_number() OVER (PARTITION BY k.tbl, k.id, k.key) AS first,
                       count(*) OVER (PARTITION BY k.tbl, k.id) = 1 AS single
                  FROM (SELECT n.*, jsonb_object_keys(n.doc) AS key, unnest('{true}'::boolean[]) AS opens,
                               asked.rights IN ('owner', 'manager') OR NOT crm.is_led(t.reach, t.owner_fld, 1::smallint) AS leads,
                               pg_column_size(n.doc) <= 4000000
                               AND asked.rights = ANY (crm.writers_of(t.writers)) AND t.name IS DISTINCT FROM 'member'
                               AND NOT n.doc ?| (ARRAY[coalesce(t.owner_fld, '1'), t.team_fld, t.open_fld] || t.parents) AS sound
                          FROM crm.changes_of(changes, clocks, 2) AS n LEFT JOIN crm.table_meta t USING (tbl)) AS k
                OFFSET 0) AS v
          JOIN LATERAL (
              SELECT coalesce(x.doc -> v.key, 'null') AS stood, coalesce((x.clk -> v.key ->> 0)::bigint, x.hlc) AS hlc,
                     coalesce((x.clk -> v.key ->> 1)::int, x.site) AS site, x.reach, x.owner, x.team, x.size,
                     NOT x.doc ? v.key AND NOT coalesce(x.clk ? v.key, false) AS empty
                FROM crm.row x WHERE x.tbl = v.tbl AND x.id = v.id FOR UPDATE OF x) AS r ON true
    ), put AS (
        UPDATE crm.row r
           SET doc = CASE WHEN w.nulls IS NULL THEN r.doc || w.vals ELSE (r.doc || w.vals) - w.nulls END,
               clk = coalesce(r.clk, '{}') || w.clocks, size = greatest(r.size + w.grown, 1), xid = pg_current_xact_id(),
               others_xid = CASE WHEN r.touched_by = by_site THEN r.others_xid ELSE r.xid END, touched_by = by_site
          FROM (SELECT e.tbl, e.id, jsonb_build_object(e.key, e.val) AS vals,
                       CASE WHEN e.val = 'null' THEN ARRAY[e.key] END AS nulls,
                       jsonb_build_object(e.key, jsonb_build_array(e.hlc, by_site)) AS clocks, e.grown
                  FROM edit e WHERE e.plain AND e.single
                UNION ALL
                SELECT e.tbl, e.id, jsonb_object_agg(e.key, e.val), array_agg(e.key) FILTER (WHERE e.val = 'null'),
                       jsonb_object_agg(e.key, jsonb_build_array(e.hlc, by_site)), sum(e.grown)::int
                  FROM edit e WHERE e.plain AND NOT e.single GROUP BY e.tbl, e.id) AS w
         WHERE r.tbl = w.tbl AND r.id = w.id
    ), logged AS (
        INSERT INTO crm.change (tbl, id, fld, hlc, site, member, old, new, base, size)
        SELECT e.tbl, e.id, e.fld, e.hlc, by_site, asked.id, nullif(e.stood, 'null'), e.val, e.base,
               pg_column_size(e.stood) + pg_column_size(e.val) FROM edit e WHERE e.plain)
    SELECT CASE WHEN bool_and(e.plain) THEN count(*) FILTER (WHERE e.opens) END INTO done FROM edit e;
    RETURN done;
END $$;

-- Keep the steps, with a few of the rows that they touched.
CREATE FUNCTION crm.put_steps(changes jsonb[], steps jsonb, asked crm.scope, by_site int) RETURNS void
LANGUAGE plpgsql SET enable_nestloop = off AS $$
DECLARE
    -- where there is one step it touched the first ones
    looked jsonb[] := CASE jsonb_array_length(steps) WHEN 1 THEN changes[1:8] ELSE changes END;
BEGIN
    INSERT INTO crm.step (site, hlc, member, at, label, undoes, app_version, touched)
    SELECT by_site, (s -> 1)::bigint, asked.id, (s -> 2)::bigint, s ->> 3, nullif(s -> 4, 'null'), (s -> 5)::bigint,
           coalesce(t.touched, '[]')
      FROM jsonb_array_elements(steps) AS s LEFT JOIN (
          SELECT c.step, jsonb_agg(jsonb_build_array((c.x -> 0)::int, crm.hex((c.x ->> 1)::uuid)) ORDER BY c.n) AS touched
            FROM (SELECT x -> 6 AS step, x, n, row_number() OVER (PARTITION BY x -> 6 ORDER BY n) AS place
                    FROM unnest(looked) WITH ORDINALITY AS u(x, n)) AS c
           WHERE c.place <= 8 GROUP BY c.step) AS t ON t.step = s -> 0
    ON CONFLICT DO NOTHING;
END $$;

-- Write the whole batch quickly: how many rows are new, how many changes edited some, and its latest clock. All is null,
-- and nothing was written, where it takes care.
CREATE FUNCTION crm.quickly(
    batch crm.taken_apart, asked crm.scope, by_site int, now_most bigint, OUT ins int, OUT upd int, OUT newest bigint
) LANGUAGE plpgsql AS $$
DECLARE
    changes jsonb[] := batch.changes;
    clocks bigint[] := batch.clocks;
    n_all int := cardinality(changes);
    more int := 1;
BEGIN
    IF EXISTS (SELECT FROM crm.erased) AND crm.meets_erased(changes) THEN
        RETURN;
    END IF;
    ins := 0;
    upd := 0;
    IF changes[1] -> 3 = '2' THEN
        upd := crm.put_edits(changes, clocks, asked, by_site);
    END IF;
    WHILE ins + upd < n_all AND more > 0 LOOP
        more := crm.put_new(changes, clocks, asked, by_site, ins > 0);
        ins := ins + more;
    END LOOP;
    IF ins + upd < n_all AND ins > 0 AND upd = 0 THEN
        upd := crm.put_edits(changes, clocks, asked, by_site);
    END IF;
    newest := (SELECT max(c) FROM unnest(clocks) AS c);
    IF (ins + upd = n_all AND newest >> 16 <= now_most) IS NOT TRUE THEN
        RAISE data_exception;
    END IF;
    PERFORM crm.put_steps(changes, batch.steps, asked, by_site);
    IF ins > 0 AND crm.has_orphans() THEN
        PERFORM crm.settle((SELECT array_agg(ROW(r.tbl, r.id)::crm.key) FROM crm.row r
                              JOIN crm.changes_of(changes, clocks, 1) AS c ON r.parent = c.id WHERE r.orphan));
    END IF;
EXCEPTION WHEN data_exception OR integrity_constraint_violation THEN
    ins := NULL;
    upd := NULL;
    newest := NULL;
END $$;
