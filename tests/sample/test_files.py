"""The files of the sample: their bytes are kept, and say what is indexed of them."""

from crm_desktop.files.pdf_pages import pdf_text
from tests.sample.made import Sample


def test_the_content_of_every_file_is_kept_once(sample: Sample) -> None:
    rows = sample.rows("SELECT hash, size FROM attachment")
    assert sample.files
    assert {(each.hash.hex(), each.size) for each in sample.files.contents()} == set(rows)


def test_the_pages_say_what_is_found_of_them(sample: Sample) -> None:
    assert sample.files
    for name, kind, digest, text in sample.rows("SELECT name, media_type, hash, text FROM attachment"):
        content = b"".join(sample.files.read(bytes.fromhex(digest)))
        read = pdf_text(content, len(text) * 2) if kind == "application/pdf" else content.decode()
        assert read.split() == text.split(), name


def test_products_deals_customers_and_tickets_have_files(sample: Sample) -> None:
    counts = {
        link: sample.one(f"SELECT count(*) FROM attachment WHERE {link} NOTNULL")
        for link in ("product", "deal", "ticket", "contact")
    }
    assert counts == {"product": 8, "deal": 8, "ticket": 3, "contact": 16}


def test_an_agreement_has_two_pages(sample: Sample) -> None:
    assert (
        sample.one("SELECT count(*) FROM attachment WHERE name LIKE 'Frame agreement%' AND instr(text, char(12))") == 5
    )
