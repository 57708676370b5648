"""What was chosen for an import as text, and back: kept as what is typed elsewhere, until it is imported or let go."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from crm_desktop.exchange.readers.files import Stamp
from crm_desktop.exchange.row_choices import RowChoice, RowKey
from crm_desktop.exchange.seen import Noted, Seen
from crm_desktop.exchange.source import ReadAs, Source
from crm_desktop.words import _
from ui.exchange.chosen import Chosen
from ui.kit.desk import Desk
from ui.kit.drafts import IMPORT
from ui.kit.theme import Tone

_CHOICE = "choice"  # the one input that is kept
_OF_ALL = ("on_match", "consent_source", "empties")  # what is said of all files
_AS_THEY_ARE = ("kind", "mapping", "assigned", "found", "mapping_name", "chosen", "remembers", "units", "currencies")


class KeptChoice:
    """Keeps what is `chosen` while it is not imported, through the end of the program or a lock."""

    def __init__(self, desk: Desk, chosen: Chosen) -> None:
        self._desk = desk
        self._chosen = chosen
        self._keeps = False
        self._rows = RowTexts()

    def take(self) -> bool:
        """Choose again what was kept, where nothing else is chosen; tell whether there was anything."""
        text = self._desk.drafts.typed(IMPORT).get(_CHOICE, "")
        if not text or self._chosen.sources:
            return False
        take_choice(self._chosen, text)
        self._desk.say(_("The files that you chose before are here again. Cancel lets them go."), tone=Tone.NEUTRAL)
        return True

    def keep(self) -> None:
        """Keep what is chosen now; what was chosen here and is imported or let go is forgotten."""
        if self._chosen.sources:
            self._keeps = True
            self._desk.drafts.keep(IMPORT, {_CHOICE: choice_text(self._chosen, self._rows)}, self._chosen.label)
        elif self._keeps:
            self._keeps = False
            self._rows = RowTexts()
            self._desk.drafts.drop(IMPORT)


class RowTexts:
    """What was decided about single rows as texts, each written once: of ten thousand rows one changes at a time."""

    def __init__(self) -> None:
        self._known: list[dict[RowKey, tuple[RowChoice, str]]] = []

    def texts(self, sources: Sequence[Source]) -> list[str]:
        """Return for each of `sources` the list of what was decided about its rows."""
        before = [*self._known, *({} for _source in sources)]
        self._known = [_written(each.rows, known) for each, known in zip(sources, before, strict=False)]
        return [f"[{','.join([text for _choice, text in known.values()])}]" for known in self._known]


def choice_text(chosen: Chosen, rows: RowTexts) -> str:
    """Return all that was `chosen` as one text, of its `rows` what is new; it names records by their ids in hex."""
    seen = {str(path): [*each.noted.stamp, *each.noted[1:], each.digest] for path, each in chosen.seen.items()}
    said = {name: getattr(chosen, name) for name in _OF_ALL}
    told = zip(chosen.sources, rows.texts(chosen.sources), strict=True)
    sources = ",".join(f'{_text(_plain(each))[:-1]},"rows":{texts}}}' for each, texts in told)
    return f'{{"sources":[{sources}],"said":{_text(said)},"seen":{_text(seen)}}}'


def take_choice(chosen: Chosen, text: str) -> None:
    """Let everything be `chosen` as `text` says."""
    told = json.loads(text)
    chosen.settle([_source(each) for each in told["sources"]])
    for name in _OF_ALL:
        setattr(chosen, name, told["said"][name])
    chosen.seen = {
        Path(path): Seen(Noted(Stamp(size, changed_ns), noted_ns, quiet), digest)
        for path, (size, changed_ns, noted_ns, quiet, digest) in told["seen"].items()
    }


def _plain(source: Source) -> dict[str, Any]:
    told = source._asdict()
    return {
        **{name: told[name] for name in _AS_THEY_ARE},
        "path": str(source.path),
        "more": [str(each) for each in source.more],
        "read_as": source.read_as._asdict(),
    }


def _written(
    rows: Mapping[RowKey, RowChoice], known: Mapping[RowKey, tuple[RowChoice, str]]
) -> dict[RowKey, tuple[RowChoice, str]]:
    """Return `rows` with their texts; those `known` are not written again."""
    found = {}
    for key, choice in rows.items():
        before = known.get(key)
        if before is None or before[0] is not choice:
            before = choice, _text([*key, *_plain_choice(choice)])
        found[key] = before
    return found


def _text(plain: object) -> str:
    return json.dumps(plain, ensure_ascii=False)


def _plain_choice(choice: RowChoice) -> list[Any]:
    record = None if choice.record is None else choice.record.hex()
    return [choice.cells, choice.left_out, choice.on_match, record]


def _source(told: dict[str, Any]) -> Source:
    rows = {
        RowKey(name, number): RowChoice(cells, left_out, on_match, None if record is None else bytes.fromhex(record))
        for name, number, cells, left_out, on_match, record in told["rows"]
    }
    return Source(
        Path(told["path"]),
        more=tuple(Path(each) for each in told["more"]),
        read_as=ReadAs(**told["read_as"]),
        rows=rows,
        **{name: told[name] for name in _AS_THEY_ARE},
    )
