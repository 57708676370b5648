"""The sections of the settings, by name; the palette offers them as well."""

from typing import NamedTuple

from crm_desktop.words import _


class NavEntry(NamedTuple):
    """One section: the group that it stands in, its name, title and icon."""

    group: str
    name: str
    title: str
    icon: str


def nav_entries() -> list[NavEntry]:
    """Return the sections in their order."""
    you, workspace, privacy, help_ = _("You"), _("Workspace"), _("Privacy"), _("Help")
    return [
        NavEntry(you, "profile", _("Profile"), "person"),
        NavEntry(you, "look", _("Look and language"), "look"),
        NavEntry(you, "keyboard", _("Keyboard"), "keyboard"),
        NavEntry(workspace, "workspace", _("Name and formats"), "language"),
        NavEntry(workspace, "security", _("Security"), "shield"),
        NavEntry(workspace, "backups", _("Backups"), "archive"),
        NavEntry(workspace, "sharing", _("Sharing"), "server"),
        NavEntry(workspace, "members", _("Members"), "people"),
        NavEntry(workspace, "stages", _("Stages"), "stages"),
        NavEntry(workspace, "goals", _("Goals"), "trend"),
        NavEntry(workspace, "fields", _("Fields"), "own fields"),
        NavEntry(workspace, "tags", _("Tags"), "tag"),
        NavEntry(workspace, "activities", _("Tasks and calendar"), "calendar"),
        NavEntry(workspace, "tickets", _("Ticket deadlines"), "clock"),
        NavEntry(workspace, "reports", _("Report style"), "document"),
        NavEntry(privacy, "privacy", _("Personal data"), "privacy"),
        NavEntry(help_, "about", _("On this computer"), "computer"),
    ]
