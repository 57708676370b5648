"""Keys that bring contacts together which may be the same: only those that share one are ever compared."""

from zlib import crc32

from crm_desktop.likeness.sounds import sound
from crm_desktop.likeness.traits import Traits

_LONGEST_SOUND = 12
# So few that a key and a rid fit together into a signed number of 64.
_BITS = (1 << 31) - 1
# The letters for these two sorts, as what the text is added to.
_EMAIL, _PHONE = crc32(b"e"), crc32(b"p")
_WHOLE_DAY = 10  # letters of a birthday with its year


def match_keys(kind: str, traits: Traits) -> list[int]:
    """Return the keys of a contact of `kind` as numbers of 31 bits: each stands for the sort of key and its text."""
    texts = company_keys(traits) if kind == "company" else person_keys(traits)
    keys = [crc32(each.encode(), _EMAIL) & _BITS for each in traits.emails]
    keys += [crc32(each.encode(), _PHONE) & _BITS for each in traits.phones]
    keys += [crc32(each.encode()) & _BITS for each in texts]
    return keys


def person_keys(traits: Traits) -> list[str]:
    """Return what people are brought together by beside their numbers, each with a letter for its sort."""
    given, family, birthday = sound(traits.given), sound(traits.family), traits.birthday
    last = family or given
    # in either order
    keys = [f"n{given} {family}" if given < family else f"n{family} {given}"]
    place = traits.postal_code or traits.city
    if place:
        keys.append(f"z{last} {place}")
        if traits.street:
            keys.append(f"a{_house(traits)} {place}")
    if traits.company:
        keys.append(f"w{last} {traits.company.hex()}")
    elif traits.domains:
        keys.append(f"d{last} {traits.domains[0]}")
    if len(birthday) == _WHOLE_DAY:
        keys += [f"b{last} {birthday}", f"b{given} {birthday}", f"B{birthday} {traits.postal_code}"]
    return keys


def company_keys(traits: Traits) -> list[str]:
    """Return what companies are brought together by beside their numbers, each with a letter for its sort."""
    together = traits.name.replace(" ", "")
    keys = [f"n{together}", f"s{sound(together)[:_LONGEST_SOUND]}"]
    words = sorted(traits.name.split(), key=len)[-2:]
    if len(words) == 2:
        keys.append(f"N{' '.join(sorted(map(sound, words)))}")
    keys += [f"d{each}" for each in traits.domains]
    if traits.vat_id:
        keys.append(f"v{traits.vat_id}")
    if traits.street:
        keys.append(f"a{_house(traits)} {traits.postal_code or traits.city}")
        if traits.street[0]:
            keys.append(f"h{_house(traits)}")
    return keys


def _house(traits: Traits) -> str:
    """Return the number and the longest word of a street, as it sounds."""
    number, *words = traits.street
    return f"{number} {sound(max(words, key=len))}" if words else number
