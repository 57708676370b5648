from dataclasses import replace
from pathlib import Path

import pytest

from crm_desktop.errors import Cancelled, CrmError
from crm_desktop.jobs import Progress
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.setting_actions import save_setting
from crm_desktop.reports.chart import ChartKind
from crm_desktop.reports.pdf_drawing import A4, LETTER
from crm_desktop.reports.pdf_report import paper_of, pdf_bytes, write_pdf
from crm_desktop.reports.report import Figure, Report
from crm_desktop.reports.style import ReportStyle, report_style, uses_letter
from tests.reports.pdf_reading import Word, opened, page_text, words_on
from tests.reports.samples import printed, sales_report


def found(words: list[Word], text: str) -> Word:
    return next(word for word in words if word.text == text)


def test_the_page_holds_what_the_design_shows() -> None:
    text = page_text(pdf_bytes(sales_report(), printed()), 0)
    for piece in (
        "Sales by month",
        "1 June 2025 to 14 May 2026",
        "Hartwell Parts",
        "Currency US dollar",
        "$1,260,210",
        "Won amount by month and product",
        "160k",
        "GTX Plus Basic",
        "$590,120",
        "Umbrella Corporation",
        "Sales by month · Anna Snelling · 14 May 2026, 09:41 · data as of last sync 09:38",
        "Page 1 of 1",
    ):
        assert piece in text


def test_things_stand_where_the_design_puts_them() -> None:
    words = words_on(pdf_bytes(sales_report(), printed()), 0)
    title, subtitle = found(words, "Sales"), found(words, "1")
    assert title.left == pytest.approx(40.4, abs=1)
    assert title.baseline == pytest.approx(52.5, abs=0.5)
    assert subtitle.baseline == pytest.approx(65, abs=0.5)
    assert found(words, "By").baseline == pytest.approx(403.9, abs=0.7)
    assert found(words, "Hottechi").baseline == pytest.approx(591.7, abs=0.7)
    assert found(words, "Page").baseline == pytest.approx(815.7, abs=0.5)


def test_figures_of_a_column_end_at_one_edge() -> None:
    words = words_on(pdf_bytes(sales_report(), printed()), 0)
    edges = [found(words, amount).right for amount in ("$590,120", "$343,260", "$71,300", "$23,000")]
    assert max(edges) - min(edges) < 0.6


def test_the_same_report_gives_the_same_bytes() -> None:
    assert pdf_bytes(sales_report(), printed()) == pdf_bytes(sales_report(), printed())


def test_another_report_is_another_file() -> None:
    other = replace(sales_report(), title="Sales by quarter")
    assert pdf_bytes(sales_report(), printed()) != pdf_bytes(other, printed())


def test_the_file_says_what_it_is_and_in_which_language() -> None:
    content = pdf_bytes(sales_report(), printed("de"))
    details = opened(content).get_metadata_dict()
    assert (details["Title"], details["Author"]) == ("Sales by month", "Anna Snelling")
    assert details["CreationDate"] == "D:20260514094100+02'00'"
    assert b"/Lang (de)" in content


def test_screen_readers_find_headings_tables_and_the_chart_in_words() -> None:
    content = pdf_bytes(sales_report(), printed())
    assert b"/MarkInfo" in content
    for tag in (b"/S/H1", b"/S/H2", b"/S/Table", b"/S/TH", b"/S/TD", b"/S/Figure"):
        assert tag in content
    assert "GTX Pro: Jun $24,000".encode("utf-16-be").hex().upper().encode() in content


def test_sections_are_bookmarked() -> None:
    titles = [mark.get_title() for mark in opened(pdf_bytes(sales_report(), printed())).get_toc()]
    assert titles == ["Sales by month", "Won amount by month and product", "By product", "Best customers"]


def test_america_gets_letter_paper_and_everybody_else_a4_unless_the_workspace_chose(journal: Journal) -> None:
    assert [uses_letter(each) for each in ("US", "ca", "DE")] == [True, True, False]
    save_setting(journal, "report_paper", "a4")
    save_setting(journal, "report_hide_names", "on")
    with journal.store.reader() as reader:
        style = report_style(reader, "US")
    assert style == ReportStyle(letter=False, with_chart=True, values_on_bars=False, hide_names=True)
    assert (paper_of(letter=True), paper_of(letter=style.letter)) == (LETTER, A4)
    page = opened(pdf_bytes(sales_report(), printed()._replace(paper=LETTER)))[0]
    assert page.get_size() == (612, 792)


@pytest.mark.parametrize("kind", list(ChartKind))
def test_every_kind_of_chart_is_drawn_with_its_numbers_in_words(kind: ChartKind) -> None:
    report = sales_report()
    assert report.chart is not None
    text = page_text(pdf_bytes(replace(report, chart=replace(report.chart, kind=kind)), printed()), 0)
    assert "Jun" in text


def test_a_report_without_anything_to_show_says_so() -> None:
    report = sales_report()
    assert report.chart is not None
    empty = replace(report, chart=replace(report.chart, categories=(), series=(), goal=None))
    empty = replace(empty, tables=(replace(report.tables[0], rows=(), total=None),))
    assert page_text(pdf_bytes(empty, printed()), 0).count("Nothing to show for these filters") == 2


def test_the_chart_tables_and_filters_can_be_left_out() -> None:
    wanted = printed()._replace(with_chart=False, with_tables=False, with_filters=False)
    text = page_text(pdf_bytes(sales_report(), wanted), 0)
    assert "160k" not in text
    assert "Hottechi" not in text
    assert "US dollar" not in text
    assert "$1,260,210" in text


def test_seven_figures_take_two_rows() -> None:
    report = Report("r", "Many", figures=tuple(Figure(f"label {n}", str(n)) for n in range(7)))
    words = words_on(pdf_bytes(report, printed()), 0)
    levels = {round(word.baseline) for word in words if word.text == "label"}
    assert len(levels) == 2


def test_a_very_long_title_stays_inside_the_page() -> None:
    report = replace(sales_report(), title="Won amount " * 40, subtitle="since " * 80)
    words = words_on(pdf_bytes(report, printed()), 0)
    assert max(word.right for word in words) <= A4.width - 39
    assert any(word.text.endswith("…") for word in words)


def test_the_numbers_can_travel_inside_the_pdf() -> None:
    document = opened(pdf_bytes(sales_report(), printed()._replace(attach_numbers=True)))
    attachment = document.get_attachment(0)
    assert attachment.get_name() == "sales_by_month.csv"
    assert b"GTX Plus Pro,107,590120.00" in bytes(attachment.get_data())


def test_a_cancelled_report_leaves_nothing_behind(tmp_path: Path) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        write_pdf(sales_report(), tmp_path / "sales.pdf", printed(), progress)
    assert list(tmp_path.iterdir()) == []


def test_a_written_report_replaces_the_file_of_before(tmp_path: Path) -> None:
    target = tmp_path / "sales.pdf"
    target.write_bytes(b"old")
    write_pdf(sales_report(), target, printed())
    assert len(opened(target.read_bytes())) == 1
    assert list(tmp_path.iterdir()) == [target]


def test_a_place_that_cannot_be_written_is_named_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(CrmError, match=r"sales\.pdf.*could not be written"):
        write_pdf(sales_report(), tmp_path / "gone" / "sales.pdf", printed())
