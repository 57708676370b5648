"""The tree of companies: who is whose parent, without circles."""

from crm_desktop.contacts.record_sql import TREE_LEVELS
from crm_desktop.errors import InvalidField
from crm_desktop.journal.transaction import Stored
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _


def check_parent(connection: Connection, company: bytes | None, parent: Stored) -> None:
    """Raise InvalidField where `parent` may not stand above `company` (None: a new one)."""
    if not isinstance(parent, bytes):
        return
    above = connection.execute("SELECT kind, name FROM contact WHERE id = ?", (parent,)).fetchone()
    if above is None or above[0] != "company":
        raise InvalidField("parent", _("Only a company can be a parent company. Choose a company."))
    if parent == company:
        raise InvalidField("parent", _("A company cannot be its own parent. Choose another one."))
    chain = _chain(connection, parent)
    if company is not None and company in chain:
        raise InvalidField(
            "parent",
            _("“{name}” belongs to this company already, so it cannot stand above it.").format(name=above[1]),
        )
    if len(chain) >= TREE_LEVELS:
        raise InvalidField(
            "parent", _("Companies can be {n} levels deep. Choose a parent further up.").format(n=TREE_LEVELS)
        )


def _chain(connection: Connection, company: bytes) -> list[bytes]:
    """Return `company` and those above it, up to a circle that an import may have brought."""
    chain: list[bytes] = []
    here: bytes | None = company
    while here is not None and here not in chain and len(chain) < 2 * TREE_LEVELS:
        chain.append(here)
        row = connection.execute("SELECT parent FROM contact WHERE id = ?", (here,)).fetchone()
        here = row[0] if row is not None else None
    return chain
