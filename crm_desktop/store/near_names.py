"""What to say of a name that no record bears: which were perhaps meant, or which there are."""

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches

from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.schema.field import Field
from crm_desktop.schema.forms import label_of
from crm_desktop.schema.link_kinds import link_kind
from crm_desktop.values.names import fold
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _, within

# Few enough to be said in a line, and to be understood at a glance.
_LISTED, _MEANT = 12, 3
# Few enough to be compared one by one; of more the first letters have to be right.
_SMALL = frozenset({"member", "team", "stage", "pipeline"})
_STARTS = (6, 4, 2)
_COMPARED = 2_000
_LAST = "\U0010ffff"


def known_names(reader: Connection) -> Callable[[Field, str], str]:
    """Return what says why the link of a field cannot be compared with a name; it says "" of one that is borne."""

    def told(field: Field, text: str) -> str:
        table, kind = field.target or "", link_kind(field)
        return "" if is_borne(reader, table, text, kind) else no_such(reader, table, text, kind)

    return told


def is_borne(reader: Connection, table: str, text: str, kind: str | None = None) -> bool:
    """Return whether a record of `table` is called `text`; `kind` narrows contacts."""
    where = f"{kept_names(table, kind)} AND sort_name = ?"
    return reader.execute(f"SELECT 1 FROM {table} WHERE {where} LIMIT 1", (fold(text),)).fetchone() is not None


def kept_names(table: str, kind: str | None) -> str:
    """Return the condition on rows of `table`, contacts narrowed to `kind`, by which the index of names is used."""
    if table != "contact":
        return "removed_at IS NULL"
    # the index of names holds each kind apart, and only what is not in the bin
    kinds = ("person", "company") if kind is None else (kind,)
    return f"kind IN ({', '.join(repr(each) for each in kinds)}) AND removed_at IS NULL"


def no_such(connection: Connection, table: str, text: str, kind: str | None = None) -> str:
    """Return that no record of `table` is called `text`, with the names that are near, else all where they are few."""
    declared = BY_NAME[table]
    called = within(_(declared.label) if kind is None else label_of(declared.by_name["kind"], kind))
    whole = _names(connection, table, kind, "", _COMPARED if table in _SMALL else _LISTED + 1)
    meant = _meant(text, whole) or _begun_alike(connection, table, kind, text)
    if meant:
        told = _("There is no {kind} called “{text}”. Did you mean {names}?")
        return told.format(kind=called, text=text, names=", ".join(_("“{name}”").format(name=each) for each in meant))
    if 0 < len(whole) <= _LISTED:
        told = _("There is no {kind} called “{text}”. There are: {names}.")
        return told.format(kind=called, text=text, names=", ".join(whole))
    return _("There is no {kind} called “{text}”. Add it first, or check the spelling.").format(kind=called, text=text)


def _begun_alike(connection: Connection, table: str, kind: str | None, text: str) -> list[str]:
    """Return the names nearest to `text` among those that begin with as many of its letters as any does."""
    folded = fold(text)
    found = (_meant(text, _names(connection, table, kind, folded[:length], _COMPARED)) for length in _STARTS)
    return next((each for each in found if each), [])


def _names(connection: Connection, table: str, kind: str | None, start: str, most: int) -> list[str]:
    """Return up to `most` names of `table` that begin with `start`."""
    found = connection.execute(
        f"SELECT {BY_NAME[table].title} FROM {table} WHERE {kept_names(table, kind)} "
        "AND sort_name >= ? AND sort_name < ? ORDER BY sort_name LIMIT ?",
        (start, start + _LAST, most),
    )
    return list(dict.fromkeys(str(row[0]) for row in found if row[0]))


def _meant(text: str, names: Iterable[str]) -> list[str]:
    """Return those of `names` that `text` is near to, as a whole, as a word, or as the beginning of a word."""
    folded = fold(text)
    whole = {fold(each): each for each in names}
    words = {word: name for key, name in whole.items() for word in key.split()}
    begun = [name for key, name in whole.items() if folded and f" {key}".find(f" {folded}") >= 0]
    return list(dict.fromkeys((*_close(folded, whole), *begun, *_close(folded, words))))[:_MEANT]


def _close(folded: str, called: Mapping[str, str]) -> list[str]:
    return [called[each] for each in get_close_matches(folded, called, _MEANT)]
