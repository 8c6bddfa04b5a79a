"""An area beside its neighbours of a named set: their mean, and each of them with its figure."""

from __future__ import annotations

from collections.abc import Sequence

from textual import work
from textual.app import ComposeResult

from workbench.indicators.observations import Figure, figures
from workbench.indicators.peer_sets import PeerFigure, PeerSetLine, mean_of_peers, peer_figures, peer_sets
from workbench.indicators.sentence import amount, figure_sentence, limit, number, words_for
from workbench.tui.commands import command
from workbench.tui.dialogs import Choice, Choose
from workbench.tui.screen import WorkbenchScreen
from workbench.tui.widgets.paper import Grid, Part, blank, words
from workbench.tui.widgets.reader import Reader

NONE_HERE = "No set of neighbours in this project names any for this area. Bring in a file of them, such as CIPFA's."


class PeersPage(WorkbenchScreen):
    """A figure beside each area that somebody found alike."""

    HELP = """\
### Neighbours
The marked area beside those that a publisher found alike, the most alike first: the mean of those that have a figure,
then each of them. `s` chooses another set of neighbours. `escape` goes back.

Sets come in from files: CIPFA's nearest neighbours, the statistical neighbours of the Department for Education, peers
of the NHS, or a list of your own with columns area_code, neighbour_code, rank.
"""
    room = "indicators"

    def __init__(self, figure: Figure) -> None:
        super().__init__()
        self._figure = figure
        self._set: int | None = None

    def compose_room(self) -> ComposeResult:
        """The page."""
        yield Reader(id="peers", classes="pane")

    def on_screen_resume(self) -> None:
        """Read again what has changed."""
        super().on_screen_resume()
        if self.workbench.project is not None:
            self.show_latest()
        self.query_one("#peers").focus()

    def show_latest(self) -> None:
        """Read the set and the figures of its areas."""
        with self.attempt("Neighbours"), self.project.read() as session:
            sets = peer_sets(session, self._figure.area_code)
            chosen = next((one for one in sets if one.id == self._set), sets[0] if sets else None)
            same = figures(session, indicator_id=self._figure.indicator_id, area=self._figure.area_code)
            self._figure = next((one for one in same if one.id == self._figure.id), self._figure)
            beside = peer_figures(session, chosen.id, self._figure) if chosen else []
            reader = self.query_one("#peers", Reader)
            reader.show(peers_page(self._figure, chosen, beside))
            reader.border_title = f"{self._figure.area} beside its neighbours"
            self._set = chosen.id if chosen else None

    @command("peers.choose_set", "Another set", key="s", footer=True)
    @work(exclusive=True, group="question")
    async def action_choose_set(self) -> None:
        """Choose which publisher's neighbours stand beside the area."""
        with self.project.read() as session:
            sets = peer_sets(session, self._figure.area_code)
        choices = [Choice(str(one.id), one.name, note=one.said) for one in sets]
        if not choices:
            self.notify(NONE_HERE, title="Neighbours", markup=False)
            return
        answer = await self.app.push_screen_wait(Choose("Whose neighbours?", choices, note_lines=1))
        if isinstance(answer, Choice):
            self._set = int(answer.key)
            self.show_latest()

    @command("peers.leave_page", "Back", key="escape", footer=True)
    def action_leave_page(self) -> None:
        """Go back to the indicators."""
        self.dismiss()


def peers_page(figure: Figure, chosen: PeerSetLine | None, beside: Sequence[PeerFigure]) -> list[Part]:
    """The page: the figure, the mean of its neighbours, then each of them."""
    made: list[Part] = [words(figure_sentence(figure)), blank()]
    if chosen is None:
        return [*made, words(NONE_HERE, "quiet")]
    made += [words(chosen.name, "title"), words(_source(chosen, len(beside)), "quiet"), blank()]
    made += [words(mean_said(figure, beside)), blank()]
    rows = tuple(tuple((words(cell),) for cell in _row(figure, one)) for one in beside)
    return [*made, Grid(("Neighbour", "Figure", "95 % interval", "Beside here"), rows, (1, 1, 1, 1), ruled=False)]


def _source(chosen: PeerSetLine, count: int) -> str:
    source = ", ".join(filter(None, (chosen.publisher, chosen.year)))
    named = f"{count} neighbour{'' if count == 1 else 's'} of this area"
    return f"{source} · {named}" if source else named


def mean_said(figure: Figure, beside: Sequence[PeerFigure]) -> str:
    """The mean of the neighbours in a sentence, with how many have a figure of the same time."""
    mean = mean_of_peers(beside)
    known = sum(one.figure is not None and one.figure.value is not None for one in beside)
    if mean is None:
        return f"None of these {len(beside)} has a figure for {figure.period}."
    some = f"The {known} neighbour{'' if known == 1 else 's'}"
    whose = some if known == len(beside) else f"The {known} of {len(beside)} neighbours with a figure"
    have = "has" if known == 1 else "have"
    here = f"; {figure.area} has {number(figure.value)}" if figure.value is not None else ""
    each = " in the mean, each area counting once" if known > 1 else ""
    return f"{whose} {have} {amount(mean, figure.unit)}{each}{here}."


def _row(figure: Figure, one: PeerFigure) -> tuple[str, ...]:
    name = f"{one.rank}  {one.name}" if one.rank is not None else one.name
    there = one.figure
    if there is None:
        return name, "no figure for this time", "", ""
    interval = (
        f"{limit(there.lower)} to {limit(there.upper)}" if there.lower is not None and there.upper is not None else ""
    )
    return name, words_for(there), interval, standing(figure, there)


def standing(here: Figure, there: Figure) -> str:
    """How a neighbour's figure stands to that of here: told apart by intervals that do not overlap, or not."""
    if there.value is None or here.value is None:
        return ""
    if None in (here.lower, here.upper, there.lower, there.upper):
        return "no interval to tell"
    if (there.lower or 0.0) > (here.upper or 0.0):
        return "higher than here"
    return "lower than here" if (there.upper or 0.0) < (here.lower or 0.0) else "not told apart"
