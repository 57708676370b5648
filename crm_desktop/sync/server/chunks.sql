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
    SELECT EXISTS (SELECT FROM crm.row r WHERE r.doc ->> ':content' = hash
                      AND r.tbl = :attachment
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
       OR $3 <> (SELECT c.of FROM crm.chunk c WHERE c.hash = content ORDER BY c.n LIMIT 1) THEN
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
    -- counting those that are here would take longer with each of them
    RETURN jsonb_build_object('n', $2, 'of', $3);
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
