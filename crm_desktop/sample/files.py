"""The files of the sample: data sheets, quotes, agreements and logs, each with the record it belongs to."""

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import chain, islice
from typing import Any, NamedTuple

from crm_desktop.files.page_image import PAGE_END
from crm_desktop.journal.transaction import Stored
from crm_desktop.sample.dice import Dice
from crm_desktop.sample.load import Load
from crm_desktop.sample.moment import DAY_MS
from crm_desktop.sample.offer import LOST, QUOTED
from crm_desktop.sample.paper import paper
from crm_desktop.sample.texts import sample_text
from crm_desktop.sample.world import World
from crm_desktop.store.file_store import FileStore
from crm_desktop.values.money import shown_money

_LINKS = ("contact", "deal", "ticket", "product")
_COLUMNS = ("id", "name", "media_type", "size", "hash", *_LINKS, "text", "owner")
_QUOTES, _AGREEMENTS, _LOGS = 8, 5, 3
_FIRST_QUOTE = 4170
Pages = Sequence[Sequence[str]]


class _Made(NamedTuple):
    """A file to be kept: what it says, since when it is there, whose it is and what it belongs to."""

    name: str
    pages: Pages
    at_ms: int
    owner: int
    links: Mapping[str, bytes]


def add_files(load: Load, world: World, files: FileStore) -> None:
    """Keep the files of the sample in `files`, and add their records."""
    text = sample_text("files")
    made = chain(_sheets(world, text["sheet"]), _quotes(world, text["quote"]), _agreements(world, text["agreement"]))
    load.insert("attachment", _COLUMNS, _rows(world, files, chain(made, _logs(world, text["log"]))), world.facts.files)


def _rows(world: World, files: FileStore, made: Iterator[_Made]) -> Iterator[tuple[Stored, ...]]:
    dice = Dice(world.seed, "files")
    for each in made:
        printed = each.name.endswith(".pdf")
        said = PAGE_END.join("\n".join(page) for page in each.pages)
        content = paper(each.pages) if printed else said.encode()
        kept = files.keep(BytesIO(content))
        yield (
            dice.new_id(each.at_ms),
            each.name,
            "application/pdf" if printed else "text/plain",
            kept.size,
            kept.hash.hex(),
            *(each.links.get(name) for name in _LINKS),
            said,
            world.members[each.owner].record,
        )


def _sheets(world: World, text: Mapping[str, Any]) -> Iterator[_Made]:
    described = {each["code"]: each for each in sample_text("products")["products"]}
    for product in world.products:
        lines = _filled(text["lines"], described[product.code])
        name = f"{text['title'].format(name=product.name)}.pdf"
        yield _Made(name, [lines], world.moment.at(-90, 540), 0, {"product": product.record})


def _quotes(world: World, text: Mapping[str, Any]) -> Iterator[_Made]:
    quoted = [deal for deal in reversed(world.deals) if QUOTED <= deal.stage < LOST and deal.closed_ms is None]
    for number, deal in enumerate(quoted[:_QUOTES], _FIRST_QUOTE):
        company = world.companies[deal.company]
        sold = [f"{line.quantity} × {world.products[line.product].name}" for line in deal.lines]
        said = {
            "company": company.name,
            "deal": deal.title,
            "lines": "\n".join(sold),
            "total": shown_money(deal.amount, company.currency, "en"),
        }
        name = f"{text['title'].format(number=number, company=company.name)}.pdf"
        at_ms = next(at for stage, at in deal.moves if stage >= QUOTED)
        links = {"contact": company.record, "deal": deal.record}
        yield _Made(name, [_filled(text["lines"], said)], at_ms, deal.owner, links)


def _agreements(world: World, text: Mapping[str, Any]) -> Iterator[_Made]:
    best = (each for each in world.companies if each.lifecycle == "customer" and each.rating == "A")
    for place, company in enumerate(islice(best, _AGREEMENTS)):
        pages = [_filled(page, {"company": company.name}) for page in text["pages"]]
        at_ms = max(company.since_ms, world.moment.at(-300 + 11 * place, 615))
        name = f"{text['title'].format(company=company.name)}.pdf"
        yield _Made(name, pages, at_ms, company.owner, {"contact": company.record})


def _logs(world: World, text: Mapping[str, Any]) -> Iterator[_Made]:
    waiting = [each for each in reversed(world.tickets) if each.solved_ms is None and each.channel == "email"]
    for ticket in waiting[:_LOGS]:
        lines = _filled(text["lines"], {"product": world.products[ticket.product].name})
        links = {"contact": world.people[ticket.person].record, "ticket": ticket.record}
        name = f"{text['title'].format(number=ticket.number)}.txt"
        yield _Made(name, [lines], min(ticket.opened_ms, world.moment.now_ms - DAY_MS), ticket.owner or 0, links)


def _filled(lines: Sequence[str], values: Mapping[str, Any]) -> list[str]:
    return [part for line in lines for part in line.format(**values).split("\n")]
