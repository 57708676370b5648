-- What is new since a cursor, in pages: erased, gone, rows, changes, conflicts, each with what it needs.

-- Rows, changes and conflicts as they travel; a conflict that was settled names itself alone.
CREATE FUNCTION crm.row_line(r crm.row) RETURNS json LANGUAGE sql STABLE AS
$$ SELECT json_build_array(r.tbl, crm.hex(r.id), r.doc, r.hlc, r.site, r.clk) $$;

CREATE FUNCTION crm.change_line(c crm.change) RETURNS json LANGUAGE sql STABLE AS
$$ SELECT json_build_array(c.tbl, crm.hex(c.id), c.hlc, c.site, c.fld, c.old, c.new, c.base) $$;

CREATE FUNCTION crm.conflict_line(k crm.conflict) RETURNS json LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN k.cleared THEN json_build_array(k.tbl, crm.hex(k.id), k.fld, k.lose_hlc, k.lose_site)
           ELSE json_build_array(k.tbl, crm.hex(k.id), k.fld, k.win, k.win_hlc, k.win_site,
                                 k.lose, k.lose_hlc, k.lose_site, k.kind) END
$$;

-- Where in its section something stands, for the page behind it.
CREATE FUNCTION crm.place(tbl smallint, id uuid) RETURNS text LANGUAGE sql STABLE AS
$$ SELECT to_char(tbl, 'FM00000') || ' ' || id $$;

CREATE FUNCTION crm.place(tbl smallint, id uuid, fld bigint, hlc bigint, site int) RETURNS text LANGUAGE sql STABLE AS
$$ SELECT to_char(tbl, 'FM00000') || ' ' || id || ' ' || fld || ' ' || hlc || ' ' || site $$;

-- What is new behind the place `key_rest` in one section, in the order of transactions: read off an index, so that a page
-- costs the same however many there are.
CREATE FUNCTION crm.news(
    since pg_snapshot, asked crm.scope, section int, key_xid xid8, key_rest text, most int, own int, mine xid8[]
) RETURNS TABLE (xid xid8, rest text, size int, item json, site int, hlc bigint)
LANGUAGE plpgsql STABLE SET random_page_cost = 1.1 AS $$
#variable_conflict use_column
DECLARE
    oldest xid8 := greatest(pg_snapshot_xmin(since), key_xid);
    key text[] := string_to_array(key_rest, ' ');
    k_tbl smallint := coalesce(key[1], '0');
    k_id uuid := coalesce(key[2], '00000000-0000-0000-0000-000000000000');
    k_fld bigint := coalesce(key[3], '0');
    k_hlc bigint := coalesce(key[4], '0');
    k_site int := coalesce(key[5], '0');
