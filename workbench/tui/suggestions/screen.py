"""Review: proposals of the machine one passage at a time, and its topics as a list."""

from __future__ import annotations

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static
from textual.worker import get_current_worker

from workbench.suggestions.review import SuggestionLine
from workbench.text import Span
from workbench.tui.commands import command
from workbench.tui.suggestions import pages
from workbench.tui.suggestions.deciding import Passage
from workbench.tui.suggestions.pile import (
    Around,
    Pile,
    Why,
    read_around,
    read_pile,
    read_why,
)
from workbench.tui.suggestions.topics_tab import ON_TAB, ON_TOPICS, TopicsTab
from workbench.tui.widgets.paper import words
from workbench.tui.widgets.reader import Reader

ON_PASSAGES = frozenset(
    {"accept", "reject", "put_off", "other_code", "edge", "next", "previous", "show_unread", "scroll_passage"}
)


class ReviewScreen(TopicsTab):
    """What a machine proposed, decided by a person."""

    HELP = """\
### Review
A passage and the code that is proposed for it. `y` accepts, `x` rejects, `e` gives another code, `l` puts it off;
`j` and `k` go on and back, `space` shows more of the passage, `o` opens it in Coding. `[` `]` and `,` `.` move its ends
before you decide.
On the right is what speaks for the code; `tab` walks the passages that people coded so.

`s` looks for topics and codes. `h` also shows proposals on transcripts that you have not begun to read.
On topics: `enter` reads the passages, `=` maps to a code and `c` makes one (both are then proposed for the passages),
`n` names, `m` merges, `p` splits, `d` discards; `a` shows what is put away and `b` brings it back; `w` changes the
groups of the bars. `1` `2` change the view.
"""
    room = "suggestions"
    DEFAULT_CSS = """
    ReviewScreen {
        #left { height: 1; padding: 0 1; color: $quiet; }
        #review { height: 1fr; }
        #passage { width: 3fr; }
        #why { width: 2fr; }
        #topic-panes { height: 1fr; }
        #topic-legend { height: auto; max-height: 2; padding: 0 1; color: $quiet; }
        #topic-list { width: 3fr; }
        #topic-page { width: 2fr; }
        &.-narrow #review, &.-narrow #topic-panes { layout: vertical; }
        &.-narrow #passage, &.-narrow #why, &.-narrow #topic-list, &.-narrow #topic-page { width: 1fr; height: 1fr; }
        &.-narrow #passage { height: 3fr; }
        &.-narrow #why { height: 2fr; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.everything = False
        self.around: Around | None = None
        self._ever = False

    def compose_tabs(self) -> ComposeResult:
        """The passage with what speaks for it; the topics with their passages."""
        with Vertical(id="passages"):
            yield Static("", id="left", markup=False)
            with Horizontal(id="review"):
                yield Passage(id="passage", classes="pane")
                yield Reader(id="why", classes="pane")
        yield from self.compose_topics()

    # Showing

    def on_screen_resume(self) -> None:
        """Look again."""
        super().on_screen_resume()
        self.look.go_on()

    def on_screen_suspend(self) -> None:
        """Nobody looks."""
        self.look.pause()

    def read_tab(self, name: str) -> None:
        """Read the proposals, or the topics."""
        if name == "topics":
            self.read_topics_tab()
            return
        here, known = self.line, {line.id for line in self.pile.lines}
        self.pile = read_pile(self.project, everything=self.everything)
        self._ever = self._ever or self.pile.decided > 0 or bool(self.pile.lines)
        back = [line.id for line in self.pile.lines if line.id not in known] if known else []
        self.at = self.pile.place_of(back[0] if len(back) == 1 else here.id if here else None)
        self.show_passage()

    def show_passage(self) -> None:
        """Show the suggestion in sight in its context; what speaks for it follows."""
        line, view, why = self.line, self.query_one("#passage", Passage), self.query_one("#why", Reader)
        self.query_one("#left", Static).update(pages.left_words(self.pile, self.at, everything=self.everything))
        self.name_tab("passages", f"Passages {len(self.pile.lines):,}" if self.pile.lines else "Passages")
        self.look.begin()
        self.refresh_bindings()
        if line is None:
            self.around = None
            view.empty = ""
            view.show([])
            view.border_title = ""
            why.border_title = "Nothing to review"
            why.show([words(pages.empty_words(self.pile, ever=self._ever))], top=True)
            return
        around = self.around = read_around(self.project, line)
        view.border_title = f"{line.case or 'not known who'} · {around.title}"
        why.border_title = "Does this code fit?"
        view.show(around.turns, at=line.start)
        view.select(Span(line.start, line.end))
        why.show(pages.why_page(line, None, around, self.pile), top=True)
        self._find_why(line, around)

    @work(thread=True, exclusive=True, group="why")
    def _find_why(self, line: SuggestionLine, around: Around) -> None:
        """Look for what speaks for the code, beside the person."""
        if get_current_worker().is_cancelled:
            return
        why = read_why(self.project, line, around.code)
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._show_why, line.id, why)

    def _show_why(self, key: int, why: Why) -> None:
        line = self.line
        if line is not None and line.id == key and self.around is not None:
            self.query_one("#why", Reader).show(pages.why_page(line, why, self.around, self.pile))

    @on(Reader.Followed)
    def _followed(self, event: Reader.Followed) -> None:
        event.stop()
        _, document, start = event.to.split(":")
        self.workbench.open_in_coding(int(document), int(start))

    # Going on

    def _step(self, by: int) -> None:
        if self.pile.lines:
            self.at = min(max(0, self.at + by), len(self.pile.lines) - 1)
            self.show_passage()

    @command("review.next", "Next", key="j", footer=True)
    def action_next(self) -> None:
        """Go to the next suggestion without deciding."""
        self._step(1)

    @command("review.previous", "Previous", key="k")
    def action_previous(self) -> None:
        """Go back to the suggestion before."""
        self._step(-1)

    @command("review.scroll_passage", "More of the passage", key="space")
    def action_scroll_passage(self) -> None:
        """Show more of what comes after; from the end, the passage itself again."""
        view = self.query_one("#passage", Passage)
        if view.scroll_offset.y >= view.max_scroll_y and self.line is not None:
            view.scroll_to(y=0, animate=False)
            view.go_to(self.line.start, select=view.selection)
        else:
            view.scroll_page_down(animate=False)

    @command("review.open_passage", "Open in Coding", key="o")
    def action_open_passage(self) -> None:
        """Open the whole transcript at this passage."""
        if self.line is not None:
            self.workbench.open_in_coding(self.line.document_id, self.line.start)

    @command("review.show_unread", "Also not begun", key="h")
    def action_show_unread(self) -> None:
        """Show, or hide again, proposals on transcripts that you have not begun to read."""
        self.everything = not self.everything
        self.show_latest()

    # Looking for suggestions

    @command("review.look_for_codes", "Suggest", key="s", footer=True)
    def action_look_for_codes(self) -> None:
        """Look for topics, and for codes that may fit, in everything that a machine may read."""
        if self.workbench.work is not None and not self.workbench.work.finished:
            self.notify("Something is being worked on already; wait, or stop it with escape.", title="Suggest")
        else:
            self._suggest()

    @work(thread=True, exclusive=True, group="suggest")
    def _suggest(self) -> None:
        from workbench.desk.suggest import suggest

        app = self.workbench
        going_on = app.call_from_thread(app.begin_work, "Looking for topics and codes", total=1.0)

        def told(share: float, what: str) -> None:
            if not going_on.stopping:
                going_on.progress(share, note=what)

        said = ""
        with self.attempt("Suggest") as tried:
            report = suggest(self.project, progress=told, cancelled=lambda: going_on.stopping)
            said = f"{report.topics} topics, {report.suggestions:,} codes proposed, {report.likely:,} of them likely."
        app.call_from_thread(app.end_work, said, room="suggestions")
        if not tried.failed:
            app.call_from_thread(self._suggested, report.sentence)

    def _suggested(self, said: str) -> None:
        """Show what was found, and what was not read and why."""
        self.notify(said, title="Suggest", markup=False, timeout=12)
        self.pile, self._ever = Pile(), True
        self.show_latest()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is done to passages is here while a passage is in sight, and so with topics."""
        if action in ON_PASSAGES and self.is_mounted:
            if self.tab != "passages":
                return False
            return True if self.line is not None or action == "show_unread" else None
        if action in ON_TOPICS | ON_TAB and self.is_mounted:
            return self.topic_action(action) if self.tab == "topics" else False
        return super().check_action(action, parameters)
