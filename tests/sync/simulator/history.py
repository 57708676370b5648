"""One history: a seed decides who does what, what fails and when; the same seed runs the same again."""

import pickle
from collections.abc import Callable, Mapping
from functools import partial
from random import Random
from typing import NamedTuple

from crm_desktop.sync.merge import Value
from crm_desktop.sync.wire import Change
from tests.sync.simulator.device import NEWER_FIELD, OWNER, Device, new_record
from tests.sync.simulator.messages import (
    Call,
    Digest,
    Heal,
    Hello,
    Lost,
    Page,
    Pull,
    Push,
    Refused,
    Reply,
    Rows,
)
from tests.sync.simulator.rules import SHIPPED, Rules
from tests.sync.simulator.server import OVERSEER, Open, Server
from tests.sync.simulator.syncing import Chance, Talk, sync
from tests.sync.simulator.truth import Truth, Typed, Violation, check_end, difference

START_MS = 1_790_000_000_000
YEAR_MS = 365 * 86_400_000
DISASTERS = ("server restore", "machine rollback", "restore", "copy", "death")
FAULTS = (*DISASTERS, "skew", "erasure", "versions", "visibility", "slow")
DEVICES = (2, 2, 2, 3, 3, 3, 4, 4, 5, 6, 8, 16)
MOST_ROUNDS = 15


class Ran(NamedTuple):
    """What a history came to: how much happened in it, and which faults it had."""

    devices: int
    writes: int
    conflicts: int
    faults: frozenset[str]


class Conversation(NamedTuple):
    """A device's talk with the server, and the question that is on its way."""

    talk: Talk
    call: Call


