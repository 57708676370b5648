"""Which records fit what was asked: from the name indexes and the search index, a bounded number for each group."""

import json
from collections.abc import Iterable, Sequence

from crm_desktop.search.asked import Amount, Asked, Word
from crm_desktop.search.fitting import Fit, fit_of, title_pattern
from crm_desktop.search.lookup import (
    SHORTEST_WORD,
    Check,
    Found,
    Lookup,
    fragments,
    phone_numbers,
    questions,
    titles_tell,
)
from crm_desktop.search.texts import GROUPS, NAMED_BY_PARTS, record_texts
from crm_desktop.search.waiting import waiting
from crm_desktop.store.expressions import rows_of_kind
from crm_desktop.vault.driver import Connection

# Rows that one question may return: enough to choose from, and a few milliseconds at most whatever was typed.
CAP = 200
# Deals looked at for an amount among those that fit the words.
_AMOUNT_CAP = 1000
# Emails that begin as typed: not all are of the kind that is asked for.
_EMAILS = 400
# Digits that may be missing from a ticket's number.
_MORE_DIGITS = 5
# Records read at a time to see whether they fit.
_LOOKED_AT = 50
_LAST = "\U0010ffff"
# As the index on amounts that comes with the search index has it.
_VALUE = "CAST(round(t.amount * coalesce(t.rate, 1)) AS INTEGER)"
_CONTACTS = frozenset(position for position, each in enumerate(GROUPS) if each.table.name == "contact")
_NAMED = frozenset(position for position, each in enumerate(GROUPS) if each.table.name in NAMED_BY_PARTS)
_DEALS, _TICKETS, _FILES = ([each.name for each in GROUPS].index(name) for name in ("deals", "tickets", "files"))

FoundRids = dict[int, Fit]


