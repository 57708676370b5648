"""The record page's columns: three when wide, two when medium, one when narrow, with tabs for what moves aside."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ui.kit.chips import Choice, ViewTabs
from ui.kit.layouts import column
from ui.kit.panels import Bar
from ui.kit.scrolling import ScrollColumn
from ui.kit.theme import Theme
from ui.kit.zoomed import ZoomedWidth

# Widths of the window from which three and two columns are shown (DESIGN, 3).
WIDE, MEDIUM = 1360, 1100
UNDER_TABS = ("next", "facts", "people", "files")


class Step(StrEnum):
    """How many columns there is room for."""

    WIDE = "wide"
    MEDIUM = "medium"
    NARROW = "narrow"


class Group(NamedTuple):
    """Sections that stay together: in a column, or under a tab called `title`."""

    name: str
    title: str
    holder: QWidget


class ColumnsPosition(NamedTuple):
    """How far the columns or tabs are scrolled, by name, and which tab is in front ("" for the usual one)."""

    scrolled: tuple[tuple[str, int], ...] = ()
    tab: str = ""


class RecordColumns(QWidget):
    """Puts the timeline and the groups of sections side by side, or under tabs, as the window allows."""

    def __init__(self, theme: Theme, timeline: QWidget, timeline_title: str, groups: Sequence[Group]) -> None:
        super().__init__()
        self._theme = theme
        self._timeline = timeline
        self._timeline_title = timeline_title
        self._groups = {group.name: group for group in groups}
        self._counts: dict[str, str] = {}
        self._step: Step | None = None
        self._wanted: ColumnsPosition | None = None
        self._left = _Pane(theme, "facts")
        self._right = _Pane(theme, "recordSide")
        self._tabs = ViewTabs(theme, [])
        self._stack = QStackedWidget()
        self._tabbed = _Tabbed(theme, self._tabs, self._stack)
        self._tabs.chosen.connect(self._show_tab)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._splitter)
        for part in (self._left, timeline, self._right, self._tabbed):
            self._splitter.addWidget(part)
        theme.changed.connect(self._arrange)

    @property
    def step(self) -> Step | None:
        """How many columns are shown."""
        return self._step

    @property
    def position(self) -> ColumnsPosition:
        """How far the columns are scrolled, and which tab is in front."""
        bars = {name: pane.verticalScrollBar().value() for name, pane in self._panes().items()}
        tab = "" if self._step is Step.WIDE or self._tabs.current == self._usual_tab() else self._tabs.current
        return ColumnsPosition(tuple((name, value) for name, value in bars.items() if value), tab)

    def go_to(self, position: ColumnsPosition) -> None:
        """Scroll to `position` once `settle` says that all is filled in; a tab comes to the front at once."""
        self._wanted = position
        if position.tab:
            self.show_group(position.tab)
            self._show_tab(position.tab)

    def settle(self) -> None:
        """Scroll to where one was."""
        if self._wanted is None:
            return
        wanted, self._wanted = dict(self._wanted.scrolled), None
        for name, pane in self._panes().items():
            pane.lay_out()
            pane.verticalScrollBar().setValue(wanted.get(name, 0))

    def show_counts(self, counts: dict[str, str]) -> None:
        """Show how many things are under each tab."""
        self._counts = counts
        self._name_tabs()

    def show_group(self, name: str) -> None:
        """Bring the group `name` to the front, where it is under a tab."""
        if self._step is Step.NARROW or (self._step is Step.MEDIUM and name in UNDER_TABS):
            self._tabs.choose(name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange anew where another number of columns fits."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        width = self.window().width()
        theme = self._theme
        step = Step.WIDE if width >= theme.px(WIDE) else Step.MEDIUM if width >= theme.px(MEDIUM) else Step.NARROW
        if step is self._step:
            return
        self._step = step
        wide = step is Step.WIDE
        if wide:
            self._left.hold([self._groups["facts"].holder, self._groups["people"].holder])
            self._right.hold([self._groups["next"].holder, self._groups["files"].holder])
            self._put_timeline(in_tabs=False)
        else:
            self._put_timeline(in_tabs=step is Step.NARROW)
            self._fill_tabs()
        self._left.setVisible(wide)
        self._right.setVisible(wide)
        self._tabbed.setVisible(not wide)
        self._share()

    def _put_timeline(self, *, in_tabs: bool) -> None:
        if in_tabs:
            self._stack.insertWidget(0, self._timeline)
        elif self._splitter.indexOf(self._timeline) < 0:
            self._stack.removeWidget(self._timeline)
            self._splitter.insertWidget(1, self._timeline)
        self._timeline.show()

    def _fill_tabs(self) -> None:
        for pane in [self._stack.widget(place) for place in range(self._stack.count())]:
            if isinstance(pane, _Pane):
                self._stack.removeWidget(pane)
                pane.deleteLater()
        for name in UNDER_TABS:
            pane = _Pane(self._theme, "preview")
            pane.setObjectName(name)
            pane.hold([self._groups[name].holder])
            self._stack.addWidget(pane)
        self._name_tabs()
        self._tabs.set_current(self._usual_tab())
        self._show_tab(self._tabs.current)

    def _usual_tab(self) -> str:
        return "timeline" if self._step is Step.NARROW else "next"

    def _panes(self) -> "dict[str, _Pane]":
        """Return what scrolls by itself now, by name."""
        if self._step is Step.WIDE:
            return {"left": self._left, "right": self._right}
        held = [self._stack.widget(place) for place in range(self._stack.count())]
        return {pane.objectName(): pane for pane in held if isinstance(pane, _Pane)}

    def _name_tabs(self) -> None:
        tabs = [Choice("timeline", self._timeline_title)] if self._step is Step.NARROW else []
        tabs += [Choice(name, self._groups[name].title, tally=self._counts.get(name, "")) for name in UNDER_TABS]
        self._tabs.set_choices(tabs)

    def _show_tab(self, name: str) -> None:
        for place in range(self._stack.count()):
            widget = self._stack.widget(place)
            shown = "timeline" if widget is self._timeline else widget.objectName() if widget is not None else ""
            if shown == name:
                self._stack.setCurrentIndex(place)

    def _share(self) -> None:
        theme, room = self._theme, self.width()
        facts, side, preview = (theme.size(name) for name in ("facts", "recordSide", "preview"))
        place = self._splitter.indexOf(self._timeline)
        sizes = [0] * self._splitter.count()
        wanted = {self._left: facts, self._right: side, self._tabbed: preview}
        for part, width in wanted.items():
            sizes[self._splitter.indexOf(part)] = 0 if part.isHidden() else width
        if place >= 0:
            sizes[place] = max(room - sum(sizes), theme.px(320))
            self._splitter.setStretchFactor(place, 1)
        self._splitter.setSizes(sizes)


class _Pane(ScrollColumn):
    """A column of sections that scrolls by itself."""

    def __init__(self, theme: Theme, width: str) -> None:
        super().__init__()
        self._theme = theme
        self._width = width
        ZoomedWidth(theme, self, least=220)
        self.setAutoFillBackground(True)
        self._inner = QWidget()
        self._layout = QVBoxLayout(self._inner)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addStretch(1)
        self.setWidget(self._inner)

    def hold(self, parts: Sequence[QWidget]) -> None:
        """Show `parts` below each other."""
        for place, part in enumerate(parts):
            self._layout.insertWidget(place, part)
            part.show()

    def lay_out(self) -> None:
        """Lay the parts out now, so that the scroll bar reaches as far as it will."""
        self._layout.activate()
        self._inner.adjustSize()

    def sizeHint(self) -> QSize:
        """Return the designed width."""
        return QSize(self._theme.size(self._width), self._theme.px(400))


class _Tabbed(QWidget):
    """Tabs above a stack."""

    def __init__(self, theme: Theme, tabs: ViewTabs, stack: QStackedWidget) -> None:
        super().__init__()
        tabs.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        ZoomedWidth(theme, self, least=280)
        self.setLayout(column(theme, Bar(theme, tabs, height=40, margins=(6, 0, 0, 0)), stack, gap=0))
