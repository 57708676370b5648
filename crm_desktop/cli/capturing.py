"""Log a line as one types it, and tell who calls."""

from datetime import UTC, date, datetime, time
from typing import Annotated

import typer

from crm_desktop.capture.callers import Caller, CallerCard, caller_card, callers
from crm_desktop.capture.deals import Meant
from crm_desktop.capture.entries import Entry, entry_of, save_entry
from crm_desktop.capture.names import Contact, Named
from crm_desktop.capture.understood import Understood, understood
from crm_desktop.cli.call import call_of
from crm_desktop.cli.opening import opened
from crm_desktop.cli.output import print_table, print_text
from crm_desktop.journal.ids import id_text
from crm_desktop.schema.forms import Place
from crm_desktop.words import _

Document = dict[str, object]


def log(
    context: typer.Context,
    text: Annotated[list[str], typer.Argument(help="What happened, such as: called Dana 10 min, follow up Tue 10.")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what is understood and save nothing.")] = False,
) -> None:
    """Log an activity and its next step from one typed line; names that may mean several are told and left out."""
    call = call_of(context)
    with opened(call, writing=not dry_run) as workspace:
        today = workspace.journal.clock().astimezone(workspace.place.zone).date()
        with workspace.reader() as reader:
            said = understood(reader, " ".join(text), workspace.place, today)
        entry = entry_of(said)
        made = None if dry_run else save_entry(workspace.journal, entry)
    document = {"id": id_text(made) if made is not None else None, **_told(said, entry, workspace.place)}
    call.output.result(document, lambda: print_table([_("What"), _("Understood")], _lines(document)))


def caller(
    context: typer.Context,
    number: Annotated[list[str], typer.Argument(help="A phone number in any format, or its last digits.")],
) -> None:
    """Tell who calls: the contacts with this number, the last contacts, open deals and tickets."""
    call = call_of(context)
    with opened(call) as workspace, workspace.reader() as reader:
        found = callers(reader, " ".join(number), workspace.place)
        documents = [_caller(each, caller_card(reader, each.id)) for each in found]

    def print_all() -> None:
        if not found:
            print_text(_("Nobody here has this number."))
        for each in found:
            print_table([_("Name"), _("At"), _("Number"), "id"], [[each.name, each.note, each.phone, id_text(each.id)]])

    call.output.result({"callers": documents}, print_all)


def _told(said: Understood, entry: Entry, place: Place) -> Document:
    step = entry.step
    return {
        "kind": entry.kind,
        "direction": entry.direction,
        "people": [_contact(each.contact) for each in said.people if each.contact is not None],
        "company": next((_contact(each.contact) for each in said.companies if each.contact is not None), None),
        "deal": _meant(said.deal),
        "ticket": _meant(said.ticket),
        "when": _when(entry.day, entry.clock),
        "planned": entry.planned,
        "minutes": entry.minutes,
        "next_step": {"title": step.title, "kind": step.kind, "due": _when(step.due, step.clock)} if step else None,
        "purchase": _purchase(entry) if entry.purchase is not None else None,
        "unclear": _unclear(said, place),
    }


def _purchase(entry: Entry) -> Document | None:
    bought = entry.purchase
    if bought is None:
        return None
    return {
        "description": bought.description,
        "product": id_text(bought.product) if bought.product is not None else None,
        "quantity": bought.quantity,
        "unit_price_minor": bought.unit_minor,
        "currency": bought.currency,
    }


def _unclear(said: Understood, place: Place) -> list[list[str]]:
    """Return for each name, deal, product or price that may mean several what these are."""
    names: list[Named] = [*said.people, *said.companies]
    found = [[each.name for each in named.offers] for named in names if named.contact is None]
    if said.deal is not None and said.deal.record is None:
        found.append([title for _record, title in said.deal.offers])
    bought = said.purchase
    if bought is not None and bought.product is None and bought.offers:
        found.append([title for _record, title in bought.offers])
    if bought is not None and bought.price is not None and bought.asks_price:
        amount = place.money(bought.price.minor, bought.price.currency)
        found.append([_("{amount} in all").format(amount=amount), _("{amount} each").format(amount=amount)])
    return found


def _contact(contact: Contact) -> Document:
    return {"id": id_text(contact.id), "name": contact.name}


def _meant(meant: Meant | None) -> Document | None:
    return {"id": id_text(meant.record), "title": meant.title} if meant is not None and meant.record else None


def _when(day: date | None, clock: time | None) -> str | None:
    if day is None:
        return None
    return f"{day.isoformat()}T{clock:%H:%M}" if clock is not None else day.isoformat()


def _lines(document: Document) -> list[list[str]]:
    return [[name, str(value)] for name, value in document.items() if value not in (None, [], False)]


def _caller(found: Caller, card: CallerCard) -> Document:
    return {
        "id": id_text(found.id),
        "kind": found.kind,
        "name": found.name,
        "note": found.note,
        "phone": found.phone,
        "exact": found.exact,
        "last": [
            {"id": id_text(each.id), "kind": each.kind, "subject": each.subject, "at": _instant(each.at_ms)}
            for each in card.talks
        ],
        "deals": [{"id": id_text(each.id), "title": each.title, "stage": each.state} for each in card.deals],
        "tickets": [{"id": id_text(each.id), "title": each.title, "status": each.state} for each in card.tickets],
    }


def _instant(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat().replace("+00:00", "Z")
