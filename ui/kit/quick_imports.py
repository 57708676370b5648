"""Spares the start what PySide and Python do beside each import."""

import gc
import sys
from importlib import import_module
from types import ModuleType

_FEATURES = "shibokensupport.feature"
_READS_SOURCE = "_mod_uses_pyside"


def hurry_imports() -> None:
    """Let what is imported from now on be neither read by PySide nor gone through for garbage.

    PySide reads the source of each module, 0.15 ms and memory that stays taken, to learn whether it may ask for other
    spellings of Qt's names, which none here does. The window takes over from Python's collector later on.
    """
    gc.disable()
    # what reads them comes with the first part of Qt
    import_module("PySide6.QtCore")
    features = sys.modules.get(_FEATURES)
    if hasattr(features, _READS_SOURCE):
        setattr(features, _READS_SOURCE, _asks_for_no_spelling)


def _asks_for_no_spelling(_module: ModuleType) -> bool:
    return False
