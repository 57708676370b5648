"""How a step of the history is put into words."""

from collections.abc import Sequence

from crm_desktop.journal.shown_values import SETTING
from crm_desktop.journal.told import ToldChange, ToldStep
from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.words import _, ngettext
from ui.kit.wrapping import shortened

REMOVED, DONE = "removed_at", "done_at"
# Steps that wrote their records with one note stand for imports.
IMPORTED = "import_batch"
LONGEST_NAME = 80


def who(step: ToldStep) -> str:
    """Return who took the step: "You", or the name."""
    return _("You") if step.own else step.who or _("The program")


def headline(step: ToldStep, *, of_record: bool) -> str:
    """Return what was done, with {who} still to be filled; `of_record` leaves the record's name out."""
    changes = _noted(step)
    if step.undoes is not None:
        return _("{who} took back “{label}”").replace("{label}", _named(step.label))
    if is_import(step) or not changes or (step.records > 1 and not is_bulk(step) and not _of_one(changes)):
        return _("{who}: {label}").replace("{label}", _named(step.label))
    first = changes[0]
    if first.table == SETTING:
        return _("{who} changed {field} in the settings").replace("{field}", first.label)
    if first.field == REMOVED:
        return _removed(step, first)
    if first.field == DONE and (step.records > 1 or noted_total(step) == 1):
        return _done(step, first)
    if first.field is None:
        return _("{who} added {record}").replace("{record}", _named(first.title) or _(BY_NAME[first.table].label))
    return _changed(step, first, of_record=of_record)


def _named(text: str) -> str:
    return shortened(text, LONGEST_NAME)


def _removed(step: ToldStep, first: ToldChange) -> str:
    restored = not first.after
    if step.records > 1:
        one, many = (
            ("{who} restored {n} record", "{who} restored {n} records")
            if restored
            else ("{who} deleted {n} record", "{who} deleted {n} records")
        )
        return ngettext(one, many, step.records).replace("{n}", str(step.records))
    text = _("{who} restored {record}") if restored else _("{who} deleted {record}")
    return text.replace("{record}", _named(first.title))


def _done(step: ToldStep, first: ToldChange) -> str:
    n = step.records
    if n > 1 and first.after:
        return ngettext("{who} marked {n} task as done", "{who} marked {n} tasks as done", n).replace("{n}", str(n))
    if n > 1:
        return ngettext("{who} reopened {n} task", "{who} reopened {n} tasks", n).replace("{n}", str(n))
    text = _("{who} marked {record} as done") if first.after else _("{who} reopened {record}")
    return text.replace("{record}", _named(first.title))


def _changed(step: ToldStep, first: ToldChange, *, of_record: bool) -> str:
    field = field_label(first)
    if is_bulk(step):
        text = ngettext("{who} changed {field} of {n} record", "{who} changed {field} of {n} records", step.records)
        return text.replace("{field}", field).replace("{n}", str(step.records))
    total = noted_total(step)
    if total > 1:
        text = ngettext("{who} changed {n} field", "{who} changed {n} fields", total).replace("{n}", str(total))
        return text if of_record else _("{what} of {record}").format(what=text, record=_named(first.title))
    if of_record:
        return _("{who} changed {field}").replace("{field}", field)
    return _("{who} changed {field} of {record}").replace("{field}", field).replace("{record}", _named(first.title))


def _of_one(changes: Sequence[ToldChange]) -> bool:
    """Tell whether all fields that were changed are of one record and its parts, such as its addresses."""
    return len({each.title for each in changes}) == 1 and all(each.field not in (None, REMOVED) for each in changes)


def noted_total(step: ToldStep) -> int:
    """Return how much was changed, without what the program derived from it by itself."""
    return step.total - len(step.changes) + len(_noted(step))


def _noted(step: ToldStep) -> Sequence[ToldChange]:
    wanted = [each for each in step.changes if each.field in (None, REMOVED) or _worth_showing(each)]
    return wanted or step.changes


def field_label(change: ToldChange) -> str:
    """Return the label of the field that was changed."""
    return change.label


def is_import(step: ToldStep) -> bool:
    """Return whether the step wrote many records at once."""
    return any(change.table == IMPORTED or change.rows > 1 for change in step.changes)


def is_bulk(step: ToldStep) -> bool:
    """Return whether the step did the same to several records."""
    return step.records > 1 and not is_import(step) and len({(each.table, each.field) for each in step.changes}) == 1


def shown_changes(changes: Sequence[ToldChange], most: int) -> list[ToldChange]:
    """Return the changes of fields that are worth showing, up to `most`."""
    return [each for each in changes if _worth_showing(each) and (each.before or each.after)][:most]


def _worth_showing(change: ToldChange) -> bool:
    """Tell whether a person wrote the field: what the program keeps itself says nothing new."""
    return change.restorable


def step_icon(step: ToldStep) -> str:
    """Return the icon that stands for what was done."""
    first = step.changes[0] if step.changes else None
    if step.undoes is not None:
        return "undo"
    if is_import(step):
        return "import"
    if first is None or first.field is None:
        return "new"
    if first.field == REMOVED:
        return "restore" if not first.after else "delete"
    icons = {"tags": "tag", "stage": "pipeline", "outcome": "won", "owner": "set owner", "done_at": "done"}
    return icons.get(first.field, "edit")
