-- What arrives: read, checked and taken apart before anything is stored.

CREATE FUNCTION crm.parsed(batch text) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    read jsonb;
BEGIN
    BEGIN
        read := batch::jsonb;
    EXCEPTION WHEN OTHERS THEN
        RAISE EXCEPTION 'the batch is no JSON text that can be stored' USING ERRCODE = 'CR003';
    END;
    -- what an arrow points at is copied, eight megabytes each time; a path only looks
    IF NOT read @? 'strict $ ? (@.type() == "object" && @.steps.type() == "array" && @.changes.type() == "array")' THEN
        RAISE EXCEPTION 'the batch has no steps and changes' USING ERRCODE = 'CR003';
    END IF;
    IF read @? 'strict $ ? (@.changes.size() > 20000 || @.steps.size() > 20000)' THEN
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
BEGIN
    SELECT array_agg(ROW(n, x ->> 0, x ->> 1, x ->> 2, CASE x ->> 3 WHEN '4' THEN (x ->> 7)::int ELSE by_site END,
                         x ->> 3, x -> 4, x -> 5, x ->> 6)::crm.incoming)
      INTO made FROM jsonb_array_elements(read -> 'changes') WITH ORDINALITY AS c(x, n);
    RETURN coalesce(made, '{}');
EXCEPTION WHEN invalid_text_representation OR numeric_value_out_of_range OR invalid_parameter_value THEN
    RAISE EXCEPTION 'a change is not of the form that is agreed' USING ERRCODE = 'CR003';
END $$;

