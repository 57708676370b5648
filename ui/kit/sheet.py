"""The component sheet, for comparing with the design: `python -m ui.kit.sheet OUT.png [--dark] [--zoom 1.5]`."""

import argparse
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QProgressBar, QRadioButton, QWidget

from crm_desktop.errors import CrmError
from crm_desktop.schema.field import Field
from crm_desktop.schema.forms import Place
from ui.kit.buttons import Button, ButtonKind, Switch
from ui.kit.cards import Card
from ui.kit.chips import Chip, Choice, Segmented
from ui.kit.desk import Saying
from ui.kit.dress import dress
from ui.kit.fields.text import TextInput
from ui.kit.focus_ring import RingFrame
from ui.kit.labels import AgeMeter, Avatar, BadgeLabel, IconText, KeyHint, Text
from ui.kit.notices import Banner, ErrorState, NoResults, Notice, Rule, SkeletonRows
from ui.kit.painting import Badge, Face, avatar_colour, paint_sparkline
from ui.kit.theme import Mode, Theme, Tone
from ui.kit.toast import Toast

WIDTH, HEIGHT = 720, 984
LEFT, RIGHT = 24, 695


class Sheet(QWidget):
    """All components in the order and place of the design's sheet."""

    def __init__(self, theme: Theme, place: Place) -> None:
        super().__init__()
        self._theme = theme
        self._place = place
        self.setFixedSize(theme.px(WIDTH), theme.px(HEIGHT))
        self._put(Text(theme, "Components and states", "section"), LEFT, 18)
        mode = Text(theme, "dark" if theme.dark else "light", "small", "text3")
        self._put(mode, RIGHT - mode.sizeHint().width() / theme.zoom, 21)
        for part in (self._buttons, self._fields, self._choices, self._badges, self._avatars, self._states):
            part()
        for part in (self._progress, self._meanings, self._charts):
            part()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground."""
        QPainter(self).fillRect(self.rect(), self._theme.colour("surface"))

    def _put(self, widget: QWidget, x: float, y: float, width: float = 0, height: float = 0) -> QWidget:
        widget.setParent(self)
        px, hint = self._theme.px, widget.sizeHint()
        widget.setGeometry(px(x), px(y), px(width) if width else hint.width(), px(height) if height else hint.height())
        return widget

    def _title(self, text: str, y: float, x: float = LEFT) -> None:
        self._put(Text(self._theme, text, "caption", "text3"), x, y)

    def _note(self, text: str, x: float, y: float) -> None:
        self._put(Text(self._theme, text, "caption", "text3", weight=400), x, y)

    def _buttons(self) -> None:
        self._title("Buttons: primary, normal, quiet, destructive. Height 32 and 28", 52)
        theme, kind = self._theme, ButtonKind
        buttons = [
            (Button(theme, "Save", kind.PRIMARY), "normal", 24),
            (Button(theme, "Save", kind.PRIMARY), "hover", 88),
            (Button(theme, "Save", kind.PRIMARY), "pressed", 153),
            (Button(theme, "Save", kind.PRIMARY), "focus", 217),
            (Button(theme, "Save", kind.PRIMARY), "disabled", 281),
            (Button(theme, "Export", icon="export file"), "normal", 345),
            (Button(theme, "Later", kind.QUIET), "quiet", 442.5),
            (Button(theme, "Erase…", kind.DESTRUCTIVE, icon="delete"), "destructive", 509),
        ]
        for button, state, x in buttons:
            self._put(button, x, 74)
            self._note(state, x, 109)
        buttons[1][0].setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
        buttons[2][0].setDown(True)
        buttons[4][0].setEnabled(False)
        RingFrame(theme, buttons[3][0])

    def _fields(self) -> None:
        self._title("Fields", 139)
        theme, field = self._theme, Field(0, "name", "Name")
        inputs = [TextInput(theme, field, self._place, hint="Name") for _number in range(4)]
        for each, x, width in zip(inputs, (24, 176, 328, 516), (140, 140, 176, 108), strict=True):
            each.line.setFixedWidth(theme.px(width))
            self._put(each, x, 161, width)
        inputs[1].set_typed("Acme Corp")
        inputs[2].set_typed("j mbeki@acme.exa…")
        inputs[2].show_error("Remove the space after “j”")
        self._put(inputs[2], 328, 161, 176)
        inputs[3].set_typed("10041")
        inputs[3].set_read_only()
        for text, x in (("empty", 24), ("focus", 176), ("read only", 516)):
            self._note(text, x, 196)
        inputs[1].line.setFocus()
        self.field = inputs[1].line

    def _choices(self) -> None:
        self._title("Choice, chips, badges", 226)
        theme = self._theme
        boxes = [QCheckBox(), QCheckBox(), QCheckBox()]
        boxes[1].setChecked(True)
        boxes[2].setTristate(True)
        boxes[2].setCheckState(Qt.CheckState.PartiallyChecked)
        radios = [QRadioButton(), QRadioButton()]
        for widget, x in zip((*boxes, *radios), count(LEFT, 28), strict=False):
            self._put(widget, x, 254, 16, 16)
            if isinstance(widget, QRadioButton):
                widget.setAutoExclusive(False)
        radios[1].setChecked(True)
        switches = [Switch(theme, "Off"), Switch(theme, "On")]
        switches[1].setChecked(True)
        self._put(switches[0], 164, 253)
        self._put(switches[1], 208, 253)
        self._put(Segmented(theme, [Choice("board", "Board"), Choice("forecast", "Forecast")]), 252, 248)
        self._put(Chip(theme, "Owner is", "Anna", removable=True), 391, 249)
        self._put(Chip(theme, "Filter", icon="add", dashed=True), 523, 249)

    def _badges(self) -> None:
        badges = [
            Badge("Engaging", Tone.ACCENT),
            Badge("Won", Tone.SUCCESS, "check"),
            Badge("Ageing", Tone.WARNING, "ageing"),
            Badge("Complaint", Tone.DANGER, "complaint"),
            Badge("Question", Tone.INFO, "question"),
            Badge("Moved", Tone.VIOLET, "deal"),
            Badge("Prospecting"),
            Badge("Post: not asked", Tone.OUTLINE),
        ]
        self._in_line([BadgeLabel(self._theme, badge) for badge in badges], 284, 6)

    def _avatars(self) -> None:
        self._title("Avatars: person is round, company is square; colour from the record id", 318)
        people = ("Dana Whitfield", 5), ("Hugo Lind", 1), ("Erin Vos", 6), ("Mei Tanaka", 0), ("Priya Raman", 1)
        more = ("Tom Wrona", 3), ("Ola Brandt", 0), ("Kofi Mensah", 2)
        companies = ("Acme Corporation", 3), ("Konex", 6), ("Sumace", 7), ("Hottechi", 6)
        faces = [Face(name, _id_with_colour(colour)) for name, colour in (*people, *more)]
        faces += [Face(name, _id_with_colour(colour), company=True) for name, colour in companies]
        for face, x in zip(faces, count(LEFT, 40), strict=False):
            self._put(Avatar(self._theme, face), x, 340)
        self._put(Avatar(self._theme, faces[0], "sm"), 504, 344)
        self._put(Avatar(self._theme, faces[0], "xs"), 536, 346)

    def _states(self) -> None:
        self._title("Loading (after 150 ms), empty, error, no rights, locked", 386)
        theme = self._theme
        card = Card(theme)
        card.body.addWidget(SkeletonRows(theme))
        lines = (
            NoResults(theme, "acmee", "acme", 3),
            ErrorState(theme, "The backup could not be written.", "Drive E: is full.", "Choose another place…"),
            Notice(theme, "lock", "You can read this, not change it.", "Owner: Kami Bicknell.", "Ask for rights"),
            Notice(
                theme,
                "computer",
                "Open on Reed’s laptop since 08:52.",
                "You have a read-only copy.",
                "Try again",
                role="warning",
            ),
        )
        for number, line in enumerate(lines):
            if number:
                card.body.addWidget(Rule(theme))
            card.body.addWidget(line)
        self._put(card, LEFT, 408, RIGHT - LEFT, 269)

    def _progress(self) -> None:
        self._title("Banner, progress, toast", 691)
        theme = self._theme
        self._put(Banner(theme, "No backup for 9 days.", "Drive E: was not found.", "Back up now"), 24, 713, 671, 40)
        self._put(Text(theme, "Exporting 4,812 people", "small", weight=500), LEFT, 762)
        told = Text(theme, "3,100 done, 2 s left", "small", "text2")
        self._put(told, 622 - told.sizeHint().width() / theme.zoom, 762)
        bar = QProgressBar()
        bar.setTextVisible(False)
        bar.setValue(64)
        self._put(bar, LEFT, 783, 597, 6)
        self._put(Button(theme, "Cancel", size="small"), 633, 761)
        self._put(Toast(theme, Saying("Deal moved to Quoted", undo=True), closable=False), LEFT, 799)

    def _meanings(self) -> None:
        self._title("Meaning is never colour alone", 857)
        theme = self._theme
        words: list[QWidget] = [AgeMeter(theme, 1, "4 d"), AgeMeter(theme, 2, "13 d"), AgeMeter(theme, 3, "34 d")]
        words += [
            IconText(theme, "timer", "52 min", "warning", weight=500),
            IconText(theme, "missed", "Late by 38 min", "danger", weight=500),
            IconText(theme, "paused", "Paused"),
            IconText(theme, "online", "Up to date", "success"),
            IconText(theme, "offline", "Offline"),
            IconText(theme, "conflict", "3 conflicts", "warning"),
        ]
        self._in_line(words, 879, 11)

    def _charts(self) -> None:
        self._title("Chart series c1 to c6", 909)
        for number, x in zip(range(1, 7), count(LEFT, 48), strict=False):
            self._put(_Swatch(self._theme, f"chart.c{number}"), x, 931, 44, 22)
        self._title("Sparkline", 907, 324)
        self._put(_Spark(self._theme), 324, 929, 82, 24)
        self._title("Keys", 913, 424)
        self._in_line([KeyHint(self._theme, keys) for keys in ("Ctrl K", "J", "K", "N", "/")], 935, 4, 424)

    def _in_line(self, widgets: Sequence[QWidget], y: float, gap: float, x: float = LEFT) -> None:
        for widget in widgets:
            self._put(widget, x, y)
            x += widget.width() / self._theme.zoom + gap


class _Swatch(QWidget):
    def __init__(self, theme: Theme, role: str) -> None:
        super().__init__()
        self._theme = theme
        self._role = role

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(self._role))
        painter.drawRoundedRect(QRectF(self.rect()), self._theme.radius("xs"), self._theme.radius("xs"))


class _Spark(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def paintEvent(self, _event: QPaintEvent) -> None:
        values = (2, 5, 3, 6, 8, 7, 9)
        paint_sparkline(QPainter(self), self._theme, QRectF(self.rect()), values, "chart.c1")


def _id_with_colour(colour: int) -> bytes:
    return next(record for number in count() if avatar_colour(record := number.to_bytes(16, "big")) == colour)


def main() -> None:
    """Paint the sheet into the file that is named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--zoom", type=float, default=1.0)
    asked = parser.parse_args()
    app = QApplication([])
    theme = Theme(Mode.DARK if asked.dark else Mode.LIGHT, asked.zoom)
    dress(app, theme)
    sheet = Sheet(theme, Place("en", "US", "USD", ZoneInfo("UTC")))
    sheet.show()
    sheet.activateWindow()
    sheet.field.setFocus()
    app.processEvents()
    if not sheet.grab().save(str(asked.out)):
        raise CrmError(f"{asked.out} cannot be written.")


if __name__ == "__main__":
    main()
