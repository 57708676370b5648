-- Taking a batch: all of it or nothing, once only.

CREATE FUNCTION crm.may_see(reach smallint, owner uuid, team uuid, asked crm.scope) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    -- never null: what is not known to be seen is not seen
    SELECT coalesce(reach = 1
        OR (reach = 0 AND (asked.sees_all OR owner = ANY (asked.owners) OR team = ANY (asked.teams)))
        OR (reach = 2 AND owner = asked.id), false)
$$;

-- Lock the site and tell whether this push is new: null, or the result that it had.
CREATE FUNCTION crm.admitted(asked crm.scope, by_site int, push_n bigint, push_id uuid, push_digest bytea)
RETURNS jsonb LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    stands crm.site;
    before crm.push;
BEGIN
    IF by_site IS NULL OR by_site <= 0 OR push_n IS NULL OR push_n <= 0 OR push_id IS NULL OR push_digest IS NULL THEN
        RAISE EXCEPTION 'a push has a site, a number, an id and a digest' USING ERRCODE = 'CR003';
    END IF;
    SELECT * INTO stands FROM crm.site WHERE site = by_site FOR UPDATE;
    IF NOT FOUND THEN
        INSERT INTO crm.site (site, member, device) VALUES (by_site, asked.id, '') ON CONFLICT DO NOTHING;
        SELECT * INTO stands FROM crm.site WHERE site = by_site FOR UPDATE;
    END IF;
    IF stands.member <> asked.id THEN
        RAISE EXCEPTION 'the site belongs to another member' USING ERRCODE = 'CR004';
    END IF;
    IF push_n > stands.last_n + 1 THEN
        RAISE EXCEPTION 'a push is missing before this one'
            USING ERRCODE = 'CR005', DETAIL = stands.last_n::text;
    END IF;
    IF push_n = stands.last_n + 1 THEN
        IF EXISTS (SELECT FROM crm.push WHERE id = push_id) THEN
            RAISE EXCEPTION 'the id of this push was used before' USING ERRCODE = 'CR004';
        END IF;
        RETURN NULL;
    END IF;
    SELECT * INTO before FROM crm.push WHERE site = by_site AND n = push_n;
    IF before.id IS DISTINCT FROM push_id OR before.digest IS DISTINCT FROM push_digest THEN
        RAISE EXCEPTION 'another push had this number: the site was copied or set back' USING ERRCODE = 'CR004';
    END IF;
    RETURN before.result || jsonb_build_object('dup', true, 'now', crm.now_ms());
END $$;

-- Lock the rows that are here already, in one order, so that two pushes never wait for each other.
CREATE FUNCTION crm.locked(given crm.incoming[]) RETURNS crm.standing[] LANGUAGE plpgsql AS $$
BEGIN
    RETURN ARRAY(
        SELECT ROW(r.tbl, r.id, r.reach, r.owner, r.team, r.size)::crm.standing
          FROM crm.row r JOIN (SELECT DISTINCT c.tbl, c.id FROM unnest(given) AS c) AS k USING (tbl, id)
         ORDER BY r.tbl, r.id FOR UPDATE OF r);
END $$;

