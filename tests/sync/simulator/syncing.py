"""How a device talks to the server: each `yield` is a question on the network, and a place where it may crash."""

from collections.abc import Generator, Iterable
from random import Random

from crm_desktop.sync.merge import Clock, Edit
from crm_desktop.sync.records import FieldState, Record
from crm_desktop.sync.wire import INSERT, UPDATE, Act, Change, Step, batches
from tests.sync.simulator.device import Device
from tests.sync.simulator.disk import ACCEPTED, AGAIN, PENDING, Mine, Outgoing
from tests.sync.simulator.messages import (
    Accepted,
    Call,
    Digest,
    Erase,
    EraseAgain,
    Heal,
    Healed,
    Hello,
    News,
    Own,
    Page,
    Pull,
    Push,
    Refused,
    Reply,
    Row,
    Rows,
    Snapshot,
    Welcome,
)
from tests.sync.simulator.server import OVERSEER, row_hash

Talk = Generator[Call, Reply, None]
MOST_CHANGES = 6
PAGE = 2


class Chance:
    """Sites, which are random, and keys of messages, which are never given twice."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._last = 0

    def site(self) -> int:
        return self._random.randrange(1, 2**31)

    def key(self) -> int:
        self._last += 1
        return self._last


def sync(device: Device, chance: Chance, *, check_digest: bool = False) -> Talk:
    """Push what waits and pull what is new, as the shipped client does it, step by step."""
    for _attempt in range(8):
        welcome = yield from _hello(device)
        if _is_rewound(device, welcome):
            _reconcile(device, welcome)
        elif _is_copied(device, welcome) and device.rules.copies_take_new_site:
            device.become_new(chance.site())
        if len(device.file.receipts) > welcome.erased and device.rules.receipts_shown:
            yield EraseAgain(tuple(sorted(device.file.receipts)))
        if device.file.download is not None:
            yield from _download(device)
        try:
            if any(each.clock.site != device.file.site for each in device.pending()):
                yield from _pull(device)
                device.adopt()
            yield from _check_head(device)
            yield from _push(device, chance)
            yield from _send_lacking(device, chance)
            yield from _refetch(device)
            yield from _pull(device)
        except Refused as refused:
            if refused.code == "CR008":
                continue
            if refused.code == "asked":
                return
            yield from _answer(device, chance, refused)
            continue
        if device.file.doubtful or check_digest:
            yield from _heal(device, chance)
        return


def _hello(device: Device) -> Generator[Call, Reply, Welcome]:
    welcome = yield Hello(device.file.site)
    assert isinstance(welcome, Welcome)
    device.file.offset_ms = welcome.now_ms - device.now_ms - device.skew_ms
    return welcome


def _is_rewound(device: Device, welcome: Welcome) -> bool:
    file = device.file
    if (welcome.epoch, welcome.timeline) != (file.epoch, file.timeline):
        return True
    return any(hlc > welcome.last_hlc.get(site, 0) for site, hlc in file.accepted.items())


def _is_copied(device: Device, welcome: Welcome) -> bool:
    """Tell whether another has pushed under this site: more messages came than this file ever made."""
    file = device.file
    known = file.next_n - 1 if file.outgoing is None else file.outgoing.push.n
    return welcome.last_n.get(file.site, 0) > known


def _reconcile(device: Device, welcome: Welcome) -> None:
    """Make ready to give a server that went back in time what it has lost: this device's own steps, as they were."""
    file = device.file
    file.epoch, file.timeline = welcome.epoch, welcome.timeline
    file.cursor = file.head = file.outgoing = None
    file.doubtful = True
    file.next_n = welcome.last_n.get(file.site, 0) + 1
    file.download = None if file.download is None else ""
    for site in file.accepted:
        file.accepted[site] = min(file.accepted[site], welcome.last_hlc.get(site, 0))
    if device.rules.log_pushed_again:
        file.mine = [
            each._replace(state=AGAIN)
            if each.state == ACCEPTED and each.clock.hlc > welcome.last_hlc.get(each.clock.site, 0)
            else each
            for each in file.mine
        ]


def _download(device: Device) -> Talk:
    """Fetch everything page by page; a crash goes on after the last page that was written."""
    file = device.file
    while file.download is not None:
        if file.cursor is None:
            news = yield Pull(None, file.epoch, None)
            assert isinstance(news, News)
            device.erase(news.erased)  # a download that begins anew may hold what was erased since
            file.cursor, file.head = news.cursor, news.head
        page = yield Page(file.download, PAGE)
        assert isinstance(page, tuple)
        rows = [each for each in page if isinstance(each, Row)]
        device.take_rows(rows)
        if rows:
            file.download = rows[-1].id
            continue
        # history comes with the records
        news = yield Pull(Snapshot(0, frozenset()), file.epoch, None)
        assert isinstance(news, News)
        device.take_news(news)
        file.download = None


def _check_head(device: Device) -> Talk:
    """Ask whether the server still knows the last push that this device saw: what is pushed next would hide that."""
    file = device.file
    if file.head is not None and (file.outgoing is not None or device.pending()):
        yield Pull(file.cursor, file.epoch, file.head)


