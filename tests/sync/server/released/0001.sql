GRANT "crm_member", "crm_report" TO "crm_admin" WITH ADMIN OPTION;
CREATE SCHEMA crm AUTHORIZATION "crm_owner";
SET LOCAL ROLE "crm_owner";
GRANT USAGE, CREATE ON SCHEMA crm TO "crm_reader", "crm_admin";
GRANT USAGE ON SCHEMA crm TO "crm_member", "crm_reports";
SET LOCAL ROLE "crm_owner";
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA crm GRANT EXECUTE ON FUNCTIONS TO "crm_owner", "crm_reader", "crm_admin";
-- The shared copy: rows with numbered fields, so that a new field of the program needs no change here.
CREATE TABLE crm.meta (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    workspace text NOT NULL,
    epoch uuid NOT NULL DEFAULT gen_random_uuid(),
    wire_min int NOT NULL,
    wire_max int NOT NULL,
    max_skew_ms bigint NOT NULL DEFAULT 60000,
    hardened boolean NOT NULL DEFAULT false,
    file_quota bigint NOT NULL DEFAULT 100000000000,
    made_at timestamptz NOT NULL DEFAULT now()
);

-- What the program says of its tables. reach: 0 the owner's, 1 everybody's, 2 the owner's alone.
-- A part goes where its parent goes; open_fld names the field that makes a private row everybody's.
CREATE TABLE crm.table_meta (
    tbl smallint PRIMARY KEY,
    name text NOT NULL,
    reach smallint NOT NULL,
    part boolean NOT NULL,
    owner_fld text NOT NULL,
    team_fld text,
    open_fld text,
    parents text[] NOT NULL,
    parent_tables smallint[] NOT NULL,
    writers text[] NOT NULL
);

CREATE TABLE crm.field_meta (
    tbl smallint,
    fld bigint,
    name text NOT NULL,
    kind text NOT NULL,
    target smallint,
    PRIMARY KEY (tbl, fld)
);

CREATE TABLE crm.member (
    role_name name PRIMARY KEY,
    id uuid NOT NULL UNIQUE,
    rights text NOT NULL CHECK (rights IN ('owner', 'manager', 'sales', 'service', 'marketing', 'read_only')),
    sees text NOT NULL CHECK (sees IN ('me', 'team', 'all')),
    teams uuid[] NOT NULL DEFAULT '{}',
    can_erase boolean NOT NULL DEFAULT false,
    active boolean NOT NULL DEFAULT true,
    scope_ver int NOT NULL DEFAULT 1,
    file_bytes bigint NOT NULL DEFAULT 0,
    added_at timestamptz NOT NULL DEFAULT now()
);

-- Logins of reporting tools.
CREATE TABLE crm.reporter (role_name name PRIMARY KEY, added_at timestamptz NOT NULL DEFAULT now());

