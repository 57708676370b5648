"""The SQL of a contact's timeline: which entries there are, and what is shown of each."""

from enum import IntEnum
from typing import NamedTuple

from crm_desktop.schema.activities import INTERACTION, INTERACTION_KINDS, TASK
from crm_desktop.schema.contacts import CONTACT, CONTACT_POINT

# An entry's key is its rid times SOURCES plus its source: unique, and newer rows have higher ones.
SOURCES = 8
CHANNELS = tuple(each.value for each in INTERACTION_KINDS)


class Source(IntEnum):
    """Where an entry of the timeline comes from."""

    INTERACTION = 0
    TASK = 1
    TICKET = 2
    SOLVED = 3
    MOVE = 4
    CHANGE = 5
    ADDED = 6
    PURCHASE = 7


# What the timeline can be narrowed to beside the channels, and the sources that it shows then.
NARROWED = {
    "task": (Source.TASK,),
    "ticket": (Source.TICKET, Source.SOLVED),
    "deal": (Source.MOVE,),
    "change": (Source.CHANGE, Source.ADDED),
    "purchase": (Source.PURCHASE,),
}

_THROUGH_PART = "i.id IN (SELECT p.interaction FROM participant p WHERE p.contact = :contact AND p.removed_at IS NULL)"
_RIDS_THROUGH_PART = (
    "SELECT j.rid FROM participant p JOIN interaction j ON j.id = p.interaction "
    "WHERE p.contact = :contact AND p.removed_at IS NULL"
)
_PEOPLE = "c.company = :contact AND +c.kind = 'person'"
_UNDONE = (
    "EXISTS (SELECT 1 FROM step u WHERE u.undoes = s.seq AND NOT EXISTS ("
    "SELECT 1 FROM step r WHERE r.undoes = u.seq AND NOT EXISTS (SELECT 1 FROM step v WHERE v.undoes = r.seq)))"
)
_RID = "(SELECT rid FROM contact WHERE id = :contact)"
# The steps that changed the contact or its points, but for the one that added it.
_STEPS = f"""
    SELECT c.step FROM change c WHERE c.tbl = {CONTACT.number} AND c.rid = {_RID} AND c.op = 2
    UNION SELECT c.step FROM contact_point p JOIN change c ON c.tbl = {CONTACT_POINT.number} AND c.rid = p.rid
    WHERE p.contact = :contact AND c.op IN (1, 2)
    EXCEPT SELECT c.step FROM change c WHERE c.tbl = {CONTACT.number} AND c.rid = {_RID} AND c.op = 1
"""


class _Place(NamedTuple):
    """Where entries of a source are: the tables, when, the row's number, where their words are, and which rows."""

    of: str
    at: str
    row: str
    said: str
    where: str


_OF_TICKET = "(q.contact = :contact OR q.company = :contact) AND q.removed_at IS NULL AND +q.{0} IS NOT NULL"
# A "+" keeps SQLite from an index on the column: the link finds far fewer rows.
_PLACES = {
    Source.TASK: _Place(
        "task k", "k.done_at", "k.rid", "k", "k.{link} = :contact AND +k.done_at IS NOT NULL AND k.removed_at IS NULL"
    ),
    Source.TICKET: _Place("ticket q", "+q.opened_at", "q.rid", "q", _OF_TICKET.format("opened_at")),
    Source.SOLVED: _Place("ticket q", "+q.solved_at", "q.rid", "q", _OF_TICKET.format("solved_at")),
    Source.MOVE: _Place(
        "deal d JOIN stage_move m ON m.deal = d.id",
        "m.at",
        "m.rid",
        "d",
        "d.{link} = :contact AND d.removed_at IS NULL AND m.removed_at IS NULL",
    ),
    Source.CHANGE: _Place("step s", "s.at", "s.seq", "", f"s.seq IN ({_STEPS}) AND s.undoes IS NULL AND NOT {_UNDONE}"),
    Source.ADDED: _Place("contact c", "c.created_at", "c.rid", "", "c.id = :contact"),
    # A day is no instant: noon stands for it among the instants, which is that day nearly everywhere.
    Source.PURCHASE: _Place(
        "purchase u",
        "unixepoch(u.bought_on, '+12 hours') * 1000",
        "u.rid",
        "u",
        "u.customer = :contact AND u.bought_on IS NOT NULL AND u.removed_at IS NULL",
    ),
}
# A text is looked for in what people wrote, not in what the program noted.
_UNSPOKEN = frozenset({Source.CHANGE, Source.ADDED})


def sources_of(kind: str) -> tuple[Source, ...]:
    """Return the sources that the timeline shows when it is narrowed to `kind` ("" is everything)."""
    if kind in CHANNELS:
        return (Source.INTERACTION,)
    return NARROWED.get(kind, tuple(Source))


