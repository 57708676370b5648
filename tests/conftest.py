"""What all tests stand on: real encrypted files, a clock that tests move, and no warnings."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings

from crm_desktop.journal.journal import Journal
from crm_desktop.pipeline.standard import add_standard_pipeline
from crm_desktop.schema.forms import Place
from crm_desktop.store.creation import create_tables
from crm_desktop.store.store import Store
from crm_desktop.vault.argon import Argon
from crm_desktop.vault.secret import new_secret, raw_key
from crm_desktop.vault.sqlcipher import RawKey, connect
from crm_desktop.words import speak
from crm_desktop.workspace import DERIVED, Workspace, create_workspace, open_workspace
from tests.fuzz.tried import note_tried, summary

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# what is kept of copies outside of their files stays with the tests
if "XDG_STATE_HOME" not in os.environ:
    os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp()

# property tests judge what is done, not how long a busy machine takes over it
settings.register_profile(
    "unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
settings.load_profile("unhurried")

NOON = datetime(2026, 5, 14, 12, 0, tzinfo=UTC)
SHARED_DATA = Path(__file__).parents[2] / "shared" / "data"


@pytest.fixture(autouse=True)
def english() -> None:
    """Let no test hear the language that one before it spoke."""
    speak("en")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item, call: "pytest.CallInfo[None]") -> None:
    """Let the report of a test tell what it tried on readers."""
    if call.when == "call":
        note_tried(item)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell how many inputs were tried on each reader, and how long that took."""
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    lines = summary(each for report in reports for each in report.user_properties)
    if lines:
        terminalreporter.write_sep("=", "inputs tried on readers")
        terminalreporter.write_line("\n".join(lines))


class MovedClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, start: datetime = NOON) -> None:
        self.now = start

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        """Move the clock by days, hours, minutes or seconds."""
        self.now += timedelta(**by)


def new_yorker(clock: MovedClock) -> Place:
    """Return where the tests' user is: New York, dollars, English."""
    return Place("en", "US", "USD", ZoneInfo("America/New_York"), clock)


@pytest.fixture
def clock() -> MovedClock:
    """A clock at noon of 14 May 2026."""
    return MovedClock()


@pytest.fixture
def place(clock: MovedClock) -> Place:
    """Where the tests' user is: New York, dollars, English."""
    return new_yorker(clock)


class Template(NamedTuple):
    """An encrypted file with all tables that was made once; each test gets a copy of it."""

    path: Path
    key: RawKey


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """An encrypted file with all tables and nothing in them, to be copied."""
    made = Template(tmp_path_factory.mktemp("empty") / "crm.db", raw_key(new_secret()))
    connection = connect(made.path, made.key, create=True)
    create_tables(connection, DERIVED)
    connection.close()
    return made


@pytest.fixture
def store(empty_file: Template, tmp_path: Path) -> Iterator[Store]:
    """An encrypted file with all tables and nothing in them."""
    shutil.copyfile(empty_file.path, tmp_path / "crm.db")
    opened = Store(tmp_path / "crm.db", empty_file.key)
    yield opened
    opened.close()


@pytest.fixture
def journal(store: Store, clock: MovedClock, place: Place) -> Journal:
    """The journal of an encrypted file that holds the standard pipeline."""
    made = Journal(store, DERIVED, clock, place)
    with made.transaction("Create workspace") as tx:
        made.member = tx.insert("member", {"name": "Anna", "role": "owner"})
        add_standard_pipeline(tx)
    made.place = place._replace(member=made.member)
    return made


PASSPHRASE = "harbour lantern quilt 47 meadow"
# Cheap to derive, for tests alone: the program itself never goes below 64 MiB.
CHEAP = Argon(memory_kib=64, iterations=1, lanes=1)


@pytest.fixture(scope="session")
def empty_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a new workspace that nobody has open, to be copied."""
    folder = tmp_path_factory.mktemp("empty") / "Hartwell.crm"
    create_workspace(
        folder,
        PASSPHRASE,
        {"currency": "USD", "region": "US", "zone": "America/New_York"},
        member="Anna Snelling",
        clock=MovedClock(),
        argon=CHEAP,
    ).close()
    return folder


@pytest.fixture
def workspace(empty_workspace: Path, tmp_path: Path, clock: MovedClock) -> Iterator[Workspace]:
    """A real encrypted workspace, open for writing, with the passphrase PASSPHRASE."""
    shutil.copytree(empty_workspace, tmp_path / empty_workspace.name)
    opened = open_workspace(tmp_path / empty_workspace.name, PASSPHRASE, clock=clock)
    yield opened
    opened.close()
