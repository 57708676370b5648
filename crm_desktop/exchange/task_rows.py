"""Rows of tasks: those among the activities of other programs that are something to do."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache

from crm_desktop.exchange.cell_readers import has_time
from crm_desktop.exchange.choice_words import choices_by_word, never_was
from crm_desktop.exchange.linked_rows import LinkedRows, first_sentence
from crm_desktop.exchange.links import Links
from crm_desktop.exchange.match import Occurrences
from crm_desktop.exchange.readers.table import TableRow
from crm_desktop.exchange.remarks import Remarks
from crm_desktop.exchange.row_reader import Draft
from crm_desktop.exchange.understand import Understood
from crm_desktop.schema.activities import INTERACTION, TASK
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.schema.own import Kinds
from crm_desktop.values.names import clean_text, fold_key
from crm_desktop.words import _

_HOLDS = ("title", "due_day", "person", "company", "note")


class TaskRows(LinkedRows):
    """The rows of a file of activities that are tasks."""

    table = "task"
    computed = (
        *("title", "due_day", "due_at", "done_at", "note", "assignee"),
        *("person", "company", "deal", "ticket", "owner"),
    )

    def __init__(self, understood: Understood, links: Links, place: Place, remarks: Remarks) -> None:
        super().__init__(understood, links, place, remarks)
        self._holding = links.known.occurrences("task", _HOLDS)
        self._due = "task.due" if "task.due" in self.at else "at"
        dated: tuple[str, ...] = ("at", "task.due")
        self._moments = {name: self.reader(name) for name in dated if name in self.at}
        self._status = choices_by_word("interaction", INTERACTION.by_name["planned"])

    @property
    def occurrences(self) -> Occurrences | None:
        """Tasks without an id: found by title, day, participant and text."""
        return self._holding

    def draft(self, cells: Sequence[str]) -> Draft:
        """Return the task that `cells` describe."""
        values = self.plain_values(cells)
        position = self.position
        note = self.text(cells, "body")
        title = self.text(cells, "subject") or first_sentence(note)
        if not title:
            raise self.refused(("subject", "body"), cells, _("The row does not say what is to be done."))
        values[position["title"]] = title
        values[position["note"]] = "\n".join(each for each in (self._cancelled(cells), note) if each) or None
        self._note_times(values, cells)
        self.fill_links(values, cells)
        values[position["assignee"]] = values[position["owner"]]
        draft = Draft(values, self.links.named("task"), [], [])
        external = self.external(cells, "external_id", "task")
        self.identify(draft, external, [values[position[name]] for name in _HOLDS])
        return draft

    def _note_times(self, values: list[Stored], cells: Sequence[str]) -> None:
        """Fill in when the task is due, and when it was done where the row says so: nothing else tells that moment."""
        position = self.position
        due = self._moment(cells, self._due)
        if due is not None:
            values[position["due_day"]] = f"{datetime.fromtimestamp(due / 1000, self.place.zone):%Y-%m-%d}"
            values[position["due_at"]] = due if has_time(self.text(cells, self._due)) else None
        status = self._said_status(cells)
        if self._status.get(fold_key(status)) != "0":
            return
        done = self._moment(cells, "at")
        if done is None:
            raise self.refused(("at", "task.status"), cells, _("The row does not say when the task was done."))
        values[position["done_at"]] = done

    def _said_status(self, cells: Sequence[str]) -> str:
        return self.text(cells, "task.status") or self.text(cells, "planned")

    def _cancelled(self, cells: Sequence[str]) -> str:
        """Return the status of a task that is closed although nobody did it, in the words of its row; else nothing."""
        status = self._said_status(cells)
        return status if never_was(status) else ""

    def _moment(self, cells: Sequence[str], place_name: str) -> int | None:
        read = self._moments.get(place_name)
        found = None if read is None else self.value(cells, place_name, read)
        return found if isinstance(found, int) else None

    def _plain_slots(self) -> list[str]:
        # the kind of the row only says that it is a task
        return [each for each in super()._plain_slots() if each != "kind"]


def holds_tasks(understood: Understood) -> bool:
    """Tell whether rows of `understood` can say that they are tasks."""
    return understood.kind == "activities" and understood.table.kind is None and "kind" in understood.slots


def as_tasks(understood: Understood, kinds: Kinds) -> Understood | None:
    """Return a file of activities as one of the tasks among them, None where its rows cannot say that they are tasks.

    `kinds` are those of the workspace.
    """
    if not holds_tasks(understood):
        return None
    target = understood.target._replace(own=kinds.named("tasks").own_fields)
    return understood._replace(kind="tasks", target=target)


def is_task(understood: Understood) -> Callable[[TableRow], bool]:
    """Return what tells whether a row of `understood` is a task."""
    number = understood.slots["kind"][0]
    words = choices_by_word("task", TASK.by_name["kind"])

    @lru_cache(1024)
    def says_task(cell: str) -> bool:
        return words.get(fold_key(clean_text(cell))) == "todo"

    return lambda row: row.problem is None and says_task(row.cells[number])