def entries_sql(*, company: bool, kind: str, text: bool) -> str:
    """Return the query of the entries of a person or `company` older than :at and :key, as at, source and rid."""
    arms: list[str] = []
    for source in sources_of(kind):
        if source is Source.INTERACTION:
            arms += _interactions(kind, company=company, text=text)
        elif source not in _UNSPOKEN or not text:
            arms.append(_query(_PLACES[source], source, "company" if company else "person", text=text))
    return " UNION ".join(f"SELECT at, source, rid FROM ({each})" for each in arms)


def counts_sql(*, company: bool, text: bool) -> str:
    """Return the query of how many entries there are, by channel or by what the timeline can be narrowed to."""
    link = "company" if company else "person"
    # Each arm leaves out what one before it has, so that nothing has to be gathered and sorted.
    arms = [
        ("interaction i", f"i.{link} = :contact"),
        ("interaction i", f"{_THROUGH_PART} AND i.{link} IS NOT :contact"),
    ]
    if company:
        through_people = f"{_PEOPLE} AND i.company IS NOT :contact AND i.rid NOT IN ({_RIDS_THROUGH_PART})"
        arms.append(("contact c JOIN interaction i ON i.person = c.id", through_people))
    counts = [
        f"SELECT i.kind, count(*) FROM {of} WHERE {where} AND i.removed_at IS NULL{_saying('i', text=text)} GROUP BY 1"
        for of, where in arms
    ]
    for name, sources in NARROWED.items():
        for source in sources:
            if source not in _UNSPOKEN or not text:
                found = _query(_PLACES[source], source, link, text=text, limited=False)
                counts.append(f"SELECT '{name}', count(*) FROM ({found})")
    return " UNION ALL ".join(counts)


def _interactions(kind: str, *, company: bool, text: bool) -> list[str]:
    narrowed = " AND i.removed_at IS NULL" + (" AND +i.kind = :kind" if kind in CHANNELS else "")
    link = "company" if company else "person"
    own = _Place("interaction i", "i.at", "i.rid", "i", f"i.{link} = :contact{narrowed}")
    part = _Place("interaction i", "+i.at", "i.rid", "i", f"{_THROUGH_PART}{narrowed}")
    arms = [_query(each, Source.INTERACTION, link, text=text) for each in (own, part)]
    if company:
        # Each person's newest, so that a company of many is no dearer than its people times a page.
        newest = _query(own._replace(where=f"i.person = c.id{narrowed}"), Source.INTERACTION, link, text=text)
        arms.append(
            f"SELECT i.at AS at, {int(Source.INTERACTION)} AS source, i.rid AS rid "
            f"FROM contact c JOIN interaction i ON i.rid IN (SELECT rid FROM ({newest})) WHERE {_PEOPLE}"
        )
    return arms


def _query(place: "_Place", source: Source, link: str, *, text: bool = False, limited: bool = True) -> str:
    """Return the query of the entries that `place` holds: those of one page, or all where not `limited`."""
    at, row = place.at, place.row
    within = f" AND {at} <= :at AND ({at} < :at OR {row} * {SOURCES} + {int(source)} < :key)" if limited else ""
    last = f" ORDER BY {at} DESC, {row} DESC LIMIT :limit" if limited else ""
    return (
        f"SELECT {at} AS at, {int(source)} AS source, {row} AS rid FROM {place.of} "
        f"WHERE {place.where.format(link=link)}{within}{_saying(place.said, text=text)}{last}"
    )


_WORDS = {
    "i": "coalesce(i.subject, '') || ' ' || coalesce(i.body, '') || ' ' || coalesce(i.outcome, '')",
    "k": "coalesce(k.title, '') || ' ' || coalesce(k.note, '')",
    "q": "'#' || coalesce(q.number, '') || ' ' || coalesce(q.subject, '') || ' ' || coalesce(q.description, '')",
    "d": "coalesce(d.title, '')",
    "u": "coalesce(u.description, '') || ' ' || coalesce(u.serial, '') || ' ' || coalesce(u.order_number, '') || ' ' "
    "|| coalesce(u.note, '')",
}


def _saying(said: str, *, text: bool) -> str:
    return f" AND fold({_WORDS[said]}) LIKE :text ESCAPE '\\'" if text else ""


