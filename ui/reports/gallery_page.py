"""The gallery: every report with what it tells and its last chart."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.reports.asking import MadeReport, asked_report
from crm_desktop.reports.catalogue import REPORTS, ReportKind
from crm_desktop.words import _
from ui.kit.cards import paint_card
from ui.kit.charts import ChartView
from ui.kit.core import Commit
from ui.kit.desk import Desk, Place, touches
from ui.kit.labels import Text
from ui.kit.page import Action, Page
from ui.kit.pressable import Pressable
from ui.kit.screen_numbers import ScreenNumbers

CARD_WIDTH = 320
TABLES = ("deal", "deal_line", "ticket", "stage", "member", "team")


class GalleryPage(Page):
    """Cards of all reports; a click or Enter opens one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        theme = desk.theme
        self._cards = [ReportCard(desk, each) for each in REPORTS]
        for card in self._cards:
            card.clicked.connect(partial(self._open, card.kind))
        content = QWidget()
        whole = QVBoxLayout(content)
        margin = theme.space("s8")
        whole.setContentsMargins(margin, margin, margin, margin)
        whole.setSpacing(theme.space("s6"))
        whole.addWidget(Text(theme, _("Reports"), "display"))
        whole.addWidget(
            Text(theme, _("Each opens with its chart, its tables and the PDF as it would print."), "body", "text2")
        )
        cards = QWidget()
        cards.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._grid = QGridLayout(cards)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.space("s6"))
        whole.addWidget(cards)
        whole.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        desk.committed.connect(self._on_committed)
        self._arrange()

    def arrive(self, _place: Place) -> None:
        """Draw the charts anew."""
        for card in self._cards:
            card.read()

    def path(self) -> Sequence[tuple[str, Place | None]]:
        """Return the page's title."""
        return ((_("Reports"), None),)

    def commands(self) -> Sequence[Action]:
        """Return one command for each report."""
        return tuple(
            Action(
                each.name,
                _("Open report {title}").format(title=_(each.title)),
                partial(self._open, each),
                "",
                "reports",
            )
            for each in REPORTS
        )

    def focus_first(self) -> None:
        """Put the focus on the first card."""
        self._cards[0].setFocus()

    def resizeEvent(self, _event: object) -> None:
        """Put as many cards beside each other as there is room for."""
        self._arrange()

    def _arrange(self) -> None:
        across = max(1, self.width() // self.desk.theme.px(CARD_WIDTH + 40))
        for place, card in enumerate(self._cards):
            self._grid.addWidget(card, place // across, place % across)
        for column in range(len(self._cards)):
            self._grid.setColumnStretch(column, 1 if column < across else 0)

    def _open(self, kind: ReportKind, *_checked: object) -> None:
        self.desk.go(Place("report", None, {"name": kind.name}))

    def _on_committed(self, commit: Commit) -> None:
        if self.isVisible() and touches(commit, *TABLES):
            self.arrive(Place("reports"))


class ReportCard(Pressable):
    """One report: its chart, its title and what it tells."""

    def __init__(self, desk: Desk, kind: ReportKind) -> None:
        super().__init__(desk.theme, "")
        self.kind = kind
        self._desk = desk
        theme = desk.theme
        self.setAccessibleName(_(kind.title))
        self.setAccessibleDescription(_(kind.about))
        self._chart = ChartView(theme, ScreenNumbers(desk), heading=False)
        self._chart.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._chart.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        about = Text(theme, _(kind.about), "small", "text2", wrap=True)
        inner = QVBoxLayout(self)
        pad = theme.space("s6")
        inner.setContentsMargins(pad, pad, pad, pad)
        inner.setSpacing(theme.space("s2"))
        inner.addWidget(self._chart, 1)
        inner.addWidget(Text(theme, _(kind.title), "subtitle"))
        inner.addWidget(about)
        policy = self.sizePolicy()
        policy.setHorizontalPolicy(policy.Policy.Expanding)
        self.setSizePolicy(policy)

    def read(self) -> None:
        """Make the report for its chart."""
        desk = self._desk
        desk.read(asked_report, self.kind, {}, desk.place, desk.today(), owner=self, then=self._show, key="report")

    def hasHeightForWidth(self) -> bool:
        """All cards are of one height."""
        return False

    def sizeHint(self) -> QSize:
        """Return the size of a card."""
        return QSize(self._desk.theme.px(CARD_WIDTH), self._desk.theme.px(296))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box."""
        painter = QPainter(self)
        paint_card(painter, self._desk.theme, self.rect().toRectF(), "surfaceHover" if self.underMouse() else "surface")

    def _show(self, made: MadeReport) -> None:
        if made.report.chart is not None and made.report.chart.categories:
            self._chart.show_chart(made.report.chart)
