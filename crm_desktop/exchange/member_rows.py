"""Rows of members: the people who use the workspace, with their team and their manager."""

from collections.abc import Sequence

from crm_desktop.exchange.drafts import Draft
from crm_desktop.exchange.known import name_key
from crm_desktop.exchange.links import external_ids
from crm_desktop.exchange.match import Key
from crm_desktop.exchange.remarks import Remark, quoted
from crm_desktop.exchange.row_reader import RowReader, circle
from crm_desktop.values.names import compose_name
from crm_desktop.words import _


class MemberRows(RowReader):
    """Rows of members."""

    brings = frozenset({"members"})
    table = "member"
    computed = ("name", "team", "manager")

    _name = ""
    _above: bytes | None = None

    def draft(self, cells: Sequence[str]) -> Draft:
        """Return the member that `cells` describe."""
        values = self.plain_values(cells)
        position = self.position
        name = str(values[position["name"]] or "") or compose_name(
            "", self.text(cells, "given_name"), "", self.text(cells, "family_name"), ""
        )
        if not name:
            raise self.refused(("name", "family_name"), cells, _("The row has no name of a member."))
        values[position["name"]] = name
        keys: list[Key] = []
        external = self.external(cells, "external_id", "member")
        if external is not None:
            keys.append(external)
            values[position["external_ids"]] = external_ids(keys)
        email = str(values[position["email"]]).lower() if "email" in position and values[position["email"]] else ""
        if email:
            keys.append(("email", name_key(email)))
        keys.append(("name", name_key(name)))
        values[position["team"]] = self.links.named_record("team", "teams", self.text(cells, "team"))
        self._name = name
        self._above = self._manager(cells, name)
        values[position["manager"]] = self.links.that_comes(self._above)
        return Draft(values, self.links.named("member"), keys, [])

    def belongings(self, cells: Sequence[str], record: bytes) -> None:
        """Put the member below the manager, and note the team, which the deals of this import get."""
        if self._above is not None and not self.links.managers.put(record, self._above):
            raise circle(self, ("manager", "manager.id"), cells, self._name)
        team = self.links.named_record("team", "teams", self.text(cells, "team"))
        if team is not None:
            self.links.team_of[record] = team

    def _manager(self, cells: Sequence[str], member: str) -> bytes | None:
        name = self.text(cells, "manager")
        if name and name_key(name) != name_key(member):
            return self.links.member(name)
        external = None if name else self.external(cells, "manager.id", "member")
        if name or (external is not None and external[1] == self.text(cells, "external_id")):
            column = self.column_of["manager" if name else "manager.id"]
            self.remarks.note(Remark.ITS_OWN_MANAGER, column, quoted(member))
            return None
        if external is None:
            return None
        return self.links.coming(self.links.named("member"), external, ("member", "manager"))