BEGIN
    CASE section
    WHEN 1 THEN RETURN QUERY
        SELECT e.xid, e.tbl || ' ' || e.id, 60, json_build_array(e.tbl, crm.hex(e.id), crm.receipt(e.tbl, e.id)),
               NULL::int, NULL::bigint
          FROM crm.erased e
         WHERE e.xid >= oldest AND NOT pg_visible_in_snapshot(e.xid, since)
           AND (key_xid IS NULL OR (e.xid, e.tbl || ' ' || e.id) > (key_xid, key_rest))
         ORDER BY e.xid, e.tbl || ' ' || e.id LIMIT most;
    WHEN 2 THEN RETURN QUERY
        SELECT m.xid, m.tbl || ' ' || m.id, 60, json_build_array(m.tbl, crm.hex(m.id)), NULL::int, NULL::bigint
          FROM crm.moved m
         WHERE m.xid >= oldest AND NOT pg_visible_in_snapshot(m.xid, since)
           AND (key_xid IS NULL OR (m.xid, m.tbl || ' ' || m.id) > (key_xid, key_rest))
           AND crm.may_see(m.reach, m.owner, m.team, asked)
           AND NOT EXISTS (SELECT FROM crm.row r WHERE r.tbl = m.tbl AND r.id = m.id
                           AND crm.may_see(r.reach, r.owner, r.team, asked))
         GROUP BY m.xid, m.tbl, m.id ORDER BY m.xid, m.tbl || ' ' || m.id LIMIT most;
    WHEN 3 THEN RETURN QUERY
        SELECT r.xid, crm.place(r.tbl, r.id), r.size, crm.row_line(r), r.site, r.hlc FROM crm.row r
         WHERE r.xid >= oldest AND NOT pg_visible_in_snapshot(r.xid, since)
           AND (r.touched_by = own AND r.xid = ANY (mine)
                AND (r.others_xid IS NULL OR pg_visible_in_snapshot(r.others_xid, since))) IS NOT TRUE
           AND (key_xid IS NULL OR (r.xid, r.tbl, r.id) > (key_xid, k_tbl, k_id))
           AND crm.may_see(r.reach, r.owner, r.team, asked)
         ORDER BY r.xid, r.tbl, r.id LIMIT most;
    WHEN 4 THEN RETURN QUERY
        SELECT c.xid, crm.place(c.tbl, c.id, c.fld, c.hlc, c.site), c.size, crm.change_line(c), c.site, c.hlc
          FROM crm.change c JOIN crm.row r ON r.tbl = c.tbl AND r.id = c.id
         WHERE c.xid >= oldest AND NOT pg_visible_in_snapshot(c.xid, since)
           AND NOT (c.xid = ANY (mine) AND c.site = own)
           AND (key_xid IS NULL OR (c.xid, c.tbl, c.id, c.fld, c.hlc, c.site) >
                (key_xid, k_tbl, k_id, k_fld, k_hlc, k_site))
           AND crm.may_see(r.reach, r.owner, r.team, asked)
         ORDER BY c.xid, c.tbl, c.id, c.fld, c.hlc, c.site LIMIT most;
    ELSE RETURN QUERY
        SELECT k.xid, crm.place(k.tbl, k.id, k.fld, k.lose_hlc, k.lose_site), k.size, crm.conflict_line(k),
               CASE WHEN NOT k.cleared THEN k.lose_site END, k.lose_hlc
          FROM crm.conflict k JOIN crm.row r ON r.tbl = k.tbl AND r.id = k.id
         WHERE k.xid >= oldest AND NOT pg_visible_in_snapshot(k.xid, since)
           AND (key_xid IS NULL OR (k.xid, k.tbl, k.id, k.fld, k.lose_hlc, k.lose_site) >
                (key_xid, k_tbl, k_id, k_fld, k_hlc, k_site))
           AND crm.may_see(r.reach, r.owner, r.team, asked)
         ORDER BY k.xid, k.tbl, k.id, k.fld, k.lose_hlc, k.lose_site LIMIT most;
    END CASE;
END $$;

-- The same where everything is new, in the order of primary keys.
CREATE FUNCTION crm.everything(
    asked crm.scope, section int, key_rest text, most int
) RETURNS TABLE (xid xid8, rest text, size int, item json, site int, hlc bigint)
LANGUAGE plpgsql STABLE SET random_page_cost = 1.1 AS $$
#variable_conflict use_column
DECLARE
    key text[] := string_to_array(key_rest, ' ');
    k_tbl smallint := coalesce(key[1], '0');
    k_id uuid := coalesce(key[2], '00000000-0000-0000-0000-000000000000');
    k_fld bigint := coalesce(key[3], '0');
    k_hlc bigint := coalesce(key[4], '0');
    k_site int := coalesce(key[5], '0');
BEGIN
    CASE section
    WHEN 3 THEN RETURN QUERY
        SELECT r.xid, crm.place(r.tbl, r.id), r.size, crm.row_line(r), r.site, r.hlc FROM crm.row r
         WHERE (r.tbl, r.id) > (k_tbl, k_id) AND crm.may_see(r.reach, r.owner, r.team, asked)
         ORDER BY r.tbl, r.id LIMIT most;
    WHEN 4 THEN RETURN QUERY
        SELECT c.xid, crm.place(c.tbl, c.id, c.fld, c.hlc, c.site), c.size, crm.change_line(c), c.site, c.hlc
          FROM crm.change c JOIN crm.row r ON r.tbl = c.tbl AND r.id = c.id
         WHERE (c.tbl, c.id, c.fld, c.hlc, c.site) > (k_tbl, k_id, k_fld, k_hlc, k_site)
           AND crm.may_see(r.reach, r.owner, r.team, asked)
         ORDER BY c.tbl, c.id, c.fld, c.hlc, c.site LIMIT most;
    ELSE RETURN QUERY
        SELECT k.xid, crm.place(k.tbl, k.id, k.fld, k.lose_hlc, k.lose_site), k.size, crm.conflict_line(k),
               CASE WHEN NOT k.cleared THEN k.lose_site END, k.lose_hlc
          FROM crm.conflict k JOIN crm.row r ON r.tbl = k.tbl AND r.id = k.id
         WHERE (k.tbl, k.id, k.fld, k.lose_hlc, k.lose_site) > (k_tbl, k_id, k_fld, k_hlc, k_site)
           AND crm.may_see(r.reach, r.owner, r.team, asked)
         ORDER BY k.tbl, k.id, k.fld, k.lose_hlc, k.lose_site LIMIT most;
    END CASE;
