"""Fuzzes one reader with atheris: `python -m tests.fuzz.one READER FOLDER` and the options of libFuzzer."""

import sys
from pathlib import Path
from typing import Any

import atheris

with atheris.instrument_imports(include=["crm_desktop.exchange"]):
    from tests.fuzz.targets import TARGETS


def main(arguments: list[str]) -> None:
    """Try whatever comes on the reader that is named first, in files in the folder named second."""
    fuzzer: Any = atheris
    target, folder = TARGETS[arguments[0]], Path(arguments[1])

    def try_one(content: bytes) -> None:
        target.try_on(content, folder)

    fuzzer.Setup([sys.argv[0], *arguments[2:]], try_one)
    fuzzer.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
