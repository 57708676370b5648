"""Rows of tasks: lists of them, and those among the activities of other programs that are something to do."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache

from crm_desktop.exchange.cell_readers import day_reader, has_time
from crm_desktop.exchange.choice_words import choices_by_word, never_was
from crm_desktop.exchange.drafts import Draft
from crm_desktop.exchange.linked_rows import LinkedRows, first_sentence
from crm_desktop.exchange.links import Links
from crm_desktop.exchange.match import Occurrences
from crm_desktop.exchange.readers.table import TableRow
from crm_desktop.exchange.remarks import Remark, Remarks
from crm_desktop.exchange.understand import Understood
from crm_desktop.schema.activities import INTERACTION, TASK
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.schema.own import Kinds
from crm_desktop.values.names import clean_text, fold_key
from crm_desktop.words import _

# In a column that asks whether a task is done, where activities would say whether they are planned.
_TICKED = frozenset(
    map(
        fold_key,
        ("yes", "y", "true", "x", "1", "100", "100%", "ja", "wahr", "oui", "vrai", "sí", "verdadero", "sim", "✓"),
    )
)
_NOT_TICKED = frozenset(("no", "n", "false", "0"))
_HOLDS = ("title", "due_day", "person", "company", "note")


class TaskRows(LinkedRows):
    """The rows of a list of tasks."""

    table = "task"
    titled, noted, done = "title", "note", "done_at"
    done_at_due = True
    computed = (
        *("title", "due_day", "due_at", "done_at", "note", "assignee"),
        *("person", "company", "deal", "ticket", "owner"),
    )

    def __init__(self, understood: Understood, links: Links, place: Place, remarks: Remarks) -> None:
        super().__init__(understood, links, place, remarks)
        self._holding = links.known.occurrences("task", _HOLDS)
        self._due = "task.due" if "task.due" in self.at else self.done if self.done == "at" else ""
        self._day = day_reader(understood.form(self.column_of[self._due])) if self._due in self.at else None
        self._moments = {name: self.reader(name) for name in (self.done, "task.due") if name in self.at}
        self._status = choices_by_word("interaction", INTERACTION.by_name["planned"])

    @property
    def occurrences(self) -> Occurrences | None:
        """Tasks without an id: found by title, day, participant and text."""
        return self._holding

    def draft(self, cells: Sequence[str]) -> Draft:
        """Return the task that `cells` describe."""
        values = self.plain_values(cells)
        position = self.position
        note = self.text(cells, self.noted)
        title = self.text(cells, self.titled) or first_sentence(note)
        if not title:
            raise self.refused((self.titled, self.noted), cells, _("The row does not say what is to be done."))
        values[position["title"]] = title
        values[position["note"]] = "\n".join(each for each in (self._cancelled(cells), note) if each) or None
        self._note_times(values, cells)
        self.fill_links(values, cells)
        values[position["assignee"]] = self._assignee(cells) or values[position["owner"]]
        draft = Draft(values, self.links.named("task"), [], [])
        external = self.external(cells, "external_id", "task")
        self.identify(draft, external, [values[position[name]] for name in _HOLDS])
        return draft

    def _note_times(self, values: list[Stored], cells: Sequence[str]) -> None:
        """Fill in when the task is due, and when it was done where the row says so: nothing else tells that moment."""
        position = self.position
        due = self._note_due(values, cells)
        if not self._is_done(fold_key(self._said_status(cells))):
            return
        done = self._moment(cells, self.done)
        if done is None and not self.done_at_due:
            raise self.refused((self.done, "task.status"), cells, _("The row does not say when the task was done."))
        if done is None:
            done = due if due is not None else self._due_moment(values)
            if done is None:
                told = _("The task is done, but the row says neither when that was nor when it was due.")
                raise self.refused(("task.status",), cells, told)
            self.remarks.note(Remark.DONE_WHEN_DUE)
        values[position["done_at"]] = done

    def _note_due(self, values: list[Stored], cells: Sequence[str]) -> int | None:
        """Fill in when the task is due where one column says day and time; return the moment, noon for a day."""
        position = self.position
        if self._day is None or has_time(self.text(cells, self._due)):
            due = self._moment(cells, self._due)
            if due is not None:
                values[position["due_day"]] = datetime.fromtimestamp(due / 1000, self.place.zone).date().isoformat()
                values[position["due_at"]] = due
            return due
        day = self.value(cells, self._due, self._day)
        if day is None:
            return None
        values[position["due_day"]], values[position["due_at"]] = day, None
        return self.links.noon(str(day))

    def _is_done(self, status: str) -> bool:
        return status in _TICKED or (status not in _NOT_TICKED and self._status.get(status) == "0")

    def _due_moment(self, values: Sequence[Stored]) -> int | None:
        """Return when the task is due by columns of their own, noon for a day."""
        at, day = values[self.position["due_at"]], values[self.position["due_day"]]
        if isinstance(at, int):
            return at
        return self.links.noon(str(day)) if day is not None else None

    def _assignee(self, cells: Sequence[str]) -> bytes | None:
        text = self.text(cells, "assignee")
        return self.links.member(text) if text else None

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


class TasksAmong(TaskRows):
    """The rows of a file of activities that are tasks."""

    titled, noted, done = "subject", "body", "at"
    done_at_due = False

    def _is_done(self, status: str) -> bool:
        return self._status.get(status) == "0"

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
