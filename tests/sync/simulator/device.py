"""A model of one laptop: its file, what its user does to it, and how it takes in what arrives."""

import pickle
from collections.abc import Callable, Iterable

from crm_desktop.journal.clock import next_stamp
from crm_desktop.store.belonging import TOLD_SEEN, TOLD_UNTIL
from crm_desktop.sync.apply import is_too_much
from crm_desktop.sync.merge import Cell, Clock, Edit, Value, answers, merge
from crm_desktop.sync.records import FieldState, Record
from crm_desktop.sync.rename import bases_renamed, last_honest, moved, renamed, restamped
from crm_desktop.sync.undone import is_answered, not_standing, reopened
from crm_desktop.sync.wire import INSERT, UPDATE, Act, Change, Step
from tests.sync.simulator.asking import REMOVED, edited_unseen_in, told_of, undoes_in
from tests.sync.simulator.disk import ACCEPTED, PENDING, File, Form, Mine
from tests.sync.simulator.messages import News, Refused, Row
from tests.sync.simulator.rules import Rules

# So many real records each record of a history stands for, where it is asked whether too many would go.
WEIGHT = 15
FIELDS = ("21", "22")
OWNER, NEWER_FIELD = "1", "99"


class Device:
    """One laptop with its user; what stands outside `file` does not survive a crash, but for the ledger of erasures."""

    def __init__(self, name: int, site: int, member: int, rules: Rules, version: int) -> None:
        self.name = name
        self.member = member
        self.rules = rules
        self.version = version
        self.file = File(site)
        self.ledger: set[str] = set()
        self.form: Form | None = None
        self.skew_ms = 0
        self.now_ms = 0
        # whether the user said that the next pull may take away much
        self.may_empty = False
        self.on_emptied: Callable[[], None] = lambda: None
        self.on_news: Callable[[], None] = lambda: None
        self.on_gone: Callable[[str], None] = lambda record: None
        self.chance: Callable[[], int] = lambda: 0

    # what the user does

    def stamp(self) -> Clock:
        """Return the clock of a new step."""
        self.file.hlc = next_stamp(self.file.hlc, self.now_ms + self.skew_ms + self.file.offset_ms, self.chance())
        return Clock(self.file.hlc, self.file.site)

    def write(self, changes: Iterable[Change], label: str, undoes: Clock | None = None) -> Clock:
        """Write `changes` as one step, which may take another one back."""
        clock = self.stamp()
        act = Act(Step(clock.hlc, self.now_ms + self.skew_ms, label, undoes, self.version), tuple(changes))
        if undoes is not None:
            self.file.undoes[clock] = undoes
        for change in act.changes:
            record = self.file.records.setdefault(change.record, Record())
            for number, conflict in record.take(change, clock).clashes:
                del record.fields[number].open[conflict.loser.clock]  # what is a conflict is decided by the server
        self.file.mine.append(Mine(clock, act, PENDING))
        self.settle_inbox({change.record for change in act.changes})
        return clock

    def known_fields(self) -> tuple[str, ...]:
        return (*FIELDS, NEWER_FIELD) if self.version > 1 else FIELDS

    def cell(self, record: str, number: str) -> Cell | None:
        state = self.file.records[record].fields.get(number)
        return None if state is None else state.cell

    def open_form(self, record: str) -> None:
        """Read the record into a form."""
        base = self.file.records[record].base
        assert base is not None
        self.form = Form(
            record, {number: self.cell(record, number) for number in (*self.known_fields(), REMOVED)}, base
        )

    def change_of(self, form: Form, values: dict[str, Value]) -> Change:
        """Return the change by which `form` saves `values`, over what its user read."""
        read = {number: cell.clock if (cell := form.cells.get(number)) else form.base for number in values}
        change = Change(1, form.record, UPDATE, values, {number: (clock,) for number, clock in read.items()})
        return self.knowing(change, form.cells[REMOVED])

    def knowing(self, change: Change, removal: Cell | None) -> Change:
        """Return the change of a record as who writes it knows of its `removal`."""
        if removal is None or removal.value is None or not self.rules.removal_named:
            return change
        return change._replace(bases={number: (*clocks, removal.clock) for number, clocks in change.bases.items()})

    def removal_of(self, record: str, removed_at: Value, also: Iterable[Clock] = ()) -> Change:
        """Return the change by which the record is removed or brought back, in the knowledge of what stands in it."""
        known = self.file.records[record]
        assert known.base is not None
        cell = self.cell(record, REMOVED)
        seen = [each.cell.clock for number, each in known.fields.items() if each.cell and number != REMOVED]
        over = (known.base if cell is None else cell.clock, known.base)
        bases = (*over, *seen, *also, *self._told_seen(record)) if self.rules.removal_tells_seen else over
        return Change(1, record, UPDATE, {REMOVED: removed_at}, {REMOVED: bases})

    def _told_seen(self, record: str) -> list[Clock]:
        """Return the newest clock of each site of what tells of the record here, and that it was looked at."""
        newest: dict[int, Clock] = {}
        for clock in sorted(told_of(self.file.records, record, removed=True).values()):
            newest[clock.site] = Clock(clock.hlc + TOLD_UNTIL, clock.site)
        return [*(newest.values() if self.rules.removal_tells_told else ()), Clock(*TOLD_SEEN)]

    def edited_unseen(self, record: str) -> frozenset[Clock]:
        """Return the clocks of the edits that met the removal of the record, and of what told of it."""
        if not self.rules.removal_asks:
            return frozenset()
        file = self.file
        return edited_unseen_in(file.records[record], file.undoes, told_of(file.records, record).values())

    # what arrives

    def guard(self, news: News) -> None:
        """Stop and ask where `news` would take away much of what is here; nothing is changed by then."""
        here = self.file.records.keys()
        going = len(here & {*news.gone, *news.erased})
        if is_too_much(going * WEIGHT, len(here) * WEIGHT) and not self.may_empty:
            if self.rules.emptying_asks:
                self.may_empty = True
                raise Refused("asked")
            self.on_emptied()
        self.may_empty = False

    def take_news(self, news: News, half: slice | None = None) -> None:
        """Take in what was pulled: rows by their clocks, history, conflicts, and what went."""
        self.erase(news.erased)
        self.file.receipts |= set(news.erased)
        for record in news.gone:
            self.drop(record)
        for row in news.rows[half] if half else news.rows:
            self.take_row(row)
        self._take_history(news.acts)
        for row in news.rows[half] if half else news.rows:
            self._take_open(row)
        for record, number, clock in news.cleared:
            if record in self.file.records:
                self._state(record, number).open.pop(clock, None)
        self.settle_inbox({change.record for _clock, act in news.acts for change in act.changes})
        self.on_news()

    def settle_inbox(self, records: Iterable[str]) -> None:
        """Close what edits that stand answer, and open again what only those had answered that were undone."""
        if not self.rules.undo_asks_again:
            return
        for record in records:
            known = self.file.records.get(record)
            fields = {} if known is None else {**known.fields, **self.file.unknown.get(record, {})}
            undone = not_standing(undoes_in(fields.values(), self.file.undoes))
            for number, state in fields.items():
                for clock in [clock for clock, loser in state.open.items() if is_answered(state, loser, undone)]:
                    del state.open[clock]
                if number != REMOVED:
                    state.open.update((lost.clock, lost) for lost in reopened(state, undone))

    def take_rows(self, rows: Iterable[Row]) -> None:
        """Take in rows that were asked for by themselves, with their open conflicts."""
        for row in rows:
            self.take_row(row)
            self._take_open(row)

    def _take_open(self, row: Row) -> None:
        if row.id in self.file.records:
            for number, loser in row.open:
                state = self._state(row.id, number)
                if not any(answers(edit, loser) for edit in state.edits.values()):
                    state.open[loser.clock] = loser

    def take_row(self, row: Row) -> None:
        """Let the later clock stand in each field of `row`."""
        file = self.file
        if row.id in file.erased:
            return
        record = file.records.setdefault(row.id, Record())
        if row.base is not None:
            record.base = row.base if record.base is None else min(record.base, row.base)
            self.follow(row.base)
        for number, cell in row.cells.items():
            if number == NEWER_FIELD and self.version == 1 and not self.rules.unknown_kept:
                continue
            state = self._state(row.id, number)
            state.cell = merge(state.cell, Edit(cell.value, cell.clock)).cell
            self.follow(cell.clock)

    def _take_history(self, acts: Iterable[tuple[Clock, Act]]) -> None:
        mine = {each.clock: at for at, each in enumerate(self.file.mine)}
        for clock, act in acts:
            if act.step.undoes is not None:
                self.file.undoes[clock] = act.step.undoes
            at = mine.get(clock)
            # a copied device may have written another step at the very same clock
            if at is not None and self.file.mine[at].act.step == act.step:
                self._note_accepted(at, act)
            for change in act.changes:
                if change.record not in self.file.erased and change.record in self.file.records:
                    for number in change.values:
                        if number.isdigit():
                            self._log(change.record, number, change.edit(number, clock))

    def _note_accepted(self, at: int, act: Act) -> None:
        """Note that the server has the step; what it does not have of it was refused, and is set aside."""
        mine = self.file.mine[at]
        self.file.mine[at] = mine._replace(state=ACCEPTED)
        taken = {each.record for each in act.changes}
        for record in {each.record for each in mine.act.changes} - taken:
            if mine.state == PENDING:
                self.set_aside(at, record)
                self.drop(record)
                self.file.refetch.add(record)

    def _log(self, record: str, number: str, edit: Edit) -> None:
        self._state(record, number).edits.setdefault(edit.clock, edit)

    def _state(self, record: str, number: str) -> FieldState:
        if number == NEWER_FIELD and self.version == 1:
            return self.file.unknown.setdefault(record, {}).setdefault(number, FieldState())
        known = self.file.records.get(record)
        if known is None:
            known = self.file.records[record] = Record()
        state = known.fields.get(number)
        if state is None:
            state = known.fields[number] = FieldState()
        return state

    def follow(self, clock: Clock) -> None:
        """Let the next step come after `clock`."""
        if self.rules.clock_follows:
            self.file.hlc = max(self.file.hlc, clock.hlc)

    def upgrade(self) -> None:
        """Install the newer program: what it did not know before, it knows now."""
        self.version = 2
        for record, fields in self.file.unknown.items():
            if record in self.file.records:
                self.file.records[record].fields.update(fields)
        self.file.unknown.clear()

    # what goes

    def erase(self, ids: Iterable[str]) -> None:
        """Forget the records and every step's part in them; remember only their ids, also outside the file."""
        gone = set(ids)
        if not gone:
            return
        self.ledger |= gone
        file = self.file
        file.erased |= gone
        for record in gone:
            file.records.pop(record, None)
            file.unknown.pop(record, None)
        file.aside = [each for each in file.aside if each[0] not in gone]
        file.mine = [each._replace(act=_without(each.act, gone)) for each in file.mine]
        self._close_form(gone)

    def drop(self, record: str) -> None:
        """Let a record go that is not this member's to see; edits of it that were not sent are set aside."""
        file = self.file
        if record not in file.records:
            return
        for at, each in enumerate(file.mine):
            # after a server was set back all is to be sent again, until it was compared
            unsent = each.state < ACCEPTED or file.doubtful or record in file.lacking
            if unsent and any(change.record == record for change in each.act.changes):
                self.set_aside(at, record)
        file.records.pop(record)
        file.unknown.pop(record, None)
        # its history leaves with it: from now on only the server holds what was typed here
        file.mine = [each._replace(act=_without(each.act, {record})) for each in file.mine]
        self.on_gone(record)
        self._close_form({record})

    def set_aside(self, at: int, record: str) -> None:
        """Keep what the step number `at` wrote into `record` apart, where its user finds it."""
        file = self.file
        each = file.mine[at]
        if self.rules.unsent_set_aside:
            for change in each.act.changes:
                if change.record == record:
                    file.aside += [
                        (record, number, value) for number, value in change.values.items() if number.isdigit()
                    ]
        file.mine[at] = each._replace(act=_without(each.act, {record}))

    def _close_form(self, records: set[str]) -> None:
        if self.form is not None and self.form.record in records:
            self.form = None

    # new clocks

    def rename(self, names: dict[Clock, Clock]) -> None:
        """Give unaccepted steps their new clocks, everywhere in the file that names them."""
        file = self.file
        file.renamed = True
        sent: dict[int, int] = {}
        for at, each in enumerate(file.mine):
            if each.state != PENDING:
                sent[each.clock.site] = each.clock.hlc
                continue
            newest = sent.get(each.clock.site, 0)
            if each.clock in names:
                self._rename_written(each, names, newest)
            act = renamed(each.act, each.clock, names, newest)
            file.mine[at] = each._replace(clock=names.get(each.clock, each.clock), act=act)
        file.undoes = {names.get(step, step): names.get(other, other) for step, other in file.undoes.items()}
        if self.form is not None:
            cells = {
                n: cell and Cell(cell.value, names.get(cell.clock, cell.clock)) for n, cell in self.form.cells.items()
            }
            self.form = self.form._replace(cells=cells, base=names.get(self.form.base, self.form.base))
        file.outgoing = None

    def _rename_written(self, mine: Mine, names: dict[Clock, Clock], sent: int) -> None:
        """Rename what this step wrote, and only that: a copied device may have used the same clock elsewhere."""
        for change in mine.act.changes:
            record = self.file.records.get(change.record)
            if record is None:
                continue
            if change.op == INSERT and record.base == mine.clock:
                record.base = names[mine.clock]
            for number in change.values.keys() & record.fields.keys():
                _rename_edit(record.fields[number], mine.clock, names, sent)

    def restamp(self, server_ms: int) -> None:
        """Give the waiting steps honest clocks, after the latest honest one in the file."""
        file = self.file
        waiting = [each.clock for each in self.pending()]
        known = [clock.hlc for record in file.records.values() for clock in record.all_clocks()]
        known += [cell.clock.hlc for r in file.records.values() for s in r.fields.values() if (cell := s.cell)]
        honest = last_honest([*known, *file.accepted.values()], server_ms)
        names = restamped(waiting, honest, server_ms, file.site)
        file.hlc = max([honest, *(each.hlc for each in names.values())])
        file.refetch |= {change.record for each in file.mine if each.clock in names for change in each.act.changes}
        if self.rules.ahead_restamped:
            self.rename(names)
        else:
            file.mine = [each for each in file.mine if each.clock not in names]
            file.outgoing = None

    def become_new(self, site: int) -> None:
        """Go on as a device of its own: a restored or copied file must not write under a site that another has."""
        file = self.file
        file.former.append(file.site)
        file.site, file.next_n, file.outgoing = site, 1, None

    def adopt(self) -> None:
        """Make the waiting steps of a former site those of this one, once it is known which were accepted there."""
        stray = [each.clock for each in self.pending() if each.clock.site != self.file.site]
        if stray and self.rules.copies_rename:
            self.rename(moved(stray, self.file.site))

    # backups

    def backup(self) -> bytes:
        return pickle.dumps(self.file, protocol=5)

    def restore(self, backup: bytes) -> None:
        self.file = pickle.loads(backup)
        self.form = None
        if self.version > 1:
            self.upgrade()
        if self.rules.erasure_replayed:
            self.erase(set(self.ledger))

    def pending(self) -> list[Mine]:
        return [each for each in self.file.mine if each.state == PENDING]


def _without(act: Act, records: set[str]) -> Act:
    return act._replace(changes=tuple(each for each in act.changes if each.record not in records))


def _rename_edit(state: FieldState, old: Clock, names: dict[Clock, Clock], sent: int) -> None:
    new = names[old]
    if state.cell is not None and state.cell.clock == old:
        state.cell = Cell(state.cell.value, new)
    edit = state.edits.pop(old, None)
    if edit is not None:
        state.edits[new] = Edit(edit.value, new, bases_renamed(edit.bases, names, sent))
    loser = state.open.pop(old, None)
    if loser is not None:
        state.open[new] = Cell(loser.value, new)
