"""Keys as the user reads them."""


def shown_keys(keys: str) -> str:
    """Return `keys` (`Ctrl+Shift+Z`) as they are shown to the user: "Ctrl Shift Z"."""
    return keys.replace("++", "+Plus").replace("+", " ").replace("Plus", "+")
