"""The user's guide, read in the app: one page for each kind of reader, over the room."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePath

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import MarkdownViewer, Static, Tab, Tabs

from workbench.desk.guide import PAGES, Page
from workbench.tui.commands import Command, Commands, command
from workbench.tui.screen import BREAKPOINTS

KEYS = "1 to 6 and [ ] other pages · ↑ ↓ pages scroll · c contents · esc back"


class PageViewer(MarkdownViewer, can_focus=True):
    """A page, whose links lead to other pages of the guide and nowhere else."""

    @dataclass
    class LinkFollowed(Message):
        """Somebody chose a link."""

        href: str

    async def go(self, location: str | PurePath) -> None:
        """Leave it to the guide to find the page."""
        self.post_message(self.LinkFollowed(str(location)))


class Guide(Commands, ModalScreen[None]):
    """The guide's pages, by who reads them."""

    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    AUTO_FOCUS = "PageViewer"
    COMMAND_LIST = tuple(
        Command(f"guide.page_{page.name}", page.label, page.sentence, str(number), action=f"show_page('{page.name}')")
        for number, page in enumerate(PAGES, 1)
    )
    DEFAULT_CSS = """
    Guide {
        align: center middle;
        & > Vertical { width: 100; max-width: 96%; height: 94%; border: round $primary; background: $surface; }
        Tabs { background: $surface; }
        &.-narrow Tab { padding: 0; margin-right: 1; }
        #guide-keys { height: 1; padding: 0 1; color: $quiet; }
        MarkdownViewer { background: $surface; height: 1fr; }
        MarkdownTableOfContents { width: 34; background: $surface; }
    }
    """

    def __init__(self, first: str = PAGES[0].name) -> None:
        super().__init__()
        self._first = first
        self.page: Page | None = None

    def compose(self) -> ComposeResult:
        """The readers, the page, the keys."""
        with Vertical() as box:
            box.border_title = "Guide"
            labels = (f"{number} {page.label}" for number, page in enumerate(PAGES, 1))
            yield Tabs(
                *(Tab(label, id=f"page-{page.name}") for label, page in zip(labels, PAGES, strict=True)),
                active=f"page-{self._first}",
            )
            yield PageViewer("", show_table_of_contents=False, open_links=False)
            yield Static(KEYS, id="guide-keys", markup=False)

    def action_show_page(self, name: str) -> None:
        """Show a page of the guide."""
        self.query_one(Tabs).active = f"page-{name}"

    @on(Tabs.TabActivated)
    async def _activated(self, event: Tabs.TabActivated) -> None:
        """Read the page and scroll with the keys at once."""
        event.stop()
        page = next(page for page in PAGES if event.tab.id == f"page-{page.name}")
        viewer = self.query_one(PageViewer)
        if page is not self.page:
            self.page = page
            await viewer.document.update(page.text())
            viewer.scroll_home(animate=False)
        viewer.focus()

    @on(PageViewer.LinkFollowed)
    def _follow(self, event: PageViewer.LinkFollowed) -> None:
        """Go to the page that a link names; what lies outside the guide is not opened."""
        event.stop()
        for page in PAGES:
            if page.file == Path(event.href.partition("#")[0]).name:
                self.action_show_page(page.name)

    @command("guide.next_page", "Next page", key="right_square_bracket")
    def action_next_page(self) -> None:
        """Go to the next page."""
        self.query_one(Tabs).action_next_tab()

    @command("guide.previous_page", "Page before", key="left_square_bracket")
    def action_previous_page(self) -> None:
        """Go to the page before."""
        self.query_one(Tabs).action_previous_tab()

    @command("guide.show_contents", "Contents", key="c")
    def action_show_contents(self) -> None:
        """Show or fold the list of this page's headings."""
        viewer = self.query_one(PageViewer)
        viewer.show_table_of_contents = not viewer.show_table_of_contents
        if viewer.show_table_of_contents:
            viewer.table_of_contents.query_one("Tree").focus()
        else:
            viewer.focus()

    @command("guide.close", "Close", key="escape,q")
    def action_close(self) -> None:
        """Go back to where you were."""
        self.dismiss(None)
