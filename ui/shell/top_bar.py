"""The bar at the top: back and forward, where one is, search, undo, history, New."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from crm_desktop.words import _
from ui.kit.boxes import cut_end, cut_start, is_mirrored
from ui.kit.buttons import Button, ButtonKind, IconButton, LinkButton
from ui.kit.desk import Place
from ui.kit.icons import paint_icon
from ui.kit.labels import Text
from ui.kit.layouts import Row
from ui.kit.painting import key_size, paint_key
from ui.kit.panels import TopBar as Strip
from ui.kit.theme import Theme

STEP_GAP = 6
# The title is cut last, and to no less than the first; up to the second the path gives way to it.
LEAST_TITLE, MOST_TITLE = 80, 240
# How narrow the search becomes for the title and the path, and with how little room it has no words.
LEAST_SEARCH, LEAST_WORDS = 220, 48
Path = Sequence[tuple[str, Place | None]]


class SearchButton(QAbstractButton):
    """Looks like a field and opens the palette, where all searching is done."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setText(_("Search or run a command"))
        self.setAccessibleName(self.text())
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return the designed width."""
        return QSize(self._theme.px(300), self._theme.size("control.normal"))

    def minimumSizeHint(self) -> QSize:
        """Return room for the icon and the keys."""
        theme = self._theme
        width = theme.px(11 + 8 + 7) + theme.size("icon.md") + key_size(theme, _("Ctrl K")).width()
        return QSize(width, theme.size("control.normal"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a field with icon, words and keys."""
        theme, painter, mirrored = self._theme, QPainter(self), is_mirrored(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.layoutDirection())
        painter.setPen(QPen(theme.colour("hairlineStrong"), 1))
        painter.setBrush(theme.colour("surfaceHover" if self.underMouse() else "surfaceSunken"))
        radius = theme.radius("md")
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        box = self.rect().adjusted(theme.px(11), 0, -theme.px(7), 0)
        part, box = cut_start(box, theme.size("icon.md"), theme.px(8), mirrored=mirrored)
        paint_icon(painter, theme, "search", part, "text2")
        keys = _("Ctrl K")
        part, box = cut_end(box, key_size(theme, keys).width(), theme.px(6), mirrored=mirrored)
        paint_key(painter, theme, part, keys, "text2", "hairlineStrong")
        if box.width() < theme.px(LEAST_WORDS):
            return
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text3"))
        cut = theme.metrics("body").elidedText(self.text(), Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, cut)


