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
_NOTES = (phrase("note", None, r"note(?! ?\d)|notiz|nb|hinweis|anm|fyi|zur info|info|memo|vermerk|note to self"),)
_CALLS = (
    phrase(
        "call",
        "in",
        rf"""
        (?:incoming|inbound|eingehender) (?:call|anruf)|inbound
        (?:call|phone call|anruf|telefonat|ruckruf) (?:from|von|v\.)
        missed(?= (?:[\w'’]+ ){{0,3}}call)
        left (?:me|us) (?:an? )?(?:message|msg|v(?:oice)? ?mail|vm)
        called (?:me|us|back about|in(?! sick))|rang (?:me|us)|phoned (?:me|us)
        (?:is|was) (?:calling|on the phone) (?:about|for|because)
        (?:hat|haben) {_TO_US}auf(?:s| die| den| das)? (?:band|mailbox|ab|anrufbeantworter) gesprochen
        rief {_BETWEEN}(?:zuruck|zurueck|an|durch)
        (?:hat|haben) {_TO_US}(?:angerufen|zuruckgerufen|durchgeklingelt|angeklingelt)
        hat(?= (?:\S+ ){{0,6}}(?:angeklingelt|durchgeklingelt|angerufen)(?!\w))
        (?:hat|haben) sich (?:telefonisch |gerade |eben |heute )*gemeldet
        (?:vm|v(?:oice)? ?mail|msg on the (?:phone|ab)) from|called in by
        ruft (?:gerade |eben )?an (?:wegen|wg|weil|ob)
        meldete sich|(?<!nothing )(?<!not )(?<!nix )heard (?:back )?from|returned (?:my|our) call
        """,
    ),
    phrase(
        "call",
        "out",
        r"""
        called|cld|rang(?: up)?|phoned|telephoned|dialled|buzzed|cold[- ]call(?:ed)?
        (?:tried|versucht) (?:to (?:call|reach|ring|phone)|anzurufen|zu erreichen)
        (?:tried|no (?:luck|joy|success)) (?:calling|ringing|phoning|reaching|getting)
        left (?:(?:a|her|him|them) )?(?:message|msg|v(?:oice)? ?mail|vm|word)(?: for| with)?
        (?:couldn.?t|could not|can.?t|cannot|unable to|didn.?t|did not|failed to)(?= (?:reach|get hold|get through))
        v(?:oice)? ?mail|mailbox (?:von|of)|auf (?:die |den )?(?:mailbox|ab) gesprochen|nicht erreicht
        tried(?= [\w.'’-]+(?: [\w.'’-]+)?(?: (?:x ?\d|twice|again|\d x|several times|no (?:joy|luck|answer))|$))
        angerufen|(?<!hat )(?:habe )?angeklingelt|anruf (?:bei|an)|zuruckgerufen|zurueckgerufen|ruckruf (?:bei|an)
        returned(?= (?:[\w'’]+ ){1,3}call)
        ring(?= (?:to|round)(?!\w))|(?:finally |eventually )?reached(?! out)|endlich erreicht
        (?:(?:am|auf dem) (?:handy|telefon|apparat)|telefonisch)(?= erreicht)
        got hold of|got through to|(?:ab|durch)telefoniert|durchgeklingelt|durchgerufen
        """,
    ),
    phrase(
        "call",
        None,
        r"""
        (?:call|phone call|spoke|talked|phone) (?:with|to)|spoke(?: on the phone)?(?: with| to)?|spoken (?:to|with)
        spk(?: to| with)?|telefonnotiz
        gesprochen|geredet|gequatscht|gequasselt|telef|telefontermin
        tel ?termin|telefoniert|telefonat|telefon|telko|tel|anruf|telefongesprach|phone|call
        telefonisch|am apparat|(?:an|in) der (?:strippe|leitung)|on the line|(?:am|per) telefon
        on (?:the|her|his|their) (?:mobile|cell)|(?:am|auf dem|per) handy
        by (?:tele)?phone|over the phone|on the (?:tele)?phone|had a word with|chatted (?:to|with)
        min(?:ute)?s? chat|chat(?= (?:w|with|about)(?!\w))
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
        vid(?:eo)?[- ]?call|teams call|zoom(?: call)?|videokonferenz|web ?meeting|online[- ]meeting|webinar|google meet
        teams(?= (?:(?:call|meeting|with|w|mit)(?!\w)|\d{1,2}(?:[:.]\d\d)? ?[ap]m))
        (?:(?<=\dam )|(?<=\dpm )|(?<=\d am )|(?<=\d pm ))teams
        (?:tea|brew|cuppa|pint|beers?)(?= (?:w|with)(?!\w))
        met(?: with| up with)?|meeting|lunch|dinner|breakfast|coffee|workshop
        demo(?! (?:unit|version|model|machine|account|gerat))|demoed|brunch|drinks
        face ?timed?|skyped?|mtg|mtng|appointment|appt|catch[- ]?up|(?:on|via|over|uber) teams
        kick[- ]?off|trade (?:show|fair)|sat down(?: with)?|presentation|training
        ran into|bumped into|saw(?= .* at the fair)
        getroffen|treffen|besprechung|bespr|videokonf|konf|termin|mittagessen|essen|abendessen|fruhstuck|fruhstucken|kaffee
        am stand|stand gehabt|messegesprach|jour fixe|vorfuhrung|vorgefuhrt|prasentation
        schulung|kundentermin|jf|(?:jahres|halbjahres|quartals|monats)gesprach|verhandlung
        (?:annual|half-?yearly|quarterly|monthly|weekly|account|business) review
        gegessen|mittag(?= mit)|(?<!telefon)gesprach (?:mit|bei)|video(?= mit)|pitch (?:at|to|with)
        videotermin|videotelefonat|zusammengesessen|zusammengesetzt
        (?:came|stopped|dropped|was|were) (?:to|by|at|on) (?:our|the) (?:stand|booth)|^\w*messe(?= ?:)
        spent (?:the |an? |all |half )*(?:morning|afternoon|evening|day|hours?) with
        """,
    ),
)
_DAY_PART = r"fruh|morgen|vormittag|mittag|nachmittag|abend|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag"
_LATELY = "heute|heut|gestern|vorgestern|kurz|eben|gerade|vorhin"
_PLACES = "baustelle|objekt|grundstuck|gelande|gebaude|halle|raume|lager|werk|standort|filiale|dach|anlage"
_VISITS = (
    phrase(
        "visit",
        None,
        rf"""
        visited|visit(?: to| at)?|on[- ]?site|besuchstermin|site (?:visit|survey)
        spent (?:the |an? |all |half )*(?:morning|afternoon|day) at|(?:orts)?begehung|aufmass
        left (?:my|our|a|the) (?:business )?card|(?:visiten)?karte hinterlassen|dagelassen
        (?:lieferanten|qualitats)?audit|(?:supplier|quality) audit
        (?:dropped|popped|stopped|swung|nipped|walked) (?:by|in|into|over|round|past)
        ^(?:i |i'll |i’ll |we )?(?:will )?be at
        visiting|(?:site|plant|factory) tour|tour of (?:the|their)|dropped(?= (?:\w+ ){{0,4}}off (?:at|with))
        dropped off
        (?:war|waren) (?:(?:heute|gestern|eben|kurz|gerade) )*(?:hier|bei uns|im haus)
        (?:was|were) (?:in|here) (?:today|yesterday|this)|(?:came|come) (?:in|by|round|over|to see (?:us|me))
        angeklopft|angefahren|abgegeben|vorbeigebracht|abgeholt
        beim?(?= (?:[^\s,]+ ){{1,4}}(?:gewesen|vorbei)(?!\w))|(?:vor ort|dort) gewesen
        drove (?:out |over |up |down )*to|went (?:out |over |round )*to see
        went (?:out|over|round|across|up|down) to|called in (?:at|on)
        vor[- ]ort[- ](?:termin|besuch)|ortstermin
        im haus gehabt|zu besuch|zu gast|besucht|besuch(?: bei)?|vor ort
        (?:{_PLACES}) (?:angeschaut|angesehen|begutachtet|abgegangen|begangen)
        (?:vorbei|rein)geschaut|(?:vorbei|hin)gefahren|vorbeigekommen|werksbesuch|kundenbesuch|\w*besichtig\w*
        (?:war|waren|bin|sind) (?:(?:{_LATELY}|am|letzten|{_DAY_PART}|[\d,.]+ (?:min|minuten|std|stunden|h)\.?) )*bei
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
        (?:reply|answer|antwort|{_MAIL}) (?:back |in |came in )?(?:from|von|v\.)
        (?:bekam|erhielt|bekommen|erhalten|eingegangen):? ?(?:eine )?{_MAIL}|{_MAIL} (?:bekommen|erhalten)
        (?:hat|haben) {_TO_US}(?:(?:eine )?{_MAIL} (?:geschickt|geschrieben)|gemailt)|mailte?(?=$| \w+$)
        mailte?(?=:| (?:wegen|wg|dass|ob|uns|mir)(?!\w))
        """,
    ),
    phrase(
        "email",
        "out",
        rf"""
        e-?mailed|mailed|(?:an|zuruck)?gemailt|replied(?: by e-?mail)?|(?:per )?mail geantwortet
        (?:sent|wrote|write) (?:\w+ )?(?:an? )?{_MAIL}|\w*{_MAIL} (?:to|an)
        (?:eine )?{_MAIL} (?:geschickt|geschrieben|gesendet|raus|rausgeschickt|verschickt)
        forwarded|weitergeleitet|wrote (?:back )?to|wrote back
        """,
    ),
    phrase("email", None, rf"{_MAIL}"),
)
# brief hello, a brief chat: no German letter
_NO_ADJECTIVE = r"(?<!a brief)(?! (?:hello|hi|chat|call|visit|word|talk|look|update|intro|mention|stop|\w+ing)(?!\w))"
_LETTERS = (
    phrase("letter", "in", "letter from|brief von|got a letter|brief (?:bekommen|erhalten)"),
    phrase("letter", "in", r"(?<!business )(?<!visiting )(?<!gift )card from|karte von"),
    phrase(
        "letter",
        "out",
        r"""
        (?:sent|posted|wrote) (?:a |the )?letter|per post geschickt
        posted(?! (?:\w+ ){0,4}on(?!\w))
        \w*karte (?:geschrieben|geschickt|verschickt)
        faxed|gefaxt|brief (?:an|geschickt|geschrieben|verschickt)
        """,
    ),
    phrase(
        "letter", None, rf"letter|brief{_NO_ADJECTIVE}|postkarte|postcard|fax|einschreiben|by post|in the post|per post"
    ),
    phrase(
        "letter", None, r"(?:thank[- ]you|christmas|birthday|greeting) card|\w*(?:weihnachts|geburtstags|gruss)karte"
    ),
)
_MESSAGES = (
    phrase("social", None, "linkedin|linked in|xing|facebook|instagram|insta|twitter|mastodon|bluesky|tiktok|tweet"),
    phrase(
        "message",
        "out",
        r"""
        texted|messaged|pinged|whatsapped|gesimst|(?:sent|wrote) (?:a |an )?(?:text|sms|whatsapp)
        (?:whatsapp|wa|sms|text|message|msg|nachricht) (?:an|to|geschickt|geschrieben)
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
    phrase("message", None, "whatsapp|sms|txt|text message|a text|signal|telegram|threema"),
    phrase("message", None, "slack|teams(?:-| )?(?:chat|nachricht)|chat"),
)
# What happened. Where two begin at the same place the longer one counts.
HAPPENED: tuple[KindPhrase, ...] = (*_NOTES, *_CALLS, *_MEETINGS, *_VISITS, *_EMAILS, *_LETTERS, *_MESSAGES)
# How a written word came is mostly not said: it is taken for an e-mail where nothing else tells.
WROTE = phrase(
    "email",
    None,
    r"angeschrieben|(?:wrote|writes)(?! (?:up|down|off|a (?:quote|proposal|note)))|schreibt|schrieb"
    r"|(?:hat|haben) (?:mir |uns )?geschrieben",
)
# Where one was, with no word of what one did there: gestern Vm. bei Konex, 2 Std.
WAS_AT = phrase(
    "visit",
    None,
    rf"^(?:(?:heute|heut|gestern|vorgestern|vm|nm|vorm|nachm|{_DAY_PART})\.? )+beim?(?= )",
)
# A call that reached nobody: these say so wherever they stand,
NOT_REACHED = phrase(
    "call",
    "out",
    r"""
    no answer|no reply on the phone|(?:rang|rings) out|hung up
    (?:not|never|isn.?t|wasn.?t) picking up|(?:not|nobody|no one|didn.?t|doesn.?t) pick(?:ed|s)? up
    (?:nobody|no one|didn.?t|doesn.?t) answer(?:ed|s|ing)?
    (?:straight )?to (?:v(?:oice)? ?mail|answerphone)|vm for|left vm|(?:her|his|their) (?:v(?:oice)? ?mail|answerphone)
    (?:keiner|keinen|niemand|niemanden|nicht|n\.?) (?:d?ran ?gegangen|abgehoben|abgenommen|erreicht)
    (?:geht|ging|nimmt|nahm|hebt|hob) (?:\w+ )?(?:nicht|niemand|keiner) (?:d?ran|ab|ans telefon)
    ab besprochen|auf band gesprochen|nicht erreichbar|nicht zu erreichen|nur (?:die )?mailbox|nicht durchgekommen
    nicht ans telefon(?: gegangen)?
    """,
).pattern
# these as a clause of their own,
LINE_BUSY = re.compile(r"(?:(?:was|line|war|wieder|immer|dauernd|leider) )*(?:engaged|busy|besetzt)\.?")
# and these only of somebody who was called.
NOT_IN = re.compile(
    r"(?:(?:was|is|war|ist|leider|gerade|still|noch) )*"
    r"(?:not (?:in|there)|out|nobody there|nicht da|nicht im haus|niemand da)\.?"
)
# What is wished for has not happened: wants a visit, bittet um einen Termin.
WISHED_FOR = re.compile(
    r"(?<!\w)(?:\w+['’]ll|wants?|would like|wishes|needs?|asks? for|asked for|asking for|requests?|requested|hopes for"
    r"|interested in|no time for|mochten?|will|wollen|wunscht|wunschen|braucht|brauchen|bittet um|bat um|erbittet"
    r"|hatten? gern|verlangt|schlagt|erwartet|statt|instead of|after|before|nach|vor|no)"
    r"(?: (?:to|a|an|another|one|the|dem|der|our|your|new|einen?|ein|eine|noch|mal|um|gerne?|uns|us|me|first|quick))* $"
    r"|(?<!\w)(?:wants?|needs?|mochten?|braucht|wunscht)(?: (?!to )[^\s,]+){0,4} $"
)
# What tells that one stood before the other, whatever one did: spoke to her at the fair.
MET = phrase(
    "meeting",
    None,
    r"""
    (?:at|on) (?:the|our|their|his|her) (?:\w+ )?(?:fair|show|expo|conference|stand|booth|event)|in person|face to face
    auf der (?:\w*messe|tagung)|am (?:\w*stand|rande der)|personlich
    over (?:a |an |some )?(?:coffee|lunch|dinner|breakfast|tea|drinks?|beers?)
    beim? (?:kaffee|mittagessen|essen|abendessen|fruhstuck|bier)
    """,
)
# How a message was left that no phone took: on WhatsApp, per LinkedIn.
CHANNEL = re.compile(
    r"(?<!\w)(?:on|via|per|by|over|uber|auf) (?:whatsapp|wa|sms|text|signal|telegram|threema|slack"
    r"|(linkedin|xing|facebook|instagram))(?!\w)"
)
# How something was written where that is said by itself.
LETTER = re.compile(r"(?<!\w)(?:letter|by post|in the post|brief|per post)(?!\w)")
# and what tells that one went there: met him on site.
ON_SITE = re.compile(
    r"(?<!\w)(?:on[- ]site|vor ort|on (?:the|his|her|their) (?:factory|shop|production) floor"
    r"|in (?:der|ihrer|seiner) (?:praxis|firma|werkstatt|kanzlei|filiale)|auf der baustelle"
    r"|at (?:his|her|their) (?:\w+ )?(?:office|plant|site|place|factory|warehouse))(?!\w)"
)
# Which way a letter or message went that is only named: "by email", "WhatsApp".
SENT = re.compile(
    r"(?<!\w)(?:sent|sends|schickte?|wrote|posted|answered|reached out|went out"
    r"|schreibt|schrieb|writes|geantwortet|commented|connected with"
    r"|geschickt|gesendet|verschickt|versendet"
    r"|geschrieben|angeschrieben|kontaktiert|kommentiert|raus|rausgeschickt|beantwortet)(?!\w)"
)
RECEIVED = re.compile(
    r"(?<!\w)(?:got|received|came|arrived|dropped (?:me|us)"
    r"|bekommen|erhalten|kommt|gekommen|kam|eingegangen|eingetroffen)(?!\w)"
)
