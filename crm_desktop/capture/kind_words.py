"""The words by which people name what happened, in English and German, folded."""

import re
from typing import NamedTuple


class KindPhrase(NamedTuple):
    """A pattern of a folded line and the kind of activity, and perhaps the direction, that it stands for."""

    pattern: re.Pattern[str]
    kind: str
    direction: str | None = None


def phrase(kind: str, direction: str | None, lines: str) -> KindPhrase:
    """Return the phrase of which each of `lines` is one wording."""
    wordings = "|".join(line.strip() for line in lines.splitlines() if line.strip())
    return KindPhrase(re.compile(rf"(?<!\w)(?:{wordings})(?!\w)"), kind, direction)


# What may stand between "rief" and "an": never a name, which would be hidden by it.
_BETWEEN = r"(?:mich |uns |eben |gerade |heute |gestern |wieder |nochmal |um |gegen |uhr |\d\S* )*"
_TO_US = r"(?:mir |uns |gerade |eben |heute |gestern |vorhin )*"
_MAIL = r"(?:e-?mails?|mails?)"
_NOTES = (phrase("note", None, "note|notiz|nb|hinweis|anm|fyi|zur info|info|memo|vermerk"),)
_CALLS = (
    phrase(
        "call",
        "in",
        rf"""
        (?:incoming|inbound|eingehender) (?:call|anruf)
        (?:call|phone call|anruf|telefonat|ruckruf) (?:from|von|v\.)
        missed(?= (?:[\w'’]+ ){{0,3}}call)
        called (?:me|us|back about|in)|rang (?:me|us)|phoned (?:me|us)
        (?:is|was) (?:calling|on the phone) (?:about|for|because)
        rief {_BETWEEN}(?:zuruck|zurueck|an|durch)
        (?:hat|haben) {_TO_US}(?:angerufen|zuruckgerufen|durchgeklingelt)
        (?:hat|haben) sich (?:telefonisch |gerade |eben |heute )*gemeldet
        meldete sich|heard (?:back )?from
        """,
    ),
    phrase(
        "call",
        "out",
        r"""
        called|rang(?: up)?|phoned|telephoned|dialled|buzzed|cold[- ]call(?:ed)?
        (?:tried|versucht) (?:to (?:call|reach|ring|phone)|anzurufen|zu erreichen)
        tried (?:calling|ringing|phoning|reaching)
        left (?:(?:a|her|him|them) )?(?:message|msg|voice ?mail|vm|word)(?: for| with)?
        (?:couldn.?t|could not|can.?t|cannot|unable to|didn.?t|did not|failed to)(?= (?:reach|get hold|get through))
        voice ?mail|mailbox (?:von|of)|auf (?:die |den )?(?:mailbox|ab) gesprochen|nicht erreicht
        angerufen|(?:habe )?angeklingelt|anruf (?:bei|an)|zuruckgerufen|zurueckgerufen|ruckruf bei
        got hold of|got through to|(?:ab|durch)telefoniert|durchgeklingelt|durchgerufen
        """,
    ),
    phrase(
        "call",
        None,
        r"""
        (?:call|phone call|spoke|talked|phone) (?:with|to)|spoke(?: on the phone)?(?: with| to)?|spoken (?:to|with)
        gesprochen|geredet|telefontermin|telefoniert|telefonat|telefon|telko|tel|anruf|telefongesprach|phone|call
        telefonisch|am apparat|(?:an|in) der (?:strippe|leitung)|on the line|(?:am|per) telefon
        by (?:tele)?phone|over the phone|on the (?:tele)?phone|had a word with|chatted (?:to|with)
        (?:(?:quick|long|short|brief|phone|nice|good) )+chat(?: with)?
        conf(?:erence)? call|telefonkonferenz|telefoniere|schaltkonferenz
        """,
    ),
)
_MEETINGS = (
    phrase(
        "meeting",
        None,
        r"""
        video ?call|teams call|zoom(?: call)?|videokonferenz|web ?meeting|online[- ]meeting|webinar|google meet
        met(?: with| up with)?|meeting|lunch|dinner|breakfast|coffee|workshop|demo|demoed|brunch|drinks
        face ?timed?|skyped?|mtg|mtng|appointment|appt|catch[- ]?up|(?:on|via|over|uber) teams
        kick[- ]?off|trade (?:show|fair)|sat down with|presentation|training|ran into|bumped into|saw(?= .* at the fair)
        getroffen|treffen|besprechung|termin|mittagessen|essen|abendessen|fruhstuck|fruhstucken|kaffee
        messegesprach|jour fixe|vorfuhrung|vorgefuhrt|prasentation|schulung|kundentermin|jahresgesprach|verhandlung
        videotermin|videotelefonat|zusammengesessen|zusammengesetzt
        """,
    ),
)
_VISITS = (
    phrase(
        "visit",
        None,
        r"""
        visited|visit(?: to| at)?|on[- ]site|site visit|(?:dropped|popped|stopped|swung) (?:by|in|over|round)
        drove (?:out |over |up |down )*to|went (?:out |over |round )*to see|called in (?:at|on)
        im haus gehabt|zu besuch|zu gast|besucht|besuch(?: bei)?|vor ort
        (?:vorbei|rein)geschaut|(?:vorbei|hin)gefahren|vorbeigekommen|werksbesuch|kundenbesuch|besichtigung
        (?:war|waren|bin|sind) (?:(?:heute|gestern|vorgestern|kurz|eben|gerade|vorhin) )?bei
        (?:war|waren) (?:heute|gestern|vorgestern) zu (?:zweit|dritt|viert) bei
        """,
    ),
)
_EMAILS = (
    phrase(
        "email",
        "in",
        rf"""
        (?:got|received) (?:an? )?(?:reply|answer|{_MAIL})
        (?:reply|answer|antwort|{_MAIL}) (?:back )?(?:from|von|v\.)
        (?:bekam|erhielt|bekommen|erhalten|eingegangen):? ?(?:eine )?{_MAIL}|{_MAIL} (?:bekommen|erhalten)
        (?:hat|haben) {_TO_US}(?:(?:eine )?{_MAIL} (?:geschickt|geschrieben)|gemailt)
        """,
    ),
    phrase(
        "email",
        "out",
        rf"""
        e-?mailed|mailed|(?:an|zuruck)?gemailt|replied(?: by e-?mail)?|(?:per )?mail geantwortet
        (?:sent|wrote|write) (?:\w+ )?(?:an? )?{_MAIL}|{_MAIL} (?:to|an)
        (?:eine )?{_MAIL} (?:geschickt|geschrieben|gesendet|raus|rausgeschickt|verschickt)
        forwarded|weitergeleitet|wrote (?:back )?to|wrote back
        """,
    ),
    phrase("email", None, rf"{_MAIL}"),
)
_LETTERS = (
    phrase("letter", "in", "letter from|brief von|got a letter|brief (?:bekommen|erhalten)"),
    phrase(
        "letter",
        "out",
        r"""
        (?:sent|posted|wrote) (?:a |the )?letter|per post(?: geschickt)?
        posted(?= (?:\w+ ){1,4}to(?!\w))
        brief (?:an|geschickt|geschrieben|verschickt)
        """,
    ),
    phrase("letter", None, "letter|brief|postkarte|postcard|fax|einschreiben|by post|in the post"),
)
_MESSAGES = (
    phrase("social", None, "linkedin|linked in|xing|facebook|instagram|insta|twitter|mastodon|bluesky|tiktok|tweet"),
    phrase(
        "message",
        "out",
        r"""
        texted|messaged|pinged|whatsapped|gesimst|(?:sent|wrote) (?:a |an )?(?:text|sms|whatsapp)
        (?:whatsapp|wa|sms|nachricht) (?:an|geschickt|geschrieben)
        """,
    ),
    phrase(
        "message",
        "in",
        r"""
        (?:text|sms|whatsapp|wa|message|msg|nachricht) (?:from|von|v\.)
        (?:whatsapp|sms|nachricht) (?:bekommen|erhalten)
        """,
    ),
    phrase("message", None, "whatsapp|sms|text message|a text|signal|telegram|threema"),
    phrase("message", None, "slack|teams(?:-| )?(?:chat|nachricht)|chat"),
)
# What happened. Where two begin at the same place the longer one counts.
HAPPENED: tuple[KindPhrase, ...] = (*_NOTES, *_CALLS, *_MEETINGS, *_VISITS, *_EMAILS, *_LETTERS, *_MESSAGES)
# A call that reached nobody: these say so wherever they stand,
NOT_REACHED = phrase(
    "call",
    "out",
    r"""
    no answer|no reply on the phone|(?:rang|rings) out|hung up
    (?:not|never|isn.?t|wasn.?t) picking up|(?:not|nobody|no one|didn.?t|doesn.?t) pick(?:ed|s)? up
    (?:nobody|no one|didn.?t|doesn.?t) answer(?:ed|s|ing)?
    (?:straight )?to (?:voice ?mail|answerphone)|vm for|left vm|(?:her|his|their) (?:voice ?mail|answerphone)
    (?:keiner|keinen|niemand|niemanden|nicht) (?:d?ran ?gegangen|abgehoben|abgenommen|erreicht)
    (?:geht|ging|nimmt|nahm|hebt|hob) (?:\w+ )?(?:nicht|niemand|keiner) (?:d?ran|ab|ans telefon)
    ab besprochen|auf band gesprochen|nicht erreichbar|nicht zu erreichen|nur (?:die )?mailbox|nicht durchgekommen
    """,
).pattern
# these as a clause of their own,
LINE_BUSY = re.compile(r"(?:(?:was|line|war|wieder|immer|dauernd|leider) )*(?:engaged|busy|besetzt)\.?")
# and these only of somebody who was called.
NOT_IN = re.compile(
    r"(?:(?:was|is|war|ist|leider|gerade|still|noch) )*"
    r"(?:not (?:in|there)|out|nobody there|nicht da|nicht im haus|niemand da)\.?"
)
# Which way a letter or message went that is only named: "by email", "WhatsApp".
SENT = re.compile(
    r"(?<!\w)(?:sent|wrote|posted|answered|reached out|went out"
    r"|schreibt|schrieb|writes|geantwortet|commented|connected with"
    r"|geschickt|gesendet|verschickt|versendet"
    r"|geschrieben|angeschrieben|kontaktiert|kommentiert|raus|rausgeschickt|beantwortet)(?!\w)"
)
RECEIVED = re.compile(
    r"(?<!\w)(?:got|received|came|arrived|dropped (?:me|us)"
    r"|bekommen|erhalten|gekommen|kam|eingegangen|eingetroffen)(?!\w)"
)
