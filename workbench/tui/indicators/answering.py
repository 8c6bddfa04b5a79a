"""The doubts about a figure as people read and answer them: gravest first, each with the word for its weight."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on, work
from textual.app import ComposeResult

from workbench.indicators.answers import EVERYWHERE, answer_doubt, withdraw_answer
from workbench.indicators.doubt_lines import CHANGES, WEAKENS, WORTH, DoubtLine
from workbench.triangulation.figures import FigureLine
from workbench.tui.commands import command
from workbench.tui.dialogs import Field, Form
from workbench.tui.screen import WorkbenchScreen
from workbench.tui.triangulation.display import read_figure
from workbench.tui.widgets.paper import Block, Look, Part, Run, blank, words
from workbench.tui.widgets.reader import Reader

SIGNS = {CHANGES: "▲", WEAKENS: "▸", WORTH: "·"}
NOT_SHOWN = (
    "This figure is not shown: it is no longer in the project, or its data set is kept out of analysis (g i, then s, says"
    " why). Escape goes back."
)
HELP = "Why it does not change what you write, or how you write it now. It prints wherever the figure does."


def weight_words(doubt: DoubtLine) -> str:
    """The weight of a doubt, as a sign and words."""
    return f"{SIGNS[doubt.weight]} {doubt.weight[:1].upper()}{doubt.weight[1:]}"


def in_brief(doubts: Sequence[DoubtLine], most: int) -> str:
    """The gravest doubts in lines, and how many more there are."""
    lines = [f"{weight_words(one)}: {one.sentence}{_state(one)}" for one in doubts[:most]]
    left = len(doubts) - most
    if left > 0:
        lines.append(f"and {left} more {'doubt' if left == 1 else 'doubts'}: press d")
    return "\n".join(lines)


def _state(doubt: DoubtLine) -> str:
    return f"\n  {'⚠' if doubt.answer.stale else '✓'} {doubt.answer.said}" if doubt.answer else ""


def doubt_blocks(doubts: Sequence[DoubtLine]) -> list[Block]:
    """Every doubt with its answer; each leads to answering it."""
    made: list[Block] = []
    for at, doubt in enumerate(doubts):
        look: Look = "warning" if doubt.weight == CHANGES and doubt.open else ""
        made.append(Block((Run(weight_words(doubt), "title", f"doubt:{at}"),)))
        made.append(words(doubt.sentence, look, indent=2))
        if doubt.answer is None:
            made.append(words("Nobody has answered it yet.", "quiet", indent=2))
        elif doubt.answer.stale:
            made.append(words(f"⚠ {doubt.answer.said}", "warning", indent=2))
        else:
            made.append(words(f"✓ {doubt.answer.said}", "good", indent=2))
        made.append(blank())
    return made


class Answering(WorkbenchScreen):
    """A page with a figure on it, whose doubts can be answered."""

    figure: FigureLine | None = None

    def _marked(self) -> DoubtLine | None:
        """The doubt under the mark, else the gravest that is open, else the first."""
        doubts = self.figure.doubted if self.figure else ()
        kind, _, at = self.query_one(Reader).place.partition(":")
        if kind == "doubt" and int(at) < len(doubts):
            return doubts[int(at)]
        return next((one for one in doubts if one.open), doubts[0] if doubts else None)

    @command("indicators.answer_doubt", "Answer", key="a", footer=True)
    @work(exclusive=True, group="question")
    async def action_answer_doubt(self) -> None:
        """Answer the marked doubt with a reason; it stays, and prints with its answer."""
        figure, doubt = self.figure, self._marked()
        if figure is None or doubt is None:
            return
        given = doubt.answer.text if doubt.answer else ""
        fields = [Field("reason", "The reason", given, lines=4, required=True, help=HELP)]
        if doubt.kind in EVERYWHERE:
            here = f"Only for {figure.area}, {figure.figure.period}"
            ways = (("all", "For every area and time of this indicator"), ("here", here))
            fields.append(Field("where", "It answers it", "all", options=ways))
        prompt = f"{weight_words(doubt)}: {doubt.sentence}"
        answer = await self.app.push_screen_wait(Form("Answer a doubt", fields, prompt=prompt))
        if answer is None:
            return
        with self.attempt("Answer a doubt"), self.project.change("Answer a doubt") as session:
            everywhere = answer.get("where") == "all"
            answer_doubt(session, figure.id, doubt.kind, answer["reason"], everywhere=everywhere)
        self.show_latest()

    @command("indicators.withdraw_answer", "Take the answer back", key="delete")
    def action_withdraw_answer(self) -> None:
        """Take back the answer to the marked doubt; undo gives it again."""
        figure, doubt = self.figure, self._marked()
        if figure is None or doubt is None or doubt.answer is None:
            return
        with self.attempt("Take the answer back"), self.project.change("Take back an answer to a doubt") as session:
            withdraw_answer(session, figure.id, doubt.kind)
        self.show_latest()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Answering needs a doubt, taking back an answer."""
        if action in {"answer_doubt", "withdraw_answer"}:
            doubt = self._marked()
            return True if doubt is not None and (action == "answer_doubt" or doubt.answer is not None) else None
        return super().check_action(action, parameters)

    @on(Reader.Stood)
    def _stood(self, event: Reader.Stood) -> None:
        event.stop()
        self.refresh_bindings()


class DoubtsPage(Answering):
    """Every doubt about one figure, and what people answered."""

    HELP = """\
### Doubts
What makes one careful with a figure, raised by the workbench itself, the gravest first: ▲ changes the sentence that
one would write, ▸ weakens it, · worth knowing. `tab` walks them; `a` or `enter` answers the marked one with a reason.
An answered doubt stays, and prints with its answer; when its numbers change it asks to be looked at again.
`delete` takes an answer back, `escape` goes back.
"""
    room = "indicators"

    def __init__(self, figure_id: int) -> None:
        super().__init__()
        self._figure_id = figure_id

    def compose_room(self) -> ComposeResult:
        """The page."""
        yield Reader(id="doubts-page", classes="pane")

    def on_mount(self) -> None:
        """Read."""
        self.show_latest()
        self.query_one(Reader).focus()

    def show_latest(self) -> None:
        """Draw the doubts as they are now."""
        self.figure = read_figure(self.project, self._figure_id)
        reader = self.query_one(Reader)
        reader.border_title = f"Doubts · {self.figure.area}" if self.figure else "Doubts"
        reader.show(doubts_page(self.figure))
        self.refresh_bindings()

    @on(Reader.Followed)
    def _followed(self, event: Reader.Followed) -> None:
        event.stop()
        self.action_answer_doubt()

    @command("indicators.leave_doubts", "Back", key="escape", footer=True)
    def action_leave_doubts(self) -> None:
        """Go back to where you came from."""
        self.dismiss()


def doubts_page(line: FigureLine | None) -> list[Part]:
    """A figure's sentence and its doubts."""
    if line is None:
        return [words(NOT_SHOWN, "quiet")]
    made: list[Part] = [words(line.described, "title"), words(line.sentence), blank()]
    if not line.doubted:
        made.append(words("The figure itself gives no reason for doubt. That is no proof that there is none.", "quiet"))
    return [*made, *doubt_blocks(line.doubted)]
