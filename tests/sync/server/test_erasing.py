"""Erasing on the server: it wins everywhere, and nothing of the person stays."""

from hashlib import sha256

import pytest
from psycopg.types.json import Jsonb

from crm_desktop.errors import CrmError, NotAllowed
from crm_desktop.schema.catalogue import BY_NAME
from tests.sync.office import CONTACT, INTERACTION, JOB, NAME, POINT, Device, Office, new_record

FILE, DEAL = BY_NAME["attachment"].number, BY_NAME["deal"].number
SECRET = "Reyes-Quintana"


def test_an_erased_person_is_gone_with_all_that_belonged_to_them(office: Office) -> None:
    anna, laptop = office.device(), office.device()
    laptop.pull()
    person, point, call = _person(anna)
    reply = anna.call("erase_v1", CONTACT, person, "asked us to")
    assert {each[1] for each in reply["erased"]} == {person, point}
    assert reply["emptied"] == 1
    news = laptop.pull()
    assert {each[1] for each in news["erased"]} == {person, point}
    assert [row[1] for row in news["rows"]] == [call]
    assert "27" not in news["rows"][0][2]
    assert news["changes"] == news["conflicts"] == []
    dump = _everything(office)
    assert SECRET not in dump
    assert SECRET.lower() not in dump.lower()


def test_nothing_brings_an_erased_person_back(office: Office) -> None:
    anna, other = office.device(), office.device()
    person, _point, call = _person(anna)
    anna.call("erase_v1", CONTACT, person, "asked us to")
    again = other.add(CONTACT, person, {NAME: SECRET})
    edit, _clock = other.write(CONTACT, person, JOB, SECRET, None)
    linked, _clock = other.write(INTERACTION, call, 27, person, None)
    inserted = other.add(INTERACTION, new_record(), {20: "call", 22: 1, 27: person})
    assert (again["erased"], again["ins"], edit["erased"], edit["unknown"]) == (1, 0, 1, [])
    assert (linked["erased"], inserted["ins"]) == (0, 1)
    assert all("27" not in doc for doc in other.rows(INTERACTION).values())
    assert SECRET not in _everything(office)
    assert person not in other.rows()


def test_files_that_were_kept_with_the_person_alone_go_with_all_their_chunks(office: Office) -> None:
    anna = office.device()
    person, company = new_record(), new_record()
    anna.add(CONTACT, person, {NAME: SECRET})
    anna.add(DEAL, company, {20: "A deal"})
    alone, shared = _file(anna, b"passport", {}), _file(anna, b"offer", {25: company})
    for record, content, links in (alone, shared):
        anna.add(FILE, record, {20: "scan.pdf", 23: content, 24: person, **links})
    reply = anna.call("erase_v1", CONTACT, person, "asked us to")
    assert {each[1] for each in reply["erased"]} == {person, alone[0]}
    assert anna.call("chunk_have_v1", alone[1])["have"] == []
    assert len(anna.call("chunk_have_v1", shared[1])["have"]) == 1


def test_what_belongs_to_an_erased_person_is_erased_as_it_comes(office: Office) -> None:
    anna, late, reader = office.device(), office.device(), office.device()
    person, point = new_record(), new_record()
    anna.add(CONTACT, person, {NAME: SECRET})
    anna.call("erase_v1", CONTACT, person, "asked us to")
    reader.pull()
    reply = late.add(POINT, point, {20: person, 21: "phone", 23: SECRET})
    assert (reply["erased"], reply["ins"]) == (1, 0)
    assert [each[1] for each in reader.pull()["erased"]] == [point]
    assert SECRET not in _everything(office)


def _file(anna: Device, content: bytes, links: dict[int | str, object]) -> tuple[str, str, dict[int | str, object]]:
    """Put the content of a file; return an id for its record, its fingerprint, and what it is linked to besides."""
    name = sha256(content).hexdigest()
    anna.call("chunk_put_v1", name, 0, 1, sha256(content).digest(), content)
    return new_record(), name, links


def test_erasing_takes_the_right_to_erase(office: Office) -> None:
    office.member("ole", "manager")
    record = new_record()
    office.device().add(CONTACT, record, {NAME: "Dana"})
    with pytest.raises(NotAllowed):
        office.device("ole").call("erase_v1", CONTACT, record, "because")


def test_only_its_own_receipts_make_a_server_erase(office: Office) -> None:
    office.member("ole", "sales")
    anna, ole = office.device(), office.device("ole")
    person, _point, call = _person(anna)
    (receipt,) = anna.call("erase_v1", CONTACT, new_record(), "asked us to")["receipts"]
    forged: list[object] = [
        *([CONTACT, person, receipt], [CONTACT, person, "0" * 64], [CONTACT, person, None], [CONTACT, person]),
        *(
            [10**40, person, receipt],
            [-1, person, receipt],
            ["x", person, receipt],
            [None, person, {}],
            [[], person, 1],
        ),
        *([CONTACT, call + "0", receipt], [CONTACT, None, receipt], [], {}, 7, "x", None),
    ]
    answer = ole.call("erase_again_v1", Jsonb(forged))
    assert answer["refused"].count(person) == 9
    assert len(anna.call("rows_v1", CONTACT, Jsonb([person]))["rows"]) == 1
    wrong: object
    for wrong in ({}, None, 7, [1] * 5001):
        with pytest.raises(CrmError):
            ole.call("erase_again_v1", None if wrong is None else Jsonb(wrong))


def _person(anna: Device) -> tuple[str, str, str]:
    """Add a person with a phone, a conflict and a call; return their ids."""
    person, point, call, at = new_record(), new_record(), new_record(), anna.stamp()
    anna.add(CONTACT, person, {NAME: SECRET, JOB: "Buyer"}, at)
    anna.add(POINT, point, {20: person, 21: "phone", 23: SECRET})
    anna.add(INTERACTION, call, {20: "call", 22: 1, 27: person})
    anna.write(CONTACT, person, JOB, f"Friend of {SECRET}", [at, anna.site])
    anna.write(CONTACT, person, JOB, f"Foe of {SECRET}", [at, anna.site])
    anna.connection.execute("SELECT 1")
    return person, point, call


def _everything(office: Office) -> str:
    admin = office.admin()
    tables = admin.execute("SELECT relname FROM pg_class WHERE relnamespace = 'crm'::regnamespace AND relkind = 'r'")
    return "\n".join(
        str(row) for (name,) in tables.fetchall() for row in admin.execute(f"SELECT * FROM crm.{name}").fetchall()
    )
