"""Saved views: a list's filter, order and columns under a name; and the columns that this device keeps for the rest."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from crm_desktop.errors import InvalidField, WrongUsage
from crm_desktop.filters.parsing import conditions_from_text
from crm_desktop.filters.printing import conditions_text
from crm_desktop.filters.tree import Condition, Filter, reworded
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.transaction import Stored, Transaction
from crm_desktop.schema.catalogue import Kind
from crm_desktop.schema.forms import Place
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.store.sites import local_value, set_local_value
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _


class ViewSetting(NamedTuple):
    """What a view shows: which records, in which order (a "-" before a field turns it), with which columns.

    `grouping` is the field whose values rows are gathered by, `widths` the columns that the user sized, at 100 % zoom,
    `row_size` how high rows are: "S", "M", "L", or "" where nothing was chosen.
    """

    conditions: tuple[Filter, ...] = ()
    sorting: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    grouping: str = ""
    widths: tuple[tuple[str, int], ...] = ()
    row_size: str = ""


class SavedView(NamedTuple):
    """A view with its name; `page` is the kind of record that it lists, such as "people".

    `wrong` says why its filter cannot be read, where a field of it is gone; it is empty where it can.
    """

    id: bytes
    page: str
    name: str
    setting: ViewSetting
    shared: bool
    wrong: str = ""


def saved_views(reader: Connection, page: str, place: Place) -> list[SavedView]:
    """Return the views of the list `page` in their order: those that are shared, and those of who asks."""
    found = reader.execute(
        "SELECT id, name, conditions, sorting, columns, grouping, widths, row_size, shared FROM saved_view "
        "WHERE page = ? AND removed_at IS NULL AND (shared = 1 OR owner IS NULL OR owner IS ?) "
        "ORDER BY position IS NULL, position, rid",
        (page, place.member),
    )
    kind = workspace_kinds(reader).named(page)
    return [_view(kind, row, place) for row in found]


def add_view(journal: Journal, page: str, name: str, setting: ViewSetting, *, shared: bool = False) -> bytes:
    """Save `setting` as the last view of the list `page`, called `name`; return its id. Raises InvalidField."""
    with journal.transaction(_("Save view {name}").format(name=name)) as tx:
        last = tx.connection.execute(
            "SELECT coalesce(max(position), -1) FROM saved_view WHERE page = ?", (page,)
        ).fetchone()[0]
        row: dict[str, Stored] = {"page": page, "position": last + 1, "shared": int(shared), "owner": tx.member}
        return tx.insert("saved_view", {**row, **_named(name), **_stored(setting)})


def keep_view(journal: Journal, view: bytes, setting: ViewSetting) -> None:
    """Write `setting` into the saved `view`."""
    with journal.transaction(_("Change view")) as tx:
        tx.update("saved_view", view, _stored(setting))


def rename_view(journal: Journal, view: bytes, name: str) -> None:
    """Call the saved `view` `name`. Raises InvalidField."""
    with journal.transaction(_("Rename view")) as tx:
        tx.update("saved_view", view, _named(name))


def share_view(journal: Journal, view: bytes, *, shared: bool) -> None:
    """Show the saved `view` to all members, or to its owner alone."""
    with journal.transaction(_("Share view") if shared else _("Make view personal")) as tx:
        tx.update("saved_view", view, {"shared": int(shared)})


def order_views(journal: Journal, views: Sequence[bytes]) -> None:
    """Put the saved `views` into this order."""
    with journal.transaction(_("Order views")) as tx:
        for position, view in enumerate(views):
            tx.update("saved_view", view, {"position": position})


def remove_view(journal: Journal, view: bytes) -> None:
    """Put the saved `view` into the bin; the records that it showed stay."""
    with journal.transaction(_("Delete view")) as tx:
        tx.remove("saved_view", view)


def reworded_views(tx: Transaction, place: Place, change: Callable[[Condition], Condition]) -> None:
    """Write the filters of all saved views as `change` makes each comparison; what cannot be read stays."""
    kinds = workspace_kinds(tx.connection)
    found = tx.connection.execute("SELECT id, page, conditions FROM saved_view WHERE conditions IS NOT NULL").fetchall()
    for record, page, stored in found:
        try:
            before = _conditions(stored, kinds.named(page), place)
        except WrongUsage:
            continue
        after = tuple(reworded(each, change) for each in before)
        if after != before:
            tx.update("saved_view", record, {"conditions": json.dumps(conditions_text(after), ensure_ascii=False)})


def kept_columns(reader: Connection, page: str) -> tuple[str, ...]:
    """Return the columns that this device keeps for all of the list `page`; empty where none were chosen."""
    return tuple(_texts(local_value(reader, f"columns.{page}")))


def keep_columns(journal: Journal, page: str, columns: Sequence[str]) -> None:
    """Keep `columns` for all of the list `page` on this device; how one looks at a list is no change of the records."""
    with journal.store.writing:
        set_local_value(journal.store.writer, f"columns.{page}", json.dumps(list(columns)))


def kept_widths(reader: Connection, page: str) -> dict[str, int]:
    """Return the widths of columns that this device keeps for the list `page`, by name, at 100 % zoom."""
    kept = local_value(reader, f"widths.{page}")
    parsed = json.loads(kept) if kept else {}
    return {str(name): int(width) for name, width in parsed.items()}


def keep_widths(journal: Journal, page: str, widths: Mapping[str, int]) -> None:
    """Keep the `widths` of the columns of the list `page` on this device."""
    with journal.store.writing:
        set_local_value(journal.store.writer, f"widths.{page}", json.dumps(dict(widths)))


def kept_row_size(reader: Connection) -> str:
    """Return how high this device shows rows: "S", "M" or "L"."""
    return local_value(reader, "row_size") or "M"


def keep_row_size(journal: Journal, size: str) -> None:
    """Show rows in `size` on this device from now on."""
    with journal.store.writing:
        set_local_value(journal.store.writer, "row_size", size)


def _named(name: str) -> dict[str, Stored]:
    if not name.strip():
        raise InvalidField("name", _("A view needs a name. Type one."))
    return {"name": name.strip()}


def _stored(setting: ViewSetting) -> dict[str, Stored]:
    return {
        "conditions": json.dumps(conditions_text(setting.conditions), ensure_ascii=False),
        "sorting": json.dumps(list(setting.sorting)),
        "columns": json.dumps(list(setting.columns)),
        "grouping": setting.grouping or None,
        "widths": json.dumps(dict(setting.widths)) if setting.widths else None,
        "row_size": setting.row_size or None,
    }


def _view(kind: Kind, row: Sequence[Any], place: Place) -> SavedView:
    record, name, conditions, sorting, columns, grouping, widths, row_size, shared = row
    wrong = ""
    read: tuple[Filter, ...] = ()
    try:
        read = _conditions(conditions, kind, place)
    except WrongUsage as error:
        wrong = str(error)
    setting = ViewSetting(
        read,
        tuple(_texts(sorting)),
        tuple(_texts(columns)),
        grouping or "",
        tuple(sorted((str(each), int(width)) for each, width in json.loads(widths or "{}").items())),
        row_size or "",
    )
    return SavedView(record, kind.name, str(name), setting, bool(shared), wrong)


def _conditions(stored: str | None, kind: Kind, place: Place) -> tuple[Filter, ...]:
    """Return stored conditions: the text of a filter, or a list whose parts are three values or a text each."""
    parsed = json.loads(stored) if stored else ""
    if isinstance(parsed, str):
        return conditions_from_text(parsed, kind, place)
    texts = [
        each if isinstance(each, str) else conditions_text([Condition(*(str(part) for part in each))])
        for each in parsed
    ]
    return tuple(part for text in texts for part in conditions_from_text(text, kind, place))


def _texts(stored: str | None) -> list[str]:
    """Return what a stored list holds; what is no list holds nothing."""
    parsed = json.loads(stored) if stored else []
    return [str(each) for each in parsed] if isinstance(parsed, list) else []
