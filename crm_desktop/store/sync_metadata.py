"""The tables that sharing needs on this device: what is on its way, whom it shares with, and conflicts."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)


def sync_tables(metadata: MetaData) -> None:
    """Add the tables to `metadata`."""
    _conflict(metadata)
    _outbox(metadata)
    _server(metadata)
    _devices(metadata)
    _on_the_way(metadata)
    _granted(metadata)
    _erased(metadata)


def _conflict(metadata: MetaData) -> None:
    Table(
        "conflict",
        metadata,
        Column("cid", Integer, primary_key=True),
        Column("tbl", Integer, nullable=False),
        Column("rid", Integer, nullable=False),
        Column("fld", Integer, nullable=False),
        Column("kind", Text),
        # values as the journal notes them
        Column("base", Text),
        Column("win", Text),
        Column("win_hlc", Integer, nullable=False),
        Column("win_site", Integer, nullable=False),
        Column("win_member", LargeBinary(16)),
        Column("lose", Text),
        Column("lose_hlc", Integer, nullable=False),
        Column("lose_site", Integer, nullable=False),
        Column("lose_member", LargeBinary(16)),
        # 0 waits for a decision, 1 was decided
        Column("state", Integer, nullable=False, server_default=text("0")),
        UniqueConstraint("tbl", "rid", "fld", "lose_hlc", "lose_site", name="conflict__loser"),
        Index("conflict__field", "tbl", "rid", "fld"),
    )


def _outbox(metadata: MetaData) -> None:
    Table(
        "outbox_meta",
        metadata,
        Column("site", Integer, primary_key=True),
        Column("next_n", Integer, nullable=False, server_default=text("1")),
        Column("inflight_n", Integer),
        Column("inflight_id", LargeBinary(16)),
        Column("inflight_bytes", LargeBinary),
        # where within a step the next batch goes on: a step larger than a batch is sent in parts
        Column("part", Text),
        Column("inflight_part", Text),
    )
    # the last step that was whole in each accepted batch, so that a restored server gets again what it lost
    Table(
        "pushed",
        metadata,
        Column("site", Integer, primary_key=True),
        Column("n", Integer, primary_key=True),
        Column("upto_step", Integer, nullable=False),
    )
    # edits that the server does not take from this member: kept and shown, never dropped
    Table(
        "set_aside",
        metadata,
        Column("seq", Integer, primary_key=True),
        Column("tbl", Integer, nullable=False),
        Column("id", LargeBinary(16), nullable=False),
        Column("title", Text),
        Column("fld", Integer),
        Column("value", Text),
        Column("hlc", Integer, nullable=False),
        Column("site", Integer, nullable=False),
        Column("reason", Text, nullable=False),
        Column("at", Integer, nullable=False),
        # when its user had seen enough of it, NULL while it waits
        Column("put_away_at", Integer),
    )


def _server(metadata: MetaData) -> None:
    Table(
        "server",
        metadata,
        Column("one", Integer, CheckConstraint("one = 1"), primary_key=True),
        Column("workspace", Text, nullable=False),
        Column("dsn", Text, nullable=False),
        Column("role", Text, nullable=False),
        Column("password", Text, nullable=False),
        Column("certificate", Text),
        Column("bound_at", Integer, nullable=False),
    )
    Table(
        "sync",
        metadata,
        Column("one", Integer, CheckConstraint("one = 1"), primary_key=True),
        Column("epoch", Text),
        Column("sysid", Text),
        Column("timeline", Integer),
        Column("cursor", Text),
        Column("head", Text),
        Column("scope_ver", Integer),
        # milliseconds by which the server's clock is ahead of this one
        Column("srv_off", Integer, nullable=False, server_default=text("0")),
        Column("last_digest_at", Integer),
        # how far the first download came, NULL once it is whole
        Column("download", Text),
        Column("last_ok_at", Integer),
        Column("last_error", Text),
        Column("paused", Integer, nullable=False, server_default=text("0")),
        Column("rights", Text),
        Column("sees", Text),
    )


def _devices(metadata: MetaData) -> None:
    Table(
        "device",
        metadata,
        Column("site", Integer, primary_key=True),
        Column("member", LargeBinary(16)),
        Column("name", Text),
        Column("last_seen", Integer),
    )
    # devices that parcels come from and go to: their public keys, and what they told that they have, by site
    Table(
        "parcel_device",
        metadata,
        Column("id", Text, primary_key=True),
        Column("site", Integer, nullable=False),
        Column("member", LargeBinary(16)),
        Column("name", Text, nullable=False),
        Column("sign_key", LargeBinary(32), nullable=False),
        Column("seal_key", LargeBinary(32), nullable=False),
        Column("has", Text, nullable=False),
        Column("told_at", Integer, nullable=False),
        # contents of files that the device asked for in its last parcel
        Column("lacks", Text),
    )


def _on_the_way(metadata: MetaData) -> None:
    # pages of a pull that is not whole yet: since which cursor, and where the next page begins (NULL behind the last)
    Table(
        "arriving",
        metadata,
        Column("n", Integer, primary_key=True),
        Column("since", Text, nullable=False),
        Column("cursor", Text, nullable=False),
        Column("epoch", Text, nullable=False),
        Column("head", Text),
        Column("place", Text),
        # what leaves this device with it, so that this is known before anything is taken in
        Column("going", Text),
        Column("page", LargeBinary, nullable=False),
    )
    # contents of attachments that wait to be sent: how many bytes, and how many chunks are known to be there
    Table(
        "upload",
        metadata,
        Column("hash", LargeBinary(32), primary_key=True),
        Column("size", Integer, nullable=False),
        Column("sent", Integer, nullable=False, server_default=text("0")),
        # why the server did not take it
        Column("reason", Text),
    )
    # records of tables that only a newer program knows
    Table(
        "pending_remote",
        metadata,
        Column("tbl", Integer, primary_key=True),
        Column("id", LargeBinary(16), primary_key=True),
        Column("doc", Text, nullable=False),
        Column("hlc", Integer, nullable=False),
        Column("site", Integer, nullable=False),
        Column("clk", Text),
    )


def _granted(metadata: MetaData) -> None:
    # numbers that the server granted to this device
    Table(
        "number_block",
        metadata,
        Column("series", Text, primary_key=True),
        Column("first", Integer, primary_key=True),
        Column("last", Integer, nullable=False),
        Column("next", Integer, nullable=False),
    )


def _erased(metadata: MetaData) -> None:
    Table(
        "erased",
        metadata,
        Column("id", LargeBinary(16), primary_key=True),
        Column("at", Integer, nullable=False),
        Column("tbl", Integer),
        # sealed by the server, which erases again what it is shown this for
        Column("receipt", Text),
    )
    # erasures that the server is still to be told, oldest first
    Table(
        "erasure",
        metadata,
        Column("n", Integer, primary_key=True),
        Column("tbl", Integer, nullable=False),
        Column("id", LargeBinary(16), nullable=False),
        Column("reason", Text, nullable=False),
        Column("at", Integer, nullable=False),
    )