CREATE TABLE crm.site (
    site int PRIMARY KEY,
    member uuid NOT NULL,
    device text NOT NULL,
    last_n bigint NOT NULL DEFAULT 0,
    last_hlc bigint NOT NULL DEFAULT 0,
    last_seen timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE crm.push (
    site int,
    n bigint,
    id uuid NOT NULL UNIQUE,
    member uuid NOT NULL,
    digest bytea NOT NULL,
    result jsonb NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (site, n)
);
CREATE INDEX push_xid ON crm.push (xid);

-- clk holds the clocks of the fields that were written after the row: {fld: [hlc, site]}.
-- An orphan is a part whose parent is not here (yet).
CREATE TABLE crm.row (
    tbl smallint,
    id uuid,
    doc jsonb NOT NULL,
    hlc bigint NOT NULL,
    site int NOT NULL,
    clk jsonb,
    reach smallint NOT NULL,
    owner uuid,
    team uuid,
    parent uuid,
    orphan boolean NOT NULL DEFAULT false,
    size int NOT NULL,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (tbl, id)
) WITH (fillfactor = 90);
CREATE INDEX row_xid ON crm.row (xid);
CREATE INDEX row_content ON crm.row ((doc ->> '23')) WHERE tbl = 28;
CREATE INDEX row_parent ON crm.row (parent) WHERE parent IS NOT NULL;
CREATE INDEX row_orphan ON crm.row (parent) WHERE orphan;

CREATE TABLE crm.step (
    site int,
    hlc bigint,
    member uuid NOT NULL,
    at bigint NOT NULL,
    label text NOT NULL,
    undoes jsonb,
    app_version bigint NOT NULL,
    touched jsonb NOT NULL,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (site, hlc)
);
CREATE INDEX step_clock ON crm.step (hlc DESC, site DESC);

CREATE TABLE crm.change (
    tbl smallint,
    id uuid,
    fld bigint,
    hlc bigint,
    site int,
    member uuid NOT NULL,
    old jsonb,
    new jsonb,
    base jsonb,
    size int NOT NULL,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (tbl, id, fld, hlc, site)
);
CREATE INDEX change_xid ON crm.change (xid);

CREATE TABLE crm.conflict (
    tbl smallint,
    id uuid,
    fld bigint,
    lose_hlc bigint,
    lose_site int,
    lose jsonb,
    win jsonb,
    win_hlc bigint NOT NULL,
    win_site int NOT NULL,
    kind text NOT NULL DEFAULT 'edit',
    cleared boolean NOT NULL DEFAULT false,
    size int NOT NULL,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (tbl, id, fld, lose_hlc, lose_site)
);
CREATE INDEX conflict_xid ON crm.conflict (xid);

CREATE TABLE crm.erased (
    tbl smallint,
    id uuid,
    by uuid NOT NULL,
    reason text NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (tbl, id)
);
CREATE INDEX erased_xid ON crm.erased (xid);

-- Rows that somebody may have lost from sight: who saw them before.
CREATE TABLE crm.moved (
    tbl smallint NOT NULL,
    id uuid NOT NULL,
    reach smallint NOT NULL,
    owner uuid,
    team uuid,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX moved_xid ON crm.moved (xid);
CREATE INDEX moved_row ON crm.moved (tbl, id);

CREATE TABLE crm.series (series text PRIMARY KEY, next bigint NOT NULL);
CREATE TABLE crm.number_block (
    series text,
    first bigint,
    last bigint NOT NULL,
    site int NOT NULL,
    member uuid NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (series, first)
);

CREATE TABLE crm.chunk (
    hash bytea,
    n int,
    of int NOT NULL,
    sum bytea NOT NULL,
    data bytea NOT NULL,
    member uuid NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (hash, n)
);
ALTER TABLE crm.chunk ALTER COLUMN data SET STORAGE EXTERNAL;

-- Who asks: what a member may see and write.
CREATE TYPE crm.scope AS (
    id uuid, rights text, sees text, sees_all boolean, owners uuid[], teams uuid[], can_erase boolean, scope_ver int
);

CREATE TYPE crm.key AS (tbl smallint, id uuid);

-- One change of a batch as it arrived.
CREATE TYPE crm.incoming AS (
    ord int, tbl smallint, id uuid, hlc bigint, site int, op smallint, doc jsonb, base jsonb, step bigint
);

-- One value that was written into one field.
CREATE TYPE crm.edit AS (
    ord int, tbl smallint, id uuid, fld bigint, hlc bigint, site int, val jsonb, base jsonb
);

-- An edit beside the value that stands in its field; plain where it is the only one of the field in the batch, and its
-- writer saw what stood there.
CREATE TYPE crm.weighed AS (
    ord int, tbl smallint, id uuid, fld bigint, hlc bigint, site int, val jsonb, base jsonb,
    stood jsonb, stood_hlc bigint, stood_site int, empty boolean, plain boolean
);
CREATE TYPE crm.key_at AS (tbl smallint, id uuid, fld bigint, hlc bigint, site int);

-- A value among all values of its field: its place from the latest on, and its place among those that are equal to it.
CREATE TYPE crm.ranked AS (
    tbl smallint, id uuid, fld bigint, hlc bigint, site int, val jsonb, stood boolean, place bigint, again bigint
);
SET LOCAL ROLE "crm_owner";
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA crm GRANT EXECUTE ON FUNCTIONS TO "crm_owner", "crm_reader", "crm_admin";
-- What every function stands on.

CREATE FUNCTION crm.me() RETURNS crm.scope
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, crm, pg_temp AS $$
DECLARE
    asked crm.scope;
BEGIN
    -- the author is who logged in, never an argument; a removed member is nobody
    SELECT m.id, m.rights, m.sees, m.sees = 'all',
           CASE m.sees WHEN 'team' THEN ARRAY(
               SELECT o.id FROM crm.member o WHERE o.id = m.id OR o.teams && m.teams) ELSE ARRAY[m.id] END,
           CASE m.sees WHEN 'team' THEN m.teams ELSE '{}' END, m.can_erase, m.scope_ver
      INTO asked FROM crm.member m WHERE m.role_name = session_user AND m.active;
    IF asked.id IS NULL THEN
        RAISE EXCEPTION 'you are no member of this workspace' USING ERRCODE = '42501';
    END IF;
    RETURN asked;
END $$;

CREATE FUNCTION crm.now_ms() RETURNS bigint LANGUAGE sql STABLE AS
$$ SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint $$;

CREATE FUNCTION crm.hex(id uuid) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT replace(id::text, '-', '') $$;

CREATE FUNCTION crm.as_id(value text) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN value ~ '^[0-9a-fA-F]{32}$' THEN value::uuid END $$;

-- A cursor is a whole snapshot: the next pull gets exactly what this one could not see. In-progress transactions are
-- missing from a standby's snapshot, so there everything from its oldest one on is fetched again.
CREATE FUNCTION crm.cursor_now() RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN pg_is_in_recovery()
        THEN pg_snapshot_xmin(pg_current_snapshot()) || ':' || pg_snapshot_xmin(pg_current_snapshot()) || ':'
        ELSE pg_current_snapshot()::text END
$$;

CREATE FUNCTION crm.head() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, crm, pg_temp AS
$$ SELECT id FROM crm.push ORDER BY xid DESC LIMIT 1 $$;

CREATE FUNCTION crm.check_epoch(asked uuid) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, crm, pg_temp AS $$
BEGIN
    IF asked IS NULL OR asked <> (SELECT epoch FROM crm.meta) THEN
        RAISE EXCEPTION 'the server has begun a new epoch' USING ERRCODE = 'CR001';
    END IF;
END $$;
SET LOCAL ROLE "crm_owner";
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA crm GRANT EXECUTE ON FUNCTIONS TO "crm_owner", "crm_reader", "crm_admin";
-- What arrives: read, checked and taken apart before anything is stored.

CREATE FUNCTION crm.parsed(batch text) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    read jsonb;
BEGIN
    IF batch IS NULL OR octet_length(batch) > 16777216 THEN
        RAISE EXCEPTION 'the batch is missing or over 16 MiB' USING ERRCODE = 'CR003';
    END IF;
    BEGIN
        read := batch::jsonb;
    EXCEPTION WHEN OTHERS THEN
        RAISE EXCEPTION 'the batch is no JSON text that can be stored' USING ERRCODE = 'CR003';
    END;
    IF jsonb_typeof(read) <> 'object' OR jsonb_typeof(read -> 'steps') IS DISTINCT FROM 'array'
       OR jsonb_typeof(read -> 'changes') IS DISTINCT FROM 'array' THEN
        RAISE EXCEPTION 'the batch has no steps and changes' USING ERRCODE = 'CR003';
    END IF;
    IF jsonb_array_length(read -> 'changes') > 20000 OR jsonb_array_length(read -> 'steps') > 20000 THEN
        RAISE EXCEPTION 'the batch has more than 20,000 changes' USING ERRCODE = 'CR003';
    END IF;
    -- a number such as 1e100000 takes three bytes here and a hundred thousand wherever it is read
    IF batch ~ '[0-9][eE][+-]?[0-9]{3,}[],}[:space:]]' AND EXISTS (
        SELECT FROM jsonb_path_query(read, 'strict $.** ? (@.type() == "number")') AS number(value)
        WHERE value::numeric <> 0 AND (abs(value::numeric) > 1e309 OR abs(value::numeric) < 1e-330)) THEN
        RAISE EXCEPTION 'a number of the batch is out of all bounds' USING ERRCODE = 'CR003';
    END IF;
    RETURN read;
END $$;

-- [tbl, "id", hlc, op, {"fld": value}, {"fld": base}, step]; op 1 a new row, 2 fields, 4 a row healed as it stood:
-- then the sixth part holds its clocks, and an eighth the site that made it.
CREATE FUNCTION crm.incoming_of(read jsonb, by_site int) RETURNS crm.incoming[] LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    made crm.incoming[];
    wrong bigint;
BEGIN
    SELECT array_agg(ROW(n, x ->> 0, x ->> 1, x ->> 2, CASE x ->> 3 WHEN '4' THEN (x ->> 7)::int ELSE by_site END,
                         x ->> 3, x -> 4, x -> 5, x ->> 6)::crm.incoming ORDER BY n),
           count(*) FILTER (WHERE jsonb_typeof(x -> 4) IS DISTINCT FROM 'object'
                               OR jsonb_typeof(x -> 5) IS DISTINCT FROM 'object')
      INTO made, wrong
      FROM jsonb_array_elements(read -> 'changes') WITH ORDINALITY AS c(x, n);
    SELECT wrong + count(*) INTO wrong FROM unnest(made) AS c
     WHERE c.tbl IS NULL OR c.tbl <= 0 OR c.id IS NULL OR c.hlc IS NULL OR c.hlc <= 0 OR c.op IS NULL
        OR c.op NOT IN (1, 2, 4) OR c.site IS NULL OR c.site <= 0;
    IF wrong > 0 THEN
        RAISE EXCEPTION '% changes are not of the form that is agreed', wrong USING ERRCODE = 'CR003';
    END IF;
    RETURN coalesce(made, '{}');
EXCEPTION WHEN invalid_text_representation OR numeric_value_out_of_range OR invalid_parameter_value THEN
    RAISE EXCEPTION 'a change is not of the form that is agreed' USING ERRCODE = 'CR003';
END $$;

-- A base is missing, one clock, or a list of clocks.
CREATE FUNCTION crm.is_base(base jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN base IS NULL THEN true WHEN jsonb_typeof(base) <> 'array' THEN false
        WHEN jsonb_typeof(base -> 0) = 'number' THEN jsonb_array_length(base) = 2
            AND jsonb_typeof(base -> 1) = 'number' AND (base ->> 0)::bigint > 0 AND (base ->> 1)::bigint >= 0
        ELSE base::text ~ '^[[]([[][0-9]{1,18}, [0-9]{1,10}[]](, )?)+[]]$' END
$$;

-- The single values of changes; marks such as created_at are none.
CREATE FUNCTION crm.edits_of(given crm.incoming[]) RETURNS crm.edit[] LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    made crm.edit[];
    wrong bigint;
BEGIN
    SELECT array_agg(ROW(c.ord, c.tbl, c.id, CASE WHEN f.key ~ '^[1-9][0-9]{0,17}$' THEN f.key::bigint ELSE 0 END,
                         CASE WHEN c.op = 4 AND c.base ? f.key THEN (c.base -> f.key ->> 0)::bigint ELSE c.hlc END,
                         CASE WHEN c.op = 4 AND c.base ? f.key THEN (c.base -> f.key ->> 1)::int ELSE c.site END,
                         f.value, CASE WHEN c.op = 2 THEN c.base -> f.key END)::crm.edit),
           count(*) FILTER (WHERE f.key !~ '^[1-9][0-9]{0,17}$' OR NOT crm.is_base(c.base -> f.key))
      INTO made, wrong
      FROM unnest(given) AS c, jsonb_each(c.doc) AS f
     WHERE c.op = 2 OR f.key NOT IN ('created_at', 'created_by');
    IF wrong > 0 THEN
        RAISE EXCEPTION '% values have no field number or no clock as their base', wrong USING ERRCODE = 'CR003';
    END IF;
    RETURN coalesce(made, '{}');
EXCEPTION WHEN invalid_text_representation OR numeric_value_out_of_range THEN
    RAISE EXCEPTION 'a clock is none' USING ERRCODE = 'CR003';
END $$;

-- Where rows belong, all `but` some: who sees them, and which row they follow.
CREATE FUNCTION crm.placed(given crm.incoming[], but int[], author uuid) RETURNS TABLE (
    ord int, tbl smallint, id uuid, hlc bigint, site int, doc jsonb,
    reach smallint, owner uuid, team uuid, parent uuid, parent_table smallint
) LANGUAGE sql STABLE AS $$
    SELECT c.ord, c.tbl, c.id, c.hlc, c.site, c.doc,
           CASE WHEN t.reach = 2 AND (c.doc ->> t.open_fld IN ('1', 'true') OR (t.owner_fld <> '1' AND o.own IS NULL))
                THEN 1::smallint ELSE coalesce(t.reach, 0::smallint) END,
           coalesce(o.own, crm.as_id(c.doc ->> 'created_by'), author),
           CASE WHEN t.team_fld IS NOT NULL THEN crm.as_id(c.doc ->> t.team_fld) END,
           CASE WHEN t.part OR o.own IS NULL THEN p.id END,
           CASE WHEN t.part OR o.own IS NULL THEN p.tbl END
      FROM unnest(given) AS c
      LEFT JOIN unnest(but) AS b(ord) ON b.ord = c.ord
      LEFT JOIN crm.table_meta t ON t.tbl = c.tbl
      CROSS JOIN LATERAL (SELECT crm.as_id(c.doc ->> coalesce(t.owner_fld, '1')) AS own OFFSET 0) AS o
      LEFT JOIN LATERAL (
          SELECT crm.as_id(c.doc ->> f) AS id, t.parent_tables[i] AS tbl
            FROM unnest(t.parents) WITH ORDINALITY AS u(f, i)
           WHERE c.doc ? f ORDER BY i LIMIT 1) AS p ON true
     WHERE b.ord IS NULL AND c.op <> 2
$$;
SET LOCAL ROLE "crm_owner";
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA crm GRANT EXECUTE ON FUNCTIONS TO "crm_owner", "crm_reader", "crm_admin";
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
    hard := ARRAY(SELECT e FROM unnest(here) AS e WHERE NOT e.plain);
    conf := 0;
    IF cardinality(hard) > 0 THEN
        conf := crm.settle_hard(hard);
    END IF;
    IF EXISTS (SELECT FROM crm.conflict WHERE NOT cleared) THEN
        PERFORM crm.close_answered(here);
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
CREATE FUNCTION crm.close_answered(edits crm.weighed[]) RETURNS void LANGUAGE sql AS $$
    UPDATE crm.conflict k SET cleared = true, lose = NULL, win = NULL, xid = pg_current_xact_id()
      FROM unnest(edits) AS e
     WHERE NOT k.cleared AND k.tbl = e.tbl AND k.id = e.id AND k.fld = e.fld
       AND (e.base = jsonb_build_array(k.lose_hlc, k.lose_site)
            OR e.base @> jsonb_build_array(jsonb_build_array(k.lose_hlc, k.lose_site))
            OR ((e.hlc, e.site) > (k.lose_hlc, k.lose_site) AND e.val = k.lose))
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
SET LOCAL ROLE "crm_owner";
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA crm GRANT EXECUTE ON FUNCTIONS TO "crm_owner", "crm_reader", "crm_admin";
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
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    stands crm.site;
    before crm.push;
BEGIN
    IF by_site IS NULL OR by_site <= 0 OR push_n IS NULL OR push_n <= 0 OR push_id IS NULL OR push_digest IS NULL THEN
        RAISE EXCEPTION 'a push has a site, a number, an id and a digest' USING ERRCODE = 'CR003';
    END IF;
    INSERT INTO crm.site (site, member, device) VALUES (by_site, asked.id, '') ON CONFLICT DO NOTHING;
    SELECT * INTO stands FROM crm.site WHERE site = by_site FOR UPDATE;
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

-- Which changes meet a row that is here, and which this member must not make: their steps are kept aside whole.
CREATE FUNCTION crm.judged(asked crm.scope, given crm.incoming[], OUT here int[], OUT refused jsonb)
LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(c.ord) FILTER (WHERE r.id IS NOT NULL), '{}'),
           coalesce(jsonb_agg(jsonb_build_array(c.hlc, c.tbl, crm.hex(c.id), w.why) ORDER BY c.ord)
                    FILTER (WHERE w.why IS NOT NULL), '[]')
      FROM unnest(given) AS c
      LEFT JOIN crm.table_meta t ON t.tbl = c.tbl
      LEFT JOIN crm.row r ON r.tbl = c.tbl AND r.id = c.id
      LEFT JOIN LATERAL (
          SELECT p.* FROM unnest(t.parents, t.parent_tables) AS u(f, ptbl)
            JOIN crm.row p ON p.tbl = u.ptbl AND p.id = crm.as_id(c.doc ->> u.f)
           WHERE t.part AND NOT asked.sees_all LIMIT 1) AS p ON t.part AND NOT asked.sees_all
      CROSS JOIN LATERAL (SELECT CASE
          WHEN NOT asked.rights = ANY (coalesce(t.writers, '{owner,manager,sales,service,marketing}')) THEN 'role'
          WHEN r.id IS NOT NULL AND NOT crm.may_see(r.reach, r.owner, r.team, asked) THEN 'unseen'
          WHEN p.id IS NOT NULL AND NOT crm.may_see(p.reach, p.owner, p.team, asked) THEN 'unseen'
          WHEN c.op = 1 AND asked.rights NOT IN ('owner', 'manager')
               AND crm.as_id(c.doc ->> 'created_by') <> asked.id THEN 'author'
          WHEN pg_column_size(c.doc) > 4000000 OR r.size + pg_column_size(c.doc) > 8000000 THEN 'size'
          END AS why OFFSET 0) AS w
$$;

-- Insert new rows, parents before their parts, and return which; `here` are changes whose row is here already.
CREATE FUNCTION crm.inserted(given crm.incoming[], here int[], author uuid) RETURNS int[] LANGUAGE plpgsql AS $$
DECLARE
    made int[] := '{}';
    just crm.key[];
    rest int[];
    last_round boolean := false;
BEGIN
    LOOP
        rest := ARRAY(SELECT c.ord FROM unnest(given) AS c LEFT JOIN unnest(here || made) AS h(ord) USING (ord)
                       WHERE c.op <> 2 AND h.ord IS NULL);
        EXIT WHEN rest = '{}';
        WITH done AS (
            INSERT INTO crm.row (tbl, id, doc, hlc, site, reach, owner, team, parent, orphan, size)
            SELECT w.tbl, w.id, w.doc, w.hlc, w.site, coalesce(p.reach, w.reach),
                   CASE WHEN p.id IS NULL THEN w.owner ELSE p.owner END,
                   CASE WHEN p.id IS NULL THEN w.team ELSE p.team END,
                   w.parent, w.parent IS NOT NULL AND p.id IS NULL, pg_column_size(w.doc)
              FROM crm.placed(given, here || made, author) AS w
              LEFT JOIN crm.row p ON p.tbl = w.parent_table AND p.id = w.parent
             WHERE last_round OR w.parent IS NULL OR p.id IS NOT NULL
             ORDER BY w.tbl, w.id, w.ord
            ON CONFLICT DO NOTHING RETURNING tbl, id)
        SELECT array_agg(ROW(d.tbl, d.id)::crm.key) INTO just FROM done d;
        EXIT WHEN last_round AND just IS NULL;
        IF cardinality(just) = cardinality(rest) THEN
            RETURN made || rest;
        END IF;
        made := made || ARRAY(SELECT min(c.ord) FROM unnest(given) AS c JOIN unnest(just) AS j USING (tbl, id)
                               WHERE c.op <> 2 GROUP BY c.tbl, c.id);
        last_round := just IS NULL;
    END LOOP;
    RETURN made;
END $$;

-- Rows that were healed as they stood keep the clocks of their fields.
CREATE FUNCTION crm.keep_clocks(given crm.incoming[], made int[]) RETURNS void LANGUAGE sql AS $$
    UPDATE crm.row r SET clk = crm.clocks_kept(c.base, c.hlc, c.site)
      FROM unnest(given) AS c WHERE c.op = 4 AND c.ord = ANY (made) AND r.tbl = c.tbl AND r.id = c.id AND c.base <> '{}'
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
              FROM crm.placed(here, NULL, NULL) w JOIN crm.row r ON r.tbl = w.tbl AND r.id = w.id
              LEFT JOIN crm.row p ON p.tbl = w.parent_table AND p.id = w.parent
        ), noted AS (
            INSERT INTO crm.moved (tbl, id, reach, owner, team)
            SELECT tbl, id, old_reach, old_owner, old_team FROM place WHERE moves
        ), put AS (
            UPDATE crm.row r SET reach = p.reach, owner = p.owner, team = p.team, parent = p.parent,
                   orphan = p.orphan, xid = CASE WHEN p.moves THEN pg_current_xact_id() ELSE r.xid END
              FROM place p WHERE r.tbl = p.tbl AND r.id = p.id
               AND (p.moves OR (r.parent, r.orphan) IS DISTINCT FROM (p.parent, p.orphan))
            RETURNING r.id, p.moves)
        SELECT array_agg(DISTINCT ROW(r.tbl, r.id)::crm.key) INTO moving FROM put JOIN crm.row r ON r.parent = put.id
         WHERE put.moves OR r.orphan;
    END LOOP;
END $$;

-- Rows whose place may have changed with these edits.
CREATE FUNCTION crm.displaced(edits crm.edit[]) RETURNS crm.key[] LANGUAGE sql STABLE AS $$
    SELECT array_agg(DISTINCT ROW(e.tbl, e.id)::crm.key) FROM unnest(edits) AS e LEFT JOIN crm.table_meta t ON t.tbl = e.tbl
     WHERE e.fld::text IN (coalesce(t.owner_fld, '1'), t.team_fld, t.open_fld) OR e.fld::text = ANY (t.parents)
$$;

-- Who was put into another team sees with its eyes from now on.
CREATE FUNCTION crm.follow_teams(edits crm.edit[]) RETURNS void LANGUAGE sql AS $$
    UPDATE crm.member m SET teams = CASE WHEN t.team IS NULL THEN '{}' ELSE ARRAY[t.team] END,
           scope_ver = m.scope_ver + 1
      FROM (SELECT e.id, crm.as_id(r.doc ->> f.fld::text) AS team
              FROM unnest(edits) AS e JOIN crm.field_meta f ON f.tbl = e.tbl AND f.fld = e.fld AND f.name = 'team'
              JOIN crm.table_meta t ON t.tbl = e.tbl AND t.name = 'member'
              JOIN crm.row r ON r.tbl = e.tbl AND r.id = e.id) AS t
     WHERE m.id = t.id AND m.teams IS DISTINCT FROM CASE WHEN t.team IS NULL THEN '{}' ELSE ARRAY[t.team] END
$$;

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

CREATE FUNCTION crm.check_steps(read jsonb, given crm.incoming[], latest bigint) RETURNS void
LANGUAGE plpgsql STABLE AS $$
DECLARE
    wrong bigint;
BEGIN
    SELECT count(*) INTO wrong FROM jsonb_array_elements(read -> 'steps') AS s
     WHERE jsonb_typeof(s) <> 'array' OR jsonb_array_length(s) < 6 OR jsonb_typeof(s -> 3) <> 'string'
        OR length(s ->> 3) > 4000 OR (s ->> 1)::bigint NOT BETWEEN 1 AND latest OR (s ->> 2)::bigint IS NULL
        OR (s ->> 5)::bigint IS NULL OR (s ->> 0)::bigint IS NULL OR NOT (jsonb_typeof(s -> 4) = 'null'
            OR (s -> 4)::text ~ '^[[][0-9]{1,18}, [0-9]{1,10}[]]$');
    SELECT wrong + count(*) INTO wrong FROM unnest(given) AS c
      LEFT JOIN (SELECT (s ->> 0)::bigint AS no, (s ->> 1)::bigint AS hlc
                   FROM jsonb_array_elements(read -> 'steps') AS s) AS s ON s.no = c.step AND s.hlc = c.hlc
     WHERE c.op <> 4 AND s.no IS NULL;
    IF wrong > 0 THEN
        RAISE EXCEPTION '% steps are wrong, or changes without their step', wrong USING ERRCODE = 'CR003';
    END IF;
EXCEPTION WHEN invalid_text_representation OR numeric_value_out_of_range OR cardinality_violation THEN
    RAISE EXCEPTION 'a step is not of the form that is agreed' USING ERRCODE = 'CR003';
END $$;

CREATE FUNCTION crm.push_v1(site int, n bigint, push_id uuid, epoch uuid, wire int, digest bytea, batch text)
RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, crm, pg_temp SET lock_timeout = '5s' SET jit = off SET plan_cache_mode = auto AS $$
#variable_conflict use_column
DECLARE
    asked crm.scope := crm.me();
    settings crm.meta;
    read jsonb;
    given crm.incoming[];
    fresh crm.incoming[];
    edits crm.edit[];
    made int[];
    here int[];
    result jsonb;
    refused jsonb;
    dropped bigint[];
    unknown jsonb;
    took int[];
    n_all int;
    n_left int;
    n_erased int := 0;
    n_quarantined int := 0;
    n_unknown int := 0;
    n_conf int;
BEGIN
    PERFORM crm.check_epoch($4);
    SELECT * INTO settings FROM crm.meta;
    IF $5 IS NULL OR $5 NOT BETWEEN settings.wire_min AND settings.wire_max THEN
        RAISE EXCEPTION 'this server speaks other versions' USING ERRCODE = 'CR002',
            DETAIL = settings.wire_min || '-' || settings.wire_max;
    END IF;
    IF octet_length($7) > 20000 THEN
        -- plans for a few changes are no plans for thousands
        PERFORM set_config('plan_cache_mode', 'force_custom_plan', true);
    END IF;
    read := crm.parsed($7);
    IF sha256(convert_to($7, 'UTF8')) IS DISTINCT FROM $6 THEN
        RAISE EXCEPTION 'the batch does not have its digest' USING ERRCODE = 'CR003';
    END IF;
    result := crm.admitted(asked, $1, $2, $3, $6);
    IF result IS NOT NULL THEN
        RETURN result;
    END IF;
    given := crm.incoming_of(read, $1);
    n_all := cardinality(given);
    IF (SELECT max(hlc) FROM unnest(given)) >> 16 > crm.now_ms() + settings.max_skew_ms
       OR (SELECT max(CASE WHEN s ->> 1 ~ '^[0-9]{1,18}$' THEN (s ->> 1)::bigint END)
             FROM jsonb_array_elements(read -> 'steps') AS s) >> 16 > crm.now_ms() + settings.max_skew_ms THEN
        RAISE EXCEPTION 'the clock of the device is ahead' USING ERRCODE = 'CR006', DETAIL = crm.now_ms()::text;
    END IF;
    PERFORM crm.check_steps(read, given, (crm.now_ms() + settings.max_skew_ms + 1) << 16);
    IF EXISTS (SELECT FROM crm.erased) THEN
        given := crm.without_erased(given);
        n_erased := n_all - cardinality(given);
    END IF;

    -- rows that are written are locked in one order, so that two pushes never wait for each other
    PERFORM FROM crm.row r JOIN (SELECT DISTINCT tbl, id FROM unnest(given) WHERE op = 2) AS k USING (tbl, id)
      ORDER BY r.tbl, r.id FOR UPDATE OF r;
    SELECT j.here, j.refused INTO here, refused FROM crm.judged(asked, given) AS j;
    dropped := ARRAY(SELECT DISTINCT (q ->> 0)::bigint FROM jsonb_array_elements(refused) AS q);
    IF dropped <> '{}' THEN
        n_left := cardinality(given);
        given := ARRAY(SELECT c FROM unnest(given) AS c WHERE NOT c.hlc = ANY (dropped) ORDER BY c.ord);
        n_quarantined := n_left - cardinality(given);
    END IF;

    made := crm.inserted(given, here, asked.id);
    IF EXISTS (SELECT FROM unnest(given) AS c WHERE c.op = 4) THEN
        PERFORM crm.keep_clocks(given, made);
    END IF;
    IF EXISTS (SELECT FROM crm.row r WHERE r.orphan) THEN
        PERFORM crm.settle((SELECT array_agg(ROW(r.tbl, r.id)::crm.key) FROM crm.row r
                              JOIN unnest(given) AS c ON r.parent = c.id WHERE r.orphan AND c.ord = ANY (made)));
    END IF;

    IF cardinality(made) < cardinality(given) THEN
        fresh := ARRAY(SELECT c FROM unnest(given) AS c LEFT JOIN unnest(made) AS m(ord) ON m.ord = c.ord
                        WHERE m.ord IS NULL ORDER BY c.ord);
        IF EXISTS (SELECT FROM unnest(fresh) AS c WHERE c.op <> 2) THEN
            PERFORM crm.rebased(ARRAY(SELECT c FROM unnest(fresh) AS c WHERE c.op <> 2 ORDER BY c.tbl, c.id));
        END IF;
        SELECT coalesce(jsonb_agg(DISTINCT jsonb_build_array(c.tbl, crm.hex(c.id))), '[]'), count(*)
          INTO unknown, n_unknown FROM unnest(fresh) AS c
          LEFT JOIN crm.row r ON r.tbl = c.tbl AND r.id = c.id WHERE r.id IS NULL;
        edits := crm.edits_of(fresh);
        SELECT m.took, m.conf INTO took, n_conf FROM crm.merged(edits, asked.id) AS m;
        PERFORM crm.settle(crm.displaced(edits));
        IF asked.rights IN ('owner', 'manager') THEN
            PERFORM crm.follow_teams(edits);
        END IF;
    END IF;

    PERFORM crm.keep_steps(read, given, dropped, $1, asked.id);
    IF NOT asked.sees_all THEN
        -- a row that its writer gives away at once leaves the writer's laptop
        INSERT INTO crm.moved (tbl, id, reach, owner)
        SELECT r.tbl, r.id, 0, asked.id FROM unnest(given) AS c JOIN crm.row r ON r.tbl = c.tbl AND r.id = c.id
         WHERE c.ord = ANY (made) AND NOT crm.may_see(r.reach, r.owner, r.team, asked);
    END IF;
    n_left := cardinality(given) - cardinality(made) - coalesce(cardinality(took), 0) - n_unknown;
    IF n_left < 0 OR cardinality(made) + coalesce(cardinality(took), 0) + n_left + n_unknown + n_erased + n_quarantined
       <> n_all THEN
        RAISE EXCEPTION 'the counts of this push do not add up' USING ERRCODE = 'CR003';
    END IF;
    result := jsonb_build_object(
        'n', $2, 'ins', cardinality(made), 'upd', coalesce(cardinality(took), 0), 'noop', n_left,
        'conf', coalesce(n_conf, 0), 'erased', n_erased, 'unknown', coalesce(unknown, '[]'),
        'quarantined', refused, 'now', crm.now_ms(), 'head', $3);
    INSERT INTO crm.push (site, n, id, member, digest, result) VALUES ($1, $2, $3, asked.id, $6, result);
    UPDATE crm.site s SET last_n = $2, last_seen = now(),
           last_hlc = greatest(s.last_hlc, (SELECT max(c.hlc) FROM unnest(given) AS c)) WHERE s.site = $1;
    NOTIFY crm;
    RETURN result;
END $$;
SET LOCAL ROLE "crm_owner";
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA crm GRANT EXECUTE ON FUNCTIONS TO "crm_owner", "crm_reader", "crm_admin";
-- Numbers that no two devices may give twice, such as those of invoices and tickets: granted in blocks.
CREATE FUNCTION crm.numbers_v1(series text, site int, count int, above bigint DEFAULT 0)
RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, crm, pg_temp SET lock_timeout = '5s' AS $$
#variable_conflict use_column
DECLARE
    asked crm.scope := crm.me();
    first bigint;
BEGIN
    IF asked.rights = 'read_only' THEN
        RAISE EXCEPTION 'who only reads needs no numbers' USING ERRCODE = 'CR010';
    END IF;
    IF $1 IS NULL OR $1 !~ '^[a-z][a-z0-9_.-]{0,59}$' OR $3 IS NULL OR $3 NOT BETWEEN 1 AND 1000
       OR $4 IS NULL OR $4 NOT BETWEEN 0 AND 1000000000000 THEN
        RAISE EXCEPTION 'there is no such series or block' USING ERRCODE = 'CR003';
    END IF;
    IF NOT EXISTS (SELECT FROM crm.site s WHERE s.site = $2 AND s.member = asked.id) THEN
        RAISE EXCEPTION 'the site belongs to another member' USING ERRCODE = 'CR004';
    END IF;
    IF (SELECT count(*) FROM crm.series s WHERE s.series <> $1) >= 1000 THEN
        RAISE EXCEPTION 'there are too many series' USING ERRCODE = 'CR010';
    END IF;
    INSERT INTO crm.series (series, next) VALUES ($1, 1) ON CONFLICT DO NOTHING;
    SELECT s.next INTO first FROM crm.series s WHERE s.series = $1 FOR UPDATE;
    -- numbers that were given before there was a server are skipped; a wide leap takes somebody who answers for it
    IF $4 >= first AND $4 - first > 1000000 AND asked.rights NOT IN ('owner', 'manager') THEN
        RAISE EXCEPTION 'such a leap takes an owner or manager' USING ERRCODE = 'CR010';
    END IF;
    first := greatest(first, $4 + 1);
    UPDATE crm.series s SET next = first + $3 WHERE s.series = $1;
    INSERT INTO crm.number_block (series, first, last, site, member)
    VALUES ($1, first, first + $3 - 1, $2, asked.id);
    RETURN jsonb_build_object('from', first, 'to', first + $3 - 1);
END $$;
SET LOCAL ROLE "crm_owner";
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA crm GRANT EXECUTE ON FUNCTIONS TO "crm_owner", "crm_reader", "crm_admin";
-- The contents of attachments, in chunks of 512 KiB under the SHA-256 of the whole. They come before the record that
-- names them, and are given to those who see such a record.

CREATE FUNCTION crm.check_content(hash text, n int) RETURNS bytea LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    IF hash IS NULL OR hash !~ '^[0-9a-f]{64}$' OR n IS NULL OR n NOT BETWEEN 0 AND 200000 THEN
        RAISE EXCEPTION 'there is no such content' USING ERRCODE = 'CR003';
    END IF;
    RETURN decode(hash, 'hex');
END $$;

-- Whether the member sees a record that names the content.
CREATE FUNCTION crm.sees_content(asked crm.scope, hash text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM crm.row r WHERE r.doc ->> '23' = hash
                      AND r.tbl = 28
                      AND crm.may_see(r.reach, r.owner, r.team, asked))
$$;

-- Keep chunk n of a content that has `of` chunks; sum is the SHA-256 of the chunk itself.
CREATE FUNCTION crm.chunk_put_v1(hash text, n int, of int, sum bytea, data bytea) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, crm, pg_temp SET lock_timeout = '5s' AS $$
#variable_conflict use_column
DECLARE
    asked crm.scope := crm.me();
    content bytea := crm.check_content($1, $2);
BEGIN
    IF asked.rights = 'read_only' THEN
        RAISE EXCEPTION 'who only reads keeps no files' USING ERRCODE = 'CR010';
    END IF;
    IF $3 IS NULL OR $3 NOT BETWEEN 1 AND 200001 OR $2 >= $3 OR $5 IS NULL OR length($5) NOT BETWEEN 1 AND 524288
       OR sha256($5) IS DISTINCT FROM $4 OR ($3 = 1 AND $4 <> content)
       OR EXISTS (SELECT FROM crm.chunk c WHERE c.hash = content AND c.of <> $3) THEN
        RAISE EXCEPTION 'the chunk is not what its sum says' USING ERRCODE = 'CR003';
    END IF;
    UPDATE crm.member m SET file_bytes = m.file_bytes + length($5)
     WHERE m.id = asked.id AND NOT EXISTS (SELECT FROM crm.chunk c WHERE c.hash = content AND c.n = $2)
       AND m.file_bytes + length($5) <= (SELECT file_quota FROM crm.meta);
    IF NOT FOUND AND NOT EXISTS (SELECT FROM crm.chunk c WHERE c.hash = content AND c.n = $2) THEN
        RAISE EXCEPTION 'the room for files of this member is used up' USING ERRCODE = 'CR010';
    END IF;
    -- of a content that nobody's record names yet, who put it may put it right
    INSERT INTO crm.chunk AS c (hash, n, of, sum, data, member) VALUES (content, $2, $3, $4, $5, asked.id)
    ON CONFLICT (hash, n) DO UPDATE SET sum = excluded.sum, data = excluded.data
     WHERE c.member = asked.id AND c.sum <> excluded.sum;
    RETURN jsonb_build_object('have', (SELECT count(*) FROM crm.chunk c WHERE c.hash = content), 'of', $3);
END $$;

-- Which chunks of a content are here, with their sums: to those who put them or see a record that names it.
CREATE FUNCTION crm.chunk_have_v1(hash text) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, crm, pg_temp AS $$
#variable_conflict use_column
DECLARE
    asked crm.scope := crm.me();
    content bytea := crm.check_content($1, 0);
    sees boolean := crm.sees_content(asked, $1);
BEGIN
    RETURN (SELECT jsonb_build_object('of', max(c.of), 'have', coalesce(jsonb_agg(
                jsonb_build_array(c.n, encode(c.sum, 'hex')) ORDER BY c.n), '[]'))
              FROM crm.chunk c WHERE c.hash = content AND (sees OR c.member = asked.id));
END $$;

CREATE FUNCTION crm.chunk_get_v1(hash text, n int) RETURNS bytea
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, crm, pg_temp AS $$
#variable_conflict use_column
DECLARE
    asked crm.scope := crm.me();
    content bytea := crm.check_content($1, $2);
BEGIN
    RETURN (SELECT c.data FROM crm.chunk c WHERE c.hash = content AND c.n = $2
               AND (c.member = asked.id OR crm.sees_content(asked, $1)));
END $$;
SET LOCAL ROLE "crm_owner";
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA crm GRANT EXECUTE ON FUNCTIONS TO "crm_owner", "crm_reader", "crm_admin";
-- Erasing a person, or any record: the values go from rows, history, conflicts and files, and never come back.

-- The record and everything that belongs to it.
CREATE FUNCTION crm.closure(of_table smallint, record uuid) RETURNS crm.key[] LANGUAGE sql STABLE AS $$
    WITH RECURSIVE dead (tbl, id) AS (
        SELECT of_table, record
        UNION
        SELECT r.tbl, r.id FROM dead d JOIN crm.row r ON r.parent = d.id
          JOIN crm.table_meta t ON t.tbl = r.tbl AND t.part)
    SELECT array_agg(ROW(tbl, id)::crm.key) FROM dead
$$;

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
        UPDATE crm.row r SET doc = r.doc - each.fld, xid = pg_current_xact_id()
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

CREATE FUNCTION crm.erase_v1(tbl int, id uuid, reason text) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, crm, pg_temp SET lock_timeout = '5s' AS $$
#variable_conflict use_column
DECLARE
    asked crm.scope := crm.me();
    stands crm.row;
    dead crm.key[];
    files text[];
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
    PERFORM FROM crm.row r JOIN unnest(dead) AS d USING (tbl, id) ORDER BY r.tbl, r.id FOR UPDATE OF r;
    files := ARRAY(SELECT r.doc ->> '23' FROM crm.row r JOIN unnest(dead) AS d USING (tbl, id)
                    WHERE r.tbl = 28);
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
        SELECT FROM crm.row r WHERE r.doc ->> '23' = encode(c.hash, 'hex')
           AND r.tbl = 28);
    INSERT INTO crm.erased (tbl, id, by, reason) SELECT d.tbl, d.id, asked.id, $3 FROM unnest(dead) AS d
    ON CONFLICT DO NOTHING;
    NOTIFY crm;
    RETURN jsonb_build_object('emptied', emptied, 'erased', (
        SELECT jsonb_agg(jsonb_build_array(d.tbl, crm.hex(d.id))) FROM unnest(dead) AS d));
