"""The painted graph: contacts as avatars on rings, what ties them as lines; moved by mouse and by keys."""

from collections.abc import Mapping
from math import hypot

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.contacts.graph import Graph, Node
from crm_desktop.contacts.ties import Bond, Tie
from crm_desktop.words import _
from ui.contacts.graph_layout import placed
from ui.contacts.tie_words import tie_words
from ui.kit.painting import Face, paint_avatar
from ui.kit.theme import Theme
from ui.kit.toast import announce

LEAST_ZOOM, MOST_ZOOM, ZOOM_STEP = 0.25, 2.0, 1.25
NAME_WIDTH = 112
# Words stand on the lines of the node that has the focus, nearer to its neighbours, while there is room for them.
MOST_WORDS, WORDS_AT = 12, (0.62, 0.5, 0.74, 0.4)
# Zoomed out further than this, only who stands next to the middle is named.
LEAST_NAMED = 0.5
_SIDES = {0: 48, 1: 36}
_SIDE = 28
_LINES = {Bond.RELATION: "accent", Bond.JOB: "neutralSolid", Bond.PARENT: "violetSolid", Bond.DEAL: "infoSolid"}
_ARROWS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}
_CLICK = 4


class GraphView(QWidget):
    """Shows a Graph; `opened` carries the node that Enter or a double click opens, `centred` the one for the middle.

    Arrows go to the nearest node in that direction, + and - zoom, 0 fits, Space puts the node into the middle;
    `focused` carries the node that the focus is on.
    """

    opened = Signal(bytes)
    centred = Signal(bytes)
    focused = Signal(bytes)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._graph: Graph | None = None
        self._nodes: dict[bytes, Node] = {}
        self._places: dict[bytes, QPointF] = {}
        self._current: bytes | None = None
        self._zoom = 1.0
        self._shift = QPointF()
        self._grabbed: bytes | None = None
        self._pressed: QPointF | None = None
        self._moved = False
        self._fitted = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("focusRing", True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("Graph"))
        theme.changed.connect(self.update)

    @property
    def current(self) -> bytes | None:
        """The contact that the focus is on."""
        return self._current

    @property
    def places(self) -> Mapping[bytes, QPointF]:
        """Where the nodes stand, the middle at 0, 0."""
        return self._places

    def show_graph(self, graph: Graph) -> None:
        """Show `graph`; the focus stays on its node where that is still there."""
        same = self._graph is not None and self._graph.nodes[0].id == graph.nodes[0].id
        kept = self._places if same else {}
        self._graph = graph
        self._nodes = {node.id: node for node in graph.nodes}
        laid = {record: QPointF(x, y) for record, (x, y) in placed(graph).items()}
        self._places = laid if laid.keys() != kept.keys() else kept
        if self._current not in self._nodes:
            self._current = graph.nodes[0].id
        if self._fitted or not same:
            self.fit()
        self._tell()
        self.update()

    def go_to(self, contact: bytes) -> None:
        """Put the focus on `contact`, and bring it into view."""
        if contact in self._places and contact != self._current:
            self._current = contact
            self._show_current()
            self._tell()
            self.focused.emit(contact)
            self.update()

    def fit(self) -> None:
        """Zoom and shift so that all nodes can be seen."""
        self._fitted = True
        if not self._places or self.width() < 1:
            return
        xs = [place.x() for place in self._places.values()]
        ys = [place.y() for place in self._places.values()]
        wide, high = max(xs) - min(xs) + 1.5 * NAME_WIDTH, max(ys) - min(ys) + NAME_WIDTH
        unit = self._theme.zoom
        zoom = min(self.width() / (wide * unit), self.height() / (high * unit), 1.0)
        self._zoom = max(zoom, LEAST_ZOOM)
        middle = QPointF((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2)
        self._shift = QPointF(self.rect().center()) - middle * self._unit()
        self.update()

    def zoom(self, by: float) -> None:
        """Zoom in or out by the factor `by`, around the node that has the focus."""
        place = self._places.get(self._current or b"", QPointF())
        self._zoom_at(place * self._unit() + self._shift, by)

    def sizeHint(self) -> QSize:
        """Return a size at which a few nodes can be seen."""
        return QSize(self._theme.px(640), self._theme.px(480))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit anew unless the user has zoomed or moved."""
        super().resizeEvent(event)
        if self._fitted:
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Enter, Space, + - 0."""
        key = Qt.Key(event.key())
        if key in _ARROWS:
            self._step(*_ARROWS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current is not None:
            self.opened.emit(self._current)
        elif key is Qt.Key.Key_Space and self._current is not None:
            self.centred.emit(self._current)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(ZOOM_STEP)
        elif key is Qt.Key.Key_Minus:
            self.zoom(1 / ZOOM_STEP)
        elif key is Qt.Key.Key_0:
            self.fit()
        elif key is Qt.Key.Key_Home and self._graph is not None:
            self.go_to(self._graph.nodes[0].id)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the mouse."""
        turned = event.angleDelta().y()
        if turned:
            self._zoom_at(event.position(), ZOOM_STEP if turned > 0 else 1 / ZOOM_STEP)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a node, or of the ground."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed, self._moved = event.position(), False
            self._grabbed = self._node_at(event.position())
            if self._grabbed is not None:
                self.go_to(self._grabbed)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move what is held."""
        if self._pressed is None:
            return
        by = event.position() - self._pressed
        if not self._moved and hypot(by.x(), by.y()) < _CLICK:
            return
        self._moved, self._fitted, self._pressed = True, False, event.position()
        if self._grabbed is not None:
            self._places[self._grabbed] += by / self._unit()
        else:
            self._shift += by
        self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        self._pressed = self._grabbed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the node."""
        found = self._node_at(event.position())
        if found is not None:
            self.opened.emit(found)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint lines, then nodes; what the focus is on with its names and words."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.colour("surface"))
        if self._graph is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for tie in self._graph.ties:
            self._paint_tie(painter, tie)
        for node in self._graph.nodes:
            self._paint_node(painter, node)
        taken = [self._box(node) for node in self._graph.nodes]
        # the one with the focus first, then those nearest to the middle: what would stand on another is left out
        for node in sorted(self._graph.nodes, key=lambda node: (node.id != self._current, node.level)):
            self._paint_name(painter, node, taken)
        lit = [tie for tie in self._graph.ties if self._current in (tie.here, tie.other)]
        for tie in lit if len(lit) <= MOST_WORDS else ():
            self._paint_words(painter, tie, taken)

    def _paint_tie(self, painter: QPainter, tie: Tie) -> None:
        theme = self._theme
        lit = self._current in (tie.here, tie.other)
        pen = QPen(theme.colour(_LINES[tie.bond] if lit else "hairlineStrong"), 2.0 if lit else 1.0)
        if tie.past:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawLine(self._at(tie.here), self._at(tie.other))

    def _paint_words(self, painter: QPainter, tie: Tie, taken: list[QRect]) -> None:
        """Write how the tie reads from the node that has the focus on its line, where that is not `taken`."""
        theme = self._theme
        seen = tie if tie.here == self._current else tie._replace(outward=not tie.outward)
        here, there = (tie.here, tie.other) if tie.here == self._current else (tie.other, tie.here)
        metrics = theme.metrics("caption")
        said = tie.said if tie.bond is Bond.JOB and tie.said else tie_words(seen)
        words = metrics.elidedText(said, Qt.TextElideMode.ElideRight, theme.px(NAME_WIDTH))
        width = metrics.horizontalAdvance(words) + theme.px(8)
        box = QRectF(0, 0, width, theme.px(16))
        for share in WORDS_AT:
            box.moveCenter(self._at(here) + (self._at(there) - self._at(here)) * share)
            if _took(box.toAlignedRect(), taken):
                break
        else:
            return
        painter.setPen(QPen(theme.colour("hairline"), 1))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(box, theme.radius("sm"), theme.radius("sm"))
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.colour("text2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_node(self, painter: QPainter, node: Node) -> None:
        theme = self._theme
        box = self._box(node)
        if not self.rect().intersects(box):
            return
        if node.id == self._current:
            ring = QRectF(box).adjusted(-3, -3, 3, 3)
            painter.setPen(QPen(theme.colour("focus" if self.hasFocus() else "accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            radius = ring.width() * (0.22 if node.company else 0.5)
            painter.drawRoundedRect(ring, radius, radius)
        paint_avatar(painter, theme, box, Face(node.name, node.id, node.company))

    def _paint_name(self, painter: QPainter, node: Node, taken: list[QRect]) -> None:
        """Write the name of `node` below it, where that is not `taken`."""
        theme, lit = self._theme, node.id == self._current
        if self._zoom < LEAST_NAMED and not lit and node.level > 1:
            return
        style, weight = ("small", 600) if node.level == 0 else ("caption", 0)
        metrics = theme.metrics(style, weight)
        name = metrics.elidedText(node.name, Qt.TextElideMode.ElideRight, theme.px(NAME_WIDTH))
        box = QRect(0, 0, metrics.horizontalAdvance(name) + theme.px(4), theme.px(16))
        box.moveCenter(self._box(node).center())
        box.moveTop(self._box(node).bottom() + theme.px(4))
        if not self.rect().intersects(box) or (not _took(box, taken) and not lit):
            return
        painter.setFont(theme.font(style, weight))
        painter.setPen(theme.colour("text" if lit or node.level < 2 else "text2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)

    def _unit(self) -> float:
        return self._zoom * self._theme.zoom

    def _at(self, contact: bytes) -> QPointF:
        return self._places[contact] * self._unit() + self._shift

    def _box(self, node: Node) -> QRect:
        side = max(round(_SIDES.get(node.level, _SIDE) * self._theme.zoom * min(max(self._zoom, 0.6), 1.0)), 12)
        at = self._at(node.id)
        return QRect(round(at.x() - side / 2), round(at.y() - side / 2), side, side)

    def _node_at(self, point: QPointF) -> bytes | None:
        reach = self._theme.px(4)
        for node in reversed(self._graph.nodes if self._graph is not None else ()):
            if self._box(node).adjusted(-reach, -reach, reach, reach).contains(point.toPoint()):
                return node.id
        return None

    def _step(self, x: float, y: float) -> None:
        """Go to the nearest node in the direction `x`, `y`: what lies straight ahead comes first."""
        here = self._places.get(self._current or b"")
        if here is None:
            return
        best: tuple[float, bytes] | None = None
        for record, place in self._places.items():
            way = place - here
            ahead = way.x() * x + way.y() * y
            aside = abs(way.x() * y) + abs(way.y() * x)
            if record == self._current or ahead <= 0 or aside > 2 * ahead:
                continue
            cost = (ahead + 2 * aside, record)
            best = cost if best is None else min(best, cost)
        if best is not None:
            self.go_to(best[1])

    def _zoom_at(self, point: QPointF, by: float) -> None:
        zoom = min(max(self._zoom * by, LEAST_ZOOM), MOST_ZOOM)
        self._shift = point - (point - self._shift) * (zoom / self._zoom)
        self._zoom, self._fitted = zoom, False
        self.update()

    def _show_current(self) -> None:
        at = self._at(self._current or b"")
        room = QRectF(self.rect()).adjusted(40, 40, -40, -60)
        if not room.contains(at):
            self._shift += QPointF(self.rect().center()) - at
            self._fitted = False

    def _tell(self) -> None:
        node = self._nodes.get(self._current or b"")
        if node is None:
            return
        said = ". ".join(part for part in (node.name, self.words_of(node)) if part)
        self.setAccessibleDescription(said)
        if self.hasFocus():
            announce(self, said)

    def words_of(self, node: Node) -> str:
        """Return how `node` is tied to the one that it was reached by, which is named unless it is in the middle."""
        by = self._nodes.get(node.by or b"")
        if by is None or self._graph is None:
            return ""
        ties = [tie for tie in self._graph.ties if {tie.here, tie.other} == {node.id, by.id}]
        words = ", ".join(
            tie_words(tie if tie.here == by.id else tie._replace(outward=not tie.outward)) for tie in ties
        )
        return words if by.level == 0 else _("{one}: {how}").format(one=by.name, how=words)


def _took(box: QRect, taken: list[QRect]) -> bool:
    """Take the room of `box`, unless a part of it is `taken`; return whether it was free."""
    if any(box.intersects(other) for other in taken):
        return False
    taken.append(box)
    return True
