"""The letters beyond plain ones that languages are written with, and the encodings that files of them come in."""

from typing import NamedTuple

# By language, the most frequent letter first.
ALPHABETS = {
    "de": "üäößé",
    "fr": "éèàêçôîâùûëïœ",
    "es": "óíáéñúü",
    "pt": "ãçáéíóõêâúàô",
    "it": "àèùòéì",
    "sv": "åäöéü",
    "fi": "äöåšž",
    "da": "øæåéöä",
    "is": "áðíóéöþúýæ",
    "nl": "éëïöèüáç",
    "ca": "àéèóíòçúïü·",
    "pl": "łąęóżśćńź",
    "cs": "íáéěřčžšýůúďťňó",
    "sk": "áíčéžýšúľťôňďäóŕĺ",
    "hu": "áéöóőüíúű",
    "sl": "čšžćđ",
    "ro": "ăîâțșţş",
    "tr": "ıüşğöçîâ",
    "lt": "ėšūžąįčųę",
    "lv": "āīēšūņžļčķģ",
    "et": "äõüöšž",
    "vi": "áàạảãâấầậăđêếềệôồốộơưứừữíìịúùóòọ",
    "ru": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
    "uk": "оаинвітеркслудмпзябгйьчхюцжшїєщфґ",
    "bg": "аоиентрсвлкдпмзбугъячщцйжшхюьф",
    "sr": "аоиенрстјувкдмпљзгбшцчђжњћхфџ",
    "el": "αοιετσνηυρπκμλςωγδάίόέήχθύφβξώζψϊϋ",
    "he": "יוהלארמתבשנחעדקפםסגטצכזןךףץ",
    "ar": "اليمنترودبهعسةفكقحجشصخطىأذإزضغئظثءآؤ",
    "th": "านรกอเงมยลวดทสตะปบหคแจพชขโใไผถธณภัี่้ิ็ื์ุูำึๆๅฐญฒศษฬฎฏซฝฟฮ",
    "ja": (
        "ンーのイスルトアラリクシコジタドレフマッテ田山本川会社株式中村小林藤木大阪東京市区県町高佐加伊渡辺井野島原上部"
        "課長新日三一名氏前所住電話番号業県子美太郎一"
    ),
    "zh": (
        "公司有限中国京上海北市张王李刘陈杨赵黄周吴徐孙胡朱高林何郭马罗路号区省广州深圳技术经理部电话地址姓名华明伟芳"
        "科集团股份贸易城大东南西江"
    ),
    "zt": (
        "公司有限中國台灣北市張王李劉陳楊趙黃周吳徐孫胡朱高林何郭馬羅路號區縣香港技術經理部電話地址姓名華明偉芳科集團"
        "股份貿易城大東南西"
    ),
    "ko": (
        "이김다박최정강조윤장임한오서신권황안송전홍주식회사울시구동대기술부인천산광영수지현민성진도남경리로길호름소전화"
        "연락처직책"
    ),
}
_WESTERN = ("de", "fr", "es", "pt", "it", "sv", "fi", "da", "is", "nl", "ca")
_CENTRAL = ("pl", "cs", "sk", "hu", "sl", "ro", "de")
_BALTIC = ("lt", "lv", "et")
_CYRILLIC = ("ru", "uk", "bg", "sr")
_HOMES = {
    "pl": "PL",
    "cs": "CZ",
    "sk": "SK",
    "hu": "HU",
    "sl": "SI HR BA",
    "ro": "RO MD",
    "tr": "TR AZ",
    "lt": "LT",
    "lv": "LV",
    "et": "EE",
    "vi": "VN",
    "ru": "RU BY KZ",
    "uk": "UA",
    "bg": "BG",
    "sr": "RS ME MK",
    "el": "GR CY",
    "he": "IL",
    "ar": "EG SA AE MA DZ TN JO LB IQ KW QA",
    "th": "TH",
    "ja": "JP",
    "zh": "CN SG",
    "zt": "TW HK MO",
    "ko": "KR",
}


class Candidate(NamedTuple):
    """An encoding, the languages that are written in it, and how rare files in it are."""

    encoding: str
    languages: tuple[str, ...]
    rarity: float


# The more usual first, which is taken where several read a file alike.
CANDIDATES = (
    Candidate("cp1252", _WESTERN, 0),
    *(Candidate("cp1250", _CENTRAL, 1), Candidate("cp1251", _CYRILLIC, 1), Candidate("cp1253", ("el",), 1)),
    *(Candidate("cp1254", ("tr", "de"), 1), Candidate("cp1257", _BALTIC, 1), Candidate("cp1255", ("he",), 1)),
    *(Candidate("cp1256", ("ar",), 1), Candidate("cp1258", ("vi",), 2), Candidate("cp874", ("th",), 1)),
    *(Candidate("cp932", ("ja",), 1), Candidate("gb18030", ("zh",), 1), Candidate("big5", ("zt",), 1)),
    *(Candidate("euc_kr", ("ko",), 1), Candidate("euc_jp", ("ja",), 2), Candidate("koi8_r", ("ru",), 2)),
    *(Candidate("iso8859-15", _WESTERN, 2), Candidate("iso8859-2", _CENTRAL, 2), Candidate("iso8859-5", _CYRILLIC, 2)),
    *(Candidate("iso8859-6", ("ar",), 2), Candidate("iso8859-7", ("el",), 2), Candidate("iso8859-8", ("he",), 2)),
    *(Candidate("iso8859-9", ("tr",), 2), Candidate("iso8859-13", _BALTIC, 2), Candidate("iso8859-4", _BALTIC, 3)),
    *(Candidate("iso8859-10", ("is", "sv", "da"), 4), Candidate("iso8859-16", ("ro",), 3)),
    *(Candidate("koi8_u", ("uk",), 3), Candidate("mac_roman", _WESTERN, 4), Candidate("cp850", _WESTERN, 4)),
    *(Candidate("cp852", _CENTRAL, 4), Candidate("cp866", ("ru",), 4), Candidate("cp437", _WESTERN, 5)),
)


def at_home(language: str, region: str) -> bool:
    """Say whether `language` is what people of `region` write, of those that have encodings of their own."""
    return region in _HOMES.get(language, "").split()