def _push(device: Device, chance: Chance) -> Talk:
    file = device.file
    again = {each.clock.site for each in file.mine if each.state == AGAIN} - {file.site}
    for site in sorted(again):
        yield from _push_former(device, chance, site)
    while file.outgoing is not None or any(
        each.state < ACCEPTED and each.clock.site == file.site for each in file.mine
    ):
        if file.outgoing is None or not device.rules.same_message_again:
            waiting = [each for each in file.mine if each.state < ACCEPTED and each.clock.site == file.site]
            file.outgoing = _message(device, waiting, file.site, file.next_n, chance)
        message = file.outgoing
        reply = yield message.push
        assert isinstance(reply, Accepted)
        _note_accepted(device, message, reply)
        file.next_n, file.outgoing = message.push.n + 1, None


def _push_former(device: Device, chance: Chance, site: int) -> Talk:
    """Push again what a restored server lost of a site that this device had before; its numbers are the server's."""
    file = device.file
    while True:
        welcome = yield Hello(site)
        assert isinstance(welcome, Welcome)
        known = welcome.last_hlc.get(site, 0)
        file.mine = [
            each._replace(state=ACCEPTED)
            if each.state == AGAIN and each.clock.site == site and each.clock.hlc <= known
            else each
            for each in file.mine
        ]
        waiting = [each for each in file.mine if each.state == AGAIN and each.clock.site == site]
        if not waiting:
            return
        message = _message(device, waiting, site, welcome.last_n.get(site, 0) + 1, chance)
        try:
            reply = yield message.push
        except Refused as refused:
            if refused.code == "CR004":
                continue
            raise
        assert isinstance(reply, Accepted)
        _note_accepted(device, message, reply)


def _message(device: Device, waiting: list[Mine], site: int, n: int, chance: Chance) -> Outgoing:
    some = waiting[:MOST_CHANGES]
    acts = [_as_sent(device, each, waiting) for each in some]
    batch = next(batches(acts, most_changes=MOST_CHANGES))
    push = Push(site, n, chance.key(), device.file.epoch, batch.digest, batch.text)
    return Outgoing(push, frozenset(each.clock for each in some[: batch.steps]))


def _as_sent(device: Device, mine: Mine, waiting: list[Mine]) -> Act:
    """Return the step as it travels: as it was written, unless the rules are those of a mistake."""
    act = mine.act
    if not device.rules.bases_when_read:
        act = act._replace(changes=tuple(_with_late_bases(device, each) for each in act.changes))
    if not device.rules.edits_stay_apart:
        later = {
            (change.record, number)
            for other in waiting
            if other.clock > mine.clock
            for change in other.act.changes
            for number in change.values
        }
        act = act._replace(changes=tuple(_without_joined(each, later) for each in act.changes))
    return act


def _with_late_bases(device: Device, change: Change) -> Change:
    known = device.file.records.get(change.record)
    if change.op == INSERT or known is None:
        return change
    mine = {each.clock for each in device.pending()}
    bases = {}
    for number in change.values:
        seen = [clock for clock in known.fields[number].edits if clock not in mine] if number in known.fields else []
        bases[number] = (max(seen),) if seen else change.bases.get(number, ())
    return change._replace(bases=bases)


def _without_joined(change: Change, later: set[tuple[str, str]]) -> Change:
    if change.op == INSERT:
        return change
    values = {number: value for number, value in change.values.items() if (change.record, number) not in later}
    return change._replace(values=values, bases={n: each for n, each in change.bases.items() if n in values})


def _note_accepted(device: Device, message: Outgoing, reply: Accepted) -> None:
    file, site = device.file, message.push.site
    file.mine = [each._replace(state=ACCEPTED) if each.clock in message.clocks else each for each in file.mine]
    file.accepted[site] = max([file.accepted.get(site, 0), *(each.hlc for each in message.clocks)])
    file.head = message.push.key
    device.erase(reply.erased)
    for clock, record in reply.aside:
        for at, each in enumerate(file.mine):
            if each.clock == clock:
                device.set_aside(at, record)
    for _clock, record in reply.aside:
        device.drop(record)
        file.refetch.add(record)
    file.lacking |= set(reply.unknown)


def _send_lacking(device: Device, chance: Chance) -> Talk:
    """Give the server all that is known here of records that it has lost."""
    file = device.file
    pending = {each.clock for each in file.mine if each.state == PENDING}
    acts = [each for record in sorted(file.lacking) for each in _logged(device, record, pending)]
    if acts:
        healed = yield from _healed(device, chance, acts)
        device.erase(healed.erased)
        for record in healed.hidden:
            device.drop(record)
    file.lacking.clear()


def _healed(device: Device, chance: Chance, acts: Iterable[tuple[Clock, Act]]) -> Generator[Call, Reply, Healed]:
    message = Heal(chance.key(), tuple(acts))
    healed = yield message
    assert isinstance(healed, Healed)
    device.file.head = message.key
    return healed


