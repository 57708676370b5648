"""The PDF of a report as it would be printed, page by page."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.reports.report import Report
from crm_desktop.words import _
from ui.kit.buttons import IconButton
from ui.kit.desk import Desk
from ui.kit.labels import Dot, Text

QUIET_MS = 200
# Points of a PDF page are 1/72 inch; the preview is rendered at 100 dpi times the pixel ratio of the screen.
PREVIEW_DPI = 100


class RenderedPage(NamedTuple):
    """One page as an image, and how many pages there are."""

    image: QImage
    number: int
    pages: int


class PdfPreview(QWidget):
    """Shows the page `make_pdf` makes of the report that was shown last; nothing is written to disk."""

    def __init__(self, desk: Desk, make_pdf: Callable[[Report], bytes]) -> None:
        super().__init__()
        self._desk = desk
        self._make_pdf = make_pdf
        self._report: Report | None = None
        self._number = 0
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(self._render)
        theme = desk.theme
        self._state = Text(theme, "", "small", "text2")
        head = QHBoxLayout()
        head.addWidget(Text(theme, _("PDF preview"), "bodyStrong"), 1)
        head.addWidget(self._state)
        self._live = Dot(theme, "successSolid")
        self._live.hide()
        head.addWidget(self._live)
        self._sheet = _Sheet(desk)
        self._before = IconButton(theme, "back", _("Page before"))
        self._after = IconButton(theme, "forward", _("Next page"))
        self._place = Text(theme, "", "small", "text2")
        self._before.clicked.connect(partial(self._turn, -1))
        self._after.clicked.connect(partial(self._turn, 1))
        foot = QHBoxLayout()
        foot.addStretch(1)
        for part in (self._before, self._place, self._after):
            foot.addWidget(part)
        foot.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.space("s4"))
        whole.addLayout(head)
        whole.addWidget(self._sheet)
        whole.addLayout(foot)

    def show_report(self, report: Report) -> None:
        """Render `report` once nothing has changed for a moment."""
        self._report = report
        self._state.setText(_("Drawing"))
        self._live.hide()
        if self._sheet.empty:
            self._render()
        else:
            self._quiet.start()

    def _turn(self, by: int) -> None:
        self._number += by
        self._render()

    def _render(self) -> None:
        if self._report is None:
            return
        dpi = PREVIEW_DPI * self.devicePixelRatioF()
        self._desk.tasks.run(
            _rendered, self._make_pdf, self._report, self._number, dpi, owner=self, then=self._show, key="page"
        )

    def _show(self, page: RenderedPage) -> None:
        self._number = page.number
        self._state.setText(_("Live"))
        self._live.show()
        self._place.setText(_("Page {n} of {count}").format(n=page.number + 1, count=page.pages))
        self._before.setEnabled(page.number > 0)
        self._after.setEnabled(page.number < page.pages - 1)
        self._sheet.show_page(page.image)


class _Sheet(QWidget):
    """The image of a page, as wide as there is room, with a hairline around it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._image = QImage()
        self._scaled = QImage()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(_("Page of the PDF"))

    @property
    def empty(self) -> bool:
        """Whether no page was shown yet."""
        return self._image.isNull()

    def show_page(self, image: QImage) -> None:
        """Show `image`."""
        self._image = image
        self._scaled = QImage()
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """The page keeps its shape."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the page at `width`."""
        if self._image.isNull():
            return round(width * 1.414)
        return round(width * self._image.height() / self._image.width())

    def sizeHint(self) -> QSize:
        """Return the size at which the text can just be read."""
        width = self._desk.theme.px(316)
        return QSize(width, self.heightForWidth(width))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the page; a PDF is always on white paper."""
        painter = QPainter(self)
        box = QRectF(0, 0, self.width(), self.heightForWidth(self.width()))
        painter.fillRect(box, Qt.GlobalColor.white)
        if not self._image.isNull():
            painter.drawImage(box, self._fitting(box))
        painter.setPen(QPen(self._desk.theme.colour("hairlineStrong"), 0))
        painter.drawRect(box.adjusted(0, 0, -1, -1))

    def _fitting(self, box: QRectF) -> QImage:
        """Return the image in the pixels of `box`, averaged: small print drawn smaller at once would break up."""
        wanted = (box.size() * self.devicePixelRatioF()).toSize()
        if self._scaled.size() != wanted:
            way = Qt.TransformationMode.SmoothTransformation
            self._scaled = self._image.scaled(wanted, Qt.AspectRatioMode.IgnoreAspectRatio, way)
        return self._scaled


def _rendered(make_pdf: Callable[[Report], bytes], report: Report, number: int, dpi: float) -> RenderedPage:
    """Make the PDF and draw its page `number` (the last, where there are fewer); runs in a worker."""
    import pypdfium2  # 60 ms that the first paint need not wait for

    document = pypdfium2.PdfDocument(make_pdf(report))
    try:
        count = len(document)
        number = min(max(number, 0), count - 1)
        bitmap = document[number].render(scale=dpi / 72, rev_byteorder=True)
        image = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, _format(bitmap.n_channels)).copy()
    finally:
        document.close()
    return RenderedPage(image, number, count)


def _format(channels: int) -> QImage.Format:
    return QImage.Format.Format_RGB888 if channels == 3 else QImage.Format.Format_RGBX8888
