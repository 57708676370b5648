"""The sections that show what is declared and nothing else, and the user's own profile."""

from collections.abc import Mapping

from crm_desktop.acts import set_fields
from crm_desktop.schema.forms import Stored
from crm_desktop.schema.ours import MEMBER, PROFILE
from crm_desktop.settings import KEYS
from crm_desktop.sync.profile import why_not_profile
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _
from ui.kit.desk import Desk
from ui.settings.declared import LineControl
from ui.settings.row import SettingRow
from ui.settings.section import Section


class DeclaredSection(Section):
    """All settings of one section of the declarations."""

    def __init__(self, desk: Desk, name: str, title: str, lead: str) -> None:
        super().__init__(desk, title, lead)
        self.add_card(*self.declared(name))


class KeyboardSection(Section):
    """Single keys as a whole, then one by one."""

    def __init__(self, desk: Desk, lead: str) -> None:
        super().__init__(desk, _("Keyboard"), lead)
        self.add_card(*self.declared("keyboard"))
        self.add_card(*self.declared(KEYS), title=_("Single keys, one by one"))


class ProfileSection(Section):
    """Who the user is: shown beside everything they do, and on documents."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Profile"), _("Your name stands beside everything you do in this workspace."))
        self._lines: dict[str, LineControl] = {}
        rows = []
        for name in PROFILE:
            control = LineControl(desk, "profile", name, _(MEMBER.by_name[name].label))
            control.chosen.connect(lambda value, name=name: self._save(name, value))
            self._lines[name] = control
            rows.append(SettingRow(desk.theme, _(MEMBER.by_name[name].label), "", control))
        self.add_card(*rows)
        self.led(*self._lines.values(), why_not=why_not_profile)

    def refresh(self) -> None:
        """Read the user's record again."""
        self.desk.read(_own_profile, self.desk.member, owner=self, then=self._show)

    def _show(self, values: Mapping[str, Stored]) -> None:
        for name, control in self._lines.items():
            control.show_value(str(values.get(name) or ""))

    def _save(self, name: str, value: str) -> None:
        self.desk.act(
            set_fields,
            self.desk.member,
            {name: value},
            owner=self,
            then=lambda _none: self._on_saved(name),
            on_error=lambda error: self._on_error(str(error)),
            done=_("Profile changed"),
        )

    def _on_saved(self, name: str) -> None:
        if name == "name":
            self.desk.settings_changed.emit("member")

    def _on_error(self, text: str) -> None:
        self.desk.say(text)
        self.refresh()


def _own_profile(reader: Connection, member: bytes | None) -> dict[str, Stored]:
    row = reader.execute(f"SELECT {', '.join(PROFILE)} FROM member WHERE id = ?", (member,)).fetchone()
    return {} if row is None else dict(zip(PROFILE, row, strict=True))
