"""What the status bar says of a list: how many, how many selected, and the sum of one column."""

from typing import NamedTuple

from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.store.list_pages import Total
from crm_desktop.store.list_words import counted
from crm_desktop.store.record_query import Row
from crm_desktop.words import _, within
from ui.kit.formats import Formats
from ui.kit.lists.columns import RecordColumns
from ui.kit.lists.group_words import sum_words
from ui.kit.lists.sizes import heading
from ui.kit.lists.state import ListState
from ui.kit.paged_model import PagedModel
from ui.kit.panels import Fact


class Summing(NamedTuple):
    """The field that is summed ("" for none), and the sum over the whole list once it is known."""

    field: str
    total: Total | None = None


def list_facts(
    formats: Formats, state: ListState, model: PagedModel[Row], columns: RecordColumns, summing: Summing
) -> list[Fact]:
    """Return the facts of the list: the sum is that of the selected rows, of all where none is."""
    facts: list[Fact] = []
    if model.total is not None:
        facts.append(Fact(counted(state.page, model.total, formats.number(model.total))))
    facts.append(Fact(_("{n} selected").format(n=formats.number(model.selected_count))))
    if summing.field:
        field = state.kind.field(summing.field)
        amount = _sum(formats, model, columns, field, summing.total)
        if amount is not None:
            shown = sum_words(field, amount, formats)
            facts.append(Fact(_("Sum of {field} {sum}").format(field=within(_(heading(field))), sum=shown), shown))
    return facts


def _sum(
    formats: Formats, model: PagedModel[Row], columns: RecordColumns, field: Field, total: Total | None
) -> int | float | None:
    if not model.selected_count or model.everything_selected:
        return total.summed if total is not None else None
    chosen = model.selected_ids
    rows = [row for row in model.rows() if row.record in chosen]
    # Rows that were selected and are not loaded any more cannot be added up here.
    if len(rows) < len(chosen) or not columns.has(field.name):
        return None
    stored = [columns.stored(row, field.name) for row in rows]
    # Nor can amounts in several currencies whose rates are not known; roll-ups are in the workspace's.
    own = field.kind is FieldKind.MONEY and field.rollup is None
    if own and any(row.currency != formats.place.currency for row in rows):
        if not columns.has("rate"):
            return None
        rates = [columns.stored(row, "rate") or 1 for row in rows]
        return float(sum(float(value or 0) * float(rate) for value, rate in zip(stored, rates, strict=True)))
    return sum(value for value in stored if isinstance(value, int | float))