# What is shown of the chosen entries: at, source, rid, id, kind, title, body, person's id and name, member, the rest.
DETAILS = f"""
    SELECT e.at, e.source, e.rid, i.id, i.kind, i.subject, i.body, i.person, p.name, m.name,
           json_object('direction', i.direction, 'minutes', i.duration_min, 'outcome', i.outcome, 'planned', i.planned,
               'mood', i.mood, 'url', i.url,
               'deal', (SELECT d.title FROM deal d WHERE d.id = i.deal),
               'deal_id', hex(i.deal),
               'files', (SELECT count(*) FROM attachment f WHERE f.interaction = i.id AND f.removed_at IS NULL),
               'with', (SELECT json_group_array(json_array(hex(w.id), w.name)) FROM participant o
                        JOIN contact w ON w.id = o.contact WHERE o.interaction = i.id AND o.removed_at IS NULL),
               'others', (SELECT count(*) FROM participant o WHERE o.interaction = i.id AND o.removed_at IS NULL),
               'follow', (SELECT json_array(k.title, k.due_day, k.done_at, hex(k.id)) FROM change a
                          JOIN change b ON b.step = a.step AND b.tbl = {TASK.number} AND b.op = 1
                          JOIN task k ON k.rid = b.rid
                          WHERE a.tbl = {INTERACTION.number} AND a.rid = i.rid AND a.op = 1 AND k.person IS i.person
                          AND coalesce(k.company, i.company) IS i.company AND k.removed_at IS NULL LIMIT 1))
    FROM e JOIN interaction i ON i.rid = e.rid LEFT JOIN contact p ON p.id = i.person
    LEFT JOIN member m ON m.id = i.owner WHERE e.source = {int(Source.INTERACTION)}
    UNION ALL
    SELECT e.at, e.source, e.rid, k.id, k.kind, k.title, k.note, k.person, p.name, m.name,
           json_object('due', k.due_day)
    FROM e JOIN task k ON k.rid = e.rid LEFT JOIN contact p ON p.id = k.person
    LEFT JOIN member m ON m.id = k.assignee WHERE e.source = {int(Source.TASK)}
    UNION ALL
    SELECT e.at, e.source, e.rid, q.id, q.kind, q.subject,
           iif(e.source = {int(Source.SOLVED)}, q.resolution, q.description), q.contact, p.name, m.name,
           json_object('number', q.number, 'status', q.status, 'satisfaction', q.satisfaction,
               'due', iif(q.status IN ('solved', 'closed'), NULL, coalesce(q.answer_due_at, q.solve_due_at)))
    FROM e JOIN ticket q ON q.rid = e.rid LEFT JOIN contact p ON p.id = q.contact
    LEFT JOIN member m ON m.id = q.owner WHERE e.source IN ({int(Source.TICKET)}, {int(Source.SOLVED)})
    UNION ALL
    SELECT e.at, e.source, e.rid, d.id, coalesce(s.outcome, 'open'), d.title, NULL, d.person, p.name, m.name,
           json_object('stage', s.name, 'from', f.name, 'amount', d.amount, 'currency', d.currency,
               'reason', iif(s.outcome = 'lost', d.lost_reason, NULL))
    FROM e JOIN stage_move v ON v.rid = e.rid JOIN deal d ON d.id = v.deal LEFT JOIN stage s ON s.id = v.stage
    LEFT JOIN stage f ON f.id = v.from_stage LEFT JOIN contact p ON p.id = d.person
    LEFT JOIN member m ON m.id = v.created_by WHERE e.source = {int(Source.MOVE)}
    UNION ALL
    SELECT e.at, e.source, e.rid, NULL, 'change', s.label, NULL, NULL, NULL, m.name,
           json_object('changes', (
               SELECT json_group_array(json_array(c.tbl, c.op, c.fld, json_extract(c.delta, '$[0]'),
                                                  json_extract(c.delta, '$[1]'), t.kind))
               FROM change c LEFT JOIN contact_point t ON c.tbl = {CONTACT_POINT.number} AND t.rid = c.rid
               WHERE c.step = s.seq AND c.op IN (1, 2) AND ((c.tbl = {CONTACT.number} AND c.rid = {_RID})
                   OR (c.tbl = {CONTACT_POINT.number} AND t.contact = :contact))))
    FROM e JOIN step s ON s.seq = e.rid LEFT JOIN member m ON m.id = s.member WHERE e.source = {int(Source.CHANGE)}
    UNION ALL
    SELECT e.at, e.source, e.rid, c.id, 'added', c.name, NULL, NULL, NULL, m.name, json_object('source', c.source)
    FROM e JOIN contact c ON c.rid = e.rid LEFT JOIN member m ON m.id = c.created_by
    WHERE e.source = {int(Source.ADDED)}
    UNION ALL
    SELECT e.at, e.source, e.rid, u.id, 'purchase', coalesce(nullif(u.description, ''), p.name), u.note, NULL, NULL,
           m.name, json_object('day', u.bought_on, 'quantity', u.quantity, 'price', u.unit_price,
               'currency', u.currency, 'serial', u.serial, 'order', u.order_number, 'warranty', u.warranty_until)
    FROM e JOIN purchase u ON u.rid = e.rid LEFT JOIN product p ON p.id = u.product
    LEFT JOIN member m ON m.id = u.owner WHERE e.source = {int(Source.PURCHASE)}
"""


def page_sql(entries: str) -> str:
    """Return the query of the newest :limit of `entries` with what is shown of them, in no order."""
    return (
        f"WITH e AS MATERIALIZED (SELECT at, source, rid FROM ({entries}) "
        f"ORDER BY at DESC, rid * {SOURCES} + source DESC LIMIT :limit) {DETAILS}"
    )
