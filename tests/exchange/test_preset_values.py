"""What presets make of cells: labels, days, stages, opt-outs."""

from pathlib import Path

from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.source import Source
from crm_desktop.journal.journal import Journal
from crm_desktop.vault.driver import Row
from tests.exchange.shared_data import real_file
from tests.exchange.test_presets import EXPORTS


def rows(journal: Journal, sql: str) -> list[Row]:
    with journal.store.reader() as reader:
        return reader.execute(sql).fetchall()


def test_google_contacts_keep_their_labels_relations_and_groups(journal: Journal, tmp_path: Path) -> None:
    header = EXPORTS["Google Contacts"][1].split(",")
    values = {
        "First Name": "Ana",
        "Last Name": "Roe",
        "Labels": "* myContacts ::: Friends",
        "E-mail 1 - Label": "* Work",
        "E-mail 1 - Value": "ana@acme.example ::: roe@acme.example",
        "E-mail 2 - Label": "Home",
        "E-mail 2 - Value": "ana@home.example",
        "Relation 1 - Label": "Spouse",
        "Relation 1 - Value": "Bo",
    }
    path = tmp_path / "contacts.csv"
    path.write_text(f"{','.join(header)}\n{','.join(values.get(name, '') for name in header)}\n", encoding="utf-8")
    import_files(journal, [Source(path)])
    emails = "SELECT label, normal, is_primary FROM contact_point WHERE kind = 'email' ORDER BY position"
    assert rows(journal, emails) == [
        ("work", "ana@acme.example", 1),
        ("work", "roe@acme.example", 0),
        ("home", "ana@home.example", 0),
    ]
    assert rows(journal, "SELECT tags, notes FROM contact") == [('["Friends"]', "Spouse: Bo")]


def test_further_numbers_of_a_kind_keep_the_label_of_their_column(journal: Journal) -> None:
    import_files(journal, [Source(real_file("06_contact_exports/outlook_shared_contacts.csv"))])
    told = (
        "SELECT p.label FROM contact_point p JOIN contact c ON c.id = p.contact WHERE c.name = 'Adam Glacius' "
        "AND p.kind = 'phone' ORDER BY p.position"
    )
    labels = [label for (label,) in rows(journal, told)]
    assert labels.count("work") == 2
    assert labels.count("home") == 2


def test_days_that_outlook_writes_for_none_are_none(journal: Journal, tmp_path: Path) -> None:
    path = tmp_path / "kontakte.csv"
    lines = ["Vorname,Nachname,Telefon geschäftlich,E-Mail-Adresse,Geburtstag,Jahrestag", "Änne,Öztürk,,,0.0.00,0.0.00"]
    path.write_text("\n".join(lines), encoding="utf-8")
    report = import_files(journal, [Source(path)])
    assert report.rejections == []
    assert rows(journal, "SELECT name, birthday, notes FROM contact") == [("Änne Öztürk", None, None)]


def test_hubspot_says_the_pipeline_behind_a_stage_and_the_address_behind_an_owner(
    journal: Journal, tmp_path: Path
) -> None:
    deals = tmp_path / "deals.csv"
    head = "Record ID,Deal Name,Deal Stage,Pipeline,Deal owner"
    row = "7,Big,Closed Won (Repairs),Repairs,Bo Owner (bo@ours.example)"
    deals.write_text(f"{head}\n{row}\n", encoding="utf-8")
    tickets = tmp_path / "tickets.csv"
    tickets.write_text(
        "Ticket ID,Ticket name,Ticket status,Ticket owner\n5,Hot,New (Support Pipeline),bo@ours.example\n"
    )
    assert import_files(journal, [Source(deals), Source(tickets)]).rejections == []
    told = "SELECT s.name, d.outcome FROM deal d JOIN stage s ON s.id = d.stage"
    assert rows(journal, told) == [("Closed Won", "won")]
    assert rows(journal, "SELECT status FROM ticket") == [("new",)]
    assert rows(journal, "SELECT name, email FROM member WHERE email IS NOT NULL") == [("Bo Owner", "bo@ours.example")]


def test_who_opted_out_of_e_mails_may_still_be_called(journal: Journal, tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text("First Name,Last Name,Email Opt Out,Do Not Call\nAna,Roe,true,false\nBo,Lee,false,true\n")
    import_files(journal, [Source(path)])
    told = "SELECT c.name, e.channel, e.state FROM consent e JOIN contact c ON c.id = e.contact ORDER BY 1"
    assert rows(journal, told) == [("Ana Roe", "email", "withdrawn"), ("Bo Lee", "phone", "withdrawn")]
    assert rows(journal, "SELECT count(*) FROM contact WHERE do_not_contact") == [(0,)]


def test_pipedrive_says_in_two_columns_when_deals_were_won_and_lost(journal: Journal, tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text(
        "Deal - ID,Deal - Title,Deal - Value,Deal - Status,Deal - Won time,Deal - Lost time\n"
        "1,Looms,10,Won,2026-04-20 14:05:00,\n2,Trial,10,Lost,,2026-03-03 03:03:00\n3,Parts,10,Open,,\n",
        encoding="utf-8",
    )
    assert import_files(journal, [Source(path)]).total.created == 3
    assert rows(journal, "SELECT title, outcome, closed_on FROM deal ORDER BY title") == [
        ("Looms", "won", "2026-04-20"),
        ("Parts", "open", None),
        ("Trial", "lost", "2026-03-03"),
    ]


def test_the_status_of_deals_is_how_they_ended_where_it_says_so(journal: Journal, tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text("Deal name;Betrag;Status\nLooms;10;gewonnen\nParts;9;offen\nTrial;8;verloren\n", encoding="utf-8")
    report = import_files(journal, [Source(path, "deals")])
    assert rows(journal, "SELECT title, outcome FROM deal ORDER BY title") == [
        ("Looms", "won"),
        ("Parts", "open"),
        ("Trial", "lost"),
    ]
    reasons = report.detected[0]["reasons"]
    assert isinstance(reasons, dict)
    assert reasons["Status"] == "its cells look like it"
    path.write_text("Deal name,Amount,Status\nGates,10,Imported\nFence,9,Draft\n", encoding="utf-8")
    import_files(journal, [Source(path, "deals")])
    assert rows(journal, "SELECT outcome FROM deal WHERE title = 'Gates'") == [("open",)]
