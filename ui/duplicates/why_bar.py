"""The line above the sides: why they may be one, which rows are shown, and which side stays."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent

from crm_desktop.contacts.merge_preview import Preview
from crm_desktop.words import _
from ui.duplicates.why_popover import WhyPopover
from ui.kit.buttons import Button, LinkButton
from ui.kit.chips import Choice, Segmented
from ui.kit.desk import Desk
from ui.kit.labels import Text
from ui.kit.layouts import row
from ui.kit.panels import Bar

ALL, DIFFERENT = "all", "different"
_TWO, _GAP = 2, 4


class WhyBar(Bar):
    """`shown` carries which rows are wanted, `turned` asks to let the next side stay."""

    shown = Signal(str)
    turned = Signal()

    def __init__(self, desk: Desk) -> None:
        theme = desk.theme
        self._desk = desk
        self._preview: Preview | None = None
        self._turned_by = _("Swap sides")
        self._lead = Text(theme, _("Why:"), role="text2")
        self._strong = Text(theme, "", "bodyStrong")
        self._rest = Text(theme, "", role="text2")
        self._how = LinkButton(theme, _("How this is weighed"), style="small")
        self.rows = Segmented(theme, [Choice(ALL, _("All fields")), Choice(DIFFERENT, _("Only different"))])
        self.rows.setAccessibleName(_("Rows shown"))
        self.turn = Button(theme, self._turned_by, size="small", icon="swap")
        ends = row(theme, self.rows, self.turn, gap=8)
        parts = (self._lead, self._strong, self._rest, self._how, None, ends)
        super().__init__(theme, *parts, height=44, gap=_GAP)
        self._how.clicked.connect(self._explain)
        self.rows.chosen.connect(self.shown)
        self.turn.clicked.connect(self.turned)

    def show_why(self, preview: Preview | None, reasons: Sequence[str]) -> None:
        """Tell the `reasons` for the contacts of `preview`, the weightiest first."""
        self._preview = preview
        told = list(reasons)
        if preview is not None and 0 < preview.alike < 1:
            told.append(_("name {percent} alike").format(percent=self._desk.formats.percent(preview.alike)))
        self._lead.setVisible(bool(told))
        self._strong.setText(f"{told[0]}," if len(told) > 1 else "".join(told))
        self._rest.setText(", ".join(told[1:]))
        self._how.setVisible(preview is not None and preview.why is not None)
        many = preview is not None and len(preview.sides) > _TWO
        self._turned_by = _("Keep the next") if many else _("Swap sides")
        self.turn.setAccessibleName(self._turned_by)
        self.turn.setToolTip(self._turned_by)
        self.setEnabled(preview is not None)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Return what is needed at least; the reasons give way."""
        hint = super().minimumSizeHint()
        return QSize(hint.width() - self._lead.minimumWidth() - self._strong.minimumWidth(), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the weightiest reason whole where there is room for it."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Give the weightiest reason its room; where there is too little, the last button shows its icon alone."""
        texts = [each for each in (self._lead, self._strong) if each.text()]
        self.turn.setText(self._turned_by)
        if self._room() < sum(each.sizeHint().width() for each in texts):
            self.turn.setText("")
        room = self._room()
        for text in (self._lead, self._strong):
            wanted = text.sizeHint().width() if text.text() else 0
            text.setMinimumWidth(max(min(wanted, room), 0))
            room -= wanted

    def _room(self) -> int:
        """Return the width that is left for the weightiest reason."""
        between, margins = self._desk.theme.px(_GAP), self.parts.contentsMargins()
        fixed = sum(each.sizeHint().width() + between for each in (self._how, self.rows, self.turn))
        least = self._rest.minimumSizeHint().width() + 3 * between
        return self.width() - margins.left() - margins.right() - fixed - least

    def _explain(self) -> None:
        if self._preview is not None and self._preview.why is not None:
            popover = WhyPopover(self._desk, self._preview.why, self)
            popover.closed.connect(popover.deleteLater)
            popover.open_below(self._how)
