"""A day with the sample workspace and the keyboard alone, on a real display."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from crm_desktop.activities.calendar import Window, calendar_entries
from crm_desktop.acts import set_fields
from crm_desktop.jobs import Progress
from crm_desktop.journal.told import told_history
from crm_desktop.vault.argon import FLOOR_KIB, Argon
from crm_desktop.vault.driver import Connection
from crm_desktop.workspace import Workspace, open_workspace
from tests.ui.display import Screen, missing, running_program, until
from ui.contacts.facts import ALWAYS, WHEN_EDITING
from ui.sample import make_sample

PASSPHRASE = "sample harbour violet lantern"
SHOWN = frozenset(("tasks", "planned", "birthdays", "deals"))
WRONG, RIGHT = "spare.labels@mistyped.example", "corrected@clovevar.example"
# In the history panel: scope, cross and three filters; then the buttons of one's own address, plan and call.
TABS_TO_THE_COLLEAGUE = 5 + (1 + 2 + 1)
SAID = "Asked about spare labels, follow up {day}"

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"there is no {', '.join(missing())} on this computer")


class Customer(NamedTuple):
    """Someone whom the last four digits of a phone number tell from all others."""

    id: bytes
    name: str
    digits: str
    email: str


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a sample workspace, in which a colleague mistyped the address of a customer."""
    folder = tmp_path_factory.mktemp("sample") / "Hartwell Parts.crm"
    made = make_sample(folder, PASSPHRASE, progress=Progress(), argon=Argon(FLOOR_KIB, 1))
    me = made.journal.member
    with made.reader() as reader:
        who = customer(reader)
        colleague = reader.execute("SELECT id FROM member WHERE id <> ? AND active = 1 ORDER BY name", (me,)).fetchone()
    assert me is not None
    made.journal.write_as(bytes(colleague[0]))
    set_fields(made.journal, who.id, {"email": WRONG})
    made.journal.write_as(me)
    made.close()
    return folder


@pytest.fixture
def beside(sample: Path, screen: Screen) -> Iterator[Workspace]:
    """The workspace opened for reading beside the program that writes to it."""
    opened = open_workspace(sample, PASSPHRASE, read_only=True)
    yield opened
    opened.close()


@pytest.fixture
def screen(sample: Path, tmp_path: Path) -> Iterator[Screen]:
    """The program with the sample workspace."""
    with running_program(sample, PASSPHRASE, tmp_path) as shown:
        shown.wait_title("Today – Hartwell Parts")
        yield shown


def customer(reader: Connection) -> Customer:
    """Return the first customer with one number and one address, whose last digits nothing else ends in."""
    found = reader.execute(
        "SELECT c.id, c.name, substr(p.value, -4), e.value FROM contact c "
        "JOIN contact_point p ON p.contact = c.id AND p.kind = 'phone' "
        "JOIN contact_point e ON e.contact = c.id AND e.kind = 'email' "
        "WHERE c.kind = 'person' AND c.lifecycle = 'customer' AND c.removed_at IS NULL "
        "AND (SELECT count(*) FROM contact_point o WHERE substr(o.value, -4) = substr(p.value, -4)) = 1 "
        "AND (SELECT count(*) FROM contact_point o WHERE o.contact = c.id AND o.kind IN ('phone', 'email')) = 2 "
        "AND NOT EXISTS (SELECT 1 FROM ticket t WHERE t.number = substr(p.value, -4)) ORDER BY c.rid LIMIT 1"
    ).fetchone()
    return Customer(bytes(found[0]), str(found[1]), str(found[2]), str(found[3]))


def email_of(workspace: Workspace, contact: bytes) -> str:
    with workspace.reader() as reader:
        row = reader.execute(
            "SELECT value FROM contact_point WHERE contact = ? AND kind = 'email' AND removed_at IS NULL", (contact,)
        ).fetchone()
    return str(row[0])


class EmailChange(NamedTuple):
    """One change of an address: whether one made it oneself, and what stood there before and after."""

    own: bool
    before: str
    after: str


def changes_of_email(workspace: Workspace, contact: bytes) -> list[EmailChange]:
    """Return what the history tells of the address of `contact`, newest first."""
    with workspace.reader() as reader:
        steps = told_history(reader, workspace.place, workspace.journal.member, contact)
    return [
        EmailChange(step.own, change.before, change.after)
        for step in steps
        for change in step.changes
        if change.label == "Email" and change.restorable and change.before
    ]


