"""The page of a place: its figures left, what people from there say right, the topics where both meet between."""

from __future__ import annotations

import time

from textual import on, work
from textual.app import ComposeResult
from textual.worker import get_current_worker

from workbench.desk.door.door import Door
from workbench.desk.places.page import Around, Figures, read_around, read_figures
from workbench.errors import WorkbenchError
from workbench.governance.audiences import TEAM
from workbench.tui.commands import command
from workbench.tui.indicators.place_page import READING, heading, place_page
from workbench.tui.indicators.place_printing import PlacePrinting
from workbench.tui.screen import Here
from workbench.tui.widgets.paper import words
from workbench.tui.widgets.reader import Reader

FIRST = 4
"""So many indicators are read before the page is shown, as many as are in sight; the others follow."""
PAINTING = 0.1
"""Seconds that are left to the painting of the first ones before the others are read."""


class PlaceScreen(PlacePrinting):
    """One area with all that is known of it."""

    HELP = """\
### A place
Left what the figures say, right what people say whose place it is, between them the topics in which either speaks.
Below: what nobody knows, what is planned that touches it, of a county its districts, and sentences of the team that
would stick to the place. Beside a figure its doubts: ▲ changes the sentence, ▸ weakens it, · worth knowing, in
brackets where somebody answered.

`tab` walks figures, topics and passages, `enter` goes down to one. `P` writes the place on one A4 page. `ctrl+l` goes
to another place, from anywhere. `escape` goes back to where you were.
"""
    room = "indicators"

    def __init__(self, area_code: str) -> None:
        super().__init__()
        self.area_code = area_code
        self.figures: Figures | None = None
        self._around: Around | None = None
        self._seen = -1

    def compose_room(self) -> ComposeResult:
        """The page."""
        yield Reader(id="place", classes="pane")

    def on_screen_resume(self) -> None:
        """Read again what another room has changed."""
        super().on_screen_resume()
        if self.workbench.project is not None and self.project.latest_change() != self._seen:
            self.show_latest()
        self.query_one("#place").focus()

    def show_place(self, area_code: str) -> None:
        """Show another place, from its top."""
        self.area_code, self.figures, self._around = area_code, None, None
        self.query_one("#place", Reader).show([words(READING, "quiet")], top=True)
        self.show_latest()

    def show_latest(self) -> None:
        """Read the place."""
        self._seen = self.project.latest_change()
        self._read(self.area_code, again=self._around is not None)

    @work(thread=True, exclusive=True, group="place")
    def _read(self, code: str, *, again: bool) -> None:
        """Read beside the person: first the figures that are in sight, then everything; a page that is up stays till then."""
        here = get_current_worker()
        try:
            with self.project.read() as session:
                at = Door(session, TEAM)
                figures = read_figures(at, code, most=None if again else FIRST)
                if not again and not here.is_cancelled:
                    self.app.call_from_thread(self._show, code, figures, None)
                    time.sleep(PAINTING)
                if len(figures.place.indicators) < len(figures.indicators) and not here.is_cancelled:
                    figures = read_figures(at, code)
                    if not again and not here.is_cancelled:
                        self.app.call_from_thread(self._show, code, figures, None)
                around = None if here.is_cancelled else read_around(at, figures)
        except WorkbenchError as refusal:
            self.app.call_from_thread(self._refused, str(refusal))
            return
        if not here.is_cancelled:
            self.app.call_from_thread(self._show, code, figures, around)

    def _refused(self, why: str) -> None:
        self.figures = self._around = None
        self.query_one("#place", Reader).show([words(why, "warning"), words("Escape goes back.", "quiet")], top=True)

    def _show(self, code: str, figures: Figures, around: Around | None) -> None:
        if code == self.area_code:
            self.figures, self._around = figures, around
            self._draw()

    def on_resize(self) -> None:
        """Side by side where there is room, one below the other where there is not."""
        self._draw()

    def _draw(self) -> None:
        if not self.is_mounted:
            return
        reader = self.query_one("#place", Reader)
        if self.figures is None:
            reader.show([words(READING, "quiet")])
            return
        reader.show(place_page(self.figures, self._around, stacked=self.app.size.width < 100))
        reader.border_title = heading(self.figures)

    @on(Reader.Followed)
    def _followed(self, event: Reader.Followed) -> None:
        event.stop()
        from workbench.tui.triangulation.evidence import go

        kind, _, rest = event.to.partition(":")
        if kind == "brief":
            self.workbench.open_brief(int(rest))
        else:
            go(self, event.to)

    def evidence_here(self) -> Here | None:
        """What the marked place leads down to."""
        from workbench.tui.triangulation.evidence import here_at

        return here_at(self.query_one(Reader).place)

    @command("place.leave_page", "Back", key="escape", footer=True)
    def action_leave_page(self) -> None:
        """Go back to where you were."""
        self.dismiss()
