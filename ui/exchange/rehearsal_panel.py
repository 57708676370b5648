"""What an import would do, or did: counts, refused rows, what happens on a match, and what there is to say."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.exchange.import_report import ImportReport
from crm_desktop.exchange.slots import kind_label
from crm_desktop.words import _, ngettext
from ui.exchange.chosen import Chosen
from ui.exchange.consent_source import ConsentSource
from ui.exchange.match_choice import MatchChoice
from ui.exchange.refused_list import RefusedList
from ui.kit.desk import Desk
from ui.kit.ground import Ground
from ui.kit.labels import IconText, Text
from ui.kit.layouts import Row, Stack, column, row
from ui.kit.theme import Theme

SHOWN_WARNINGS = 30
PARTS_GAP = 28


class RehearsalPanel(QScrollArea):
    """Counts by kind, then what is asked, then `refused` rows, then the choice `on_match`, then sentences."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setAccessibleName(_("Rehearsal"))
        theme = desk.theme
        self.refused = RefusedList(desk)
        self.on_match = MatchChoice(theme)
        self.consent = ConsentSource(theme)
        self._counts, self._said = QWidget(), QWidget()
        self._content = _Parts(theme)
        self._lines = column(
            theme,
            self._counts,
            self.consent,
            self.refused,
            self.on_match,
            self._said,
            None,
            gap=PARTS_GAP,
            margins=(16, 16, 16, 16),
        )
        self._content.setLayout(self._lines)
        self.setWidget(self._content)
        self.refused.hide()
        self.on_match.hide()

    def show_report(self, report: ImportReport, title: str, chosen: Chosen | None = None) -> None:
        """Show `report` under `title`, and what can still be `chosen`; nothing can of what is done."""
        theme = self._desk.theme
        counts = Stack(theme, gap=8)
        counts.addWidget(Text(theme, title, "subtitle"))
        for kind, each in report.kinds.items():
            counts.addWidget(Text(theme, kind_label(kind), "bodyStrong"))
            plain = each.plain()
            for line in _count_lines():
                if plain[line.name] or line.name == "read":
                    counts.addLayout(self._count(line, plain[line.name]))
        if report.undecided:
            told = ngettext(
                "{n} row waits for your decision and is left out until then.",
                "{n} rows wait for your decision and are left out until then.",
                report.undecided,
            )
            number = self._desk.formats.number(report.undecided)
            counts.addWidget(Text(theme, told.format(n=number), "small", "warning", wrap=True))
        self._counts = self._swap(self._counts, counts)
        self.refused.show_report(report, chosen)
        self.on_match.setVisible(chosen is not None and bool(report.kinds))
        self.consent.setVisible(chosen is not None and self.consent.isVisible())
        said = report.warnings[:SHOWN_WARNINGS]
        if report.backup is not None:
            said.append(_("What was there before is in the backup {name}.").format(name=report.backup.name))
        self._said = self._swap(self._said, self._sentences(said))

    def show_words(self, title: str, words: str) -> None:
        """Show `words` under `title`, where there is no report."""
        theme = self._desk.theme
        lines = Stack(theme, gap=8)
        lines.addWidget(Text(theme, title, "subtitle"))
        lines.addWidget(Text(theme, words, "body", "text2", wrap=True))
        self._counts = self._swap(self._counts, lines)
        self._said = self._swap(self._said, Stack(theme))
        self.refused.hide()
        self.on_match.hide()
        self.consent.hide()

    def _swap(self, before: QWidget, lines: QVBoxLayout) -> QWidget:
        made = QWidget()
        made.setLayout(lines)
        self._lines.replaceWidget(before, made)
        before.hide()
        before.deleteLater()
        return made

    def _count(self, line: "_CountLine", count: int) -> Row:
        theme = self._desk.theme
        role = "danger" if line.role == "danger" else "text"
        number = Text(theme, self._desk.formats.number(count), "bodyStrong", role)
        words = IconText(theme, line.icon, line.label, "text", icon_role=line.role, style="body")
        return row(theme, words, None, number)

    def _sentences(self, sentences: Sequence[str]) -> Stack:
        theme = self._desk.theme
        lines = Stack(theme, gap=8)
        if sentences:
            lines.addWidget(Text(theme, _("To know"), "bodyStrong"))
        for sentence in sentences:
            lines.addWidget(Text(theme, sentence, "small", "text2", wrap=True))
        return lines


class _Parts(Ground):
    """Parts below each other with a line through the middle of each gap."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._lines_of = theme

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground and lines."""
        super().paintEvent(event)
        theme, painter = self._lines_of, QPainter(self)
        painter.setPen(QPen(theme.colour("hairline"), 0))
        shown = (each for each in self.children() if isinstance(each, QWidget) and each.isVisible() and each.height())
        for top in sorted(each.y() for each in shown)[1:]:
            painter.drawLine(0, top - theme.px(PARTS_GAP) // 2, self.width(), top - theme.px(PARTS_GAP) // 2)


class _CountLine(NamedTuple):
    name: str
    label: str
    icon: str
    role: str


def _count_lines() -> tuple[_CountLine, ...]:
    return (
        _CountLine("read", _("Rows read"), "file", "text2"),
        _CountLine("created", _("New"), "new", "success"),
        _CountLine("updated", _("Changed"), "sync", "accentText"),
        _CountLine("duplicates", _("Possible duplicates"), "duplicates", "warning"),
        _CountLine("rejected", _("Rows with errors"), "error", "danger"),
        _CountLine("skipped", _("Left out"), "remove", "text2"),
        _CountLine("unchanged", _("Unchanged"), "check", "text2"),
    )
