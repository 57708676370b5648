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
    -- the verifier stays: whoever still proves the password is told that the login is closed, and comes no further
    EXECUTE format('ALTER ROLE %I NOLOGIN', login);
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
        'version', m.version, 'described', m.described,
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

-- End connections of members that wait inside a transaction, for they hold rows that others need, and statements that run
-- longer than any of ours.
CREATE FUNCTION crm.watchdog() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, crm, pg_temp AS $$
    -- the view joins two catalogues that every greeting would have to look into
    SELECT pg_terminate_backend(a.pid) FROM crm.meta s CROSS JOIN pg_stat_get_activity(NULL) AS a
     WHERE a.pid <> pg_backend_pid()
       AND ((a.state LIKE 'idle in transaction%' AND a.state_change < clock_timestamp() - s.idle_s * interval '1 second')
            OR (a.state = 'active' AND a.query_start < clock_timestamp() - s.busy_s * interval '1 second'))
       AND EXISTS (SELECT FROM crm.member m WHERE m.role_name = pg_get_userbyid(a.usesysid))
       AND EXISTS (SELECT FROM pg_database d WHERE d.oid = a.datid AND d.datname = current_database())
$$;