END $$;

-- One section of what is asked for.
CREATE FUNCTION crm.sections(
    since pg_snapshot, asked crm.scope, section int, key_xid xid8, key_rest text, most int, own int, mine xid8[]
) RETURNS TABLE (xid xid8, rest text, size int, item json, site int, hlc bigint)
LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF section > 2 AND crm.is_everything(since) THEN
        RETURN QUERY SELECT * FROM crm.everything(asked, section, key_rest, most);
    ELSE
        RETURN QUERY SELECT * FROM crm.news(since, asked, section, key_xid, key_rest, most, own, mine);
    END IF;
END $$;

-- Whether a cursor is from before anything was written.
CREATE FUNCTION crm.is_everything(since pg_snapshot) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT pg_snapshot_xmax(since) <= '3'::xid8 $$;

-- The steps with these clocks, as they travel.
CREATE FUNCTION crm.steps_at(sites int[], hlcs bigint[]) RETURNS json LANGUAGE sql STABLE AS $$
    SELECT coalesce(json_agg(json_build_array(
               s.site, s.hlc, crm.hex(s.member), s.at, s.label, s.undoes, s.app_version) ORDER BY s.hlc, s.site), '[]')
      FROM (SELECT DISTINCT * FROM unnest(sites, hlcs) AS u(site, hlc)) AS u JOIN crm.step s USING (site, hlc)
$$;

CREATE FUNCTION crm.checked_cursor(cursor text) RETURNS pg_snapshot LANGUAGE plpgsql STABLE AS $$
DECLARE
    since pg_snapshot;
BEGIN
    IF length(cursor) > 100000 THEN
        RAISE EXCEPTION 'the cursor is none' USING ERRCODE = 'CR003';
    END IF;
    BEGIN
        since := cursor::pg_snapshot;
    EXCEPTION WHEN OTHERS THEN
        RAISE EXCEPTION 'the cursor is none' USING ERRCODE = 'CR003';
    END;
    IF pg_snapshot_xmin(since) > pg_snapshot_xmax(pg_current_snapshot()) THEN
        RAISE EXCEPTION 'the server does not know this cursor: it was set back' USING ERRCODE = 'CR007';
    END IF;
    RETURN since;
END $$;

-- Who erased what a page tells of, in its order; null where it was the server's own memory that came back.
CREATE FUNCTION crm.erasers(told json) RETURNS json LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT json_agg(CASE WHEN e.reason <> 'erased before the server was set back' THEN crm.hex(e.by) END ORDER BY t.n)
              FROM json_array_elements(told) WITH ORDINALITY AS t(item, n)
              JOIN crm.erased e ON e.tbl = (t.item ->> 0)::smallint AND e.id = (t.item ->> 1)::uuid);
END $$;

-- A device that says its `own` site, and up to which push it knows what it did as that (a copy of it may have pushed
-- more), gets back no row that nobody but itself touched since its cursor.
CREATE FUNCTION crm.pull_v1(cursor text, epoch uuid, head uuid, after jsonb, lim int, own int DEFAULT NULL, own_n bigint DEFAULT NULL)
RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, crm, pg_temp AS $$
#variable_conflict use_column
DECLARE
    asked crm.scope := crm.me();
    since pg_snapshot;
    room int := least(greatest(coalesce($5, 5000), 1), 20000);
    bytes bigint := 16000000;
    section int := 1;
    key_xid xid8;
    key_rest text;
    found json[] := array_fill('[]'::json, ARRAY[6]);
    page json;
    cleared json;
    sites int[] := '{}';
    hlcs bigint[] := '{}';
    count int;
    more_sites int[];
    more_hlcs bigint[];
    used bigint;
    last_xid xid8;
    last_rest text;
    next jsonb;
    without_rows boolean := false;
    mine xid8[] := '{}';
    news int[];
    erasers json := '[]';
