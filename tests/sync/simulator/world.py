"""The world of one history: its devices and its server, and what people write there."""

from collections.abc import Mapping
from random import Random
from typing import NamedTuple

from crm_desktop.journal.clock import CHANCES
from crm_desktop.sync.merge import Cell, Value
from crm_desktop.sync.wire import Change
from tests.sync.simulator.asking import ABOUT, REMOVED, told_of
from tests.sync.simulator.device import NEWER_FIELD, OWNER, Device
from tests.sync.simulator.disk import Mine, new_record
from tests.sync.simulator.messages import Call, Push
from tests.sync.simulator.rules import SHIPPED, Rules
from tests.sync.simulator.server import OVERSEER, Open, Server
from tests.sync.simulator.syncing import Chance, Talk
from tests.sync.simulator.truth import Told, Truth, Typed, Violation

START_MS = 1_790_000_000_000
YEAR_MS = 365 * 86_400_000
DISASTERS = ("server restore", "machine rollback", "restore", "copy", "death")
FAULTS = (*DISASTERS, "skew", "erasure", "versions", "visibility", "slow")
DEVICES = (2, 2, 2, 3, 3, 3, 4, 4, 5, 6, 8, 16)


class Conversation(NamedTuple):
    """A device's talk with the server, and the question that is on its way."""

    talk: Talk
    call: Call