class TopBar(Strip):
    """The bar of the window; `gone_to` carries the Place of a step of the path that was clicked.

    A `slim` one, of a window beside the main one, has no search, history, New and marks.
    """

    gone_to = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, slim: bool = False) -> None:
        self.back = IconButton(theme, "back", _("Back (Alt ←)"))
        self.forward = IconButton(theme, "forward", _("Forward (Alt →)"))
        self.search = SearchButton(theme)
        self.undo = IconButton(theme, "undo", _("Undo (Ctrl Z)"))
        self.history = IconButton(theme, "history", _("History (Ctrl Shift Y)"))
        self.history.setCheckable(True)
        self.new = Button(theme, _("New"), ButtonKind.PRIMARY, icon="new", keys="N")
        self.star = IconButton(theme, "star", _("Favourite (Ctrl D)"), size="small")
        self.pin = IconButton(theme, "pin", _("Pin to the side (Ctrl Shift D)"), size="small")
        self._path: Path = ()
        self._title: Text | None = None
        self._leading: list[tuple[QWidget, QWidget]] = []
        self._steps = Row(theme, gap=STEP_GAP)
        self._beside = Row(theme, gap=0)
        self._switch: QWidget | None = None
        first = (self.back, self.forward, self._steps, self._beside)
        of_main = (self.star, self.pin, self.search, self.history, self.new)
        if slim:
            super().__init__(theme, *first, None, self.undo, parent=parent)
            for each in of_main:
                each.setParent(self)
                each.hide()
        else:
            last = (self.undo, self.history, self.new)
            super().__init__(theme, *first, self.star, self.pin, None, self.search, *last, parent=parent)
        self.show_marks(starred=None, pinned=None)
        self.setAccessibleName(_("Top bar"))

    def show_path(self, path: Path) -> None:
        """Show the steps that lead to where the user is; the last is the title."""
        if path == self._path:
            return
        self._path, self._title, self._leading = path, None, []
        while (item := self._steps.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        theme = self._theme
        for place, (title, target) in enumerate(path):
            if place == len(path) - 1:
                self._title = Text(theme, title, "section")
                self._steps.addWidget(self._title)
            else:
                step = LinkButton(theme, title, role="text2")
                step.clicked.connect(lambda _on=False, to=target: self.gone_to.emit(to))
                caret = _Caret(theme)
                self._leading.append((step, caret))
                self._steps.addWidget(step)
                self._steps.addWidget(caret)

        # what is not shown yet would not be counted
        for place in range(self._steps.count()):
            item = self._steps.itemAt(place)
            shown = item.widget() if item is not None else None
            if shown is not None:
                shown.show()
        self._fit_title()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the search give way to the title down to LEAST_SEARCH, then a long title to the search."""
        super().resizeEvent(event)
        self._fit_title()

    def _fit_title(self) -> None:
        title = self._title
        layout = self.layout()
        if title is not None and layout is not None:
            px, whole = self._theme.px, title.sizeHint().width()
            others = layout.sizeHint().width() - min(whole, title.maximumWidth())
            if not self.search.isHidden():
                others -= self.search.sizeHint().width() - px(LEAST_SEARCH)
            others = self._leave_out(others, others + min(whole, px(MOST_TITLE)) - self.width())
            most = max(self.width() - others, px(LEAST_TITLE))
            # what is beside it gives way first: a title that fits is never cut
            title.setMinimumWidth(min(whole, most))
            title.setMaximumWidth(most)

    def _leave_out(self, others: int, over: int) -> int:
        """Leave out as many leading steps of the path as are `over` the width; return what all but the title takes."""
        gap = 2 * self._theme.px(STEP_GAP)
        rooms = [step.sizeHint().width() + caret.width() + gap for step, caret in self._leading]
        left_out = sum(room for room, (step, _caret) in zip(rooms, self._leading, strict=True) if step.isHidden())
        others, over = others + left_out, over + left_out
        for room, parts in zip(rooms, self._leading, strict=True):
            for part in parts:
                part.setVisible(over <= 0)
            others, over = (others - room, over - room) if over > 0 else (others, over)
        return others

    def show_marks(self, *, starred: bool | None, pinned: bool | None) -> None:
        """Show whether what is shown is a favourite and whether it is pinned; None where it cannot be."""
        self.star.setVisible(starred is not None)
        self.star.set_icon("starred" if starred else "star", "warning" if starred else "text2")
        self.star.setAccessibleName(_("No favourite any more (Ctrl D)") if starred else _("Favourite (Ctrl D)"))
        self.pin.setVisible(pinned is not None)
        self.pin.set_icon("pinned" if pinned else "pin", "accentText" if pinned else "text2")
        named = _("Unpin (Ctrl Shift D)") if pinned else _("Pin to the side (Ctrl Shift D)")
        self.pin.setAccessibleName(named)
        for button in (self.star, self.pin):
            button.setToolTip(button.accessibleName())
        self._fit_title()

    def show_switch(self, switch: QWidget | None) -> None:
        """Show what stands beside the title; the one before stays with its page, hidden."""
        if self._switch is switch:
            return
        if self._switch is not None:
            self._beside.removeWidget(self._switch)
            self._switch.hide()
        self._switch = switch
        if switch is not None:
            self._beside.addWidget(switch)
            switch.show()
        self._fit_title()

    def focus_first(self) -> None:
        """Put the focus on the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)


class _Caret(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedWidth(theme.size("icon.xs"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sign between two steps."""
        paint_icon(QPainter(self), self._theme, "next", self.rect(), "text3", "xs")
