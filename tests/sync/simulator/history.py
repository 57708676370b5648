"""One history: a seed decides who does what, what fails and when; the same seed runs the same again."""

import pickle
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from tests.sync.simulator.device import Device
from tests.sync.simulator.messages import (
    Call,
    Digest,
    EraseAgain,
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
from tests.sync.simulator.server import OVERSEER, Open, Server
from tests.sync.simulator.syncing import sync
from tests.sync.simulator.truth import Violation, check_end, difference
from tests.sync.simulator.world import DISASTERS, YEAR_MS, Conversation, World

MOST_ROUNDS = 15


class Ran(NamedTuple):
    """What a history came to: how much happened in it, and which faults it had."""

    devices: int
    writes: int
    conflicts: int
    faults: frozenset[str]


class History(World):
    """What happens in a world: people write, the network fails, disasters come, and everybody is judged at the end."""

    def run(self) -> Ran:
        """Let everything happen, then let everybody meet, and judge; raises Violation."""
        length = self.random.randint(20, 60) + 12 * len(self.devices)
        for _each in range(length * 6 if self.random.random() < 0.04 else length):
            self.pass_time()
            self.happen()
        self.settle()
        conflicts = sum(len(s.open) for record in self.server.kept.records.values() for s in record.fields.values())
        return Ran(len(self.devices), len(self.truth.typed), conflicts, self.faults)

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
        self.truth.server_set_back(self.server)
        sites = [each.file.site for each in self.devices]
        for device in self.devices:
            if sites.count(device.file.site) > 1:
                # two that write under one name, and a server that forgot who was first: not promised
                self.truth.doubt(device.name)
        self.restored += 1
        # every line ended with the server that it led to: a program that was in the middle greets anew
        self.talks.clear()
        self.held.clear()
        self.late.clear()

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
            self.truth.ever_erased.add(record)
            self.server.erase([record])
            device.erase([record])
            device.file.receipts.add(record)

    # judging

    def check_durable(self, push: Push) -> None:
        if push.n > self.server.kept.site_n.get(push.site, 0):
            raise Violation("I3 a push was acknowledged and is not kept")

    def settle(self) -> None:
        """Let everybody come back and meet without failures, until all is still; then judge."""
        self.loss = 0.0
        for device in list(self.devices):
            self.crash(device)
        while self.late or self.server.open:
            self.deliver_late()
        careful = "machine rollback" in self.faults and self.rules.compared
        calm = self.faults.isdisjoint(DISASTERS)
        for _round in range(MOST_ROUNDS):
            for device in self.devices:
                self.pass_time()
                self.meet(device, check_digest=careful)
            if not any(self.unsettled(device, inbox=calm) for device in self.devices):
                break
        for device in self.devices:
            device.upgrade()
        # without a receipt only they count who may erase: a server that was set back shows it to the others again
        knowing = (device.ledger if device.member == OVERSEER else device.file.receipts for device in self.devices)
        self.truth.erased = {*self.server.kept.erased, *(record for known in knowing for record in known)}
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
        untold = self.server.kept.erased.keys() - device.file.erased
        return bool(device.pending() or untold) or difference(self.server, device, inbox=inbox) is not None

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
        return server.heal(device.member, call)
    if isinstance(call, EraseAgain):
        server.erase_again(call.ids)
    else:
        server.erase(call.ids)
    return None


_NOT_YET: Reply = {"not yet": 1}
