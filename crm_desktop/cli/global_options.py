"""Options that every command has, wherever on the line they stand."""

from collections.abc import Sequence

# Option, and whether a value follows it.
GLOBAL_OPTIONS = {
    "-w": True,
    "--workspace": True,
    "--passphrase-file": True,
    "--recovery-key-file": True,
    "--as-member": True,
    "--json": False,
    "--quiet": False,
}


def globals_first(arguments: Sequence[str]) -> list[str]:
    """Return `arguments` with the options of every command moved before the command; what follows `--` stays."""
    moved: list[str] = []
    left: list[str] = []
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        if word == "--":
            return [*moved, *left, word, *rest]
        name = word.partition("=")[0]
        if name not in GLOBAL_OPTIONS:
            left.append(word)
        elif GLOBAL_OPTIONS[name] and "=" not in word and rest:
            moved += [word, rest.pop(0)]
        else:
            moved.append(word)
    return [*moved, *left]