END $$;
SET LOCAL ROLE "crm_owner";
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA crm GRANT EXECUTE ON FUNCTIONS TO "crm_owner", "crm_reader", "crm_admin";
-- The second net. The functions filter by themselves what a member sees; should one of them forget it, row security
-- still does: those that read belong to crm_reader, which sees no more than the member who calls.

CREATE FUNCTION crm.my_id() RETURNS uuid LANGUAGE sql STABLE AS $$ SELECT (crm.me()).id $$;
CREATE FUNCTION crm.my_owners() RETURNS uuid[] LANGUAGE sql STABLE AS $$ SELECT (crm.me()).owners $$;
CREATE FUNCTION crm.my_teams() RETURNS uuid[] LANGUAGE sql STABLE AS $$ SELECT (crm.me()).teams $$;
CREATE FUNCTION crm.i_see_all() RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT (crm.me()).sees_all $$;

ALTER TABLE crm.row ENABLE ROW LEVEL SECURITY;
ALTER TABLE crm.row FORCE ROW LEVEL SECURITY;
CREATE POLICY kept ON crm.row TO crm_owner USING (true) WITH CHECK (true);
CREATE POLICY seen ON crm.row FOR SELECT TO crm_reader USING (
    reach = 1
    OR (reach = 0 AND ((SELECT crm.i_see_all()) OR owner = ANY ((SELECT crm.my_owners())::uuid[])
                       OR team = ANY ((SELECT crm.my_teams())::uuid[])))
    OR (reach = 2 AND owner = (SELECT crm.my_id())));
-- Reporting tools see what is anybody's business, never what is one member's own.
CREATE POLICY reported ON crm.row FOR SELECT TO crm_reports USING (reach < 2);

ALTER TABLE crm.moved ENABLE ROW LEVEL SECURITY;
ALTER TABLE crm.moved FORCE ROW LEVEL SECURITY;
CREATE POLICY kept ON crm.moved TO crm_owner USING (true) WITH CHECK (true);
CREATE POLICY seen ON crm.moved FOR SELECT TO crm_reader USING (
    reach = 1
    OR (reach = 0 AND ((SELECT crm.i_see_all()) OR owner = ANY ((SELECT crm.my_owners())::uuid[])
                       OR team = ANY ((SELECT crm.my_teams())::uuid[])))
    OR (reach = 2 AND owner = (SELECT crm.my_id())));

-- Nobody writes history in the name of another.
ALTER TABLE crm.step ENABLE ROW LEVEL SECURITY;
ALTER TABLE crm.step FORCE ROW LEVEL SECURITY;
CREATE POLICY kept ON crm.step TO crm_owner USING (true) WITH CHECK (true);
CREATE POLICY mine ON crm.step AS RESTRICTIVE FOR INSERT TO crm_owner WITH CHECK (member = (SELECT crm.my_id()));
CREATE POLICY seen ON crm.step FOR SELECT TO crm_reader USING (true);

ALTER TABLE crm.change ENABLE ROW LEVEL SECURITY;
ALTER TABLE crm.change FORCE ROW LEVEL SECURITY;
CREATE POLICY kept ON crm.change TO crm_owner USING (true) WITH CHECK (true);
CREATE POLICY mine ON crm.change AS RESTRICTIVE FOR INSERT TO crm_owner WITH CHECK (member = (SELECT crm.my_id()));
CREATE POLICY seen ON crm.change FOR SELECT TO crm_reader USING (
    EXISTS (SELECT FROM crm.row r WHERE r.tbl = change.tbl AND r.id = change.id));

ALTER TABLE crm.conflict ENABLE ROW LEVEL SECURITY;
ALTER TABLE crm.conflict FORCE ROW LEVEL SECURITY;
CREATE POLICY kept ON crm.conflict TO crm_owner USING (true) WITH CHECK (true);
CREATE POLICY seen ON crm.conflict FOR SELECT TO crm_reader USING (
    EXISTS (SELECT FROM crm.row r WHERE r.tbl = conflict.tbl AND r.id = conflict.id));

ALTER TABLE crm.push ENABLE ROW LEVEL SECURITY;
ALTER TABLE crm.push FORCE ROW LEVEL SECURITY;
CREATE POLICY kept ON crm.push TO crm_owner USING (true) WITH CHECK (true);
CREATE POLICY mine ON crm.push AS RESTRICTIVE FOR INSERT TO crm_owner WITH CHECK (member = (SELECT crm.my_id()));
CREATE POLICY seen ON crm.push FOR SELECT TO crm_reader USING (true);

GRANT SELECT ON crm.row, crm.moved, crm.step, crm.change, crm.conflict, crm.erased, crm.meta TO crm_reader;
GRANT SELECT (id, xid) ON crm.push TO crm_reader;
GRANT SELECT, INSERT, UPDATE ON crm.member TO crm_admin;
GRANT SELECT, INSERT, DELETE ON crm.reporter TO crm_admin;
GRANT SELECT ON crm.meta, crm.site TO crm_admin;
GRANT SELECT ON crm.row TO crm_reports;
SET LOCAL ROLE "crm_admin";
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA crm GRANT EXECUTE ON FUNCTIONS TO "crm_owner", "crm_reader", "crm_admin";
-- Members and their logins. These functions belong to crm_admin, the only role that may create roles; nobody logs in as
-- it, and each function first asks whether the caller is an owner of this workspace.

CREATE FUNCTION crm.check_owner(asked crm.scope) RETURNS void LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    IF asked.rights IS DISTINCT FROM 'owner' THEN
        RAISE EXCEPTION 'only an owner of the workspace may do that' USING ERRCODE = 'CR010';
    END IF;
END $$;

CREATE FUNCTION crm.check_verifier(verifier text) RETURNS void LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    IF verifier IS NULL OR verifier !~ '^SCRAM-SHA-256[$][0-9]+:[A-Za-z0-9+/=]+[$][A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+$' THEN
        RAISE EXCEPTION 'a password is only taken as its SCRAM verifier' USING ERRCODE = 'CR003';
    END IF;
END $$;

-- What everybody who logs in gets: few connections, no waiting inside a transaction, and the functions.
CREATE FUNCTION crm.open_login(login name, verifier text, of_members boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = login) THEN
        EXECUTE format('CREATE ROLE %I', login);
        EXECUTE format('GRANT %I TO crm_admin', login);
    END IF;
    EXECUTE format('ALTER ROLE %I LOGIN CONNECTION LIMIT 8 PASSWORD %L', login, verifier);
    EXECUTE format('ALTER ROLE %I SET idle_in_transaction_session_timeout = %L', login, '60s');
    EXECUTE format('GRANT %I TO %I', CASE WHEN of_members THEN 'crm_member' ELSE 'crm_report' END, login);
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), login);
END $$;

CREATE FUNCTION crm.close_login(login name) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    ended int;
BEGIN
    EXECUTE format('ALTER ROLE %I NOLOGIN PASSWORD NULL', login);
    EXECUTE format('REVOKE crm_member, crm_report FROM %I', login);
    EXECUTE format('REVOKE CONNECT ON DATABASE %I FROM %I', current_database(), login);
    SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) INTO ended FROM pg_stat_activity WHERE usename = login;
    RETURN ended;
END $$;

CREATE FUNCTION crm.add_member_v1(login text, id uuid, rights text, sees text, teams uuid[], verifier text)
RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, crm, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM crm.check_owner(crm.me());
    PERFORM crm.check_verifier($6);
    IF $1 IS NULL OR $1 !~ '^[a-z][a-z0-9_]{0,62}$' OR $1 ~ '^(pg_|crm_)' THEN
        RAISE EXCEPTION '"%" is no name for a login', $1 USING ERRCODE = 'CR003';
    END IF;
    IF $2 IS NULL OR coalesce($3, '') NOT IN ('owner', 'manager', 'sales', 'service', 'marketing', 'read_only')
       OR coalesce($4, '') NOT IN ('me', 'team', 'all') THEN
        RAISE EXCEPTION 'there are no such rights' USING ERRCODE = 'CR003';
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = $1)
       AND NOT EXISTS (SELECT FROM crm.member m WHERE m.role_name = $1 AND m.id = $2 AND NOT m.active) THEN
        RAISE EXCEPTION 'the server has a login "%" already', $1 USING ERRCODE = 'CR010';
    END IF;
    IF EXISTS (SELECT FROM crm.member m WHERE m.id = $2 AND m.role_name <> $1) THEN
        RAISE EXCEPTION 'this member has another login' USING ERRCODE = 'CR010';
    END IF;
    PERFORM crm.open_login($1::name, $6, true);
    INSERT INTO crm.member AS m (role_name, id, rights, sees, teams, can_erase)
    VALUES ($1, $2, $3, $4, coalesce($5, '{}'), $3 = 'owner')
    ON CONFLICT (role_name) DO UPDATE SET rights = excluded.rights, sees = excluded.sees, teams = excluded.teams,
        can_erase = excluded.can_erase, active = true, scope_ver = m.scope_ver + 1;
    RETURN jsonb_build_object('login', $1);
END $$;

-- A login for reporting tools: it reads the views of the schema report and calls no function.
CREATE FUNCTION crm.add_reporter_v1(login text, verifier text)
RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, crm, pg_temp AS $$
BEGIN
    PERFORM crm.check_owner(crm.me());
    PERFORM crm.check_verifier($2);
    IF $1 IS NULL OR $1 !~ '^[a-z][a-z0-9_]{0,62}$' OR $1 ~ '^(pg_|crm_)' THEN
        RAISE EXCEPTION '"%" is no name for a login', $1 USING ERRCODE = 'CR003';
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = $1) THEN
        RAISE EXCEPTION 'the server has a login "%" already', $1 USING ERRCODE = 'CR010';
    END IF;
    PERFORM crm.open_login($1::name, $2, false);
    INSERT INTO crm.reporter (role_name) VALUES ($1);
    RETURN jsonb_build_object('login', $1);
END $$;

CREATE FUNCTION crm.set_member_v1(login text, rights text, sees text, teams uuid[], can_erase boolean)
RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, crm, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM crm.check_owner(crm.me());
    IF coalesce($2, 'owner') NOT IN ('owner', 'manager', 'sales', 'service', 'marketing', 'read_only')
       OR coalesce($3, 'me') NOT IN ('me', 'team', 'all') THEN
        RAISE EXCEPTION 'there are no such rights' USING ERRCODE = 'CR003';
    END IF;
    IF coalesce($2, 'owner') <> 'owner' AND NOT EXISTS (
        SELECT FROM crm.member m WHERE m.rights = 'owner' AND m.active AND m.role_name <> $1) THEN
        RAISE EXCEPTION 'the workspace needs an owner' USING ERRCODE = 'CR010';
    END IF;
    UPDATE crm.member m SET rights = coalesce($2, m.rights), sees = coalesce($3, m.sees), teams = coalesce($4, m.teams),
           can_erase = coalesce($5, m.can_erase), scope_ver = m.scope_ver + 1 WHERE m.role_name = $1 AND m.active;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no member "%"', $1 USING ERRCODE = 'CR010';
    END IF;
    RETURN jsonb_build_object('login', $1);
END $$;

CREATE FUNCTION crm.set_password_v1(login text, verifier text)
RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, crm, pg_temp AS $$
BEGIN
    PERFORM crm.check_owner(crm.me());
    PERFORM crm.check_verifier($2);
    IF NOT EXISTS (SELECT FROM crm.member m WHERE m.role_name = $1 AND m.active) THEN
        RAISE EXCEPTION 'there is no member "%"', $1 USING ERRCODE = 'CR010';
    END IF;
    EXECUTE format('ALTER ROLE %I PASSWORD %L', $1, $2);
    RETURN jsonb_build_object('login', $1);
