"""What the composer takes beside plain words: names behind “@”, and purchases."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from crm_desktop.activities.timeline_sql import Source
from crm_desktop.acts import add_record
from crm_desktop.files.actions import Holder, attach_files
from crm_desktop.files.keeping import NewFile
from crm_desktop.workspace import Workspace
from tests.contacts.world import World
from tests.ui.contacts.conftest import Wait, press, type_text
from ui.contacts.draft import draft_from, kept_form
from ui.contacts.record_page import LOG_KEYS, ContactPage
from ui.contacts.timeline_painter import pieces_of
from ui.contacts.timeline_words import NameLink
from ui.kit.chips import Chip
from ui.kit.desk import Place, Saying


def saved_with_mention(page: ContactPage, wait: Wait) -> None:
    """Write a note that names Zoomit, by keyboard alone."""
    page.show()
    page.activateWindow()
    page.log("note")
    text = page.timeline.composer.text
    text.setFocus()
    type_text(text, "Asked about @Zoo")
    wait()
    assert text._list.isVisible()
    press(text._list, Qt.Key.Key_Return)
    assert text.toPlainText() == "Asked about @Zoomit "
    type_text(text, "as a reference")
    press(text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait()


def test_a_name_behind_an_at_sign_is_offered_and_opens_from_the_timeline(
    acme: ContactPage, world: World, visited: list[Place], wait: Wait
) -> None:
    saved_with_mention(acme, wait)
    view, model = acme.timeline.view, acme.timeline._model
    place, told = next((row, told) for row in range(model.rowCount()) if (told := model.told(row)) and told.links)
    assert told.links == (NameLink("Zoomit", "contact", world.zoomit),)
    box = view.visualRect(model.index(place))
    spots = (QPoint(x, y) for y in range(box.top(), box.bottom(), 4) for x in range(0, box.width(), 8))
    spot = next(each for each in spots if view._link_at(each) is not None)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert visited == [Place("contact", world.zoomit)]


def test_who_is_named_finds_the_entry_in_their_own_timeline(
    acme: ContactPage, world: World, workspace: Workspace, wait: Wait
) -> None:
    saved_with_mention(acme, wait)
    acme.leave()
    acme.arrive(Place("contact", world.zoomit))
    wait()
    assert "Asked about @Zoomit as a reference" in [each.title for each in acme.timeline._model.entries]


def test_escape_closes_the_offers_and_keeps_what_is_typed(acme: ContactPage, wait: Wait) -> None:
    acme.log("note")
    text = acme.timeline.composer.text
    type_text(text, "see @Zoo")
    wait()
    press(text._list, Qt.Key.Key_Escape)
    assert not text._list.isVisible()
    assert text.toPlainText() == "see @Zoo"
    assert text.mentions == ()


def test_a_purchase_is_written_as_one_line(
    acme: ContactPage, world: World, workspace: Workspace, said: list[Saying], wait: Wait
) -> None:
    assert LOG_KEYS["purchase"] == "Alt+6"
    acme.log("purchase")
    composer = acme.timeline.composer
    type_text(composer.text, "3 x Filter at 12.50")
    press(composer.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait()
    assert said[-1].text == "Purchase saved"
    bought = [
        each for each in acme.timeline._model.entries if each.source is Source.PURCHASE and each.title == "Filter"
    ]
    assert [(each.rest["quantity"], each.rest["price"]) for each in bought] == [(3, 1250)]


def bought(workspace: Workspace, words: str) -> tuple[object, ...]:
    with workspace.reader() as reader:
        row = reader.execute(
            "SELECT p.name, u.quantity, u.unit_price, u.bought_on, u.note FROM purchase u "
            "LEFT JOIN product p ON p.id = u.product WHERE u.description = ?",
            (words,),
        ).fetchone()
    return tuple(row)


def chosen_from_menu(page: ContactPage, chip: Chip, at: int) -> list[str]:
    chip.click()
    menu = page.timeline.composer.findChildren(QMenu)[-1]
    titles = [each.text() for each in menu.actions()]
    menu.actions()[at].trigger()
    menu.close()
    return titles


def test_whether_a_price_is_of_each_or_of_all_is_asked(
    acme: ContactPage, workspace: Workspace, said: list[Saying], wait: Wait
) -> None:
    add_record(workspace.journal, "product", {"name": "GTX Pro"})
    acme.show()
    acme.log("purchase")
    composer = acme.timeline.composer
    type_text(composer.text, "2 x GTX Pro for 3,000, send the invoice tomorrow")
    wait()
    chips = composer.bought
    assert (chips.product.text(), chips.price.text()) == ("2 × GTX Pro", "$3,000 in all")
    assert composer.draft.each is None
    assert chosen_from_menu(acme, chips.price, 1) == ["$3,000 in all", "$3,000 each"]
    assert chips.price.text() == "$3,000 each"
    assert draft_from(kept_form(composer.draft)).each is True
    press(composer.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait()
    told = bought(workspace, "GTX Pro")
    assert told[:3] == ("GTX Pro", 2.0, 300_000)
    assert told[4] == "2 x GTX Pro for 3,000, send the invoice tomorrow"


def test_of_several_products_one_is_chosen_and_none_taken_silently(
    acme: ContactPage, workspace: Workspace, wait: Wait
) -> None:
    for name in ("GTX Basic", "GTX Pro"):
        add_record(workspace.journal, "product", {"name": name})
    acme.show()
    acme.log("purchase")
    composer = acme.timeline.composer
    type_text(composer.text, "3 GTX at 1,000 each yesterday")
    wait()
    assert composer.bought.product.text() == "3 × GTX"
    assert chosen_from_menu(acme, composer.bought.product, 1) == ["GTX Basic", "GTX Pro", "None of them"]
    assert composer.bought.product.text() == "3 × GTX Pro"
    press(composer.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait()
    assert bought(workspace, "GTX Pro") == ("GTX Pro", 3.0, 100_000, "2026-05-13", None)


def test_a_line_that_begins_with_bought_is_a_purchase_without_a_click(
    acme: ContactPage, workspace: Workspace, wait: Wait
) -> None:
    acme.show()
    composer = acme.timeline.composer
    type_text(composer.text, "bought 2 filters at 12.50")
    wait()
    press(composer.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait()
    assert bought(workspace, "filters")[:3] == (None, 2.0, 1250)


def test_an_email_with_files_bears_their_mark(acme: ContactPage, workspace: Workspace, wait: Wait) -> None:
    entry = next(each for each in acme.timeline._model.entries if each.source is Source.INTERACTION)
    assert entry.record is not None
    attach_files(
        workspace.journal, Holder("interaction", entry.record), [NewFile("offer.txt", "text/plain", 5, bytes(32), None)]
    )
    acme.timeline.refresh()
    wait()
    model = acme.timeline._model
    badges = [badge for row in range(model.rowCount()) if (told := model.told(row)) for badge in told.badges]
    assert [badge.icon for badge in badges if badge.text == "1 file"] == ["attachment"]


def test_names_in_a_line_stand_alone() -> None:
    dana, deal = NameLink("Dana", "contact", b"1"), NameLink("Dana Deal", "pipeline", b"2")
    pieces = pieces_of("To @Dana Deal, @Dana.", (dana, deal))
    assert [(each.text, each.link) for each in pieces] == [
        ("To ", None),
        ("@Dana Deal", deal),
        (", ", None),
        ("@Dana", dana),
        (".", None),
    ]


def test_the_follow_up_is_of_the_kind_that_the_text_says(acme: ContactPage, workspace: Workspace, wait: Wait) -> None:
    acme.show()
    acme.activateWindow()
    acme.log("call")
    text = acme.timeline.composer.text
    type_text(text, "wants carts, call back Wednesday 10:00")
    press(text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait()
    with workspace.reader() as reader:
        assert reader.execute("SELECT kind FROM task WHERE title = 'Call back'").fetchone() == ("call",)
