"""The gallery: every report with what it tells and its last chart."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QSizePolicy, QWidget

from crm_desktop.reports.asking import MadeReport, asked_report
from crm_desktop.reports.catalogue import REPORTS, ReportKind
from crm_desktop.words import _, ngettext
from ui.kit.cards import paint_card
from ui.kit.chart_thumbnail import ChartThumbnail
from ui.kit.core import Commit
from ui.kit.desk import Desk, Place, touches
from ui.kit.labels import Text
from ui.kit.layouts import column
from ui.kit.notices import Rule
from ui.kit.page import Page
from ui.kit.panels import StatusBar
from ui.kit.pressable import Pressable
from ui.kit.screen_numbers import ScreenNumbers

# The least width of a card, what stands between two, and how many there are beside each other at most.
CARD_WIDTH, GAP, SIDE, MOST_ACROSS = 260, 14, 24, 4
CARD_HEIGHT = 210
TABLES = ("deal", "deal_line", "ticket", "stage", "member", "team")


class GalleryPage(Page):
    """Cards of all reports; a click or Enter opens one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        theme = desk.theme
        self._cards = [ReportCard(desk, each) for each in REPORTS]
        for card in self._cards:
            card.clicked.connect(partial(self._open, card.kind))
        cards = QWidget()
        cards.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._grid = QGridLayout(cards)
        self._grid.setContentsMargins(0, 0, 0, 0)
        content = QWidget()
        content.setLayout(column(theme, cards, None, margins=(24, 20, 24, 24)))
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(content)
        status = StatusBar(theme)
        count = ngettext("{n} report", "{n} reports", len(REPORTS)).format(n=desk.formats.number(len(REPORTS)))
        status.set_facts(count, _("Every report works offline, from the data on this computer"))
        status.set_keys(_("Enter opens a report"))
        whole = column(theme, area, status, gap=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        desk.committed.connect(self._on_committed)
        self._arrange()

    def arrive(self, _place: Place) -> None:
        """Draw the charts anew."""
        for card in self._cards:
            card.read()

    def path(self) -> Sequence[tuple[str, Place | None]]:
        """Return the page's title."""
        return ((_("Reports"), None),)

    def focus_first(self) -> None:
        """Put the focus on the first card."""
        self._cards[0].setFocus()

    def resizeEvent(self, _event: object) -> None:
        """Put as many cards beside each other as there is room for."""
        self._arrange()

    def _arrange(self) -> None:
        theme = self.desk.theme
        self._grid.setSpacing(theme.px(GAP))
        room = self.width() - 2 * theme.px(SIDE) + theme.px(GAP)
        across = max(1, min(room // theme.px(CARD_WIDTH + GAP), MOST_ACROSS))
        for place, card in enumerate(self._cards):
            self._grid.addWidget(card, place // across, place % across)
        for place in range(len(self._cards)):
            self._grid.setColumnStretch(place, 1 if place < across else 0)

    def _open(self, kind: ReportKind, *_checked: object) -> None:
        self.desk.go(Place("report", None, {"name": kind.name}))

    def _on_committed(self, commit: Commit) -> None:
        if self.isVisible() and touches(commit, *TABLES):
            self.arrive(Place("reports"))


class ReportCard(Pressable):
    """One report: its chart as it is now, its title and what it tells."""

    def __init__(self, desk: Desk, kind: ReportKind) -> None:
        super().__init__(desk.theme, "")
        self.kind = kind
        self._desk = desk
        theme = desk.theme
        self.setAccessibleName(_(kind.title))
        self.setAccessibleDescription(_(kind.about))
        self._chart = ChartThumbnail(theme, ScreenNumbers(desk))
        words = column(
            theme,
            Text(theme, _(kind.title), "bodyStrong", wrap=True),
            Text(theme, _(kind.about), "small", "text2", wrap=True),
            None,
            gap=2,
            margins=(14, 12, 14, 12),
        )
        self.setLayout(column(theme, self._chart, Rule(theme), words, gap=0, margins=(1, 1, 1, 1)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def read(self) -> None:
        """Make the report for its chart."""
        desk = self._desk
        desk.read(asked_report, self.kind, {}, desk.place, desk.today(), owner=self, then=self._show, key="report")

    def hasHeightForWidth(self) -> bool:
        """All cards are of one height."""
        return False

    def sizeHint(self) -> QSize:
        """Return the size of a card."""
        return QSize(self._desk.theme.px(CARD_WIDTH), self._desk.theme.px(CARD_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box."""
        painter = QPainter(self)
        paint_card(painter, self._desk.theme, self.rect().toRectF(), "surfaceHover" if self.underMouse() else "surface")

    def _show(self, made: MadeReport) -> None:
        if made.report.chart is not None and made.report.chart.categories:
            self._chart.show_chart(made.report.chart)
