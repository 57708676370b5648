"""Month and weekday names of seven languages as files and people write them, folded and without dots."""

from collections.abc import Mapping

# English, German, French, Spanish, Italian, Dutch, Portuguese.
_NAMES = (
    "january jan januar janner jaenner jan janvier janv enero ene gennaio gen januari janeiro",
    "february feb februar feber fevrier fevr fev febrero febbraio februari fevereiro",
    "march mar marz maerz mrz mars marzo maart mrt marco",
    "april apr avril avr abril abr aprile",
    "may mai mayo maggio mag mei maio",
    "june jun juni juin junio giugno giu junho",
    "july jul juli juillet juil julio luglio lug julho",
    "august aug aout aou agosto ago augustus",
    "september sep sept septembre septiembre setiembre set settembre setembro",
    "october oct oktober okt octobre octubre ottobre ott outubro out",
    "november nov novembre noviembre novembro",
    "december dec dezember dez decembre diciembre dic dicembre desember dezembro",
)
MONTHS: Mapping[str, int] = {name: number for number, names in enumerate(_NAMES, start=1) for name in names.split()}
_WEEKDAY_NAMES = (
    "monday mon tuesday tue tues wednesday wed thursday thu thur thurs friday fri saturday sat sunday sun",
    "montag mo dienstag di mittwoch mi donnerstag do freitag fr samstag sonnabend sa sonntag so",
    "lundi lun mardi mercredi mer jeudi jeu vendredi ven samedi sam dimanche dim",
    "lunes martes miercoles mie jueves jue viernes vie sabado sab domingo dom",
)
WEEKDAYS = frozenset(name for names in _WEEKDAY_NAMES for name in names.split())
# Words that stand in a date and say nothing: 4 de julio, le 4 juillet, the 4th of July, 2024年1月31日.
SILENT_WORDS = frozenset({"de", "del", "of", "the", "le", "el", "den", "am", "van", "年", "月", "日", "년", "월", "일"})
