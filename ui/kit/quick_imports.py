"""Spares the start what PySide and Python do beside each import."""

import builtins
import gc
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import find_spec, module_from_spec
from types import ModuleType

_SIGNATURES = "shibokensupport.signature"
_FEATURES = "shibokensupport.feature"
# Writes stubs for type checkers, which no program does.
_STUB_WRITER = "pyi_generator"
# These tell of wrong calls and describe functions; a start has neither, and compiles them from their source each time.
_MAPPING, _UPDATE = "mapping", "update_mapping"
_HELD_BACK = frozenset({_MAPPING, "errorhandler", "layout", "parser", "enum_sig", "tool", _STUB_WRITER})
_IMPORT, _ONCE_IMPORT = "__import__", "__once_import__"
_LATER = "__loaded_later__"


def hurry_imports() -> None:
    """Let what is imported from now on be neither read by PySide nor gone through for garbage.

    PySide looks at each import, and reads the source of each module, 0.15 ms and memory that stays taken, to learn
    whether it asks for other spellings of Qt's names, which none here does. It loads what writes stubs, which is left
    out, and what tells of wrong calls, which is loaded when there is one.
    The window takes over from Python's collector later on.
    """
    gc.disable()
    if _FEATURES not in sys.modules:
        _hold_back_parts()
        import_module("PySide6.QtCore")
    # PySide has put its own in front of it
    setattr(builtins, _IMPORT, getattr(builtins, _ONCE_IMPORT, builtins.__import__))


class _LoadedWhenUsed(ModuleType):
    """A module that is loaded when something in it is asked for."""

    def __getattr__(self, wanted: str) -> object:
        _load(self)
        if wanted in self.__dict__:
            return self.__dict__[wanted]
        raise AttributeError(f"{self.__name__} has no {wanted}")


def _load(module: ModuleType) -> None:
    spec = module.__dict__.pop(_LATER, None)
    if isinstance(spec, ModuleSpec) and spec.loader is not None:
        # PySide has written another name into the first one, by which its loader does not find the source
        module.__spec__ = spec
        spec.loader.exec_module(module)


def _hold_back_parts() -> None:
    """Let modules that a start needs not stand empty, from the moment when PySide asks for each by name."""
    plain = builtins.__import__

    def without(
        name: str,
        global_names: Mapping[str, object] | None = None,
        local_names: Mapping[str, object] | None = None,
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> ModuleType:
        if name.startswith(_SIGNATURES) and fromlist and fromlist[0] in _HELD_BACK:
            whole = f"{name}.{fromlist[0]}"
            if whole not in sys.modules:
                sys.modules[whole] = _stand_in(whole)
        return plain(name, global_names, local_names, fromlist, level)

    setattr(builtins, _ONCE_IMPORT, plain)
    setattr(builtins, _IMPORT, without)


def _stand_in(name: str) -> ModuleType:
    if name.endswith(_STUB_WRITER):
        return module_from_spec(ModuleSpec(name, None))
    stands = _LoadedWhenUsed(name)
    stands.__spec__ = find_spec(name)
    stands.__dict__[_LATER] = find_spec(name)
    if name.endswith(_MAPPING):
        # PySide's own C++ looks for this one without asking the module
        stands.__dict__[_UPDATE] = partial(_updated, stands)
    return stands


def _updated(mapping: ModuleType) -> object:
    _load(mapping)
    return mapping.__dict__[_UPDATE]()
