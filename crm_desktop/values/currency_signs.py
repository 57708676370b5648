"""Signs that people write for currencies, and the currencies that each may stand for."""

from collections.abc import Mapping

_DOLLARS = "USD CAD AUD NZD SGD HKD TWD MXN ARS CLP COP BRL UYU BBD BSD BZD FJD GYD JMD LRD NAD SBD SRD TTD XCD BMD KYD"
_CROWNS = "SEK NOK DKK ISK"
CURRENCY_SIGNS: Mapping[str, frozenset[str]] = {
    sign: frozenset(currencies.split())
    for signs, currencies in (
        ("$", _DOLLARS),
        ("€ euro euros", "EUR"),
        ("£", "GBP EGP FKP GIP SHP LBP SSP SYP SDG"),
        ("¥ ￥", "JPY CNY"),
        ("円", "JPY"),
        ("元", "CNY TWD HKD"),
        ("₹", "INR"),
        ("rs rs. ₨", "INR PKR LKR NPR MUR SCR"),
        ("₽ руб руб.", "RUB"),
        ("₴", "UAH"),
        ("₺ tl", "TRY"),
        ("₩", "KRW"),
        ("₪", "ILS"),
        ("฿", "THB"),
        ("₫ đ", "VND"),
        ("₦", "NGN"),
        ("₱", "PHP"),
        ("kr kr.", _CROWNS),
        ("fr fr. sfr sfr.", "CHF XAF XOF"),
        ("zł", "PLN"),
        ("kč", "CZK"),
        ("ft", "HUF"),
        ("lei", "RON MDL"),
        ("лв лв.", "BGN"),
        ("us$", "USD"),
        ("c$ ca$", "CAD"),
        ("a$ au$", "AUD"),
        ("nz$", "NZD"),
        ("hk$", "HKD"),
        ("s$", "SGD"),
        ("mx$", "MXN"),
        ("r$", "BRL"),
        ("r", "ZAR BRL"),
        ("₡", "CRC"),
        ("₲", "PYG"),
        ("₸", "KZT"),
        ("₾", "GEL"),
    )
    for sign in signs.split()
}
