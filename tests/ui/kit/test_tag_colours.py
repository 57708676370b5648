"""A tag has one colour wherever it stands."""

from ui.kit.painting import Badge, badge_colours
from ui.kit.theme import Tone


def test_a_tag_has_the_same_colour_in_any_spelling_and_others_differ() -> None:
    assert badge_colours(Badge("VIP", Tone.TAG)) == badge_colours(Badge("vip", Tone.TAG, "tag"))
    words = ("vip", "fair", "newsletter", "press", "partner", "gold")
    assert len({badge_colours(Badge(word, Tone.TAG)) for word in words}) > 2
    assert badge_colours(Badge("vip", Tone.TAG)).tint.startswith("avatar")
