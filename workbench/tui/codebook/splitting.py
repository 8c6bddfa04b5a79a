"""Splitting a code, passage by passage: each stays, goes to another code, or carries both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from rich.segment import Segment
from rich.style import Style
from textual import on, work
from textual.app import ComposeResult
from textual.timer import Timer
from textual.widgets import Static

from workbench.coding.retrieval import Passage, passages
from workbench.governance.audiences import INTERNAL
from workbench.governance.quoting import quotes
from workbench.project.file import Project
from workbench.sources.documents import segments_at
from workbench.text import Span
from workbench.tui.commands import command
from workbench.tui.dialogs import Choice, Choose, Created
from workbench.tui.question import Question, said
from workbench.tui.widgets.lines import LineList, fitted
from workbench.tui.widgets.paper import Block, Run, blank, words
from workbench.tui.widgets.reader import Reader


@dataclass(frozen=True, slots=True)
class Fate:
    """Where a passage is to go: a code by its key, or by the path of one that is to be made; and whether it also stays."""

    to: int | str
    name: str
    both: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """One passage of the code; `text` is what the team may see of it."""

    coding_id: int
    text: str
    shown: bool
    passage: Passage
    who: str
    document: str
    coder: str
    fate: Fate | None = None


def read_pieces(project: Project, code_id: int) -> list[Piece]:
    """The passages of a code, in the order of the documents and of their text."""
    with project.read() as session:
        found = passages(session, codes=[code_id])
        through, _ = quotes(session, found, INTERNAL)
    shown = {one.passage.coding_id: one.text for one in through}
    return [_piece(one, shown.get(one.coding_id)) for one in found]


def _piece(passage: Passage, text: str | None) -> Piece:
    return Piece(
        passage.coding_id,
        "Its words are held back: open it in Coding to read them." if text is None else text,
        text == passage.text,
        passage,
        ", ".join(passage.cases) or passage.speaker or "not known who",
        passage.document,
        passage.coder,
    )


def read_around(project: Project, piece: Piece) -> tuple[str, str]:
    """The words of the same turns before and after a passage."""
    passage = piece.passage
    with project.read() as session:
        turns = segments_at(session, passage.document_id, Span(passage.start, passage.end))
    if not turns:
        return ("", "")
    first, last = turns[0], turns[-1]
    return first.text[: max(0, passage.start - first.start)], last.text[max(0, passage.end - last.start) :]


def fate_words(fate: Fate | None) -> str:
    """Where a passage goes, as a glyph and words."""
    if fate is None:
        return "· stays"
    return f"+ both: {fate.name} too" if fate.both else f"→ {fate.name}"


class Pieces(LineList[Piece]):
    """The passages, each with where it goes."""

    def lines_of(self, item: Piece, width: int) -> int:  # noqa: ARG002
        """Two lines each."""
        return 2

    def draw(self, item: Piece, line: int, width: int, base: Style, chosen: bool) -> list[Segment]:
        """Where it goes, or its words."""
        quiet = base if chosen else base + self.ink.component("lines--quiet", partial=True)
        if line:
            return [Segment(fitted(f"   {' '.join(item.text.split())}", width), quiet if item.fate is None else base)]
        style = quiet if item.fate is None else base + Style(bold=True)
        return [Segment(fitted(f" {fate_words(item.fate)}", width), style)]


PAUSE = 2.0
"""So many seconds after a decision all of them are kept, should the power go."""


class SplitPage(Question[dict[int, Fate]]):
    """Asks of each passage where it belongs. `begun` keeps what was decided when it is left with escape."""

    DEFAULT_CSS = """
    SplitPage Pieces { height: 2fr; }
    SplitPage Reader { height: 1fr; min-height: 5; border-top: solid $rule; }
    """
    HELP = """\
