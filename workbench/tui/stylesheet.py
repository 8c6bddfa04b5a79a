"""The style sheet of the app: each piece of it is parsed once, and again only when the colours change."""

from __future__ import annotations

from textual.cache import LRUCache
from textual.css.stylesheet import Stylesheet


class OnceParsed(Stylesheet):
    """Textual's style sheet, which keeps what it has parsed while the theme stays the same.

    Textual parses everything again whenever a screen brings styles of its own, and forgets pieces beyond 64.
    """

    PIECES = 1024

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._parse_cache = LRUCache(self.PIECES)

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take other colours; the same ones change nothing."""
        if variables != self._variables:
            super().set_variables(variables)

    def reparse(self) -> None:
        """Parse what is new or was parsed with other colours."""
        self.parse()
