"""The page on which one sees how far coders agree, code by code; enter goes down to the places that differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from textual import on, work
from textual.app import ComposeResult
from textual.widgets import Static
from textual.worker import get_current_worker

from workbench.coding.agreement import NOBODY, AgreementLine, Together, lines_of, read_together, why_not_shown
from workbench.coding.blind import reads_blind, unfinished
from workbench.coding.comparison import compare
from workbench.coding.disagreements import Open, open_places
from workbench.project.file import Project
from workbench.tui.coding import agreement_words as said
from workbench.tui.commands import command
from workbench.tui.dialogs import Choice, Choose
from workbench.tui.keeping_up import KeepsUp
from workbench.tui.widgets.rows import Column, RowLine, Rows, Tone

HIDDEN = (
    "You read blind: what others coded in documents that you have not finished is left out of the places to settle."
)


@dataclass(frozen=True, slots=True)
class Compared:
    """What the page shows: who can be compared, who is, and how far they agree; or why not."""

    why_not: str = ""
    together: tuple[Together, ...] = ()
    chosen: Together | None = None
    lines: tuple[AgreementLine, ...] = ()
    places: Mapping[int, Open] = field(default_factory=dict)
    blind: bool = False


def read_agreement(project: Project, chosen: tuple[int, ...] | None, *, rolled_up: bool) -> Compared:
    """Compare the chosen coders; those who have read most in common, this coder among them, unless told or if these no longer can be."""
    with project.read() as session:
        why_not = why_not_shown(session)
        if why_not:
            return Compared(why_not)
        everybody = compare(session, rolled_up=rolled_up)
        together = tuple(read_together(everybody))
        if not together:
            return Compared(NOBODY)
        here = next((one for one in together if one.coder_ids == chosen), _first(together, project.coder))
        compared = everybody.among(here.coder_ids)
        lines = tuple(lines_of(session, compared))
        places: Mapping[int, Open] = {}
        if len(here.coder_ids) == 2:
            places = open_places(
                session, compare(session, here.coder_ids) if rolled_up else compared, without=unfinished(session)
            )
        return Compared("", together, here, lines, places, reads_blind(session))


class AgreementPage(KeepsUp):
    """How far coders agree, a line a code."""

    HELP = """\
### Agreement
Compared is only what people have read in common; a passage read without a code is a judgement too. `c` chooses whose
coding is compared. `enter` on a code lists the places where two of them differ, to settle them; on the first line it
lists those of every code. `s` lists what was settled. `u` counts a code for the codes above it too.

