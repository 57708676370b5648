"""Toasts: a short word at the bottom of the window, with Undo where that is possible."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.words import _
from ui.kit.boxes import cut_start, is_mirrored
from ui.kit.bulk_bar import BulkBar
from ui.kit.buttons import Button, ButtonKind, IconButton
from ui.kit.desk import Desk, Saying
from ui.kit.focus_order import first_stop
from ui.kit.focus_ring import ROLE_PROPERTY
from ui.kit.icons import paint_icon
from ui.kit.labels import Text
from ui.kit.layouts import row
from ui.kit.panels import Bar, StatusBar
from ui.kit.theme import Theme, Tone

_ICONS = {Tone.DANGER: "error", Tone.WARNING: "warning", Tone.NEUTRAL: "info"}

FOLLOW_MS = 200
_TELLS = "tellsItself"


class Toast(QWidget):
    """One saying on the tooltip ground; `undo_wanted` and `closed` tell of its buttons."""

    undo_wanted = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, saying: Saying, *, closable: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._saying = saying
        self.setAccessibleName(saying.text)
        self._text = Text(theme, saying.text, "control", "tooltipText")
        undo = Button(theme, _("Undo"), ButtonKind.ON_TOOLTIP, size="small")
        if not saying.undo:
            undo.hide()
        undo.clicked.connect(self.undo_wanted)
        self._close = close = IconButton(theme, "close", _("Close"), icon_size="xs", role="tooltipText")
        if not closable:
            close.hide()
        close.clicked.connect(self.closed)
        for button in (undo, close):
            button.setProperty(ROLE_PROPERTY, "tooltipText")
        self._row = row(theme, self._text, None, undo, close, margins=(40, 8, 8, 8))
        self.setLayout(self._row)

    def sizeHint(self) -> QSize:
        """Return the designed width, more where the words need it."""
        width = max(self._theme.size("toast.width"), self._row.sizeHint().width())
        return QSize(width, self._theme.size("toast.minHeight"))

    def focusNextPrevChild(self, forward: object) -> bool:
        """Leave the last button for the first stop of the window: Qt would go back to what stands for a page."""
        last = bool(forward) and self.window().focusWidget() is self._close
        begin = first_stop(self.window(), self) if last else None
        if begin is None:
            return super().focusNextPrevChild(bool(forward))
        begin.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground and icon."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("tooltip"))
        painter.drawRoundedRect(QRectF(self.rect()), theme.radius("lg"), theme.radius("lg"))
        inner = self.rect().adjusted(theme.px(14), 0, -theme.px(14), 0)
        box, _rest = cut_start(inner, theme.size("icon.md"), mirrored=is_mirrored(self))
        paint_icon(painter, theme, _ICONS.get(self._saying.tone, "done"), box, "tooltipText")


class ToastHost(QObject):
    """Shows what the desk says, one toast at a time, at the bottom centre of `area`; it stays while looked at.

    A host in a window `beside` the main one shows what is said while that window is in use, and then the main one does
    not.
    """

    def __init__(self, desk: Desk, area: QWidget, lift: int = 24, *, beside: bool = False) -> None:
        super().__init__(area)
        self._beside = beside
        if beside:
            area.window().setProperty(_TELLS, True)
        self._desk = desk
        self._area = area
        self._lift = lift
        self._toast: Toast | None = None
        self._timer = QTimer(self, singleShot=True, interval=desk.theme.duration("toastHold"))
        self._timer.timeout.connect(self.end_hold)
        # pages change and rows are selected while a toast is shown
        self._follow = QTimer(self, interval=FOLLOW_MS)
        self._follow.timeout.connect(self._place)
        desk.said.connect(self._hear)
        area.installEventFilter(self)

    def _hear(self, saying: Saying) -> None:
        active = QApplication.activeWindow()
        elsewhere = active is not None and active is not self._area.window() and bool(active.property(_TELLS))
        if self._area.window().isActiveWindow() if self._beside else not elsewhere:
            self.show_saying(saying)

    def show_saying(self, saying: Saying) -> None:
        """Show `saying` in place of what is shown."""
        self.hide()
        toast = Toast(self._desk.theme, saying, parent=self._area)
        toast.undo_wanted.connect(self._undo)
        toast.closed.connect(self.hide)
        self._toast = toast
        self._place()
        toast.show()
        toast.raise_()
        self._timer.start()
        self._follow.start()
        announce(toast, saying.text, urgent=saying.tone is Tone.DANGER)

    def hide(self) -> None:
        """Take the toast away."""
        self._timer.stop()
        self._follow.stop()
        if self._toast is not None:
            self._toast.hide()
            self._toast.deleteLater()
            self._toast = None

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Keep the toast in its place when the area changes its size."""
        if event.type() is QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        if self._toast is None:
            return
        size = self._toast.sizeHint().boundedTo(self._area.size())
        x = (self._area.width() - size.width()) // 2
        y = self._foot() - size.height()
        self._toast.setGeometry(QRect(x, y, size.width(), size.height()))

    def _foot(self) -> int:
        """Return where the toast ends: near the bottom, above a foot, and above the room of a bar of acts."""
        free = self._area.height() - self._desk.theme.px(self._lift)
        bars = [each for each in self._area.findChildren(BulkBar) if each.place.isVisible()]
        tops = [each.place.mapTo(self._area, each.slot().topLeft()).y() for each in bars]
        theme = self._desk.theme
        feet = [each for kind in (Bar, StatusBar) for each in self._area.findChildren(kind)]
        lines = [each.mapTo(self._area, QPoint(0, 0)).y() for each in feet if each.isVisible() and self._at_end(each)]
        return min([free, *(top - theme.px(8) for top in tops), *(line - theme.px(16) for line in lines)])

    def _at_end(self, foot: QWidget) -> bool:
        """Return whether `foot` ends the area."""
        return foot.mapTo(self._area, QPoint(0, foot.height())).y() >= self._area.height() - 1

    def _undo(self) -> None:
        self.hide()
        self._desk.undo()

    def end_hold(self) -> None:
        """Take the toast away unless it is being looked at; then it stays for as long again."""
        toast, focused = self._toast, QApplication.focusWidget()
        if toast is not None and (toast.underMouse() or (focused is not None and toast.isAncestorOf(focused))):
            self._timer.start()
        else:
            self.hide()


def announce(widget: QWidget, text: str, *, urgent: bool = False) -> None:
    """Have a screen reader say `text`, at once where it is `urgent`."""
    event = QAccessibleAnnouncementEvent(widget, text)
    politeness = QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Assertive if urgent else politeness.Polite)
    QAccessible.updateAccessibility(event)
