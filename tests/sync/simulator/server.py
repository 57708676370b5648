"""A model of the office server: what its functions do, without PostgreSQL."""

import pickle
from collections.abc import Iterable
from typing import NamedTuple

from crm_desktop.sync.merge import Clock, Outcome
from crm_desktop.sync.records import Record
from crm_desktop.sync.rename import is_ahead
from crm_desktop.sync.wire import INSERT, Act, digest, unpacked
from tests.sync.simulator.messages import (
    Accepted,
    Heal,
    Healed,
    News,
    Own,
    Pull,
    Push,
    Refused,
    Row,
    Snapshot,
    Welcome,
)
from tests.sync.simulator.rules import Rules

OWNER = "1"
OVERSEER = 0  # a member who sees and may erase everything


class _Touched(NamedTuple):
    """Which site alone touched a row since the transaction `others`, and with which push it did so last."""

    by: Own | None
    others: int | None


class _Kept:
    """What the server's disk holds: everything that a backup brings back."""

    def __init__(self) -> None:
        self.records: dict[str, Record] = {}
        self.xids: dict[str, int] = {}
        self.touched: dict[str, _Touched] = {}
        self.site_n: dict[int, int] = {}
        self.site_hlc: dict[int, int] = {}
        self.pushes: dict[tuple[int, int], tuple[int, bytes, Accepted]] = {}
        self.heads: dict[int, int] = {}
        self.acts: list[tuple[int, Clock, Act]] = []
        self.cleared: list[tuple[int, str, str, Clock]] = []
        self.moved: list[tuple[int, str]] = []
        self.erased: dict[str, int] = {}
        self.next_xid = 10

    @property
    def head(self) -> int | None:
        """The push of the latest transaction, by which a device asks whether the server was set back."""
        return max(self.heads, key=lambda key: self.heads[key], default=None)


class Open(NamedTuple):
    """A push whose transaction has begun and not ended."""

    xid: int
    member: int
    push: Push


