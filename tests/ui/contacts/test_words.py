"""What the pages of contacts say."""

from datetime import UTC, date, datetime, timedelta

import pytest

from crm_desktop.activities.subjects import split_text
from crm_desktop.activities.timeline import FactChange, Follow, TimelineEntry
from crm_desktop.activities.timeline_sql import Source
from crm_desktop.capture.understood import said_in
from crm_desktop.schema.contacts import CONTACT
from crm_desktop.schema.forms import Place
from tests.conftest import NOON, MovedClock
from ui.contacts.draft import Draft
from ui.contacts.record_words import address_words
from ui.contacts.timeline_words import Run, Teller
from ui.kit.formats import Formats
from ui.kit.painting import Badge
from ui.kit.theme import Tone

THURSDAY = date(2026, 5, 14)


@pytest.fixture
def formats(place: Place, clock: MovedClock) -> Formats:
    return Formats(place, clock)


@pytest.fixture
def teller(formats: Formats, place: Place) -> Teller:
    return Teller(formats, place, company=True)


def entry(source: Source, kind: str, title: str = "", body: str = "", **rest: object) -> TimelineEntry:
    return TimelineEntry(NOON, source, 1, b"r" * 16, kind, title, body, b"p" * 16, "Dana", "Anna", rest, None, ())


def read(draft: Draft, place: Place) -> Draft:
    said = said_in(draft.text, place, THURSDAY)
    return draft.read(said, place.zone, NOON)


@pytest.mark.parametrize(
    ("typed", "title", "due"),
    [
        ("They agree. Call back Tuesday 10:00", "Call back", date(2026, 5, 19)),
        ("send the quote tomorrow", "Send the quote", date(2026, 5, 15)),
        ("They agree and then visit them on Monday", "Visit them", date(2026, 5, 18)),
    ],
)
def test_a_coming_day_makes_a_next_step_of_its_sentence(typed: str, title: str, due: date, place: Place) -> None:
    step = read(Draft(text=typed), place).step
    assert step is not None
    assert (step.title, step.due) == (title, due)


@pytest.mark.parametrize("typed", ["", "Called them yesterday", "Met today", "40 workstations, 3 racks"])
def test_what_names_nothing_to_do_makes_no_step(typed: str, place: Place) -> None:
    assert read(Draft(text=typed), place).step is None


def test_what_was_chosen_stands_over_what_is_read(place: Place) -> None:
    said = read(Draft(text="called them yesterday, 20 min"), place)
    assert (said.kind, said.direction, said.minutes, said.at and said.at.date()) == (
        "call",
        "out",
        20,
        date(2026, 5, 13),
    )
    chosen = Draft("note", "called them yesterday, 20 min", minutes=0, direction="in", kind_chosen=True)
    assert (read(chosen, place).kind, read(chosen, place).minutes) == ("note", 0)
    assert read(chosen, place).direction == "in"


def test_a_short_note_is_its_own_subject_and_a_long_one_is_cut() -> None:
    assert split_text("One line") == ("One line", None)
    assert split_text("First\n\nThe rest") == ("First", "The rest")
    long = "word " * 40
    subject, body = split_text(long)
    assert len(subject) <= 101
    assert body == long.strip()


def test_only_what_fits_the_kind_is_saved() -> None:
    note = Draft("note", "Text", minutes=15, direction="in").values(None)
    call = Draft("call", "Text", minutes=15, direction="in").values(b"c" * 16)
    assert (note["duration_min"], note["direction"]) == (None, None)
    assert (call["duration_min"], call["direction"], call["company"]) == (15, "in", b"c" * 16)


def test_a_call_tells_with_whom_how_long_and_which_way(teller: Teller) -> None:
    told = teller.tell(entry(Source.INTERACTION, "call", "Renewal is likely", direction="out", minutes=14))
    assert (told.title, told.aside, told.text) == ("Call with Dana", "14 min, outgoing", "Renewal is likely")
    assert told.when == "Thu 14 May, 08:00"


def test_an_email_is_called_by_its_subject(teller: Teller) -> None:
    told = teller.tell(entry(Source.INTERACTION, "email", "Quote Q-1187", "Thanks, on Monday.", direction="in"))
    assert (told.title, told.aside, told.text) == ("Email: Quote Q-1187", "from Dana", "Thanks, on Monday.")


