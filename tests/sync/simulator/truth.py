"""What everybody typed and saw, kept apart from what is simulated; by it the end of a history is judged."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from crm_desktop.sync.merge import Cell, Clock, Edit, Value
from crm_desktop.sync.records import Record
from crm_desktop.sync.undone import is_answered, not_standing, reopened
from tests.sync.simulator.asking import ABOUT, REMOVED, told_of, undoes_in
from tests.sync.simulator.device import NEWER_FIELD, Device
from tests.sync.simulator.server import OVERSEER, Server, row_hash
from tests.sync.simulator.syncing import own_row


class Violation(Exception):
    """An invariant did not hold; the text names it."""


class Typed(NamedTuple):
    """One value that somebody typed into a field, and the values that they saw there and meant to replace."""

    device: int
    record: str
    number: str
    value: Value
    seen: tuple[Value, ...]


class Told(NamedTuple):
    """That a record was made which tells of another: on which device, and of which removal of it its writer knew."""

    device: int
    about: str
    knew: Value


class Truth:
    """All that was typed, in order; `doubtful` are the places of edits that a disaster may really have destroyed."""

    def __init__(self) -> None:
        self.typed: list[Typed] = []
        self.doubtful: set[int] = set()
        self.taken_back: dict[int, str] = {}
        self.erased: set[str] = set()
        self.ever_erased: set[str] = set()
        # what stood in a record when its removal was typed, and of which removal the writer of a value knew
        self.saw: dict[tuple[str, Value], frozenset[tuple[str, Value]]] = {}
        self.knew: dict[tuple[str, str, Value], Value] = {}
        self.told: dict[str, Told] = {}
        self.removed_by: dict[tuple[str, Value], tuple[int, int]] = {}
        self._gone: set[int] = set()

    def note(self, typed: Typed) -> None:
        self.typed.append(typed)

    def take_back(self, decision: tuple[int, str, str, Value], label: str) -> None:
        """Note that the step `label` takes back a `decision`: its device, record, field and value."""
        for at in reversed(range(len(self.typed))):
            # a restored device knows nothing of what it typed since its backup
            if at not in self.doubtful and self.typed[at][:4] == decision:
                self.taken_back[at] = label
                return

    def stands(self, labels: Container[str]) -> Iterable[Typed]:
        """Yield what was typed, where the steps `labels` were taken in: decisions that they took back saw one value."""
        for at, each in enumerate(self.typed):
            yield each._replace(seen=each.seen[:1]) if self.taken_back.get(at) in labels else each

    def doubt(self, device: int, since: int = 0) -> None:
        """What this device typed since the place `since` may be gone: its disk is."""
        self.doubtful.update(at for at, each in enumerate(self.typed) if at >= since and each.device == device)

    def gone(self, device: int, record: str) -> None:
        """Note that the record left the device: of what it typed there, only the server still knows."""
        self._gone.update(at for at, each in enumerate(self.typed) if (each.device, each.record) == (device, record))

    def server_set_back(self, server: Server) -> None:
        """Doubt what only the server knew, and has lost."""
        logged = _logged(server)
        for at in self._gone - self.doubtful:
            each = self.typed[at]
            if (each.record, each.number, each.value) not in logged:
                self.doubtful.add(at)

    def certain(self) -> Iterable[Typed]:
        return (each for at, each in enumerate(self.typed) if at not in self.doubtful)


def check_end(truth: Truth, server: Server, devices: Sequence[Device], *, calm: bool) -> None:
    """Raise Violation where the end of a history is not what was promised; `calm` histories have no restores."""
    for device in devices:
        why = difference(server, device, inbox=calm)
        if why:
            raise Violation(f"I1 device {device.name}: {why}")
        if device.pending():
            raise Violation(f"I3 device {device.name} still has unsent steps")
    _check_nothing_lost(truth, server, devices)
    _check_erased(truth, server, devices)
    if calm:
        _check_no_invented_conflict(truth, server)
        _check_removals(truth, server, devices)


def difference(server: Server, device: Device, *, inbox: bool) -> str | None:
    """Tell in what the device's copy differs from what the server would show it."""
    shown = {each for each in server.kept.records if server.visible(device.member, each)}
    theirs = {each: server.row(each) for each in shown - device.file.erased}
    if theirs.keys() != device.file.records.keys():
        return f"records {sorted(theirs.keys() ^ device.file.records.keys())} are on one side only"
    for record, row in theirs.items():
        own = own_row(device, record)
        if row_hash(own) != row_hash(row) or own.cells != row.cells:
            return f"record {record} differs: {own} here, {row} there"
        waits = set(inbox_of(server, record))
        # who came to see a record late was not told of decisions that were taken back
        same = set(own.open) == waits if device.member == OVERSEER else set(own.open) <= waits
        if inbox and not same:
            return f"the inbox differs at {record}: {own.open} here, {waits} by all that is known"
        if device.version > 1 and NEWER_FIELD in row.cells and NEWER_FIELD not in device.file.records[record].fields:
            return f"I10 record {record} lost what only a newer program knew"
    return None


