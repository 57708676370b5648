"""What a screen reader says of the rows of Today: all that is painted of them."""

from crm_desktop.reports.agenda import AgendaItem
from crm_desktop.reports.needy_deals import NeedyDeal
from tests.conftest import NOON
from ui.kit.desk import Desk
from ui.today.row_words import RowWords

AT = round(NOON.timestamp() * 1000)
CALL = AgendaItem(b"a", "task", "Ask for the budget", "call", "2026-05-14", AT, 20, None, "Dana", False)
DEAL = NeedyDeal(b"d", None, "Acme", "Renewal", "Quoted", 125000, "USD", "late", 13, "2026-05-01")


def test_what_is_planned_is_said_with_its_time_and_length(screen: Desk) -> None:
    words = RowWords(screen.formats)
    assert words.planned(CALL) == f"{screen.formats.time(NOON)}, 20 min, Ask for the budget, Dana"
    done = CALL._replace(at=None, duration_min=None, done=True)
    assert words.planned(done) == "All day, Ask for the budget, Dana, done"
    assert words.ahead(CALL._replace(day="2026-05-16")).startswith("Sat 16 May, ")


def test_a_deal_is_said_with_its_stage_and_amount(screen: Desk) -> None:
    said = RowWords(screen.formats).deal(DEAL, "Close date was 1 May")
    assert said == "Acme, Renewal, Quoted, $1,250, Close date was 1 May"
