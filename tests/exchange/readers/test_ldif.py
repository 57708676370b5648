"""LDIF files of address books and directories become rows with all that they hold."""

import base64
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers.card import CardTable
from crm_desktop.exchange.readers.file_form import FileForm, file_form
from crm_desktop.exchange.readers.ldif import open_ldif
from tests.exchange.shared_data import real_file
from tests.fuzz.tried import fuzzed


@contextmanager
def opened(path: Path) -> Generator[CardTable, None, None]:
    with closing(open_ldif(path)) as table:
        yield table


def entries(path: Path) -> list[dict[str, str]]:
    with opened(path) as table:
        return [
            {name: cell for name, cell in zip(table.columns, row.cells, strict=True) if cell} for row in table.rows()
        ]


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "people.ldif"
    path.write_text(text, encoding="utf-8", newline="")
    return path


def test_a_thunderbird_entry_fills_every_place() -> None:
    (found,) = entries(real_file("06_contact_exports/thunderbird_basic.ldif"))
    assert found["name"] == "Display Name"
    assert (found["email.1"], found["email.2"]) == ("primaryemail@host.invalid", "secondemail@host.invalid")
    assert {label: found[f"phone.{n}"] for n in range(1, 6) if (label := found[f"phone.{n}.label"])} == {
        "work": "123-456-7890",
        "home": "234-567-8901",
        "fax": "345-678-9012",
        "pager": "456-789-0123",
        "mobile": "567-890-1234",
    }
    assert (found["address.1.street"], found["address.1.street.2"]) == ("Work Address Line 1", "Work Address Line 2")
    assert (found["address.2.city"], found["address.2.label"]) == ("Home City", "home")
    assert (found["birthday"], found["department"], found["company"]) == (
        *("1900-01-02", "Department", "Organization Name"),
    )
    assert found["notes"] == "Notes line 1\nNotes line 2\nNotes line 3\nNotes line 4"
    assert (found["note.4.label"], found["note.4"]) == ("Custom 4", "Custom Field 4")


def test_members_of_a_mailing_list_are_tagged_with_its_name() -> None:
    found = entries(real_file("06_contact_exports/thunderbird_export.ldif"))
    assert [(each["name"], each.get("tags")) for each in found] == [
        ("contact number one", "new list"),
        ("contact number two", None),
    ]
    assert found[1]["note.3"] == "custom\r3"


def test_folded_lines_comments_and_missing_blank_lines_are_understood(tmp_path: Path) -> None:
    text = "# export\nversion: 1\n\ndn: cn=a\ncn: Ana\n  Roe\n# a\n  comment\nmail: ana@example.com\ndn: cn=b\ncn: Bo\n"
    path = written(tmp_path, text)
    assert file_form(path) is FileForm.LDIF
    assert [(each["name"], each.get("email.1")) for each in entries(path)] == [
        ("Ana Roe", "ana@example.com"),
        ("Bo", None),
    ]


def test_a_picture_and_a_company_are_kept_and_containers_are_not(tmp_path: Path) -> None:
    picture = base64.b64encode(b"\xff\xd8\xff").decode()
    text = (
        "dn: ou=people\nobjectclass: organizationalUnit\nou: people\n\n"
        "dn: o=acme\nobjectclass: organization\no: Acme\nl: Leeds\n\n"
        f"dn: cn=a\nobjectclass: person\ncn: Ana\njpegPhoto:: {picture}\n"
    )
    found = entries(written(tmp_path, text))
    assert [(each["kind"], each["name"]) for each in found] == [("company", "Acme"), ("person", "Ana")]
    assert found[1]["photo"] == f"data:image/jpeg;base64,{picture}"


def test_changes_to_a_directory_are_no_contacts(tmp_path: Path) -> None:
    with opened(written(tmp_path, "dn: cn=a\nchangetype: delete\n")) as table:
        assert [row.problem for row in table.rows()] == ["The entry is a change (delete), not a contact."]


LINES = st.one_of(
    st.tuples(
        st.sampled_from(["cn", "mail", "sn", "objectclass", "member", "birthday", "birthmonth", "jpegPhoto", "street"]),
        st.sampled_from([":", "::", ":<", ";lang-de:"]),
        st.text(max_size=20),
    ).map("".join),
    st.text(max_size=20),
    st.sampled_from(["", " folded", "#", "dn: x", "dn:: eA==", "changetype: add"]),
)


@given(lines=st.lists(LINES, max_size=15), end=st.sampled_from(["\n", "\r\n", "\r"]))
@fuzzed("LDIF", 300)
def test_whatever_stands_in_an_entry_it_is_read_or_refused(tmp_path: Path, lines: list[str], end: str) -> None:
    path = tmp_path / "noise.ldif"
    path.write_bytes(end.join(["dn: cn=first", *lines]).encode("utf-8", "surrogatepass"))
    try:
        with opened(path) as table:
            first = list(table.rows())
            again = list(table.rows())
    except UnreadableFile:
        return
    assert first == again


def test_what_the_tools_of_windows_write_is_read_and_machines_are_nobody(tmp_path: Path) -> None:
    text = (
        "dn: CN=Ana,DC=corp\r\nchangetype: add\r\nobjectClass: user\r\ncn: Ana Groß\r\nmail: ana@corp.example\r\n\r\n"
        "dn: CN=PC-1,DC=corp\r\nchangetype: add\r\nobjectClass: person\r\nobjectClass: user\r\n"
        "objectClass: computer\r\ncn: PC-1\r\n\r\n"
    )
    path = tmp_path / "people.ldf"
    for encoding in ("utf-16", "utf-16-le", "utf-8-sig"):
        path.write_text(text, encoding=encoding, newline="")
        assert file_form(path) is FileForm.LDIF
        assert [each["name"] for each in entries(path)] == ["Ana Groß"]
