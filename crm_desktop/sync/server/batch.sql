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
