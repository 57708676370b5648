"""The words by which people say what is to be done next, in English and German, folded."""

import re

from crm_desktop.capture.kind_words import KindPhrase, phrase

# What is to be done next, by its verb.
TO_DO: tuple[KindPhrase, ...] = (
    phrase(
        "call",
        None,
        r"""
        call(?:ing)?(?: back)?|call-?back|cb|phone|ring(?:ing)?|speak|talk
        anrufen|zuruckrufen|zurueckrufen|telefonieren|ruckruf|telefonat|telefontermin|anruf|rufe?
        """,
    ),
    phrase("email", None, "e-?mail(?:ing)?|mailen|maile?|write|schreiben|schreibe"),
    phrase("meeting", None, "meet|meeting|lunch|demo|termin|treffen|besprechung|workshop|breakfast|dinner"),
    phrase("visit", None, "visit|besuchen|besuch|vorbeifahren|vor ort|vorbeikommen"),
    phrase("letter", None, "letter|brief"),
)
_FIRST_PERSON = r"i'll|i’ll|we'll|we’ll|i(?:'m|’m)?|im|am|we|ich|wir"
# These begin a next step wherever they stand,
ANYWHERE = re.compile(
    r"^(?:follow[- ]?up(?! (?:e-?mail|mail|letter|note)(?!\w))|call back(?! from)|call-?back(?! from)"
    r"|wiedervorlage|wv|cb|f/u|f/up|fup"
    r"|next step|to-?do|remind me|nachster schritt"
    r"|touch base|get back to (?:him|her|them))(?!\w)"
)
# and these where a thing to do follows.
INSIDE = re.compile(
    r"^(?:i'll|i’ll|i will|we'll|we’ll|we will|i must|i need to|i have to|i should|need to|gotta|promised to"
    r"|pls|plz|please"
    r"|(?:i|we)(?: have|'ve|’ve)? promised"
    r"|(?:asked|asks?|wants?) (?:me|us) to|promised (?:\w+ )?i(?:'d|’d| would)|said i(?:'d|’d| would)"
    r"|told (?:\w+ )?(?:i|we)(?:'d|’d| would)"
    r"|ich (?:muss|soll|werde)|muss ich|soll ich|bitte)(?!\w)"
)
# What somebody else will do: "will order on Friday", "will get back to us".
THEIRS = re.compile(
    r"^(?:will|'ll) (?:order|decide|sign|pay|confirm|let|buy|think|come|know|discuss|be)(?!\w)"
    r"|^will get back to (?:me|us)(?!\w)"
)
# German "will" is what the other one wants: "will den Vertrag verlängern".
WISHED = re.compile(r"(?<!\w)(?:will|wollen|wollte|mochten?|kann|konnen|wird|darf|lasst|mag|hat vor|plant)(?!\w)")
# Verbs that are nothing else,
_CLEAR = (
    r"check (?:with|whether|if)|diari[sz]e|"
    r"send|ring|phone(?! call| chat| w| with| off| dead)|think|"
    r"prepare|ask|arrange|get back|come back|chase|confirm|invite|remind|submit|try again|retry|prep|"
    r"look (?:into|at|over|up)|"
    r"find out|chk|re-?book|re-?arrange|re-?schedule|"
    r"forward|sort out|organi[sz]e|reach out|touch base|nudge|follow[- ]?up|bring|check in|circle back|speak|see|"
    r"pick up|suggest|negotiate|haggle|apologi[sz]e|inform|notify|restock|postpone|inspect|fetch|"
    r"re-?(?:quote|send|issue|calculate|negotiate|submit|measure|price|print|test)|say (?:hello|hi|thanks|sorry)|"
    r"amend|revise|adjust|correct|recalculate|redo|explain|clear up|hand in|set aside|sign off|sign up|enrol|register"
)
# A verb in front of whom it is done to: calm him down, brief her.
BIDDING = re.compile(
    r"^(?!(?:\w+(?:ed|ing|es)|and|but|or|for|with|to|from|about|at|on|of|by|as|than|told|sent|gave|met|saw|let|made|got|took"
    r"|paid|sold|lent|left|had|has|have|do|does|did|is|was|were|are|like|until|after|before|because|if|when|while|since|so"
    r"|want|need|what|that|not|just|only|all|both|or|mit|fur|von|bei)(?!\w))[a-z]{3,} (?:him|her|them)(?!\w)"
)
# and verbs that are nouns as well.
_NOUNS_TOO = (
    r"call|ring|phone(?! off| dead)|e-?mail|mail|meet|visit|check|quote|order|book|schedule|write|review|offer|deliver|"
    r"update|talk|catch up|discuss|draft|finish|pay|invoice|sign|present|report|share|fix|plan|set up|thank|contact|"
    r"reply|answer|ship|"
    r"drop|ping|text|message|whatsapp|post|try|let|give|get|revisit|resend|extend|price|install|test|cancel|renew|"
    r"escalate|collect|train|measure|return|transfer|pass|hand over|upload|refund|credit|replace|repair|investigate|"
    r"compare|calculate|design|print|copy|introduce|connect|loop in|close|push|wish|congratulate|log|process|raise|"
    r"issue|request|clarify|verify|make|do|put(?! through)|take|go|drive|attend|join|host|pitch|tell|show|"
    r"work out|draw up|write up|firm up|put together|"
    r"line up"
)
_ENGLISH_VERBS = rf"{_CLEAR}|{_NOUNS_TOO}"
_ING = (
    r"sending|calling|ringing|phoning|e-?mailing|mailing|meeting up|following up|trying|preparing|writing|"
    r"chasing|dropping|posting|quoting|checking|coming back|getting back|delivering|shipping|popping|seeing|speaking"
)
_GERMAN_VERBS = (
    r"nachfassen|nachhaken|zuruckrufen|zurueckrufen|anrufen|telefonieren|antworten|schicken|senden|zusenden|"
    r"mailen|schreiben|treffen|besuchen|vorbereiten|prufen|pruefen|klaren|klaeren|bestellen|fragen|buchen|"
    r"vereinbaren|melden|liefern|bestatigen|bestaetigen|einladen|besprechen|erstellen|ausarbeiten|vorstellen|"
    r"nachreichen|kalkulieren|weiterleiten|erinnern|abstimmen|organisieren|ausmachen|verschicken|unterschreiben|"
    r"nachfragen|danken|vorbeifahren|abholen|einplanen|nachsenden|anbieten|durchgehen|kontaktieren|versuchen|"
    r"beauftragen|verlangern|probieren|vorbeibringen|vorbeikommen|mitbringen|zuschicken|rausschicken|anschreiben|"
    r"anpassen|gratulieren|nachtelefonieren|uberarbeiten|ueberarbeiten|besorgen|terminieren|"
    r"rechnen|reservieren|hinfahren|machen|faxen|texten|geben|gestalten|genehmigen"
)
_GERMAN_STEMS = (
    r"stellen|schicken|senden|rufen|fragen|fassen|haken|geben|nehmen|holen|bringen|schauen|laden|reichen|setzen|"
    r"richten|weisen|klaren|sagen|bereiten|arbeiten|leiten|suchen|prufen|sprechen|schreiben|drucken|tragen|rechnen|"
    r"fuhren|schlagen|tauschen|handeln|gleichen|fullen|fordern|isieren|tieren|mieren|nieren|rieren|bestellen|testen"
)
_GERMAN_VERBS = rf"{_GERMAN_VERBS}|(?!ge|\w*gege|uberge|verge)\w*(?:{_GERMAN_STEMS})"
_GERMAN_LAST = rf"{_GERMAN_VERBS}|wiedervorlage|nochmals?|erneut"
_I_DO = (
    r"schicke?|sende|rufe?|maile?|melde|mache|schreibe?|prufe|klare|bestelle|erstelle|bereite|besorge|probiere?s?|"
    r"versuche?s?|hake|fasse|kummere|reiche|liefere|bringe|organisiere|vereinbare|komme|fahre"
)
_MARKERS = (
    r"next(?: step)?(?: is)?|then|to-?do|task|next up|action|reminder|remind (?:me|myself)(?: to)?|remember to",
    rf"(?:(?:{_FIRST_PERSON}) )?(?:must|gonna|gotta|got to|have to|need to|going to)",
    rf"i'll|i’ll|we'll|we’ll|(?:{_FIRST_PERSON}) will|(?:will|should)(?= (?:\w+ )?(?:{_ENGLISH_VERBS})(?!\w))",
    r"(?:(?:i|we)(?: have|'ve|’ve)? )?promised(?: (?:him|her|them))?(?: (?:an?|the|some))?(?= .*(?<!\w)(?:by|for|on) )",
    r"promised (?:\w+ )?to|promised (?:\w+ )?i(?:'d|’d| would)|said i(?:'d|’d| would)|agreed to|offered to",
    r"told (?:\w+ )?(?:i|we)(?:'d|’d| would)",
    r"(?:asked|wants?|told|expects?) (?:me|us) to|asks? (?:me|us) to|could you|can you|(?:pls|plz|please)(?: can you)?",
    r"(?:der )?na?e?chster schritt|nachster(?= (?:termin|besuch|anruf|kontakt|call))",
    r"dann|danach|wv|wiedervorlage|aufgabe|(?:muss|ist) noch|noch (?:offen|zu tun)|offen|outstanding|still to do",
    r"(?:wenn|falls|if|sollte) (?:keine?|no) (?:antwort|ruckmeldung|reaktion|reply|answer|response|news)(?: then)?",
    r"(?:wenn|falls|if) (?:nix|nichts|nothing)(?: (?:kommt|passiert|geht|comes|happens|heard))?",
    r"don.?t forget(?: to)?|do not forget(?: to)?|nicht vergessen|erinnern(?: an)?",
    r"ich (?:muss|soll|werde)|(?:muss|soll) ich",
    r"wir (?:mussen|sollen|werden)|muss|mussen|soll|werde|bitte|zugesagt|versprochen|noch(?= .* schicken)",
)
# Words that say that a next step follows; they are not part of what is to be done.
MARKER = re.compile(rf"^(?:and |und )?(?:{'|'.join(_MARKERS)})(?!\w)\s*[:,]?\s*")
# A clause with one of these and no word of what happened is a next step.
VERB = re.compile(rf"(?<!\w)(?:{_ENGLISH_VERBS}|{_ING}|{_GERMAN_LAST}|{_I_DO})(?!\w)")
_SO = r"^(?:(?:and|und|then|please|pls|plz|also|just|so|to|maybe) )*"
# After these a verb was a noun: order no 48213, quote was too high, offer accepted.
_OF_A_NOUN = (
    r"(?! (?:no|nr|number|is|was|are|were|has|had|came|comes|went|goes|looks?|arrived|from|too|not|still|already|ok"
    r"|okay|fine"
    r"|form|confirmation|date|query|status|volume|call|sent|given|made|shown|paid|received|accepted|worth|won|lost|over|gone|out|done|due|about"
    r"|wrong|late|overdue|unpaid|open|missing|incorrect|lost|ready|here|there|unclear|falsch|fehlt)(?!\w))"
    r"(?! ?[#.]? ?\d{4,})(?! (?:\w+ ){0,3}\w+ed(?:$|[.,]))(?! \w+ed(?!\w))"
)
# English says what is to be done with the verb first; "order confirmed" and "call with" are no such verbs.
VERB_FIRST = re.compile(rf"{_SO}(?:{_ENGLISH_VERBS})(?!\w){_OF_A_NOUN}")
CLEAR_FIRST = re.compile(rf"{_SO}(?:{_CLEAR})(?!\w)(?! \w+ed(?!\w))")
NOUN_FIRST = re.compile(
    r"^(?:(?:call|visit|demo|meeting|lunch|workshop|e-?mail|mail|chat|text|message) (?:with|to|for|at|from)"
    r"|(?:call|e-?mail|mail|text|message|reply|answer|order|quote|offer|update) from)(?!\w)"
)
# With a day these are what one is about to do: sending the quote today,
ING_FIRST = re.compile(rf"{_SO}(?:(?:{_FIRST_PERSON}|will be) )*(?:{_ING})(?!\w)")
# and in German, schicke Muster am Montag.
I_DO_FIRST = re.compile(rf"{_SO}(?:ich |wir )?(?:{_I_DO})(?!\w)")
# A thing to do that is only named.
NOUN_STEP = re.compile(
    r"^(?:ruckruf|call-?back|reminder|erinnerung|follow[- ]?up|folgetermin"
    r"|neuer versuch|(?:new|next|another|second) attempt)"
    r"(?! (?:von|v|from|bei|an|erbeten|gewunscht|erwunscht|erfolgt|requested)(?!\w))(?!\w)"
    r"|^(?:quote|proposal|offer|contract|samples|pricing|specs|angebot|vertrag|muster|protokoll|preise|unterlagen|entwurf|draft"
    r"|konzept|gutachten|report|minutes|drawings?|zeichnung(?:en)?|kalkulation|auswertung|prasentation|slides|datenblatt)"
    r"(?= (?:[^\s,]+ ){0,3}(?:by|bis) (?!e-?mail|mail|post|phone|\w*mail))"
    # of these one is always the writer
    r"|^(?:gutschrift|mahnung|zahlungserinnerung|besuchsbericht|credit note|visit report)(?!\w)"
)
# With a coming day these say that something has to be there or done by then: Ersatz muss bis Freitag raus.
OWED = re.compile(
    r"(?<!\w)(?:due|fallig|muss|mussen|must|has to|have to|needs to)(?!\w)"
    r"|(?<!\w)(?!(?:wants?|wanted|likes?|hopes?|plans?|going|agreed|able|happy|decided) )"
    rf"[\w'’]+ to (?:{_ENGLISH_VERBS})(?!\w)"
)
# With these today is still to come.
STILL_TODAY = re.compile(r"(?<!\w)(?:eod|cob|end of (?:the )?day|close of business|heute noch|tonight|by today)(?!\w)")
# The new day of an appointment is no thing to do.
NEW_DAY = re.compile(
    r"^(?:neuer (?:termin|tm)|new (?:date|time|slot|appointment))(?!\w)"
    r"|^(?:try|make it|do|how about|say) [^,]+ instead$"
)
# What somebody asks or says is no thing to do: fragt ob wir auch liefern.
REPORTED = re.compile(
    r"(?<!\w)(?:fragte?|wissen|sagte?|meinte?|hofft|glaubt|asks?|asked|wonders?|know|said|says),? "
    r"(?:if|whether|when|how|that|ob|dass|wann|wie|was|wo|wer)(?!\w)"
)
# An appointment that was made for a coming day: demo booked for Tuesday.
APPOINTMENT = re.compile(
    r"(?<!\w)(?:meeting|demo|visit|call|appointment|workshop|lunch|training|termin|besuch|besprechung|vorfuhrung|treffen"
    r"|telefontermin|prasentation|schulung)(?!\w)"
)
_MADE_WORDS = (
    "booked agreed fixed set arranged scheduled pencilled planned vereinbart ausgemacht abgemacht fixiert steht "
    "gebucht angesetzt geplant eingeplant festgelegt"
)
MADE = frozenset(_MADE_WORDS.split())
# What was asked for is done.
DONE = re.compile(
    r"(?:i )?(?:did|done|sent|have done)(?: it| that| so)?(?: already| straight away)?\.?"
    r"|(?:schon |ist |habe ich )*(?:erledigt|gemacht|passiert)\.?"
)
# Until such a day nothing can be done: on leave until 1 June, ab Montag wieder da.
AWAY_UNTIL = re.compile(r"(?<!\w)(?:until|till|til|bis|back|ab|from|wieder (?:da|im|zuruck)|zuruck|in)(?!\w)")
# German says it with the verb last.
VERB_LAST = re.compile(_GERMAN_LAST)
# with a coming day a noun will do, or only that it is for another time.
NOUN_LAST = re.compile(r"ruckruf|termin")
AGAIN = re.compile(r"(?:wieder|again|nochmals?|erneut)")
# What is got ready for an appointment lies before it.
BEFOREHAND = re.compile(
    r"(?<!\w)(?:vorher|davor|beforehand|invite|einladen|bring|mitbringen|vorbereiten|prepare)(?!\w)"
)
# Any other infinitive says so where a day is told; these are what others do, or what has been.
ANY_INFINITIVE = re.compile(
    r"(?!(?:\w*ge\w+|be\w+|ver(?:schoben|loren|gessen|sprochen)|unterschrieben|wollen|haben|werden|konnen|mochten"
    r"|brauchen|\w*kommen|sollen|mussen|gehen|laufen|warten|entscheiden|wissen|lassen|sein|hatten|waren|kaufen"
    r"|jeden|diesen|morgen|oben|unten|gestern|gegen|neben|wegen|dessen|deren|einen|keinen|ihnen"
    r"|seinen|meinen|wochen|tagen|stunden)$)"
    r"\w{3,}(?:en|ern|eln)"
)
INFINITIVE_LAST = re.compile(_GERMAN_VERBS)
