"""A page on which a person says many things that are kept together at the end: it is not left by one key too many."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen

NOT_KEPT = "What you have said here is not kept yet: ctrl+s goes on with it, escape once more lets it go."


class Unkept(Screen[Any]):
    """A page that is left, with something said on it, only when asked once more."""

    _warned = 0

    def unkept(self) -> int:
        """How many things were said here that are not kept yet."""
        return 0

    def may_leave(self) -> bool:
        """Whether nothing would be lost, or the person knows: it is said once for as many things."""
        said = self.unkept()
        if not said or said == self._warned:
            return True
        self._warned = said
        self.notify(NOT_KEPT, title="Back", severity="warning", timeout=8, markup=False)
        return False
