"""The words by which people name what happened and what is to be done, in English and German, folded."""

import re
from typing import NamedTuple


class KindPhrase(NamedTuple):
    """A pattern of a folded line and the kind of activity, and perhaps the direction, that it stands for."""

    pattern: re.Pattern[str]
    kind: str
    direction: str | None = None


def _phrases(*rows: tuple[str, str, str | None]) -> tuple[KindPhrase, ...]:
    return tuple(
        KindPhrase(re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"), kind, direction) for pattern, kind, direction in rows
    )


# What may stand between "rief" and "an": never a name, which would be hidden by it.
_BETWEEN = r"(?:mich |uns |eben |gerade |heute |gestern |wieder |nochmal |um |gegen |uhr |\d\S* )*"
_TO_US = r"(?:mir |uns |gerade |eben |heute |gestern )*"
_MAIL = r"(?:e-?mails?|mails?)"
# What happened. Where two begin at the same place the longer one counts.
HAPPENED: tuple[KindPhrase, ...] = _phrases(
    (r"note|notiz|nb|hinweis|anm|fyi|zur info|info|memo|vermerk", "note", None),
    (r"(?:incoming|inbound|eingehender) (?:call|anruf)", "call", "in"),
    (r"(?:call|phone call|anruf|telefonat|ruckruf) (?:from|von|v\.)", "call", "in"),
    (r"missed(?= (?:[\w'’]+ ){0,3}call)", "call", "in"),
    (
        rf"called (?:me|us|back about|in)|rang (?:me|us)|phoned (?:me|us)|rief {_BETWEEN}(?:zuruck|zurueck|an)",
        "call",
        "in",
    ),
    (r"(?:hat|haben) (?:mich |uns )?(?:gerade |eben |heute |gestern )?(?:angerufen|zuruckgerufen)", "call", "in"),
    (r"(?:hat|haben) sich (?:telefonisch )?gemeldet", "call", "in"),
    (r"called|rang(?: up)?|phoned|telephoned|dialled|cold[- ]call(?:ed)?", "call", "out"),
    (
        r"(?:tried|versucht) (?:to (?:call|reach)|anzurufen)|tried calling|left (?:a )?(?:message|voicemail)(?: for)?",
        "call",
        "out",
    ),
    (r"voicemail|mailbox (?:von|of)|auf (?:die )?(?:mailbox|ab) gesprochen|nicht erreicht", "call", "out"),
    (r"(?:call|phone call|spoke|talked|phone) (?:with|to)|spoke(?: on the phone)?(?: with| to)?", "call", None),
    (r"angerufen|(?:habe )?angeklingelt|anruf (?:bei|an)|zuruckgerufen|zurueckgerufen|ruckruf bei", "call", "out"),
    (
        r"gesprochen|geredet|telefontermin|telefoniert|telefonat|telefon|telko|tel|anruf|telefongesprach|phone|call",
        "call",
        None,
    ),
    (r"got hold of|got through to|(?:ab|durch)telefoniert|durchgeklingelt|durchgerufen", "call", "out"),
    (r"telefonisch|am apparat|an der strippe|on the line", "call", None),
    (r"video ?call|teams call|zoom(?: call)?|videokonferenz|web ?meeting|online[- ]meeting", "meeting", None),
    (r"met(?: with| up with)?|meeting|lunch|dinner|breakfast|coffee|workshop|demo", "meeting", None),
    (
        r"face ?timed?|skyped?|mtg|appointment|appt|catch[- ]?up|(?:on|via|over|uber) teams|abendessen|fruhstuck",
        "meeting",
        None,
    ),
    (
        r"getroffen|treffen|besprechung|termin|mittagessen|essen|messegesprach|jour fixe|kaffee|vorfuhrung",
        "meeting",
        None,
    ),
    (r"visited|visit(?: to| at)?|on[- ]site", "visit", None),
    (
        r"(?:dropped|popped|stopped|swung) (?:by|in|over|round)|site visit|im haus gehabt|zu besuch|zu gast",
        "visit",
        None,
    ),
    (r"besucht|besuch(?: bei)?|vor ort|vorbeigeschaut|vorbeigekommen|werksbesuch|vorbeigefahren", "visit", None),
    (r"(?:war|waren) (?:(?:heute|gestern|vorgestern|kurz|eben|gerade) )?bei", "visit", None),
    (rf"(?:got|received) (?:an? )?(?:reply|answer|{_MAIL})", "email", "in"),
    (rf"(?:reply|answer|antwort|{_MAIL}) (?:from|von|v\.)", "email", "in"),
    (
        rf"(?:bekam|erhielt|bekommen|erhalten|eingegangen):? ?(?:eine )?{_MAIL}|{_MAIL} (?:bekommen|erhalten)",
        "email",
        "in",
    ),
    (rf"(?:hat|haben) {_TO_US}(?:(?:eine )?{_MAIL} (?:geschickt|geschrieben)|gemailt)", "email", "in"),
    (r"e-?mailed|mailed|(?:an)?gemailt|replied(?: by e-?mail)?|(?:per )?mail geantwortet", "email", "out"),
    (rf"(?:sent|wrote|write) (?:\w+ )?(?:an? )?{_MAIL}|{_MAIL} (?:to|an)", "email", "out"),
    (rf"(?:eine )?{_MAIL} (?:geschickt|geschrieben|gesendet)", "email", "out"),
    (rf"{_MAIL}", "email", None),
    (r"letter from|brief von|got a letter|brief (?:bekommen|erhalten)", "letter", "in"),
    (r"(?:sent|posted|wrote) (?:a |the )?letter|per post(?: geschickt)?", "letter", "out"),
    (r"posted(?= (?:\w+ ){1,4}to(?!\w))", "letter", "out"),
    (r"brief (?:an|geschickt|geschrieben|verschickt)", "letter", "out"),
    (r"letter|brief|postkarte|fax|einschreiben", "letter", None),
    (r"linkedin|xing|facebook|instagram|twitter|mastodon|bluesky|tiktok|tweet", "social", None),
    (r"texted|messaged|pinged|whatsapped|(?:sent|wrote) (?:a |an )?(?:text|sms|whatsapp)|gesimst", "message", "out"),
    (r"(?:whatsapp|wa|sms|nachricht) (?:an|geschickt|geschrieben)", "message", "out"),
    (
        r"(?:text|sms|whatsapp|wa|message|nachricht) (?:from|von|v\.)|(?:whatsapp|sms|nachricht) (?:bekommen|erhalten)",
        "message",
        "in",
    ),
    (r"whatsapp|sms|text message|a text|signal|telegram|threema", "message", None),
    (r"slack|teams(?:-| )?(?:chat|nachricht)|chat", "message", None),
)
# A call that reached nobody: these say so wherever they stand,
NOT_REACHED = re.compile(
    r"(?<!\w)(?:no answer|(?:not|never|isn.?t|wasn.?t) picking up|(?:not|nobody|no one|didn.?t) pick(?:ed|s)? up"
    r"|(?:straight )?to voicemail|vm for|left vm|(?:keiner|niemand|nicht) (?:d?ran ?gegangen|abgehoben|abgenommen)"
    r"|(?:geht|ging|nimmt|nahm|hebt|hob) (?:\w+ )?(?:nicht|niemand|keiner) (?:d?ran|ab)"
    r"|ab besprochen|auf band gesprochen|nicht erreichbar|nicht zu erreichen)(?!\w)"
)
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
# What is to be done next, by its verb.
TO_DO: tuple[KindPhrase, ...] = _phrases(
    (
        r"call(?: back)?|cb|phone|ring|anrufen|zuruckrufen|zurueckrufen|telefonieren|ruckruf|telefonat|telefontermin",
        "call",
        None,
    ),
    (r"e-?mail|mailen|mail|write|schreiben", "email", None),
    (r"meet|meeting|lunch|demo|termin|treffen|besprechung|workshop", "meeting", None),
    (r"visit|besuchen|besuch|vorbeifahren|vor ort", "visit", None),
    (r"letter|brief", "letter", None),
)
_MARKERS = (
    r"next(?: step)?|then|to ?do|next up|action|remind me(?: to)?|remember to|needs? to|must|will|i'll|we'll",
    r"going to|have to|should|(?:der )?nachster schritt|naechster schritt|dann|danach|wv|wiedervorlage",
    r"don.?t forget(?: to)?|do not forget(?: to)?|nicht vergessen|erinnern(?: an)?|muss|mussen|soll|werde|bitte",
)
# Words that say that a next step follows; they are not part of what is to be done.
MARKER = re.compile(rf"^(?:and |und )?(?:{'|'.join(_MARKERS)})(?!\w)\s*[:,]?\s*")
_ENGLISH_VERBS = (
    r"follow[- ]?up|call|ring|phone|send|e-?mail|mail|meet|visit|prepare|check|quote|order|ask|book|arrange|"
    r"schedule|write|get back|come back|chase|review|offer|deliver|confirm|invite|update|talk|discuss|remind|"
    r"submit|draft|finish|pay|invoice|sign|demo|present|try again|retry|look into|report|share|forward|fix|plan|"
    r"set up|thank|organi[sz]e|contact|reach out|touch base|reply|answer|ship|bring|sort out|"
    r"drop|ping|nudge|text|message|whatsapp"
)
_GERMAN_VERBS = (
    r"nachfassen|nachhaken|zuruckrufen|zurueckrufen|anrufen|telefonieren|antworten|schicken|senden|zusenden|"
    r"mailen|schreiben|treffen|besuchen|vorbereiten|prufen|pruefen|klaren|klaeren|bestellen|fragen|buchen|"
    r"vereinbaren|melden|liefern|bestatigen|bestaetigen|einladen|besprechen|erstellen|ausarbeiten|vorstellen|"
    r"nachreichen|kalkulieren|weiterleiten|erinnern|abstimmen|organisieren|ausmachen|verschicken|unterschreiben|"
    r"nachfragen|danken|vorbeifahren|abholen|einplanen|nachsenden|anbieten|durchgehen|kontaktieren|versuchen|"
    r"beauftragen|verlangern|wiedervorlage|ruckruf|termin|nochmals?|erneut"
)
# A clause with one of these and no word of what happened is a next step.
VERB = re.compile(rf"(?<!\w)(?:{_ENGLISH_VERBS}|{_GERMAN_VERBS})(?!\w)")
# English says what is to be done with the verb first; "order confirmed" and "call with" are no such verbs.
VERB_FIRST = re.compile(rf"^(?:and |und |then |please )?(?:{_ENGLISH_VERBS})(?!\w)(?! \w+ed(?!\w))")
NOUN_FIRST = re.compile(
    r"^(?:call|visit|demo|meeting|lunch|workshop|e-?mail|mail|chat) (?:with|to|for|at|from|by)(?!\w)"
)
# German says it with the verb last.
VERB_LAST = re.compile(_GERMAN_VERBS)
