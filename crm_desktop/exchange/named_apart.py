"""Records of one name told apart in words: by whose they are, how they are reached, or their number."""

from collections import Counter
from collections.abc import Sequence

from crm_desktop.journal.ids import id_text
from crm_desktop.vault.driver import Connection

_POINT = (
    "(SELECT coalesce(p.value, p.city) FROM contact_point p WHERE p.contact = t.id AND p.kind = '{}' "
    "ORDER BY p.is_primary DESC, p.position LIMIT 1)"
)
_TOLD_BY = {
    "contact": "k.name, {}, {}, {} FROM contact t LEFT JOIN contact k ON k.id = t.company".format(
        *(_POINT.format(kind) for kind in ("email", "phone", "address"))
    ),
    "deal": "k.name FROM deal t LEFT JOIN contact k ON k.id = coalesce(t.company, t.person)",
    "ticket": "t.number FROM ticket t",
    "product": "t.code FROM product t",
    "member": "t.email FROM member t",
}
_MOST_TOLD = 2


def named_apart(before: Connection, named: Sequence[tuple[bytes, str, str]]) -> list[str]:
    """Return what each of `named` (id, table, name) is called, with what tells it from others as it stood `before`.

    Where nothing does, that is its id; one that was not there has its name alone.
    """
    called = [_told(before, *each) for each in named]
    times = Counter(called)
    return [
        f"{name} ({id_text(record)})" if times[name] > 1 and _is_there(before, record, table) else name
        for name, (record, table, _name) in zip(called, named, strict=True)
    ]


def _told(before: Connection, record: bytes, table: str, name: str) -> str:
    found = (
        before.execute(f"SELECT {_TOLD_BY[table]} WHERE t.id = ?", (record,)).fetchone() if table in _TOLD_BY else ()
    )
    told = [str(each) for each in found or () if each]
    return f"{name} ({', '.join(told[:_MOST_TOLD])})" if told else name


def _is_there(before: Connection, record: bytes, table: str) -> bool:
    return before.execute(f"SELECT 1 FROM {table} WHERE id = ?", (record,)).fetchone() is not None