Alpha is 1 where people always do the same and 0 where chance would do as well. From 0.8 on one may rely on a code;
from 0.67 conclusions stay careful; below, draw none. Settling changes no coding, and so not these figures.
"""
    room = "coding"
    DEFAULT_CSS = """
    AgreementPage #agreement-said { height: auto; max-height: 5; padding: 0 1; }
    AgreementPage #agreement-means { height: 5; padding: 0 1; border-top: solid $rule; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._compared = Compared()
        self._chosen: tuple[int, ...] | None = None
        self._rolled_up = False

    def compose_room(self) -> ComposeResult:
        """A sentence, the codes, and what the one under the highlight means."""
        yield Static("Comparing …", id="agreement-said", markup=False)
        yield Rows(
            Column("Code", share=3, wrap=2, least=18),
            Column("Read", width=7, align="right", gives_way=2),
            Column("The same", width=22, gives_way=3),
            Column("How far it holds", share=4, wrap=2, least=28),
            Column("They differ in", width=20, wrap=2, gives_way=1),
            empty="There is nothing to compare.",
            id="agreement-rows",
            classes="pane",
        )
        yield Static("", id="agreement-means", markup=False)

    def on_mount(self) -> None:
        """Name the pane."""
        self.query_one("#agreement-rows").border_title = "Agreement"
        self.query_one("#agreement-rows", Rows).focus_list()

    def show_latest(self) -> None:
        """Compare as things are now."""
        self._seen = self.project.latest_change()
        self._compare(self.project, self._chosen, self._rolled_up)

    @work(thread=True, exclusive=True, group="compare")
    def _compare(self, project: Project, chosen: tuple[int, ...] | None, rolled_up: bool) -> None:
        """Compare beside the person."""
        found = read_agreement(project, chosen, rolled_up=rolled_up)
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._show, found)

    def _show(self, found: Compared) -> None:
        if not self.is_mounted:
            return
        self._compared = found
        above, rows = self.query_one("#agreement-said", Static), self.query_one("#agreement-rows", Rows)
        if found.chosen is None:
            above.update(found.why_not)
            rows.show([])
            self.query_one("#agreement-means", Static).update("")
            return
        *codes, whole = found.lines
        told = said.heading(found.chosen, whole, rolled_up=self._rolled_up)
        above.update(f"{told} {HIDDEN}" if found.blind else told)
        every = Open(*(sum(getattr(one, cell) for one in found.places.values()) for cell in ("places", "settled")))
        used = [line for line in codes if line.used]
        listed = [_row(whole, every), *(_row(line, found.places.get(line.code_id or 0)) for line in used)]
        rows.show([*listed, *(_row(line, None) for line in codes if not line.used)])
        self._mean()

    @on(Rows.RowHighlighted, "#agreement-rows")
    def _highlighted(self) -> None:
        self._mean()

    def _mean(self) -> None:
        """Say what the line under the highlight means."""
        line = self._line()
        self.query_one("#agreement-means", Static).update(said.meaning(line) if line else "")

    def _line(self) -> AgreementLine | None:
        row = self.query_one("#agreement-rows", Rows).current
        return next((one for one in self._compared.lines if row and row.key == str(one.code_id or 0)), None)

    @on(Rows.RowChosen, "#agreement-rows")
    def _chosen_code(self, event: Rows.RowChosen) -> None:
        """Go down to the places that differ."""
        from workbench.tui.coding.differing import DifferingPage

        here = self._compared.chosen
        if here is None:
            return
        if len(here.coder_ids) != 2:
            self.notify("Choose two of them (c) to go through the places where they differ.", title="Agreement")
            return
        code = int(event.key) or None
        places = [one for key, one in self._compared.places.items() if code in (None, key)]
        if not places:
            self.notify(f"{said.named(here.coders)} do not differ here.", title="Agreement", markup=False)
            return
        self.app.push_screen(DifferingPage((here.coder_ids[0], here.coder_ids[1]), code))

    @command("agreement.choose_coders", "Coders", key="c", footer=True)
    @work(exclusive=True, group="question")
    async def action_choose_coders(self) -> None:
        """Choose whose coding is compared."""
        together = self._compared.together
        if len(together) < 2:
            self.notify("Only two people have read the same passages so far." if together else NOBODY, title="Coders")
            return
        choices = [Choice(one.coder_ids, f"{said.named(one.coders)} · {said.passages(one.units)}") for one in together]
        answer = await self.app.push_screen_wait(Choose("Whose coding", choices))
        if isinstance(answer, Choice):
            self._chosen = answer.key
            self.show_latest()

    @command("agreement.show_settled", "Settled", key="s", footer=True)
    def action_show_settled(self) -> None:
        """List what was settled."""
        from workbench.tui.coding.settled import SettledPage

        self.app.push_screen(SettledPage())

    @command("agreement.roll_up", "Codes above", key="u", footer=True)
    def action_roll_up(self) -> None:
        """Count a code for the codes above it too, or no longer."""
        self._rolled_up = not self._rolled_up
        self.show_latest()

    @command("agreement.leave_page", "Back", key="escape", footer=True)
    def action_leave_page(self) -> None:
        """Go back to coding."""
        self.dismiss()


def _first(together: tuple[Together, ...], coder: str) -> Together:
    """Those two who have read most in common, this coder among them if they have read with anybody."""
    return next((one for one in together if coder in one.coders and len(one.coders) == 2), together[0])


def _row(line: AgreementLine, places: Open | None) -> RowLine:
    """One line of the list."""
    tone: Tone = "" if line.used else "quiet"
    if line.code_id is None:
        tone = "title"
    cells = (line.code, f"{line.units:,}", said.same(line), said.holds(line), said.differing(places))
    return RowLine(str(line.code_id or 0), cells, tone)
