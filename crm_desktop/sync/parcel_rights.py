"""What a parcel may change: the rules of the office server, as far as a laptop can know them.

A parcel is signed by the device that wrote it, and not by the authors of its steps. So what only owners and managers
may write is taken from a parcel of theirs alone; everything else from whoever may write it by the role that the
step's author has here.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from crm_desktop.schema.catalogue import BY_NUMBER
from crm_desktop.schema.ours import LEADERS, MEMBER, PROFILE
from crm_desktop.sync.merge import Value
from crm_desktop.sync.parcel_merge import Brought
from crm_desktop.sync.server.meta import PRIVATE, TableMeta, table_meta
from crm_desktop.sync.wire import INSERT, Change
from crm_desktop.vault.driver import Connection

_LINES = {each.tbl: each for each in table_meta()}
_PROFILE = frozenset(str(MEMBER.by_name[name].number) for name in PROFILE)


class Judged(NamedTuple):
    """Steps of a parcel: those that are taken, and how many are left out."""

    taken: list[Brought]
    left_out: int


class _Private(NamedTuple):
    """Whose a view or a setting is; `led` where it is the whole workspace's."""

    whose: Value
    led: bool


def judged(connection: Connection, sender: bytes | None, brought: Iterable[Brought]) -> Judged:
    """Return which of the steps `brought` by a parcel of the member `sender` are taken.

    Of a step that is not, nothing is; where it was passed on, what its device wrote later waits for a parcel of
    somebody who may bring both.
    """
    judge = _Judge(connection, sender)
    if judge.vouches:
        return Judged(list(brought), 0)
    taken: list[Brought] = []
    cut: set[int] = set()
    left_out = 0
    for each in sorted(brought, key=lambda each: each.clock):
        if each.clock.site not in cut and all(judge.may(each.member, change) for change in each.act.changes):
            taken.append(each)
            continue
        left_out += 1
        if each.member != judge.sender:
            cut.add(each.clock.site)
    return Judged(taken, left_out)


class _Judge:
    """The roles of the members here, and whose the views and settings are that a parcel brings."""

    def __init__(self, connection: Connection, sender: bytes | None) -> None:
        self._connection = connection
        self._roles: Mapping[str, Any] = {
            row[0].hex(): row[1] for row in connection.execute("SELECT id, role FROM member")
        }
        self.sender = None if sender is None else sender.hex()
        # who leads might have written it themselves; an empty workspace learns by its first parcel who that is
        self.vouches = self._roles.get(self.sender or "") in LEADERS or not {*LEADERS}.intersection(
            self._roles.values()
        )
        self._private: dict[tuple[int, str], _Private] = {}

    def may(self, author: str | None, change: Change) -> bool:
        """Tell whether the step's `author` may make the `change`, and the sender may bring it."""
        line, role = _LINES.get(change.table), self._roles.get(author or "")
        if line is None:
            return True
        if change.table == MEMBER.number and change.record == author and change.op != INSERT:
            return change.values.keys() <= _PROFILE
        if set(line.writers) <= set(LEADERS) or (role is not None and role not in line.writers):
            return False
        if change.op == INSERT and role not in LEADERS and change.values.get("created_by") not in (None, author):
            return False
        return line.reach != PRIVATE or self._may_private(author, change, line)

    def _may_private(self, author: str | None, change: Change, line: TableMeta) -> bool:
        before = self._private_of(change, line)
        after = _after(change, line, before)
        self._private[change.table, change.record] = after
        return not (before.led or after.led) and before.whose in (None, author) and after.whose in (None, author)

    def _private_of(self, change: Change, line: TableMeta) -> _Private:
        """Return whose the record was before; nobody's where it is new, or everybody's to change."""
        key, table = (change.table, change.record), BY_NUMBER[change.table]
        if key in self._private:
            return self._private[key]
        names = [each.name for each in table.fields if str(each.number) in (line.owner_fld, line.open_fld)]
        row = self._connection.execute(
            f"SELECT {', '.join(names)} FROM {table.name} WHERE id = ?", (bytes.fromhex(change.record),)
        ).fetchone()
        if row is None:
            return _Private(None, led=False)
        whose, shared = row[0], len(row) > 1 and bool(row[1])
        return _Private(None if whose is None or shared else whose.hex(), led=_is_led(line, whose))


def _after(change: Change, line: TableMeta, before: _Private) -> _Private:
    if change.op != INSERT and line.owner_fld not in change.values:
        return before
    whose = change.values.get(line.owner_fld)
    return _Private(whose, led=_is_led(line, whose))


def _is_led(line: TableMeta, whose: object) -> bool:
    """Tell whether what is `whose` is a setting of the whole workspace: one whose owner is a field of its own."""
    return line.owner_fld != "1" and whose is None
