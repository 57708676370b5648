"""The page of a contact's graph: who is tied to it, painted, and as a list beside it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from crm_desktop.contacts.graph import Graph, Node, contact_graph
from crm_desktop.errors import CrmError
from crm_desktop.words import _, ngettext
from ui.contacts.graph_view import GraphView
from ui.kit.buttons import IconButton
from ui.kit.chips import Chip, Choice, Segmented
from ui.kit.core import Commit
from ui.kit.desk import Desk, Place, touches
from ui.kit.labels import Text
from ui.kit.layouts import row
from ui.kit.lines import LinesModel, LinesView
from ui.kit.notices import EmptyState, ErrorState
from ui.kit.page import Action, Page
from ui.kit.stand_in import StandIn
from ui.kit.two_line import Heading, Line

_TABLES = ("contact", "relationship", "affiliation", "relation_kind")
_LIST_WIDTH = 320


class GraphPage(Page):
    """Who is tied to a contact, up to three ties away; the focus of graph and list is one."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._id: bytes | None = None
        self._graph: Graph | None = None
        self._wanted: bytes | None = None
        theme = desk.theme
        self.levels = Segmented(
            theme, [Choice(str(n), ngettext("{n} step", "{n} steps", n).format(n=n)) for n in (1, 2, 3)]
        )
        self.levels.set_current("2")
        self.levels.setAccessibleName(_("How far"))
        self.past = Chip(theme, _("What ended too"))
        self.past.setCheckable(True)
        self._told = Text(theme, "", "small", "text2")
        fit = IconButton(theme, "open", _("Show all"))
        self.view = GraphView(theme)
        self._model = LinesModel(self)
        self.list = LinesView(theme, self._model)
        self.list.setAccessibleName(_("Who is tied to whom"))
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.view)
        self._splitter.addWidget(self.list)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setSizes([theme.px(900), theme.px(_LIST_WIDTH)])
        self._stack = StandIn(self._splitter)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(row(theme, self.levels, self.past, self._told, None, fit, gap=8, margins=(16, 8, 16, 8)))
        whole.addWidget(self._stack, 1)
        self.levels.chosen.connect(lambda _name: self._read())
        self.past.clicked.connect(lambda _on=False: self._read())
        fit.clicked.connect(self.view.fit)
        self.view.opened.connect(self._open)
        self.view.centred.connect(self._centre)
        self.view.focused.connect(self.list.go_to_record)
        self.list.current_changed.connect(self._on_line)
        self.list.opened.connect(lambda line: self._open(line.id))
        desk.committed.connect(self._on_committed)

    def arrive(self, place: Place) -> None:
        """Show the graph around the contact that `place` names."""
        self._id = place.record
        kept = place.arguments
        self.levels.set_current(str(kept.get("levels") or self.levels.current))
        self.past.setChecked(bool(kept.get("past", self.past.isChecked())))
        focus = kept.get("focus")
        self._wanted = bytes.fromhex(focus) if isinstance(focus, str) else None
        self._read()

    def leave(self) -> Place | None:
        """Return the place that brings back the same graph with the same focus."""
        if self._id is None:
            return None
        focus = self.view.current
        kept = {"levels": self.levels.current, "past": self.past.isChecked()}
        return Place("graph", self._id, {**kept, "focus": focus.hex() if focus is not None else ""})

    def path(self) -> Sequence[tuple[str, Place | None]]:
        """Return the way here: all contacts, the contact, the graph."""
        steps: list[tuple[str, Place | None]] = [(_("Contacts"), Place("contacts"))]
        if self._graph is not None and self._id is not None:
            steps.append((self._graph.nodes[0].name, Place("contact", self._id)))
        return (*steps, (_("Relationships"), None))

    def commands(self) -> Sequence[Action]:
        """Return what can be done with the graph."""
        return (
            Action("open node", _("Open the contact"), self._open_current, "Return", "open"),
            Action("centre node", _("Put into the middle"), self._centre_current, "Space", "graph"),
            Action("zoom graph in", _("Larger graph"), lambda: self.view.zoom(1.25), "+", "new"),
            Action("zoom graph out", _("Smaller graph"), lambda: self.view.zoom(0.8), "-", "minus"),
            Action("fit graph", _("Show all of the graph"), self.view.fit, "0", "open"),
        )

    def focus_first(self) -> None:
        """Put the focus on the graph."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def sizeHint(self) -> QSize:
        """Return a size for graph and list."""
        return QSize(self.desk.theme.px(1000), self.desk.theme.px(600))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground of bar and graph."""
        QPainter(self).fillRect(self.rect(), self.desk.theme.colour("surface"))

    def _read(self) -> None:
        if self._id is None:
            return
        levels, past = int(self.levels.current), self.past.isChecked()
        query = partial(contact_graph, contact=self._id, levels=levels, past=past)
        self.desk.read(query, owner=self, then=self._show, on_error=self._show_error, key="graph")

    def _show(self, graph: Graph | None) -> None:
        self._graph = graph
        if graph is None or len(graph.nodes) < 2:
            self._show_empty(graph)
        else:
            self._stack.show_page()
            self.view.show_graph(graph)
            self._model.show_rows(self._rows(graph))
            if self._wanted is not None:
                self.view.go_to(self._wanted)
            self._wanted = None
            count = len(graph.nodes) - 1
            told = ngettext("{n} contact", "{n} contacts", count).format(n=count)
            if graph.left_out:
                more = ngettext("{n} more is not shown", "{n} more are not shown", graph.left_out)
                told = _("{contacts}, {more}").format(contacts=told, more=more.format(n=graph.left_out))
            self._told.setText(told)
        self.titled.emit()

    def _rows(self, graph: Graph) -> list[Line | Heading]:
        headings = {0: _("In the middle"), 1: _("Tied directly"), 2: _("Over one other"), 3: _("Over two others")}
        rows: list[Line | Heading] = []
        level = -1
        for node in sorted(graph.nodes, key=lambda each: (each.level, each.name.casefold())):
            if node.level != level:
                level = node.level
                rows.append(Heading(headings[level]))
            rows.append(self._line(node))
        return rows

    def _line(self, node: Node) -> Line:
        return Line(node.id, node.name, self.view.words_of(node), icon="company" if node.company else "person")

    def _show_empty(self, graph: Graph | None) -> None:
        self._told.setText("")
        if graph is None:
            empty = EmptyState(
                self.desk.theme,
                "no results",
                _("This contact is not here"),
                _("It may have been erased, or it belongs to another workspace."),
                _("All contacts"),
            )
            empty.acted.connect(lambda: self.desk.go(Place("contacts")))
        else:
            empty = EmptyState(
                self.desk.theme,
                "graph",
                _("Nobody is tied to {name} yet").format(name=graph.nodes[0].name),
                _("Add a job, a relationship or a parent company on the contact's page."),
                _("Open the contact"),
            )
            empty.acted.connect(lambda: self.desk.go(Place("contact", self._id)))
        self._stack.show_instead(empty)

    def _show_error(self, error: CrmError) -> None:
        failed = ErrorState(self.desk.theme, _("The graph could not be read."), str(error), _("Try again"))
        failed.acted.connect(self._read)
        self._stack.show_instead(failed)

    def _on_line(self, line: Line | None) -> None:
        if line is not None:
            self.view.go_to(line.id)

    def _open(self, contact: bytes) -> None:
        self.desk.go(Place("contact", contact))

    def _open_current(self) -> None:
        if self.view.current is not None:
            self._open(self.view.current)

    def _centre(self, contact: bytes) -> None:
        if contact != self._id:
            self.desk.go(Place("graph", contact))

    def _centre_current(self) -> None:
        if self.view.current is not None:
            self._centre(self.view.current)

    def _on_committed(self, commit: Commit) -> None:
        if self._id is not None and self.isVisible() and touches(commit, *_TABLES):
            self._read()