class World:
    """Everything that a seed decides on before anything happens, and the acts of people."""

    def __init__(self, seed: int, rules: Rules = SHIPPED, faults: frozenset[str] | None = None) -> None:
        self.random = Random(seed)
        self.rules = rules
        self.chance = Chance(self.random)
        chosen = frozenset(each for each in FAULTS if self.random.random() < 0.25)
        self.faults = chosen if faults is None else faults
        self.loss = self.random.choice((0.0, 0.05, 0.3))
        self.server = Server(rules)
        self.truth = Truth()
        self.now_ms = START_MS
        self.devices: list[Device] = []
        self.talks: dict[int, Conversation] = {}
        self.held: dict[int, Open] = {}
        self.late: list[tuple[int, Push]] = []
        self.backups: dict[int, tuple[bytes, int]] = {}
        self.server_backup: bytes | None = None
        self.restored = 0
        self.next_value = 0
        self.pairs: list[tuple[str, str, str]] = []
        self.names = 0
        for _each in range(self.random.choice(DEVICES)):
            self.add_device()

    def pass_time(self) -> None:
        self.now_ms += self.random.choice((0, 1, 40, 3000, 3000, 3_600_000))
        self.server.now_ms = self.now_ms
        for device in self.devices:
            device.now_ms = self.now_ms

    def add_device(self) -> Device:
        member = self.random.choice((OVERSEER, OVERSEER, 1, 2)) if "visibility" in self.faults else OVERSEER
        version = self.random.choice((1, 2)) if "versions" in self.faults else 2
        device = Device(self.names, self.chance.site(), member, self.rules, version)
        self.names += 1
        if "skew" in self.faults:
            device.skew_ms = self.random.choice((0, 0, 59_000, 600_000, -600_000, YEAR_MS, -YEAR_MS))
        device.now_ms = self.now_ms
        device.on_news = lambda: self.check_whole(device)
        device.chance = lambda: self.random.randrange(CHANCES)
        device.on_gone = lambda record: self.truth.gone(device.name, record)
        device.on_emptied = self.emptied
        if self.devices:
            device.file.download = ""
        self.devices.append(device)
        return device

    def type_something(self, device: Device) -> None:
        records = sorted(device.file.records)
        chance = self.random.random()
        if device.file.download is not None:
            return
        if not records or (chance < 0.1 and len(records) < 5):
            self.make_record(device)
        elif chance < 0.2 and len(records) > 1:
            self.write_pair(device, records)
        elif chance < 0.3:
            self.settle_conflict(device, self.random.choice(records))
        elif chance < 0.34:
            self.remove(device, self.random.choice(records))
        elif chance < 0.37:
            self.take_back(device)
        elif chance < 0.45:
            device.open_form(self.random.choice(records))
        else:
            if device.form is None or self.random.random() < 0.5:
                device.open_form(self.random.choice(records))
            self.save_form(device)

    def value(self) -> str:
        """Return a value that nobody typed before, or now and then one that others type too."""
        if self.random.random() < 0.15:
            return self.random.choice("ab")
        self.next_value += 1
        return f"v{self.next_value}"

    def make_record(self, device: Device) -> None:
        values: dict[str, Value] = {"21": self.value()}
        if self.random.random() < 0.5:
            values["22"] = self.value()
        if device.version > 1 and "versions" in self.faults:
            values[NEWER_FIELD] = self.value()
        record = f"{self.random.getrandbits(128):032x}"
        if device.file.records and self.random.random() < 0.5:
            values[ABOUT] = about = self.random.choice(sorted(device.file.records))
            removal = device.cell(about, REMOVED)
            self.truth.told[record] = Told(device.name, about, None if removal is None else removal.value)
        device.write([new_record(record, values, self.now_ms)], self.label())
        self.note(device, record, values, {})

    def label(self) -> str:
        self.next_value += 1
        return f"act {self.next_value}"

    def note(
        self, device: Device, record: str, values: Mapping[str, Value], seen: Mapping[str, tuple[Value, ...]]
    ) -> None:
        for number, value in values.items():
            self.truth.note(Typed(device.name, record, number, value, seen.get(number, ())))

    def note_knowing(self, record: str, values: Mapping[str, Value], removal: Cell | None) -> None:
        """Note that `values` were written by somebody who knew of the `removal` of the record."""
        if removal is not None and removal.value is not None:
            self.truth.knew.update({(record, number, value): removal.value for number, value in values.items()})

    def save_form(self, device: Device) -> None:
        form = device.form
        assert form is not None
        numbers = self.random.sample(device.known_fields(), self.random.choice((1, 1, 2)))
        values: dict[str, Value] = {number: self.value() for number in numbers}
        if "versions" not in self.faults:
            values.pop(NEWER_FIELD, None)
        if "visibility" in self.faults and self.random.random() < 0.2:
            values[OWNER] = self.random.choice((None, 1, 2))
        if not values:
            return
        if OWNER in values and OWNER not in form.cells:
            form = form._replace(cells={**form.cells, OWNER: device.cell(form.record, OWNER)})
        device.write([device.change_of(form, values)], self.label())
        seen = {number: (cell.value,) for number, cell in form.cells.items() if cell is not None}
        self.note(device, form.record, values, seen)
        self.note_knowing(form.record, values, form.cells[REMOVED])
        device.form = None

    def write_pair(self, device: Device, records: list[str]) -> None:
        """Write one value into two records, in one step: nobody may ever read half of it."""
        first, second = self.random.sample(records, 2)
        value = self.value()
        changes: list[Change] = []
        for record in (first, second):
            device.open_form(record)
            assert device.form is not None
            changes.append(device.change_of(device.form, {"22": value}))
            read = device.form.cells["22"]
            self.note_knowing(record, {"22": value}, device.form.cells[REMOVED])
            self.note(device, record, {"22": value}, {} if read is None else {"22": (read.value,)})
        device.form = None
        device.write(changes, self.label())
        self.pairs.append((first, second, value))

    def remove(self, device: Device, record: str) -> None:
        """Remove the record or bring it back, having seen all that stands in it, and decide about what waits."""
        cell, unseen = device.cell(record, REMOVED), device.edited_unseen(record)
        removed = cell is not None and cell.value is not None
        value = None if removed and self.random.random() < 0.6 else f"removed by {self.label()}"
        act = device.removal_of(record, value, sorted(unseen))
        told = told_of(device.file.records, record, removed=True)
        saw = self.standing(device, record) | {(ABOUT, each) for each in told}
        # who removes again what is in the bin leaves there what its first remover had seen
        if cell is not None and removed:
            saw |= self.truth.saw[record, cell.value]
        self.truth.saw[record, value] = saw
        self.truth.removed_by[record, value] = device.name, device.member
        device.write([act], f"decide {self.label()}" if unseen else self.label())
        self.note(device, record, {REMOVED: value}, {} if cell is None else {REMOVED: (cell.value,)})

    def standing(self, device: Device, record: str) -> frozenset[tuple[str, Value]]:
        states = device.file.records[record].fields
        return frozenset((number, each.cell.value) for number, each in states.items() if each.cell is not None)

    def take_back(self, device: Device) -> None:
        """Undo this device's last decision, where nobody wrote over it since."""
        undone = set(device.file.undoes.values())
        for mine in reversed(device.file.mine):
            if mine.act.step.label.startswith("decide") and mine.act.changes and mine.clock not in undone:
                self.undo(device, mine)
                return

    def undo(self, device: Device, mine: Mine) -> None:
        change = mine.act.changes[0]
        ((number, decided),) = change.values.items()
        known = device.file.records.get(change.record)
        state = None if known is None else known.fields.get(number)
        before = None if state is None else state.edits.get(change.bases[number][0])
        if state is None or state.cell is None or state.cell.clock != mine.clock or before is None:
            return
        label = self.label()
        self.pairs = [each for each in self.pairs if each[2] != before.value]
        if number == REMOVED:
            act = device.removal_of(change.record, before.value)
        else:
            removal = device.cell(change.record, REMOVED)
            plain = Change(1, change.record, 2, {number: before.value}, {number: (mine.clock,)})
            act = device.knowing(plain, removal)
            self.note_knowing(change.record, {number: before.value}, removal)
            self.truth.take_back((device.name, change.record, number, decided), label)
        # the value is written again by itself now: it no longer tells a half step
        self.pairs = [each for each in self.pairs if each[2] != before.value]
        device.write([act], label, mine.clock)
        self.note(device, change.record, {number: before.value}, {number: (decided,)})

    def settle_conflict(self, device: Device, record: str) -> None:
        """Decide a conflict in the inbox: one side's value, or both, knowing both."""
        for number in device.known_fields():
            state = device.file.records[record].fields.get(number)
            if state is None or not state.open or state.cell is None:
                continue
            loser = next(iter(state.open.values()))
            both = f"{state.cell.value}+{loser.value}"
            value = self.random.choice((state.cell.value, loser.value, both))
            plain = Change(1, record, 2, {number: value}, {number: (state.cell.clock, loser.clock)})
            change = device.knowing(plain, device.cell(record, REMOVED))
            seen = (state.cell.value, loser.value)
            self.pairs = [each for each in self.pairs if each[2] != value]
            device.write([change], f"decide {self.label()}")
            self.note(device, record, {number: value}, {number: seen})
            self.note_knowing(record, {number: value}, device.cell(record, REMOVED))
            return

    def emptied(self) -> None:
        raise Violation("I14 a pull took away much of what was on a device, and nobody was asked")

    def check_whole(self, device: Device) -> None:
        """Look for a step of which a reader would see only a part."""
        if device.file.download is not None or "visibility" in self.faults or self.restored:
            return  # what heals a restored server comes record by record
        for first, second, value in self.pairs[-4:]:
            if first in device.file.records and second in device.file.records:
                one, other = device.cell(first, "22"), device.cell(second, "22")
                if one is None or other is None:
                    continue
                for here, there in ((one, other), (other, one)):
                    if here.value == value and there.clock < here.clock and value not in ("a", "b"):
                        raise Violation(f"I8 device {device.name} shows half of the step that wrote {value}")
