"""What other programs write beside a phone number or an address: work, home, mobile, fax in many languages."""

import re
from functools import lru_cache

from crm_desktop.exchange.word_lines import word_lines
from crm_desktop.values.names import fold_key

_WORDS = """
work: work, business, office, company, job, professional, arbeit, geschäftlich, büro, firma, dienstlich, travail,
  bureau, professionnel, pro, trabajo, oficina, lavoro, ufficio, werk, kantoor, zakelijk, trabalho, escritório
home: home, private, personal, privat, zuhause, zu hause, domicile, maison, personnel, privé, casa, particular,
  personal, abitazione, thuis, privé, residencial
mobile: mobile, cell, cell phone, cellular, iphone, handy, mobil, portable, móvil, celular, cellulare, mobiel,
  telemóvel, natel
fax: fax, work fax, business fax, telefax, télécopie, fax geschäftlich, fax travail, fax trabajo, workfax
other: other, andere, sonstige, weitere, autre, otro, otra, altro, anders, outro
"""
_APPLE = re.compile(r"_\$!<(.*)>!\$_")


@lru_cache(None)
def _canonical() -> dict[str, str]:
    return {fold_key(word): label for label, words in word_lines(_WORDS) for word in words}


@lru_cache(1024)
def canonical_label(text: str) -> str | None:
    """Return the label that is offered here for the one that was written, or that one; None for none.

    A star marks Google's primary entries, `_$!<Work>!$_` Apple's own words.
    """
    written = text.strip().removeprefix("*").strip()
    apple = _APPLE.fullmatch(written)
    plain = apple[1] if apple else written
    return _canonical().get(fold_key(plain), plain) if plain else None