class Candidates:
    """The records of each group that fit one question: `found` by group and rid, `capped` where there may be more."""

    def __init__(self, reader: Connection, asked: Asked, groups: Sequence[int], enough: int, cap: int = CAP) -> None:
        self.found: dict[int, FoundRids] = {group: {} for group in _possible(asked, groups)}
        self.capped: set[int] = set()
        self._reader = reader
        self._asked = asked
        self._enough = enough
        self._cap = cap
        stale = {table: frozenset(rids) for table, rids in waiting(reader).items()}
        self._lookup = Lookup(reader, stale)
        self._waiting = self._fits_of_waiting(stale)
        self._gather()

    def _gather(self) -> None:
        if self._asked.ticket is not None:
            self._add_ticket(self._asked.ticket)
        elif self._asked.amount is not None:
            self._add_deals(self._asked.amount)
        else:
            in_titles = self._with_words(list(self.found), in_title=True, cap=self._cap)
            named = in_titles if titles_tell(self._asked.all_words) else self.found
            for group, found in self.found.items():
                found.update(self._waiting[group])
                if group in named:
                    self._add_named(group)
            self._add_words(in_titles)
            self._add_contacts()

    def _fits_of_waiting(self, stale: dict[str, frozenset[int]]) -> dict[int, FoundRids]:
        """Judge the records that changed since they were indexed by what they hold now."""
        fits: dict[int, FoundRids] = {group: {} for group in self.found}
        wanted = {GROUPS[group].table.name for group in self.found}
        for table in wanted & stale.keys():
            for texts in record_texts(self._reader, table, sorted(stale[table], reverse=True)):
                for each in texts:
                    fit = fit_of(self._asked, each) if each.group in fits else None
                    if fit is not None:
                        fits[each.group][each.rid] = fit
        return fits

    def _add_ticket(self, number: int) -> None:
        """Add the ticket of that number, then the newest whose numbers begin so."""
        ranges = [(number * 10**more, (number + 1) * 10**more - 1) for more in range(_MORE_DIGITS + 1)]
        begins = " UNION ALL ".join(["SELECT rid, number FROM ticket WHERE number BETWEEN ? AND ?"] * len(ranges))
        rows = self._reader.execute(
            f"SELECT t.rid, t.number FROM ({begins}) n CROSS JOIN ticket t ON t.rid = n.rid "
            "WHERE t.removed_at IS NULL ORDER BY t.number DESC LIMIT ?",
            (*(end for each in ranges for end in each), self._cap),
        ).fetchall()
        if _TICKETS not in self.found:
            return
        rids = [rid for rid, _number in rows]
        fitting = set(self._fitting(_TICKETS, rids)) if self._asked.all_words else set(rids)
        for rid, found in rows:
            if rid in fitting:
                self.found[_TICKETS][rid] = Fit.EXACT if found == number else Fit.TITLE_START

    def _add_deals(self, amount: Amount) -> None:
        """Add the deals of that amount: the largest first, or the newest of those that fit the words."""
        if _DEALS not in self.found:
            return
        source, order = "deal t", f"{_VALUE} DESC, t.rid DESC"
        values: list[str] = []
        if self._asked.all_words:
            found = self._with_words([_DEALS], in_title=False, cap=_AMOUNT_CAP)
            fitting = [*self._waiting[_DEALS], *found.get(_DEALS, ())]
            source, order = "json_each(?) j CROSS JOIN deal t ON t.rid = j.value", "t.rid DESC"
            values = [json.dumps(fitting)]
        rows = self._reader.execute(
            f"SELECT t.rid FROM {source} WHERE {_VALUE} {amount.op} ? AND t.removed_at IS NULL "
            f"ORDER BY {order} LIMIT ?",
            (*values, amount.minor, self._cap),
        ).fetchall()
        self._add(_DEALS, [row[0] for row in rows], Fit.TITLE)
        self._note_cap(_DEALS, len(rows))

    def _add_named(self, group: int) -> None:
        """Add the records whose name begins as typed, in the order of their names."""
        kind, whole = GROUPS[group], self._asked.whole
        rows = self._reader.execute(
            f"SELECT t.rid, t.sort_name = ? FROM {kind.table.name} t WHERE {rows_of_kind(kind)} "
            "AND t.sort_name >= ? AND t.sort_name < ? ORDER BY t.sort_name, t.rid LIMIT ?",
            (whole, whole, whole + _LAST, self._cap),
        ).fetchall()
        for rid, exact in rows:
            self.found[group].setdefault(rid, Fit.EXACT if exact else Fit.TITLE_START)
        self._note_cap(group, len(rows))

    def _add_words(self, in_titles: Found) -> None:
        for group, rids in in_titles.items():
            self._add(group, rids, Fit.TITLE)
        rest = [group for group in self.found if len(in_titles.get(group, ())) < self._cap]
        for group, rids in self._with_words(rest, in_title=False, cap=self._cap).items():
            self._add(group, rids, Fit.TEXT)

    def _add_contacts(self) -> None:
        """Add contacts by digits of a phone number or by an email, and what has names by a part of them."""
        asked, contacts = self._asked, [group for group in self.found if group in _CONTACTS]
        if asked.numbers:
            for group, rids in self._lookup.rids(phone_numbers(asked.numbers), contacts, self._cap).items():
                self._note_cap(group, len(rids))
                fitting = self._fitting(group, rids) if asked.words else rids
                for rid in self._ending(fitting):
                    self.found[group][rid] = min(Fit.TITLE_START, self.found[group].get(rid, Fit.TITLE_START))
                self._add(group, fitting, Fit.TITLE)
            return
        if asked.email == asked.whole:
            for group in contacts:
                self._add_email(group, asked.whole)
        # Digits are in so many phone numbers that looking for them in names takes 30 ms among a million.
        part = fragments(asked.words)
        few = [group for group, found in self.found.items() if group in _NAMED and len(found) < self._enough]
        if part is not None:
            for group, rids in self._lookup.rids(part, few, self._cap).items():
                self._note_cap(group, len(rids))
                self._add(group, rids, Fit.FRAGMENT)

    def _ending(self, rids: Sequence[int]) -> list[int]:
        """Return those of `rids` with a number that ends as was typed: the last digits are what people remember."""
        ends = [f"%{digits}" for number in self._asked.numbers for digits in number.digits]
        like = " OR ".join(["p.normal LIKE ?"] * len(ends))
        rows = self._reader.execute(
            "SELECT t.rid FROM json_each(?) j CROSS JOIN contact t ON t.rid = j.value "
            "CROSS JOIN contact_point p ON p.contact = t.id AND p.kind = 'phone' AND p.removed_at IS NULL "
            f"WHERE {like}",
            (json.dumps(list(rids)), *ends),
        )
        return [row[0] for row in rows]

    def _add_email(self, group: int, typed: str) -> None:
        # so many points at most: half of all companies may have an office@
        rows = self._reader.execute(
            "SELECT t.rid, p.normal = ?1 FROM (SELECT contact, normal FROM contact_point WHERE kind = 'email' "
            "AND normal >= ?1 AND normal < ?2 AND removed_at IS NULL ORDER BY normal LIMIT ?3) p "
            f"CROSS JOIN contact t ON t.id = p.contact AND {rows_of_kind(GROUPS[group])}",
            (typed, typed + _LAST, _EMAILS),
        )
        for rid, exact in rows:
            best = Fit.EXACT if exact else Fit.TITLE_START
            self.found[group][rid] = min(best, self.found[group].get(rid, best))

    def _with_words(self, groups: Sequence[int], *, in_title: bool, cap: int) -> Found:
        """Return by group the newest records that hold all words, reading them where the index cannot tell."""
        found: Found = {}
        for question in questions(self._lookup, self._asked.all_words, in_title=in_title):
            wanted = [group for group in groups if len(found.get(group, ())) < self._enough]
            for group, rids in self._lookup.rids(question, wanted, cap).items():
                self._note_cap(group, len(rids))
                known = found.setdefault(group, [])
                known += self._checked(group, [rid for rid in rids if rid not in known], question.check)
        return found

    def _checked(self, group: int, rids: Sequence[int], check: Check) -> list[int]:
        """Return those of `rids` that fit, as far as the index could not tell."""
        # A file may hold a book: that its words begin nearly so has to do.
        if check is Check.NOTHING or not rids or (check is Check.RECORD and group == _FILES):
            return list(rids)
        words = self._asked.all_words
        short = tuple(each for each in words if len(each.forms[0]) < SHORTEST_WORD)
        if check is Check.RECORD:
            return self._fitting(group, self._titled(group, rids, short) if short else rids)
        return self._titled(group, rids, words if check is Check.WORDS_IN_TITLE else short)

    def _titled(self, group: int, rids: Sequence[int], words: Sequence[Word]) -> list[int]:
        """Return those of `rids` in whose titles all `words` begin a word, in their order, until there are enough."""
        table = GROUPS[group].table.name
        begin = [title_pattern(word) for word in words]
        fitting: list[int] = []
        for start in range(0, len(rids), _LOOKED_AT):
            rows = self._reader.execute(
                f"SELECT t.rid, t.sort_name FROM json_each(?) j CROSS JOIN {table} t ON t.rid = j.value",
                (json.dumps(list(rids[start : start + _LOOKED_AT])),),
            )
            fitting += [rid for rid, name in rows if all(pattern.search(name) for pattern in begin)]
            if len(fitting) >= self._enough and start + _LOOKED_AT < len(rids):
                self.capped.add(group)
                break
        return fitting

    def _fitting(self, group: int, rids: Sequence[int]) -> list[int]:
        """Return those of `rids` whose records fit, in the same order; once there are enough the rest is not read."""
        fitting: list[int] = []
        for start in range(0, len(rids), _LOOKED_AT):
            chunk = rids[start : start + _LOOKED_AT]
            fits = {
                each.rid
                for texts in record_texts(self._reader, GROUPS[group].table.name, chunk)
                for each in texts
                if each.group == group and _fits_by_words(fit_of(self._asked, each))
            }
            fitting += [rid for rid in chunk if rid in fits]
            if len(fitting) >= self._enough and start + _LOOKED_AT < len(rids):
                self.capped.add(group)
                break
        return fitting

    def _add(self, group: int, rids: Iterable[int], fit: Fit) -> None:
        for rid in rids:
            self.found[group].setdefault(rid, fit)

    def _note_cap(self, group: int, rows: int) -> None:
        if rows >= self._cap:
            self.capped.add(group)


def _fits_by_words(fit: Fit | None) -> bool:
    return fit is not None and fit is not Fit.FRAGMENT


def _possible(asked: Asked, groups: Sequence[int]) -> list[int]:
    """Return those of `groups` that can hold a hit: a ticket's number and an amount each belong to one."""
    only = set(groups)
    if asked.ticket is not None:
        only &= {_TICKETS}
    if asked.amount is not None:
        only &= {_DEALS}
    return [group for group in groups if group in only]
