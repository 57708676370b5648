"""What travels: batches of steps with their changes, as one JSON text each."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import NamedTuple

from crm_desktop.errors import UnreadableBatch
from crm_desktop.sync.merge import Clock, Edit, Value
from crm_desktop.words import _

# What travels between program and server: this program speaks all versions from the oldest on.
OLDEST_WIRE, WIRE = 1, 1
MOST_CHANGES = 20_000
MOST_BYTES = 8_000_000
INSERT, UPDATE = 1, 2
# What a whole new row holds beside its numbered fields.
ROW_MARKS = ("created_at", "created_by")
_MOST_INTEGER = 2**63 - 1
_MOST_SITE = 2**31 - 1
_MOST_TABLE = 2**15 - 1
_ID = re.compile(r"[0-9a-f]{32}")
# Half of a character outside the first plane: JSON can spell it, text cannot hold it.
_LONE_HALF = re.compile(r"[\ud800-\udfff]")
_NUMBER = re.compile(r"[1-9][0-9]{0,17}")
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class Step(NamedTuple):
    """One labelled act of one device: its clock, when it was by the device's own time, and what it took back."""

    hlc: int
    at_ms: int
    label: str
    undoes: Clock | None = None
    app_version: int = 1


class Change(NamedTuple):
    """What a step did to one record: `values` and the `bases` of those by field number; INSERT holds the whole row."""

    table: int
    record: str
    op: int
    values: Mapping[str, Value]
    bases: Mapping[str, tuple[Clock, ...]]

    def edit(self, field: str, clock: Clock) -> Edit:
        """Return what this change wrote into `field` at `clock`."""
        return Edit(self.values[field], clock, self.bases.get(field, ()))


class Act(NamedTuple):
    """A step with its changes: the unit of history, undo and sending."""

    step: Step
    changes: tuple[Change, ...]


class Batch(NamedTuple):
    """One message as it travels: its text, its digest, and how many steps and changes it holds."""

    text: str
    digest: bytes
    steps: int
    changes: int


def batches(acts: Iterable[Act], most_changes: int = MOST_CHANGES, most_bytes: int = MOST_BYTES) -> Iterator[Batch]:
    """Yield `acts` in order as batches that keep within both limits; an act is parted only if it alone is larger.

    The parts of a parted act each name its step again. A single change larger than `most_bytes` travels alone.
    """
    lined = ((act.step, [change_line(each, act.step.hlc) for each in act.changes]) for act in acts)
    return line_batches(lined, most_changes, most_bytes)


def line_batches(
    acts: Iterable[tuple[Step, list[str]]], most_changes: int = MOST_CHANGES, most_bytes: int = MOST_BYTES
) -> Iterator[Batch]:
    """Yield `acts`, each a step with the lines of its changes, as `batches` does."""
    packing = _Packing(most_changes, most_bytes)
    for step, given in acts:
        lines, words = given, _words(step)
        count = packing.fitting(words, lines)
        if packing.steps and (count < len(lines) or packing.room(words) < 0):
            yield packing.taken()
            count = packing.fitting(words, lines)
        while count < len(lines):
            packing.add(words, lines[:count])
            lines = lines[count:]
            yield packing.taken()
            count = packing.fitting(words, lines)
        if lines or not given:
            packing.add(words, lines)
    if packing.steps:
        yield packing.taken()


def unpacked(text: str) -> list[Act]:
    """Return the acts of the batch that `text` holds; raises UnreadableBatch where it is not exactly of that form."""
    try:
        read = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise _unreadable(_("it is no JSON text")) from error
    _expect(isinstance(read, dict) and read.keys() == {"steps", "changes"}, _("it has no steps and changes"))
    _expect(
        isinstance(read["steps"], list) and isinstance(read["changes"], list), _("its steps or changes are no list")
    )
    steps: dict[int, Step] = {}
    for line in read["steps"]:
        number, step = _step(line)
        _expect(number not in steps, _("two of its steps have one number"))
        steps[number] = step
    changes: dict[int, list[Change]] = {number: [] for number in steps}
    for line in read["changes"]:
        number, hlc, change = _change(line)
        _expect(number in steps and steps[number].hlc == hlc, _("a change belongs to none of its steps"))
        changes[number].append(change)
    return [Act(step, tuple(changes[number])) for number, step in steps.items()]


def digest(text: str) -> bytes:
    """Return the SHA-256 of the bytes that travel."""
    return sha256(text.encode()).digest()


def clock_pair(clock: Clock) -> list[int]:
    """Return `clock` as it travels."""
    return [clock.hlc, clock.site]


def clock_from(value: object) -> Clock:
    """Return the clock that travelled as `value`; raises UnreadableBatch."""
    if not (isinstance(value, list) and len(value) == 2 and _is_int(value[0]) and _is_int(value[1], _MOST_SITE)):
        raise _unreadable(_("a clock is not two whole numbers"))
    return Clock(value[0], value[1])


def bases_from(value: object) -> tuple[Clock, ...]:
    """Return the bases of one field: they travel as one clock, or as a list of clocks after a settled conflict."""
    if isinstance(value, list) and value and isinstance(value[0], list):
        return tuple(clock_from(each) for each in value)
    return (clock_from(value),)


