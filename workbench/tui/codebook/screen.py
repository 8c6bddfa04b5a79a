"""The codebook: the tree of codes with a page for each, and the themes that gather them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.worker import Worker, get_current_worker

from workbench.coding.cooccurrence import Meeting
from workbench.coding.query_language import as_typed
from workbench.tui.codebook.book import MANY, SOME, Known, ThemeKnown, read_book, read_known, read_meetings, read_theme
from workbench.tui.codebook.gathering import Gathering
from workbench.tui.codebook.joining import Joining
from workbench.tui.codebook.pages import STATES, code_page, theme_page
from workbench.tui.codebook.reshaping import Reshaping
from workbench.tui.commands import command, own_commands
from workbench.tui.tabbed import tab_commands
from workbench.tui.widgets.code_list import CodeList
from workbench.tui.widgets.reader import Reader
from workbench.tui.widgets.rows import Column, RowLine, Rows

if TYPE_CHECKING:
    from workbench.coding.codebook import CodeLine
    from workbench.coding.themes import ThemeLine

STILL = 0.12
"""Seconds that the highlight stands on a code before its page is read: who runs through the tree waits for nothing."""
CODE_ACTIONS = frozenset(
    {
        "add_code",
        "rename_code",
        "word_code",
        "colour_code",
        "move_in",
        "move_out",
        "move_down",
        "move_up",
        "move_code",
        "merge_code",
        "split_code",
        "retire_code",
        "write_memo",
        "pin_code",
        "read_quotes",
    }
)
THEME_ACTIONS = frozenset(
    {
        "add_theme",
        "word_theme",
        "choose_codes",
        "next_state",
        "theme_down",
        "theme_up",
        "theme_memo",
        "read_theme",
    }
)


class CodebookScreen(Gathering):
    """Codes as a tree, each with its page; themes with theirs."""

    HELP = """\
### Codebook
`/` and a few letters narrow the tree. `a` adds a code, `r` renames, `e` writes what it means, `c` colours.
`>` moves it under the one above, `<` out of its parent, `J` `K` down and up, `m` under any code.
`M` merges it into another, `x` splits it passage by passage, `z` retires it or brings it back.
`n` memo, `p` pins it to a digit or takes it off, `q` or `enter` reads its quotes; there `enter` goes to the place.
`Q` opens all its passages on the Quotes page.