def follow_up(workspace: Workspace, contact: bytes) -> tuple[str, int | None] | None:
    """Return day and instant of what is planned with `contact` since the call, None where nothing is."""
    with workspace.reader() as reader:
        row = reader.execute(
            "SELECT due_day, due_at FROM task WHERE person = ? AND title = 'Follow up' AND removed_at IS NULL",
            (contact,),
        ).fetchone()
    return None if row is None else (str(row[0]), row[1])


def calls(workspace: Workspace, contact: bytes) -> int:
    with workspace.reader() as reader:
        return int(
            reader.execute(
                "SELECT count(*) FROM interaction WHERE person = ? AND kind = 'call' AND subject LIKE 'Asked about%' "
                "AND removed_at IS NULL",
                (contact,),
            ).fetchone()[0]
        )


def steps_to(workspace: Workspace, day: date, title: str) -> int:
    """Return how many entries stand before `title` in its week, as the calendar has them."""
    first = day - timedelta(days=(day.weekday() + 1) % 7)
    window = Window(first, first + timedelta(days=6), SHOWN, workspace.place.member)
    now = workspace.place.clock()
    with workspace.reader() as reader:
        entries = calendar_entries(reader, workspace.place, now, window)
    return next(place for place, each in enumerate(entries) if each.title == title)


def test_a_day_with_the_keyboard_alone(screen: Screen, beside: Workspace) -> None:
    with beside.reader() as reader:
        who = customer(reader)
    today = beside.place.today()
    # a week far ahead, so that a week's turn is all that leads there
    day = today + timedelta(weeks=3, days=2)

    # find a customer by the last four digits of a phone
    screen.press("ctrl+k", f"text:{who.digits}", "rest:1", "Return")
    screen.wait_title(who.name)

    # log a call with a follow-up
    screen.press("l", "alt+2", f"text:{SAID.format(day=f'{day:%-d %b}')}", "ctrl+Return")
    until(lambda: calls(beside, who.id) == 1 or None, "the logged call")
    assert follow_up(beside, who.id) == (day.isoformat(), None)

    # plan it on the calendar
    screen.press("ctrl+7")
    screen.wait_title("Calendar")
    weeks = (_week(day) - _week(today)).days // 7
    screen.press(*["Next"] * weeks, *["Down"] * steps_to(beside, day, "Follow up"), "Return")
    screen.wait_title("Change the plan")
    screen.press("Tab", "Tab", "Tab", "space", "Tab", "ctrl+a", "text:10:00", "Return")
    planned = until(lambda: (follow_up(beside, who.id) or ("", None))[1], "the time of the follow-up")
    assert _local(planned, beside.place.zone) == datetime.combine(day, datetime.min.time()).replace(hour=10)

    # correct a wrong e-mail
    screen.wait_title("Calendar")
    screen.press("alt+Left")
    screen.wait_title(who.name)
    facts = (*WHEN_EDITING["person"], *ALWAYS["person"])
    screen.press("e", *["Down"] * facts.index("email"), "Return", "ctrl+a", f"text:{RIGHT}", "Return")
    until(lambda: email_of(beside, who.id) == RIGHT or None, "the corrected address")

    # look up who changed it before: the panel has the colleague's change below one's own, with what stood there first
    before = changes_of_email(beside, who.id)
    assert [(each.own, each.after) for each in before] == [(True, RIGHT), (False, WRONG)]
    first = before[1].before
    screen.press("ctrl+shift+y", "rest:1", *["Tab"] * TABS_TO_THE_COLLEAGUE, "space")
    until(lambda: email_of(beside, who.id) == first or None, "the address that the colleague wrote over")

    # and take it all back
    screen.press("Escape")
    screen.press("ctrl+z")
    until(lambda: email_of(beside, who.id) == RIGHT or None, "the corrected address again")
    screen.press("ctrl+z")
    until(lambda: email_of(beside, who.id) == WRONG or None, "the address of the colleague")
    screen.press("ctrl+z")
    until(lambda: (follow_up(beside, who.id) or ("", 0))[1] is None or None, "the follow-up without its time")
    screen.press("ctrl+z")
    until(lambda: calls(beside, who.id) == 0 or None, "the call to be gone")
    assert follow_up(beside, who.id) is None


def _week(day: date) -> date:
    return day - timedelta(days=(day.weekday() + 1) % 7)


def _local(instant_ms: int, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(instant_ms / 1000, zone).replace(tzinfo=None)