END $$;

-- The login stops at once: it may not connect, may call nothing, and its open connections end.
CREATE FUNCTION crm.remove_member_v1(login text)
RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, crm, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM crm.check_owner(crm.me());
    IF $1 = session_user THEN
        RAISE EXCEPTION 'nobody removes themselves' USING ERRCODE = 'CR010';
    END IF;
    DELETE FROM crm.reporter r WHERE r.role_name = $1;
    IF NOT FOUND THEN
        UPDATE crm.member m SET active = false, scope_ver = m.scope_ver + 1 WHERE m.role_name = $1 AND m.active;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'there is no member "%"', $1 USING ERRCODE = 'CR010';
        END IF;
    END IF;
    RETURN jsonb_build_object('login', $1, 'ended', crm.close_login($1::name));
END $$;

CREATE FUNCTION crm.status_v1() RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, crm, pg_temp AS $$
DECLARE
    asked crm.scope := crm.me();
BEGIN
    RETURN (SELECT jsonb_build_object(
        'workspace', m.workspace, 'epoch', m.epoch, 'hardened', m.hardened, 'made_at', m.made_at,
        'server_version', current_setting('server_version'), 'tls', (
            SELECT coalesce(bool_or(s.ssl), false) FROM pg_stat_ssl s WHERE s.pid = pg_backend_pid()),
        'standby', pg_is_in_recovery(), 'now', crm.now_ms(),
        'database_bytes', pg_database_size(current_database()),
        'members', (SELECT jsonb_agg(jsonb_build_object(
            'login', b.role_name, 'id', crm.hex(b.id), 'rights', b.rights, 'sees', b.sees,
            'teams', (SELECT coalesce(jsonb_agg(crm.hex(t)), '[]') FROM unnest(b.teams) AS t),
            'can_erase', b.can_erase, 'active', b.active,
            'devices', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                'site', s.site, 'device', s.device, 'pushes', s.last_n,
                'last_seen', (extract(epoch FROM s.last_seen) * 1000)::bigint) ORDER BY s.last_seen DESC), '[]')
                FROM crm.site s WHERE s.member = b.id)) ORDER BY b.role_name)
            FROM crm.member b WHERE asked.rights IN ('owner', 'manager') OR b.id = asked.id),
        'reporters', (SELECT coalesce(jsonb_agg(r.role_name ORDER BY r.role_name), '[]') FROM crm.reporter r
                       WHERE asked.rights = 'owner'))
        FROM crm.meta m);
END $$;

-- End connections of members that wait inside a transaction for over a minute: they would hold rows that others need.
CREATE FUNCTION crm.watchdog() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, crm, pg_temp AS $$
    SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity a JOIN crm.member m ON m.role_name = a.usename
     WHERE a.datname = current_database() AND a.state LIKE 'idle in transaction%' AND a.pid <> pg_backend_pid()
       AND a.state_change < clock_timestamp() - interval '60 seconds'
$$;
SET LOCAL ROLE "crm_owner";
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA crm GRANT EXECUTE ON FUNCTIONS TO "crm_owner", "crm_reader", "crm_admin";
-- The first call on every connection: who the server is, and who it takes us for.
CREATE FUNCTION crm.hello_v1(site int, device text) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, crm, pg_temp SET lock_timeout = '5s' AS $$
#variable_conflict use_column
DECLARE
    asked crm.scope := crm.me();
    stands crm.site;
BEGIN
    IF $1 IS NULL OR $1 <= 0 THEN
        RAISE EXCEPTION 'a device has a site number' USING ERRCODE = 'CR003';
    END IF;
    PERFORM crm.watchdog();
    IF current_setting('transaction_read_only') = 'off' THEN
        IF (SELECT count(*) FROM crm.site s WHERE s.member = asked.id) >= 1000 THEN
            RAISE EXCEPTION 'this member has too many devices' USING ERRCODE = 'CR010';
        END IF;
        INSERT INTO crm.site AS s (site, member, device) VALUES ($1, asked.id, left(coalesce($2, ''), 200))
        ON CONFLICT (site) DO UPDATE SET device = coalesce(nullif(excluded.device, ''), s.device), last_seen = now()
         WHERE s.member = asked.id;
    END IF;
    SELECT * INTO stands FROM crm.site s WHERE s.site = $1;
    IF stands.member <> asked.id THEN
        RAISE EXCEPTION 'the site belongs to another member' USING ERRCODE = 'CR004';
    END IF;
    RETURN (SELECT jsonb_build_object(
        'sysid', (SELECT system_identifier::text FROM pg_control_system()),
        'timeline', (SELECT timeline_id FROM pg_control_checkpoint()),
        'epoch', m.epoch, 'head', crm.head(), 'now', crm.now_ms(), 'wire_min', m.wire_min, 'wire_max', m.wire_max,
        'workspace', m.workspace, 'member', crm.hex(asked.id), 'role', asked.rights, 'sees', asked.sees,
        'can_erase', asked.can_erase, 'scope_ver', asked.scope_ver, 'last_n', coalesce(stands.last_n, 0),
        'last_hlc', coalesce(stands.last_hlc, 0), 'read_only', current_setting('transaction_read_only') = 'on',
        'devices', (SELECT coalesce(jsonb_agg(jsonb_build_object(
            'site', s.site, 'member', crm.hex(s.member), 'device', s.device,
            'last_seen', (extract(epoch FROM s.last_seen) * 1000)::bigint) ORDER BY s.last_seen DESC), '[]')
            FROM crm.site s))
        FROM crm.meta m);
END $$;
SET LOCAL ROLE "crm_reader";
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA crm GRANT EXECUTE ON FUNCTIONS TO "crm_owner", "crm_reader", "crm_admin";
-- What is new since a cursor, in pages: erased, gone, rows, changes, conflicts, each with what it needs.

CREATE FUNCTION crm.sections(since pg_snapshot, asked crm.scope, section int, key_xid xid8, key_rest text, most int)
RETURNS TABLE (xid xid8, rest text, size int, item json, site int, hlc bigint)
LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
DECLARE
    oldest xid8 := pg_snapshot_xmin(since);
BEGIN
    CASE section
    WHEN 1 THEN RETURN QUERY
        SELECT e.xid, e.tbl || ' ' || e.id, 60, json_build_array(e.tbl, crm.hex(e.id)), NULL::int, NULL::bigint
          FROM crm.erased e
         WHERE e.xid >= greatest(oldest, key_xid) AND NOT pg_visible_in_snapshot(e.xid, since)
           AND (key_xid IS NULL OR (e.xid, e.tbl || ' ' || e.id) > (key_xid, key_rest))
         ORDER BY e.xid, e.tbl || ' ' || e.id LIMIT most;
    WHEN 2 THEN RETURN QUERY
        SELECT m.xid, m.tbl || ' ' || m.id, 60, json_build_array(m.tbl, crm.hex(m.id)), NULL::int, NULL::bigint
          FROM crm.moved m
         WHERE m.xid >= greatest(oldest, key_xid) AND NOT pg_visible_in_snapshot(m.xid, since)
           AND (key_xid IS NULL OR (m.xid, m.tbl || ' ' || m.id) > (key_xid, key_rest))
           AND crm.may_see(m.reach, m.owner, m.team, asked)
           AND NOT EXISTS (SELECT FROM crm.row r WHERE r.tbl = m.tbl AND r.id = m.id
                           AND crm.may_see(r.reach, r.owner, r.team, asked))
         GROUP BY m.xid, m.tbl, m.id ORDER BY m.xid, m.tbl || ' ' || m.id LIMIT most;
    WHEN 3 THEN RETURN QUERY
        SELECT r.xid, to_char(r.tbl, 'FM00000') || ' ' || r.id, r.size,
               json_build_array(r.tbl, crm.hex(r.id), r.doc, r.hlc, r.site, r.clk), r.site, r.hlc
          FROM crm.row r
         WHERE r.xid >= oldest AND NOT pg_visible_in_snapshot(r.xid, since)
           AND (key_xid IS NULL OR (r.xid, r.tbl, r.id) >
                (key_xid, split_part(key_rest, ' ', 1)::smallint, split_part(key_rest, ' ', 2)::uuid))
           AND crm.may_see(r.reach, r.owner, r.team, asked)
         ORDER BY r.xid, r.tbl, r.id LIMIT most;
    WHEN 4 THEN RETURN QUERY
        SELECT c.xid, to_char(c.tbl, 'FM00000') || ' ' || c.id || ' ' || c.fld || ' ' || c.hlc || ' ' || c.site, c.size,
               json_build_array(c.tbl, crm.hex(c.id), c.hlc, c.site, c.fld, c.old, c.new, c.base), c.site, c.hlc
          FROM crm.change c JOIN crm.row r ON r.tbl = c.tbl AND r.id = c.id
         WHERE c.xid >= oldest AND NOT pg_visible_in_snapshot(c.xid, since)
           AND (key_xid IS NULL OR (c.xid, c.tbl, c.id, c.fld, c.hlc, c.site) >
                (key_xid, split_part(key_rest, ' ', 1)::smallint, split_part(key_rest, ' ', 2)::uuid,
                 split_part(key_rest, ' ', 3)::bigint, split_part(key_rest, ' ', 4)::bigint,
                 split_part(key_rest, ' ', 5)::int))
           AND crm.may_see(r.reach, r.owner, r.team, asked)
         ORDER BY c.xid, c.tbl, c.id, c.fld, c.hlc, c.site LIMIT most;
    ELSE RETURN QUERY
        SELECT k.xid, to_char(k.tbl, 'FM00000') || ' ' || k.id || ' ' || k.fld || ' ' || k.lose_hlc || ' ' ||
               k.lose_site, k.size,
               CASE WHEN k.cleared THEN json_build_array(k.tbl, crm.hex(k.id), k.fld, k.lose_hlc, k.lose_site)
               ELSE json_build_array(k.tbl, crm.hex(k.id), k.fld, k.win, k.win_hlc, k.win_site,
                                     k.lose, k.lose_hlc, k.lose_site, k.kind) END,
               CASE WHEN NOT k.cleared THEN k.lose_site END, k.lose_hlc
          FROM crm.conflict k JOIN crm.row r ON r.tbl = k.tbl AND r.id = k.id
         WHERE k.xid >= oldest AND NOT pg_visible_in_snapshot(k.xid, since)
           AND (key_xid IS NULL OR (k.xid, k.tbl, k.id, k.fld, k.lose_hlc, k.lose_site) >
                (key_xid, split_part(key_rest, ' ', 1)::smallint, split_part(key_rest, ' ', 2)::uuid,
                 split_part(key_rest, ' ', 3)::bigint, split_part(key_rest, ' ', 4)::bigint,
                 split_part(key_rest, ' ', 5)::int))
           AND crm.may_see(r.reach, r.owner, r.team, asked)
         ORDER BY k.xid, k.tbl, k.id, k.fld, k.lose_hlc, k.lose_site LIMIT most;
    END CASE;
END $$;

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

