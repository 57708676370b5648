"""Makes the choices of Qt's classes, hundreds at a start, in a fraction of the time that Python's `enum` takes."""

import enum
import sys
from collections.abc import Callable, Mapping, Sequence
from enum import Enum, EnumType, Flag, IntEnum, IntFlag
from functools import reduce
from operator import or_

_CREATE, _NEW = "_create_", "__new__"
_ORDER, _AS_DEFINED = "_iter_member_", "_iter_member_by_def_"
# What `enum` does inside differs from one Python to the next: in those not tried, it makes all choices itself.
_TRIED = ((3, 11),)
_KINDS: tuple[type[Enum], ...] = (Enum, IntEnum, Flag, IntFlag)
# How PySide asks for choices; what is asked for in any other way is made by Python.
_AS_PYSIDE_ASKS = {"boundary": enum.KEEP, "type": None, "start": 1}
# A member called so takes a detour, or is refused.
_NOT_PLAIN = frozenset({"mro", ""}).union(*(dir(kind) for kind in (EnumType, *_KINDS)))


def hurry_enums() -> None:
    """Let PySide's choices be made quickly from now on, each like the one that Python would make."""
    plain = getattr(EnumType, _CREATE)
    if sys.version_info[:2] not in _TRIED or plain.__name__ != _CREATE:
        return
    patterns = {kind: dict(vars(plain(kind, "", [], module="", boundary=enum.KEEP))) for kind in _KINDS}

    def create(kind: type[Enum], name: str, names: object, **wanted: object) -> object:
        # that of whoever calls `Enum(…)`, two steps up, where none is given
        module = wanted.pop("module", None) or sys._getframe(2).f_globals.get("__name__")
        members = _plain_members(kind, names, wanted)
        if members is None:
            return plain(kind, name, names, module=module, **wanted)
        own = {"__module__": module, "__qualname__": wanted.get("qualname") or name}
        return _made(kind, name, members, patterns[kind] | own)

    setattr(EnumType, _CREATE, create)


def _plain_members(kind: type[Enum], names: object, wanted: Mapping[str, object]) -> Sequence[tuple[str, int]] | None:
    """Return the names and whole numbers that are asked for as PySide does, None where they are anything else."""
    if kind not in _KINDS or type(names) is not list or not names:
        return None
    if any(wanted.get(word) is not given for word, given in _AS_PYSIDE_ASKS.items()):
        return None
    for pair in names:
        if type(pair) is not tuple or type(pair[1]) is not int or pair[0][:1] == "_" or pair[0] in _NOT_PLAIN:
            return None
    return names if len(dict(names)) == len(names) else None


def _made(kind: type[Enum], name: str, members: Sequence[tuple[str, int]], inside: dict[str, object]) -> object:
    names: list[str] = []
    by_name: dict[str, object] = {}
    by_value: dict[int, object] = {}
    inside |= {"_member_names_": names, "_member_map_": by_name, "_value2member_map_": by_value}
    inside["_unhashable_values_"] = []
    flags = issubclass(kind, Flag)
    if flags:
        inside |= _masks([value for _name, value in members])
    made = type.__new__(EnumType, name, (kind,), inside)
    new: Callable[[type, int], object] = getattr(int, _NEW) if issubclass(kind, int) else _without_value
    put = type.__setattr__
    for member_name, value in members:
        member = by_value.get(value)
        if member is None:
            member = by_value[value] = new(made, value)
            own = member.__dict__
            own["_value_"], own["_name_"], own["__objclass__"] = value, member_name, made
            own["_sort_order_"] = len(names)
            # several flags at once, or none, are a further name and no choice of their own
            if not flags or _is_one_flag(value):
                names.append(member_name)
        put(made, member_name, member)
        by_name[member_name] = member
    if flags:
        values = [dict(members)[each] for each in names]
        if values != sorted(values):
            put(made, _ORDER, getattr(made, _AS_DEFINED))
    return made


def _without_value(made: type, _value: int) -> object:
    return object.__new__(made)


def _masks(values: Sequence[int]) -> dict[str, object]:
    """Return what Python notes of all flags together."""
    every = reduce(or_, values)
    single = reduce(or_, filter(_is_one_flag, values), 0)
    return {"_flag_mask_": every, "_singles_mask_": single, "_all_bits_": 2 ** every.bit_length() - 1}


def _is_one_flag(value: int) -> bool:
    return value != 0 and value & (value - 1) == 0
