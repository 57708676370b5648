"""The functions that SQL may call on every connection."""

from datetime import UTC, datetime

from crm_desktop.store.formula_calls import FUNCTION, Now, formula_function
from crm_desktop.values.names import fold, fold_umlauts
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _


def with_functions(connection: Connection, now: Now | None = None) -> Connection:
    """Return `connection` with `fold`, `search_words`, `shown_name` and the function of formulas known to its SQL.

    `now` tells the present instant in the user's zone.
    """
    connection.create_function(FUNCTION, 4, formula_function(now or (lambda: datetime.now(UTC))))
    connection.create_function("fold", 1, lambda text: fold(str(text)) if text else "", deterministic=True)
    connection.create_function("search_words", 1, _search_words, deterministic=True)
    connection.create_function("shown_name", 2, shown_name)
    return connection


def shown_name(name: str | None, removed_at: int | None) -> str:
    """Return `name` as pages show it beside what is about it, telling where that was removed."""
    return (name or "") if removed_at is None else in_bin(name or "")


def in_bin(name: str) -> str:
    """Return the `name` of a record that is in the bin, saying so."""
    return _("{name} (in the bin)").format(name=name)


def name_shown(contact: str) -> str:
    """Return the SQL of what `shown_name` says of the table `contact`, which is called only for what is in the bin."""
    told = f"shown_name({contact}.name, {contact}.removed_at)"
    return f"iif({contact}.removed_at IS NULL, coalesce({contact}.name, ''), {told})"


def _search_words(text: str | None) -> str:
    """Return `text` as the search index holds it: folded, and also as German and Danish spell their umlauts."""
    folded = fold(text) if text else ""
    spelled = "" if not text or text.isascii() else fold_umlauts(text)
    return folded if spelled in ("", folded) else f"{folded} {spelled}"
