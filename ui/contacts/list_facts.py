"""What the status bar says of a list: how many, how many selected, and the sum of one column."""

from crm_desktop.contacts.queries import ContactRow, Total
from crm_desktop.schema.field import FieldKind
from crm_desktop.store.list_words import counted
from crm_desktop.words import _
from ui.contacts.columns import ColumnMaker
from ui.kit.formats import Formats
from ui.kit.lists.state import ListState
from ui.kit.paged_model import PagedModel


def list_facts(
    formats: Formats,
    state: ListState,
    model: PagedModel[ContactRow],
    maker: ColumnMaker,
    total: Total | None,
    summed: str,
) -> list[str]:
    """Return the facts of the list: the sum of `summed` is that of the selected rows, of all where none is."""
    facts: list[str] = []
    if model.total is not None:
        facts.append(counted(state.page, model.total, formats.number(model.total)))
    facts.append(_("{n} selected").format(n=formats.number(model.selected_count)))
    amount = _sum(model, maker, total, summed)
    if amount is not None:
        field = state.kind.field(summed)
        money = field.kind is FieldKind.MONEY
        shown = formats.money(amount, whole=True) if money else formats.number(amount)
        facts.append(_("Sum of {field} {sum}").format(field=_(field.label).lower(), sum=shown))
    return facts


def _sum(model: PagedModel[ContactRow], maker: ColumnMaker, total: Total | None, summed: str) -> int | None:
    if model.selected_count and not model.everything_selected:
        chosen = model.selected_ids
        rows = [row for row in model.rows() if row.id in chosen]
        # Rows that were selected and are not loaded any more cannot be added up here.
        if len(rows) < len(chosen) or not maker.has(summed):
            return None
        stored = [maker.stored(row, summed) for row in rows]
        return sum(value for value in stored if isinstance(value, int))
    return total.summed if total is not None else None
