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