CREATE FUNCTION crm.pull_v1(cursor text, epoch uuid, head uuid, after jsonb, lim int) RETURNS json
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
BEGIN
    PERFORM crm.check_epoch($2);
    IF $3 IS NOT NULL AND NOT EXISTS (SELECT FROM crm.push p WHERE p.id = $3) THEN
        RAISE EXCEPTION 'the server does not know what you have seen: it was set back' USING ERRCODE = 'CR007';
    END IF;
    IF $1 IS NOT NULL THEN
        since := crm.checked_cursor($1);
        IF $4 IS NOT NULL AND $4 <> 'null' THEN
            BEGIN
                section := ($4 ->> 0)::int;
                key_xid := ($4 ->> 1)::xid8;
                key_rest := $4 ->> 2;
                IF section NOT BETWEEN 1 AND 5 OR key_xid IS NULL OR key_rest IS NULL OR key_rest !~ (CASE
                    WHEN section < 4 THEN '^[0-9]{1,5} [0-9a-f-]{36}$'
                    ELSE '^[0-9]{1,5} [0-9a-f-]{36} [0-9]{1,18} [0-9]{1,18} [0-9]{1,10}$' END) THEN
                    RAISE invalid_text_representation;
                END IF;
            EXCEPTION WHEN invalid_text_representation OR numeric_value_out_of_range THEN
                RAISE EXCEPTION 'there is no such page' USING ERRCODE = 'CR003';
            END;
        END IF;
        WHILE section <= 5 AND room > 0 AND bytes > 0 LOOP
            WITH candidate AS MATERIALIZED (
                SELECT s.*, sum(s.size) OVER (ROWS UNBOUNDED PRECEDING) - s.size AS before,
                       row_number() OVER () AS place
                  FROM crm.sections(since, asked, section, key_xid, key_rest, room) AS s
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
                next := jsonb_build_array(section, last_xid::text, last_rest);
                EXIT;
            END IF;
            room := room - count;
            bytes := bytes - used;
            section := section + 1;
            key_xid := NULL;
            key_rest := NULL;
        END LOOP;
    END IF;
    RETURN json_build_object(
        'cursor', crm.cursor_now(), 'head', crm.head(), 'now', crm.now_ms(), 'scope_ver', asked.scope_ver,
        'erased', found[1], 'gone', found[2], 'rows', found[3], 'changes', found[4], 'conflicts', found[5],
        'cleared', found[6], 'steps', crm.steps_at(sites, hlcs), 'after', next);
END $$;
SET LOCAL ROLE "crm_reader";
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA crm GRANT EXECUTE ON FUNCTIONS TO "crm_owner", "crm_reader", "crm_admin";
-- Whole tables, single rows, their history and their digests.

CREATE FUNCTION crm.page_v1(tbl int, after uuid, lim int) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, crm, pg_temp AS $$
DECLARE
    asked crm.scope := crm.me();
BEGIN
    RETURN (
        SELECT coalesce(json_agg(json_build_array(p.tbl, crm.hex(p.id), p.doc, p.hlc, p.site, p.clk) ORDER BY p.id), '[]')
          FROM (SELECT r.*, sum(r.size) OVER (ORDER BY r.id) - r.size AS before FROM (
                    SELECT x.* FROM crm.row x WHERE x.tbl = $1 AND ($2 IS NULL OR x.id > $2)
                       AND crm.may_see(x.reach, x.owner, x.team, asked)
                     ORDER BY x.id LIMIT least(greatest(coalesce($3, 5000), 1), 20000)) AS r) AS p
         WHERE p.before < 16000000);
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

-- What the digest of a row is made of: its id, its clock, and the clocks of the fields written since, by number.
CREATE FUNCTION crm.row_digest(id uuid, hlc bigint, site int, clk jsonb) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ('x' || encode(substr(sha256(convert_to(crm.hex(id) || '|' || hlc || ':' || site || '|' || CASE
        WHEN clk IS NULL THEN '' ELSE (
            SELECT coalesce(string_agg(f.key || '=' || (f.value ->> 0) || ':' || (f.value ->> 1) || ';', ''
                                       ORDER BY f.key::bigint), '')
              FROM jsonb_each(clk) AS f) END, 'UTF8')), 1, 8), 'hex'))::bit(64)::bigint & 9223372036854775807
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
SET LOCAL ROLE "crm_owner";
GRANT EXECUTE ON FUNCTION crm.push_v1(integer,bigint,uuid,uuid,integer,bytea,text) TO "crm_member";
SET LOCAL ROLE "crm_owner";
GRANT EXECUTE ON FUNCTION crm.numbers_v1(text,integer,integer,bigint) TO "crm_member";
SET LOCAL ROLE "crm_owner";
GRANT EXECUTE ON FUNCTION crm.chunk_put_v1(text,integer,integer,bytea,bytea) TO "crm_member";
SET LOCAL ROLE "crm_owner";
GRANT EXECUTE ON FUNCTION crm.chunk_have_v1(text) TO "crm_member";
SET LOCAL ROLE "crm_owner";
GRANT EXECUTE ON FUNCTION crm.chunk_get_v1(text,integer) TO "crm_member";
SET LOCAL ROLE "crm_owner";
GRANT EXECUTE ON FUNCTION crm.erase_v1(integer,uuid,text) TO "crm_member";
SET LOCAL ROLE "crm_admin";
GRANT EXECUTE ON FUNCTION crm.add_member_v1(text,uuid,text,text,uuid[],text) TO "crm_member";
SET LOCAL ROLE "crm_admin";
GRANT EXECUTE ON FUNCTION crm.add_reporter_v1(text,text) TO "crm_member";
SET LOCAL ROLE "crm_admin";
GRANT EXECUTE ON FUNCTION crm.set_member_v1(text,text,text,uuid[],boolean) TO "crm_member";
SET LOCAL ROLE "crm_admin";
GRANT EXECUTE ON FUNCTION crm.set_password_v1(text,text) TO "crm_member";
SET LOCAL ROLE "crm_admin";
GRANT EXECUTE ON FUNCTION crm.remove_member_v1(text) TO "crm_member";
SET LOCAL ROLE "crm_admin";
GRANT EXECUTE ON FUNCTION crm.status_v1() TO "crm_member";
SET LOCAL ROLE "crm_owner";
GRANT EXECUTE ON FUNCTION crm.hello_v1(integer,text) TO "crm_member";
SET LOCAL ROLE "crm_reader";
GRANT EXECUTE ON FUNCTION crm.pull_v1(text,uuid,uuid,jsonb,integer) TO "crm_member";
SET LOCAL ROLE "crm_reader";
GRANT EXECUTE ON FUNCTION crm.page_v1(integer,uuid,integer) TO "crm_member";
SET LOCAL ROLE "crm_reader";
GRANT EXECUTE ON FUNCTION crm.rows_v1(integer,jsonb) TO "crm_member";
SET LOCAL ROLE "crm_reader";
GRANT EXECUTE ON FUNCTION crm.history_v1(integer,uuid) TO "crm_member";
SET LOCAL ROLE "crm_reader";
GRANT EXECUTE ON FUNCTION crm.steps_v1(bigint,integer) TO "crm_member";
SET LOCAL ROLE "crm_reader";
GRANT EXECUTE ON FUNCTION crm.digest_v1(integer) TO "crm_member";
SET LOCAL ROLE "crm_reader";
GRANT EXECUTE ON FUNCTION crm.digest_ids_v1(integer,integer) TO "crm_member";
SET LOCAL ROLE "crm_owner";
REVOKE CREATE ON SCHEMA crm FROM "crm_reader", "crm_admin";
INSERT INTO crm.meta (workspace, wire_min, wire_max) VALUES ('Hartwell', 1, 1);
INSERT INTO crm.table_meta VALUES (1, 'contact', 0, false, '1', NULL, NULL, '{}', '{}'::int[]::smallint[], '{owner,manager,sales,service,marketing}');
INSERT INTO crm.table_meta VALUES (2, 'contact_point', 0, true, '1', NULL, NULL, '{20}', '{1}'::int2[]::int[]::smallint[], '{owner,manager,sales,service,marketing}');
INSERT INTO crm.table_meta VALUES (3, 'affiliation', 0, true, '1', NULL, NULL, '{20}', '{1}'::int2[]::int[]::smallint[], '{owner,manager,sales,service,marketing}');
INSERT INTO crm.table_meta VALUES (4, 'relationship', 0, true, '1', NULL, NULL, '{20}', '{1}'::int2[]::int[]::smallint[], '{owner,manager,sales,service,marketing}');
INSERT INTO crm.table_meta VALUES (5, 'interaction', 0, false, '1', NULL, NULL, '{29,30,27,28}', '{12,16,1,1}'::int2[]::int[]::smallint[], '{owner,manager,sales,service,marketing}');
INSERT INTO crm.table_meta VALUES (6, 'participant', 0, true, '1', NULL, NULL, '{20}', '{5}'::int2[]::int[]::smallint[], '{owner,manager,sales,service,marketing}');
INSERT INTO crm.table_meta VALUES (7, 'task', 0, false, '1', NULL, NULL, '{31,32,29,30}', '{12,16,1,1}'::int2[]::int[]::smallint[], '{owner,manager,sales,service,marketing}');
INSERT INTO crm.table_meta VALUES (8, 'product', 1, false, '1', NULL, NULL, '{}', '{}'::int[]::smallint[], '{owner,manager}');
INSERT INTO crm.table_meta VALUES (9, 'price', 1, false, '1', NULL, NULL, '{}', '{}'::int[]::smallint[], '{owner,manager}');
INSERT INTO crm.table_meta VALUES (10, 'pipeline', 1, false, '1', NULL, NULL, '{}', '{}'::int[]::smallint[], '{owner,manager}');
INSERT INTO crm.table_meta VALUES (11, 'stage', 1, false, '1', NULL, NULL, '{}', '{}'::int[]::smallint[], '{owner,manager}');
INSERT INTO crm.table_meta VALUES (12, 'deal', 0, false, '1', '36', NULL, '{22,21}', '{1,1}'::int2[]::int[]::smallint[], '{owner,manager,sales}');
INSERT INTO crm.table_meta VALUES (13, 'deal_line', 0, true, '1', NULL, NULL, '{20}', '{12}'::int2[]::int[]::smallint[], '{owner,manager,sales}');
INSERT INTO crm.table_meta VALUES (14, 'stage_move', 0, true, '1', NULL, NULL, '{20}', '{12}'::int2[]::int[]::smallint[], '{owner,manager,sales}');
INSERT INTO crm.table_meta VALUES (15, 'deal_contact', 0, true, '1', NULL, NULL, '{20}', '{12}'::int2[]::int[]::smallint[], '{owner,manager,sales}');
INSERT INTO crm.table_meta VALUES (16, 'ticket', 0, false, '1', NULL, NULL, '{27,28}', '{1,1}'::int2[]::int[]::smallint[], '{owner,manager,sales,service}');
INSERT INTO crm.table_meta VALUES (17, 'ticket_message', 0, true, '1', NULL, NULL, '{20}', '{16}'::int2[]::int[]::smallint[], '{owner,manager,sales,service}');
INSERT INTO crm.table_meta VALUES (18, 'member', 1, false, '1', NULL, NULL, '{}', '{}'::int[]::smallint[], '{owner,manager}');
INSERT INTO crm.table_meta VALUES (19, 'team', 1, false, '1', NULL, NULL, '{}', '{}'::int[]::smallint[], '{owner,manager}');
INSERT INTO crm.table_meta VALUES (20, 'saved_view', 2, false, '1', NULL, '25', '{}', '{}'::int[]::smallint[], '{owner,manager,sales,service,marketing}');
INSERT INTO crm.table_meta VALUES (21, 'setting', 2, false, '22', NULL, NULL, '{}', '{}'::int[]::smallint[], '{owner,manager,sales,service,marketing}');
INSERT INTO crm.table_meta VALUES (22, 'import_batch', 1, false, '1', NULL, NULL, '{}', '{}'::int[]::smallint[], '{owner,manager,sales,service,marketing}');
INSERT INTO crm.table_meta VALUES (23, 'relation_kind', 1, false, '1', NULL, NULL, '{}', '{}'::int[]::smallint[], '{owner,manager,sales,service,marketing}');
INSERT INTO crm.table_meta VALUES (24, 'known_fact', 0, true, '1', NULL, NULL, '{20}', '{1}'::int2[]::int[]::smallint[], '{owner,manager,sales,service,marketing}');
INSERT INTO crm.table_meta VALUES (25, 'promise', 0, false, '1', NULL, NULL, '{23,24,21,22}', '{12,16,1,1}'::int2[]::int[]::smallint[], '{owner,manager,sales,service,marketing}');
INSERT INTO crm.table_meta VALUES (26, 'purchase', 0, false, '1', NULL, NULL, '{21}', '{1}'::int2[]::int[]::smallint[], '{owner,manager,sales,service,marketing}');
INSERT INTO crm.table_meta VALUES (27, 'consent', 0, true, '1', NULL, NULL, '{20}', '{1}'::int2[]::int[]::smallint[], '{owner,manager,sales,service,marketing}');
INSERT INTO crm.table_meta VALUES (28, 'attachment', 0, false, '1', NULL, NULL, '{25,26,27,28,24}', '{12,16,5,17,1}'::int2[]::int[]::smallint[], '{owner,manager,sales,service,marketing}');
INSERT INTO crm.table_meta VALUES (29, 'distinct_pair', 0, false, '1', NULL, NULL, '{20}', '{1}'::int2[]::int[]::smallint[], '{owner,manager,sales,service,marketing}');
INSERT INTO crm.table_meta VALUES (30, 'custom_field', 1, false, '1', NULL, NULL, '{}', '{}'::int[]::smallint[], '{owner,manager}');
INSERT INTO crm.table_meta VALUES (32, 'import_mapping', 1, false, '1', NULL, NULL, '{}', '{}'::int[]::smallint[], '{owner,manager,sales,service,marketing}');
INSERT INTO crm.table_meta VALUES (33, 'goal', 1, false, '1', NULL, NULL, '{}', '{}'::int[]::smallint[], '{owner,manager}');
INSERT INTO crm.field_meta VALUES (1, 20, 'kind', 'choice', NULL);
INSERT INTO crm.field_meta VALUES (1, 21, 'name', 'text', NULL);
INSERT INTO crm.field_meta VALUES (1, 22, 'prefix', 'text', NULL);
INSERT INTO crm.field_meta VALUES (1, 23, 'given_name', 'text', NULL);
INSERT INTO crm.field_meta VALUES (1, 24, 'additional_names', 'text', NULL);
INSERT INTO crm.field_meta VALUES (1, 25, 'family_name', 'text', NULL);
INSERT INTO crm.field_meta VALUES (1, 26, 'suffix', 'text', NULL);
INSERT INTO crm.field_meta VALUES (1, 27, 'nickname', 'text', NULL);
INSERT INTO crm.field_meta VALUES (1, 28, 'job_title', 'text', NULL);
INSERT INTO crm.field_meta VALUES (1, 29, 'department', 'text', NULL);
INSERT INTO crm.field_meta VALUES (1, 30, 'company', 'link', 1);
INSERT INTO crm.field_meta VALUES (1, 31, 'birthday', 'partial_day', NULL);
INSERT INTO crm.field_meta VALUES (1, 32, 'legal_name', 'text', NULL);
INSERT INTO crm.field_meta VALUES (1, 33, 'sector', 'text', NULL);
INSERT INTO crm.field_meta VALUES (1, 34, 'employees', 'number', NULL);
INSERT INTO crm.field_meta VALUES (1, 35, 'annual_revenue', 'money', NULL);
INSERT INTO crm.field_meta VALUES (1, 36, 'founded_year', 'number', NULL);
INSERT INTO crm.field_meta VALUES (1, 37, 'vat_id', 'text', NULL);
INSERT INTO crm.field_meta VALUES (1, 38, 'registration_no', 'text', NULL);
INSERT INTO crm.field_meta VALUES (1, 39, 'parent', 'link', 1);
INSERT INTO crm.field_meta VALUES (1, 47, 'website', 'url', NULL);
INSERT INTO crm.field_meta VALUES (1, 48, 'roles', 'choices', NULL);
INSERT INTO crm.field_meta VALUES (1, 49, 'lifecycle', 'choice', NULL);
INSERT INTO crm.field_meta VALUES (1, 50, 'rating', 'choice', NULL);
INSERT INTO crm.field_meta VALUES (1, 51, 'source', 'text', NULL);
INSERT INTO crm.field_meta VALUES (1, 52, 'language', 'language', NULL);
INSERT INTO crm.field_meta VALUES (1, 53, 'tags', 'tags', NULL);
INSERT INTO crm.field_meta VALUES (1, 54, 'notes', 'long_text', NULL);
INSERT INTO crm.field_meta VALUES (1, 55, 'do_not_contact', 'yes_no', NULL);
INSERT INTO crm.field_meta VALUES (1, 56, 'currency', 'currency', NULL);
INSERT INTO crm.field_meta VALUES (1, 57, 'keep_in_touch_days', 'number', NULL);
INSERT INTO crm.field_meta VALUES (1, 58, 'merged_into', 'link', 1);
INSERT INTO crm.field_meta VALUES (1, 59, 'photo', 'link', 28);
INSERT INTO crm.field_meta VALUES (1, 1, 'owner', 'link', 18);
INSERT INTO crm.field_meta VALUES (1, 2, 'removed_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (1, 3, 'external_ids', 'json', NULL);
INSERT INTO crm.field_meta VALUES (1, 4, 'custom', 'json', NULL);
INSERT INTO crm.field_meta VALUES (2, 20, 'contact', 'link', 1);
INSERT INTO crm.field_meta VALUES (2, 21, 'kind', 'choice', NULL);
INSERT INTO crm.field_meta VALUES (2, 22, 'label', 'text', NULL);
INSERT INTO crm.field_meta VALUES (2, 23, 'value', 'text', NULL);
INSERT INTO crm.field_meta VALUES (2, 24, 'normal', 'text', NULL);
INSERT INTO crm.field_meta VALUES (2, 25, 'street', 'text', NULL);
INSERT INTO crm.field_meta VALUES (2, 26, 'city', 'text', NULL);
INSERT INTO crm.field_meta VALUES (2, 27, 'region', 'text', NULL);
INSERT INTO crm.field_meta VALUES (2, 28, 'postal_code', 'text', NULL);
INSERT INTO crm.field_meta VALUES (2, 29, 'country', 'country', NULL);
INSERT INTO crm.field_meta VALUES (2, 30, 'is_primary', 'yes_no', NULL);
INSERT INTO crm.field_meta VALUES (2, 31, 'position', 'number', NULL);
INSERT INTO crm.field_meta VALUES (2, 1, 'owner', 'link', 18);
INSERT INTO crm.field_meta VALUES (2, 2, 'removed_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (2, 3, 'external_ids', 'json', NULL);
INSERT INTO crm.field_meta VALUES (2, 4, 'custom', 'json', NULL);
INSERT INTO crm.field_meta VALUES (3, 20, 'person', 'link', 1);
INSERT INTO crm.field_meta VALUES (3, 21, 'company', 'link', 1);
INSERT INTO crm.field_meta VALUES (3, 22, 'job_title', 'text', NULL);
INSERT INTO crm.field_meta VALUES (3, 23, 'department', 'text', NULL);
INSERT INTO crm.field_meta VALUES (3, 24, 'from_day', 'day', NULL);
INSERT INTO crm.field_meta VALUES (3, 25, 'to_day', 'day', NULL);
INSERT INTO crm.field_meta VALUES (3, 26, 'is_main', 'yes_no', NULL);
INSERT INTO crm.field_meta VALUES (3, 1, 'owner', 'link', 18);
INSERT INTO crm.field_meta VALUES (3, 2, 'removed_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (3, 3, 'external_ids', 'json', NULL);
INSERT INTO crm.field_meta VALUES (3, 4, 'custom', 'json', NULL);
INSERT INTO crm.field_meta VALUES (4, 20, 'from_contact', 'link', 1);
INSERT INTO crm.field_meta VALUES (4, 21, 'to_contact', 'link', 1);
INSERT INTO crm.field_meta VALUES (4, 22, 'kind', 'text', NULL);
INSERT INTO crm.field_meta VALUES (4, 23, 'from_day', 'day', NULL);
INSERT INTO crm.field_meta VALUES (4, 24, 'to_day', 'day', NULL);
INSERT INTO crm.field_meta VALUES (4, 25, 'note', 'long_text', NULL);
INSERT INTO crm.field_meta VALUES (4, 1, 'owner', 'link', 18);
INSERT INTO crm.field_meta VALUES (4, 2, 'removed_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (4, 3, 'external_ids', 'json', NULL);
INSERT INTO crm.field_meta VALUES (4, 4, 'custom', 'json', NULL);
INSERT INTO crm.field_meta VALUES (5, 20, 'kind', 'choice', NULL);
INSERT INTO crm.field_meta VALUES (5, 21, 'direction', 'choice', NULL);
INSERT INTO crm.field_meta VALUES (5, 22, 'at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (5, 23, 'duration_min', 'minutes', NULL);
INSERT INTO crm.field_meta VALUES (5, 24, 'subject', 'text', NULL);
INSERT INTO crm.field_meta VALUES (5, 25, 'body', 'long_text', NULL);
INSERT INTO crm.field_meta VALUES (5, 26, 'outcome', 'text', NULL);
INSERT INTO crm.field_meta VALUES (5, 27, 'person', 'link', 1);
INSERT INTO crm.field_meta VALUES (5, 28, 'company', 'link', 1);
INSERT INTO crm.field_meta VALUES (5, 29, 'deal', 'link', 12);
INSERT INTO crm.field_meta VALUES (5, 30, 'ticket', 'link', 16);
INSERT INTO crm.field_meta VALUES (5, 31, 'mood', 'choice', NULL);
INSERT INTO crm.field_meta VALUES (5, 32, 'url', 'url', NULL);
INSERT INTO crm.field_meta VALUES (5, 33, 'planned', 'yes_no', NULL);
INSERT INTO crm.field_meta VALUES (5, 34, 'sender', 'text', NULL);
INSERT INTO crm.field_meta VALUES (5, 35, 'recipients', 'long_text', NULL);
INSERT INTO crm.field_meta VALUES (5, 36, 'location', 'text', NULL);
INSERT INTO crm.field_meta VALUES (5, 37, 'remind_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (5, 38, 'reminded_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (5, 39, 'zone', 'text', NULL);
INSERT INTO crm.field_meta VALUES (5, 40, 'all_day', 'yes_no', NULL);
INSERT INTO crm.field_meta VALUES (5, 41, 'recurrence', 'recurrence', NULL);
INSERT INTO crm.field_meta VALUES (5, 42, 'series', 'link', 5);
INSERT INTO crm.field_meta VALUES (5, 43, 'occurrence', 'text', NULL);
INSERT INTO crm.field_meta VALUES (5, 44, 'calendar_parts', 'json', NULL);
INSERT INTO crm.field_meta VALUES (5, 1, 'owner', 'link', 18);
INSERT INTO crm.field_meta VALUES (5, 2, 'removed_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (5, 3, 'external_ids', 'json', NULL);
INSERT INTO crm.field_meta VALUES (5, 4, 'custom', 'json', NULL);
INSERT INTO crm.field_meta VALUES (6, 20, 'interaction', 'link', 5);
INSERT INTO crm.field_meta VALUES (6, 21, 'contact', 'link', 1);
INSERT INTO crm.field_meta VALUES (6, 22, 'role', 'text', NULL);
INSERT INTO crm.field_meta VALUES (6, 1, 'owner', 'link', 18);
INSERT INTO crm.field_meta VALUES (6, 2, 'removed_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (6, 3, 'external_ids', 'json', NULL);
INSERT INTO crm.field_meta VALUES (6, 4, 'custom', 'json', NULL);
INSERT INTO crm.field_meta VALUES (7, 20, 'title', 'text', NULL);
INSERT INTO crm.field_meta VALUES (7, 21, 'kind', 'choice', NULL);
INSERT INTO crm.field_meta VALUES (7, 22, 'due_day', 'day', NULL);
INSERT INTO crm.field_meta VALUES (7, 23, 'due_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (7, 24, 'remind_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (7, 25, 'done_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (7, 26, 'priority', 'choice', NULL);
INSERT INTO crm.field_meta VALUES (7, 27, 'assignee', 'link', 18);
INSERT INTO crm.field_meta VALUES (7, 28, 'recurrence', 'recurrence', NULL);
INSERT INTO crm.field_meta VALUES (7, 29, 'person', 'link', 1);
INSERT INTO crm.field_meta VALUES (7, 30, 'company', 'link', 1);
INSERT INTO crm.field_meta VALUES (7, 31, 'deal', 'link', 12);
INSERT INTO crm.field_meta VALUES (7, 32, 'ticket', 'link', 16);
INSERT INTO crm.field_meta VALUES (7, 33, 'note', 'long_text', NULL);
INSERT INTO crm.field_meta VALUES (7, 34, 'duration_min', 'minutes', NULL);
INSERT INTO crm.field_meta VALUES (7, 35, 'zone', 'text', NULL);
INSERT INTO crm.field_meta VALUES (7, 36, 'series', 'link', 7);
INSERT INTO crm.field_meta VALUES (7, 37, 'reminded_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (7, 38, 'location', 'text', NULL);
INSERT INTO crm.field_meta VALUES (7, 39, 'occurrence', 'text', NULL);
INSERT INTO crm.field_meta VALUES (7, 40, 'calendar_parts', 'json', NULL);
INSERT INTO crm.field_meta VALUES (7, 1, 'owner', 'link', 18);
INSERT INTO crm.field_meta VALUES (7, 2, 'removed_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (7, 3, 'external_ids', 'json', NULL);
INSERT INTO crm.field_meta VALUES (7, 4, 'custom', 'json', NULL);
INSERT INTO crm.field_meta VALUES (8, 20, 'code', 'text', NULL);
INSERT INTO crm.field_meta VALUES (8, 21, 'name', 'text', NULL);
INSERT INTO crm.field_meta VALUES (8, 22, 'category', 'text', NULL);
INSERT INTO crm.field_meta VALUES (8, 23, 'price', 'money', NULL);
INSERT INTO crm.field_meta VALUES (8, 24, 'cost', 'money', NULL);
INSERT INTO crm.field_meta VALUES (8, 25, 'currency', 'currency', NULL);
INSERT INTO crm.field_meta VALUES (8, 26, 'unit', 'text', NULL);
INSERT INTO crm.field_meta VALUES (8, 27, 'tax_rate', 'decimal', NULL);
INSERT INTO crm.field_meta VALUES (8, 28, 'active', 'yes_no', NULL);
INSERT INTO crm.field_meta VALUES (8, 29, 'description', 'long_text', NULL);
INSERT INTO crm.field_meta VALUES (8, 30, 'tags', 'tags', NULL);
INSERT INTO crm.field_meta VALUES (8, 31, 'supplier', 'link', 1);
INSERT INTO crm.field_meta VALUES (8, 1, 'owner', 'link', 18);
INSERT INTO crm.field_meta VALUES (8, 2, 'removed_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (8, 3, 'external_ids', 'json', NULL);
INSERT INTO crm.field_meta VALUES (8, 4, 'custom', 'json', NULL);
INSERT INTO crm.field_meta VALUES (9, 20, 'product', 'link', 8);
INSERT INTO crm.field_meta VALUES (9, 21, 'price_list', 'text', NULL);
INSERT INTO crm.field_meta VALUES (9, 22, 'price', 'money', NULL);
INSERT INTO crm.field_meta VALUES (9, 23, 'currency', 'currency', NULL);
INSERT INTO crm.field_meta VALUES (9, 24, 'from_quantity', 'decimal', NULL);
INSERT INTO crm.field_meta VALUES (9, 25, 'from_day', 'day', NULL);
INSERT INTO crm.field_meta VALUES (9, 26, 'to_day', 'day', NULL);
INSERT INTO crm.field_meta VALUES (9, 1, 'owner', 'link', 18);
INSERT INTO crm.field_meta VALUES (9, 2, 'removed_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (9, 3, 'external_ids', 'json', NULL);
INSERT INTO crm.field_meta VALUES (9, 4, 'custom', 'json', NULL);
INSERT INTO crm.field_meta VALUES (10, 20, 'name', 'text', NULL);
INSERT INTO crm.field_meta VALUES (10, 21, 'position', 'number', NULL);
INSERT INTO crm.field_meta VALUES (10, 1, 'owner', 'link', 18);
INSERT INTO crm.field_meta VALUES (10, 2, 'removed_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (10, 3, 'external_ids', 'json', NULL);
INSERT INTO crm.field_meta VALUES (10, 4, 'custom', 'json', NULL);
INSERT INTO crm.field_meta VALUES (11, 20, 'name', 'text', NULL);
INSERT INTO crm.field_meta VALUES (11, 21, 'pipeline', 'link', 10);
INSERT INTO crm.field_meta VALUES (11, 22, 'position', 'number', NULL);
INSERT INTO crm.field_meta VALUES (11, 23, 'probability', 'percent', NULL);
INSERT INTO crm.field_meta VALUES (11, 24, 'rot_days', 'number', NULL);
INSERT INTO crm.field_meta VALUES (11, 25, 'outcome', 'choice', NULL);
INSERT INTO crm.field_meta VALUES (11, 26, 'checklist', 'long_text', NULL);
INSERT INTO crm.field_meta VALUES (11, 27, 'required_fields', 'tags', NULL);
INSERT INTO crm.field_meta VALUES (11, 1, 'owner', 'link', 18);
INSERT INTO crm.field_meta VALUES (11, 2, 'removed_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (11, 3, 'external_ids', 'json', NULL);
INSERT INTO crm.field_meta VALUES (11, 4, 'custom', 'json', NULL);
INSERT INTO crm.field_meta VALUES (12, 20, 'title', 'text', NULL);
INSERT INTO crm.field_meta VALUES (12, 21, 'company', 'link', 1);
INSERT INTO crm.field_meta VALUES (12, 22, 'person', 'link', 1);
INSERT INTO crm.field_meta VALUES (12, 23, 'pipeline', 'link', 10);
INSERT INTO crm.field_meta VALUES (12, 24, 'stage', 'link', 11);
INSERT INTO crm.field_meta VALUES (12, 25, 'amount', 'money', NULL);
INSERT INTO crm.field_meta VALUES (12, 26, 'currency', 'currency', NULL);
INSERT INTO crm.field_meta VALUES (12, 27, 'rate', 'decimal', NULL);
INSERT INTO crm.field_meta VALUES (12, 28, 'rate_on', 'day', NULL);
INSERT INTO crm.field_meta VALUES (12, 29, 'probability', 'percent', NULL);
INSERT INTO crm.field_meta VALUES (12, 30, 'opened_on', 'day', NULL);
INSERT INTO crm.field_meta VALUES (12, 31, 'expected_on', 'day', NULL);
INSERT INTO crm.field_meta VALUES (12, 32, 'closed_on', 'day', NULL);
INSERT INTO crm.field_meta VALUES (12, 33, 'outcome', 'choice', NULL);
INSERT INTO crm.field_meta VALUES (12, 34, 'lost_reason', 'text', NULL);
INSERT INTO crm.field_meta VALUES (12, 35, 'source', 'text', NULL);
INSERT INTO crm.field_meta VALUES (12, 36, 'team', 'link', 19);
INSERT INTO crm.field_meta VALUES (12, 37, 'stage_entered_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (12, 38, 'note', 'long_text', NULL);
INSERT INTO crm.field_meta VALUES (12, 39, 'tags', 'tags', NULL);
INSERT INTO crm.field_meta VALUES (12, 1, 'owner', 'link', 18);
INSERT INTO crm.field_meta VALUES (12, 2, 'removed_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (12, 3, 'external_ids', 'json', NULL);
INSERT INTO crm.field_meta VALUES (12, 4, 'custom', 'json', NULL);
INSERT INTO crm.field_meta VALUES (13, 20, 'deal', 'link', 12);
INSERT INTO crm.field_meta VALUES (13, 21, 'product', 'link', 8);
INSERT INTO crm.field_meta VALUES (13, 22, 'description', 'text', NULL);
INSERT INTO crm.field_meta VALUES (13, 23, 'quantity', 'decimal', NULL);
INSERT INTO crm.field_meta VALUES (13, 24, 'unit_price', 'money', NULL);
INSERT INTO crm.field_meta VALUES (13, 25, 'discount_pct', 'decimal', NULL);
INSERT INTO crm.field_meta VALUES (13, 26, 'tax_rate', 'decimal', NULL);
INSERT INTO crm.field_meta VALUES (13, 27, 'position', 'number', NULL);
INSERT INTO crm.field_meta VALUES (13, 1, 'owner', 'link', 18);
INSERT INTO crm.field_meta VALUES (13, 2, 'removed_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (13, 3, 'external_ids', 'json', NULL);
INSERT INTO crm.field_meta VALUES (13, 4, 'custom', 'json', NULL);
INSERT INTO crm.field_meta VALUES (14, 20, 'deal', 'link', 12);
INSERT INTO crm.field_meta VALUES (14, 21, 'stage', 'link', 11);
INSERT INTO crm.field_meta VALUES (14, 22, 'from_stage', 'link', 11);
INSERT INTO crm.field_meta VALUES (14, 23, 'at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (14, 1, 'owner', 'link', 18);
INSERT INTO crm.field_meta VALUES (14, 2, 'removed_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (14, 3, 'external_ids', 'json', NULL);
INSERT INTO crm.field_meta VALUES (14, 4, 'custom', 'json', NULL);
INSERT INTO crm.field_meta VALUES (15, 20, 'deal', 'link', 12);
INSERT INTO crm.field_meta VALUES (15, 21, 'contact', 'link', 1);
INSERT INTO crm.field_meta VALUES (15, 22, 'role', 'text', NULL);
INSERT INTO crm.field_meta VALUES (15, 1, 'owner', 'link', 18);
INSERT INTO crm.field_meta VALUES (15, 2, 'removed_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (15, 3, 'external_ids', 'json', NULL);
INSERT INTO crm.field_meta VALUES (15, 4, 'custom', 'json', NULL);
INSERT INTO crm.field_meta VALUES (16, 20, 'number', 'number', NULL);
INSERT INTO crm.field_meta VALUES (16, 21, 'subject', 'text', NULL);
INSERT INTO crm.field_meta VALUES (16, 22, 'description', 'long_text', NULL);
INSERT INTO crm.field_meta VALUES (16, 23, 'kind', 'choice', NULL);
INSERT INTO crm.field_meta VALUES (16, 24, 'status', 'choice', NULL);
INSERT INTO crm.field_meta VALUES (16, 25, 'priority', 'choice', NULL);
INSERT INTO crm.field_meta VALUES (16, 26, 'channel', 'choice', NULL);
INSERT INTO crm.field_meta VALUES (16, 27, 'contact', 'link', 1);
INSERT INTO crm.field_meta VALUES (16, 28, 'company', 'link', 1);
INSERT INTO crm.field_meta VALUES (16, 29, 'product', 'link', 8);
INSERT INTO crm.field_meta VALUES (16, 30, 'opened_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (16, 31, 'first_response_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (16, 32, 'solved_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (16, 33, 'satisfaction', 'number', NULL);
INSERT INTO crm.field_meta VALUES (16, 34, 'root_cause', 'text', NULL);
INSERT INTO crm.field_meta VALUES (16, 35, 'resolution', 'long_text', NULL);
INSERT INTO crm.field_meta VALUES (16, 36, 'answer_due_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (16, 37, 'solve_due_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (16, 38, 'mood', 'text', NULL);
INSERT INTO crm.field_meta VALUES (16, 39, 'tags', 'tags', NULL);
INSERT INTO crm.field_meta VALUES (16, 1, 'owner', 'link', 18);
INSERT INTO crm.field_meta VALUES (16, 2, 'removed_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (16, 3, 'external_ids', 'json', NULL);
INSERT INTO crm.field_meta VALUES (16, 4, 'custom', 'json', NULL);
INSERT INTO crm.field_meta VALUES (17, 20, 'ticket', 'link', 16);
INSERT INTO crm.field_meta VALUES (17, 21, 'kind', 'choice', NULL);
INSERT INTO crm.field_meta VALUES (17, 22, 'at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (17, 23, 'author', 'link', 1);
INSERT INTO crm.field_meta VALUES (17, 24, 'member', 'link', 18);
INSERT INTO crm.field_meta VALUES (17, 25, 'channel', 'choice', NULL);
INSERT INTO crm.field_meta VALUES (17, 26, 'body', 'long_text', NULL);
INSERT INTO crm.field_meta VALUES (17, 1, 'owner', 'link', 18);
INSERT INTO crm.field_meta VALUES (17, 2, 'removed_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (17, 3, 'external_ids', 'json', NULL);
INSERT INTO crm.field_meta VALUES (17, 4, 'custom', 'json', NULL);
INSERT INTO crm.field_meta VALUES (18, 20, 'name', 'text', NULL);
INSERT INTO crm.field_meta VALUES (18, 21, 'email', 'text', NULL);
INSERT INTO crm.field_meta VALUES (18, 22, 'role', 'choice', NULL);
INSERT INTO crm.field_meta VALUES (18, 23, 'team', 'link', 19);
INSERT INTO crm.field_meta VALUES (18, 24, 'manager', 'link', 18);
INSERT INTO crm.field_meta VALUES (18, 25, 'active', 'yes_no', NULL);
INSERT INTO crm.field_meta VALUES (18, 26, 'job_title', 'text', NULL);
INSERT INTO crm.field_meta VALUES (18, 27, 'phone', 'text', NULL);
INSERT INTO crm.field_meta VALUES (18, 1, 'owner', 'link', 18);
INSERT INTO crm.field_meta VALUES (18, 2, 'removed_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (18, 3, 'external_ids', 'json', NULL);
INSERT INTO crm.field_meta VALUES (18, 4, 'custom', 'json', NULL);
INSERT INTO crm.field_meta VALUES (19, 20, 'name', 'text', NULL);
INSERT INTO crm.field_meta VALUES (19, 1, 'owner', 'link', 18);
INSERT INTO crm.field_meta VALUES (19, 2, 'removed_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (19, 3, 'external_ids', 'json', NULL);
INSERT INTO crm.field_meta VALUES (19, 4, 'custom', 'json', NULL);
INSERT INTO crm.field_meta VALUES (20, 20, 'name', 'text', NULL);
INSERT INTO crm.field_meta VALUES (20, 21, 'page', 'text', NULL);
INSERT INTO crm.field_meta VALUES (20, 22, 'conditions', 'json', NULL);
INSERT INTO crm.field_meta VALUES (20, 23, 'sorting', 'json', NULL);
INSERT INTO crm.field_meta VALUES (20, 24, 'columns', 'json', NULL);
INSERT INTO crm.field_meta VALUES (20, 25, 'shared', 'yes_no', NULL);
INSERT INTO crm.field_meta VALUES (20, 26, 'position', 'number', NULL);
INSERT INTO crm.field_meta VALUES (20, 27, 'grouping', 'text', NULL);
INSERT INTO crm.field_meta VALUES (20, 28, 'widths', 'json', NULL);
INSERT INTO crm.field_meta VALUES (20, 29, 'row_size', 'text', NULL);
INSERT INTO crm.field_meta VALUES (20, 1, 'owner', 'link', 18);
INSERT INTO crm.field_meta VALUES (20, 2, 'removed_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (20, 3, 'external_ids', 'json', NULL);
INSERT INTO crm.field_meta VALUES (20, 4, 'custom', 'json', NULL);
INSERT INTO crm.field_meta VALUES (21, 20, 'name', 'text', NULL);
INSERT INTO crm.field_meta VALUES (21, 21, 'value', 'json', NULL);
INSERT INTO crm.field_meta VALUES (21, 22, 'member', 'link', 18);
INSERT INTO crm.field_meta VALUES (21, 1, 'owner', 'link', 18);
INSERT INTO crm.field_meta VALUES (21, 2, 'removed_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (21, 3, 'external_ids', 'json', NULL);
INSERT INTO crm.field_meta VALUES (21, 4, 'custom', 'json', NULL);
INSERT INTO crm.field_meta VALUES (22, 20, 'source', 'text', NULL);
INSERT INTO crm.field_meta VALUES (22, 21, 'at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (22, 22, 'counts', 'json', NULL);
INSERT INTO crm.field_meta VALUES (22, 1, 'owner', 'link', 18);
INSERT INTO crm.field_meta VALUES (22, 2, 'removed_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (22, 3, 'external_ids', 'json', NULL);
INSERT INTO crm.field_meta VALUES (22, 4, 'custom', 'json', NULL);
INSERT INTO crm.field_meta VALUES (23, 20, 'value', 'text', NULL);
INSERT INTO crm.field_meta VALUES (23, 21, 'outward', 'text', NULL);
INSERT INTO crm.field_meta VALUES (23, 22, 'inward', 'text', NULL);
INSERT INTO crm.field_meta VALUES (23, 23, 'people', 'yes_no', NULL);
INSERT INTO crm.field_meta VALUES (23, 24, 'companies', 'yes_no', NULL);
INSERT INTO crm.field_meta VALUES (23, 1, 'owner', 'link', 18);
INSERT INTO crm.field_meta VALUES (23, 2, 'removed_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (23, 3, 'external_ids', 'json', NULL);
INSERT INTO crm.field_meta VALUES (23, 4, 'custom', 'json', NULL);
INSERT INTO crm.field_meta VALUES (24, 20, 'contact', 'link', 1);
INSERT INTO crm.field_meta VALUES (24, 21, 'text', 'long_text', NULL);
INSERT INTO crm.field_meta VALUES (24, 22, 'source', 'text', NULL);
INSERT INTO crm.field_meta VALUES (24, 23, 'learned_on', 'day', NULL);
INSERT INTO crm.field_meta VALUES (24, 1, 'owner', 'link', 18);
INSERT INTO crm.field_meta VALUES (24, 2, 'removed_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (24, 3, 'external_ids', 'json', NULL);
INSERT INTO crm.field_meta VALUES (24, 4, 'custom', 'json', NULL);
INSERT INTO crm.field_meta VALUES (25, 20, 'text', 'text', NULL);
INSERT INTO crm.field_meta VALUES (25, 21, 'person', 'link', 1);
INSERT INTO crm.field_meta VALUES (25, 22, 'company', 'link', 1);
INSERT INTO crm.field_meta VALUES (25, 23, 'deal', 'link', 12);
INSERT INTO crm.field_meta VALUES (25, 24, 'ticket', 'link', 16);
INSERT INTO crm.field_meta VALUES (25, 25, 'promised_on', 'day', NULL);
INSERT INTO crm.field_meta VALUES (25, 26, 'due_day', 'day', NULL);
INSERT INTO crm.field_meta VALUES (25, 27, 'kept_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (25, 1, 'owner', 'link', 18);
INSERT INTO crm.field_meta VALUES (25, 2, 'removed_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (25, 3, 'external_ids', 'json', NULL);
INSERT INTO crm.field_meta VALUES (25, 4, 'custom', 'json', NULL);
INSERT INTO crm.field_meta VALUES (26, 20, 'description', 'text', NULL);
INSERT INTO crm.field_meta VALUES (26, 21, 'customer', 'link', 1);
INSERT INTO crm.field_meta VALUES (26, 22, 'product', 'link', 8);
INSERT INTO crm.field_meta VALUES (26, 23, 'quantity', 'decimal', NULL);
INSERT INTO crm.field_meta VALUES (26, 24, 'unit_price', 'money', NULL);
INSERT INTO crm.field_meta VALUES (26, 25, 'currency', 'currency', NULL);
INSERT INTO crm.field_meta VALUES (26, 26, 'bought_on', 'day', NULL);
INSERT INTO crm.field_meta VALUES (26, 27, 'serial', 'text', NULL);
INSERT INTO crm.field_meta VALUES (26, 28, 'warranty_until', 'day', NULL);
INSERT INTO crm.field_meta VALUES (26, 29, 'next_service_on', 'day', NULL);
INSERT INTO crm.field_meta VALUES (26, 30, 'order_number', 'text', NULL);
INSERT INTO crm.field_meta VALUES (26, 31, 'note', 'long_text', NULL);
INSERT INTO crm.field_meta VALUES (26, 32, 'discount_pct', 'decimal', NULL);
INSERT INTO crm.field_meta VALUES (26, 1, 'owner', 'link', 18);
INSERT INTO crm.field_meta VALUES (26, 2, 'removed_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (26, 3, 'external_ids', 'json', NULL);
INSERT INTO crm.field_meta VALUES (26, 4, 'custom', 'json', NULL);
INSERT INTO crm.field_meta VALUES (27, 20, 'contact', 'link', 1);
INSERT INTO crm.field_meta VALUES (27, 21, 'purpose', 'text', NULL);
INSERT INTO crm.field_meta VALUES (27, 22, 'channel', 'choice', NULL);
INSERT INTO crm.field_meta VALUES (27, 23, 'state', 'choice', NULL);
INSERT INTO crm.field_meta VALUES (27, 24, 'at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (27, 25, 'source', 'text', NULL);
INSERT INTO crm.field_meta VALUES (27, 26, 'wording', 'long_text', NULL);
INSERT INTO crm.field_meta VALUES (27, 1, 'owner', 'link', 18);
INSERT INTO crm.field_meta VALUES (27, 2, 'removed_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (27, 3, 'external_ids', 'json', NULL);
INSERT INTO crm.field_meta VALUES (27, 4, 'custom', 'json', NULL);
INSERT INTO crm.field_meta VALUES (28, 20, 'name', 'text', NULL);
INSERT INTO crm.field_meta VALUES (28, 21, 'media_type', 'text', NULL);
INSERT INTO crm.field_meta VALUES (28, 22, 'size', 'number', NULL);
INSERT INTO crm.field_meta VALUES (28, 23, 'hash', 'text', NULL);
INSERT INTO crm.field_meta VALUES (28, 24, 'contact', 'link', 1);
INSERT INTO crm.field_meta VALUES (28, 25, 'deal', 'link', 12);
INSERT INTO crm.field_meta VALUES (28, 26, 'ticket', 'link', 16);
INSERT INTO crm.field_meta VALUES (28, 27, 'interaction', 'link', 5);
INSERT INTO crm.field_meta VALUES (28, 28, 'ticket_message', 'link', 17);
INSERT INTO crm.field_meta VALUES (28, 29, 'product', 'link', 8);
INSERT INTO crm.field_meta VALUES (28, 30, 'text', 'long_text', NULL);
INSERT INTO crm.field_meta VALUES (28, 31, 'note', 'text', NULL);
INSERT INTO crm.field_meta VALUES (28, 1, 'owner', 'link', 18);
INSERT INTO crm.field_meta VALUES (28, 2, 'removed_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (28, 3, 'external_ids', 'json', NULL);
INSERT INTO crm.field_meta VALUES (28, 4, 'custom', 'json', NULL);
INSERT INTO crm.field_meta VALUES (29, 20, 'first', 'link', 1);
INSERT INTO crm.field_meta VALUES (29, 21, 'second', 'link', 1);
INSERT INTO crm.field_meta VALUES (29, 22, 'note', 'text', NULL);
INSERT INTO crm.field_meta VALUES (29, 1, 'owner', 'link', 18);
INSERT INTO crm.field_meta VALUES (29, 2, 'removed_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (29, 3, 'external_ids', 'json', NULL);
INSERT INTO crm.field_meta VALUES (29, 4, 'custom', 'json', NULL);
INSERT INTO crm.field_meta VALUES (30, 20, 'label', 'text', NULL);
INSERT INTO crm.field_meta VALUES (30, 21, 'name', 'text', NULL);
INSERT INTO crm.field_meta VALUES (30, 22, 'record_kind', 'text', NULL);
INSERT INTO crm.field_meta VALUES (30, 23, 'kind', 'choice', NULL);
INSERT INTO crm.field_meta VALUES (30, 24, 'choices', 'json', NULL);
INSERT INTO crm.field_meta VALUES (30, 25, 'target', 'text', NULL);
INSERT INTO crm.field_meta VALUES (30, 26, 'formula', 'long_text', NULL);
INSERT INTO crm.field_meta VALUES (30, 27, 'help', 'text', NULL);
INSERT INTO crm.field_meta VALUES (30, 28, 'required', 'yes_no', NULL);
INSERT INTO crm.field_meta VALUES (30, 29, 'personal', 'yes_no', NULL);
INSERT INTO crm.field_meta VALUES (30, 30, 'position', 'number', NULL);
INSERT INTO crm.field_meta VALUES (30, 1, 'owner', 'link', 18);
INSERT INTO crm.field_meta VALUES (30, 2, 'removed_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (30, 3, 'external_ids', 'json', NULL);
INSERT INTO crm.field_meta VALUES (30, 4, 'custom', 'json', NULL);
INSERT INTO crm.field_meta VALUES (32, 20, 'name', 'text', NULL);
INSERT INTO crm.field_meta VALUES (32, 21, 'record_kind', 'text', NULL);
INSERT INTO crm.field_meta VALUES (32, 22, 'headers', 'json', NULL);
INSERT INTO crm.field_meta VALUES (32, 23, 'columns', 'json', NULL);
INSERT INTO crm.field_meta VALUES (32, 24, 'options', 'json', NULL);
INSERT INTO crm.field_meta VALUES (32, 1, 'owner', 'link', 18);
INSERT INTO crm.field_meta VALUES (32, 2, 'removed_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (32, 3, 'external_ids', 'json', NULL);
INSERT INTO crm.field_meta VALUES (32, 4, 'custom', 'json', NULL);
INSERT INTO crm.field_meta VALUES (33, 20, 'name', 'text', NULL);
INSERT INTO crm.field_meta VALUES (33, 21, 'period', 'choice', NULL);
INSERT INTO crm.field_meta VALUES (33, 22, 'starts_on', 'day', NULL);
INSERT INTO crm.field_meta VALUES (33, 23, 'amount', 'money', NULL);
INSERT INTO crm.field_meta VALUES (33, 24, 'currency', 'currency', NULL);
INSERT INTO crm.field_meta VALUES (33, 25, 'member', 'link', 18);
INSERT INTO crm.field_meta VALUES (33, 26, 'team', 'link', 19);
INSERT INTO crm.field_meta VALUES (33, 1, 'owner', 'link', 18);
INSERT INTO crm.field_meta VALUES (33, 2, 'removed_at', 'instant', NULL);
INSERT INTO crm.field_meta VALUES (33, 3, 'external_ids', 'json', NULL);
INSERT INTO crm.field_meta VALUES (33, 4, 'custom', 'json', NULL);
RESET ROLE;
CREATE SCHEMA report AUTHORIZATION "crm_reports";
SET LOCAL ROLE "crm_reports";
CREATE FUNCTION report.whole(value jsonb) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN jsonb_typeof(value) = 'number' AND abs(value::numeric) < 9e18 THEN value::bigint END $$;
CREATE FUNCTION report.number(value jsonb) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN jsonb_typeof(value) = 'number' THEN value::numeric END $$;
CREATE FUNCTION report.instant(value jsonb) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN jsonb_typeof(value) = 'number' AND value::numeric BETWEEN -6e13 AND 2e14
        THEN timestamptz '1970-01-01 00:00:00+00' + value::numeric * interval '1 millisecond' END $$;
CREATE FUNCTION report.day(value text) RETURNS date LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN CASE WHEN value ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' THEN value::date END;
EXCEPTION WHEN datetime_field_overflow OR invalid_datetime_format THEN
    RETURN NULL;
END $$;
CREATE FUNCTION report.id(value text) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN value ~ '^[0-9a-fA-F]{32}$' THEN value::uuid END $$;
CREATE VIEW report."contact" WITH (security_barrier) AS SELECT r.id, r.doc ->> '20' AS "kind", r.doc ->> '21' AS "name", r.doc ->> '22' AS "prefix", r.doc ->> '23' AS "given_name", r.doc ->> '24' AS "additional_names", r.doc ->> '25' AS "family_name", r.doc ->> '26' AS "suffix", r.doc ->> '27' AS "nickname", r.doc ->> '28' AS "job_title", r.doc ->> '29' AS "department", report.id(r.doc ->> '30') AS "company", r.doc ->> '31' AS "birthday", r.doc ->> '32' AS "legal_name", r.doc ->> '33' AS "sector", report.whole(r.doc -> '34') AS "employees", report.whole(r.doc -> '35') AS "annual_revenue", report.whole(r.doc -> '36') AS "founded_year", r.doc ->> '37' AS "vat_id", r.doc ->> '38' AS "registration_no", report.id(r.doc ->> '39') AS "parent", r.doc ->> '47' AS "website", r.doc ->> '48' AS "roles", r.doc ->> '49' AS "lifecycle", r.doc ->> '50' AS "rating", r.doc ->> '51' AS "source", r.doc ->> '52' AS "language", r.doc ->> '53' AS "tags", r.doc ->> '54' AS "notes", coalesce(r.doc ->> '55' IN ('1', 'true'), false) AS "do_not_contact", r.doc ->> '56' AS "currency", report.whole(r.doc -> '57') AS "keep_in_touch_days", report.id(r.doc ->> '58') AS "merged_into", report.id(r.doc ->> '59') AS "photo", report.id(r.doc ->> '1') AS "owner", report.instant(r.doc -> '2') AS "removed_at", r.doc ->> '3' AS "external_ids", report.instant(r.doc -> 'created_at') AS created_at, (SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(r.doc) AS f WHERE length(f.key) > 6 AND f.key NOT LIKE 'created%') AS own_fields FROM crm.row r WHERE r.tbl = 1;
CREATE VIEW report."contact_point" WITH (security_barrier) AS SELECT r.id, report.id(r.doc ->> '20') AS "contact", r.doc ->> '21' AS "kind", r.doc ->> '22' AS "label", r.doc ->> '23' AS "value", r.doc ->> '24' AS "normal", r.doc ->> '25' AS "street", r.doc ->> '26' AS "city", r.doc ->> '27' AS "region", r.doc ->> '28' AS "postal_code", r.doc ->> '29' AS "country", coalesce(r.doc ->> '30' IN ('1', 'true'), false) AS "is_primary", report.whole(r.doc -> '31') AS "position", report.id(r.doc ->> '1') AS "owner", report.instant(r.doc -> '2') AS "removed_at", r.doc ->> '3' AS "external_ids", report.instant(r.doc -> 'created_at') AS created_at, (SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(r.doc) AS f WHERE length(f.key) > 6 AND f.key NOT LIKE 'created%') AS own_fields FROM crm.row r WHERE r.tbl = 2;
CREATE VIEW report."affiliation" WITH (security_barrier) AS SELECT r.id, report.id(r.doc ->> '20') AS "person", report.id(r.doc ->> '21') AS "company", r.doc ->> '22' AS "job_title", r.doc ->> '23' AS "department", report.day(r.doc ->> '24') AS "from_day", report.day(r.doc ->> '25') AS "to_day", coalesce(r.doc ->> '26' IN ('1', 'true'), false) AS "is_main", report.id(r.doc ->> '1') AS "owner", report.instant(r.doc -> '2') AS "removed_at", r.doc ->> '3' AS "external_ids", report.instant(r.doc -> 'created_at') AS created_at, (SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(r.doc) AS f WHERE length(f.key) > 6 AND f.key NOT LIKE 'created%') AS own_fields FROM crm.row r WHERE r.tbl = 3;
CREATE VIEW report."relationship" WITH (security_barrier) AS SELECT r.id, report.id(r.doc ->> '20') AS "from_contact", report.id(r.doc ->> '21') AS "to_contact", r.doc ->> '22' AS "kind", report.day(r.doc ->> '23') AS "from_day", report.day(r.doc ->> '24') AS "to_day", r.doc ->> '25' AS "note", report.id(r.doc ->> '1') AS "owner", report.instant(r.doc -> '2') AS "removed_at", r.doc ->> '3' AS "external_ids", report.instant(r.doc -> 'created_at') AS created_at, (SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(r.doc) AS f WHERE length(f.key) > 6 AND f.key NOT LIKE 'created%') AS own_fields FROM crm.row r WHERE r.tbl = 4;
CREATE VIEW report."interaction" WITH (security_barrier) AS SELECT r.id, r.doc ->> '20' AS "kind", r.doc ->> '21' AS "direction", report.instant(r.doc -> '22') AS "at", report.whole(r.doc -> '23') AS "duration_min", r.doc ->> '24' AS "subject", r.doc ->> '25' AS "body", r.doc ->> '26' AS "outcome", report.id(r.doc ->> '27') AS "person", report.id(r.doc ->> '28') AS "company", report.id(r.doc ->> '29') AS "deal", report.id(r.doc ->> '30') AS "ticket", r.doc ->> '31' AS "mood", r.doc ->> '32' AS "url", coalesce(r.doc ->> '33' IN ('1', 'true'), false) AS "planned", r.doc ->> '34' AS "sender", r.doc ->> '35' AS "recipients", r.doc ->> '36' AS "location", report.instant(r.doc -> '37') AS "remind_at", report.instant(r.doc -> '38') AS "reminded_at", r.doc ->> '39' AS "zone", coalesce(r.doc ->> '40' IN ('1', 'true'), false) AS "all_day", r.doc ->> '41' AS "recurrence", report.id(r.doc ->> '42') AS "series", r.doc ->> '43' AS "occurrence", r.doc ->> '44' AS "calendar_parts", report.id(r.doc ->> '1') AS "owner", report.instant(r.doc -> '2') AS "removed_at", r.doc ->> '3' AS "external_ids", report.instant(r.doc -> 'created_at') AS created_at, (SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(r.doc) AS f WHERE length(f.key) > 6 AND f.key NOT LIKE 'created%') AS own_fields FROM crm.row r WHERE r.tbl = 5;
CREATE VIEW report."participant" WITH (security_barrier) AS SELECT r.id, report.id(r.doc ->> '20') AS "interaction", report.id(r.doc ->> '21') AS "contact", r.doc ->> '22' AS "role", report.id(r.doc ->> '1') AS "owner", report.instant(r.doc -> '2') AS "removed_at", r.doc ->> '3' AS "external_ids", report.instant(r.doc -> 'created_at') AS created_at, (SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(r.doc) AS f WHERE length(f.key) > 6 AND f.key NOT LIKE 'created%') AS own_fields FROM crm.row r WHERE r.tbl = 6;
CREATE VIEW report."task" WITH (security_barrier) AS SELECT r.id, r.doc ->> '20' AS "title", r.doc ->> '21' AS "kind", report.day(r.doc ->> '22') AS "due_day", report.instant(r.doc -> '23') AS "due_at", report.instant(r.doc -> '24') AS "remind_at", report.instant(r.doc -> '25') AS "done_at", r.doc ->> '26' AS "priority", report.id(r.doc ->> '27') AS "assignee", r.doc ->> '28' AS "recurrence", report.id(r.doc ->> '29') AS "person", report.id(r.doc ->> '30') AS "company", report.id(r.doc ->> '31') AS "deal", report.id(r.doc ->> '32') AS "ticket", r.doc ->> '33' AS "note", report.whole(r.doc -> '34') AS "duration_min", r.doc ->> '35' AS "zone", report.id(r.doc ->> '36') AS "series", report.instant(r.doc -> '37') AS "reminded_at", r.doc ->> '38' AS "location", r.doc ->> '39' AS "occurrence", r.doc ->> '40' AS "calendar_parts", report.id(r.doc ->> '1') AS "owner", report.instant(r.doc -> '2') AS "removed_at", r.doc ->> '3' AS "external_ids", report.instant(r.doc -> 'created_at') AS created_at, (SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(r.doc) AS f WHERE length(f.key) > 6 AND f.key NOT LIKE 'created%') AS own_fields FROM crm.row r WHERE r.tbl = 7;
CREATE VIEW report."product" WITH (security_barrier) AS SELECT r.id, r.doc ->> '20' AS "code", r.doc ->> '21' AS "name", r.doc ->> '22' AS "category", report.whole(r.doc -> '23') AS "price", report.whole(r.doc -> '24') AS "cost", r.doc ->> '25' AS "currency", r.doc ->> '26' AS "unit", report.number(r.doc -> '27') AS "tax_rate", coalesce(r.doc ->> '28' IN ('1', 'true'), false) AS "active", r.doc ->> '29' AS "description", r.doc ->> '30' AS "tags", report.id(r.doc ->> '31') AS "supplier", report.id(r.doc ->> '1') AS "owner", report.instant(r.doc -> '2') AS "removed_at", r.doc ->> '3' AS "external_ids", report.instant(r.doc -> 'created_at') AS created_at, (SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(r.doc) AS f WHERE length(f.key) > 6 AND f.key NOT LIKE 'created%') AS own_fields FROM crm.row r WHERE r.tbl = 8;
CREATE VIEW report."price" WITH (security_barrier) AS SELECT r.id, report.id(r.doc ->> '20') AS "product", r.doc ->> '21' AS "price_list", report.whole(r.doc -> '22') AS "price", r.doc ->> '23' AS "currency", report.number(r.doc -> '24') AS "from_quantity", report.day(r.doc ->> '25') AS "from_day", report.day(r.doc ->> '26') AS "to_day", report.id(r.doc ->> '1') AS "owner", report.instant(r.doc -> '2') AS "removed_at", r.doc ->> '3' AS "external_ids", report.instant(r.doc -> 'created_at') AS created_at, (SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(r.doc) AS f WHERE length(f.key) > 6 AND f.key NOT LIKE 'created%') AS own_fields FROM crm.row r WHERE r.tbl = 9;
CREATE VIEW report."pipeline" WITH (security_barrier) AS SELECT r.id, r.doc ->> '20' AS "name", report.whole(r.doc -> '21') AS "position", report.id(r.doc ->> '1') AS "owner", report.instant(r.doc -> '2') AS "removed_at", r.doc ->> '3' AS "external_ids", report.instant(r.doc -> 'created_at') AS created_at, (SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(r.doc) AS f WHERE length(f.key) > 6 AND f.key NOT LIKE 'created%') AS own_fields FROM crm.row r WHERE r.tbl = 10;
CREATE VIEW report."stage" WITH (security_barrier) AS SELECT r.id, r.doc ->> '20' AS "name", report.id(r.doc ->> '21') AS "pipeline", report.whole(r.doc -> '22') AS "position", report.whole(r.doc -> '23') AS "probability", report.whole(r.doc -> '24') AS "rot_days", r.doc ->> '25' AS "outcome", r.doc ->> '26' AS "checklist", r.doc ->> '27' AS "required_fields", report.id(r.doc ->> '1') AS "owner", report.instant(r.doc -> '2') AS "removed_at", r.doc ->> '3' AS "external_ids", report.instant(r.doc -> 'created_at') AS created_at, (SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(r.doc) AS f WHERE length(f.key) > 6 AND f.key NOT LIKE 'created%') AS own_fields FROM crm.row r WHERE r.tbl = 11;
CREATE VIEW report."deal" WITH (security_barrier) AS SELECT r.id, r.doc ->> '20' AS "title", report.id(r.doc ->> '21') AS "company", report.id(r.doc ->> '22') AS "person", report.id(r.doc ->> '23') AS "pipeline", report.id(r.doc ->> '24') AS "stage", report.whole(r.doc -> '25') AS "amount", r.doc ->> '26' AS "currency", report.number(r.doc -> '27') AS "rate", report.day(r.doc ->> '28') AS "rate_on", report.whole(r.doc -> '29') AS "probability", report.day(r.doc ->> '30') AS "opened_on", report.day(r.doc ->> '31') AS "expected_on", report.day(r.doc ->> '32') AS "closed_on", r.doc ->> '33' AS "outcome", r.doc ->> '34' AS "lost_reason", r.doc ->> '35' AS "source", report.id(r.doc ->> '36') AS "team", report.instant(r.doc -> '37') AS "stage_entered_at", r.doc ->> '38' AS "note", r.doc ->> '39' AS "tags", report.id(r.doc ->> '1') AS "owner", report.instant(r.doc -> '2') AS "removed_at", r.doc ->> '3' AS "external_ids", report.instant(r.doc -> 'created_at') AS created_at, (SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(r.doc) AS f WHERE length(f.key) > 6 AND f.key NOT LIKE 'created%') AS own_fields FROM crm.row r WHERE r.tbl = 12;
CREATE VIEW report."deal_line" WITH (security_barrier) AS SELECT r.id, report.id(r.doc ->> '20') AS "deal", report.id(r.doc ->> '21') AS "product", r.doc ->> '22' AS "description", report.number(r.doc -> '23') AS "quantity", report.whole(r.doc -> '24') AS "unit_price", report.number(r.doc -> '25') AS "discount_pct", report.number(r.doc -> '26') AS "tax_rate", report.whole(r.doc -> '27') AS "position", report.id(r.doc ->> '1') AS "owner", report.instant(r.doc -> '2') AS "removed_at", r.doc ->> '3' AS "external_ids", report.instant(r.doc -> 'created_at') AS created_at, (SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(r.doc) AS f WHERE length(f.key) > 6 AND f.key NOT LIKE 'created%') AS own_fields FROM crm.row r WHERE r.tbl = 13;
CREATE VIEW report."stage_move" WITH (security_barrier) AS SELECT r.id, report.id(r.doc ->> '20') AS "deal", report.id(r.doc ->> '21') AS "stage", report.id(r.doc ->> '22') AS "from_stage", report.instant(r.doc -> '23') AS "at", report.id(r.doc ->> '1') AS "owner", report.instant(r.doc -> '2') AS "removed_at", r.doc ->> '3' AS "external_ids", report.instant(r.doc -> 'created_at') AS created_at, (SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(r.doc) AS f WHERE length(f.key) > 6 AND f.key NOT LIKE 'created%') AS own_fields FROM crm.row r WHERE r.tbl = 14;
CREATE VIEW report."deal_contact" WITH (security_barrier) AS SELECT r.id, report.id(r.doc ->> '20') AS "deal", report.id(r.doc ->> '21') AS "contact", r.doc ->> '22' AS "role", report.id(r.doc ->> '1') AS "owner", report.instant(r.doc -> '2') AS "removed_at", r.doc ->> '3' AS "external_ids", report.instant(r.doc -> 'created_at') AS created_at, (SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(r.doc) AS f WHERE length(f.key) > 6 AND f.key NOT LIKE 'created%') AS own_fields FROM crm.row r WHERE r.tbl = 15;
CREATE VIEW report."ticket" WITH (security_barrier) AS SELECT r.id, report.whole(r.doc -> '20') AS "number", r.doc ->> '21' AS "subject", r.doc ->> '22' AS "description", r.doc ->> '23' AS "kind", r.doc ->> '24' AS "status", r.doc ->> '25' AS "priority", r.doc ->> '26' AS "channel", report.id(r.doc ->> '27') AS "contact", report.id(r.doc ->> '28') AS "company", report.id(r.doc ->> '29') AS "product", report.instant(r.doc -> '30') AS "opened_at", report.instant(r.doc -> '31') AS "first_response_at", report.instant(r.doc -> '32') AS "solved_at", report.whole(r.doc -> '33') AS "satisfaction", r.doc ->> '34' AS "root_cause", r.doc ->> '35' AS "resolution", report.instant(r.doc -> '36') AS "answer_due_at", report.instant(r.doc -> '37') AS "solve_due_at", r.doc ->> '38' AS "mood", r.doc ->> '39' AS "tags", report.id(r.doc ->> '1') AS "owner", report.instant(r.doc -> '2') AS "removed_at", r.doc ->> '3' AS "external_ids", report.instant(r.doc -> 'created_at') AS created_at, (SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(r.doc) AS f WHERE length(f.key) > 6 AND f.key NOT LIKE 'created%') AS own_fields FROM crm.row r WHERE r.tbl = 16;
CREATE VIEW report."ticket_message" WITH (security_barrier) AS SELECT r.id, report.id(r.doc ->> '20') AS "ticket", r.doc ->> '21' AS "kind", report.instant(r.doc -> '22') AS "at", report.id(r.doc ->> '23') AS "author", report.id(r.doc ->> '24') AS "member", r.doc ->> '25' AS "channel", r.doc ->> '26' AS "body", report.id(r.doc ->> '1') AS "owner", report.instant(r.doc -> '2') AS "removed_at", r.doc ->> '3' AS "external_ids", report.instant(r.doc -> 'created_at') AS created_at, (SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(r.doc) AS f WHERE length(f.key) > 6 AND f.key NOT LIKE 'created%') AS own_fields FROM crm.row r WHERE r.tbl = 17;
CREATE VIEW report."member" WITH (security_barrier) AS SELECT r.id, r.doc ->> '20' AS "name", r.doc ->> '21' AS "email", r.doc ->> '22' AS "role", report.id(r.doc ->> '23') AS "team", report.id(r.doc ->> '24') AS "manager", coalesce(r.doc ->> '25' IN ('1', 'true'), false) AS "active", r.doc ->> '26' AS "job_title", r.doc ->> '27' AS "phone", report.id(r.doc ->> '1') AS "owner", report.instant(r.doc -> '2') AS "removed_at", r.doc ->> '3' AS "external_ids", report.instant(r.doc -> 'created_at') AS created_at, (SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(r.doc) AS f WHERE length(f.key) > 6 AND f.key NOT LIKE 'created%') AS own_fields FROM crm.row r WHERE r.tbl = 18;
CREATE VIEW report."team" WITH (security_barrier) AS SELECT r.id, r.doc ->> '20' AS "name", report.id(r.doc ->> '1') AS "owner", report.instant(r.doc -> '2') AS "removed_at", r.doc ->> '3' AS "external_ids", report.instant(r.doc -> 'created_at') AS created_at, (SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(r.doc) AS f WHERE length(f.key) > 6 AND f.key NOT LIKE 'created%') AS own_fields FROM crm.row r WHERE r.tbl = 19;
CREATE VIEW report."saved_view" WITH (security_barrier) AS SELECT r.id, r.doc ->> '20' AS "name", r.doc ->> '21' AS "page", r.doc ->> '22' AS "conditions", r.doc ->> '23' AS "sorting", r.doc ->> '24' AS "columns", coalesce(r.doc ->> '25' IN ('1', 'true'), false) AS "shared", report.whole(r.doc -> '26') AS "position", r.doc ->> '27' AS "grouping", r.doc ->> '28' AS "widths", r.doc ->> '29' AS "row_size", report.id(r.doc ->> '1') AS "owner", report.instant(r.doc -> '2') AS "removed_at", r.doc ->> '3' AS "external_ids", report.instant(r.doc -> 'created_at') AS created_at, (SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(r.doc) AS f WHERE length(f.key) > 6 AND f.key NOT LIKE 'created%') AS own_fields FROM crm.row r WHERE r.tbl = 20;
CREATE VIEW report."setting" WITH (security_barrier) AS SELECT r.id, r.doc ->> '20' AS "name", r.doc ->> '21' AS "value", report.id(r.doc ->> '22') AS "member", report.id(r.doc ->> '1') AS "owner", report.instant(r.doc -> '2') AS "removed_at", r.doc ->> '3' AS "external_ids", report.instant(r.doc -> 'created_at') AS created_at, (SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(r.doc) AS f WHERE length(f.key) > 6 AND f.key NOT LIKE 'created%') AS own_fields FROM crm.row r WHERE r.tbl = 21;
CREATE VIEW report."import_batch" WITH (security_barrier) AS SELECT r.id, r.doc ->> '20' AS "source", report.instant(r.doc -> '21') AS "at", r.doc ->> '22' AS "counts", report.id(r.doc ->> '1') AS "owner", report.instant(r.doc -> '2') AS "removed_at", r.doc ->> '3' AS "external_ids", report.instant(r.doc -> 'created_at') AS created_at, (SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(r.doc) AS f WHERE length(f.key) > 6 AND f.key NOT LIKE 'created%') AS own_fields FROM crm.row r WHERE r.tbl = 22;
CREATE VIEW report."relation_kind" WITH (security_barrier) AS SELECT r.id, r.doc ->> '20' AS "value", r.doc ->> '21' AS "outward", r.doc ->> '22' AS "inward", coalesce(r.doc ->> '23' IN ('1', 'true'), false) AS "people", coalesce(r.doc ->> '24' IN ('1', 'true'), false) AS "companies", report.id(r.doc ->> '1') AS "owner", report.instant(r.doc -> '2') AS "removed_at", r.doc ->> '3' AS "external_ids", report.instant(r.doc -> 'created_at') AS created_at, (SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(r.doc) AS f WHERE length(f.key) > 6 AND f.key NOT LIKE 'created%') AS own_fields FROM crm.row r WHERE r.tbl = 23;
CREATE VIEW report."known_fact" WITH (security_barrier) AS SELECT r.id, report.id(r.doc ->> '20') AS "contact", r.doc ->> '21' AS "text", r.doc ->> '22' AS "source", report.day(r.doc ->> '23') AS "learned_on", report.id(r.doc ->> '1') AS "owner", report.instant(r.doc -> '2') AS "removed_at", r.doc ->> '3' AS "external_ids", report.instant(r.doc -> 'created_at') AS created_at, (SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(r.doc) AS f WHERE length(f.key) > 6 AND f.key NOT LIKE 'created%') AS own_fields FROM crm.row r WHERE r.tbl = 24;
CREATE VIEW report."promise" WITH (security_barrier) AS SELECT r.id, r.doc ->> '20' AS "text", report.id(r.doc ->> '21') AS "person", report.id(r.doc ->> '22') AS "company", report.id(r.doc ->> '23') AS "deal", report.id(r.doc ->> '24') AS "ticket", report.day(r.doc ->> '25') AS "promised_on", report.day(r.doc ->> '26') AS "due_day", report.instant(r.doc -> '27') AS "kept_at", report.id(r.doc ->> '1') AS "owner", report.instant(r.doc -> '2') AS "removed_at", r.doc ->> '3' AS "external_ids", report.instant(r.doc -> 'created_at') AS created_at, (SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(r.doc) AS f WHERE length(f.key) > 6 AND f.key NOT LIKE 'created%') AS own_fields FROM crm.row r WHERE r.tbl = 25;
CREATE VIEW report."purchase" WITH (security_barrier) AS SELECT r.id, r.doc ->> '20' AS "description", report.id(r.doc ->> '21') AS "customer", report.id(r.doc ->> '22') AS "product", report.number(r.doc -> '23') AS "quantity", report.whole(r.doc -> '24') AS "unit_price", r.doc ->> '25' AS "currency", report.day(r.doc ->> '26') AS "bought_on", r.doc ->> '27' AS "serial", report.day(r.doc ->> '28') AS "warranty_until", report.day(r.doc ->> '29') AS "next_service_on", r.doc ->> '30' AS "order_number", r.doc ->> '31' AS "note", report.number(r.doc -> '32') AS "discount_pct", report.id(r.doc ->> '1') AS "owner", report.instant(r.doc -> '2') AS "removed_at", r.doc ->> '3' AS "external_ids", report.instant(r.doc -> 'created_at') AS created_at, (SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(r.doc) AS f WHERE length(f.key) > 6 AND f.key NOT LIKE 'created%') AS own_fields FROM crm.row r WHERE r.tbl = 26;
CREATE VIEW report."consent" WITH (security_barrier) AS SELECT r.id, report.id(r.doc ->> '20') AS "contact", r.doc ->> '21' AS "purpose", r.doc ->> '22' AS "channel", r.doc ->> '23' AS "state", report.instant(r.doc -> '24') AS "at", r.doc ->> '25' AS "source", r.doc ->> '26' AS "wording", report.id(r.doc ->> '1') AS "owner", report.instant(r.doc -> '2') AS "removed_at", r.doc ->> '3' AS "external_ids", report.instant(r.doc -> 'created_at') AS created_at, (SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(r.doc) AS f WHERE length(f.key) > 6 AND f.key NOT LIKE 'created%') AS own_fields FROM crm.row r WHERE r.tbl = 27;
CREATE VIEW report."attachment" WITH (security_barrier) AS SELECT r.id, r.doc ->> '20' AS "name", r.doc ->> '21' AS "media_type", report.whole(r.doc -> '22') AS "size", r.doc ->> '23' AS "hash", report.id(r.doc ->> '24') AS "contact", report.id(r.doc ->> '25') AS "deal", report.id(r.doc ->> '26') AS "ticket", report.id(r.doc ->> '27') AS "interaction", report.id(r.doc ->> '28') AS "ticket_message", report.id(r.doc ->> '29') AS "product", r.doc ->> '30' AS "text", r.doc ->> '31' AS "note", report.id(r.doc ->> '1') AS "owner", report.instant(r.doc -> '2') AS "removed_at", r.doc ->> '3' AS "external_ids", report.instant(r.doc -> 'created_at') AS created_at, (SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(r.doc) AS f WHERE length(f.key) > 6 AND f.key NOT LIKE 'created%') AS own_fields FROM crm.row r WHERE r.tbl = 28;
CREATE VIEW report."distinct_pair" WITH (security_barrier) AS SELECT r.id, report.id(r.doc ->> '20') AS "first", report.id(r.doc ->> '21') AS "second", r.doc ->> '22' AS "note", report.id(r.doc ->> '1') AS "owner", report.instant(r.doc -> '2') AS "removed_at", r.doc ->> '3' AS "external_ids", report.instant(r.doc -> 'created_at') AS created_at, (SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(r.doc) AS f WHERE length(f.key) > 6 AND f.key NOT LIKE 'created%') AS own_fields FROM crm.row r WHERE r.tbl = 29;
CREATE VIEW report."custom_field" WITH (security_barrier) AS SELECT r.id, r.doc ->> '20' AS "label", r.doc ->> '21' AS "name", r.doc ->> '22' AS "record_kind", r.doc ->> '23' AS "kind", r.doc ->> '24' AS "choices", r.doc ->> '25' AS "target", r.doc ->> '26' AS "formula", r.doc ->> '27' AS "help", coalesce(r.doc ->> '28' IN ('1', 'true'), false) AS "required", coalesce(r.doc ->> '29' IN ('1', 'true'), false) AS "personal", report.whole(r.doc -> '30') AS "position", report.id(r.doc ->> '1') AS "owner", report.instant(r.doc -> '2') AS "removed_at", r.doc ->> '3' AS "external_ids", report.instant(r.doc -> 'created_at') AS created_at, (SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(r.doc) AS f WHERE length(f.key) > 6 AND f.key NOT LIKE 'created%') AS own_fields FROM crm.row r WHERE r.tbl = 30;
CREATE VIEW report."import_mapping" WITH (security_barrier) AS SELECT r.id, r.doc ->> '20' AS "name", r.doc ->> '21' AS "record_kind", r.doc ->> '22' AS "headers", r.doc ->> '23' AS "columns", r.doc ->> '24' AS "options", report.id(r.doc ->> '1') AS "owner", report.instant(r.doc -> '2') AS "removed_at", r.doc ->> '3' AS "external_ids", report.instant(r.doc -> 'created_at') AS created_at, (SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(r.doc) AS f WHERE length(f.key) > 6 AND f.key NOT LIKE 'created%') AS own_fields FROM crm.row r WHERE r.tbl = 32;
CREATE VIEW report."goal" WITH (security_barrier) AS SELECT r.id, r.doc ->> '20' AS "name", r.doc ->> '21' AS "period", report.day(r.doc ->> '22') AS "starts_on", report.whole(r.doc -> '23') AS "amount", r.doc ->> '24' AS "currency", report.id(r.doc ->> '25') AS "member", report.id(r.doc ->> '26') AS "team", report.id(r.doc ->> '1') AS "owner", report.instant(r.doc -> '2') AS "removed_at", r.doc ->> '3' AS "external_ids", report.instant(r.doc -> 'created_at') AS created_at, (SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(r.doc) AS f WHERE length(f.key) > 6 AND f.key NOT LIKE 'created%') AS own_fields FROM crm.row r WHERE r.tbl = 33;
GRANT USAGE ON SCHEMA report TO "crm_report";
GRANT SELECT ON ALL TABLES IN SCHEMA report TO "crm_report";
RESET ROLE;
REVOKE ALL ON DATABASE :database FROM PUBLIC;
GRANT CONNECT ON DATABASE :database TO "crm_admin" WITH GRANT OPTION;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION lo_export(oid,text) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION lo_open(oid,integer) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION lo_close(integer) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION loread(integer,integer) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION lowrite(integer,bytea) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION lo_lseek(integer,integer,integer) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION lo_lseek64(integer,bigint,integer) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION lo_creat(integer) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION lo_create(oid) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION lo_tell(integer) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION lo_tell64(integer) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION lo_truncate(integer,integer) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION lo_truncate64(integer,bigint) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION lo_from_bytea(oid,bytea) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION lo_get(oid) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION lo_get(oid,bigint,integer) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION lo_put(oid,bigint,bytea) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION lo_unlink(oid) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION lo_import(text) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION lo_import(text,oid) FROM PUBLIC;
SET LOCAL ROLE "crm_owner";
UPDATE crm.meta SET hardened = true;
RESET ROLE;
