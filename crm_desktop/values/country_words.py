"""What people write for countries beside the names that Unicode lists, folded, without dots and article."""

from collections.abc import Mapping

COUNTRY_ALIASES: Mapping[str, str] = {
    name: code
    for code, names in {
        "AE": "uae|emirates",
        "BA": "bosnia|bosnia and herzegovina|bosnia herzegovina",
        "BO": "bolivia plurinational state of",
        "BR": "brasil",
        "CD": "dr congo|drc|democratic republic of the congo|congo kinshasa",
        "CG": "congo|republic of the congo|congo brazzaville",
        "CI": "ivory coast|cote divoire|cote d'ivoire",
        "CN": "pr china|prc|people's republic of china|peoples republic of china|mainland china|china mainland",
        "CV": "cape verde",
        "CZ": "czech republic|czech rep|cesko|ceska republika",
        "DE": "brd|federal republic of germany|bundesrepublik deutschland|fed rep of germany",
        "FK": "falkland islands malvinas|malvinas",
        "FM": "micronesia|micronesia federated states of",
        "GB": "uk|u k|great britain|england|scotland|wales|northern ireland|britain|grossbritannien",
        "GR": "el|hellas",
        "HK": "hong kong",
        "IE": "republic of ireland|eire",
        "IO": "british indian ocean territory|british indian ocean territory chagos archipelago",
        "IR": "iran islamic republic of|islamic republic of iran",
        "KP": "north korea|dprk|democratic people's republic of korea",
        "KR": "korea|south korea|republic of korea|korea south|korea republic of|s korea|rok",
        "KG": "kyrgyz republic",
        "KN": "saint kitts and nevis",
        "LA": "lao|lao pdr|lao people's democratic republic|lao peoples democratic republic",
        "LC": "saint lucia",
        "LY": "libyan arab jamahiriya",
        "MD": "moldova republic of|republic of moldova",
        "MK": "macedonia|fyrom",
        "MM": "burma|myanmar",
        "MO": "macau|macao",
        "NL": "holland",
        "PH": "philipines|phillipines|phillippines|philippine",
        "PM": "saint pierre and miquelon",
        "PS": "palestine|palestinian territory|palestine state of|state of palestine|occupied palestinian territory",
        "RU": "russian federation",
        "SJ": "svalbard and jan mayen|svalbard & jan mayen islands|svalbard and jan mayen islands",
        "SK": "slovak republic|slovakia slovak republic",
        "SY": "syrian arab republic",
        "SZ": "swaziland",
        "TL": "east timor",
        "TR": "turkey|turkiye",
        "TW": "taiwan roc|taiwan province of china|chinese taipei|r o c",
        "TZ": "tanzania united republic of|united republic of tanzania",
        "US": "usa|us|united states of america|america|u s a|u s|vereinigte staaten von amerika|"
        "etats unis d'amerique|eeuu|ee uu|eua",
        "VA": "vatican|holy see|holy see vatican city state|vatican city state",
        "VC": "saint vincent and the grenadines",
        "VI": "united states virgin islands|us virgin islands|virgin islands us",
        "VE": "venezuela bolivarian republic of",
        "ZA": "rsa|republic of south africa",
        "VN": "viet nam",
    }.items()
    for name in names.split("|")
    if name
}


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Postal code before the city, as in 10115 Berlin.
CODE_BEFORE_CITY = _codes(
    """
    AD AL AT BA BE BG BY CH CU CZ DE DK DO DZ EE ES FI FO FR GF GL GP GR HR HU IL IS IT KG LI LT LU MA MC MD ME MG MK MQ
    MX MY NC NE NL NO PF PH PL PM PT PY RE RO RS SE SI SK SM SN TJ TN TR UY VA VE XK YT
    """
)
# Of these, the ones whose post wants the province or state too.
REGION_WRITTEN = _codes("ES MX MY PH VE")
REGION_BESIDE = frozenset({"IT"})  # as in 50014 Fiesole FI
# City, state and postal code in one line, as in Sydney NSW 2000.
CITY_THEN_CODE = _codes("AU CA IN PR GU VI AS MP")
# The postal code stands alone, as in London / SW1A 1AA.
CODE_ON_OWN_LINE = _codes("GB IE GG IM JE GI FK CO EC EG KE LK NG RU TH UA ZA")
