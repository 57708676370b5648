"""Lists of words as the modules of words write them: `place: word, word`, and lines that go on are indented."""


def word_lines(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return each place of `text` with its words, in the order in which they stand."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        if line.startswith(" "):
            lines[-1] += " " + line.strip()
        else:
            lines.append(line)
    split = (line.partition(":") for line in lines)
    return [(place, tuple(word.strip() for word in words.split(",") if word.strip())) for place, _colon, words in split]