-- Which changes meet a row that is here, and which this member must not make: their steps are kept aside whole.
CREATE FUNCTION crm.judged(
    asked crm.scope, given crm.incoming[], standing crm.standing[], OUT here int[], OUT refused jsonb
) LANGUAGE plpgsql STABLE AS $$
BEGIN
    SELECT coalesce(array_agg(c.ord) FILTER (WHERE r.id IS NOT NULL), '{}'),
           coalesce(jsonb_agg(jsonb_build_array(c.hlc, c.tbl, crm.hex(c.id), w.why) ORDER BY c.ord)
                    FILTER (WHERE w.why IS NOT NULL), '[]')
      INTO here, refused FROM unnest(given) AS c
      LEFT JOIN crm.table_meta t ON t.tbl = c.tbl
      LEFT JOIN unnest(standing) AS r ON r.tbl = c.tbl AND r.id = c.id
      LEFT JOIN LATERAL (
          SELECT p.* FROM unnest(t.parents, t.parent_tables) AS u(f, ptbl)
            JOIN crm.row p ON p.tbl = u.ptbl AND p.id = crm.as_id(c.doc ->> u.f)
           WHERE t.part AND NOT asked.sees_all LIMIT 1) AS p ON t.part AND NOT asked.sees_all
      CROSS JOIN LATERAL (SELECT r.id IS NOT NULL AND NOT crm.may_see(r.reach, r.owner, r.team, asked)
          OR p.id IS NOT NULL AND NOT crm.may_see(p.reach, p.owner, p.team, asked) AS hidden OFFSET 0) AS s
      CROSS JOIN LATERAL (SELECT CASE
          -- a laptop lets go of what it does not see; of what is lacking here it keeps what it may not send
          WHEN s.hidden AND c.op = 4 THEN 'unseen'
          WHEN NOT asked.rights = ANY (crm.writers_of(t.writers)) AND NOT crm.is_profile(c, asked) THEN 'role'
          WHEN s.hidden THEN 'unseen'
          WHEN asked.rights NOT IN ('owner', 'manager') AND (crm.is_led(t.reach, t.owner_fld, r.reach)
               OR (c.op <> 2 OR c.doc ? t.owner_fld)
                  AND crm.is_led(t.reach, t.owner_fld, crm.reach_of(c.doc, t.reach, t.open_fld, t.owner_fld,
                                                                    crm.as_id(c.doc ->> t.owner_fld)))) THEN 'role'
          WHEN c.op = 1 AND asked.rights NOT IN ('owner', 'manager')
               AND crm.as_id(c.doc ->> 'created_by') <> asked.id THEN 'author'
          -- what would be another's alone, such as a setting
          WHEN t.reach = 2 AND c.op <> 4 AND crm.as_id(c.doc ->> t.owner_fld) <> asked.id THEN 'author'
          WHEN pg_column_size(c.doc) > 4000000 OR r.size + pg_column_size(c.doc) > 8000000 THEN 'size'
          END AS why OFFSET 0) AS w;
END $$;

-- What stands in crm.row for new rows whose parent is here, or that have none, or for all of them.
CREATE FUNCTION crm.new_rows(given crm.incoming[], author uuid, orphans boolean) RETURNS TABLE (
    tbl smallint, id uuid, doc jsonb, hlc bigint, site int, reach smallint, owner uuid, team uuid, parent uuid,
    orphan boolean, size int, touched_by int
) LANGUAGE sql STABLE AS $$
    SELECT w.tbl, w.id, w.doc, w.hlc, w.site, coalesce(p.reach, w.reach),
           CASE WHEN p.id IS NULL THEN w.owner ELSE p.owner END, CASE WHEN p.id IS NULL THEN w.team ELSE p.team END,
           w.parent, w.parent IS NOT NULL AND p.id IS NULL, pg_column_size(w.doc), w.site
      FROM crm.placed(given, author) AS w
      LEFT JOIN LATERAL (
          SELECT x.id, x.reach, x.owner, x.team FROM crm.row x WHERE x.tbl = w.parent_table AND x.id = w.parent
          OFFSET 0) AS p ON true
     WHERE orphans OR w.parent IS NULL OR p.id IS NOT NULL
     ORDER BY w.tbl, w.id, w.ord
$$;

-- Insert what crm.new_rows says, but for what is here, and return which.
CREATE FUNCTION crm.put_rows(given crm.incoming[], author uuid, orphans boolean) RETURNS crm.key[]
LANGUAGE plpgsql AS $$
DECLARE
    just crm.key[];
BEGIN
    WITH done AS (
        INSERT INTO crm.row (
            tbl, id, doc, hlc, site, reach, owner, team, parent, orphan, size, touched_by)
        SELECT * FROM crm.new_rows(given, author, orphans) ON CONFLICT DO NOTHING RETURNING tbl, id)
    SELECT array_agg(ROW(d.tbl, d.id)::crm.key) INTO just FROM done d;
    RETURN just;
END $$;

-- Insert new rows, parents before their parts, and return which.
CREATE FUNCTION crm.inserted(news crm.incoming[], author uuid) RETURNS int[] LANGUAGE plpgsql AS $$
DECLARE
    made int[] := '{}';
    just crm.key[];
    rest crm.incoming[] := news;
    last_round boolean := false;
BEGIN
    WHILE cardinality(rest) > 0 LOOP
        just := crm.put_rows(rest, author, last_round);
        EXIT WHEN last_round AND just IS NULL;
        IF cardinality(just) = cardinality(rest) THEN
            RETURN made || ARRAY(SELECT c.ord FROM unnest(rest) AS c);
        END IF;
        made := made || ARRAY(SELECT min(c.ord) FROM unnest(rest) AS c JOIN unnest(just) AS j USING (tbl, id)
                               GROUP BY c.tbl, c.id);
        rest := ARRAY(SELECT c FROM unnest(rest) AS c LEFT JOIN unnest(made) AS m(ord) ON m.ord = c.ord
                       WHERE m.ord IS NULL ORDER BY c.ord);
        last_round := just IS NULL;
    END LOOP;
    RETURN made;
