"""What stands behind the state at the foot of the rail: this computer, the office server, the other computers."""

from PySide6.QtCore import QRectF, Signal, SignalInstance
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.sync.status import Device, Sharing
from crm_desktop.words import _, ngettext
from ui.kit.buttons import Button, ButtonKind, LinkButton
from ui.kit.formats import Formats
from ui.kit.labels import IconText, Text
from ui.kit.layouts import Stack, column, row
from ui.kit.notices import Rule
from ui.kit.popover import Popover
from ui.kit.theme import Theme
from ui.shell.sharing_words import files_to_send, headline, icon, moment, synced

WIDTH = 340
PAD = 16
AROUND = (PAD, 14, PAD, 14)


class SharingPopover(Popover):
    """The signals tell which of its buttons was pressed; `pause_wanted` carries whether to work offline."""

    review_wanted = Signal()
    removal_wanted = Signal()
    sync_wanted = Signal()
    pause_wanted = Signal(bool)
    settings_wanted = Signal()

    def __init__(self, theme: Theme, formats: Formats, sharing: Sharing, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._formats = formats
        self._sharing = sharing
        self.setAccessibleName(_("Sharing"))
        # the edge is painted in the outermost pixel
        self.body.setContentsMargins(1, 1, 1, 1)
        self.body.setSpacing(0)
        self._told = Text(theme, self._explained(), "small", "text2", wrap=True)
        self.body.addLayout(self._head())
        self.body.addWidget(Rule(theme))
        self.body.addLayout(self._lines())
        self._below = self._buttons()
        self.body.addWidget(self._below)
        # some languages need more room for their buttons
        self.setFixedWidth(max(theme.px(WIDTH), self._below.sizeHint().width() + 2))
        self._told.setFixedWidth(self.width() - 2 * theme.px(PAD) - 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground of the buttons within the rounded edge."""
        super().paintEvent(event)
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge, shape = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), QPainterPath()
        shape.addRoundedRect(edge, theme.radius("lg"), theme.radius("lg"))
        painter.save()
        painter.setClipPath(shape)
        painter.fillRect(self._below.geometry(), theme.colour("surfaceSunken"))
        painter.restore()
        painter.setPen(QPen(theme.colour("hairlineStrong"), 1))
        painter.drawPath(shape)

    def _head(self) -> Stack:
        theme, sharing = self._theme, self._sharing
        name, role = icon(sharing)
        title = IconText(theme, name, headline(sharing), "text", icon_role=role, style="bodyStrong")
        review = LinkButton(theme, _("Review"))
        review.setVisible(bool(sharing.conflicts or sharing.set_aside))
        review.clicked.connect(lambda: self._tell(self.review_wanted))
        head = column(theme, row(theme, title, None, review), self._told, gap=4, margins=AROUND)
        if sharing.would_go:
            allow = LinkButton(theme, _("Let them go…"))
            allow.clicked.connect(lambda: self._tell(self.removal_wanted))
            head.addLayout(row(theme, allow, None))
        return head

    def _explained(self) -> str:
        sharing = self._sharing
        if sharing.paused:
            return _("Nothing is sent or fetched until you sync again. What you do is kept on this computer.")
        if sharing.would_go:
            return _(
                "The office would take them off this computer: they were given to others, erased, or it is a mistake "
                "there. Nothing is taken in until you decide. Ask whoever looks after the server."
            )
        if sharing.last_error is not None:
            return _("{reason} You can go on working; nothing is lost.").format(reason=sharing.last_error)
        return _("{synced}. You can go on working; nothing is lost.").format(synced=synced(sharing, self._formats))

    def _lines(self) -> Stack:
        theme, sharing = self._theme, self._sharing
        lines = Stack(theme, gap=12, margins=AROUND)
        saved = _("All changes saved")
        if sharing.unsent:
            saved = ngettext("{n} not sent yet", "{n} not sent yet", sharing.unsent).format(n=sharing.unsent)
        own = IconText(theme, "clock" if sharing.unsent else "check", saved, "text2" if sharing.unsent else "success")
        server = IconText(theme, *self._server_state())
        rows = [("computer", _("This computer"), own), ("server", sharing.host, server)]
        if sharing.uploads.files:
            left = IconText(theme, "clock", self._formats.size(sharing.uploads.bytes_left))
            rows.insert(1, ("attachment", files_to_send(sharing), left))
        rows += [("computers", each.name, self._heard(each)) for each in sharing.devices if not each.here]
        for sign, name, state in rows:
            label = IconText(theme, sign, name, "text", icon_role="text2", style="body")
            label.setToolTip(name)
            line = row(theme, label, state)
            # the name gives way, and its tooltip has it whole; when it was heard of is read whole
            line.setStretch(0, 1)
            state.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            lines.addLayout(line)
        return lines

    def _server_state(self) -> tuple[str, str, str]:
        sharing = self._sharing
        if sharing.last_error is not None:
            return "warning", _("The last try failed"), "warning"
        if sharing.last_ok_ms is None:
            return "clock", _("Not reached yet"), "text2"
        return "check", _("Reached {when}").format(when=moment(sharing.last_ok_ms, self._formats)), "success"

    def _heard(self, device: Device) -> IconText:
        if device.last_seen_ms is None:
            return IconText(self._theme, "clock", _("Never heard"))
        return IconText(self._theme, "clock", moment(device.last_seen_ms, self._formats))

    def _buttons(self) -> QWidget:
        theme, paused = self._theme, self._sharing.paused
        now = Button(theme, _("Sync now"), ButtonKind.PRIMARY, size="small", icon="sync")
        pause = Button(
            theme,
            _("Work online") if paused else _("Work offline"),
            size="small",
            icon="online" if paused else "offline",
        )
        settings = LinkButton(theme, _("Settings"))
        now.clicked.connect(lambda: self._tell(self.sync_wanted))
        pause.clicked.connect(lambda: self._pause(on=not paused))
        settings.clicked.connect(lambda: self._tell(self.settings_wanted))
        below = QWidget()
        line = row(theme, now, pause, None, settings, margins=(PAD, 10, PAD, 10))
        below.setLayout(column(theme, Rule(theme), line, gap=0))
        return below

    def _tell(self, signal: SignalInstance) -> None:
        self.close()
        signal.emit()

    def _pause(self, *, on: bool) -> None:
        self.close()
        self.pause_wanted.emit(on)
