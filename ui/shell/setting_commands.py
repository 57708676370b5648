"""The settings as commands of the palette: each section, and each setting that is declared."""

from collections.abc import Callable
from functools import partial

from crm_desktop.settings import SETTINGS
from crm_desktop.words import _
from ui.kit.desk import Place
from ui.kit.page import Action
from ui.settings.nav_entries import nav_entries


def setting_actions(go: Callable[[Place], object]) -> list[Action]:
    """Return an action for each section of the settings, then one for each setting; all of them `go` to the section."""
    sections = {each.name: each for each in nav_entries()}
    places = {name: partial(go, Place("settings", None, {"section": name})) for name in sections}
    shown = [each for each in SETTINGS if each.section in sections]
    whole, single = _("Settings: {section}"), _("Settings: {section}, {setting}")
    return [
        *(
            Action(f"settings.{name}", whole.format(section=each.title), places[name], icon=each.icon)
            for name, each in sections.items()
        ),
        *(
            Action(
                f"setting.{each.name}",
                single.format(section=sections[each.section].title, setting=_(each.label)),
                places[each.section],
                icon=sections[each.section].icon,
            )
            for each in shown
        ),
    ]
