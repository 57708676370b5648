"""Records in JSON: as Salesforce, HubSpot and others write them, flattened to cells, with the links between them."""

import json
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from crm_desktop.exchange.readers.json_stream import Json
from crm_desktop.exchange.readers.sheet_cells import Typed

MOST_COLUMNS = 10_000
DEEPEST = 6
REFERENCE = "@"  # before the name of a record that stands elsewhere in the same tree
_LISTS_OF_ALL = {"", "records", "results", "data", "items", "value", "objects", "rows", "entries", "content"}
_TITLES = ("Name", "name", "Title", "title", "label", "Label", "Subject")
_OUR_OWN = {"external_ids", "custom"}  # cells of lists that this program wrote: one text each
# What Salesforce calls the link from a child to its parent.
_PARENTS = {"Account": "AccountId", "Contact": "ContactId", "Opportunity": "OpportunityId", "Case": "CaseId"}


class Found(NamedTuple):
    """One record: the table that it belongs to (empty where nothing says), and its cells by column."""

    table: str
    cells: dict[str, str]

    @property
    def own_reference(self) -> str:
        """Return the name by which others in the same tree point to it; empty for none."""
        own = self.cells.get("Id", "")
        return own if own.startswith(REFERENCE) else ""

    @property
    def title(self) -> str:
        """Return what the record is called."""
        return next((self.cells[name] for name in _TITLES if self.cells.get(name)), "")


def table_of(key: str) -> str:
    """Return the table that the list under `key` is, where its items do not say."""
    return "" if key.lower() in _LISTS_OF_ALL else key


def records_in(key: str, item: Json) -> Iterator[Found]:
    """Yield the record that `item` of the list under `key` is, and the records in it; what is no object is none."""
    if isinstance(item, dict):
        yield from _records(item, table_of(key), {}, 0)


def _records(item: Mapping[str, Json], table: str, parent: Mapping[str, str], depth: int) -> Iterator[Found]:
    attributes = item.get("attributes")
    told = attributes if isinstance(attributes, dict) else {}
    table = str(told.get("type") or table)
    cells: dict[str, str] = {}
    if told.get("referenceId"):
        cells["Id"] = f"{REFERENCE}{told['referenceId']}"
    children: list[tuple[str, list[Json]]] = []
    for key, value in item.items():
        inner = value.get("records") if isinstance(value, dict) else None
        if key == "attributes" and told:
            continue
        if isinstance(inner, list) and depth < DEEPEST:
            children.append((key, inner))
        else:
            _flatten(cells, "" if key == "properties" and isinstance(value, dict) else key, value, depth)
    cells.update({name: text for name, text in parent.items() if not cells.get(name)})
    yield Found(table, cells)
    link = {_PARENTS.get(table, f"{table}Id"): cells["Id"]} if cells.get("Id") else {}
    for key, inner in children:
        for each in inner:
            if isinstance(each, dict):
                yield from _records(each, key, link, depth + 1)


def _flatten(cells: dict[str, str], name: str, value: Json, depth: int) -> None:
    """Put `value` into the cell `name`, or its parts into cells with longer names."""
    if len(cells) >= MOST_COLUMNS:
        return
    if isinstance(value, dict) and depth < DEEPEST and name not in _OUR_OWN:
        for key, inner in value.items():
            if key != "attributes":
                _flatten(cells, f"{name}.{key}" if name else key, inner, depth + 1)
        return
    text = _text(value)
    if text or name not in cells:
        cells[name] = text


def _text(value: Json) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return Typed("TRUE" if value else "FALSE")
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        values = [each.get("value", each.get("name")) if isinstance(each, dict) else each for each in value]
        if all(isinstance(each, str) for each in values):
            return ", ".join(map(str, values))
    return json.dumps(value, ensure_ascii=False)
