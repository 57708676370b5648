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
        UPDATE crm.site s SET device = coalesce(nullif(left($2, 200), ''), s.device), last_seen = now()
         WHERE s.site = $1 AND s.member = asked.id;
        IF NOT FOUND THEN
            IF (SELECT count(*) FROM crm.site s WHERE s.member = asked.id) >= 1000 THEN
                RAISE EXCEPTION 'this member has too many devices' USING ERRCODE = 'CR010';
            END IF;
            INSERT INTO crm.site (site, member, device) VALUES ($1, asked.id, left(coalesce($2, ''), 200))
            ON CONFLICT DO NOTHING;
        END IF;
    END IF;
    SELECT * INTO stands FROM crm.site s WHERE s.site = $1;
    IF stands.member <> asked.id THEN
        RAISE EXCEPTION 'the site belongs to another member' USING ERRCODE = 'CR004';
    END IF;
    RETURN (SELECT jsonb_build_object(
        'sysid', (SELECT system_identifier::text FROM pg_control_system()),
        'timeline', (SELECT timeline_id FROM pg_control_checkpoint()),
        'epoch', m.epoch, 'head', crm.head(), 'now', crm.now_ms(), 'wire_min', m.wire_min, 'wire_max', m.wire_max,
        'version', m.version, 'described', m.described,
        'workspace', m.workspace, 'member', crm.hex(asked.id), 'role', asked.rights, 'sees', asked.sees,
        'can_erase', asked.can_erase, 'scope_ver', asked.scope_ver, 'last_n', coalesce(stands.last_n, 0),
        'last_hlc', coalesce(stands.last_hlc, 0), 'erased', (SELECT count(*) FROM crm.erased),
        'read_only', current_setting('transaction_read_only') = 'on',
        'devices', (SELECT coalesce(jsonb_agg(jsonb_build_object(
            'site', s.site, 'member', crm.hex(s.member), 'device', s.device,
            'last_seen', (extract(epoch FROM s.last_seen) * 1000)::bigint) ORDER BY s.last_seen DESC), '[]')
            FROM crm.site s))
        FROM crm.meta m);
END $$;
