"""What the description of an own field must be like."""

import json
import re
from collections.abc import Iterable
from itertools import count
from keyword import iskeyword

from crm_desktop.errors import InvalidField
from crm_desktop.journal.ids import new_id
from crm_desktop.journal.transaction import Transaction
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.schema.field import Choice, FieldKind
from crm_desktop.schema.own import own_number
from crm_desktop.store.own_fields import formula_names, workspace_kinds
from crm_desktop.values.formula import formula_from_text
from crm_desktop.values.likeliest import likeliest
from crm_desktop.values.names import clean_text, fold
from crm_desktop.words import _

LINKED = ("people", "companies", "contacts", "deals", "products", "tickets", "members", "teams")
LONGEST_LABEL, LONGEST_NAME = 80, 60
# More names than these nobody reads in a sentence.
MOST_NAMED = 6
# Words that stand for something else in conditions and files.
_TAKEN = frozenset({"id", "contains", "starts", "in", "empty", "notempty", "and", "or", "not", "today", "if", "else"})
_NOT_WORD = re.compile(r"\W+")


def checked_label(typed: str) -> str:
    """Return the label that was typed, on one line; raises InvalidField."""
    label = " ".join(clean_text(typed).split())
    if not label:
        raise InvalidField("label", _("A field needs a label. Type one, such as “Shoe size”."))
    if len(label) > LONGEST_LABEL:
        raise InvalidField("label", _("The label is longer than {n} letters. Shorten it.").format(n=LONGEST_LABEL))
    return label


def free_id(tx: Transaction) -> bytes:
    """Return an id whose journal number no other own field has, not even one that was removed."""
    taken = {own_number(row[0]) for row in tx.connection.execute("SELECT id FROM custom_field")}
    while own_number(made := new_id()) in taken:
        pass
    return made


def free_name(tx: Transaction, record_kind: str, label: str) -> str:
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


def checked_target(target: str | None) -> str:
    """Return the kind of record that a link points to; raises InvalidField."""
    if target not in LINKED:
        raise InvalidField(
            "target",
            _("Say which records the link may point to. Kinds: {kinds}.").format(kinds=", ".join(LINKED)),
        )
    return target


def checked_formula(tx: Transaction, record_kind: str, typed: str) -> str:
    """Return the formula that was typed for a field of `record_kind`; raises InvalidField where it is none."""
    text = clean_text(typed)
    kind = kind_named(record_kind)
    own = workspace_kinds(tx.connection).own.get(kind.table.name, ())
    known = formula_names(kind.table, own, kind.narrowed)
    for name in formula_from_text(text).names:
        if any(each.name == name and each.kind is FieldKind.FORMULA for each in own):
            raise InvalidField(
                "formula", _("“{name}” is a formula itself. Write out what it computes.").format(name=name)
            )
        if name not in known:
            raise InvalidField(
                "formula",
                _("{kind} have no field “{name}” to compute with. Fields: {fields}.").format(
                    kind=_(kind.label), name=name, fields=likeliest(name, list(known), MOST_NAMED)
                ),
            )
    return text


def checked_choices(choices: Iterable[Choice]) -> str:
    """Return `choices` as they are stored; a new one has no value yet and takes its label. Raises InvalidField."""
    made: dict[str, str] = {}
    labels: set[str] = set()
    for each in choices:
        label = " ".join(clean_text(each.label).split())
        if not label:
            continue
        if {",", ";"} & set(label):
            raise InvalidField(
                "choices", _("“{choice}” has a comma, which parts choices from one another.").format(choice=label)
            )
        if fold(label) in labels:
            raise InvalidField("choices", _("There are two choices “{choice}”.").format(choice=label))
        labels.add(fold(label))
        value = each.value or label
        made[value if value not in made else f"{value} {len(made)}"] = label
    if not made:
        raise InvalidField("choices", _("A field to choose from needs choices. Type one on each line."))
    return json.dumps([{"value": value, "label": label} for value, label in made.items()], ensure_ascii=False)


def choices_named(words: Iterable[str], before: Iterable[Choice] = ()) -> list[Choice]:
    """Return the choices called `words`; those that were there `before` keep their value."""
    known = {fold(each.label): each.value for each in before}
    return [Choice(known.get(fold(word), ""), word) for word in words]
