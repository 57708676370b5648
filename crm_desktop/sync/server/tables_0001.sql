-- The shared copy: rows with numbered fields, so that a new field of the program needs no change here.
-- These are the tables of the first version, frozen: what changes since is a numbered step of its own beside it.
CREATE TABLE crm.meta (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    workspace text NOT NULL,
    epoch uuid NOT NULL DEFAULT gen_random_uuid(),
    wire_min int NOT NULL,
    wire_max int NOT NULL,
    max_skew_ms bigint NOT NULL DEFAULT 60000,
    hardened boolean NOT NULL DEFAULT false,
    idle_s int NOT NULL DEFAULT 60,
    busy_s int NOT NULL DEFAULT 300,
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
CREATE INDEX row_content ON crm.row ((doc ->> ':content')) WHERE tbl = :attachment;
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
