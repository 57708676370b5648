"""Words that are no names although somebody may bear them, and the titles that stand before names; folded."""

import re

_COMMON = (
    "the and for with from about regarding that this they them their there then than has had have was were been "
    "would could should can might must not but our out off over under again also very more most much many some "
    "any all one two three four five six seven eight nine ten day week month year time today quote offer order "
    "invoice deal price contract sample product call mail email meeting visit letter note asked asks wants want "
    "needs need said says told agreed agrees likes interested sent send got get new old next last first good "
    "great fine well short back soon later until before after because discount delivery ticket problem complaint "
    "support team manager boss he she his her him you your its who what when where why how which still just only "
    "into onto per via re customer supplier office phone mobile number voicemail message answer reply lunch "
    "coffee dinner demo workshop der die das den dem des ein eine einen einem einer und oder aber mit von vom bei "
    "beim fur fuer wegen uber ueber zum zur aus auf nach noch nicht kein keine ist war hat habe haben hatte wird "
    "werden wurde kann konnte soll sollte mochte wollen ich wir sie ihn ihm ihr uns euch man sich auch nur schon "
    "sehr mehr viel gut neu neue neuer neues heute angebot auftrag rechnung vertrag preis muster produkt anruf "
    "termin treffen besuch brief notiz braucht benotigt fragt fragte sagt sagte wunscht schickt geschickt "
    "zugesagt rabatt lieferung lieferzeit reklamation kunde lieferant buro telefon handy nummer antwort nachricht "
    "zwei drei vier funf sechs sieben acht neun zehn stuck woche monat jahr tag tage uhr morgen abend mittag herr "
    "frau hr hrn fr dr mr mrs ms miss prof is are as at by in of on to it if so or an am be do go no up us we me my "
    "im um zu es er da wo wie wer als ob ja bis pro inkl ca max "
)
COMMON = frozenset(_COMMON.split())
TITLES_BEFORE = frozenset({"herr", "herrn", "frau", "hr", "hrn", "fr", "mr", "mrs", "ms", "miss", "dr", "prof"})
# What a company is, where it stands before what it is called: Seniorenheim Abendsonne is Abendsonne to all who know it.
TRADE = re.compile(
    r"(?:the|st|saint|sankt|haus|hof|hotel|cafe|restaurant|gasthof|gasthaus|pension|firma|familie|gebruder|verein|praxis"
    r"|klinik|kanzlei|kita|schule|stadt|gemeinde|weingut|stiftung|museum|theater|studio|salon|club|bank|apotheke|spedition"
    r"|agentur|institut|zentrum|\w{3,}(?:erei|heim|haus|halle|hof|schule|werke?|praxis|betriebe?|klinik|verein|verband"
    r"|zentrum|apotheke|handel|bau))"
)
# Names only where they have a capital that no sentence gives them.
AMBIGUOUS = frozenset(
    ("mark", "rose", "will", "hall", "long", "klein", "gross", "kurz", "lang", "may", "jung", "frank")
)
