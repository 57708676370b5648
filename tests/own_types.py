"""The types that own fields have, each with a value as it is typed, held, printed and looked for."""

from typing import NamedTuple

from crm_desktop.schema.forms import Plain


class Type(NamedTuple):
    """A type of field: what is typed, how lists and files hold it, how paper says it, and how it is found.

    `where` is a filter that fits it, `asked` what is searched for; empty where search does not look into the type.
    """

    typed: str
    plain: Plain
    paper: str
    where: str
    asked: str = ""
    choices: tuple[str, ...] = ()
    target: str | None = None
    formula: str = ""


TYPES = {
    "text": Type("Heliotrope", "Heliotrope", "Heliotrope", "= heliotrope", "helio"),
    "long_text": Type(
        "two chrysalis\nlines", "two chrysalis\nlines", "two chrysalis lines", "contains chrys", "chrysalis"
    ),
    "number": Type("39.5", 39.5, "39.5", "> 39", "39.5"),
    "money": Type("1,250.50", "1250.50", "$1,251", "between 1,000 and 1,300", "1250.50"),
    "date": Type("2026-05-14", "2026-05-14", "14 May 2026", "in last 3 days", "14.05.2026"),
    "time": Type("14:30", "14:30", "14:30", "> 13:00", "14:30"),
    "yes_no": Type("yes", True, "Yes", "= yes", "extra"),
    "choice": Type("Platinum", "Platinum", "Platinum", "= platinum", "platin", ("Gold", "Platinum")),
    "choices": Type("Golf, Chess", ["Golf", "Chess"], "Golf, Chess", "= Chess", "chess", ("Golf", "Chess")),
    "link": Type("Zephyr GmbH", "Zephyr GmbH", "Zephyr GmbH", "= Zephyr GmbH", "zephyr", target="companies"),
    "file": Type("contract.txt", "contract.txt", "contract.txt", "contains contract", "contract"),
    "url": Type("https://quag.example", "https://quag.example", "quag.example", "contains quag", "quag"),
    "phone": Type("+1 212 555 0147", "+12125550147", "(212) 555-0147", "= +12125550147", "5550147"),
    "formula": Type("", 200, "200", "> 199", "200", formula="amount * 2"),
}
