"""What each agreement weighs, from the estimate of the last search."""

from PySide6.QtWidgets import QGridLayout, QWidget

from crm_desktop.contacts.merge_preview import Weighed
from crm_desktop.words import _
from ui.kit.desk import Desk
from ui.kit.labels import Text
from ui.kit.notices import Rule
from ui.kit.popover import Popover

WIDTH = 340
# Nothing is certain.
MOST = 0.999


class WhyPopover(Popover):
    """A line for each thing that agrees or differs, with its points, and what they come to."""

    def __init__(self, desk: Desk, why: Weighed, parent: QWidget) -> None:
        super().__init__(desk.theme, parent)
        theme, formats = desk.theme, desk.formats
        self.body.addWidget(Text(theme, _("How this is weighed"), "section"))
        told = _("Each point doubles the odds that it is one contact. The points come from your own contacts.")
        words = Text(theme, told, "small", "text2", wrap=True)
        words.setFixedWidth(theme.px(WIDTH))
        self.body.addWidget(words)
        grid = QGridLayout()
        grid.setColumnStretch(0, 1)
        lines = [(_("Two contacts at random"), why.prior_bits), *((each.text, each.bits) for each in why.reasons)]
        for row, (text, bits) in enumerate(lines):
            points = formats.number(abs(bits), 1)
            signed = _("+{points}") if bits >= 0 else _("−{points}")
            grid.addWidget(Text(theme, text[:1].upper() + text[1:]), row, 0)
            grid.addWidget(Text(theme, signed.format(points=points), "control", "text2"), row, 1)
        self.body.addLayout(grid)
        self.body.addWidget(Rule(theme))
        chance = _("Together: {percent} likely").format(percent=formats.percent(min(why.score, MOST), 1))
        self.body.addWidget(Text(theme, chance, "control"))
