"""The keys by which people are found, and whom they mean together."""

from collections.abc import Iterator, Sequence

from crm_desktop.exchange.match import LEGAL_NAME, PARTED, PLAIN_NAME, Key, KeyIndex, Several


def person_keys(folded: str, emails: Sequence[str], phones: Sequence[str], company: bytes | None) -> list[Key]:
    """Return what says the same person, whose folded name is `folded`, the strongest first."""
    keys: list[Key] = [("email", email) for email in emails]
    if folded and company is not None:
        keys.append(("name and company", f"{folded}{PARTED}{company.hex()}"))
    if folded:
        keys += [("name and phone", f"{folded}{PARTED}{phone}") for phone in phones]
    return keys


def agreed(index: KeyIndex, keys: Sequence[Key]) -> bytes | None:
    """Return the record that `keys` name; raises Several where an id and a name are of different records."""
    found = index.find(keys)
    if found is not None:
        for said in _said(keys):
            try:
                other = index.find(said)
            except Several as several:
                other = found if found in several.records else several.records[0]
            if other is not None and other != found:
                raise Several((found, other))
    return found


def _said(keys: Sequence[Key]) -> Iterator[Sequence[Key]]:
    """Yield what `keys` say each for itself; a bare name says nothing where another legal form stands against it."""
    for number, key in enumerate(keys):
        if key[0] == LEGAL_NAME:
            yield keys[number:]
            return
        if key[0] != PLAIN_NAME:
            yield [key]