def inbox_of(server: Server, record: str) -> Iterator[tuple[str, Cell]]:
    """Yield what waits in the inbox by all steps that the server has, those not counted which were taken back."""
    fields = server.kept.records[record].fields
    undone = not_standing(undoes_in(fields.values(), undoes_of(server)))
    for number, state in fields.items():
        found = {**state.open, **({} if number == REMOVED else {each.clock: each for each in reopened(state, undone)})}
        yield from ((number, loser) for loser in found.values() if not is_answered(state, loser, undone))


def undoes_of(server: Server) -> dict[Clock, Clock]:
    """Return which steps take back which others."""
    return {clock: act.step.undoes for _xid, clock, act in server.kept.acts if act.step.undoes is not None}


def _check_removals(truth: Truth, server: Server, devices: Sequence[Device]) -> None:
    """Look for edits that a removal hides, and for questions about what the remover had seen."""
    times = Counter((each.record, each.number, each.value) for each in truth.typed)
    writers = {(each.record, each.number, each.value): each.device for each in truth.typed}
    for record, known in server.kept.records.items():
        removal = known.fields[REMOVED].cell if REMOVED in known.fields else None
        if removal is None or removal.value is None or times[record, REMOVED, removal.value] == 0:
            continue
        if _is_taken_back(server, known, removal.value):
            continue
        saw = truth.saw[record, removal.value]
        remover, _member = truth.removed_by[record, removal.value]
        _check_told(truth, server, devices, (record, removal.value))
        for number, state in known.fields.items():
            cell = state.cell
            if number in (REMOVED, NEWER_FIELD) or cell is None or cell.clock == known.base:
                continue
            if times[record, number, cell.value] != 1:
                continue
            unseen = (number, cell.value) not in saw
            unseen = unseen and truth.knew.get((record, number, cell.value)) != removal.value
            # who removed it had typed the value as well; it stood below another, until the step got an honest clock
            if unseen and writers[record, number, cell.value] == remover:
                continue
            # a record that came into sight late brings no history along, until somebody opens it
            for device in (each for each in devices if each.member == OVERSEER):
                if record in device.file.records and (cell.clock in device.edited_unseen(record)) != unseen:
                    raise Violation(f"the removal of {record} and {number}={cell.value}: unseen is {unseen}")


def _is_taken_back(server: Server, known: Record, removed_at: Value) -> bool:
    """Tell whether who removed the record took it back, which somebody restored who did not know.

    Then it is asked again about what the remover had seen; by whom it was restored might have been sure of it as well.
    """
    undone = not_standing(undoes_in(known.fields.values(), undoes_of(server)))
    return any(each.value == removed_at and clock in undone for clock, each in known.fields[REMOVED].edits.items())


def _check_told(truth: Truth, server: Server, devices: Sequence[Device], removal: tuple[str, Value]) -> None:
    """Look for what tells of a removed record and was hidden by it, and for questions about what the remover knew."""
    record, removed_at = removal
    remover, member = truth.removed_by[removal]
    if member != OVERSEER:
        # of what the remover was not shown others may have been shown more
        return
    for name, clock in told_of(server.kept.records, record).items():
        told = truth.told.get(name)
        unseen = (ABOUT, name) not in truth.saw[removal]
        # who knows that it is in the bin may be asked; what a device itself did it knows, also where it undid since
        if told is None or told.knew == removed_at or (unseen and told.device == remover):
            continue
        for device in (each for each in devices if each.member == OVERSEER):
            if {record, name} <= device.file.records.keys() and (clock in device.edited_unseen(record)) != unseen:
                raise Violation(f"the removal of {record} and what {name} tells of it: unseen is {unseen}")


