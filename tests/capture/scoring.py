"""Reading the lines of the corpus and counting which of their fields were understood."""

from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crm_desktop.capture.bought import FoundPurchase
from crm_desktop.capture.moments import Moment
from crm_desktop.capture.names import Named
from crm_desktop.capture.understood import Understood, understood
from crm_desktop.schema.forms import Place
from crm_desktop.vault.driver import Connection

FOLDER = Path(__file__).parent
TODAY = date(2026, 5, 14)
HERE = Place("en", "GB", "EUR", ZoneInfo("Europe/Berlin"))


class Score(NamedTuple):
    """How many `fields` of how many `lines` there are, how many are `right`, how many `missing`, and what is `wrong`.

    A field is missing where nothing was understood; the others that are not right were guessed.
    """

    lines: int
    fields: int
    right: int
    missing: int
    wrong: str

    @property
    def share(self) -> float:
        """The part of the fields that is right."""
        return self.right / self.fields

    @property
    def guessed(self) -> int:
        """How many fields were understood as what they do not mean."""
        return self.fields - self.right - self.missing

    def told(self, name: str) -> str:
        """Return the score of the file `name` in words."""
        return (
            f"quick entry, {name}: {self.right} of {self.fields} fields in {self.lines} lines right "
            f"({self.share:.1%}), {self.guessed} wrong, {self.missing} missing"
        )


def score_of(reader: Connection, name: str) -> Score:
    """Return how the lines in the file `name` are understood, with the contacts that `reader` sees."""
    right = fields = missing = 0
    wrong: list[str] = []
    lines = list(lines_of(name))
    for line, meant in lines:
        got = told(understood(reader, line, HERE, TODAY))
        for field in sorted(meant.keys() | got.keys()):
            fields += 1
            if meant.get(field) == got.get(field):
                right += 1
            else:
                missing += field not in got
                wrong.append(f"{line}\n    {field}: {meant.get(field)!r} was taken as {got.get(field)!r}")
    return Score(len(lines), fields, right, missing, "\n".join(wrong))


def lines_of(name: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each line of the file `name` with the fields that it means."""
    for row in (FOLDER / name).read_text("utf-8").splitlines():
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
        "buys": _bought(found.purchase) if found.purchase else "",
    }
    return {name: value for name, value in fields.items() if value}


def _name(named: Named) -> str:
    return named.contact.name if named.contact is not None else "?"


def _bought(found: FoundPurchase) -> str:
    named = next((title for record, title in found.offers if record == found.product), found.description)
    what = f"{found.quantity:g} × {named}"
    if found.price is None:
        return what
    of = "each" if found.price.each or found.quantity == 1 else "all" if found.price.sure else "?"
    return f"{what}, {found.price.minor / 100:g} {of}"


def _when(moment: Moment | None) -> str:
    if moment is None:
        return ""
    clock: time | None = moment.clock
    return f"{moment.day.isoformat()} {clock:%H:%M}" if clock else moment.day.isoformat()