def _refetch(device: Device) -> Talk:
    if device.file.refetch:
        rows = yield Rows(tuple(sorted(device.file.refetch)))
        assert isinstance(rows, tuple)
        device.take_rows(each for each in rows if isinstance(each, Row))
        device.file.refetch.clear()


def _pull(device: Device) -> Talk:
    file = device.file
    own = None if file.renamed else Own(file.site, file.next_n - 1)
    news = yield Pull(file.cursor, file.epoch, file.head, own)
    assert isinstance(news, News)
    device.guard(news)
    if not device.rules.cursor_saved_with_rows:
        file.cursor, file.head = news.cursor, news.head
        yield Hello(file.site)
    if not device.rules.push_is_whole:
        half = len(news.rows) // 2
        device.take_news(news, slice(half))
        yield Hello(file.site)
    device.take_news(news)
    file.cursor, file.head, file.renamed = news.cursor, news.head, file.renamed and bool(device.pending())


def _answer(device: Device, chance: Chance, refused: Refused) -> Talk:
    """Do what a refusal asks for, so that the next attempt goes through."""
    file = device.file
    if refused.code == "CR004":
        if device.rules.copies_take_new_site:
            device.become_new(chance.site())
        else:
            welcome = yield from _hello(device)
            file.next_n, file.outgoing = welcome.last_n.get(file.site, 0) + 1, None
    elif refused.code == "CR006":
        device.restamp(refused.detail)
    else:
        welcome = yield from _hello(device)
        _reconcile(device, welcome)


def _heal(device: Device, chance: Chance) -> Talk:
    """Compare every record with the server's, and give and take what differs; nothing is ever replaced whole.

    After a restore all steps of this device are given once more: a copied device may have moved the site's clock past
    steps that the server has lost, and a lost edit that was overwritten since shows in no record.
    """
    theirs = yield Digest()
    assert isinstance(theirs, dict)
    # a server that was set back has forgotten what was erased, and others might bring it again
    forgotten = device.file.erased if device.file.doubtful else device.file.erased & theirs.keys()
    if forgotten and device.member == OVERSEER:
        yield Erase(tuple(sorted(forgotten)))
    ours = {record: row_hash(own_row(device, record)) for record in device.file.records}
    differing = [each for each in sorted({*ours, *theirs}) if ours.get(each) != theirs.get(each)]
    pending = {each.clock for each in device.file.mine if each.state == PENDING}
    acts = [each for record in differing for each in _logged(device, record, pending)]
    if device.file.doubtful and device.rules.log_pushed_again:
        done = [each for each in device.file.mine if each.state == ACCEPTED]
        acts += [(each.clock, each.act._replace(changes=(change,))) for each in done for change in each.act.changes]
    if acts:
        healed = yield from _healed(device, chance, acts)
        device.erase(healed.erased)
        for record in healed.hidden:
            for at, each in enumerate(device.file.mine):
                if device.file.doubtful and each.act.step.label != "heal":
                    device.set_aside(at, record)
            device.drop(record)
    if differing:
        rows = yield Rows(tuple(differing))
        assert isinstance(rows, tuple)
        device.take_rows(each for each in rows if isinstance(each, Row))
    device.file.doubtful = False


def own_row(device: Device, record: str) -> Row:
    """Return the record as this device has it, with what only a newer program knows."""
    known = device.file.records[record]
    states = {**known.fields, **device.file.unknown.get(record, {})}
    cells = {number: state.cell for number, state in states.items() if state.cell is not None}
    return Row(
        record, known.base, cells, tuple((n, loser) for n, state in states.items() for loser in state.open.values())
    )


def _logged(device: Device, record: str, pending: set[Clock]) -> Iterable[tuple[Clock, Act]]:
    """Yield all edits of the record that this device knows, each as a step under its writer's clock."""
    known = device.file.records.get(record)
    if known is None or known.base is None or known.base in pending:
        return
    states = {**known.fields, **device.file.unknown.get(record, {})}
    edits = {number: _edits_of(device, state) for number, state in states.items()}
    made = {number: each[known.base].value for number, each in edits.items() if known.base in each}
    yield known.base, _alone(known.base, Change(1, record, INSERT, {**made, **_marks(known)}, {}))
    for number, each in edits.items():
        for clock, edit in sorted(each.items()):
            if clock != known.base and clock not in pending:
                change = Change(1, record, UPDATE, {number: edit.value}, {number: edit.bases} if edit.bases else {})
                yield clock, _alone(clock, change)


def _edits_of(device: Device, state: FieldState) -> dict[Clock, Edit]:
    cell = {} if state.cell is None else {state.cell.clock: Edit(state.cell.value, state.cell.clock)}
    if not device.rules.log_pushed_again:
        return cell
    lost = {clock: Edit(loser.value, clock) for clock, loser in state.open.items()}
    return {**cell, **lost, **state.edits}


def _marks(record: Record) -> dict[str, int]:
    at = record.marks.get("created_at")
    return {"created_at": at if isinstance(at, int) else 0}


def _alone(clock: Clock, change: Change) -> Act:
    return Act(Step(clock.hlc, 0, "heal", None, 1), (change,))
