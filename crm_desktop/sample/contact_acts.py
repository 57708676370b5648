"""What members do with contacts in a day's work, and what they plan with them."""

from collections.abc import Iterator

from crm_desktop.journal.transaction import Stored
from crm_desktop.sample.acts import Act, Acts, Doing, Turn
from crm_desktop.sample.steps import Write
from crm_desktop.sample.texts import list_text
from crm_desktop.sample.world import Company, Person, World
from crm_desktop.schema.activities import INTERACTION
from crm_desktop.schema.forms import label_of
from crm_desktop.words import _, ngettext, within

_TAGGED, _HANDED_OVER, _COMPLETED = 12, 18, 2
_NEXT_RATING = {"C": "B", "B": "A"}


class ContactActs(Acts):
    """Acts on contacts and tasks; none is taken twice."""

    def __init__(self, world: World) -> None:
        super().__init__(world, "contacts")
        self._free: Iterator[int] = iter(
            [place for place, each in enumerate(world.companies) if each.rating in _NEXT_RATING]
        )
        self._tasks = iter(world.loose_tasks)

    def change_job(self, _turn: Turn) -> Act:
        """Note that a person has another job now."""
        _company, person = self._next()
        values = {"job_title": self._text["job_title"], "department": self._text["department"]}
        return _edited(f"{person.given} {person.family}", Write("contact", person.record, values))

    def change_address(self, _turn: Turn) -> Act:
        """Note that a company has moved."""
        place = next(self._free)
        address = Write("contact_point", self._world.addresses[place], {"street": self._text["street"]})
        return _edited(self._world.companies[place].name, address)

    def write_note(self, _turn: Turn) -> Act:
        """Note what is good to know about a company."""
        company, _person = self._next()
        return _edited(company.name, Write("contact", company.record, {"notes": self._text["note"]}))

    def rate_higher(self, _turn: Turn) -> Act:
        """Give a company the next better rating."""
        company, _person = self._next()
        rating = _NEXT_RATING[company.rating or "C"]
        return _edited(company.name, Write("contact", company.record, {"rating": rating}))

    def tag_companies(self, _turn: Turn) -> Act:
        """Tag a dozen companies at once."""
        tags = list_text([self._text["tag"]])
        writes = [Write("contact", self._next()[0].record, {"tags": tags}) for _number in range(_TAGGED)]
        return Act(ngettext("Tag {n} contact", "Tag {n} contacts", len(writes)).format(n=len(writes)), writes)

    def hand_over(self, turn: Turn) -> Act:
        """Give people of another member to the one who acts."""
        owner = self._member(turn).record
        others = [each.record for each in self._world.people if each.owner != turn.who][-_HANDED_OVER:]
        label = ngettext("Change owner of {n} contact", "Change owner of {n} contacts", len(others))
        return Act(label.format(n=len(others)), [Write("contact", each, {"owner": owner}) for each in others])

    def add_person(self, turn: Turn) -> Act:
        """Add somebody who is new at a company."""
        company, _person = self._next()
        text = self._text["person"]
        name = f"{text['given_name']} {text['family_name']}"
        email = f"{name.replace(' ', '.')}@{company.domain}".lower()
        person: dict[str, Stored] = {"kind": "person", "name": name, "lifecycle": company.lifecycle, **text}
        made = self._new(turn, "contact", {**person, "company": company.record, "owner": self._member(turn).record})
        point: dict[str, Stored] = {"contact": made.record, "kind": "email", "label": "work", "value": email}
        written = [made, self._new(turn, "contact_point", {**point, "normal": email, "is_primary": 1, "position": 0})]
        return Act(_("Add {name}").format(name=name), written)

    def log(self, number: int, plan: int | None = None) -> Doing:
        """Return the act that logs the interaction `number` of the text, with the next step `plan`."""

        def logged(turn: Turn) -> Act:
            names = ("kind", "direction", "subject", "body", "outcome", "mood", "duration_min")
            values = dict(zip(names, self._text["logged"][number], strict=True))
            about = self._about(turn, *self._next())
            writes = [self._new(turn, "interaction", {**values, **about, "at": turn.at_ms})]
            if plan is not None:
                writes.append(self._task(turn, about, plan))
            return Act(
                _("Log {kind}").format(kind=within(label_of(INTERACTION.by_name["kind"], values["kind"]))), writes
            )

        return logged

    def plan(self, number: int) -> Doing:
        """Return the act that plans the next step `number` of the text."""

        def planned(turn: Turn) -> Act:
            made = self._task(turn, self._about(turn, *self._next()), number)
            return Act(_("Plan {title}").format(title=made.values["title"]), [made])

        return planned

    def complete_tasks(self, turn: Turn) -> Act:
        """Mark two tasks as done."""
        done = [Write("task", next(self._tasks), {"done_at": turn.at_ms}) for _number in range(_COMPLETED)]
        return Act(ngettext("Complete {n} task", "Complete {n} tasks", len(done)).format(n=len(done)), done)

    def put_off_task(self, _turn: Turn) -> Act:
        """Move a task to another day."""
        day = self._world.moment.workday(24)
        return Act(_("Put off task"), [Write("task", next(self._tasks), {"due_day": day})])

    def _task(self, turn: Turn, about: dict[str, Stored], number: int) -> Write:
        kind, title = self._text["plans"][number]
        due_day = self._world.moment.workday(3 + number)
        return self._new(
            turn, "task", {"kind": kind, "title": title, "due_day": due_day, "assignee": about["owner"], **about}
        )

    def _about(self, turn: Turn, company: Company, person: Person) -> dict[str, Stored]:
        return {"person": person.record, "company": company.record, "owner": self._member(turn).record}

    def _next(self) -> tuple[Company, Person]:
        place = next(self._free)
        return self._world.companies[place], self._world.people[self._world.staff[place][0]]


def _edited(title: str, write: Write) -> Act:
    return Act(_("Edit {title}").format(title=title), [write])
