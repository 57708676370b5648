"""Import templates: where the columns of a kind of file go, kept under a name for when such a file comes again."""

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from crm_desktop.errors import InvalidField, WrongUsage
from crm_desktop.exchange.slots import header_key
from crm_desktop.exchange.source import AUTO, Source
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.transaction import Stored
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _, in_quotes

_OPTIONS = ("dates", "decimal", "on_match", "consent_source", "units", "currencies", "rounds")


class Template(NamedTuple):
    """What is kept: the `kind` of the rows, the place of each column (None: not imported), how days and decimals read.

    The names of the columns are the headers that a file must have for the template to be offered. What happens
    `on_match` and the `consent_source` are kept where they were chosen, and else empty; `units` and `currencies` are
    those of Source, and `rounds` is that of ReadAs.
    """

    kind: str
    columns: Mapping[str, str | None]
    dates: str | None = None
    decimal: str | None = None
    on_match: str = ""
    consent_source: str = ""
    units: Mapping[str, str] = {}
    currencies: Mapping[str, str] = {}
    rounds: bool = False


class SavedMapping(NamedTuple):
    """A template under its `name`."""

    id: bytes
    name: str
    template: Template

    def given_to(self, source: Source) -> Source:
        """Return `source` as this template reads it; what the user chose for it before stands above."""
        read_as = source.read_as
        return source._replace(
            kind=self.template.kind,
            mapping=self.template.columns,
            mapping_name=self.name,
            units={**self.template.units, **source.units},
            currencies={**self.template.currencies, **source.currencies},
            read_as=read_as._replace(
                dates=read_as.dates or self.template.dates,
                decimal=read_as.decimal or self.template.decimal,
                rounds=read_as.rounds or self.template.rounds,
            ),
        )


def saved_mappings(reader: Connection) -> list[SavedMapping]:
    """Return all templates, those saved last first."""
    found = reader.execute(
        "SELECT id, name, record_kind, columns, options FROM import_mapping WHERE removed_at IS NULL ORDER BY rid DESC"
    )
    return [_saved(*row) for row in found]


def mapping_named(reader: Connection, name: str) -> SavedMapping:
    """Return the template called `name`; raises WrongUsage."""
    saved = saved_mappings(reader)
    found = next((each for each in saved if each.name.casefold() == name.strip().casefold()), None)
    if found is None:
        known = ", ".join(in_quotes(each.name) for each in saved)
        raise WrongUsage(
            _("There is no template “{name}”. Templates: {names}.").format(name=name, names=known)
            if saved
            else _("There is no template “{name}”. --save-map NAME keeps the mapping of an import.").format(name=name)
        )
    return found


def offered(saved: Sequence[SavedMapping], source: Source, columns: Sequence[str]) -> SavedMapping | None:
    """Return the template that was saved for files with the same headers as `columns`, None where there is none."""
    if source.mapping is not None or not source.remembers:
        return None
    headers = _headers(columns)
    fitting = (each for each in saved if _headers(list(each.template.columns)) == headers)
    return next((each for each in fitting if source.kind in (AUTO, each.template.kind)), None)


def save_mapping(journal: Journal, name: str, template: Template) -> bytes:
    """Keep `template` under `name`, in place of what was kept under it before; return its id. Raises InvalidField."""
    row = {
        **_named(name),
        "record_kind": template.kind,
        "headers": json.dumps(list(template.columns), ensure_ascii=False),
        "columns": json.dumps(dict(template.columns), ensure_ascii=False),
        "options": json.dumps({name: getattr(template, name) for name in _OPTIONS}, ensure_ascii=False),
    }
    with journal.transaction(_("Save template {name}").format(name=row["name"])) as tx:
        there = next((each for each in saved_mappings(tx.connection) if each.name == row["name"]), None)
        if there is None:
            return tx.insert("import_mapping", {**row, "owner": tx.member})
        tx.update("import_mapping", there.id, row)
        return there.id


def rename_mapping(journal: Journal, mapping: bytes, name: str) -> None:
    """Call the template `mapping` `name`; raises InvalidField where another one is called so."""
    row = _named(name)
    with journal.transaction(_("Rename template")) as tx:
        others = [each for each in saved_mappings(tx.connection) if each.id != mapping]
        if any(each.name == row["name"] for each in others):
            raise InvalidField("name", _("Another template is called “{name}”. Type another name.").format(name=name))
        tx.update("import_mapping", mapping, row)


def remove_mapping(journal: Journal, mapping: bytes) -> None:
    """Put the template `mapping` into the bin; what was imported with it stays."""
    with journal.transaction(_("Delete template")) as tx:
        tx.remove("import_mapping", mapping)


def _named(name: str) -> dict[str, Stored]:
    if not name.strip():
        raise InvalidField("name", _("A template needs a name. Type one."))
    return {"name": name.strip()}


def _headers(columns: Sequence[str]) -> list[str]:
    return sorted(map(header_key, columns))


def _saved(record: bytes, name: str, kind: str, columns: str | None, options: str | None) -> SavedMapping:
    told = json.loads(options or "{}")
    kept = {name: told[name] for name in _OPTIONS if told.get(name)}
    template = Template(kind, json.loads(columns or "{}"), **kept)
    return SavedMapping(record, name, template)