END $$;

-- Whether a row waits for its parent. Tables that were just filled have no statistics by which the index is chosen.
CREATE FUNCTION crm.has_orphans() RETURNS boolean LANGUAGE sql STABLE SET enable_seqscan = off AS
$$ SELECT EXISTS (SELECT FROM crm.row WHERE orphan) $$;

-- Rows that were healed as they stood keep the clocks of their fields.
CREATE FUNCTION crm.keep_clocks(given crm.incoming[], made int[]) RETURNS void LANGUAGE sql AS $$
    UPDATE crm.row r SET clk = crm.clocks_kept(c.base, c.hlc, c.site)
      FROM unnest(given) AS c WHERE c.op = 4 AND c.ord = ANY (made) AND r.tbl = c.tbl AND r.id = c.id AND c.base <> '{}'
$$;

-- Rows that go to everybody, their sender as well: it may lack what it does not know.
CREATE FUNCTION crm.touch_openly(given crm.key[]) RETURNS void LANGUAGE sql AS $$
    UPDATE crm.row r SET touched_by = NULL FROM unnest(given) AS k
     WHERE r.tbl = k.tbl AND r.id = k.id AND r.touched_by IS NOT NULL
$$;

-- A second insert of one id: the earlier of both is the row's clock, and fields that had the old one keep it.
CREATE FUNCTION crm.rebased(given crm.incoming[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    each crm.incoming;
BEGIN
    FOR each IN SELECT * FROM unnest(given) LOOP
        UPDATE crm.row r SET hlc = each.hlc, site = each.site, xid = pg_current_xact_id(),
               clk = crm.clocks_kept(
                   (SELECT coalesce(jsonb_object_agg(k, jsonb_build_array(r.hlc, r.site)), '{}')
                      FROM jsonb_object_keys(r.doc) AS k WHERE k NOT IN ('created_at', 'created_by'))
                   || coalesce(r.clk, '{}'), each.hlc, each.site),
               doc = r.doc || (SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(each.doc)
                                WHERE key IN ('created_at', 'created_by'))
         WHERE r.tbl = each.tbl AND r.id = each.id AND (r.hlc, r.site) > (each.hlc, each.site);
    END LOOP;
END $$;

-- Put rows where they belong now, and the parts that follow them; who may have lost sight of one is noted.
CREATE FUNCTION crm.settle(rows crm.key[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    moving crm.key[] := rows;
    here crm.incoming[];
BEGIN
    FOR depth IN 1 .. 8 LOOP
        EXIT WHEN moving IS NULL OR cardinality(moving) = 0;
        SELECT array_agg(ROW(0, r.tbl, r.id, r.hlc, r.site, 1, r.doc, NULL, NULL)::crm.incoming) INTO here FROM (
            SELECT x.* FROM crm.row x JOIN unnest(moving) AS k USING (tbl, id)
             ORDER BY x.tbl, x.id FOR UPDATE OF x) AS r;
        WITH place AS (
            SELECT r.tbl, r.id, r.reach AS old_reach, r.owner AS old_owner, r.team AS old_team, w.parent,
                   coalesce(p.reach, w.reach) AS reach,
                   CASE WHEN p.id IS NULL THEN w.owner ELSE p.owner END AS owner,
                   CASE WHEN p.id IS NULL THEN w.team ELSE p.team END AS team,
                   w.parent IS NOT NULL AND p.id IS NULL AS orphan,
                   (r.reach, r.owner, r.team) IS DISTINCT FROM
                       (coalesce(p.reach, w.reach), CASE WHEN p.id IS NULL THEN w.owner ELSE p.owner END,
                        CASE WHEN p.id IS NULL THEN w.team ELSE p.team END) AS moves
              FROM crm.placed(here, NULL) w JOIN crm.row r ON r.tbl = w.tbl AND r.id = w.id
              LEFT JOIN crm.row p ON p.tbl = w.parent_table AND p.id = w.parent
        ), noted AS (
            INSERT INTO crm.moved (tbl, id, reach, owner, team)
            SELECT tbl, id, old_reach, old_owner, old_team FROM place WHERE moves
        ), put AS (
            UPDATE crm.row r SET reach = p.reach, owner = p.owner, team = p.team, parent = p.parent,
                   orphan = p.orphan, xid = CASE WHEN p.moves THEN pg_current_xact_id() ELSE r.xid END,
                   touched_by = CASE WHEN NOT p.moves THEN r.touched_by END
              FROM place p WHERE r.tbl = p.tbl AND r.id = p.id
               AND (p.moves OR (r.parent, r.orphan) IS DISTINCT FROM (p.parent, p.orphan))
            RETURNING r.id, p.moves)
        SELECT array_agg(DISTINCT ROW(r.tbl, r.id)::crm.key) INTO moving FROM put JOIN crm.row r ON r.parent = put.id
         WHERE put.moves OR r.orphan;
    END LOOP;
END $$;

-- Rows whose place may have changed with these edits.
CREATE FUNCTION crm.displaced(edits crm.weighed[]) RETURNS crm.key[] LANGUAGE sql STABLE AS $$
    SELECT array_agg(DISTINCT ROW(e.tbl, e.id)::crm.key) FROM unnest(edits) AS e LEFT JOIN crm.table_meta t ON t.tbl = e.tbl
     WHERE e.fld::text IN (coalesce(t.owner_fld, '1'), t.team_fld, t.open_fld) OR e.fld::text = ANY (t.parents)
$$;

-- Who was put into another team sees with its eyes from now on.
CREATE FUNCTION crm.follow_teams(edits crm.weighed[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM unnest(edits) AS e
                    WHERE e.tbl = (SELECT t.tbl FROM crm.table_meta t WHERE t.name = 'member')) THEN
        RETURN;
    END IF;
    UPDATE crm.member m SET teams = CASE WHEN t.team IS NULL THEN '{}' ELSE ARRAY[t.team] END,
           scope_ver = m.scope_ver + 1
      FROM (SELECT e.id, crm.as_id(r.doc ->> f.fld::text) AS team
              FROM unnest(edits) AS e JOIN crm.field_meta f ON f.tbl = e.tbl AND f.fld = e.fld AND f.name = 'team'
              JOIN crm.table_meta t ON t.tbl = e.tbl AND t.name = 'member'
              JOIN crm.row r ON r.tbl = e.tbl AND r.id = e.id) AS t
     WHERE m.id = t.id AND m.teams IS DISTINCT FROM CASE WHEN t.team IS NULL THEN '{}' ELSE ARRAY[t.team] END;
END $$;

-- Leave out what belongs to erased records, and empty the links to them.
CREATE FUNCTION crm.without_erased(given crm.incoming[]) RETURNS crm.incoming[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(ROW(c.ord, c.tbl, c.id, c.hlc, c.site, c.op,
               CASE WHEN l.dead IS NULL THEN c.doc WHEN c.op = 2 THEN c.doc || l.nulls ELSE c.doc - l.dead END,
               c.base, c.step)::crm.incoming ORDER BY c.ord), '{}')
      FROM unnest(given) AS c
      LEFT JOIN LATERAL (
          SELECT array_agg(f.key) AS dead, jsonb_object_agg(f.key, NULL) AS nulls
            FROM jsonb_each_text(c.doc) AS f
           WHERE length(f.value) = 32 AND EXISTS (SELECT FROM crm.erased x WHERE x.id = crm.as_id(f.value))) AS l ON true
     WHERE NOT EXISTS (SELECT FROM crm.erased x WHERE x.tbl = c.tbl AND x.id = c.id)
$$;

-- Keep the steps whose changes were taken, with a few of the rows that they touched: who sees one sees the step.
CREATE FUNCTION crm.keep_steps(read jsonb, given crm.incoming[], dropped bigint[], by_site int, author uuid)
RETURNS void LANGUAGE sql AS $$
    INSERT INTO crm.step (site, hlc, member, at, label, undoes, app_version, touched)
    SELECT by_site, (s ->> 1)::bigint, author, (s ->> 2)::bigint, s ->> 3, nullif(s -> 4, 'null'), (s ->> 5)::bigint,
           coalesce(t.touched, '[]')
      FROM jsonb_array_elements(read -> 'steps') AS s
      LEFT JOIN (SELECT step, jsonb_agg(jsonb_build_array(tbl, crm.hex(id)) ORDER BY ord) AS touched
                   FROM (SELECT *, row_number() OVER (PARTITION BY step ORDER BY ord) AS place
                           FROM unnest(given)) AS g WHERE place <= 8 GROUP BY step) AS t ON t.step = (s ->> 0)::bigint
     WHERE NOT (s ->> 1)::bigint = ANY (dropped)
    ON CONFLICT DO NOTHING
$$;

-- Take a batch change by change: what the member must not do is kept aside, what clashes is settled. Returns the answer,
-- and its latest clock.
CREATE FUNCTION crm.carefully(read jsonb, asked crm.scope, by_site int, skew_ms bigint, OUT counts jsonb, OUT newest bigint)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    given crm.incoming[] := crm.incoming_of(read, by_site);
    make_up crm.make_up := crm.checked(read, given);
    n_all int := cardinality(given);
    standing crm.standing[];
    fresh crm.incoming[];
    whole crm.incoming[] := '{}';
    edits crm.weighed[];
    made int[];
    here int[];
    refused jsonb;
    dropped bigint[];
    unknown jsonb;
    took int := 0;
    n_left int;
    n_erased int := 0;
    n_quarantined int := 0;
    n_unknown int := 0;
    n_conf int;
BEGIN
    newest := make_up.newest;
    IF newest >> 16 > crm.now_ms() + skew_ms THEN
        RAISE EXCEPTION 'the clock of the device is ahead' USING ERRCODE = 'CR006', DETAIL = crm.now_ms()::text;
    END IF;
    IF EXISTS (SELECT FROM crm.erased) THEN
        PERFORM crm.erase_parts(given, asked.id);
        given := crm.without_erased(given);
        n_erased := n_all - cardinality(given);
    END IF;

    standing := crm.locked(given);
    SELECT j.here, j.refused INTO here, refused FROM crm.judged(asked, given, standing) AS j;
    dropped := ARRAY(SELECT DISTINCT (q ->> 0)::bigint FROM jsonb_array_elements(refused) AS q);
    IF dropped <> '{}' THEN
        n_left := cardinality(given);
        given := ARRAY(SELECT c FROM unnest(given) AS c WHERE NOT c.hlc = ANY (dropped) ORDER BY c.ord);
        n_quarantined := n_left - cardinality(given);
    END IF;

    made := crm.inserted(ARRAY(SELECT c FROM unnest(given) AS c LEFT JOIN unnest(here) AS h(ord) USING (ord)
                                WHERE c.op <> 2 AND h.ord IS NULL ORDER BY c.ord), asked.id);
    IF make_up.healed > 0 THEN
        PERFORM crm.keep_clocks(given, made);
        PERFORM crm.touch_openly(ARRAY(SELECT ROW(c.tbl, c.id)::crm.key FROM unnest(given) AS c
                                      WHERE c.op = 4 AND c.ord = ANY (made)));
    END IF;
    IF cardinality(made) > 0 AND crm.has_orphans() THEN
        PERFORM crm.settle((SELECT array_agg(ROW(r.tbl, r.id)::crm.key) FROM crm.row r
                              JOIN unnest(given) AS c ON r.parent = c.id WHERE r.orphan AND c.ord = ANY (made)));
    END IF;

    IF cardinality(made) < cardinality(given) THEN
        fresh := given;
        IF cardinality(made) > 0 THEN
            fresh := ARRAY(SELECT c FROM unnest(given) AS c LEFT JOIN unnest(made) AS m(ord) ON m.ord = c.ord
                            WHERE m.ord IS NULL ORDER BY c.ord);
        END IF;
        IF make_up.edits < n_all THEN
            whole := ARRAY(SELECT c FROM unnest(fresh) AS c WHERE c.op <> 2 ORDER BY c.tbl, c.id);
            PERFORM crm.rebased(whole);
        END IF;
        IF cardinality(here) < cardinality(given) + n_quarantined THEN
            SELECT coalesce(jsonb_agg(DISTINCT jsonb_build_array(c.tbl, crm.hex(c.id))), '[]'), count(*)
              INTO unknown, n_unknown FROM unnest(fresh) AS c
              LEFT JOIN crm.row r ON r.tbl = c.tbl AND r.id = c.id WHERE r.id IS NULL;
        END IF;
        -- where each change is about another row, no field is written twice
        edits := crm.weigh(fresh, cardinality(standing) = n_all - n_erased);
        SELECT m.took, m.conf INTO took, n_conf FROM crm.merged(edits, asked.id) AS m;
        IF cardinality(whole) > 0 THEN
            PERFORM crm.touch_openly(ARRAY(SELECT ROW(c.tbl, c.id)::crm.key FROM unnest(whole) AS c));
        END IF;
        PERFORM crm.settle(crm.displaced(edits));
        IF asked.rights IN ('owner', 'manager') THEN
            PERFORM crm.follow_teams(edits);
        END IF;
    END IF;

    PERFORM crm.keep_steps(read, given, dropped, by_site, asked.id);
    IF NOT asked.sees_all THEN
        -- a row that its writer gives away at once leaves the writer's laptop
        INSERT INTO crm.moved (tbl, id, reach, owner)
        SELECT r.tbl, r.id, 0, asked.id FROM unnest(given) AS c JOIN crm.row r ON r.tbl = c.tbl AND r.id = c.id
         WHERE c.ord = ANY (made) AND NOT crm.may_see(r.reach, r.owner, r.team, asked);
    END IF;
    n_left := cardinality(given) - cardinality(made) - took - n_unknown;
    IF n_left < 0 OR cardinality(made) + took + n_left + n_unknown + n_erased + n_quarantined
       <> n_all THEN
        RAISE EXCEPTION 'the counts of this push do not add up' USING ERRCODE = 'CR003';
    END IF;
    counts := jsonb_build_object(
        'ins', cardinality(made), 'upd', took, 'noop', n_left, 'conf', coalesce(n_conf, 0), 'erased', n_erased,
        'unknown', coalesce(unknown, '[]'), 'quarantined', refused);
END $$;

CREATE FUNCTION crm.push_v1(site int, n bigint, push_id uuid, epoch uuid, wire int, digest bytea, batch text)
RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, crm, pg_temp SET lock_timeout = '5s' SET jit = off
SET plan_cache_mode = force_generic_plan SET work_mem = '64MB' SET random_page_cost = 1.1 AS $$
#variable_conflict use_column
DECLARE
    asked crm.scope := crm.me();
    settings crm.meta;
    bytes bytea;
    quick crm.taken_apart;
    read jsonb;
    result jsonb;
    n_ins int;
    n_upd int;
    newest bigint;
BEGIN
    SELECT * INTO settings FROM crm.meta;
    IF ($4 = settings.epoch) IS NOT TRUE THEN
        RAISE EXCEPTION 'the server has begun a new epoch' USING ERRCODE = 'CR001';
    END IF;
    IF $5 IS NULL OR $5 NOT BETWEEN settings.wire_min AND settings.wire_max THEN
        RAISE EXCEPTION 'this server speaks other versions' USING ERRCODE = 'CR002',
            DETAIL = settings.wire_min || '-' || settings.wire_max;
    END IF;
    IF $7 IS NULL OR octet_length($7) > 16777216 THEN
        RAISE EXCEPTION 'the batch is missing or over 16 MiB' USING ERRCODE = 'CR003';
    END IF;
    bytes := convert_to($7, 'UTF8');
    IF sha256(bytes) IS DISTINCT FROM $6 THEN
        RAISE EXCEPTION 'the batch does not have its digest' USING ERRCODE = 'CR003';
    END IF;
    quick := crm.taken_apart($7, bytes);
    IF quick IS NULL THEN
        read := crm.parsed($7);
    END IF;
    result := crm.admitted(asked, $1, $2, $3, $6);
    IF result IS NOT NULL THEN
        RETURN result;
    END IF;
    IF read IS NULL THEN
        SELECT q.ins, q.upd, q.newest INTO n_ins, n_upd, newest
          FROM crm.quickly(quick, asked, $1, crm.now_ms() + settings.max_skew_ms) AS q;
    END IF;
    IF newest IS NOT NULL THEN
        result := jsonb_build_object('ins', n_ins, 'upd', n_upd, 'noop', 0, 'conf', 0, 'erased', 0,
                                     'unknown', '[]'::jsonb, 'quarantined', '[]'::jsonb);
    ELSE
        -- plans for a few changes are no plans for thousands
        PERFORM set_config('plan_cache_mode', CASE WHEN octet_length($7) > 20000 THEN 'force_custom_plan' ELSE 'auto' END, true);
        SELECT c.counts, c.newest INTO result, newest
          FROM crm.carefully(coalesce(read, crm.parsed($7)), asked, $1, settings.max_skew_ms) AS c;
    END IF;
    result := result || jsonb_build_object('n', $2, 'now', crm.now_ms(), 'head', $3);
    INSERT INTO crm.push (site, n, id, member, digest, result) VALUES ($1, $2, $3, asked.id, $6, result);
    UPDATE crm.site s SET last_n = $2, last_seen = now(),
           last_hlc = greatest(s.last_hlc, newest) WHERE s.site = $1;
    NOTIFY crm;
    RETURN result;
END $$;
