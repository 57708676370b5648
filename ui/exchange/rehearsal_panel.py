"""What an import would do, or did: counts, warnings and refused rows."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.exchange.import_report import ImportReport
from crm_desktop.exchange.slots import kind_label
from crm_desktop.words import _, ngettext
from ui.kit.desk import Desk
from ui.kit.ground import Ground
from ui.kit.labels import IconText, Text
from ui.kit.layouts import Row, row

SHOWN_WARNINGS = 30
SHOWN_REFUSED = 30


class RehearsalPanel(QScrollArea):
    """Counts by kind, then what there is to say, then the rows that are refused with their reasons."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setAccessibleName(_("Rehearsal"))
        self._content = Ground(desk.theme)
        self._lines = QVBoxLayout(self._content)
        pad = desk.theme.space("s6")
        self._lines.setContentsMargins(pad, pad, pad, pad)
        self._lines.setSpacing(desk.theme.space("s4"))
        self.setWidget(self._content)

    def show_report(self, report: ImportReport, title: str) -> None:
        """Show `report` under `title`."""
        self._clear()
        theme = self._desk.theme
        self._lines.addWidget(Text(theme, title, "subtitle"))
        for kind, counts in report.kinds.items():
            self._lines.addWidget(Text(theme, kind_label(kind), "bodyStrong"))
            plain = counts.plain()
            for line in _count_lines():
                if plain[line.name] or line.name == "read":
                    self._lines.addLayout(self._count(line, plain[line.name]))
        told = report.warnings[:SHOWN_WARNINGS]
        if report.backup is not None:
            told.append(_("What was there before is in the backup {name}.").format(name=report.backup.name))
        self._sentences(_("To know"), told)
        alike = [
            _("{file}, row {row}: {name} looks like {other} ({reasons})").format(
                file=each.source, row=each.row, name=each.name, other=each.other, reasons=", ".join(each.reasons)
            )
            for each in report.likely[:SHOWN_REFUSED]
        ]
        self._sentences(_("Likely duplicates"), alike)
        refused = [
            _("{file}, row {row}: {reason}").format(file=each.source, row=each.row, reason=each.reason)
            for each in report.rejections[:SHOWN_REFUSED]
        ]
        more = report.total.rejected - len(refused)
        if more > 0:
            refused.append(ngettext("and {n} more row", "and {n} more rows", more).format(n=more))
        self._sentences(_("Refused rows"), refused)
        self._lines.addStretch(1)

    def show_words(self, title: str, words: str) -> None:
        """Show `words` under `title`, where there is no report."""
        self._clear()
        self._lines.addWidget(Text(self._desk.theme, title, "subtitle"))
        self._lines.addWidget(Text(self._desk.theme, words, "body", "text2", wrap=True))
        self._lines.addStretch(1)

    def _count(self, line: "_CountLine", count: int) -> Row:
        theme = self._desk.theme
        role = "danger" if line.role == "danger" else "text"
        number = Text(theme, self._desk.formats.number(count), "bodyStrong", role)
        words = IconText(theme, line.icon, line.label, "text", icon_role=line.role, style="body")
        return row(theme, words, None, number)

    def _sentences(self, title: str, sentences: Sequence[str]) -> None:
        if not sentences:
            return
        theme = self._desk.theme
        self._lines.addSpacing(theme.space("s4"))
        self._lines.addWidget(Text(theme, title, "bodyStrong"))
        for sentence in sentences:
            self._lines.addWidget(Text(theme, sentence, "small", "text2", wrap=True))

    def _clear(self) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            inner = item.layout()
            while inner is not None and (part := inner.takeAt(0)) is not None:
                _drop(part.widget())
            _drop(item.widget())


def _drop(widget: QWidget | None) -> None:
    if widget is not None:
        widget.hide()
        widget.deleteLater()


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