BEGIN
    PERFORM crm.check_epoch($2);
    IF $3 IS NOT NULL AND NOT EXISTS (SELECT FROM crm.push p WHERE p.id = $3) THEN
        RAISE EXCEPTION 'the server does not know what you have seen: it was set back' USING ERRCODE = 'CR007';
    END IF;
    IF $1 IS NOT NULL THEN
        since := crm.checked_cursor($1);
        mine := ARRAY(SELECT p.xid FROM crm.push p WHERE p.site = $6 AND p.n <= $7 AND p.xid >= pg_snapshot_xmin(since));
        news := crm.with_news(since);
        IF $4 IS NOT NULL AND $4 <> 'null' THEN
            BEGIN
                section := ($4 ->> 0)::int;
                key_xid := ($4 ->> 1)::xid8;
                key_rest := $4 ->> 2;
                -- whoever brought all rows in pages of their own asks for everything else
                without_rows := coalesce(($4 ->> 3)::boolean, false);
                IF section NOT BETWEEN 1 AND 5 OR key_xid IS NULL OR key_rest IS NULL OR key_rest !~ (CASE
                    WHEN section < 4 THEN '^[0-9]{1,5} [0-9a-f-]{36}$'
                    ELSE '^[0-9]{1,5} [0-9a-f-]{36} [0-9]{1,18} [0-9]{1,18} [0-9]{1,10}$' END) THEN
                    RAISE invalid_text_representation;
                END IF;
                IF crm.is_everything(since) AND key_xid <> '0' THEN
                    -- a place in the order of transactions, from before this server was upgraded
                    key_rest := NULL;
                END IF;
            EXCEPTION WHEN invalid_text_representation OR numeric_value_out_of_range THEN
                RAISE EXCEPTION 'there is no such page' USING ERRCODE = 'CR003';
            END;
        END IF;
        WHILE section <= 5 AND room > 0 AND bytes > 0 LOOP
            IF NOT section = ANY (news) OR (section = 3 AND without_rows) THEN
                section := section + 1;
                key_xid := NULL;
                key_rest := NULL;
                CONTINUE;
            END IF;
            WITH candidate AS MATERIALIZED (
                SELECT s.*, sum(s.size) OVER (ROWS UNBOUNDED PRECEDING) - s.size AS before,
                       row_number() OVER () AS place
                  FROM crm.sections(since, asked, section, key_xid, key_rest, room, $6, mine) AS s
            ), kept AS (SELECT * FROM candidate WHERE before < bytes)
            SELECT coalesce(json_agg(k.item ORDER BY k.place) FILTER (WHERE section < 5 OR json_array_length(k.item) > 5),
                            '[]'),
                   coalesce(json_agg(k.item ORDER BY k.place) FILTER (WHERE section = 5
                            AND json_array_length(k.item) = 5), '[]'),
                   count(*), coalesce(sum(k.size), 0), array_agg(k.site) FILTER (WHERE k.site IS NOT NULL),
                   array_agg(k.hlc) FILTER (WHERE k.site IS NOT NULL),
                   max(k.xid::text::numeric)::text::xid8,
                   (array_agg(k.rest ORDER BY k.place DESC))[1]
              INTO page, cleared, count, used, more_sites, more_hlcs, last_xid, last_rest FROM kept k;
            found[section] := page;
            IF section = 5 THEN
                found[6] := cleared;
            END IF;
            sites := sites || more_sites;
            hlcs := hlcs || more_hlcs;
            IF count = room OR used >= bytes THEN
                next := jsonb_build_array(section, CASE WHEN section > 2 AND crm.is_everything(since) THEN '0'
                                          ELSE last_xid::text END, last_rest, without_rows);
                EXIT;
            END IF;
            room := room - count;
            bytes := bytes - used;
            section := section + 1;
            key_xid := NULL;
            key_rest := NULL;
        END LOOP;
    END IF;
    IF json_array_length(found[1]) > 0 THEN
        erasers := crm.erasers(found[1]);
    END IF;
    RETURN json_build_object(
        'cursor', crm.cursor_now(), 'head', crm.head(), 'now', crm.now_ms(), 'scope_ver', asked.scope_ver,
        'erased', found[1], 'erased_by', erasers, 'gone', found[2], 'rows', found[3], 'changes', found[4], 'conflicts', found[5],
        'cleared', found[6], 'steps', crm.steps_at(sites, hlcs), 'after', next);
END $$;