def test_a_follow_up_says_whether_it_is_late_or_done(teller: Teller) -> None:
    call = entry(Source.INTERACTION, "call", "Asked")
    late = teller.tell(call._replace(follow=Follow("Check licence count", "2026-05-12", done=False)))
    done = teller.tell(call._replace(follow=Follow("Check licence count", "2026-05-12", done=True)))
    assert late.badges == (Badge("Next step: Check licence count", Tone.DANGER, "late"),)
    assert done.badges[0].tone is Tone.SUCCESS


def test_a_deal_tells_from_which_stage_to_which(teller: Teller) -> None:
    rest = {"stage": "Engaging", "from": "Prospecting", "amount": 2_190_000}
    told = teller.tell(entry(Source.MOVE, "open", "GTX")._replace(rest=rest))
    assert told.title == "Deal GTX"
    assert told.runs[0][1:4] == (Run("Prospecting", "before"), Run("→"), Run("Engaging", "after"))
    assert told.runs[0][-1].text == "amount $21,900"
    assert teller.tell(entry(Source.MOVE, "won", "GTX", stage="Won")).title == "Deal won: GTX"


def test_a_ticket_tells_its_number_and_how_it_ended(teller: Teller) -> None:
    assert teller.tell(entry(Source.TICKET, "question", "Where?", number=2298)).title == "Ticket #2298 opened"
    solved = teller.tell(entry(Source.SOLVED, "question", "Where?", number=2188, satisfaction=4))
    assert (solved.title, solved.aside) == ("Ticket #2188 solved", "Question, rated 4 of 5")


def test_a_changed_fact_shows_both_values_and_is_read_aloud_as_one_sentence(teller: Teller) -> None:
    change = FactChange(CONTACT.by_name["sector"], "technology", "retail")
    told = teller.tell(entry(Source.CHANGE, "change")._replace(changes=(change,)))
    assert told.title == "Changed Sector"
    assert told.runs == ((Run("Technology", "before"), Run("→"), Run("Retail", "after")),)
    assert told.spoken == "Changed Sector. by Anna. Thu 14 May, 08:00. Technology → Retail"


def test_deleting_and_restoring_are_told_as_such(teller: Teller) -> None:
    gone = FactChange(CONTACT.by_name["removed_at"], None, 1)
    back = FactChange(CONTACT.by_name["removed_at"], 1, None)
    assert teller.tell(entry(Source.CHANGE, "change")._replace(changes=(gone,))).title == "Deleted"
    assert teller.tell(entry(Source.CHANGE, "change")._replace(changes=(back,))).title == "Restored"


@pytest.mark.parametrize(
    ("days", "group"),
    [(-2, "Coming up"), (0, "This week"), (4, "This week"), (5, "Last week"), (14, "April"), (200, "October 2025")],
)
def test_the_timeline_is_grouped_by_week_from_sunday_here_then_month(teller: Teller, days: int, group: str) -> None:
    at = datetime(2026, 5, 14, 16, tzinfo=UTC) - timedelta(days=days)
    assert teller.group(entry(Source.INTERACTION, "note", "x")._replace(at=at)) == group


def test_where_weeks_begin_on_monday_the_sunday_before_was_last_week(place: Place, clock: MovedClock) -> None:
    there = Formats(place._replace(region="DE"), clock)
    sunday = entry(Source.INTERACTION, "note", "x")._replace(at=datetime(2026, 5, 10, 16, tzinfo=UTC))
    assert Teller(there, place, company=True).group(sunday) == "Last week"


@pytest.mark.parametrize(
    ("country", "shown"),
    [
        ("US", "70 Quarry Lane, Baltimore, MD 21296"),
        ("DE", "70 Quarry Lane, 21296 Baltimore, Germany"),
        ("Ruritania", "70 Quarry Lane, Baltimore, MD 21296, Ruritania"),
    ],
)
def test_an_address_is_written_as_in_its_country(place: Place, country: str, shown: str) -> None:
    parts = {"street": "70 Quarry Lane", "city": "Baltimore", "region": "MD", "postal_code": "21296"}
    assert address_words({**parts, "country": country}, place) == shown


def test_a_purchase_tells_how_many_for_how_much_on_its_day(teller: Teller) -> None:
    rest = {"day": "2026-05-01", "quantity": 20.0, "price": 5_500, "currency": "USD", "order": "5512", "serial": "A-1"}
    told = teller.tell(entry(Source.PURCHASE, "purchase", "MG Special")._replace(rest=rest))
    assert (told.title, told.aside, told.when) == ("Purchase: MG Special × 20", "Order 5512", "1 May")
    assert told.text == "$1,100, serial number A-1"
    assert teller.group(entry(Source.PURCHASE, "purchase", "MG Special")._replace(rest=rest)) == "May"
