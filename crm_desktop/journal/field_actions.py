"""The workspace's own fields: added, changed, put away and brought back without touching the tables."""

import json
import re
from collections.abc import Iterable
from itertools import count
from keyword import iskeyword
from typing import NamedTuple

from crm_desktop.errors import InvalidField
from crm_desktop.journal.ids import new_id
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.transaction import Stored, Transaction
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.schema.field import Choice
from crm_desktop.schema.ours import CUSTOM_FIELD
from crm_desktop.schema.own import own_number
from crm_desktop.values.names import clean_text, fold
from crm_desktop.words import _

# The kinds that can have own fields.
EXTENSIBLE = ("people", "companies", "contacts", "deals", "products", "purchases", "tickets", "activities", "tasks")
LINKED = ("people", "companies", "contacts", "deals", "products", "tickets", "members", "teams")
FIELD_TYPES = tuple(each.value for each in CUSTOM_FIELD.by_name["kind"].choices)
LONGEST_LABEL, LONGEST_NAME = 80, 60
# Words that stand for something else in conditions and files.
_TAKEN = frozenset({"id", "contains", "starts", "in", "empty", "notempty", "and", "or", "not", "today", "if", "else"})
_NOT_WORD = re.compile(r"\W+")


class NewField(NamedTuple):
    """An own field to be added: of which records, of which type, and what its type needs to know.

    `choices` are the words to choose from, `target` the kind that a link points to, `formula` what is computed.
    """

    record_kind: str
    label: str
    kind: str
    choices: tuple[str, ...] = ()
    target: str | None = None
    formula: str = ""
    help: str = ""
    required: bool = False
    personal: bool = False


def add_own_field(journal: Journal, wanted: NewField) -> bytes:
    """Add the field and return its id; it is there at once. Raises InvalidField naming what is wrong with it."""
    label = _checked_label(wanted.label)
    with journal.transaction(_("Add field {label}").format(label=label)) as tx:
        return tx.insert("custom_field", _values(tx, wanted, label), _free_id(tx))


def _values(tx: Transaction, wanted: NewField, label: str) -> dict[str, Stored]:
    if wanted.record_kind not in EXTENSIBLE:
        raise InvalidField(
            "record_kind",
            _("“{kind}” cannot have fields of your own. Kinds: {kinds}.").format(
                kind=wanted.record_kind, kinds=", ".join(EXTENSIBLE)
            ),
        )
    if wanted.kind not in FIELD_TYPES:
        raise InvalidField(
            "kind",
            _("There is no type of field “{type}”. Types: {types}.").format(
                type=wanted.kind, types=", ".join(FIELD_TYPES)
            ),
        )
    return {
        "label": label,
        "name": _free_name(tx, wanted.record_kind, label),
        "record_kind": wanted.record_kind,
        "kind": wanted.kind,
        "choices": _choices_text(wanted.choices) if wanted.kind in ("choice", "choices") else None,
        "target": _checked_target(wanted.target) if wanted.kind == "link" else None,
        "formula": wanted.formula.strip() if wanted.kind == "formula" else None,
        "help": clean_text(wanted.help) or None,
        "required": int(wanted.required) or None,
        "personal": int(wanted.personal) or None,
        "position": tx.connection.execute("SELECT coalesce(max(position), 0) + 1 FROM custom_field").fetchone()[0],
    }


def _checked_label(typed: str) -> str:
    label = " ".join(clean_text(typed).split())
    if not label:
        raise InvalidField("label", _("A field needs a label. Type one, such as “Shoe size”."))
    if len(label) > LONGEST_LABEL:
        raise InvalidField("label", _("The label is longer than {n} letters. Shorten it.").format(n=LONGEST_LABEL))
    return label


def _free_id(tx: Transaction) -> bytes:
    """Return an id whose journal number no other own field has, not even one that was removed."""
    taken = {own_number(row[0]) for row in tx.connection.execute("SELECT id FROM custom_field")}
    while own_number(made := new_id()) in taken:
        pass
    return made


def _free_name(tx: Transaction, record_kind: str, label: str) -> str:
    """Return the name of the field in conditions, files and formulas: one word, made of `label`, of nothing else."""
    word = _NOT_WORD.sub("_", fold(label)).strip("_")[:LONGEST_NAME] or "field"
    if not word.isidentifier() or iskeyword(word):
        word = f"field_{word}"
    table = kind_named(record_kind).table
    taken = {*_TAKEN, *table.by_name, *(f"{name}_id" for name in table.by_name)}
    for name, kind in tx.connection.execute("SELECT name, record_kind FROM custom_field"):
        if kind_named(kind).table is table:
            taken |= {name, f"{name}_id"}
    numbered = (f"{word}_{number}" for number in count(2))
    return word if word not in taken else next(each for each in numbered if each not in taken)


def _checked_target(target: str | None) -> str:
    if target not in LINKED:
        raise InvalidField(
            "target",
            _("Say which records the link may point to. Kinds: {kinds}.").format(kinds=", ".join(LINKED)),
        )
    return target


def _choices_text(words: Iterable[str], before: Iterable[Choice] = ()) -> str:
    """Return the choices called `words` as they are stored; those that were there `before` keep their value."""
    known = {fold(each.label): each.value for each in before}
    made: dict[str, str] = {}
    for typed in words:
        label = " ".join(clean_text(typed).split())
        if label and not {",", ";"} & set(label):
            made.setdefault(known.get(fold(label), label), label)
        elif label:
            raise InvalidField(
                "choices", _("“{choice}” has a comma, which parts choices from one another.").format(choice=label)
            )
    if not made:
        raise InvalidField("choices", _("A field to choose from needs choices. Type one on each line."))
    return json.dumps([{"value": value, "label": label} for value, label in made.items()], ensure_ascii=False)
