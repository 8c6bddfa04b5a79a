"""How long somebody looked at a suggestion before deciding."""

from __future__ import annotations

import time
from collections.abc import Callable


class Look:
    """Counts the time that a passage is in sight; questions and the empty screen over it do not count."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._since: float | None = None
        self._before = 0.0

    def begin(self) -> None:
        """Begin with another passage."""
        self._before, self._since = 0.0, self._clock()

    def pause(self) -> None:
        """Something lies over the passage."""
        self._before += self._running()
        self._since = None

    def go_on(self) -> None:
        """The passage is in sight again."""
        if self._since is None:
            self._since = self._clock()

    def milliseconds(self) -> int:
        """The time so far."""
        return round((self._before + self._running()) * 1000)

    def _running(self) -> float:
        return 0.0 if self._since is None else self._clock() - self._since
