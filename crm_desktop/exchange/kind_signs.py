"""What the rows of a file are: told by its column names and by its own name."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from crm_desktop.errors import UnreadableFile, WrongUsage
from crm_desktop.exchange import more_words
from crm_desktop.exchange.readers.header_row import HEADING_SIGN
from crm_desktop.exchange.slots import IMPORTABLE, all_words, header_key, vocabulary
from crm_desktop.exchange.word_lines import word_lines
from crm_desktop.words import N_, _

COLUMN_WEIGHT = 3.0
NAME_WEIGHT = 4.0
COVERAGE_WEIGHT = 3.0
LEAST = 3.0  # less than one telling column
CLEAR = 1.0


class NotForImport(UnreadableFile):
    """A table that holds nothing for a CRM, or nothing that can be imported yet."""


class UnclearKind(WrongUsage):
    """A table whose rows may be anything: the user has to say what they are."""


class _Signs(NamedTuple):
    columns: str
    file_names: str


_SIGNS = {
    "people": _Signs(
        "first name, last name, full name, given name, family name, vorname, nachname, prénom, apellidos, job title, "
        "lead id, lead status, lead email, lead source, birthday, associated company domain, mobile, position, name, "
        "email, email address, connected on, correo",
        "people, persons, contacts, leads, kontakte, personen, ansprechpartner, personnes, contactos, personas, "
        "connections, prospects",
    ),
    "companies": _Signs(
        "company name, account, account name, sector, industry, employees, number of employees, revenue, "
        "annual revenue, subsidiary of, vat id, customer id, supplier id, company id, contact title, "
        "company domain name, branche, mitarbeiterzahl, year established, firmenname, raison sociale, "
        "razón social, homepage, site name, facility name, institution",
        "companies, accounts, customers, suppliers, organizations, organisations, firmen, kunden, lieferanten, "
        "unternehmen, clients, fournisseurs, sociétés, empresas, clientes, proveedores, vendors",
    ),
    "contacts": _Signs("company type, is company, related company, address type", "res partner, partners"),
    "categories": _Signs(
        "category id, category name, description, picture",
        "categories, kategorien, catégories, categorías, families, family",
    ),
    "products": _Signs(
        "product name, sales price, list price, unit price, series, sku, product code, quantity per unit, "
        "units in stock, preis, artikelnummer, prix, precio, discontinued, category",
        "products, product2, items, articles, artikel, produkte, produits, productos, price list, preisliste, "
        "catalogue",
    ),
    "members": _Signs(
        "sales agent, regional office, manager, employee id, sales person id, hire date, reports to, user id, "
        "title of courtesy, supervisor",
        "sales teams, sales team, teams, employees, members, users, staff, mitarbeiter, employés, empleados, agents",
    ),
    "deals": _Signs(
        "opportunity id, deal id, deal name, opportunity name, deal stage, sales stage, stage, close date, "
        "close value, engage date, amount, probability, pipeline, expected close date, verkaufschance, "
        "closed lost reason, deal type",
        "deals, opportunities, sales pipeline, pipeline, opportunity, verkaufschancen, chancen, affaires, "
        "opportunités, oportunidades, negocios",
    ),
    "activities": _Signs(
        "activity type, activity id, activity date, interaction type, call outcome, meeting outcome, activity owner, "
        "call duration, timestamp, comment, duration, aktivitätsart, associated contact email",
        "interactions, activities, calls, meetings, visits, aktivitäten, besuche, anrufe, activités, visites, "
        "actividades, visitas",
    ),
    "tasks": _Signs(
        "task, task name, task title, task id, task type, task status, task owner, due date, due on, date completed, "
        "completed on, completed, assignee, reminder date, aufgabe, fällig am, erledigt am, tâche, échéance, tarea, "
        "fecha de vencimiento",
        "tasks, to do, to dos, todo list, aufgaben, tâches, tareas",
    ),
    "tickets": _Signs(
        "ticket id, ticket number, ticket subject, ticket description, ticket status, ticket priority, ticket channel, "
        "ticket type, ticket name, ticket owner, first response time, time to resolution, case number, case id, "
        "customer satisfaction rating, severity",
        "tickets, support tickets, cases, issues, requests, anfragen, vorgänge, incidents, incidencias",
    ),
    "purchases": _Signs(
        "order id, order no, order number, order date, invoice no, invoice number, invoice date, invoice id, quantity, "
        "stock code, discount, shipped date, freight, ship name, serial number, warranty until, bought on, qty, menge, "
        "rechnungsnummer, rechnungsdatum, bestellnummer, numéro de facture, número de factura, cantidad, quantité",
        "orders, order details, order lines, order items, invoices, purchases, installed base, sales lines, "
        "bestellungen, rechnungen, commandes, factures, pedidos, facturas, retail, receipts, sales receipts",
    ),
}
# Known by sight, so that they are not taken for something else.
_LATER = {
    N_("Surveys"): _Signs("question, answer, response, survey id, score", "survey, surveys, umfrage, encuesta"),
    N_("Data dictionaries"): _Signs("table, field, description, column, data type", "data dictionary, dictionary"),
}


def kind_of_table(title: str, columns: Sequence[str]) -> tuple[str, str, bool]:
    """Return the kind of the rows of the table `title`, why, and whether that is clear.

    Raises NotForImport or UnclearKind.
    """
    keys = {_own_key(column) for column in columns}
    name = header_key(title)
    scores = {kind: _score(_signs_of(kind), keys, name) + _coverage(kind, keys) for kind in IMPORTABLE}
    later = {label: _score(signs, keys, name) for label, signs in _LATER.items()}
    best, second = sorted(scores, key=lambda kind: -scores[kind])[:2]
    unknown = max(later, key=lambda label: later[label])
    if later[unknown] > scores[best] - _coverage(best, keys) and later[unknown] >= LEAST:
        raise NotForImport(
            _("“{file}” seems to hold this: {what}. That cannot be imported yet; leave the file out.").format(
                file=title, what=_(unknown)
            )
        )
    if scores[best] < LEAST:
        raise UnclearKind(
            _(
                "What the rows of “{file}” are cannot be told from its columns. "
                "Say what they are, such as {kinds} (on the command line with --as)."
            ).format(file=title, kinds=", ".join(IMPORTABLE[:3]))
        )
    return best, _("its columns and its name say so"), scores[best] - scores[second] >= CLEAR


@lru_cache(None)
def _signs_of(kind: str) -> _Signs:
    """Return what tells that rows are of `kind`, in all languages."""
    more = [dict(word_lines(text)).get(kind, ()) for text in (more_words.SIGN_COLUMNS, more_words.SIGN_FILES)]
    return _Signs(*(", ".join((own, *further)) for own, further in zip(_SIGNS[kind], more, strict=True)))


def _own_key(column: str) -> str:
    """Return the key of the name of a column, without the heading of its group."""
    whole = header_key(column)
    return whole if whole in all_words() else header_key(column.rpartition(HEADING_SIGN)[2])


def _score(signs: _Signs, keys: set[str], title: str) -> float:
    columns = sum(1 for word in signs.columns.split(",") if header_key(word) in keys)
    named = any(_is_named(header_key(word), title) for word in signs.file_names.split(","))
    return COLUMN_WEIGHT * min(columns, 4) + NAME_WEIGHT * named


def _is_named(word: str, title: str) -> bool:
    """Tell whether `title` holds `word`, or is that word in the singular as types of record are named."""
    return word in title or word in (f"{title}s", f"{title}es", f"{title[:-1]}ies" if title.endswith("y") else "")


def _coverage(kind: str, keys: set[str]) -> float:
    words = vocabulary(kind)
    return COVERAGE_WEIGHT * sum(1 for key in keys if key in words) / max(1, len(keys))