### Splitting a code
`o` sends the passage to another code, `b` gives it that code and leaves this one, `s` lets it stay; `=` does as with
the one before. Arrows move. `ctrl+s` does it all as one change; `escape` leaves it for later, and what you have
decided is there when you come back with `x`.
"""

    def __init__(
        self,
        name: str,
        pieces: Sequence[Piece],
        codes: Sequence[Choice[int]],
        begun: dict[int, Fate],
        around: Callable[[Piece], tuple[str, str]] = lambda _: ("", ""),
        keep: Callable[[dict[int, Fate]], None] = lambda _: None,
    ) -> None:
        super().__init__()
        self.title_text = f"Split “{name}”"
        self._pieces, self._codes, self.begun = list(pieces), list(codes), begun
        self._around, self._keep = around, keep
        self._timer: Timer | None = None
        self._last: Fate | None = None
        there = {one.coding_id for one in pieces}
        for key in [key for key in begun if key not in there]:
            del begun[key]

    def compose_box(self) -> ComposeResult:
        """The passages, the one under the highlight in full, how far it is."""
        yield Pieces(empty="No passages.", id="pieces")
        yield Reader(id="piece")
        yield said("", "note")
        yield said("o other code · b both · s stays · = as before · ctrl+s splits · escape for later", "hint")

    def on_mount(self) -> None:
        """Begin with the first that is not decided."""
        first = next((at for at, one in enumerate(self._pieces) if one.coding_id not in self.begun), 0)
        self._show(first)
        self.query_one(Pieces).focus()

    def _keep_begun(self) -> None:
        """Keep what is decided so far."""
        self._keep(self.begun)

    def on_unmount(self) -> None:
        """Keep what is decided when it is left, or the app closes."""
        self._keep_begun()

    def _show(self, at: int) -> None:
        shown = [replace(one, fate=self.begun.get(one.coding_id)) for one in self._pieces]
        self.query_one(Pieces).show_items(shown, at)
        going = len(self.begun)
        self.query_one(".note", Static).update(
            f"{going:,} of {len(shown):,} go to another code; the others stay." if going else "All stay so far."
        )

    @on(LineList.Highlighted)
    def _highlighted(self, event: LineList.Highlighted) -> None:
        """Show the passage in full."""
        event.stop()
        here = self.query_one(Pieces).current
        if here is not None:
            about = f"{here.who} · {here.document} · coded by {here.coder} · {fate_words(here.fate).removeprefix('· ')}"
            before, after = self._around(here) if here.shown else ("", "")
            runs = (Run(before, "quiet"), Run(here.text, "quote"), Run(after, "quiet"))
            self.query_one(Reader).show([words(about, "title"), blank(), Block(runs)], top=True)

    def _decide(self, fate: Fate | None) -> None:
        """Keep where the passage goes, and go to the next."""
        lines = self.query_one(Pieces)
        here, at = lines.current, lines.highlighted or 0
        if here is None:
            return
        if fate is None:
            self.begun.pop(here.coding_id, None)
        else:
            self.begun[here.coding_id] = fate
        self._last = fate
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(PAUSE, self._keep_begun)
        self._show(min(at + 1, len(self._pieces) - 1))

    @command("splitting.stay", "Stays", key="s", palette=False)
    def action_stay(self) -> None:
        """Let the passage stay."""
        self._decide(None)

    @command("splitting.send", "Another code", key="o", palette=False)
    @work(exclusive=True, group="splitting")
    async def action_send(self) -> None:
        """Send the passage to another code."""
        await self._choose(both=False)

    @command("splitting.carry_both", "Both", key="b", palette=False)
    @work(exclusive=True, group="splitting")
    async def action_carry_both(self) -> None:
        """Give the passage another code and leave this one on it."""
        await self._choose(both=True)

    async def _choose(self, *, both: bool) -> None:
        title = "Carries as well" if both else "Goes to"
        answer = await self.app.push_screen_wait(Choose(title, self._codes, create="New code “{}”"))
        if isinstance(answer, Created):
            self._decide(Fate(answer.name, answer.name, both))
        elif answer is not None:
            self._decide(Fate(answer.key, answer.name, both))

    @command("splitting.repeat", "As before", key="equals_sign", palette=False)
    def action_repeat(self) -> None:
        """Do with this passage as with the one before."""
        self._decide(self._last)

    @command("splitting.finish", "Split", key="ctrl+s", priority=True, palette=False)
    def action_finish(self) -> None:
        """Do all of it as one change."""
        if self.begun:
            self._keep_begun()
            self._keep = lambda _: None
            self.dismiss(dict(self.begun))
        else:
            self.notify("Every passage stays, so there is nothing to split.", title="Split")
