"""The settings: sections at the side, each a column of cards."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from crm_desktop.values.names import fold
from crm_desktop.words import _
from ui.kit.desk import Desk, Place
from ui.kit.page import Action, Page
from ui.settings.about_section import AboutSection
from ui.settings.activities_section import ActivitiesSection
from ui.settings.backups_section import BackupsSection
from ui.settings.fields_section import FieldsSection
from ui.settings.goals_section import GoalsSection
from ui.settings.members_section import MembersSection
from ui.settings.nav import SettingsNav
from ui.settings.nav_entries import nav_entries
from ui.settings.privacy_section import PrivacySection
from ui.settings.section import Section
from ui.settings.security_section import SecuritySection
from ui.settings.simple_sections import DeclaredSection, KeyboardSection, ProfileSection
from ui.settings.stages_section import StagesSection
from ui.settings.tags_section import TagsSection
from ui.settings.tickets_section import TicketsSection

FIRST = "profile"


class SettingsPage(Page):
    """Shows the section that the place names; changes are saved at once."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.nav = SettingsNav(desk.theme, nav_entries())
        self._stack = QStackedWidget()
        self._sections: dict[str, Section] = {}
        self._shown = FIRST
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.nav)
        whole.addWidget(self._stack, 1)
        self.nav.chosen.connect(self._go)
        self.nav.searched.connect(self._search)

    def arrive(self, place: Place) -> None:
        """Show the section that `place` names."""
        self.show_section(str(place.arguments.get("section") or self._shown))
        files, wanted = place.arguments.get("files"), place.arguments.get("ask")
        if isinstance(files, list):
            self.section(self._shown).take_files([Path(str(each)) for each in files])
        if wanted is not None:
            self.section(self._shown).want(str(wanted))

    def leave(self) -> Place | None:
        """Return to the same section."""
        return Place("settings", None, {"section": self._shown})

    def path(self) -> Sequence[tuple[str, Place | None]]:
        """Return the title."""
        return ((_("Settings"), None),)

    def commands(self) -> Sequence[Action]:
        """Return the search."""
        return [Action("find_setting", _("Find a setting"), self.nav.search.setFocus, "/", "search")]

    def focus_first(self) -> None:
        """Put the focus on the section that is shown."""
        next(item for item in self.nav.items if item.entry.name == self._shown).setFocus()

    def section(self, name: str) -> Section:
        """Return the section called `name`, made when it is first asked for."""
        if name not in self._sections:
            made = _makers(self.desk)[name]()
            self._sections[name] = made
            self._stack.addWidget(made)
        return self._sections[name]

    def show_section(self, name: str) -> None:
        """Show the section called `name`, the first where there is none of that name."""
        known = [item.entry.name for item in self.nav.items]
        self._shown = name if name in known else FIRST
        shown = self.section(self._shown)
        self._stack.setCurrentWidget(shown)
        self.nav.light(self._shown)
        shown.refresh()

    def _go(self, name: str) -> None:
        self.desk.go(Place("settings", None, {"section": name}))

    def _search(self, text: str) -> None:
        words = fold(text).split()
        titles = {item.entry.name: item.entry.title for item in self.nav.items}
        found = [
            name
            for name, title in titles.items()
            if all(word in fold(f"{title} {self.section(name).words}") for word in words)
        ]
        self.nav.show_only(found)
        if words and found and self._shown not in found:
            self.show_section(found[0])


def _makers(desk: Desk) -> dict[str, Callable[[], Section]]:
    look = _("These are kept on this computer.")
    keys = _("All keys are on one sheet: press ? or F1.")
    printed = _("How what is printed looks, for everyone who uses the workspace. PDFs always have the light look.")
    formats = _("These belong to the workspace and hold for everyone who uses it.")
    return {
        "profile": lambda: ProfileSection(desk),
        "look": lambda: DeclaredSection(desk, "look", _("Look and language"), look),
        "keyboard": lambda: KeyboardSection(desk, keys),
        "workspace": lambda: DeclaredSection(desk, "workspace", _("Name and formats"), formats),
        "activities": lambda: ActivitiesSection(desk),
        "stages": lambda: StagesSection(desk),
        "goals": lambda: GoalsSection(desk),
        "fields": lambda: FieldsSection(desk),
        "tags": lambda: TagsSection(desk),
        "tickets": lambda: TicketsSection(desk),
        "reports": lambda: DeclaredSection(desk, "reports", _("Report style"), printed),
        "members": lambda: MembersSection(desk),
        "sharing": lambda: _sharing(desk),
        "security": lambda: SecuritySection(desk),
        "backups": lambda: BackupsSection(desk),
        "privacy": lambda: PrivacySection(desk),
        "about": lambda: AboutSection(desk),
    }


def _sharing(desk: Desk) -> Section:
    # the driver of the server is loaded by those who share
    from ui.settings.sharing_section import SharingSection

    return SharingSection(desk)
