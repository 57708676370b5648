"""What a list shows: records of a kind, by which view, and how that differs from the saved one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

from crm_desktop.contacts.views import SavedView, ViewSetting
from crm_desktop.filters.parsing import conditions_from_text
from crm_desktop.filters.printing import conditions_text
from crm_desktop.filters.tree import Filter
from crm_desktop.schema import forms
from crm_desktop.schema.catalogue import Kind
from crm_desktop.schema.field import FieldKind
from crm_desktop.schema.own import STANDARD, Kinds
from crm_desktop.store.record_query import View
from crm_desktop.words import N_
from ui.kit.desk import Place

UNSORTED = frozenset({FieldKind.CHOICES, FieldKind.TAGS, FieldKind.JSON, FieldKind.LONG_TEXT})
_HIDDEN = frozenset({"external_ids", "custom", "removed_at", "last_interaction_kind", "calendar_parts"})


class Nothing(NamedTuple):
    """What an empty list says, marked for translation: an icon, a title, a sentence and the words of its button."""

    icon: str = "list"
    title: str = N_("No records yet")
    sentence: str = N_("What you add or import is listed here.")
    verb: str = ""


class ListKind(NamedTuple):
    """How the records of the kind `name` are listed on the page `page` of the app.

    `columns` are shown unless others are chosen, the first of them always; `useful` ones are offered next, those
    `beside` are read with every row. `everything` is what the list of all is called, marked for translation.
    `summed` is the field whose sum is told unless the focus is on another, `watched` are tables beside its own whose
    records its rows tell of. `adds` names what the button of an empty list makes, `sorting` is the order while no other
    is chosen: by name where it is empty.
    """

    name: str
    page: str
    columns: tuple[str, ...]
    everything: str
    useful: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    summed: str = ""
    watched: tuple[str, ...] = ()
    nothing: Nothing = Nothing()
    adds: str = ""
    sorting: tuple[str, ...] = ()


EVERYTHING = ViewSetting()


@dataclass(frozen=True)
class ListState:
    """The list `listed`, by the saved view `view` (None: all of them), showing `setting`; `saved` is what is kept.

    `kinds` are the kinds of record with the workspace's own fields.
    """

    listed: ListKind
    view: SavedView | None = None
    setting: ViewSetting = EVERYTHING
    saved: ViewSetting = EVERYTHING
    kinds: Kinds = STANDARD

    @property
    def page(self) -> str:
        """What the list is kept under: the name of the kind."""
        return self.listed.name

    @cached_property
    def kind(self) -> Kind:
        """The kind of record that is listed."""
        return self.kinds.named(self.page)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns shown, the usual first one first; those that this program does not know are left out."""
        wanted, first = self.setting.columns or self.listed.columns, self.listed.columns[0]
        known = {each.name for each in self.kind.fields}
        return (first, *(name for name in dict.fromkeys(wanted) if name in known and name != first))

    @property
    def sorting(self) -> tuple[str, ...]:
        """By what rows are sorted; empty for their names."""
        return self.setting.sorting or self.listed.sorting

    @property
    def edited(self) -> bool:
        """Whether what is shown differs from what is kept; how everything is shown is kept at once, by the device."""
        now, kept = self.setting, self.saved
        same = (now.conditions, now.sorting, now.grouping) == (kept.conditions, kept.sorting, kept.grouping)
        if self.view is None:
            return not same
        looks = (now.widths, now.row_size) == (kept.widths, kept.row_size)
        return not (same and looks and self.columns == replace(self, setting=kept).columns)

    @property
    def grouping(self) -> str:
        """The field that the list is gathered by; empty where it is not, or where this program does not know it."""
        name = self.setting.grouping
        return name if name in {each.name for each in self.kind.fields} else ""

    @cached_property
    def query(self) -> View:
        """The question that fetches the rows: the columns shown, then what is read beside them."""
        known = {each.name for each in self.kind.fields}
        wanted = (*self.listed.beside, *([self.grouping] if self.grouping else []))
        beside = tuple(name for name in dict.fromkeys(wanted) if name in known and name not in self.columns)
        sorting = tuple(each for each in self.sorting if each.lstrip("-") in known)
        return View(self.kind, self.setting.conditions, sorting, (*self.columns, *beside), gathered=self.grouping)

    def with_conditions(self, conditions: Sequence[Filter]) -> "ListState":
        """Return the same list filtered by `conditions`."""
        return replace(self, setting=self.setting._replace(conditions=tuple(conditions)))

    def with_sorting(self, sorting: Sequence[str]) -> "ListState":
        """Return the same list in another order."""
        return replace(self, setting=self.setting._replace(sorting=tuple(sorting)))

    def with_columns(self, columns: Sequence[str]) -> "ListState":
        """Return the same list with other columns."""
        return replace(self, setting=self.setting._replace(columns=tuple(columns)))

    def with_grouping(self, field: str) -> "ListState":
        """Return the same list gathered by `field`, or not where it is empty."""
        return replace(self, setting=self.setting._replace(grouping=field))

    def with_widths(self, widths: Mapping[str, int]) -> "ListState":
        """Return the same list with columns of these `widths`."""
        return replace(self, setting=self.setting._replace(widths=tuple(sorted(widths.items()))))

    def with_row_size(self, size: str) -> "ListState":
        """Return the same list with rows of this size."""
        return replace(self, setting=self.setting._replace(row_size=size))

    def sorted_by(self, name: str, *, descending: bool, adds: bool) -> "ListState":
        """Return the same list sorted by `name`, after what it is sorted by where that `adds`."""
        key = f"-{name}" if descending else name
        if not adds:
            return self.with_sorting((key,))
        names = [each.lstrip("-") for each in self.sorting]
        if name in names:
            return self.with_sorting(
                [key if each == name else kept for each, kept in zip(names, self.sorting, strict=True)]
            )
        return self.with_sorting((*self.sorting, key))

    def place(self, **more: object) -> Place:
        """Return the place that brings this list back."""
        arguments: dict[str, object] = {
            "kind": self.page,
            "view": self.view.id.hex() if self.view is not None else "",
            "filter": conditions_text(self.setting.conditions),
            "sorting": list(self.setting.sorting),
            "columns": list(self.setting.columns),
            "grouping": self.setting.grouping,
        }
        return Place(self.listed.page, None, {**arguments, **more})


