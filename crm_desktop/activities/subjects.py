"""Where the subject of a written activity ends and its text begins."""

# A longer first line is no title.
LONGEST_SUBJECT = 100


def split_text(text: str) -> tuple[str, str | None]:
    """Return the first line of `text` as its subject, and the rest as its body."""
    first, _break, rest = text.strip().partition("\n")
    if len(first) > LONGEST_SUBJECT:
        cut = first[:LONGEST_SUBJECT].rsplit(" ", 1)[0]
        return f"{cut}…", text.strip()
    return first.strip(), rest.strip() or None
