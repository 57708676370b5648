"""Names of ten thousand characters, from right to left, with marks upon marks: shown without breaking the page."""

import json

import pytest

from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.contacts.known_facts import add_fact
from crm_desktop.contacts.reach import add_point
from crm_desktop.contacts.relations import add_relationship
from crm_desktop.values.names import clean_text
from crm_desktop.workspace import Workspace
from tests.conftest import SHARED_DATA
from tests.contacts.world import World
from tests.ui.contacts.conftest import Wait
from ui.contacts.record_page import ContactPage
from ui.kit.desk import Place

LONG = "Würzburger Maschinenbau und Handel " * 286
ODD = {
    "long": LONG[:10_000].strip(),
    "one word": "x" * 10_000,
    "right to left": "شركة الاختبار للتجارة والمقاولات العامة",
    "both ways": "Acme עברית Corp العربية 2026",
    "marks": "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞",
    "zero width": "Ac\u200bme \u200dCorp\u2060oration",
    "signs": "Robert'); DROP TABLE contact;-- & <b>Söhne</b> %s {name}",
}


@pytest.mark.parametrize("name", ODD.values(), ids=ODD)
def test_an_odd_name_is_shown_everywhere_on_the_page(
    acme: ContactPage, world: World, workspace: Workspace, wait: Wait, name: str
) -> None:
    journal = workspace.journal
    width = acme.minimumSizeHint().width()
    edit_contact(journal, world.acme, {"name": name, "legal_name": name, "tags": json.dumps([name[:40]])})
    odd = add_contact(journal, "person", {"name": name, "company": world.acme, "job_title": name})
    add_relationship(journal, {"from_contact": odd, "to_contact": world.dana, "kind": "reports to", "note": name})
    add_fact(journal, {"contact": odd, "text": name, "source": name})
    add_point(journal, {"contact": odd, "kind": "social", "value": name, "label": name})
    for contact in (world.acme, odd):
        acme.arrive(Place("contact", contact))
        wait()
        assert acme._record is not None
        assert acme._record.name == clean_text(name)
        assert not acme.grab().isNull()
        assert acme.minimumSizeHint().width() <= max(width, acme.width())
    assert acme.width() == 1400


def test_each_of_the_naughty_strings_is_kept_as_typed_and_shown(
    acme: ContactPage, world: World, workspace: Workspace, wait: Wait
) -> None:
    listed = SHARED_DATA / "09_lists" / "blns.json"
    if not listed.exists():
        pytest.skip("the list of naughty strings is not here")
    texts = [text for text in json.loads(listed.read_text("utf-8")) if clean_text(text)]
    for text in texts[::12]:
        add_fact(workspace.journal, {"contact": world.acme, "text": clean_text(text), "source": text[:60] or None})
    wait()
    assert acme._record is not None
    shown = {fact.text for fact in acme._record.facts}
    assert len(shown) == len(acme._record.facts) == 30
    assert shown <= {clean_text(text) for text in texts}
    assert not acme.grab().isNull()