class _Packing:
    """The batch being filled: lines are encoded once, and the text is put together at the end."""

    def __init__(self, most_changes: int, most_bytes: int) -> None:
        self._most_changes, self._most_bytes = most_changes, most_bytes
        self._step_lines: list[str] = []
        self._change_lines: list[str] = []
        self._bytes = 0

    @property
    def steps(self) -> int:
        return len(self._step_lines)

    def fitting(self, words: str, lines: list[str]) -> int:
        """Return how many of `lines` fit beside what is in the batch; into an empty batch at least one does."""
        room = self.room(words)
        count, ending = 0, len(_numbered("", self.steps))
        for line in lines[: self._most_changes - len(self._change_lines)]:
            room -= _length(line) + ending
            if room < 0:
                break
            count += 1
        return count or int(bool(lines) and not self.steps)

    def room(self, words: str) -> int:
        """Return how many bytes are left beside the step of these `words`."""
        return self._most_bytes - self._bytes - len(_EMPTY) - _length(self._step_line(words))

    def add(self, words: str, lines: list[str]) -> None:
        numbered = [_numbered(line, self.steps) for line in lines]
        step_line = self._step_line(words)
        self._step_lines.append(step_line)
        self._change_lines += numbered
        self._bytes += _length(step_line) + sum(map(_length, numbered))

    def taken(self) -> Batch:
        text = f'{{"steps":[{",".join(self._step_lines)}],"changes":[{",".join(self._change_lines)}]}}'
        made = Batch(text, digest(text), len(self._step_lines), len(self._change_lines))
        self._step_lines, self._change_lines, self._bytes = [], [], 0
        return made

    def _step_line(self, words: str) -> str:
        return f"[{self.steps},{words}"


_EMPTY = '{"steps":[],"changes":[]}'


def _words(step: Step) -> str:
    """Return the step as it travels, but for its number and the bracket before that."""
    undoes = None if step.undoes is None else clock_pair(step.undoes)
    return _json([step.hlc, step.at_ms, step.label, undoes, step.app_version])[1:]


def _length(line: str) -> int:
    return (len(line) if line.isascii() else len(line.encode())) + 1


def _numbered(line: str, step_number: int) -> str:
    return f"{line},{step_number}]"


def change_line(change: Change, hlc: int) -> str:
    """Return the change of a step at `hlc` as it travels, but for the number of the step and the bracket at its end."""
    bases = {
        field: clock_pair(clocks[0]) if len(clocks) == 1 else [clock_pair(each) for each in clocks]
        for field, clocks in change.bases.items()
        if clocks
    }
    return _json([change.table, change.record, hlc, change.op, change.values, bases])[:-1]


def _json(value: object) -> str:
    return _ENCODER.encode(value)


def _step(line: object) -> tuple[int, Step]:
    _expect(isinstance(line, list) and len(line) == 6, _("a step has not six parts"))
    assert isinstance(line, list)
    number, hlc, at_ms, label, undoes, app_version = line
    whole = _is_int(number) and _is_int(hlc) and _is_int(at_ms) and _is_int(app_version)
    _expect(whole and isinstance(label, str), _("a step has a wrong number or label"))
    return number, Step(hlc, at_ms, label, None if undoes is None else clock_from(undoes), app_version)


def _change(line: object) -> tuple[int, int, Change]:
    _expect(isinstance(line, list) and len(line) == 7, _("a change has not seven parts"))
    assert isinstance(line, list)
    table, record, hlc, op, values, bases, number = line
    _expect(_is_int(table, _MOST_TABLE) and _is_int(hlc) and _is_int(number), _("a change has a wrong number"))
    _expect(isinstance(record, str) and _ID.fullmatch(record) is not None, _("a change names no record"))
    _expect(_is_int(op) and op in (INSERT, UPDATE), _("a change is neither new nor an update"))
    _expect(isinstance(values, dict) and isinstance(bases, dict), _("a change has no values"))
    known = ROW_MARKS if op == INSERT else ()
    named = all(_NUMBER.fullmatch(field) or field in known for field in values)
    _expect(all(map(_is_storable, values.values())), _("a value is none that can be stored"))
    _expect(named and bases.keys() <= values.keys(), _("a change has a field without a number"))
    read = {field: bases_from(each) for field, each in bases.items()}
    return number, hlc, Change(table, record, op, values, read)


def _is_int(value: object, most: int = _MOST_INTEGER) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most


def _is_storable(value: object) -> bool:
    if isinstance(value, int):
        return abs(value) <= _MOST_INTEGER
    if isinstance(value, str):
        return value.isascii() or _LONE_HALF.search(value) is None
    if isinstance(value, list):
        return all(map(_is_storable, value))
    return all(map(_is_storable, value.values())) if isinstance(value, dict) else True


def _no_number(word: str) -> float:
    raise ValueError(word)


def _expect(holds: object, wrong: str) -> None:
    if not holds:
        raise _unreadable(wrong)


def _unreadable(wrong: str) -> UnreadableBatch:
    return UnreadableBatch(
        _("The changes that came cannot be read: {wrong}. Nothing was taken over; let them be sent again.").format(
            wrong=wrong
        )
    )
