import pytest

from crm_desktop.reports.pdf_report import Print, pdf_bytes
from crm_desktop.reports.pdf_text import Face, Typesetter
from crm_desktop.reports.report import Report, ReportColumn, ReportTable
from tests.reports.pdf_reading import page_text, words_on
from tests.reports.samples import MADE_AT, printed, sales_report

NAMES = (ReportColumn("name", "Name"), ReportColumn("place", "Place"))


def table_text(*names: str) -> str:
    table = ReportTable("t", "", NAMES, [(name, "x") for name in names])
    return page_text(pdf_bytes(Report("r", "R", tables=(table,)), printed()), 0)


@pytest.mark.parametrize(
    "name",
    [
        "Čeština ķēķis € Łódź",
        "Ελληνικά",
        "Кириллица",
        "Việt Nam tiếng",
        "हिन्दी क्षत्रिय",
        "ภาษาไทย น้ำ",
        "中文公司",
        "日本のカナ",
        "한국어",
    ],
)
def test_names_in_every_script_can_be_copied_from_the_page(name: str) -> None:
    assert name in table_text(name)


def test_hebrew_and_arabic_words_are_copied_letter_by_letter_as_typed() -> None:
    text = table_text("חברת החשמל", "شركة النور")
    for word in ("חברת", "החשמל", "شركة", "النور"):
        assert word in text


def test_arabic_letters_join() -> None:
    setter = Typesetter()
    apart = sum(setter.line(letter).width for letter in "شركة")
    assert setter.line("شركة").width < apart * 0.95


def test_right_to_left_text_starts_at_the_right_of_its_run() -> None:
    setter = Typesetter()
    line = setter.line("abc שלום")
    assert line.runs[0].font.resource_name == setter.font(Face.REGULAR).resource_name
    hebrew = setter.line("שלום").runs[0].parts[0][1]
    reversed_by_hand = setter.line("םולש").runs[0].parts[0][1]
    assert hebrew != reversed_by_hand


def test_an_arabic_report_is_read_from_the_right() -> None:
    content = pdf_bytes(sales_report(), Print(MADE_AT, "ar", workspace_name="Hartwell Parts"))
    words = words_on(content, 0)
    title = next(word for word in words if word.text == "month")
    assert title.right == pytest.approx(555.6, abs=2)
    months = [next(word for word in words if word.text == month).left for month in ("Jun", "Dec", "May")]
    assert months == sorted(months)


def test_figures_are_all_of_one_width() -> None:
    setter = Typesetter()
    widths = {round(setter.plain(digit).width, 5) for digit in "0123456789"} | {
        round(setter.line(digit).width, 5) for digit in "0123456789"
    }
    assert len(widths) == 1


def test_headings_are_kerned_and_table_cells_are_not() -> None:
    setter = Typesetter()
    assert setter.line("AVATAR To").width < setter.plain("AVATAR To").width


def test_a_shortened_text_fits_and_ends_with_an_ellipsis() -> None:
    setter = Typesetter()
    for text in ("Hartwell and Daughters of Leeds", "شركة النور للتجارة العالمية المحدودة"):
        line = setter.fitted(text, Face.REGULAR, 9, 60)
        assert line.text.endswith("…")
        assert line.width * 9 <= 60
    assert setter.fitted("short", Face.REGULAR, 9, 60).text == "short"


def test_wrapped_text_breaks_at_blanks_and_long_words_anywhere() -> None:
    setter = Typesetter()
    lines = setter.wrapped("one two three " + "x" * 60, Face.REGULAR, 9, 50)
    assert all(line.width * 9 <= 50 for line in lines)
    assert "".join(line.text for line in lines).replace(" ", "") == "onetwothree" + "x" * 60


def test_wrapped_text_stops_at_the_last_line_with_an_ellipsis() -> None:
    lines = Typesetter().wrapped("word " * 100, Face.REGULAR, 9, 100, most=3)
    assert len(lines) == 3
    assert lines[-1].text.endswith("…")


def test_a_sign_no_font_has_does_not_lose_the_text_around_it() -> None:
    text = table_text("party 🎉 time")
    assert "party" in text
    assert "time" in text


def test_tabs_and_line_ends_in_a_cell_become_blanks() -> None:
    assert "a b c" in table_text("a\tb\nc")