-- Whether a step is of the form that is agreed.
CREATE FUNCTION crm.is_step(s jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(jsonb_typeof(s) = 'array' AND jsonb_array_length(s) >= 6 AND (s ->> 0)::bigint IS NOT NULL
        AND (s ->> 1)::bigint > 0 AND (s ->> 2)::bigint IS NOT NULL AND jsonb_typeof(s -> 3) = 'string'
        AND length(s ->> 3) <= 4000 AND (s ->> 5)::bigint IS NOT NULL
        AND (jsonb_typeof(s -> 4) = 'null' OR (s -> 4)::text ~ '^[[][0-9]{1,18}, [0-9]{1,10}[]]$'), false)
$$;

-- Raise what is wrong about a batch as a whole; return what it is made of.
CREATE FUNCTION crm.checked(read jsonb, given crm.incoming[]) RETURNS crm.make_up LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    wrong bigint;
    newest_step bigint;
    stray bigint;
    made crm.make_up;
BEGIN
    SELECT count(*) FILTER (WHERE NOT crm.is_step(s)), max((s ->> 1)::bigint)
      INTO wrong, newest_step FROM jsonb_array_elements(read -> 'steps') AS s;
    IF wrong > 0 THEN
        RAISE EXCEPTION '% steps are not of the form that is agreed', wrong USING ERRCODE = 'CR003';
    END IF;
    SELECT count(*) FILTER (WHERE c.tbl IS NULL OR c.tbl <= 0 OR c.id IS NULL OR c.hlc IS NULL OR c.hlc <= 0
               OR c.op IS NULL OR c.op NOT IN (1, 2, 4) OR c.site IS NULL OR c.site <= 0
               OR jsonb_typeof(c.doc) IS DISTINCT FROM 'object' OR jsonb_typeof(c.base) IS DISTINCT FROM 'object'),
           count(*) FILTER (WHERE c.op <> 4 AND s.no IS NULL), greatest(max(c.hlc), newest_step),
           count(*) FILTER (WHERE c.op = 2), count(*) FILTER (WHERE c.op = 4)
      INTO wrong, stray, made.newest, made.edits, made.healed
      FROM unnest(given) AS c
      LEFT JOIN (SELECT (s ->> 0)::bigint AS no, (s ->> 1)::bigint AS hlc
                   FROM jsonb_array_elements(read -> 'steps') AS s) AS s ON s.no = c.step AND s.hlc = c.hlc;
    IF wrong > 0 OR stray > 0 THEN
        RAISE EXCEPTION '% changes are not of the form that is agreed, % have no step', wrong, stray
            USING ERRCODE = 'CR003';
    END IF;
    RETURN made;
EXCEPTION WHEN invalid_text_representation OR numeric_value_out_of_range OR invalid_parameter_value THEN
    RAISE EXCEPTION 'a step is not of the form that is agreed' USING ERRCODE = 'CR003';
END $$;

-- A base is missing, one clock, or a list of clocks.
CREATE FUNCTION crm.is_base(base jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN base IS NULL THEN true WHEN jsonb_typeof(base) <> 'array' THEN false
        WHEN jsonb_typeof(base -> 0) = 'number' THEN jsonb_array_length(base) = 2
            AND jsonb_typeof(base -> 1) = 'number' AND (base ->> 0)::bigint > 0 AND (base ->> 1)::bigint >= 0
        ELSE base::text ~ '^[[]([[][0-9]{1,18}, [0-9]{1,10}[]](, )?)+[]]$' END
$$;

-- The single values of changes; marks such as created_at are none.
CREATE FUNCTION crm.values_of(given crm.incoming[]) RETURNS TABLE (
    ord int, tbl smallint, id uuid, key text, fld bigint, hlc bigint, site int, val jsonb, base jsonb, clocked boolean, lines int
) LANGUAGE sql IMMUTABLE AS $$
    SELECT v.ord, v.tbl, v.id, v.key, CASE WHEN crm.is_number(v.key) THEN v.key::bigint ELSE 0 END,
           CASE WHEN v.op = 4 AND v.base ? v.key THEN (v.base -> v.key ->> 0)::bigint ELSE v.hlc END,
           CASE WHEN v.op = 4 AND v.base ? v.key THEN (v.base -> v.key ->> 1)::int ELSE v.site END,
           v.doc -> v.key, CASE WHEN v.op = 2 THEN v.base -> v.key END, v.op = 2 OR crm.is_base(v.base -> v.key),
           CASE WHEN v.doc - v.key = '{}' THEN 1 ELSE 2 END
      FROM (SELECT c.*, jsonb_object_keys(c.doc) AS key FROM unnest(given) AS c) AS v
     WHERE v.op = 2 OR v.key NOT IN ('created_at', 'created_by')
$$;

-- Who may write into a table.
CREATE FUNCTION crm.writers_of(named text[]) RETURNS text[] LANGUAGE sql IMMUTABLE AS
$$ SELECT coalesce(named, '{owner,manager,sales,service,marketing}') $$;

-- Whether a row is a setting of the whole workspace, which owners and managers change: that of a private table whose
-- owner is a field of its own, and empty.
CREATE FUNCTION crm.is_led(kept smallint, owner_fld text, reach smallint) RETURNS boolean LANGUAGE sql IMMUTABLE AS
$$ SELECT coalesce(kept = 2 AND owner_fld <> '1' AND reach = 1, false) $$;

-- Whether a change is of one's own record as a member, and of nothing but what everybody says of themselves.
CREATE FUNCTION crm.is_profile(given crm.incoming, asked crm.scope) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT given.tbl = :member AND given.id = asked.id AND given.op = 2 AND asked.rights <> 'read_only'
           AND given.doc - :profile::text[] = '{}'
$$;

-- Who sees a row that follows no other: that of a private table which is open is everybody's.
CREATE FUNCTION crm.reach_of(doc jsonb, kept smallint, open_fld text, owner_fld text, own uuid) RETURNS smallint
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN kept = 2 AND (doc ->> open_fld IN ('1', 'true') OR (owner_fld <> '1' AND own IS NULL))
           THEN 1::smallint ELSE coalesce(kept, 0::smallint) END
$$;

-- Which of the links to parents a row follows: the first that it has.
CREATE FUNCTION crm.first_of(doc jsonb, parents text[]) RETURNS int LANGUAGE sql IMMUTABLE AS
$$ SELECT min(i) FROM generate_subscripts(parents, 1) AS i WHERE doc ? parents[i] $$;

CREATE FUNCTION crm.followed(doc jsonb, parents text[]) RETURNS int LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN cardinality(parents) = 0 THEN NULL WHEN doc ? parents[1] THEN 1 ELSE crm.first_of(doc, parents) END
$$;

-- Where rows belong: who sees them, and which row they follow.
CREATE FUNCTION crm.placed(given crm.incoming[], author uuid) RETURNS TABLE (
    ord int, tbl smallint, id uuid, hlc bigint, site int, doc jsonb,
    reach smallint, owner uuid, team uuid, parent uuid, parent_table smallint
) LANGUAGE sql STABLE AS $$
    SELECT p.ord, p.tbl, p.id, p.hlc, p.site, p.doc, crm.reach_of(p.doc, p.reach, p.open_fld, p.owner_fld, p.own),
           coalesce(p.own, p.creator, author),
           CASE WHEN p.team_fld IS NOT NULL THEN crm.as_id(p.doc ->> p.team_fld) END,
           crm.as_id(p.doc ->> p.parents[p.place]), p.parent_tables[p.place]
      FROM (SELECT o.*, CASE WHEN o.part OR o.own IS NULL THEN crm.followed(o.doc, o.parents) END AS place
              FROM (SELECT c.*, t.reach, t.part, t.owner_fld, t.team_fld, t.open_fld, t.parents, t.parent_tables,
                           crm.as_id(c.doc ->> coalesce(t.owner_fld, '1')) AS own,
                           crm.as_id(c.doc ->> 'created_by') AS creator
                      FROM unnest(given) AS c LEFT JOIN crm.table_meta t ON t.tbl = c.tbl OFFSET 0) AS o
            OFFSET 0) AS p
$$;
