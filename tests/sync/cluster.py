"""A real PostgreSQL for tests: a cluster of its own in a temporary folder."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import psycopg

SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "60",
    "password_encryption": "scram-sha-256",
    "jit": "off",
    "log_min_messages": "fatal",
}


def binaries() -> Path | None:
    """Return where initdb and postgres are, or None where PostgreSQL is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda each: int(each.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


class Cluster:
    """A running server: `dsn(database)` leads to it as its superuser, over its socket."""

    def __init__(
        self, programs: Path, settings: Mapping[str, str] = SETTINGS, *, copied_from: Path | None = None
    ) -> None:
        self._programs = programs
        self.user = _server_user()
        self.folder = Path(tempfile.mkdtemp(prefix="crm-pg-"))
        if self.user is not None:
            shutil.chown(self.folder, self.user, None)
        self.port = _free_port()
        self.settings = dict(settings)
        self._server: subprocess.Popen[bytes] | None = None
        if copied_from is None:
            self._run(
                "initdb",
                "-D",
                self.folder / "data",
                "-U",
                "postgres",
                "-A",
                "scram-sha-256",
                "--no-sync",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "--pwfile",
                self._secret(),
            )
            self.write_access(
                "local all postgres peer map=admin",
                "local all all scram-sha-256",
                "host all all 127.0.0.1/32 scram-sha-256",
            )
            system_user = self.user or pwd.getpwuid(os.getuid()).pw_name
            names = {system_user, pwd.getpwuid(os.getuid()).pw_name}
            lines = "".join(f"admin {name} postgres\n" for name in sorted(names))
            (self.folder / "data" / "pg_ident.conf").write_text(lines)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = {
            **self.settings,
            "port": str(self.port),
            "unix_socket_directories": str(self.folder),
            "listen_addresses": "127.0.0.1",
        }
        arguments = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self._server = subprocess.Popen(
                [self._programs / "postgres", "-D", self.folder / "data", *arguments],
                user=self.user,
                stdout=subprocess.DEVNULL,
                stderr=log,
                cwd=self.folder,
            )
        self._wait()

    def stop(self, signal: str = "fast") -> None:
        """Stop the server; "immediate" is a crash."""
        if self._server is not None:
            self._run("pg_ctl", "stop", "-D", self.folder / "data", "-m", signal)
            self._server.wait()
            self._server = None

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
            [self._programs / program, *arguments], user=self.user, check=True, capture_output=True, cwd=self.folder
        )

    def _secret(self) -> Path:
        path = self.folder / "superuser"
        path.write_text("only for these tests\n")
        if self.user is not None:
            shutil.chown(path, self.user)
        return path

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


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
