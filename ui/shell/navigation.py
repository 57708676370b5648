"""Where the user has been: back and forward, each place as it was left."""

from ui.kit.desk import Place


class Trail:
    """The places visited in one window, and where on that trail the user stands."""

    def __init__(self) -> None:
        self._places: list[Place] = []
        self._at = -1

    @property
    def here(self) -> Place | None:
        """The place the user is at, or None before the first visit."""
        return self._places[self._at] if self._places else None

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place before this one."""
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether the user has come back from somewhere."""
        return self._at < len(self._places) - 1

    def visit(self, place: Place) -> None:
        """Go on to `place`; what was ahead is forgotten. Going to where one is already leaves no mark."""
        if place == self.here:
            return
        del self._places[self._at + 1 :]
        self._places.append(place)
        self._at += 1

    def left_as(self, place: Place | None) -> None:
        """Keep `place` in the stead of where the user stands: the same page with its filter and position."""
        if place is not None and self._places:
            self._places[self._at] = place

    def back(self) -> Place | None:
        """Step back and return the place to show, or None at the beginning."""
        return self._step(-1) if self.can_go_back else None

    def forward(self) -> Place | None:
        """Step forward and return the place to show, or None at the end."""
        return self._step(1) if self.can_go_forward else None

    def _step(self, way: int) -> Place:
        self._at += way
        return self._places[self._at]
