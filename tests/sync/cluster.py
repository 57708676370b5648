"""A real PostgreSQL for tests: a cluster of its own in a temporary folder."""

import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

SETTINGS = {
    "fsync": "off",
    # a commit that was answered must outlive the killing of the server
    "synchronous_commit": "on",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "60",
    "password_encryption": "scram-sha-256",
    "jit": "off",
    # rows come and go with each test: what is gathered of them in between misleads the next
    "autovacuum": "off",
    # what a test leaves running when it is killed ends by itself
    "client_connection_check_interval": "1s",
    "statement_timeout": "120s",
    "log_min_messages": "fatal",
}
_SET_PARENT_DEATH_SIGNAL = 1


def binaries() -> Path | None:
    """Return where initdb and postgres are: in CRM_POSTGRES_BIN, else where they are installed; None where not."""
    chosen = os.environ.get("CRM_POSTGRES_BIN")
    if chosen is not None:
        return Path(chosen)
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda each: int(each.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


class Cluster:
    """A running server: `dsn(database)` leads to it as its superuser, over its socket.

    With `standby_of` it is a copy that follows another cluster.
    """

    def __init__(
        self, programs: Path, settings: Mapping[str, str] = SETTINGS, *, standby_of: "Cluster | None" = None
    ) -> None:
        self.programs = programs
        self.user = _server_user()
        self.folder = Path(tempfile.mkdtemp(prefix="crm-pg-"))
        if self.user is not None:
            shutil.chown(self.folder, self.user, None)
        self.port = _free_port()
        self.settings = dict(settings)
        self._server: subprocess.Popen[bytes] | None = None
        if standby_of is not None:
            source = ("-h", standby_of.folder, "-p", str(standby_of.port), "-U", "postgres")
            self._run("pg_basebackup", "-D", self.folder / "data", *source, "-R", "--no-sync", "-c", "fast")
        else:
            made = ("-D", self.folder / "data", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8")
            self._run("initdb", *made, "-A", "scram-sha-256", "--no-sync", "--pwfile", self._secret())
            self.write_access(
                "local all postgres peer map=admin",
                "local replication postgres peer map=admin",
                "local all all scram-sha-256",
                "host all all 127.0.0.1/32 scram-sha-256",
            )
            system_user = self.user or pwd.getpwuid(os.getuid()).pw_name
            names = {system_user, pwd.getpwuid(os.getuid()).pw_name}
            lines = "".join(f"admin {name} postgres\n" for name in sorted(names))
            (self.folder / "data" / "pg_ident.conf").write_text(lines)

    def needs(self, *names: str) -> None:
        """Skip the test where these programs of PostgreSQL do not stand beside its server."""
        missing = [each for each in names if not (self.programs / each).exists()]
        if missing:
            pytest.skip(f"{', '.join(missing)} is not in {self.programs}: only another installation of it can do this")

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = {
            **self.settings,
            "port": str(self.port),
            "unix_socket_directories": str(self.folder),
            "listen_addresses": self.settings.get("listen_addresses", "127.0.0.1"),
        }
        arguments = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self._server = subprocess.Popen(
                [self.programs / "postgres", "-D", self.folder / "data", *arguments],
                user=self.user,
                preexec_fn=_end_with_parent,
                stdout=subprocess.DEVNULL,
                stderr=log,
                cwd=self.folder,
            )
        self._wait()

    def reload(self) -> None:
        """Let the running server read its files of settings, access and certificates again."""
        self._run("pg_ctl", "reload", "-D", self.folder / "data")

    def give(self, name: str, content: bytes) -> Path:
        """Write a file that only the server can read; return its path."""
        path = self.folder / name
        path.write_bytes(content)
        path.chmod(0o600)
        if self.user is not None:
            shutil.chown(path, self.user)
        return path

    def own(self, folder: Path) -> None:
        """Give `folder` to whoever the server runs as."""
        if self.user is not None:
            shutil.chown(folder, self.user)

    def stop(self, mode: str = "fast") -> None:
        """Stop the server; "immediate" is a crash."""
        if self._server is not None:
            self._run("pg_ctl", "stop", "-D", self.folder / "data", "-m", mode)
            self._server.wait()
            self._server = None

    def kill(self) -> None:
        """Kill the server with all that it runs, at whatever it is."""
        assert self._server is not None
        killed = [self._server.pid, *_children(self._server.pid)]
        for each in killed:
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        self._server.wait()
        self._server = None
        # a new one starts when the memory that they shared is free
        while any(_is_running(each) for each in killed):
            time.sleep(0.01)

    def remove(self) -> None:
        """Stop the server and remove its folder."""
        self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    def dsn(self, database: str = "postgres", **more: str) -> str:
        """Return how to reach `database` as the superuser; `more` are other parts, such as user and password."""
        parts = {"host": str(self.folder), "port": str(self.port), "dbname": database, "user": "postgres", **more}
        return psycopg.conninfo.make_conninfo(**parts)

    def write_access(self, *lines: str) -> None:
        """Write who may connect how."""
        (self.folder / "data" / "pg_hba.conf").write_text("\n".join(lines) + "\n")

    def _run(self, program: str, *arguments: str | Path) -> None:
        subprocess.run(
            [self.programs / program, *arguments], user=self.user, check=True, capture_output=True, cwd=self.folder
        )

    def _secret(self) -> Path:
        return self.give("superuser", b"only for these tests\n")

    def _wait(self) -> None:
        ends = time.monotonic() + 30
        while True:
            try:
                psycopg.connect(self.dsn(), connect_timeout=5).close()
            except psycopg.OperationalError:
                if time.monotonic() > ends:
                    raise
                time.sleep(0.02)
            else:
                return


def _server_user() -> str | None:
    """Return whom the server runs as: it refuses to run as root."""
    if os.getuid() != 0:
        return None
    known = {each.pw_name for each in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _children(process: int) -> list[int]:
    running = [int(each.name) for each in Path("/proc").glob("[0-9]*")]
    return [each for each in running if _stat(each)[1:2] == [str(process)]]


def _is_running(process: int) -> bool:
    return _stat(process)[:1] not in ([], ["Z"])


def _stat(process: int) -> list[str]:
    """Return the state of a process, its parent and so on; nothing where it is gone."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _end_with_parent() -> None:
    """Ask Linux to end this process with the one that started it, however that ends."""
    with suppress(OSError):
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGQUIT)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
