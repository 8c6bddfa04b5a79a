"""Review: proposals of the machine one passage at a time, and its topics as a list."""

from __future__ import annotations

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static
from textual.worker import get_current_worker

from workbench.desk.suggesting.switching import off_in
from workbench.project.file import Project
from workbench.suggestions.review import SuggestionLine
from workbench.suggestions.switch import SwitchedOff
from workbench.text import Span
from workbench.tui.commands import command
from workbench.tui.suggestions import pages
from workbench.tui.suggestions.learning import Learning
from workbench.tui.suggestions.narrowing import Passage
from workbench.tui.suggestions.only import ALL
from workbench.tui.suggestions.pile import (
    Around,
    Pile,
    Why,
    read_around,
    read_line,
    read_pile,
    read_why,
)
from workbench.tui.suggestions.switching import TITLE, switch
from workbench.tui.suggestions.topics_tab import ON_TAB, ON_TOPICS, TopicsTab
from workbench.tui.suggestions.trying import Trying
from workbench.tui.widgets.paper import words
from workbench.tui.widgets.reader import Reader

ON_PASSAGES = frozenset(
    {
        "accept",
        "reject",
        "reject_why",
        "put_off",
        "other_code",
        "edge",
        "take_telling",
        "narrow",
        "widen",
        "next",
        "previous",
        "show_unread",
        "choose_pile",
        "scroll_passage",
        "open_passage",
    }
)
WITHOUT_ONE = frozenset({"show_unread", "choose_pile"})
"""What can be done where no suggestion is in sight."""


