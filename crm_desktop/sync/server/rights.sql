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
GRANT SELECT (id, xid, site, n) ON crm.push TO crm_reader;
GRANT SELECT, INSERT, UPDATE ON crm.member TO crm_admin;
GRANT SELECT, INSERT, DELETE ON crm.reporter TO crm_admin;
GRANT SELECT ON crm.meta, crm.site TO crm_admin;
GRANT SELECT ON crm.row TO crm_reports;