def _check_nothing_lost(truth: Truth, server: Server, devices: Sequence[Device]) -> None:
    accounted: set[tuple[str, str, Value]] = set()
    logged = _logged(server)
    for record, known in server.kept.records.items():
        # what nobody sees any more waits for whoever comes to see it
        accounted |= {(record, number, loser.value) for number, loser in inbox_of(server, record)}
        for number, state in known.fields.items():
            if state.cell is not None:
                accounted.add((record, number, state.cell.value))
    for device in devices:
        accounted |= set(device.file.aside)
        for record in device.file.records:
            accounted |= {(record, number, loser.value) for number, loser in own_row(device, record).open}
    for each in truth.stands(set(_taking_back(server))):
        if (each.record, each.number, each.value) in logged:
            accounted |= {(each.record, each.number, value) for value in each.seen}
    for each in truth.certain():
        if (each.record, each.number, each.value) not in accounted and each.record not in truth.ever_erased:
            raise Violation(f"I2 lost silently: {each}")


def _taking_back(server: Server) -> Iterator[str]:
    """Yield the labels of the steps that took back a decision of which no copy stands.

    A copy of the device may have sent the same decision under a clock of its own, and does not take it back.
    """
    undone = {each.hlc for each in not_standing(undoes_of(server))}
    for _xid, _clock, act in server.kept.acts:
        for change in act.changes:
            states = server.kept.records[change.record].fields
            fields = [states[number].edits for number in change.values if number in states]
            if not any(_still_stands(edits, act.step.undoes, undone) for edits in fields):
                yield act.step.label


def _still_stands(edits: Mapping[Clock, Edit], decision: Clock | None, undone: Container[int]) -> bool:
    """Tell whether somebody decided the same who did not take it back."""
    made = None if decision is None else edits.get(decision)
    standing = (each for each in edits.values() if each.clock.hlc not in undone)
    return made is not None and any(_meant(each, edits) == _meant(made, edits) for each in standing)


def _meant(edit: Edit, edits: Mapping[Clock, Edit]) -> tuple[Value, Sequence[Value]]:
    """Return the value, and those that it was written over: a copied device gives their clocks its own name, too."""
    return edit.value, [edits[clock].value for clock in edit.bases if clock in edits]


def _logged(server: Server) -> set[tuple[str, str, Value]]:
    """Return every value that the server ever took, by record and field."""
    return {
        (record, number, edit.value)
        for record, known in server.kept.records.items()
        for number, state in known.fields.items()
        for edit in state.edits.values()
    }


def _check_erased(truth: Truth, server: Server, devices: Sequence[Device]) -> None:
    for record in truth.erased:
        traces = [record in server.kept.records, _is_named(record, (act.changes for _x, _c, act in server.kept.acts))]
        for device in devices:
            file = device.file
            traces += [record in file.records, record in file.unknown, any(record == each[0] for each in file.aside)]
            traces.append(_is_named(record, (each.act.changes for each in file.mine)))
        if any(traces):
            raise Violation(f"I6 erased record {record} is back")
    if any(device.ledger & device.file.records.keys() for device in devices):
        raise Violation("I6 a laptop shows again what it knows to be erased")


def _is_named(record: str, changes: Iterable[Iterable[object]]) -> bool:
    return any(getattr(change, "record", None) == record for each in changes for change in each)


def _check_no_invented_conflict(truth: Truth, server: Server) -> None:
    times = Counter((each.record, each.number, each.value) for each in truth.typed)
    taken = _logged(server)
    seen = {
        (each.record, each.number, value)
        for each in truth.typed
        if (each.record, each.number, each.value) in taken and times[each.record, each.number, each.value] == 1
        for value in each.seen
    }
    over = {(each.record, each.number, each.value): each.seen for each in truth.typed}
    for record, known in server.kept.records.items():
        for number, state in known.fields.items():
            for loser in state.open.values():
                key = (record, number, loser.value)
                if times[key] != 1:
                    continue
                standing = None if state.cell is None else state.cell.value
                if key in seen or (standing in over[key] and times[record, number, standing] == 1):
                    raise Violation(f"an invented conflict: {key} was written over knowingly")
