"""Text in an old encoding is read with the letters that its writer saw."""

import codecs
import time

import pytest

from crm_desktop.values.encoding_guess import likeliest_encoding

GERMAN = "Jörg Müller;Köln;12,50 €\nZoë Weiß;Münster;“Büro”"
FRENCH = "Anaïs Lefèvre;Orléans;12,50 €\nŒuvrard;Besançon;3 €"
POLISH = "Łukasz Wałęsa,Łódź\nŻaneta Święcicka,Gdańsk\nPaweł Dąbrowski,Śrem"
CZECH = "Tomáš Dvořák,Plzeň\nJiří Černý,České Budějovice"
HUNGARIAN = "Szabó Gergő,Győr\nNémeth Ödön,Székesfehérvár"
TURKISH = "Şule Yıldız,İstanbul\nÇağrı Öztürk,Eskişehir"
LITHUANIAN = "Žydrūnas Šimkus,Šiauliai\nGiedrė Čepaitė,Kėdainiai"
LATVIAN = "Jānis Bērziņš,Rīga\nĒrika Šķēle,Liepāja"
RUSSIAN = "Иван Петров,Москва\nЮлия Щукина,Тверь"
UKRAINIAN = "Олексій Їжак,Київ\nГалина Ґудзь,Чернігів"
GREEK = "Γιώργος Παπαδόπουλος,Αθήνα\nΆννα Ιωάννου,Πάτρα"
HEBREW = "דוד כהן,תל אביב\nרחל לוי,חיפה"
ARABIC = "محمد علي,القاهرة\nفاطمة حسن,الإسكندرية"
THAI = "สมชาย ใจดี,กรุงเทพ\nสุดา มีสุข,เชียงใหม่"
JAPANESE = "安藤太郎,株式会社日立\n山田花子,トヨタ自動車"
SIMPLIFIED = "张伟,华为技术有限公司\n王芳,阿里巴巴集团"
TRADITIONAL = "張偉,台灣積體電路\n王芳,鴻海精密"
KOREAN = "김철수,삼성전자\n이영희,현대자동차"
WRITTEN = [
    *((GERMAN, each) for each in ("cp1252",)),
    *((GERMAN.replace("“", '"').replace("”", '"'), each) for each in ("iso8859-15", "mac_roman")),
    *((GERMAN.replace("“", "").replace("”", "").replace("€", "EUR"), each) for each in ("iso8859-1", "cp850")),
    *((FRENCH, each) for each in ("cp1252", "iso8859-15")),
    *((text, each) for text in (POLISH, CZECH, HUNGARIAN) for each in ("cp1250", "iso8859-2", "cp852")),
    *((TURKISH, each) for each in ("cp1254", "iso8859-9")),
    *((text, each) for text in (LITHUANIAN, LATVIAN) for each in ("cp1257", "iso8859-13", "iso8859-4")),
    *((RUSSIAN, each) for each in ("cp1251", "koi8_r", "iso8859-5", "cp866")),
    *((UKRAINIAN, each) for each in ("cp1251", "koi8_u")),
    *((GREEK, each) for each in ("cp1253", "iso8859-7")),
    *((HEBREW, each) for each in ("cp1255", "iso8859-8")),
    *((ARABIC, each) for each in ("cp1256", "iso8859-6")),
    *((THAI, each) for each in ("cp874", "iso8859-11")),
    *((JAPANESE, each) for each in ("shift_jis", "cp932", "euc_jp")),
    *((SIMPLIFIED, each) for each in ("gbk", "gb18030")),
    *((TRADITIONAL, each) for each in ("big5",)),
    *((KOREAN, each) for each in ("euc_kr", "cp949")),
]


@pytest.mark.parametrize(
    ("text", "encoding"), WRITTEN, ids=[f"{encoding}-{text.split(',')[0][:6]}" for text, encoding in WRITTEN]
)
def test_two_lines_are_enough_wherever_they_are_read(text: str, encoding: str) -> None:
    written = text.encode(encoding)
    found = likeliest_encoding(written, "US")
    assert found is not None
    assert written.decode(found) == text


@pytest.mark.parametrize(("region", "letter"), [("LT", "ū"), ("US", "û"), ("FR", "û")])
def test_the_region_settles_what_one_letter_leaves_open(region: str, letter: str) -> None:
    written = b"J\xfbra"
    found = likeliest_encoding(written, region)
    assert found is not None
    assert written.decode(found) == f"J{letter}ra"


@pytest.mark.parametrize("encoding", ["cp932", "gb18030", "euc_jp"])
def test_a_sample_that_ends_inside_a_letter_tells_the_same(encoding: str) -> None:
    text = SIMPLIFIED if encoding == "gb18030" else JAPANESE
    assert likeliest_encoding(text.encode(encoding)[:-1], "US") == encoding


def test_a_last_letter_with_an_accent_is_no_half_of_another() -> None:
    assert likeliest_encoding("LOCATION:Café".encode("cp1252"), "US") == "cp1252"


def test_bytes_that_no_encoding_has_are_in_none_or_read_without_a_crash() -> None:
    for content in (bytes(range(128, 256)), b"\x80\x80\xff\xff", b"\xff"):
        found = likeliest_encoding(content, "US")
        assert found is None or codecs.getincrementaldecoder(found)().decode(content) is not None


def test_a_long_sample_takes_no_time_to_speak_of() -> None:
    sample = (GERMAN * 400).encode("cp1252")[: 16 << 10]
    begun = time.thread_time()
    assert likeliest_encoding(sample, "US") == "cp1252"
    assert time.thread_time() - begun < 1
