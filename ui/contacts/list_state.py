"""What a list of contacts shows: people or companies, by which view, and how that differs from the saved one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from crm_desktop.contacts.views import SavedView, ViewSetting
from crm_desktop.filters.parsing import conditions_from_text
from crm_desktop.filters.printing import conditions_text
from crm_desktop.filters.tree import Filter
from crm_desktop.schema import forms
from crm_desktop.schema.catalogue import Kind
from crm_desktop.schema.own import STANDARD, Kinds
from crm_desktop.store.record_query import View
from ui.kit.desk import Place

PEOPLE, COMPANIES = "people", "companies"
DEFAULT_COLUMNS = {
    PEOPLE: (
        "name",
        "company",
        "job_title",
        "last_interaction_at",
        "next_step",
        "next_step_due",
        "lifetime_value",
    ),
    COMPANIES: (
        "name",
        "sector",
        "city",
        "last_interaction_at",
        "next_step",
        "next_step_due",
        "open_amount",
        "lifetime_value",
    ),
}
# Read with every row: the sum of the selected rows, and what other columns show beside their own value.
BESIDE = ("lifetime_value", "last_interaction_kind", "next_step_due", "removed_at")
ALWAYS = ("name",)
USEFUL = (
    *("owner", "email", "phone", "sector", "city", "country", "tags", "roles", "lifecycle", "rating", "source"),
    *("open_deals", "open_amount", "won_deals", "open_tickets", "department", "employees", "annual_revenue", "website"),
)
EVERYTHING = ViewSetting()


@dataclass(frozen=True)
class ListState:
    """The list `page`, by the saved view `view` (None: all of them), showing `setting`; `saved` is what is kept.

    `kinds` are the kinds of record with the workspace's own fields.
    """

    page: str = PEOPLE
    view: SavedView | None = None
    setting: ViewSetting = EVERYTHING
    saved: ViewSetting = EVERYTHING
    kinds: Kinds = STANDARD

    @property
    def kind(self) -> Kind:
        """The kind of record that is listed."""
        return self.kinds.named(self.page)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns shown, the name first; those that this program does not know are left out."""
        wanted = self.setting.columns or DEFAULT_COLUMNS[self.page]
        known = {each.name for each in self.kind.fields}
        rest = [name for name in dict.fromkeys(wanted) if name in known and name not in ALWAYS]
        return (*ALWAYS, *rest)

    @property
    def edited(self) -> bool:
        """Whether filter, order or columns differ from what is kept."""
        same = self.setting.conditions == self.saved.conditions and self.setting.sorting == self.saved.sorting
        return not (same and self.columns == replace(self, setting=self.saved).columns)

    @property
    def query(self) -> View:
        """The question that fetches the rows: the columns shown, then what is read beside them."""
        wanted = (*BESIDE, "currency") if "annual_revenue" in self.columns else BESIDE
        beside = tuple(name for name in wanted if name not in self.columns)
        known = {each.name for each in self.kind.fields}
        sorting = tuple(each for each in self.setting.sorting if each.lstrip("-") in known)
        return View(self.kind, self.setting.conditions, sorting, (*self.columns, *beside))

    def with_conditions(self, conditions: Sequence[Filter]) -> "ListState":
        """Return the same list filtered by `conditions`."""
        return replace(self, setting=self.setting._replace(conditions=tuple(conditions)))

    def with_sorting(self, sorting: Sequence[str]) -> "ListState":
        """Return the same list in another order."""
        return replace(self, setting=self.setting._replace(sorting=tuple(sorting)))

    def with_columns(self, columns: Sequence[str]) -> "ListState":
        """Return the same list with other columns."""
        return replace(self, setting=self.setting._replace(columns=tuple(columns)))

    def sorted_by(self, name: str, *, descending: bool, adds: bool) -> "ListState":
        """Return the same list sorted by `name`, after what it is sorted by where that `adds`."""
        key = f"-{name}" if descending else name
        if not adds:
            return self.with_sorting((key,))
        others = [each for each in self.setting.sorting if each.lstrip("-") != name]
        return self.with_sorting((*others, key))

    def place(self, **more: object) -> Place:
        """Return the place that brings this list back."""
        arguments: dict[str, object] = {
            "kind": self.page,
            "view": self.view.id.hex() if self.view is not None else "",
            "filter": conditions_text(self.setting.conditions),
            "sorting": list(self.setting.sorting),
            "columns": list(self.setting.columns),
        }
        return Place("contacts", None, {**arguments, **more})


def all_of(page: str, columns: Sequence[str], kinds: Kinds) -> ListState:
    """Return the list of everything on `page`, with the `columns` that this device keeps."""
    setting = ViewSetting(columns=tuple(columns))
    return ListState(page, None, setting, setting, kinds)


def by_view(view: SavedView, kinds: Kinds) -> ListState:
    """Return the list that the saved `view` shows."""
    return ListState(view.page, view, view.setting, view.setting, kinds)


def given_setting(arguments: Mapping[str, Any], otherwise: ViewSetting, kind: Kind, place: forms.Place) -> ViewSetting:
    """Return the setting that a place's `arguments` ask for; what they do not name is as in `otherwise`.

    Raises WrongFilter.
    """
    text, sorting, columns = (arguments.get(name) for name in ("filter", "sorting", "columns"))
    return otherwise._replace(
        conditions=otherwise.conditions if text is None else conditions_from_text(str(text), kind, place),
        sorting=otherwise.sorting if sorting is None else tuple(map(str, sorting)),
        columns=otherwise.columns if columns is None else tuple(map(str, columns)),
    )


def offered_columns(kind: Kind) -> list[str]:
    """Return the names of the fields that the list of `kind` can show as columns, the most useful first."""
    hidden = {"kind", "external_ids", "custom", "removed_at", "last_interaction_kind", "created_by"}
    names = [each.name for each in kind.fields if each.name not in hidden]
    own = [each.name for each in kind.own_fields]
    first = [name for name in (*DEFAULT_COLUMNS[kind.name], *USEFUL) if name in names]
    return list(dict.fromkeys((*first, *own, *names)))
