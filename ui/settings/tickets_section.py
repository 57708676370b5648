"""By when tickets are answered and solved."""

from crm_desktop.words import _
from ui.kit.desk import Desk
from ui.settings.section import Section


class TicketsSection(Section):
    """The deadlines of each priority."""

    def __init__(self, desk: Desk) -> None:
        lead = _(
            "Counted from when a ticket is opened. Tickets that are open keep the deadlines that they have; "
            "compliments never have one."
        )
        super().__init__(desk, _("Ticket deadlines"), lead)
        self.add_card(*self.declared("answers"), title=_("First answer"))
        self.add_card(*self.declared("solutions"), title=_("Solution"))