`T` shows the themes: `a` begins one, `e` edits it, `c` chooses its codes, `s` keeps or drops it, `J` `K` order,
`n` memo. `escape` goes back to the words.
"""
    room = "coding"
    shows_undo_of: ClassVar[frozenset[str]] = frozenset(
        {"code", "code_question", "coding", "memo", "pin", "theme", "theme_code"}
    )
    COMMAND_LIST = tab_commands("codebook", Gathering.TABS)
    BINDINGS: ClassVar[list[BindingType]] = [
        each.binding() for kind in (Reshaping, Joining, Gathering) for each in own_commands(kind)
    ]
    """All in one list: a key that means one thing for codes and another for themes is kept with both."""
    on_codes: ClassVar[frozenset[str]] = CODE_ACTIONS
    on_themes: ClassVar[frozenset[str]] = THEME_ACTIONS
    DEFAULT_CSS = """
    CodebookScreen {
        #codes, #themes { height: 1fr; }
        #tree-pane, #theme-pane { width: 2fr; height: 1fr; }
        #code-page, #theme-page { width: 3fr; height: 1fr; }
        &.-narrow #codes, &.-narrow #themes { layout: vertical; }
        &.-narrow #tree-pane, &.-narrow #theme-pane { width: 1fr; height: 1fr; }
        &.-narrow #code-page, &.-narrow #theme-page { width: 1fr; height: 1fr; }
    }
    """

    def __init__(self, first: int | None = None) -> None:
        super().__init__()
        self._first = first
        self._met: tuple[int, list[Meeting]] | None = None
        self._waiting: Timer | None = None
        self._nothing = True
        self._turned: CodeLine | None = None
        """The code whose page is turned to."""
        self.known: Known | None = None
        self.theme_known: ThemeKnown | None = None

    def compose_tabs(self) -> ComposeResult:
        """The tree with a code's page; the themes with a theme's page."""
        with Horizontal(id="codes"):
            with Vertical(id="tree-pane", classes="pane"):
                yield CodeList(empty="No codes yet. Press a to add one.", id="tree")
            yield Reader(id="code-page", classes="pane")
        with Horizontal(id="themes"):
            with Vertical(id="theme-pane", classes="pane"):
                yield Rows(
                    Column("", width=11, gives_way=2),
                    Column("Theme", share=3, wrap=3, least=14),
                    Column("Codes", width=5, align="right", gives_way=1),
                    Column("People", width=6, align="right"),
                    empty="No themes yet. A theme says in a sentence what several codes have in common: press a.",
                    id="theme-rows",
                )
            yield Reader(id="theme-page", classes="pane")

    # Showing

    def on_mount(self) -> None:
        """Name the panes."""
        self.query_one("#tree-pane").border_title = "Codebook"
        self.query_one("#theme-pane").border_title = "Themes"

    def read_tab(self, name: str) -> None:
        """Read the codebook, and show the tree or the themes."""
        self.book = read_book(self.project)
        if name == "codes":
            self.known = None
            self.code_list.show(self.book.lines)
            if self._first is not None:
                self.code_list.reveal(str(self._first))
                self._first = None
        else:
            self.theme_known = None
            people = dict(self.book.people)
            self.theme_rows.show(
                [
                    RowLine(
                        str(one.id),
                        (STATES[one.state], one.name, str(len(one.codes)), str(people.get(one.id, 0))),
                        "quiet" if one.state == "dropped" else "",
                    )
                    for one in self.book.themes
                ]
            )
            self.name_tab("themes", f"Themes {len(self.book.themes)}" if self.book.themes else "Themes")

    @on(CodeList.CodeHighlighted)
    def _code_highlighted(self) -> None:
        """Show the page of the code under the highlight; while the filter is typed, once the keys rest."""
        code = self.code
        if (code is None) != self._nothing:
            self._nothing = code is None
            self.refresh_bindings()
        if self._waiting is not None:
            self._waiting.stop()
        if code is None or not self.code_list.typing:
            self._turn_page()
        if code is not None:
            self._waiting = self.set_timer(STILL, self._rest)

    def _rest(self) -> None:
        """The highlight stays where it is: turn to the page of the code, and read what is known of it."""
        if self.code is not None:
            self._turn_page()
            self._read_code(self.code)

    def _turn_page(self) -> None:
        """Turn to the page of the code under the highlight, with what is known of it so far."""
        code, page = self.code, self.query_one("#code-page", Reader)
        before, self._turned = self._turned, code
        if code is None:
            page.show([])
        if code is None or code == before:
            return
        known = self.known if self.known and self.known.page.code_id == code.id else None
        page.show(code_page(code, known), top=known is None)
        page.border_title = code.name.replace("[", "\\[")

    @work(thread=True, exclusive=True, group="page", exit_on_error=False)
    def _read_code(self, code: CodeLine, most: int = SOME) -> None:
        """Read who uses a code, then what it goes with; nothing once the project is being closed."""
        worker = get_current_worker()
        if self.workbench.project is None or worker.is_cancelled:
            return
        latest = self.project.latest_change()
        known = read_known(self.project, code.id, most=most)
        if self._met is not None and self._met[0] == latest:
            known = known.meeting(self._met[1])
        elif not worker.is_cancelled:
            self.app.call_from_thread(self._show_known, code, known)
            met = read_meetings(self.project)
            self._met = (latest, met)
            known = known.meeting(met)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show_known, code, known)

    def _show_known(self, code: CodeLine, known: Known) -> None:
        here = self.code if self.is_attached else None
        if here is not None and here.id == code.id:
            self.known = known
            self.query_one("#code-page", Reader).show(code_page(here, known))

    @on(Rows.RowHighlighted, "#theme-rows")
    def _theme_highlighted(self) -> None:
        """Show the page of the theme under the highlight."""
        theme, page = self.theme, self.query_one("#theme-page", Reader)
        self.refresh_bindings()
        if theme is None:
            page.show([])
            return
        known = self.theme_known if self.theme_known and self.theme_known.theme_id == theme.id else None
        page.show(theme_page(theme, known), top=known is None)
        page.border_title = theme.name.replace("[", "\\[")
        self._read_theme(theme)

    @work(thread=True, exclusive=True, group="theme page", exit_on_error=False)
    def _read_theme(self, theme: ThemeLine) -> None:
        """Read who mentions a theme, and what became of it; nothing once the project is being closed."""
        if self.workbench.project is None or get_current_worker().is_cancelled:
            return
        known = read_theme(self.project, theme)
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._show_theme, theme, known)

    def _show_theme(self, theme: ThemeLine, known: ThemeKnown) -> None:
        here = self.theme if self.is_attached else None
        if here is not None and here.id == theme.id:
            self.theme_known = known
            self.query_one("#theme-page", Reader).show(theme_page(here, known))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Fail aloud when a page could not be read, but for a project that was closed meanwhile."""
        if event.worker.error is not None and self.workbench.project is not None:
            raise event.worker.error

    # Going

    @command("codebook.read_quotes", "Quotes", key="q", footer=True)
    def action_read_quotes(self) -> None:
        """Read what people said under this code; enter goes to the place."""
        page, code = self.query_one("#code-page", Reader), self.code
        if code is not None:
            if self._waiting is not None:
                self._waiting.stop()
            self._turn_page()
            self._read_code(code, MANY)
            page.go_to("quotes")
            page.focus()

    @command("codebook.ask_for_passages", "All passages", key="Q")
    def action_ask_for_passages(self) -> None:
        """Open the Quotes page with all passages of this code."""
        from workbench.tui.coding.quotes import QuotesScreen

        if self.code is not None:
            self.app.push_screen(QuotesScreen(as_typed(self.code.path)))

    @on(CodeList.CodeChosen)
    def _code_chosen(self) -> None:
        self.action_read_quotes()

    @command("codebook.read_theme", "Page", key="q")
    def action_read_theme(self) -> None:
        """Read the theme's page; enter on a quote goes to its place."""
        self.query_one("#theme-page", Reader).focus()

    @on(Rows.RowChosen, "#theme-rows")
    def _theme_chosen(self) -> None:
        self.action_read_theme()

    @on(Reader.Followed)
    def _followed(self, event: Reader.Followed) -> None:
        """Go where a place of a page leads: to the words, to a code, to a theme, or to more of the quotes."""
        kind, _, name = event.to.partition(":")
        code = self.code
        if kind == "words":
            document, _, start = name.partition(":")
            self.workbench.open_in_coding(int(document), int(start))
        elif kind == "more" and code is not None:
            self._read_code(code, MANY)
        elif kind == "code":
            self.action_show_tab("codes")
            self.code_list.reveal(name)
        elif kind == "theme":
            self.action_show_themes()
            self.call_after_refresh(self.theme_rows.highlight, name)

    @command("codebook.show_themes", "Themes", key="T", footer=True)
    def action_show_themes(self) -> None:
        """Show the themes; again the codes."""
        self.action_show_tab("codes" if self.tab == "themes" else "themes")

    @command("codebook.leave", "Back to the words", key="escape", palette=False)
    def action_leave(self) -> None:
        """Go back to the words; on a page, to the list first."""
        if isinstance(self.focused, Reader):
            self.focus_tab()
        else:
            self.workbench.pop_screen()
