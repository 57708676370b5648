"""An own field of each type is there wherever the fields of the program are, from the moment that it is added."""

import csv
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from crm_desktop.acts import add_record, set_fields
from crm_desktop.exchange.export import export_list
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.source import Source
from crm_desktop.files.actions import Holder
from crm_desktop.filters.parsing import conditions_from_text
from crm_desktop.journal.field_actions import NewField, add_own_field
from crm_desktop.journal.history import record_history
from crm_desktop.journal.undo import redo_last, undo_last
from crm_desktop.reports.catalogue import made_report, report_named, typed_parameters, with_own_fields
from crm_desktop.reports.list_report import Listed, list_report
from crm_desktop.reports.pdf_report import Print, pdf_bytes
from crm_desktop.schema.catalogue import Kind
from crm_desktop.schema.forms import Plain
from crm_desktop.store.gathering import list_groups
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.store.record_query import View, plain_record, record_page
from crm_desktop.workspace import Workspace
from tests.own_types import TYPES
from tests.reports.pdf_reading import page_text
from tests.search.test_queries import titles
from ui.kit.desk import Desk
from ui.kit.filters.offered import offered_fields
from ui.kit.lists.group_words import gathering_fields
from ui.kit.lists.state import offered_columns
from ui.kit.own_files import OwnFile, keep_own_file
from ui.kit.record_form import RecordForm
from ui.records.lists import listed_as

TODAY = date(2026, 5, 14)


Quiet = Callable[[], None]


def deals(workspace: Workspace) -> Kind:
    with workspace.reader() as reader:
        return workspace_kinds(reader).named("deals")


def rows(workspace: Workspace, where: str = "", sorting: tuple[str, ...] = ()) -> list[dict[str, Plain]]:
    kind = deals(workspace)
    conditions = conditions_from_text(where, kind, workspace.place)
    view = View(kind, conditions, sorting, ("title", "extra"))
    with workspace.reader() as reader:
        return [plain_record(view, row, workspace.place) for row in record_page(reader, view, workspace.place).rows]


def values(workspace: Workspace, where: str = "") -> dict[object, Plain]:
    return {row["title"]: row["extra"] for row in rows(workspace, where)}


@pytest.mark.parametrize("sort", TYPES)
def test_a_field_of_each_type_is_everywhere(
    workspace: Workspace, screen: Desk, qtbot: QtBot, tmp_path: Path, sort: str
) -> None:
    each, journal, place = TYPES[sort], workspace.journal, workspace.place
    empty: Plain = [] if sort == "choices" else None
    if sort == "yes_no":
        empty = False
    add_record(journal, "companies", {"name": "Zephyr GmbH"})
    add_record(journal, "deals", {"title": "Other"} | ({"amount": "7"} if sort == "formula" else {}))
    screen.act(add_own_field, NewField("deals", "Extra", sort, each.choices, each.target, formula=each.formula))
    qtbot.waitUntil(lambda: any(own.name == "extra" for own in screen.kinds.named("deals").own_fields))
    kind = screen.kinds.named("deals")

    # list and filter offer it
    assert "extra" in offered_columns(kind, listed_as(kind))
    assert "extra" in [field.name for field in offered_fields(kind)]

    # form
    form = RecordForm(screen, "deal", {"title": "Pump"})
    qtbot.addWidget(form)
    form.inputs["amount"].set_typed("100")
    assert ("extra" in form.inputs) is (sort != "formula")
    contract = tmp_path / "contract.txt"
    contract.write_text("signed", encoding="utf-8")
    if sort == "file":
        form.inputs["extra"].set_typed(str(contract))
    elif sort == "yes_no":
        form.inputs["extra"].set_value(1)
    elif sort not in ("formula", "link"):
        form.inputs["extra"].set_typed(each.typed)
    typed = form.typed()
    assert typed is not None
    if sort == "link":
        typed["extra"] = each.typed
    pump = add_record(journal, "deals", typed)
    if sort == "file":
        done: list[object] = []
        keep_own_file(screen, OwnFile(Holder("deal", pump), "extra", form.files()["extra"]), screen, done.append)
        qtbot.waitUntil(lambda: bool(done), timeout=10_000)

    # list, order and filter
    others: Plain = 14 if sort == "formula" else empty
    assert values(workspace) in ({"Other": others, "Pump": each.plain}, {"Other": None, "Pump": each.plain})
    assert list(values(workspace, f"extra {each.where}")) == ["Pump"]
    if sort not in ("choices", "long_text"):
        assert [row["title"] for row in rows(workspace, "extra notempty", ("-extra",))][:1] == ["Pump"]

    # search
    if each.asked:
        assert "Pump" in titles(journal, each.asked, "deals")

    # report: figures narrowed by it, and a printed list with it
    with workspace.reader() as reader:
        made = made_report(reader, report_named("pipeline_by_stage"), {"where": f"extra {each.where}"}, place, TODAY)
        assert made.raw_figures["open"] == 1
        shown = list_report(reader, Listed("Deals", View(kind, (), (), ("title", "extra"))), place)
        paper = page_text(pdf_bytes(shown, Print(datetime(2026, 5, 14, tzinfo=UTC), place.language)), 0)
    assert each.paper in paper

    # reports split by it
    for name in ("sales_by_month", "pipeline_by_stage", "won_and_lost"):
        with workspace.reader() as reader:
            kind_of_report = with_own_fields(report_named(name), screen.kinds)
            asked = typed_parameters(kind_of_report, {"split": "own.extra"}, place)
            split = made_report(reader, kind_of_report, asked, place, TODAY)
        assert split.tables[0].name == "by_own.extra"

    # groups of a list
    if kind.field("extra") in gathering_fields(kind):
        with workspace.reader() as reader:
            found = list_groups(reader, View(kind), place, "extra", ())
        # of several choices each has its group
        assert [group.records for group in found] == [1] * (3 if sort == "choices" else 2)

    # export
    out = tmp_path / "deals.csv"
    with workspace.reader() as reader:
        export_list(reader, View(kind, (), (), ("title", "extra")), place, out)
    with out.open(encoding="utf-8-sig", newline="") as file:
        written = {row["title"]: row["extra"] for row in csv.DictReader(file)}
    assert written["Pump"]

    # import
    if sort not in ("file", "formula"):
        back = tmp_path / "back.csv"
        quoted = written["Pump"].replace('"', '""')
        back.write_text(f'Title,Extra\nBack,"{quoted}"\n', encoding="utf-8")
        report = import_files(journal, [Source(back, kind="deals")])
        assert report.total.created == 1, report.rejections
        assert values(workspace)["Back"] == each.plain
        undo_last(journal)

    # history and undo
    if sort not in ("file", "formula"):
        set_fields(journal, pump, {"extra": "no" if sort == "yes_no" else ""})
        assert values(workspace)["Pump"] in (empty, None)
        with workspace.reader() as reader:
            changed = record_history(reader, pump)[0].changes
        assert [change.field for change in changed] == ["extra"]
        undo_last(journal)
        assert values(workspace)["Pump"] == each.plain
        redo_last(journal)
        assert values(workspace)["Pump"] in (empty, None)
