"""The edits of one record that were not taken: what was typed, why it was not taken, and what can be done with it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.words import _, ngettext
from ui.kit.buttons import Button, ButtonKind
from ui.kit.cards import Card
from ui.kit.ground import Ground
from ui.kit.labels import Avatar, IconText, Text
from ui.kit.layouts import column, row
from ui.kit.notices import Rule
from ui.kit.painting import Face
from ui.kit.panels import Bar
from ui.kit.scrolling import ScrollColumn
from ui.kit.theme import Theme
from ui.sync.told_aside import ToldAside, ToldEdit

# A value longer than this is cut on its line; copying takes all of it.
LONGEST = 1200


class AsidePanel(Ground):
    """`copy_wanted`, `again_wanted`, `away_wanted` and `back_wanted` carry the ToldEdits that they are about."""

    copy_wanted = Signal(object)
    again_wanted = Signal(object)
    away_wanted = Signal(object)
    back_wanted = Signal(object)
    open_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        self._edits: Sequence[ToldEdit] = ()
        self.lines: list[AsideLine] = []
        self._area = ScrollColumn()
        self.copy = Button(theme, _("Copy what I typed"), icon="copy")
        self.away = Button(theme, _("Put away"), ButtonKind.QUIET)
        self.again = Button(theme, _("Try again"), ButtonKind.PRIMARY, icon="sync", keys=_("Ctrl ↵"))
        self.back = Button(theme, _("Take back"), ButtonKind.PRIMARY, icon="undo", keys=_("Ctrl ↵"))
        kept = IconText(theme, "info", _("They stay here until you decide."))
        foot = Bar(theme, kept, None, self.away, self.copy, self.again, self.back, height=56, gap=8, line_above=True)
        self.setLayout(column(theme, self._area, foot, gap=0))
        self.copy.clicked.connect(lambda: self.copy_wanted.emit(self._edits))
        self.away.clicked.connect(lambda: self.away_wanted.emit(self._edits))
        self.again.clicked.connect(lambda: self.again_wanted.emit(self._edits))
        self.back.clicked.connect(lambda: self.back_wanted.emit(self._edits))

    def show_record(self, told: ToldAside) -> None:
        """Show the edits of `told`."""
        theme = self._theme
        self._edits = told.edits
        self.lines = [AsideLine(theme, each, told) for each in told.edits]
        card = Card(theme)
        for place, line in enumerate(self.lines):
            if place:
                card.body.addWidget(Rule(theme))
            line.copy.clicked.connect(lambda _on=False, edit=line.edit: self.copy_wanted.emit([edit]))
            line.again.clicked.connect(lambda _on=False, edit=line.edit: self.again_wanted.emit([edit]))
            line.away.clicked.connect(lambda _on=False, edit=line.edit: self.away_wanted.emit([edit]))
            line.back.clicked.connect(lambda _on=False, edit=line.edit: self.back_wanted.emit([edit]))
            card.body.addWidget(line)
        self.again.setEnabled(not told.why_not)
        self.again.setToolTip(told.why_not)
        for button, waits in ((self.again, True), (self.away, True), (self.back, False)):
            button.setVisible(waits is not told.put_away)
        whole = column(theme, self._head(told), card, None, gap=14, margins=(24, 18, 24, 16))
        ground = Ground(theme)
        ground.setLayout(whole)
        self._area.setWidget(ground)

    def focus_first(self) -> None:
        """Put the focus on the first edit's first button."""
        if self.lines:
            self.lines[0].copy.setFocus()

    def _head(self, told: ToldAside) -> QWidget:
        theme, head = self._theme, QWidget()
        face = Avatar(theme, Face(told.title, told.id, company=told.kind == "company"), "lg")
        sentence = ngettext(
            "An edit of yours did not reach the others. What you typed is kept here.",
            "{n} edits of yours did not reach the others. What you typed is kept here.",
            len(told.edits),
        ).format(n=len(told.edits))
        if told.put_away:
            sentence = _("You put this away. What you typed is kept here, and waits again when you take it back.")
        elif told.why_not:
            sentence = f"{sentence} {told.why_not}"
        words = column(theme, Text(theme, told.title, "title"), Text(theme, sentence, role="text2", wrap=True), gap=2)
        go = Button(theme, _("Open record"), size="small", icon="open elsewhere")
        go.setVisible(not told.why_not)
        go.clicked.connect(self.open_wanted)
        line = row(theme, face, words, go, gap=12)
        line.setStretch(1, 1)
        head.setLayout(line)
        return head


class AsideLine(QWidget):
    """One edit with its buttons."""

    def __init__(self, theme: Theme, edit: ToldEdit, told: ToldAside) -> None:
        super().__init__()
        self.edit = edit
        self.setAccessibleName(f"{edit.label}: {edit.value}. {edit.reason}")
        self.copy = Button(theme, _("Copy"), size="small", icon="copy")
        self.again = Button(theme, _("Try again"), size="small", icon="sync")
        self.away = Button(theme, _("Put away"), size="small")
        self.back = Button(theme, _("Take back"), size="small", icon="undo")
        self.again.setEnabled(not told.why_not)
        self.again.setToolTip(told.why_not)
        for button in (self.again, self.away) if told.put_away else (self.back,):
            button.hide()
        for button, name in (
            (self.copy, _("Copy {field}")),
            (self.again, _("Try {field} again")),
            (self.away, _("Put {field} away")),
            (self.back, _("Take {field} back")),
        ):
            button.setAccessibleName(name.format(field=edit.label))
        label = Text(theme, edit.label, "small", "text2")
        shown = edit.value if len(edit.value) <= LONGEST else f"{edit.value[:LONGEST]} …"
        value = Text(theme, shown, "bodyStrong", wrap=True)
        why = Text(theme, _("{when}: {reason}").format(when=edit.when, reason=edit.reason), "small", "text2", wrap=True)
        words = column(theme, label, *([value] if shown else []), why, gap=2)
        line = row(theme, words, self.copy, self.again, self.away, self.back, gap=8, margins=(16, 12, 16, 12))
        line.setStretch(0, 1)
        self.setLayout(line)
