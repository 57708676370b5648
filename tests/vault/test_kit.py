"""The printed sheet brings the key back, by hand or by camera."""

from datetime import date
from pathlib import Path

import pypdfium2
import pytest
import segno

from crm_desktop.errors import CrmError
from crm_desktop.vault.kit import write_recovery_kit
from crm_desktop.vault.secret import secret_from_text, secret_text

SECRET = bytes(range(7, 39))
MADE_ON = date(2026, 11, 22)


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    path = tmp_path / "kit.pdf"
    write_recovery_kit(path, "Hartwell Parts", SECRET, MADE_ON)
    return path


def page_text(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        assert len(document) == 1
        page = document[0]
        text = page.get_textpage()
        content = str(text.get_text_range())
        text.close()
        page.close()
        return content
    finally:
        document.close()


def test_the_key_can_be_copied_from_the_sheet(kit: Path) -> None:
    words = page_text(kit).split()
    groups: dict[int, str] = {}
    for place, word in enumerate(words[:-2]):
        if word in set("12345678") and len(words[place + 1]) == len(words[place + 2]) == 4:
            groups.setdefault(int(word), words[place + 1] + words[place + 2])
    assert secret_from_text("".join(groups[number] for number in range(1, 9))) == SECRET


def test_the_sheet_names_the_workspace_the_day_and_its_use(kit: Path) -> None:
    text = " ".join(page_text(kit).split())
    for said in (
        "Hartwell Parts",
        "November 22, 2026",
        "What it is for",
        "Where to keep it",
        "What it cannot do",
        "Nobody can reset a passphrase",
    ):
        assert said in text


def test_the_square_code_holds_the_same_key(kit: Path) -> None:
    expected = segno.make(secret_text(SECRET), error="m", micro=False)
    assert scanned(kit, len(list(expected.matrix))) == [[bool(module) for module in row] for row in expected.matrix]


def test_the_sheet_is_the_same_each_time_it_is_made(kit: Path, tmp_path: Path) -> None:
    write_recovery_kit(tmp_path / "again.pdf", "Hartwell Parts", SECRET, MADE_ON)
    assert (tmp_path / "again.pdf").read_bytes() == kit.read_bytes()


def test_only_its_owner_can_read_the_file(kit: Path) -> None:
    assert kit.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in kit.parent.iterdir()] == ["kit.pdf"]


def test_the_date_is_written_as_in_the_users_language(tmp_path: Path) -> None:
    write_recovery_kit(tmp_path / "kit.pdf", "Hartwell", SECRET, MADE_ON, language="de")
    assert "22. November 2026" in page_text(tmp_path / "kit.pdf")


@pytest.mark.parametrize(
    "name", ["شركة النور للتجارة", "ירושלים", "ตลาดน้ำ", "हार्टवेल", "Łódź Čeřov Ελλάδα Москва", "日本", "", "W" * 300]
)
def test_a_workspace_may_have_any_name(tmp_path: Path, name: str) -> None:
    write_recovery_kit(tmp_path / "kit.pdf", name, SECRET, MADE_ON)
    assert "Recovery kit" in page_text(tmp_path / "kit.pdf")


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(CrmError, match="could not be written"):
        write_recovery_kit(tmp_path / "nowhere" / "kit.pdf", "Hartwell", SECRET, MADE_ON)


def scanned(path: Path, modules: int) -> list[list[bool]]:
    """Read the dark squares of the code at the right of the card from the printed picture."""
    document = pypdfium2.PdfDocument(path)
    page = document[0]
    image = page.render(scale=4).to_pil().convert("L")
    page.close()
    document.close()
    quarter = image.crop(
        (image.width * 6 // 10, image.height * 2 // 10, image.width * 94 // 100, image.height * 375 // 1000)
    )
    left, top, right, _bottom = quarter.point(lambda value: 255 if value < 100 else 0).getbbox()
    size = (right - left) / modules
    return [
        [quarter.getpixel((left + (across + 0.5) * size, top + (down + 0.5) * size)) < 100 for across in range(modules)]
        for down in range(modules)
    ]
