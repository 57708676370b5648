"""How often one keeps in touch, and how one is reminded."""

from crm_desktop.words import _
from ui.kit.desk import Desk
from ui.settings.section import Section


class ActivitiesSection(Section):
    """The rhythm of each rating, and the reminders."""

    def __init__(self, desk: Desk) -> None:
        lead = _("The rhythm holds for everyone; a contact may have one of its own among its facts.")
        super().__init__(desk, _("Tasks and calendar"), lead)
        self.add_card(*self.declared("rhythm"), title=_("Keep in touch"))
        self.add_card(*self.declared("reminders"), title=_("Reminders"))
