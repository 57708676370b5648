"""The families of the shared files: what is imported together, and what the index says of it."""

from collections.abc import Mapping
from typing import NamedTuple

from crm_desktop.exchange.import_report import Counts

Value = int | float | str | None
Fact = tuple[str, tuple[tuple[Value, ...], ...]]


class Family(NamedTuple):
    """What is imported: the shared `sources`, with the counts of each kind and the `facts` that queries tell then.

    `linked` are the records that links made. `lists` says whether its lists come back from CSV, all but the fields
    that are `not_carried` there. What the report has to have `told` stands in its warnings.
    """

    sources: tuple[str, ...]
    kinds: Mapping[str, Counts]
    linked: Mapping[str, int] = {}
    facts: tuple[Fact, ...] = ()
    lists: bool = True
    not_carried: frozenset[str] = frozenset()
    told: tuple[str, ...] = ()


def created(number: int) -> Counts:
    """Return the counts of rows that all became records."""
    return Counts(read=number, created=number)


MAVEN = Family(
    ("01_maven_crm",),
    {"companies": created(85), "products": created(7), "members": created(35), "deals": created(8800)},
    {"teams": 3, "members": 6},
    (
        (
            "SELECT s.name, count(*) FROM deal d JOIN stage s ON s.id = d.stage GROUP BY 1",
            (("Engaging", 1589), ("Lost", 2473), ("Prospecting", 500), ("Won", 4238)),
        ),
        (
            "SELECT round(100.0 * sum(outcome = 'won') / sum(outcome <> 'open'), 2), sum(amount) / 100 FROM deal",
            ((63.15, 10_005_534),),
        ),
        (
            (
                "SELECT count(DISTINCT json_extract(external_ids, '$.import')), sum(company IS NULL), "
                "sum(opened_on IS NULL), sum(closed_on IS NULL) FROM deal"
            ),
            ((8800, 1425, 500, 2089),),
        ),
        (
            "SELECT min(opened_on), max(opened_on), min(closed_on), max(closed_on) FROM deal",
            (("2016-10-20", "2017-12-27", "2017-03-01", "2017-12-31"),),
        ),
        (
            "SELECT t.name, sum(d.amount) / 100 FROM deal d JOIN team t ON t.id = d.team GROUP BY 1",
            (("Central", 3_346_293), ("East", 3_090_594), ("West", 3_568_647)),
        ),
        (
            (
                "SELECT p.name, sum(d.amount) / 100, count(*) FROM deal d JOIN deal_line l ON l.deal = d.id "
                "JOIN product p ON p.id = l.product WHERE d.outcome = 'won' GROUP BY 1"
            ),
            (
                ("GTK 500", 400_612, 15),
                ("GTX Basic", 499_263, 915),
                ("GTX Plus Basic", 705_275, 653),
                ("GTX Plus Pro", 2_629_651, 479),
                ("GTX Pro", 3_510_578, 729),
                ("MG Advanced", 2_216_387, 654),
                ("MG Special", 43_768, 793),
            ),
        ),
        ("SELECT count(parent), sum(sector = 'technolgy') FROM contact", ((15, 12),)),
        (
            (
                "SELECT name FROM member m WHERE team IS NOT NULL "
                "AND NOT EXISTS (SELECT 1 FROM deal WHERE owner = m.id) ORDER BY 1"
            ),
            (
                ("Carl Lin",),
                ("Carol Thompson",),
                ("Elizabeth Anderson",),
                ("Mei-Mei Johns",),
                ("Natalya Ivanova",),
            ),
        ),
    ),
    lists=False,  # those of the larger family beside it come back
)
MAVEN_PLUS = Family(
    ("01_maven_crm_plus",),
    {**MAVEN.kinds, "activities": created(626)},
    {"teams": 3, "members": 6, "people": 85},
    (
        ("SELECT kind, count(*) FROM interaction GROUP BY 1", (("email", 245), ("meeting", 381))),
        (
            "SELECT sum(planned = 0), sum(planned), count(DISTINCT person), count(company) FROM interaction",
            ((300, 326, 85, 626),),
        ),
        ("SELECT sum(instr(body, char(10)) > 0) > 0 FROM interaction", ((1,),)),
        ("SELECT sum(amount) / 100 FROM deal", ((10_005_534,),)),
    ),
)
HUBSPOT = Family(
    ("02_hubspot_dummy",),
    {
        "companies": created(200),
        "people": created(950),
        "deals": created(500),
        "tickets": created(300),
        "activities": created(1615),
        "tasks": created(385),
    },
    {"members": 7, "pipelines": 2, "stages": 14},
    (
        # by the web domain of their company
        ("SELECT count(company) FROM contact WHERE kind = 'person'", ((679,),)),
        ("SELECT count(*) FROM contact WHERE kind = 'company'", ((200,),)),
        (
            "SELECT DISTINCT name, outcome FROM stage WHERE name LIKE 'Closed%' ORDER BY 1",
            (("Closed Lost", "lost"), ("Closed Won", "won")),
        ),
    ),
    # a list of tasks alone is not read: what is next for whom does not come back by lists, and who had nothing but
    # tasks has no sums then, where there were sums of nothing
    not_carried=frozenset({"next_step", "next_step_due", "open_deals", "open_tickets", "won_deals"}),
)
NORTHWIND = Family(
    ("02_northwind",),
    {
        "members": created(9),
        "companies": created(120),
        "categories": Counts(read=8, skipped=8),
        "products": created(77),
        # 830 orders complete their 2,155 lines
        "purchases": Counts(read=2985, created=2155, skipped=830),
    },
    {"people": 120},
    (
        (
            (
                "SELECT count(DISTINCT order_number), count(*), min(bought_on), max(bought_on), "
                "round(sum(quantity * unit_price * (1 - coalesce(discount_pct, 0) / 100)) / 100, 2) FROM purchase"
            ),
            ((830, 2155, "1996-07-04", "1998-05-06", 1_265_793.04),),
        ),
        ("SELECT sum(customer IS NULL OR product IS NULL OR owner IS NULL) FROM purchase", ((0,),)),
        (
            "SELECT roles, count(*) FROM contact WHERE kind = 'company' GROUP BY 1",
            (('["customer"]', 91), ('["supplier"]', 29)),
        ),
    ),
)
SALESFORCE = Family(
    ("02_salesforce_tree/sample-data-plan.json",),
    {"companies": created(3), "categories": Counts(read=4, skipped=4), "products": created(16)},
    facts=(
        (
            "SELECT category, count(*) FROM product GROUP BY 1",
            (("Dynamo", 4), ("Electra", 4), ("Fuse", 4), ("Volt", 4)),
        ),
    ),
)
TICKETS = Family(
    ("03_tickets",),
    {"tickets": created(8469)},
    {"people": 8320, "products": 42},
    (
        (
            "SELECT status, count(*) FROM ticket GROUP BY 1",
            (("closed", 2769), ("open", 2819), ("waiting", 2881)),
        ),
        (
            "SELECT priority, count(*) FROM ticket GROUP BY 1",
            (("critical", 2129), ("high", 2085), ("low", 2063), ("medium", 2192)),
        ),
        (
            "SELECT channel, count(*) FROM ticket GROUP BY 1",
            (("chat", 2073), ("email", 2143), ("phone", 2132), ("social", 2121)),
        ),
        (
            (
                "SELECT count(satisfaction), sum(satisfaction IS NOT NULL AND status = 'closed'), "
                "round(avg(satisfaction), 3), sum(first_response_at IS NULL), count(DISTINCT number) FROM ticket"
            ),
            ((2769, 2769, 2.991, 2819, 8469),),
        ),
        ("SELECT count(DISTINCT normal) FROM contact_point WHERE kind = 'email'", ((8320,),)),
        ("SELECT min(number), max(number), count(opened_at) FROM ticket", ((1, 8469, 0),)),
    ),
    told=("“Refund request” → Complaint", "does not say when its tickets were opened"),
)
RETAIL = Family(
    ("04_online_retail",),
    {"purchases": created(52_291)},
    {"companies": 1228, "products": 3317},
    (
        (
            (
                "SELECT count(*), count(DISTINCT order_number), count(DISTINCT customer), sum(customer IS NULL), "
                "sum(quantity < 0), sum(unit_price = 0), sum(quantity * unit_price) / 100.0, min(bought_on), "
                "max(bought_on) FROM purchase"
            ),
            ((52_291, 2376, 1228, 13_803, 771, 168, 880_917.31, "2010-12-05", "2011-12-05"),),
        ),
        # of the 28 countries of the index one is “Unspecified”, two have no customer with a number, and two that are in
        # no list of countries stay as they are written: “Channel Islands” and “European Community”
        (
            "SELECT count(DISTINCT country), count(DISTINCT value) FROM contact_point WHERE kind = 'address'",
            ((23, 2),),
        ),
        # cancelled invoices are returns, and nothing else is taken back but what was damaged or lost
        ("SELECT count(*) FROM purchase WHERE order_number LIKE 'C%' AND quantity >= 0", ((0,),)),
    ),
    lists=False,  # those of one day come back below
)
RETAIL_DAY = Family(
    ("04_online_retail/2011-01-10.csv",),
    {"purchases": created(1976)},
    {"companies": 35, "products": 1110},
)
CARDS = Family(
    ("05_vcards",),
    # the same people are in several files; one card has neither name nor address
    {"contacts": Counts(read=56, created=41, updated=6, unchanged=8, rejected=1)},
    {"companies": 14},
    # the file of the picture stays here, its record has no column
    not_carried=frozenset({"photo"}),
)
CONTACT_EXPORTS = Family(
    ("06_contact_exports",),
    {
        "contacts": created(9),
        "people": Counts(read=19, created=12, unchanged=2, rejected=5),
    },
    {"companies": 7},
)
MAILS = Family(
    ("08_eml",),
    # two are sent twice; two have no date
    {"activities": Counts(read=15, created=11, updated=2, rejected=2)},
    {"people": 17},
)
CALENDARS = Family(
    ("08_ics",),
    {"activities": Counts(read=144, created=142, unchanged=1, rejected=1), "tasks": created(1)},
    # a calendar carries these
    not_carried=frozenset({"reminded_at", "series", "occurrence", "calendar_parts"}),
)
WORKBOOKS = Family(
    ("08_xlsx",),
    {
        "people": Counts(read=35, created=31, rejected=4),
        # one sheet of products stands there twice
        "products": Counts(read=20, created=10, unchanged=10),
        "purchases": created(4),
    },
    {"products": 4},
)
DUPLICATES = Family(
    ("09_duplicates",),
    # dates among the e-mail addresses, and days that no calendar has
    {
        "companies": Counts(read=3337, created=3203, rejected=134),
        "people": Counts(read=1000, created=997, rejected=3),
    },
)
FAMILIES = {
    "maven": MAVEN,
    "maven plus": MAVEN_PLUS,
    "hubspot": HUBSPOT,
    "northwind": NORTHWIND,
    "salesforce": SALESFORCE,
    "tickets": TICKETS,
    "retail": RETAIL,
    "retail day": RETAIL_DAY,
    "cards": CARDS,
    "contact exports": CONTACT_EXPORTS,
    "mails": MAILS,
    "calendars": CALENDARS,
    "workbooks": WORKBOOKS,
    "duplicates": DUPLICATES,
}
