"""How much of what people type is understood, line by line."""

import sys
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from crm_desktop.capture.moments import Moment
from crm_desktop.capture.names import Named
from crm_desktop.capture.understood import Understood, understood
from crm_desktop.journal.journal import Journal
from crm_desktop.schema.forms import Place
from tests.capture.world import add_world

CORPUS = Path(__file__).parent / "corpus.txt"
TODAY = date(2026, 5, 14)
HERE = Place("en", "GB", "EUR", ZoneInfo("Europe/Berlin"))
LEAST_LINES, LEAST_RIGHT = 200, 0.9


def corpus() -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each line with the fields that it means."""
    for row in CORPUS.read_text("utf-8").splitlines():
        if row and not row.startswith("#"):
            line, _arrow, meant = row.partition(" =>")
            pairs = (each.partition("=") for each in meant.split("; ") if each.strip())
            yield line, {name.strip(): value for name, _sign, value in pairs}


def told(found: Understood) -> dict[str, str]:
    """Return the fields of what was understood as the corpus writes them."""
    step = found.step
    fields = {
        "kind": found.kind.kind if found.kind else "",
        "dir": (found.kind.direction or "") if found.kind else "",
        "who": " + ".join(_name(each) for each in found.people),
        "co": " + ".join(_name(each) for each in found.companies),
        "deal": (found.deal.title or "?") if found.deal else "",
        "ticket": found.ticket.title if found.ticket else "",
        "when": _when(found.when),
        "min": str(found.minutes or ""),
        "step": step.title if step else "",
        "due": _when(step.when) if step else "",
    }
    return {name: value for name, value in fields.items() if value}


def _name(named: Named) -> str:
    return named.contact.name if named.contact is not None else "?"


def _when(moment: Moment | None) -> str:
    if moment is None:
        return ""
    clock: time | None = moment.clock
    return f"{moment.day.isoformat()} {clock:%H:%M}" if clock else moment.day.isoformat()


def test_nine_of_ten_fields_are_right(journal: Journal, capsys: pytest.CaptureFixture[str]) -> None:
    add_world(journal)
    right = fields = 0
    wrong: list[str] = []
    lines = list(corpus())
    with journal.store.reader() as reader:
        for line, meant in lines:
            got = told(understood(reader, line, HERE, TODAY))
            for name in sorted(meant.keys() | got.keys()):
                fields += 1
                if meant.get(name) == got.get(name):
                    right += 1
                else:
                    wrong.append(f"{line}\n    {name}: {meant.get(name)!r} was taken as {got.get(name)!r}")
    with capsys.disabled():
        sys.stdout.write(
            f"\nquick entry: {right} of {fields} fields in {len(lines)} lines right ({right / fields:.1%})\n"
        )
    assert len(lines) >= LEAST_LINES
    assert right / fields >= LEAST_RIGHT, "\n".join(wrong)