def all_of(listed: ListKind, looks: ViewSetting, kinds: Kinds) -> ListState:
    """Return the list of everything that is `listed`; `looks` is how this device shows it."""
    return ListState(listed, None, looks, looks, kinds)


def by_view(listed: ListKind, view: SavedView, kinds: Kinds) -> ListState:
    """Return what the saved `view` shows of the list `listed`."""
    return ListState(listed, view, view.setting, view.setting, kinds)


def given_setting(arguments: Mapping[str, Any], otherwise: ViewSetting, kind: Kind, place: forms.Place) -> ViewSetting:
    """Return the setting that a place's `arguments` ask for; what they do not name is as in `otherwise`.

    Raises WrongFilter.
    """
    text, sorting, columns, grouping = (arguments.get(name) for name in ("filter", "sorting", "columns", "grouping"))
    return otherwise._replace(
        conditions=otherwise.conditions if text is None else conditions_from_text(str(text), kind, place),
        sorting=otherwise.sorting if sorting is None else tuple(map(str, sorting)),
        columns=otherwise.columns if columns is None else tuple(map(str, columns)),
        grouping=otherwise.grouping if grouping is None else str(grouping),
    )


def offered_columns(kind: Kind, listed: ListKind) -> list[str]:
    """Return the names of the fields that the list of `kind` can show as columns, the most useful first."""
    # where all are of one kind, that says nothing
    hidden = _HIDDEN if kind.narrowed is None else _HIDDEN | {"kind"}
    names = [each.name for each in kind.fields if each.name not in hidden]
    own = [each.name for each in kind.own_fields]
    first = [name for name in (*listed.columns, *listed.useful) if name in names]
    return list(dict.fromkeys((*first, *own, *names)))