class ReviewScreen(Learning, TopicsTab, Trying):
    """What a machine proposed, decided by a person."""

    HELP = """\
### Review
A passage and the code that is proposed for it. `y` accepts, `x` rejects (`X` and says why), `e` gives another code, those
narrower first, `l` puts it off; `j` and `k` go on and back, `space` shows more of the passage, `o` opens it in Coding.
`t` takes the sentence that tells most, `-` less, `+` more; `[` `]` and `,` `.` move its ends by a word.
`f` chooses which to see: all, the likely ones, one code, document or topic. After ten decisions the machine looks again.
On the right is what speaks for the code; `tab` walks the passages that people coded so. `N` says where to look next.

`B` reads passages blind, to see how often the machine is right; `W` shows how well it does, and why.
`s` looks for topics and codes; while it does, `ctrl+g` pauses and `escape` stops. `h` also shows proposals on transcripts that you have not begun to read.
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
        self._off: SwitchedOff | None = None

    def compose_tabs(self) -> ComposeResult:
        """The passage with what speaks for it; the topics with their passages."""
        with Vertical(id="passages"):
            yield Static("", id="left", markup=False)
            with Horizontal(id="review"):
                yield Passage(id="passage", classes="pane")
                yield Reader(id="why", classes="pane")
        yield from self.compose_topics()

    # Showing

    def begin_with(self, project: Project) -> None:
        """Begin with a project, and forget what belongs to the one that was open before."""
        super().begin_with(project)
        self.everything, self._ever, self.around = False, False, None

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
        here, before = self.line, self.pile
        self._read_pile()
        back = self.pile.came_back(before) if before.every and not self.learned_meanwhile else None
        if back is not None and self.pile.place_of(back) is None:
            self.only = ALL
            self.pile = self.pile.holding(ALL)
        self._stand_at(back if back is not None else here.id if here else None)
        self.learned_meanwhile = False
        self.show_passage()

    def _read_pile(self) -> None:
        self.pile = read_pile(self.project, everything=self.everything, only=self.only)
        self._off = off_in(self.project)
        self._ever = self._ever or self.pile.decided > 0 or bool(self.pile.every)

    def _stand_at(self, key: int | None) -> None:
        """Stand at a suggestion; where it is no longer in the pile, at whatever has come into its place."""
        place = self.pile.place_of(key)
        self.at = min(self.at, max(0, len(self.pile.lines) - 1)) if place is None else place

    def take_in(self) -> None:
        """Read the pile anew around the suggestion in sight, and draw only what is said of it above."""
        here = self.line
        self._read_pile()
        self._stand_at(here.id if here else None)
        self._stale.discard("passages")
        self._seen, self.learned_meanwhile = self.project.latest_change(), False
        if here is None or self.pile.place_of(here.id) is None:
            self.show_passage()
        else:
            self.name_passages()
            self.show_left()

    def name_passages(self) -> None:
        """Write on the tab how many there are."""
        self.name_tab("passages", f"Passages {len(self.pile.every):,}" if self.pile.every else "Passages")

    def show_passage(self) -> None:
        """Show the suggestion in sight in its context; what speaks for it follows."""
        view, why = self.passage, self.query_one("#why", Reader)
        self.show_left()
        self.name_passages()
        one = self.pile.lines[self.at] if self.at < len(self.pile.lines) else None
        line = self.line = read_line(self.project, one.id) if one is not None else None
        self.why = None
        self.refresh_bindings()
        if line is None:
            self.around = None
            view.empty = ""
            view.show([])
            view.border_title = ""
            why.border_title = "Suggestions are off" if self._off else "Nothing to review"
            off = f"{self._off.sentence} To switch them on again, find “{TITLE}” with ctrl+p." if self._off else ""
            why.show([words(off or pages.empty_words(self.pile, ever=self._ever))], top=True)
            return
        self.now_in_sight(line)
        around = self.around = read_around(self.project, line)
        view.border_title = f"{line.case or 'not known who'} · {around.title}"
        why.border_title = "Does this code fit?"
        view.show(around.turns, at=line.start)
        view.select(Span(line.start, line.end))
        why.show(pages.why_page(line, None, around, self.pile, self.right_so_far(line)), top=True)
        self._find_why(line, around)

    def show_left(self) -> None:
        """Say above what the pile holds and how much is left."""
        said = self.with_blind(pages.left_words(self.pile, self.at, everything=self.everything))
        self.query_one("#left", Static).update(" · ".join(part for part in (said, self.learned_word) if part))

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
            self.why = why
            self.query_one("#why", Reader).show(
                pages.why_page(line, why, self.around, self.pile, self.right_so_far(line))
            )

    @on(Reader.Followed)
    def _followed(self, event: Reader.Followed) -> None:
        event.stop()
        _, document, start = event.to.split(":")
        self.workbench.open_in_coding(int(document), int(start))

    # Going on

    def go_by(self, by: int) -> None:
        """Go on or back by so many suggestions; at either end nothing moves."""
        to = min(max(0, self.at + by), len(self.pile.lines) - 1)
        if self.pile.lines and to != self.at:
            self.at = to
            self.show_passage()

    @command("review.next", "Next", key="j")
    def action_next(self) -> None:
        """Go to the next suggestion without deciding."""
        self.go_by(1)

    @command("review.previous", "Previous", key="k")
    def action_previous(self) -> None:
        """Go back to the suggestion before."""
        self.go_by(-1)

    @command("review.scroll_passage", "More of the passage", key="space")
    def action_scroll_passage(self) -> None:
        """Show more of what comes after; from the end, the passage itself again."""
        view = self.passage
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

    @command("review.look_next", "Where to look next", key="N")
    def action_look_next(self) -> None:
        """See where to look next: people nobody has read, what is unlike anything coded, what reads the same."""
        from workbench.tui.suggestions.next_page import NextPage

        self.app.push_screen(NextPage())

    # Looking for suggestions

    @command("review.look_for_codes", "Suggest", key="s", footer=True)
    def action_look_for_codes(self) -> None:
        """Look for topics, and for codes that may fit, in everything that a machine may read."""
        self._look_with("auto")

    @command("review.look_with_better", "Suggest with the better model")
    def action_look_with_better(self) -> None:
        """Look for topics and codes with the better model, however long it takes."""
        self._look_with("better")

    @command("review.look_with_fast", "Suggest with the fast model")
    def action_look_with_fast(self) -> None:
        """Look for topics and codes with the fast model, which finds less."""
        self._look_with("fast")

    @command("review.switch_suggestions", TITLE)
    def action_switch_suggestions(self) -> None:
        """Let no machine propose anything in this project, or let it again; for everybody who works in it."""
        switch(self)

    def _look_with(self, model: str) -> None:
        if self.workbench.work is not None and not self.workbench.work.finished:
            self.notify("Something is being worked on already; wait, or stop it with escape.", title="Suggest")
        else:
            self._suggest(model)

    @work(thread=True, exclusive=True, group="suggest")
    def _suggest(self, model: str) -> None:
        from workbench.desk.suggesting.suggest import suggest

        app = self.workbench
        going_on = app.call_from_thread(app.begin_work, "Looking for topics and codes", total=1.0)
        going_on.pausable = True

        def told(share: float, what: str) -> None:
            if not going_on.stopping:
                going_on.progress(share, note=what)

        def stopping() -> bool:
            return going_on.stopping or not app.is_running

        said = ""
        with self.attempt("Suggest") as tried:
            report = suggest(
                self.project,
                model=model,
                progress=told,
                cancelled=stopping,
                paused=lambda: going_on.paused,
                worker=app.worker,
            )
            said = f"{report.topics} topics, {report.suggestions:,} codes proposed, {report.likely:,} of them likely."
        app.call_from_thread(app.end_work, said, room="suggestions")
        if not tried.failed:
            app.call_from_thread(self._suggested, report.sentence)

    def _suggested(self, said: str) -> None:
        """Show what was found, and what was not read and why."""
        self.notify(said, title="Suggest", markup=False, timeout=12)
        self.pile, self._ever, self.decided_here = Pile(), True, 0
        self.show_latest()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is done to passages is here while a passage is in sight, and so with topics."""
        if action in ON_PASSAGES and self.is_mounted:
            if self.tab != "passages":
                return False
            return True if self.line is not None or action in WITHOUT_ONE else None
        if action in ON_TOPICS | ON_TAB and self.is_mounted:
            return self.topic_action(action) if self.tab == "topics" else False
        return super().check_action(action, parameters)
