"""The rows of an import that fit somebody who is here, or look like it: gathered from the report of a rehearsal."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from crm_desktop.exchange.import_report import Contradiction, FieldChange, ImportReport, LikelyRow
from crm_desktop.exchange.row_choices import NO_CHOICE, RowAt
from crm_desktop.words import _
from ui.exchange.chosen import Chosen


class AskedRow(NamedTuple):
    """A row: what its record is called, the record here (None: made by another row), and what it changes in it.

    What an earlier row says otherwise it goes `against`. One that only looks `alike` is imported as new unless the user
    says that it is the same.
    """

    at: RowAt
    source: str
    name: str
    record: bytes | None
    changes: Sequence[FieldChange] = ()
    against: Sequence[Contradiction] = ()
    alike: LikelyRow | None = None

    @property
    def fields(self) -> list[tuple[str, str, str]]:
        """Each field that the row changes or contradicts, with what it is beside the row, and in it."""
        changed = [(each.field, each.before, each.after) for each in self.changes]
        return changed or [(each.field, each.earlier, each.later) for each in self.against]

    @property
    def words(self) -> str:
        """All that the filter looks through."""
        parts = [self.name, self.source, *(" ".join(each) for each in self.fields)]
        return " ".join([*parts, self.alike.other if self.alike is not None else ""]).casefold()


Rows = Mapping[RowAt, AskedRow]


def rows_here(report: ImportReport, chosen: Chosen, before: Rows) -> dict[RowAt, AskedRow]:
    """Return the rows that change a record that is here; those of `before` stay where something was decided on them."""
    found = {at: each for at, each in before.items() if chosen.choice_at(at).on_match}
    changes: dict[RowAt, list[FieldChange]] = {}
    for each in report.changes:
        changes.setdefault(each.at, []).append(each)
    for at, told in changes.items():
        first = told[0]
        if chosen.choice_at(at).record is None:
            found[at] = AskedRow(at, first.source, first.record, UUID(first.id).bytes if first.id else None, told)
    return found


def rows_alike(report: ImportReport, chosen: Chosen, before: Rows) -> dict[RowAt, AskedRow]:
    """Return the rows whose new contact looks like one here; those of `before` that the user decided on stay."""
    found = {at: each for at, each in before.items() if chosen.choice_at(at) != NO_CHOICE}
    for each in report.likely:
        found[each.at] = AskedRow(each.at, each.source, each.name, UUID(each.id).bytes, alike=each)
    return found


def rows_against(report: ImportReport) -> dict[RowAt, AskedRow]:
    """Return the rows that contradict an earlier one about the same record."""
    found: dict[RowAt, list[Contradiction]] = {}
    for each in report.contradictions:
        found.setdefault(each.at, []).append(each)
    return {
        at: AskedRow(at, told[0].source, told[0].record, UUID(told[0].id).bytes if told[0].id else None, against=told)
        for at, told in found.items()
    }


def decision_words(on_match: str, *, alike: bool) -> str:
    """Return what was decided about a row, in the words of its buttons; empty where nothing was."""
    if alike:
        words = {"fill": _("The same, fill"), "update": _("The same, overwrite"), "create": _("New"), "skip": _("Skip")}
    else:
        words = {"fill": _("Fill"), "update": _("Overwrite"), "skip": _("Skip"), "create": _("New record")}
    return words.get(on_match, "")
