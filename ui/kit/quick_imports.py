"""Spares the start what PySide and Python do beside each import."""

import builtins
import gc
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec
from types import ModuleType

# Writes stubs for type checkers; with the parts that it needs alone, a sixth of what Qt's import takes.
_STUB_WRITER = "shibokensupport.signature.lib.pyi_generator"
_ASKED_FOR = ("pyi_generator",)
_FEATURES = "shibokensupport.feature"
_IMPORT = "__import__"
_READS_SOURCE = "_mod_uses_pyside"


def hurry_imports() -> None:
    """Let what is imported from now on be neither read by PySide nor gone through for garbage.

    PySide reads the source of each module, 0.15 ms and memory that stays taken, to learn whether it may ask for other
    spellings of Qt's names, which none here does. It loads what writes stubs as well, which is left out.
    The window takes over from Python's collector later on.
    """
    gc.disable()
    # what reads them comes with the first part of Qt
    if _FEATURES not in sys.modules:
        _leave_out_stub_writer()
    import_module("PySide6.QtCore")
    features = sys.modules.get(_FEATURES)
    if hasattr(features, _READS_SOURCE):
        setattr(features, _READS_SOURCE, _asks_for_no_spelling)


def _leave_out_stub_writer() -> None:
    """Let an empty module stand for the one that writes stubs, from the moment when PySide asks for it by name."""
    plain = builtins.__import__

    def without(
        name: str,
        global_names: Mapping[str, object] | None = None,
        local_names: Mapping[str, object] | None = None,
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> ModuleType:
        if fromlist == _ASKED_FOR:
            sys.modules.setdefault(_STUB_WRITER, module_from_spec(ModuleSpec(_STUB_WRITER, None)))
        return plain(name, global_names, local_names, fromlist, level)

    # PySide puts its own in front of this one, and calls it from then on: it has to cost next to nothing
    setattr(builtins, _IMPORT, without)


def _asks_for_no_spelling(_module: ModuleType) -> bool:
    return False
