"""One sentence of a brief, marked where it stands on the brief's page, over whatever led there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.briefs.cited_by import CitedLine
from workbench.rows import NotInProjectError
from workbench.tui.briefs import reading
from workbench.tui.briefs.reading import BriefRead
from workbench.tui.commands import command
from workbench.tui.triangulation.evidence import Page
from workbench.tui.widgets.paper import Grid, Part, Rule, Run, words

_ROWS = {"problem": "Evidence for the problem", "option works": "Evidence that it works"}
_ABOVE = 6
"""So many lines above what is marked stay in sight, so that the sentence is read whole."""
NOT_SHOWN = "The brief rests on this, but its page does not show it: it is held back, or was shortened away."


class SentencePage(Page):
    """A brief's page, with the sentence that somebody came for marked."""

    HELP = """\
### A sentence in its brief
The brief as the team reads it; the mark stands where the sentence cites what you came from. `tab` walks on, `enter`
goes down to the evidence, `b` opens the brief in Briefs to work on it. `escape` comes back to where you were.
"""
    room = "briefs"

    def __init__(self, line: CitedLine) -> None:
        super().__init__()
        self._line = line
        self._come = False

    def read_page(self) -> list[Part]:
        """The brief as it stands."""
        read: BriefRead | None = None
        with self.attempt("A brief") as tried:
            read = reading.read_brief(self.project, self._line.brief_id)
        if tried.failed or read is None:
            return [words(str(NotInProjectError()), "quiet")]
        self.page_title = f"{self._line.brief} · {self._line.stands}".replace("[", "\\[")
        made = reading.page_parts(read)
        if not self._come:
            self._come = True
            self.call_after_refresh(self._stand_on, place_of(made, read, self._line))
        return made

    def _stand_on(self, at: int | None) -> None:
        """Put the mark where the sentence stands, with what is above it."""
        if at is None:
            self.notify(NOT_SHOWN, title="Up to briefs")
            return
        self.reader.here = at
        self.reader.scroll_to(y=max(0, self.reader.laid.stops[at].line - _ABOVE), animate=False)

    def follow_place(self, to: str) -> None:
        """Down to the evidence, or to another part of the page."""
        if to.startswith(("entry:", "section:")):
            self.reader.go_to(to.removeprefix("section:"))
        else:
            super().follow_place(to)

    @command("sentence.open_brief", "Open in Briefs", key="b", footer=True)
    def action_open_brief(self) -> None:
        """Open the brief in its room, to work on it."""
        self.workbench.open_brief(self._line.brief_id)


def place_of(parts: Sequence[Part], read: BriefRead, line: CitedLine) -> int | None:
    """The number of the place on a brief's page where a line is cited: in its option's column, else the first of it.

    None where the page does not show it.
    """
    key = _key_of(read, line)
    option = line.option.partition(" ")[0]
    first = None
    for at, (run, column, row) in enumerate(_places(parts)):
        if run.text != f"[{key}]":
            continue
        if not option or (column.split(" ")[0] == option and row == _ROWS.get(line.supports)):
            return at
        first = at if first is None else first
    return first


def _key_of(read: BriefRead, line: CitedLine) -> str:
    """The reference by which the page names what a line cites: F1, Q2, D3."""
    if line.kind == "quote":
        return next((one.key for one in read.page.annex if one.kind == "quote" and one.thing_id == line.thing_id), "")
    thing = line.thing_id
    if line.kind == "objective":
        starts = {one.id: one.observation_id for one in read.contents.appraisal.objectives}
        thing = starts.get(line.thing_id) or 0
    leads = f"{'finding' if line.kind == 'finding' else 'figure'}:{thing}"
    cited = {one.key for one in read.page.annex}
    return next((key for key, to in read.leads.items() if to == leads and key in cited), "")


def _places(parts: Sequence[Part]) -> Iterator[tuple[Run, str, str]]:
    """Every place of a page in its order, with the title of its column and of its row in a table."""
    for part in parts:
        if isinstance(part, Rule):
            continue
        if not isinstance(part, Grid):
            yield from ((run, "", "") for run in part.runs if run.to)
            continue
        for row in part.rows:
            named = "".join(run.text for block in row[0] for run in block.runs)
            for title, cell in zip(part.titles, row, strict=True):
                yield from ((run, title, named) for block in cell for run in block.runs if run.to)
