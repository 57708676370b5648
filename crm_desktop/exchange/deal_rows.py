"""Rows of deals, each with at most one line: its product."""

from collections.abc import Sequence

from crm_desktop.exchange.drafts import Change, Draft, Part
from crm_desktop.exchange.exported_deals import ExportedDeals
from crm_desktop.exchange.known import name_key
from crm_desktop.exchange.links import Links
from crm_desktop.exchange.match import Occurrences
from crm_desktop.exchange.remarks import Remark, Remarks, quoted
from crm_desktop.exchange.row_reader import RowReader
from crm_desktop.exchange.stage_names import StagesByName
from crm_desktop.exchange.understand import Understood
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.words import _

LINE_COLUMNS = ("product", "description", "quantity", "unit_price", "position")
PRODUCT, DESCRIPTION, QUANTITY, UNIT_PRICE, LINE_POSITION = range(len(LINE_COLUMNS))
_HOLDS = ("title", "company", "person", "opened_on")


class DealRows(RowReader):
    """Rows of deals."""

    table = "deal"
    part_table = "deal_line"
    part_owner = "deal"
    part_columns = LINE_COLUMNS
    companion_table = "stage_move"
    computed = (
        *("title", "company", "person", "pipeline", "stage", "outcome", "probability", "currency", "rate", "rate_on"),
        *("opened_on", "expected_on", "closed_on", "stage_entered_at", "owner", "team", "amount"),
    )
    never_empty = frozenset({"pipeline", "stage", "outcome", "probability", "currency"})

    def __init__(self, understood: Understood, links: Links, place: Place, remarks: Remarks) -> None:
        super().__init__(understood, links, place, remarks)
        self._stages = StagesByName(links)
        start = self._stages.of_outcome("open")
        usual: dict[str, Stored] = {
            "currency": place.currency,
            "pipeline": start.pipeline,
            "stage": start.record,
            "outcome": start.outcome,
            "probability": start.probability,
        }
        for name, value in usual.items():
            self.usual[self.position[name]] = value
        self._holding = links.known.occurrences("deal", _HOLDS)
        self._told = ExportedDeals(understood, place, remarks, is_exported=self.is_exported)
        self._closed = self.reader("closed_on.2") if "closed_on.2" in self.at else None
        self._quantity = self.reader("quantity") if "quantity" in self.at else None

    @property
    def occurrences(self) -> Occurrences | None:
        """Deals without an id: found by title, company, person and day."""
        return self._holding

    def draft(self, cells: Sequence[str]) -> Draft:
        """Return the deal that `cells` describe."""
        values = self.plain_values(cells)
        position = self.position
        company = values[position["company"]] = self.company(cells)
        values[position["person"]] = self.person(cells, company)
        owner = self.owner(cells)
        values[position["owner"]] = owner
        team = self.text(cells, "team")
        values[position["team"]] = self.links.named_record("team", "teams", team)
        product_name = self.text(cells, "product")
        product = self.links.product(
            product_name, self.external(cells, "product.id", "product"), self.text(cells, "product.code")
        )
        if not values[position["title"]]:
            if not product_name:
                raise self.refused(("title",), cells, _("The row has neither a title nor a product."))
            values[position["title"]] = product_name
        draft = Draft(values, self.links.named("deal"), [], self._lines(values, product, product_name, cells))
        if owner is not None and owner in self.links.team_of:
            draft.fill[position["team"]] = self.links.team_of[owner]
        self._stage(draft, cells)
        external = self.external(cells, "external_id", "deal")
        self.identify(draft, external, [values[position[name]] for name in _HOLDS])
        draft.known_by = [*draft.keys, ("name", name_key(str(values[position["title"]])))]
        return draft

    def take_exported(self, draft: Draft, cells: Sequence[str]) -> None:
        """Take the rate and the day of the stage, which nobody types, from our own list; other files have none."""
        super().take_exported(draft, cells)
        self._rate(draft)
        self._told.fill(draft, cells, self.position)
        currency = draft.values[self.position["currency"]]
        if currency not in (None, self.place.currency) and draft.fill.get(self.position["rate"]) is None:
            self.remarks.note(Remark.OTHER_CURRENCY, "", quoted(str(currency)))

    def changed_parts(self, before: list[Part], row: list[Part]) -> tuple[list[Part], list[tuple[Part, Part]]]:
        """Return the line of the row where the deal has none, or what becomes of the line of the same product."""
        if not row:
            return [], []
        line = row[0]
        old = next((each for each in before if each[PRODUCT] == line[PRODUCT]), before[0] if len(before) == 1 else None)
        if old is None:
            return [line], []
        new = [now if now is not None else was for was, now in zip(old, line, strict=True)]
        new[LINE_POSITION] = old[LINE_POSITION]
        return [], [(old, new)] if new != old else []

    def moved(self, before: Sequence[Stored], after: list[Stored]) -> None:
        """A deal in another stage has that stage's chance, and is in it since it was closed or since now."""
        stage = self.position["stage"]
        entered, chance = after[stage], self.position["probability"]
        if entered != before[stage] and isinstance(entered, bytes) and after[chance] == before[chance]:
            after[chance] = self._stages.by_id[entered].probability

    def companion(self, change: Change) -> dict[str, Stored] | None:
        """Return the move into the stage, where it is known when it was or where it happens now."""
        position = self.position
        stage, entered = change.after[position["stage"]], change.after[position["stage_entered_at"]]
        from_stage = None if change.before is None else change.before[position["stage"]]
        if stage == from_stage or (change.before is None and entered is None):
            return None
        at = entered if change.before is None else change.now_ms
        return {"deal": change.record, "stage": stage, "from_stage": from_stage, "at": at}

    def _stage(self, draft: Draft, cells: Sequence[str]) -> None:
        """Fill in the stage and what follows from it: pipeline, outcome, chance, and what the closing day means."""
        values, position = draft.values, self.position
        name = self.text(cells, "stage")
        told = values[position["outcome"]]
        if name or told is not None:
            stage = (
                self._stages.named(name, self.text(cells, "pipeline")) if name else self._stages.of_outcome(str(told))
            )
            values[position["pipeline"]], values[position["stage"]] = stage.pipeline, stage.record
            values[position["outcome"]] = told if told in ("won", "lost") else stage.outcome
            draft.fill[position["probability"]] = stage.probability
        closed = values[position["closed_on"]]
        if closed is None and self._closed is not None:
            # one column for deals that are won and one for those that are lost
            closed = values[position["closed_on"]] = self.value(cells, "closed_on.2", self._closed)
        if closed is None:
            return
        if values[position["outcome"]] in ("won", "lost"):
            draft.fill[position["stage_entered_at"]] = self.links.noon(str(closed))
            return
        values[position["closed_on"]] = None
        if values[position["expected_on"]] is None:
            values[position["expected_on"]] = closed
            self.remarks.note(Remark.CLOSING_DAY_EXPECTED)

    def _rate(self, draft: Draft) -> None:
        """Fill in the rate: 1 in the workspace's currency, unknown in others."""
        values, position = draft.values, self.position
        currency = values[position["currency"]]
        if currency is None or currency == self.place.currency:
            draft.fill[position["rate"]] = 1.0
            draft.fill[position["rate_on"]] = values[position["closed_on"]] or values[position["opened_on"]]

    def _lines(self, values: list[Stored], product: bytes | None, name: str, cells: Sequence[str]) -> list[Part]:
        if product is None:
            return []
        quantity = self.value(cells, "quantity", self._quantity) if self._quantity else None
        price = self.amount(cells, "unit_price", values)
        amount = values[self.position["amount"]]
        if price is None and isinstance(amount, int):
            price = round(amount / quantity) if isinstance(quantity, float) and quantity else amount
        return [[product, name or None, quantity or 1.0, price, 0]]
