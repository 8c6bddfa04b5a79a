"""The codebook open on the screen: which code or theme is under the highlight, and what is shown after a change."""

from __future__ import annotations

from typing import ClassVar

from workbench.coding.codebook import CodeLine
from workbench.coding.themes import ThemeLine
from workbench.tui.codebook.book import Book
from workbench.tui.tabbed import Tabbed
from workbench.tui.widgets.code_list import CodeList
from workbench.tui.widgets.rows import Rows


class OpenedBook(Tabbed):
    """What every part of the codebook's screen knows."""

    TABS: ClassVar[dict[str, str]] = {"codes": "Codes", "themes": "Themes"}
    on_codes: ClassVar[frozenset[str]] = frozenset()
    """Actions of the codes' view; a kind of it adds its own."""
    on_themes: ClassVar[frozenset[str]] = frozenset()

    def __init__(self) -> None:
        super().__init__()
        self.book = Book()

    @property
    def code_list(self) -> CodeList:
        """The tree of codes."""
        return self.query_one("#tree", CodeList)

    @property
    def theme_rows(self) -> Rows:
        """The list of themes."""
        return self.query_one("#theme-rows", Rows)

    @property
    def code(self) -> CodeLine | None:
        """The code under the highlight."""
        here = self.code_list.current
        return self.book.code(int(here.key)) if here else None

    @property
    def theme(self) -> ThemeLine | None:
        """The theme under the highlight."""
        here = self.theme_rows.current
        return self.book.theme(int(here.key)) if here else None

    def after(self, *, code: int | None = None, theme: int | None = None) -> None:
        """Read everything again after a change, with the highlight on a code or a theme."""
        self.show_latest()
        if code is not None:
            self.code_list.reveal(str(code))
        if theme is not None:
            self.theme_rows.highlight(str(theme))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Each view has its own commands; those on a code or a theme need one."""
        if action in self.on_codes:
            return self.tab == "codes" and (action == "add_code" or self.code is not None)
        if action in self.on_themes:
            return self.tab == "themes" and (action == "add_theme" or self.theme is not None)
        return super().check_action(action, parameters)
