"""The SQL of all that surrounds one contact: one statement of many parts, each row a part's name and a JSON list."""

from typing import NamedTuple

from crm_desktop.store.functions import name_shown

PEOPLE_SHOWN = 12
LINKS_SHOWN = 50
DEALS_SHOWN = 20
TICKETS_SHOWN = 5
BUYS_SHOWN = 5
TASKS_SHOWN = 20
PURCHASES_SHOWN = 20
SUBSIDIARIES_SHOWN = 500
FACTS_SHOWN = 30
PROMISES_SHOWN = 20
# A tree of companies is followed no further than this, however it was tied together by an import or a merge.
TREE_LEVELS, TREE_COMPANIES = 12, 5000


class _Part(NamedTuple):
    """What one part reads: the columns of its rows, where they are from, and in which order how many of them."""

    columns: str
    rows: str
    most: int


# A "+" before a column keeps SQLite from the index that begins with it: the link finds far fewer rows.
_STAFF = """
    SELECT id AS person, job_title FROM contact
    WHERE company = :company AND +kind = 'person' AND removed_at IS NULL
    UNION ALL SELECT a.person, a.job_title FROM affiliation a JOIN contact m ON m.id = a.person
    WHERE a.company = :company AND a.to_day IS NULL AND a.removed_at IS NULL
    AND m.removed_at IS NULL AND m.company IS NOT :company
"""
_ABOUT_TICKET = "(contact = :contact OR company = :contact) AND removed_at IS NULL"
_WON = "WHERE {link} = :contact AND +outcome = 'won' AND removed_at IS NULL"
_LINE_AMOUNT = "l.quantity * coalesce(l.unit_price, 0) * (1 - coalesce(l.discount_pct, 0) / 100) * coalesce(d.rate, 1)"
_LINES = """
    FROM deal d JOIN deal_line l ON l.deal = d.id AND l.removed_at IS NULL
    WHERE d.{link} = :contact AND +d.outcome = 'won' AND d.removed_at IS NULL
"""
_PARTS = {
    "figures": _Part(
        f"(SELECT min(closed_on) FROM deal {_WON}), (SELECT json_group_array(total) FROM ("
        f"SELECT sum(amount * coalesce(rate, 1)) AS total FROM deal {_WON} AND closed_on IS NOT NULL "
        "GROUP BY substr(closed_on, 1, 7) ORDER BY substr(closed_on, 1, 7))), "
        "(SELECT min(coalesce(iif(first_response_at IS NULL, answer_due_at, NULL), solve_due_at)) FROM ticket "
        f"WHERE {_ABOUT_TICKET} AND +status IN ('new', 'open')), "
        f"(SELECT json_array(avg(satisfaction), count(satisfaction)) FROM ticket WHERE {_ABOUT_TICKET}), "
        f"(SELECT count(*) FROM ({_STAFF}) WHERE person <> :contact)",
        "",
        1,
    ),
    "people": _Part(
        "hex(c.id), c.name, coalesce(j.job_title, ''), coalesce((SELECT p.role FROM deal_contact p "
        "WHERE p.contact = c.id AND p.removed_at IS NULL AND p.role IS NOT NULL ORDER BY p.rid DESC LIMIT 1), '')",
        f"FROM ({_STAFF}) j JOIN contact c ON c.id = j.person WHERE c.id <> :contact ORDER BY +c.sort_name",
        PEOPLE_SHOWN,
    ),
    "relation": _Part(
        "hex(r.id), hex(o.id), o.name, o.kind, r.kind, r.from_contact = :contact, r.from_day, r.to_day, "
        "coalesce(r.note, ''), (SELECT json_array(k.outward, k.inward) FROM relation_kind k "
        "WHERE k.value = r.kind ORDER BY k.removed_at IS NOT NULL LIMIT 1)",
        "FROM relationship r JOIN contact o ON o.id = iif(r.from_contact = :contact, r.to_contact, r.from_contact) "
        "WHERE (r.from_contact = :contact OR r.to_contact = :contact) AND r.removed_at IS NULL "
        "AND o.removed_at IS NULL ORDER BY r.to_day IS NOT NULL, o.sort_name",
        LINKS_SHOWN,
    ),
    "job": _Part(
        "hex(a.id), hex(o.id), o.name, o.kind, coalesce(a.job_title, ''), coalesce(a.department, ''), "
        "a.from_day, a.to_day, coalesce(a.is_main, 0)",
        "FROM affiliation a JOIN contact o ON o.id = iif(a.person = :contact, a.company, a.person) "
        "WHERE (a.person = :contact OR (a.company = :contact AND a.to_day IS NOT NULL)) AND a.removed_at IS NULL "
        "AND o.removed_at IS NULL ORDER BY a.to_day IS NOT NULL, a.to_day DESC, a.rid",
        LINKS_SHOWN,
    ),
    "point": _Part(
        "hex(id), kind, coalesce(label, ''), coalesce(value, ''), coalesce(is_primary, 0), "
        "street, city, region, postal_code, country",
        "FROM contact_point WHERE contact = :contact AND removed_at IS NULL "
        "ORDER BY kind, is_primary DESC, position, rid",
        LINKS_SHOWN,
    ),
    "deal": _Part(
        "hex(d.id), d.title, d.amount, coalesce(d.currency, :currency), coalesce(s.name, ''), "
        "coalesce(d.probability, 0), d.expected_on, d.stage_entered_at, s.rot_days",
        "FROM deal d LEFT JOIN stage s ON s.id = d.stage WHERE d.{link} = :contact AND +d.outcome = 'open' "
        "AND d.removed_at IS NULL ORDER BY d.expected_on IS NULL, d.expected_on, d.rid",
        DEALS_SHOWN,
    ),
    # What won deals are about; of products that none of them is about, what was bought otherwise.
    "buy": _Part(
        "hex(product), name, total",
        f"FROM (SELECT p.id AS product, coalesce(p.name, b.words, '') AS name, "
        "CAST(round(sum(b.amount)) AS INTEGER) AS total FROM ("
        f"SELECT l.product, l.description AS words, {_LINE_AMOUNT} AS amount {_LINES} UNION ALL "
        "SELECT u.product, u.description, coalesce(u.quantity, 1) * u.unit_price FROM purchase u "
        "WHERE u.customer = :contact AND u.removed_at IS NULL AND coalesce(u.currency, :currency) = :currency "
        f"AND u.product NOT IN (SELECT coalesce(l.product, x'') {_LINES})) b "
        "LEFT JOIN product p ON p.id = b.product GROUP BY 1, 2) WHERE total > 0 ORDER BY total DESC",
        BUYS_SHOWN,
    ),
    "ticket": _Part(
        "hex(id), coalesce(number, 0), subject, coalesce(kind, ''), coalesce(status, ''), opened_at, "
        "coalesce(iif(first_response_at IS NULL, answer_due_at, NULL), solve_due_at)",
        f"FROM ticket WHERE {_ABOUT_TICKET} ORDER BY status IN ('solved', 'closed'), opened_at DESC",
        TICKETS_SHOWN,
    ),
    "task": _Part(
        f"hex(k.id), k.title, coalesce(k.kind, 'todo'), k.due_day, {name_shown('p')}, k.due_at",
        "FROM task k LEFT JOIN contact p ON p.id = k.person AND p.id <> :contact "
        "WHERE (k.person = :contact OR k.company = :contact) AND +k.done_at IS NULL AND k.removed_at IS NULL "
        "ORDER BY k.due_day IS NULL, k.due_day, k.due_at IS NULL, k.due_at, k.rid",
        TASKS_SHOWN,
    ),
    "purchase": _Part(
        "hex(u.id), coalesce(nullif(u.description, ''), p.name, ''), hex(u.product), coalesce(p.name, ''), "
        "u.quantity, u.unit_price, coalesce(u.currency, :currency), u.bought_on, coalesce(u.serial, ''), "
        "u.warranty_until, u.next_service_on, coalesce(u.order_number, ''), coalesce(u.note, ''), "
        "coalesce(u.description, ''), count(*) OVER ()",
        "FROM purchase u LEFT JOIN product p ON p.id = u.product WHERE u.customer = :contact "
        "AND u.removed_at IS NULL ORDER BY u.next_service_on IS NULL, u.next_service_on, u.bought_on DESC",
        PURCHASES_SHOWN,
    ),
    "fact": _Part(
        "hex(id), text, coalesce(source, ''), learned_on",
        "FROM known_fact WHERE contact = :contact AND removed_at IS NULL ORDER BY learned_on DESC, rid DESC",
        FACTS_SHOWN,
    ),
    "promise": _Part(
        f"hex(m.id), m.text, m.promised_on, m.due_day, m.kept_at, {name_shown('c')}",
        "FROM promise m LEFT JOIN contact c ON c.id = m.person AND c.id <> :contact "
        "WHERE (m.person = :contact OR m.company = :contact) AND m.removed_at IS NULL "
        "ORDER BY m.kept_at IS NOT NULL, m.kept_at DESC, m.due_day IS NULL, m.due_day, m.rid",
        PROMISES_SHOWN,
    ),
    # The newest entry for each purpose and channel; of two at the same instant the stricter.
    "consent": _Part(
        "purpose, channel, state, at, coalesce(source, '')",
        "FROM (SELECT *, row_number() OVER (PARTITION BY purpose, channel "
        "ORDER BY at DESC, state = 'withdrawn' DESC, rid DESC) AS place FROM consent "
        "WHERE contact = :contact AND removed_at IS NULL) WHERE place = 1",
        LINKS_SHOWN,
    ),
    "supplied": _Part(
        "hex(p.id), p.name, coalesce(p.code, ''), p.cost, coalesce(p.currency, :currency)",
        "FROM product p WHERE :supplies AND p.supplier = :contact AND p.removed_at IS NULL ORDER BY p.sort_name",
        LINKS_SHOWN,
    ),
    "parent": _Part(
        f"hex(c.id), {name_shown('c')}",
        "FROM (WITH RECURSIVE up(id, level) AS ("
        "SELECT parent, 1 FROM contact WHERE id = :contact AND parent IS NOT NULL UNION "
        "SELECT c.parent, level + 1 FROM up JOIN contact c ON c.id = up.id "
        f"WHERE c.parent IS NOT NULL AND level < {TREE_LEVELS}) SELECT id, level FROM up) u "
        "JOIN contact c ON c.id = u.id ORDER BY u.level DESC",
        TREE_LEVELS,
    ),
    "subsidiary": _Part(
        "hex(c.id), c.name, b.companies, b.open_deals, b.open_amount, b.won_deals, b.won_amount, b.open_tickets",
        "FROM (WITH RECURSIVE down(id, branch, level) AS ("
        "SELECT id, id, 1 FROM contact WHERE parent = :contact AND removed_at IS NULL UNION "
        "SELECT c.id, d.branch, d.level + 1 FROM down d JOIN contact c ON c.parent = d.id "
        f"WHERE c.removed_at IS NULL AND c.id <> :contact AND d.level < {TREE_LEVELS} LIMIT {TREE_COMPANIES}) "
        "SELECT d.branch, count(*) AS companies, coalesce(sum(r.open_deals), 0) AS open_deals, "
        "coalesce(sum(r.open_amount), 0) AS open_amount, coalesce(sum(r.won_deals), 0) AS won_deals, "
        "coalesce(sum(r.won_amount), 0) AS won_amount, coalesce(sum(r.open_tickets), 0) AS open_tickets "
        "FROM down d JOIN contact c ON c.id = d.id LEFT JOIN contact_rollup r ON r.rid = c.rid "
        "GROUP BY d.branch) b JOIN contact c ON c.id = b.branch ORDER BY c.sort_name",
        SUBSIDIARIES_SHOWN,
    ),
}


def around_sql(link: str) -> str:
    """Return the statement of all that surrounds :contact, which deals point to by `link` (company or person).

    It takes :contact, :company (that it is or works for), :currency and :supplies (whether products are asked for).
    """
    return " UNION ALL ".join(
        f"SELECT * FROM (SELECT '{name}', json_array({part.columns}) {part.rows} LIMIT {part.most})"
        for name, part in _PARTS.items()
    ).format(link=link)


def purchase_sql() -> str:
    """Return the statement of one :purchase, as the part of purchases reads it; it takes :currency."""
    return (
        f"SELECT json_array({_PARTS['purchase'].columns}) FROM purchase u LEFT JOIN product p ON p.id = u.product "
        "WHERE u.id = :purchase"
    )