class History:
    """The world of one history."""

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

    # the run

    def run(self) -> Ran:
        """Let everything happen, then let everybody meet, and judge; raises Violation."""
        length = self.random.randint(20, 60) + 12 * len(self.devices)
        for _each in range(length * 6 if self.random.random() < 0.04 else length):
            self.pass_time()
            self.happen()
        self.settle()
        conflicts = sum(len(s.open) for record in self.server.kept.records.values() for s in record.fields.values())
        return Ran(len(self.devices), len(self.truth.typed), conflicts, self.faults)

    def pass_time(self) -> None:
        self.now_ms += self.random.choice((0, 1, 40, 3000, 3000, 3_600_000))
        self.server.now_ms = self.now_ms
        for device in self.devices:
            device.now_ms = self.now_ms

    def happen(self) -> None:
        device = self.random.choice(self.devices)
        chance = self.random.random()
        if chance < 0.4:
            self.type_something(device)
        elif chance < 0.88:
            self.talk_on(device)
        elif chance < 0.91:
            self.crash(device)
        elif chance < 0.93:
            self.deliver_late()
        else:
            self.suffer(device)

    # people

    def add_device(self) -> Device:
        member = self.random.choice((OVERSEER, OVERSEER, 1, 2)) if "visibility" in self.faults else OVERSEER
        version = self.random.choice((1, 2)) if "versions" in self.faults else 2
        device = Device(self.names, self.chance.site(), member, self.rules, version)
        self.names += 1
        if "skew" in self.faults:
            device.skew_ms = self.random.choice((0, 0, 59_000, 600_000, -600_000, YEAR_MS, -YEAR_MS))
        device.now_ms = self.now_ms
        device.on_news = lambda: self.check_whole(device)
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
            self.note(device, record, {"22": value}, {} if read is None else {"22": (read.value,)})
        device.form = None
        device.write(changes, self.label())
        self.pairs.append((first, second, value))

    def settle_conflict(self, device: Device, record: str) -> None:
        """Decide a conflict in the inbox: one side's value, or both, knowing both."""
        for number in device.known_fields():
            state = device.file.records[record].fields.get(number)
            if state is None or not state.open or state.cell is None:
                continue
            loser = next(iter(state.open.values()))
            both = f"{state.cell.value}+{loser.value}"
            value = self.random.choice((state.cell.value, loser.value, both))
            change = Change(1, record, 2, {number: value}, {number: (state.cell.clock, loser.clock)})
            seen = (state.cell.value, loser.value)
            self.pairs = [each for each in self.pairs if each[2] != value]
            device.write([change], self.label())
            self.note(device, record, {number: value}, {number: seen})
            return

    # the network

    def talk_on(self, device: Device) -> None:
        conversation = self.talks.get(device.name)
        if conversation is None:
            talk = sync(device, self.chance, check_digest=self.random.random() < 0.1)
            self.talks[device.name] = Conversation(talk, next(talk))
            return
        try:
            reply = self.answer(device, conversation.call)
        except (Lost, Refused) as error:
            self.go_on(device, conversation, partial(conversation.talk.throw, error))
        else:
            if reply is not _NOT_YET:
                self.go_on(device, conversation, partial(conversation.talk.send, reply))

    def go_on(self, device: Device, conversation: Conversation, step: Callable[[], Call]) -> None:
        try:
            self.talks[device.name] = conversation._replace(call=step())
        except (StopIteration, Lost, Refused):
            self.talks.pop(device.name, None)

    def answer(self, device: Device, call: Call) -> Reply:
        """Carry `call` to the server and its answer back, or lose one of them."""
        if self.random.random() < self.loss:
            self.held.pop(device.name, None)  # the server goes on with it by itself
            raise Lost
        if isinstance(call, Push):
            return self.answer_push(device, call)
        reply = ask(self.server, device, call)
        if self.random.random() < self.loss:
            raise Lost
        return reply

    def answer_push(self, device: Device, push: Push) -> Reply:
        opened = self.held.pop(device.name, None)
        if opened is None:
            opened = self.server.begin_push(device.member, push)
            if "slow" in self.faults and self.random.random() < 0.5:
                self.held[device.name] = opened
                return _NOT_YET
        if self.random.random() < 0.1:
            self.late.append((device.member, push))
        reply = self.server.end_push(opened)
        if self.random.random() < self.loss:
            raise Lost
        self.check_durable(push)
        return reply

    def deliver_late(self) -> None:
        """Let what was long on its way arrive, or end; nobody reads the answer."""
        unread = [each for each in self.server.open.values() if each not in self.held.values()]
        if unread:
            self.finish(unread[0])
            return
        if not self.late:
            return
        member, push = self.late.pop(self.random.randrange(len(self.late)))
        try:
            self.server.end_push(self.server.begin_push(member, push))
        except Refused:
            return

    def crash(self, device: Device) -> None:
        """Stop the program where it stands; a push that the server holds open may still be committed, or not."""
        self.talks.pop(device.name, None)
        device.form = None
        opened = self.held.pop(device.name, None)
        if opened is not None and self.random.random() < 0.5:
            self.server.open.pop(opened.xid, None)
        elif opened is not None:
            self.finish(opened)

    def finish(self, opened: Open) -> None:
        try:
            self.server.end_push(opened)
        except Refused:
            self.server.open.pop(opened.xid, None)

    # disasters

    def suffer(self, device: Device) -> None:
        if not self.faults:
            return
        fault = self.random.choice(sorted(self.faults))
        if fault == "skew":
            device.skew_ms = self.random.choice((0, 90_000, -90_000, YEAR_MS, -YEAR_MS))
        elif fault in ("server restore", "machine rollback"):
            self.turn_server_back(same_timeline=fault == "machine rollback")
        elif fault == "restore":
            self.turn_device_back(device)
        elif fault == "copy" and len(self.devices) < 16:
            self.copy_device(device)
        elif fault == "death" and len(self.devices) > 2:
            self.crash(device)
            self.devices.remove(device)
            self.truth.doubt(device.name)
        elif fault == "erasure" and device.file.records and self.random.random() < 0.3:
            self.erase(device, self.random.choice(sorted(device.file.records)))
        elif fault == "versions":
            self.crash(device)
            device.upgrade()
        elif len(self.devices) < 16 and self.random.random() < 0.1:
            self.add_device()

    def turn_server_back(self, *, same_timeline: bool) -> None:
        if self.server_backup is None or self.random.random() < 0.5:
            self.server_backup = self.server.backup()
            return
        self.server.restore(self.server_backup, same_timeline=same_timeline)
        self.restored += 1
        self.held.clear()

    def turn_device_back(self, device: Device) -> None:
        kept = self.backups.get(device.name)
        if kept is None or self.random.random() < 0.5:
            self.backups[device.name] = (device.backup(), len(self.truth.typed))
            return
        self.crash(device)
        self.truth.doubt(device.name, kept[1])
        device.restore(kept[0])
        if device.ledger & device.file.records.keys():
            raise Violation("I6 a restored file shows an erased record")
        device.become_new(self.chance.site())

    def copy_device(self, device: Device) -> None:
        """Copy the whole profile to another laptop; half the time the copy notices by its keyring."""
        made = self.add_device()
        made.member, made.version = device.member, device.version
        made.file = pickle.loads(pickle.dumps(device.file))
        made.ledger = set(device.ledger)
        if self.random.random() < 0.5 and self.rules.copies_take_new_site:
            made.become_new(self.chance.site())

    def erase(self, device: Device, record: str) -> None:
        if device.member == OVERSEER:
            self.server.erase([record])
            device.erase([record])

    # judging

    def check_durable(self, push: Push) -> None:
        if push.n > self.server.kept.site_n.get(push.site, 0):
            raise Violation("I3 a push was acknowledged and is not kept")

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

    def settle(self) -> None:
        """Let everybody come back and meet without failures, until all is still; then judge."""
        self.loss = 0.0
        for device in list(self.devices):
            self.crash(device)
        while self.late or self.server.open:
            self.deliver_late()
        careful = "machine rollback" in self.faults
        calm = self.faults.isdisjoint(DISASTERS)
        for _round in range(MOST_ROUNDS):
            for device in self.devices:
                self.pass_time()
                self.meet(device, check_digest=careful)
            if not any(self.unsettled(device, inbox=calm) for device in self.devices):
                break
        for device in self.devices:
            device.upgrade()
        self.truth.erased = {*self.server.kept.erased, *(record for device in self.devices for record in device.ledger)}
        taken_for_copies = any(device.file.former for device in self.devices)
        # a doubled message that was refused for its clock may be accepted later, beside its steps under new clocks:
        # rare, and nothing is lost by it
        if calm and taken_for_copies and "skew" not in self.faults:
            raise Violation("I4 a device was taken for a copy of itself")
        check_end(self.truth, self.server, self.devices, calm=calm and not taken_for_copies)
        self.check_clocks()

    def meet(self, device: Device, *, check_digest: bool) -> None:
        talk = sync(device, self.chance, check_digest=check_digest)
        try:
            call = next(talk)
            while True:
                try:
                    reply = ask(self.server, device, call)
                except Refused as refused:
                    call = talk.throw(refused)
                else:
                    call = talk.send(reply)
        except (StopIteration, Refused):
            return

    def unsettled(self, device: Device, *, inbox: bool) -> bool:
        return bool(device.pending()) or difference(self.server, device, inbox=inbox) is not None

    def check_clocks(self) -> None:
        ahead = (self.now_ms + 60_000) << 16
        for record in self.server.kept.records.values():
            if any(clock.hlc > ahead for clock in record.all_clocks()):
                raise Violation("I9 a clock ahead of the server's was accepted")


def ask(server: Server, device: Device, call: Call) -> Reply:
    """Return the server's answer to `call`; raises Refused."""
    if isinstance(call, Hello):
        return server.hello({call.site, device.file.site, *device.file.former, *device.file.accepted})
    if isinstance(call, Push):
        return server.end_push(server.begin_push(device.member, call))
    if isinstance(call, Pull):
        return server.pull(device.member, call)
    if isinstance(call, Page):
        return server.page(device.member, call.after, call.limit)
    if isinstance(call, Rows):
        return server.rows(device.member, call.ids)
    if isinstance(call, Digest):
        return server.digest(device.member)
    if isinstance(call, Heal):
        return server.heal(device.member, call.acts)
    server.erase(call.ids)
    return None


_NOT_YET: Reply = {"not yet": 1}