class Server:
    """The one shared copy; each call is one transaction, a push may stay open while others come and go."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.kept = _Kept()
        self.epoch = 1
        self.timeline = 1
        self.now_ms = 0
        self.open: dict[int, Open] = {}
        self.erasures = 0

    # backups

    def backup(self) -> bytes:
        """Return the disk as it is."""
        return pickle.dumps(self.kept, protocol=5)

    def restore(self, backup: bytes, *, same_timeline: bool) -> None:
        """Go back to `backup`: by recovery, which makes a new timeline, or as the snapshot of a whole machine."""
        self.kept = pickle.loads(backup)
        self.open.clear()
        self.timeline += 0 if same_timeline else 1

    # transactions

    def snapshot(self) -> Snapshot:
        if not self.rules.snapshot_cursor:
            return Snapshot(max([*self.kept.xids.values(), *self.kept.erased.values(), 0]) + 1, frozenset())
        if not self.rules.cursor_ends_with_head:
            return Snapshot(self.kept.next_xid, frozenset(self.open))
        # a server that was set back gives numbers again that came after its head: none of them counts as seen
        end = max(self.kept.heads.values(), default=-1) + 1
        return Snapshot(end, frozenset(xid for xid in self.open if xid < end))

    def _begin(self) -> int:
        self.kept.next_xid += 1
        return self.kept.next_xid - 1

    def begin_push(self, member: int, push: Push) -> Open:
        """Begin the transaction of `push`; raises CR008 while another of its site is open."""
        if any(each.push.site == push.site for each in self.open.values()):
            raise Refused("CR008")
        made = Open(self._begin(), member, push)
        self.open[made.xid] = made
        return made

    def end_push(self, opened: Open) -> Accepted:
        """Do and commit what `opened` began; whoever reads sees all of it or nothing."""
        if self.open.pop(opened.xid, None) is None:
            raise Refused("CR008")  # the server went away in between
        push, kept = opened.push, self.kept
        if push.epoch != self.epoch:
            raise Refused("CR001")
        if digest(push.text) != push.digest:
            raise Refused("CR003")
        last_n = kept.site_n.get(push.site, 0)
        if push.n <= last_n:
            key, known_digest, result = kept.pushes[push.site, push.n]
            if (key, known_digest) != (push.key, push.digest):
                raise Refused("CR004")
            return result
        if push.n > last_n + 1:
            raise Refused("CR005", last_n)
        acts = unpacked(push.text)
        self._check_clocks(push.site, acts)
        result = self._write(opened, acts)
        kept.site_n[push.site] = push.n
        kept.pushes[push.site, push.n] = (push.key, push.digest, result)
        kept.heads[push.key] = opened.xid
        return result

    def _check_clocks(self, site: int, acts: list[Act]) -> None:
        ahead = [act.step.hlc for act in acts if is_ahead(act.step.hlc, self.now_ms)]
        if ahead and self.rules.ahead_refused:
            raise Refused("CR006", self.now_ms)
        last = self.kept.site_hlc.get(site, 0)
        stamps = [act.step.hlc for act in acts]
        if sorted(stamps) != stamps or (stamps and stamps[0] < last):
            raise Refused("CR004")

    def _write(self, opened: Open, acts: list[Act]) -> Accepted:
        site = opened.push.site
        counts = dict.fromkeys((*Outcome, "erased", "aside", "unknown"), 0)
        erased: set[str] = set()
        unknown: set[str] = set()
        aside: list[tuple[Clock, str]] = []
        total = 0
        for act in acts:
            clock = Clock(act.step.hlc, site)
            done = []
            by = Own(site, opened.push.n)
            for change in act.changes:
                width = sum(number.isdigit() for number in change.values)
                total += width
                if change.record in self.kept.erased and self.rules.erased_refused:
                    erased.add(change.record)
                    counts["erased"] += width
                elif change.record in self.kept.records and not self.visible(opened.member, change.record):
                    aside.append((clock, change.record))
                    counts["aside"] += width
                elif change.record not in self.kept.records and change.op != INSERT:
                    unknown.add(change.record)
                    counts["unknown"] += width
                else:
                    for outcome in self.take(opened.xid, act._replace(changes=(change,)), clock, by):
                        counts[outcome] += 1
                    done.append(change)
            self.kept.site_hlc[site] = max(clock.hlc, self.kept.site_hlc.get(site, 0))
            self.kept.acts.append((opened.xid, clock, act._replace(changes=tuple(done))))
        assert sum(counts.values()) == total, "I13: the counts of a push do not add up"
        return Accepted(
            opened.push.n,
            opened.push.key,
            self.now_ms,
            tuple(counts.values()),
            tuple(erased),
            tuple(aside),
            tuple(sorted(unknown)),
        )

    def take(self, xid: int, act: Act, clock: Clock, by: Own | None = None) -> list[Outcome]:
        """Merge `act` at `clock` in the transaction `xid`, the push `by` if any; return how each edit went."""
        outcomes: list[Outcome] = []
        for change in act.changes:
            owner, is_new = self.owner(change.record), change.record not in self.kept.records
            record = self.kept.records.setdefault(change.record, Record())
            base = record.base
            taken = record.take(change, clock)
            outcomes += taken.outcomes
            if record.base == base and all(each is Outcome.SAME for each in taken.outcomes):
                continue
            moved = owner != self.owner(change.record)
            # a conflict, a second insert, and a record that comes into the sight of others go to everybody
            knows = not taken.clashes and (is_new or not (change.op == INSERT or moved))
            self._touch(change.record, xid, by if knows else None)
            if moved:
                self.kept.moved.append((xid, change.record))
            self.kept.cleared += [(xid, change.record, number, loser) for number, loser in taken.cleared]
            if not self.rules.conflicts_kept:
                for state in record.fields.values():
                    state.open.clear()
        return outcomes

    def _touch(self, record: str, xid: int, by: Own | None) -> None:
        before = self.kept.touched.get(record, _Touched(None, None))
        alone = by is not None and before.by is not None and before.by.site == by.site
        self.kept.touched[record] = _Touched(by, before.others if alone else self.kept.xids.get(record))
        self.kept.xids[record] = xid

    # reading

    def owner(self, record: str) -> int | None:
        """Return whose the record is, None for everybody's and for one that is not here."""
        known = self.kept.records.get(record)
        state = None if known is None else known.fields.get(OWNER)
        value = None if state is None or state.cell is None else state.cell.value
        return value if isinstance(value, int) else None

    def visible(self, member: int, record: str) -> bool:
        return member == OVERSEER or self.owner(record) in (None, member)

    def hello(self, sites: Iterable[int]) -> Welcome:
        self._begin()  # a greeting is noted, by a transaction that brings nothing
        kept, asked = self.kept, list(sites)
        last_n = {site: kept.site_n.get(site, 0) for site in asked}
        last_hlc = {site: kept.site_hlc.get(site, 0) for site in asked}
        return Welcome(self.epoch, self.timeline, self.now_ms, last_n, last_hlc, len(kept.erased))

    def pull(self, member: int, asked: Pull) -> News:
        """Return all that the cursor did not see; raises CR001 and CR007."""
        kept, snapshot = self.kept, self.snapshot()
        if asked.epoch != self.epoch:
            raise Refused("CR001")
        cursor = asked.cursor or Snapshot(0, frozenset())
        if (asked.head is not None and asked.head not in kept.heads) or cursor.xmax > kept.next_xid:
            raise Refused("CR007")
        new = [record for record, xid in kept.xids.items() if not cursor.sees(xid) and record in kept.records]
        if asked.own is not None and asked.cursor is not None:
            new = [record for record in new if not self._knows(asked.own, record, cursor)]
        seen = {record for record in kept.records if self.visible(member, record)}
        acts = [
            (clock, act._replace(changes=tuple(each for each in act.changes if each.record in seen)))
            for xid, clock, act in kept.acts
            if not cursor.sees(xid)
        ]
        gone = {record for xid, record in kept.moved if not cursor.sees(xid) and record not in seen}
        return News(
            snapshot,
            kept.head,
            self.now_ms,
            tuple(self.row(record) for record in new if record in seen),
            tuple(acts),
            tuple(each[1:] for each in kept.cleared if not cursor.sees(each[0]) and each[1] in seen),
            tuple(sorted(gone - kept.erased.keys())),
            tuple(record for record, xid in kept.erased.items() if not cursor.sees(xid)),
        )

    def _knows(self, own: Own, record: str, cursor: Snapshot) -> bool:
        """Tell whether the device that made the pushes `own`, and pulled at `cursor`, knows how the row stands."""
        touched = self.kept.touched[record]
        seen = touched.others is None or cursor.sees(touched.others) or not self.rules.own_rows_tell_others
        return touched.by is not None and touched.by.site == own.site and touched.by.n <= own.n and seen

    def row(self, record: str) -> Row:
        known = self.kept.records[record]
        cells = {number: state.cell for number, state in known.fields.items() if state.cell is not None}
        lost = tuple((number, loser) for number, state in known.fields.items() for loser in state.open.values())
        return Row(record, known.base, cells, lost)

    def page(self, member: int, after: str, limit: int) -> tuple[Row, ...]:
        found = sorted(each for each in self.kept.records if each > after and self.visible(member, each))
        return tuple(self.row(each) for each in found[:limit])

    def rows(self, member: int, ids: Iterable[str]) -> tuple[Row, ...]:
        return tuple(self.row(each) for each in ids if each in self.kept.records and self.visible(member, each))

    def digest(self, member: int) -> dict[str, int]:
        """Return a hash of each record that `member` sees."""
        return {each: row_hash(self.row(each)) for each in self.kept.records if self.visible(member, each)}

    def heal(self, member: int, asked: Heal) -> Healed:
        """Take logged edits that were lost here, under their own clocks; tell what cannot be taken."""
        xid = self._begin()
        hidden: set[str] = set()
        erased: set[str] = set()
        for clock, act in asked.acts:
            (change,) = act.changes
            if change.record in self.kept.erased:
                erased.add(change.record)
                continue
            unknown = change.record not in self.kept.records and change.op != INSERT
            if unknown or not self.visible(member, change.record):
                hidden.add(change.record)
                continue
            if any(outcome is not Outcome.SAME for outcome in self.take(xid, act, clock)):
                self.kept.acts.append((xid, clock, act))
        self.kept.heads[asked.key] = xid
        return Healed(tuple(sorted(hidden)), tuple(sorted(erased)))

    def erase_again(self, receipts: Iterable[str]) -> None:
        """Erase what was forgotten; that these are receipts of this server is not doubted here."""
        self.erase([each for each in receipts if each not in self.kept.erased])

    def erase(self, ids: Iterable[str]) -> None:
        """Forget the records and everything that was ever written into them; only their ids stay."""
        xid, kept = self._begin(), self.kept
        self.erasures += 1
        kept.heads[-self.erasures] = xid
        for record in ids:
            kept.records.pop(record, None)
            kept.xids.pop(record, None)
            kept.touched.pop(record, None)
            kept.erased[record] = xid
            kept.cleared = [each for each in kept.cleared if each[1] != record]
            kept.acts = [
                (each, clock, act._replace(changes=tuple(change for change in act.changes if change.record != record)))
                for each, clock, act in kept.acts
            ]


def row_hash(row: Row) -> int:
    """Return a number that differs where the row or one of its clocks does."""
    return hash((row.base, tuple(sorted((number, cell.clock) for number, cell in row.cells.items()))))
