"""How far an import is, of the file in hand: told now and then, never less than before, and stopped when nobody wants it."""

from __future__ import annotations

from collections.abc import Callable

from workbench.errors import WorkbenchError

READING = 0.2
"""The share of a file's time that it takes to read."""
SLOWING = 40
"""Documents of another tool's study after which the half of it is said to be done."""


class ImportStoppedError(WorkbenchError):
    """Stopped. Nothing of this file came in; files before it did."""


class HowFar:
    """The share of the file in hand that is done, from 0 to 1; `tell` hears it, `cancelled` is asked as often.

    Another tool's study is read while it is taken in: what is read of it then says how far that is.
    """

    def __init__(self, tell: Callable[[float], None], cancelled: Callable[[], bool]) -> None:
        self._tell, self._cancelled = tell, cancelled
        self._share, self._taking, self._says = 0.0, False, False

    def begin(self) -> None:
        """Begin another file."""
        self._share, self._taking, self._says = 0.0, False, False
        self._go_on(0.0)

    def read(self, share: float) -> None:
        """So much of the file is read."""
        self._says = self._taking
        self._go_on(READING + (1 - READING) * share if self._taking else READING * share)

    def take_in(self, share: float = 0.0) -> None:
        """The file is read, or as far as it has to be before it is taken in; so much of it is in."""
        self._taking = True
        self._go_on(READING + (1 - READING) * share)

    def document(self, number: int) -> None:
        """So many documents of a study are in; where nothing says how much of it is read, it slows towards its end."""
        self._go_on(0.0 if self._says else 1 - (1 - READING) * SLOWING / (SLOWING + number))

    def _go_on(self, share: float) -> None:
        if self._cancelled():
            raise ImportStoppedError
        self._share = max(self._share, share)
        self._tell(self._share)
