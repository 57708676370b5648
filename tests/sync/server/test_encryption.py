"""The way to a server beyond this computer: encrypted and proven, or not at all."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from crm_desktop.errors import (
    CrmError,
    NoMember,
    OtherWorkspace,
    ServerBusy,
    ServerRefused,
    ServerUnreachable,
    WrongUsage,
)
from crm_desktop.sync.connection import Address, address_from, connect, connected, is_local
from crm_desktop.sync.server.setup import Founder, set_up
from crm_desktop.sync.trouble import Trouble, trouble_of
from tests.sync.certificates import Authority, Certified, this_computer
from tests.sync.cluster import SETTINGS, Cluster, binaries
from tests.sync.conftest import ANNA

HOST = this_computer()
_OWN_SOCKET, _OLD, _BEYOND = (
    "local all postgres peer map=admin",
    "host all old all md5",
    "host all all all scram-sha-256",
)
OURS, THEIRS = Authority("Office"), Authority("Somebody else")


class Secured(Cluster):
    """A server that other computers reach, with a certificate that tests change."""

    def show(self, shown: Certified | None) -> None:
        """Go on with the certificate `shown`, or without encryption."""
        if shown is not None:
            self.give("server.crt", shown.certificate)
            self.give("server.key", shown.key)
        with closing(psycopg.connect(self.dsn(), autocommit=True)) as admin:
            admin.execute(f"ALTER SYSTEM SET ssl = {'on' if shown is not None else 'off'}")
            for name in ("cert", "key"):
                file = self.folder / f"server.{'crt' if name == 'cert' else 'key'}"
                admin.execute(f"ALTER SYSTEM SET ssl_{name}_file = '{file}'")
        self.stop()
        self.start()

    def let_in(self, *lines: str) -> None:
        """Go on with `lines` that say who may connect how."""
        self.write_access(*lines)
        with closing(psycopg.connect(self.dsn(), autocommit=True)) as admin:
            admin.execute("SELECT pg_reload_conf()")


@pytest.fixture(scope="module")
def secured() -> Iterator[tuple[Secured, str]]:
    """A server with TLS that serves a workspace, and the password of its owner."""
    programs = binaries()
    if programs is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    made = Secured(programs, {**SETTINGS, "listen_addresses": "*", "max_connections": "8"})
    made.write_access(_OWN_SOCKET, _OLD, _BEYOND)
    try:
        made.start()
        with closing(psycopg.connect(made.dsn(), autocommit=True)) as admin:
            if admin.execute("SHOW ssl_library").fetchone() == ("",):
                pytest.skip(f"the server in {programs} was built without encryption: another build has it")
            admin.execute("CREATE DATABASE office")
            admin.execute("CREATE DATABASE other")
        with psycopg.connect(made.dsn("office")) as connection:
            password = set_up(connection, "Hartwell", Founder("anna", ANNA))
        made.show(OURS.host(HOST))
        yield made, password
    finally:
        made.remove()


@pytest.fixture
def address(secured: tuple[Secured, str]) -> Address:
    """How Anna reaches the server from another computer."""
    cluster, password = secured
    return Address(HOST, cluster.port, "office", "anna", password, OURS.pem)


def test_the_right_certificate_opens_an_encrypted_way(address: Address) -> None:
    assert not address.local
    with connected(address) as connection:
        row = connection.execute("SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()").fetchone()
        assert row is not None
        assert row[0] is True
        assert row[1] in ("TLSv1.2", "TLSv1.3")
        hello = connection.execute("SELECT crm.hello_v1(1, 'laptop')").fetchone()
        assert hello is not None
        assert hello[0]["role"] == "owner"


@pytest.mark.parametrize(
    ("shown", "words", "trouble"),
    [
        (THEIRS.host(HOST), "not vouched for", Trouble.UNPROVEN),
        (OURS.host("another.example.org"), "another host", Trouble.UNPROVEN),
        (OURS.host(HOST, timedelta(hours=-1)), "does not hold on the day", Trouble.UNPROVEN),
        (None, "no encryption", Trouble.UNSAFE),
    ],
    ids=["wrong authority", "wrong host", "out of date", "no encryption"],
)
def test_a_server_that_does_not_prove_itself_gets_nothing(
    secured: tuple[Secured, str], address: Address, shown: Certified | None, words: str, trouble: Trouble
) -> None:
    cluster, _password = secured
    cluster.show(shown)
    try:
        with pytest.raises(ServerRefused, match=words) as refused:
            connect(address)
        assert trouble_of(refused.value) is trouble
    finally:
        cluster.show(OURS.host(HOST))


def test_without_the_certificate_of_an_authority_there_is_no_way(address: Address) -> None:
    with pytest.raises(ServerRefused, match="certificate"):
        connect(address._replace(authority=""))


def test_a_password_that_is_not_bound_to_the_certificate_is_refused(
    secured: tuple[Secured, str], address: Address
) -> None:
    cluster, _password = secured
    with closing(psycopg.connect(cluster.dsn("office"), autocommit=True)) as admin:
        admin.execute("SET password_encryption = 'md5'; CREATE ROLE old LOGIN PASSWORD 'old'")
        admin.execute("GRANT CONNECT ON DATABASE office TO old")
    with pytest.raises(ServerRefused, match="scram-sha-256"):
        connect(address._replace(user="old", password="old"))


def test_a_wrong_password_a_wrong_database_and_another_workspace_are_told_apart(address: Address) -> None:
    with pytest.raises(NoMember, match="password"):
        connect(address._replace(password="wrong"))
    with pytest.raises(OtherWorkspace, match="no such database"):
        connect(address._replace(database="nowhere"))
    with pytest.raises(OtherWorkspace), connected(address._replace(database="other")) as connection:
        connection.execute("SELECT crm.hello_v1(1, 'laptop')")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"password": "wrong"}, "password of the role “anna”"),
        ({"password": ""}, "asks for a password"),
        ({"database": "nowhere"}, "Create it first"),
        ({"authority": THEIRS.pem}, "whose certificate was given"),
        ({"authority": ""}, "Name the file"),
        ({"port": 1}, "Check its name and port"),
    ],
    ids=lambda each: "-".join(each) if isinstance(each, dict) else "",
)
def test_whoever_sets_a_server_up_is_not_sent_to_an_owner(
    address: Address, wrong: dict[str, str | int], words: str
) -> None:
    with pytest.raises(CrmError, match=words) as told:
        connect(Address(**{**address._asdict(), **wrong}), setting_up=True)
    for other in ("owner", "member", "invite", "tried again"):
        assert other not in str(told.value)


def test_a_role_that_only_its_system_user_uses_is_led_to_the_other_way(secured: tuple[Secured, str]) -> None:
    cluster, _password = secured
    cluster.let_in(_OWN_SOCKET, "local all all peer", _BEYOND)
    try:
        with pytest.raises(ServerRefused, match="Write localhost"):
            connect(Address(str(cluster.folder), cluster.port, "office", "anna"), setting_up=True)
        with pytest.raises(NoMember, match="does not let this member in from here"):
            connect(Address(str(cluster.folder), cluster.port, "office", "anna"))
    finally:
        cluster.let_in(_OWN_SOCKET, _OLD, _BEYOND)


def test_a_server_that_lets_nobody_write_is_still_read(secured: tuple[Secured, str], address: Address) -> None:
    cluster, _password = secured
    with connected(address) as connection:
        connection.execute("SELECT crm.hello_v1(1, 'laptop')")
    with closing(psycopg.connect(cluster.dsn(), autocommit=True)) as admin:
        admin.execute("ALTER DATABASE office SET default_transaction_read_only = on")
    try:
        with connected(address) as connection:
            hello = connection.execute("SELECT crm.hello_v1(77, 'laptop')").fetchone()
            assert hello is not None
            assert hello[0]["read_only"] is True
        with pytest.raises(ServerRefused, match="only lets us read"), connected(address) as connection:
            connection.execute("SELECT crm.numbers_v1('invoice', 1, 1)")
    finally:
        with closing(psycopg.connect(cluster.dsn(), autocommit=True)) as admin:
            admin.execute("ALTER DATABASE office RESET default_transaction_read_only")


def test_a_server_without_a_free_connection_is_busy(secured: tuple[Secured, str], address: Address) -> None:
    cluster, _password = secured
    with closing(psycopg.connect(cluster.dsn(), autocommit=True)) as admin:
        row = admin.execute("SELECT setting::int FROM pg_settings WHERE name = 'max_connections'").fetchone()
        assert row is not None
        held = [psycopg.connect(cluster.dsn()) for _each in range(row[0] - 1)]
        try:
            with pytest.raises(ServerBusy):
                connect(address)
        finally:
            for each in held:
                each.close()


def test_a_server_that_is_gone_is_unreachable(address: Address) -> None:
    with pytest.raises(ServerUnreachable, match="Work goes on here"):
        connect(address._replace(port=1))
    with pytest.raises(ServerUnreachable):
        connect(address._replace(host="no-such-host.invalid"))


def test_only_this_computer_needs_no_encryption() -> None:
    local = {"localhost": True, "127.0.0.1": True, "::1": True, "/run/postgresql": True}
    beyond = {"10.0.0.7": False, "db.example.org": False, "0.0.0.0": False, "localhost.example.org": False}
    assert {name: is_local(name) for name in (*local, *beyond)} == {**local, **beyond}


def test_an_address_is_read_from_a_url_and_weaker_ways_are_not_asked_for(tmp_path: Path) -> None:
    root = tmp_path / "root.pem"
    root.write_text(OURS.pem)
    read = address_from(f"postgresql://anna:pw@db.example.org:6543/hartwell?sslmode=disable&sslrootcert={root}")
    assert read == Address("db.example.org", 6543, "hartwell", "anna", "pw", OURS.pem)
    for wrong in ("nonsense", "postgresql:///onlydb", "postgresql://host", "postgresql://h/d?options=-csearch_path=x"):
        with pytest.raises(WrongUsage):
            address_from(wrong)
    (tmp_path / "no.pem").write_text("no certificate")
    for name in ("no.pem", "missing.pem"):
        with pytest.raises(WrongUsage):
            address_from(f"postgresql://h/d?sslrootcert={tmp_path / name}")
