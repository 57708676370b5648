"""Data quality: what is missing, invalid, stale or contradictory, each with a list in which it is mended."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QActionGroup, QHideEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from crm_desktop.acts import set_fields
from crm_desktop.errors import CrmError
from crm_desktop.quality.checks import BY_NAME, CHECKS, Check, Group
from crm_desktop.quality.counting import USUAL_DAYS, Asked, Found, found_by_all, still_found
from crm_desktop.schema.forms import Stored
from crm_desktop.store.record_query import Row, View, rows_by_rid, view_fields
from crm_desktop.words import _, ngettext
from ui.kit.beside import beside
from ui.kit.buttons import Button
from ui.kit.cell_editing import CellEditing
from ui.kit.cleaning_switch import cleaning_switch
from ui.kit.core import Commit
from ui.kit.desk import Desk, Place, touches
from ui.kit.fields.base import FieldInput
from ui.kit.labels import Text
from ui.kit.layouts import column
from ui.kit.lines import LinesModel, LinesView
from ui.kit.lists.cell_place import cell_place
from ui.kit.menus import drop
from ui.kit.notices import EmptyState, ErrorState
from ui.kit.page import Action, Page
from ui.kit.paged_model import PagedModel, Take
from ui.kit.panels import Bar, StatusBar
from ui.kit.table_view import TableView
from ui.kit.two_line import Line
from ui.quality.columns import cell_input, list_columns, typed_cell
from ui.quality.words import check_lines, check_title

LIST_WIDTH = 336
LINE_HEIGHT = 52
PAGE = 200
# After this time without another change everything is counted anew.
QUIET_MS = 2000
DAYS_OFFERED = (30, 90, 180, 365)
TABLES = ("contact", "contact_point", "deal", "interaction", "affiliation", "consent")
OPENED = {"contact": "contact", "deal": "pipeline"}


class QualityPage(Page):
    """The checks at the left, and the records that the current one finds."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        theme = desk.theme
        self.days = USUAL_DAYS
        self.found: dict[str, Found] = {}
        self._check = CHECKS[0]
        self._wanted = ""
        self._sum = Text(theme, "", "body", "text2")
        self._lines = LinesModel(self)
        self.checks = LinesView(theme, self._lines, height=LINE_HEIGHT)
        self.checks.setAccessibleName(_("Checks"))
        self._title = Text(theme, "", "bodyStrong")
        self._count = Text(theme, "", "body", "text2")
        self.after = Button(theme, "", size="small", icon="clock")
        self.model: PagedModel[Row] = PagedModel([], self._fetch, desk.formats, key=lambda row: row.record)
        self.table = TableView(theme, self.model)
        self.table.setAccessibleName(_("Records to mend"))
        self.editing = CellEditing(
            self.table,
            self.model,
            self._input,
            self._save,
            desk.drafts,
            lambda row, name: cell_place(self._view(), row, name),
        )
        self._clean = EmptyState(theme, "done", _("Nothing to mend"), _("This check finds no record any more."))
        self._failed = QWidget()
        self._status = StatusBar(theme)
        self._status.set_keys(_("F2 mends"), _("Enter opens"), _("F5 checks again"))
        self._switch = cleaning_switch(desk, "quality")
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._build()
        self._connect()

    def arrive(self, place: Place) -> None:
        """Check everything, and show the check that `place` names."""
        self._wanted = str(place.arguments.get("check") or self._wanted)
        days = place.arguments.get("days")
        self.days = days if isinstance(days, int) else self.days
        self.check_all()

    def leave(self) -> Place | None:
        """Return the place with the check that is shown."""
        return Place("quality", None, {"check": self._check.name, "days": self.days})

    def path(self) -> Sequence[tuple[str, Place | None]]:
        """Return the title."""
        return ((_("Data quality"), None),)

    def switch(self) -> QWidget | None:
        """Return the switch to the duplicates."""
        return self._switch

    def commands(self) -> Sequence[Action]:
        """Return what can be done here."""
        why = "" if self.table.current_row() is not None else _("Choose a record first.")
        return (
            Action("check", _("Check again"), self.check_all, "F5", "sync"),
            Action("next check", _("Next check"), lambda: self.checks.step(1), "Ctrl+Down"),
            Action("previous check", _("Previous check"), lambda: self.checks.step(-1), "Ctrl+Up"),
            Action("open", _("Open record"), self._open_current, "", "open", why),
        )

    def focus_first(self) -> None:
        """Put the focus on the checks."""
        self.checks.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """Count nothing while nobody looks; all is counted anew on arrival."""
        super().hideEvent(event)
        self._quiet.stop()

    def check_all(self) -> None:
        """Count what each check finds, in the background."""
        self._quiet.stop()
        self.desk.read(
            found_by_all,
            self._asked(),
            owner=self,
            then=self._show,
            on_error=self._fail,
            key="checks",
            title=_("Checking the records"),
        )

    def _asked(self) -> Asked:
        now_ms = int(self.desk.now().timestamp() * 1000)
        return Asked(self.desk.place, self.desk.today(), now_ms, self.days)

    def _build(self) -> None:
        theme = self.desk.theme
        head = Bar(theme, Text(theme, _("Checks"), "bodyStrong"), self._sum, None, gap=6)
        listed = QWidget()
        listed.setLayout(column(theme, head, self.checks, gap=0))
        self._stack = QStackedWidget()
        for part in (self.table, self._clean):
            self._stack.addWidget(part)
        shown = QWidget()
        above = Bar(theme, self._title, self._count, None, self.after, gap=6)
        whole = column(theme, above, self._stack, self._status, gap=0)
        whole.setStretch(1, 1)
        shown.setLayout(whole)
        self.setLayout(column(theme, beside(theme, listed, shown, LIST_WIDTH), gap=0))

    def _connect(self) -> None:
        self.checks.current_changed.connect(self._on_line)
        self.checks.opened.connect(lambda _line: self.table.setFocus())
        self.table.opened.connect(self._open)
        self.table.current_changed.connect(lambda _row: self.titled.emit())
        self.after.clicked.connect(self._choose_days)
        self._quiet.timeout.connect(self.check_all)
        self.model.arrived.connect(self._show_emptiness)
        self.desk.committed.connect(self._on_committed)

    def _show(self, found: Sequence[Found]) -> None:
        self.found = {each.check.name: each for each in found}
        self._show_lines()
        wanted = self._wanted or next((each.check.name for each in found if each.total), CHECKS[0].name)
        self._wanted = ""
        line = self.checks.current_line()
        if line is None or line.id != wanted.encode():
            self.checks.go_to_record(wanted.encode())
        self._show_check(BY_NAME[wanted] if wanted in BY_NAME else CHECKS[0], anew=True)

    def _show_lines(self) -> None:
        found = list(self.found.values())
        self._lines.show_rows(check_lines(found, self.days, self.desk.formats))
        self._sum.setText(self.desk.formats.number(sum(each.total for each in found)))

    def _on_line(self, line: Line | None) -> None:
        if line is not None:
            self._show_check(BY_NAME[line.id.decode()], anew=False)

    def _show_check(self, check: Check, *, anew: bool) -> None:
        if check is self._check and not anew and self.model.columns:
            return
        other = check is not self._check or not self.model.columns
        self._check = check
        self._title.setText(check_title(check, self.days))
        self.after.setVisible(check.group is Group.STALE)
        self.after.setText(_("After {days} days").format(days=self.days))
        if other:
            self.editing.close()
            self.model.restart(list_columns(self.desk, self._view()))
        else:
            self.model.refresh()
        self._tell_count()
        self.titled.emit()

    def _tell_count(self) -> None:
        found = self.found.get(self._check.name)
        total = found.total if found is not None else 0
        self.model.set_total(total)
        self._count.setText(self.desk.formats.number(total))
        self._status.set_facts(ngettext("{n} record", "{n} records", total).format(n=self.desk.formats.number(total)))

    def _show_emptiness(self) -> None:
        empty = not self.model.loading and self.model.rowCount() == 0
        self._stack.setCurrentWidget(self._clean if empty else self.table)

    def _view(self) -> View:
        return View(self.desk.kinds.named(self._check.kind), (), (), self._check.columns)

    def _fetch(self, after: object, then: Take[Row]) -> None:
        found = self.found.get(self._check.name)
        start = after if isinstance(after, int) else 0
        rids = found.rids[start : start + PAGE] if found is not None else ()
        following = start + PAGE if found is not None and start + PAGE < len(found.rids) else None

        def take(rows: list[Row]) -> None:
            then(rows, following)

        view = self._view()
        self.desk.read(rows_by_rid, view, self.desk.place, rids, owner=self, then=take, on_error=self._fail, key="page")

    def _input(self, row: Row, name: str) -> FieldInput | None:
        return cell_input(self.desk, self._view(), row, name, self)

    def _save(
        self, row: Row, name: str, value: Stored, saved: Callable[[], None], failed: Callable[[CrmError], None]
    ) -> None:
        fields = view_fields(self._view())
        place = next(number for number, field in enumerate(fields) if field.name == name)
        if value == row.values[place]:
            saved()
            return
        typed = {name: typed_cell(self.desk, fields[place], value, row.currency)}
        done = _("{field} changed").format(field=_(fields[place].label))
        then = partial(_call, saved)
        self.desk.act(set_fields, row.record, typed, owner=self, then=then, on_error=failed, done=done)

    def _open(self, row: Row) -> None:
        page = OPENED.get(self._view().kind.table.name)
        if page is not None:
            self.desk.go(Place(page, row.record))

    def _open_current(self) -> None:
        row = self.table.current_row()
        if row is not None:
            self._open(row)

    def _choose_days(self) -> None:
        menu = QMenu(self)
        group = QActionGroup(menu)
        for days in DAYS_OFFERED:
            action = menu.addAction(_("After {days} days").format(days=days))
            action.setCheckable(True)
            action.setChecked(days == self.days)
            action.setActionGroup(group)
            action.triggered.connect(partial(self.count_after, days))
        drop(menu, self.after)

    def count_after(self, days: int, _on: object = None) -> None:
        """Call a customer or a deal stale after `days`."""
        self.days = days
        self._wanted = self._check.name
        self.check_all()

    def _on_committed(self, commit: Commit) -> None:
        if not touches(commit, *TABLES) or not self.isVisible():
            return
        self._wanted = self._check.name
        self._quiet.start()
        # what was mended here leaves the list at once
        ids = commit.touched.get(self._view().kind.table.name, frozenset()) or frozenset()
        owners = [row.rid for row in self.model.rows() if row.record in ids or "contact_point" in commit.touched]
        if owners:
            self._look_again(owners)

    def _look_again(self, rids: list[int]) -> None:
        check = self._check

        def tell(left: set[int]) -> None:
            found = self.found.get(check.name)
            if found is None:
                return
            gone = set(rids) - left
            kept = type(found.rids)("q", (each for each in found.rids if each not in gone))
            self.found[check.name] = found._replace(rids=kept, total=found.total - (len(found.rids) - len(kept)))
            if check is self._check:
                self._show_lines()
                self.model.refresh()
                self._tell_count()

        self.desk.read(still_found, check, self._asked(), rids, owner=self, then=tell, on_error=self._fail, key="left")

    def _fail(self, error: CrmError) -> None:
        self.model.stop_waiting()
        told = ErrorState(self.desk.theme, _("The records could not be checked."), str(error), _("Try again"))
        told.acted.connect(self.check_all)
        before, self._failed = self._failed, QWidget()
        self._failed.setLayout(column(self.desk.theme, told, None))
        self._stack.addWidget(self._failed)
        self._stack.setCurrentWidget(self._failed)
        before.deleteLater()


def _call(saved: Callable[[], None], _result: object) -> None:
    saved()
