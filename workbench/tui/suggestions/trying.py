"""The part of Review that tries the machine: reading blind, and how well it does."""

from __future__ import annotations

from textual import work

from workbench.desk.suggesting.blind import draw_sample
from workbench.suggestions.blind_answering import due
from workbench.suggestions.precision import Outcome, outcomes, right_so_far
from workbench.suggestions.review import SuggestionLine
from workbench.tui.commands import command
from workbench.tui.screen import WorkbenchScreen


class Trying(WorkbenchScreen):
    """Mixed into Review."""

    _tried_at = -1
    _tried: tuple[Outcome, ...] = ()
    _due = ""

    def _read_tried(self) -> None:
        """Read what blind samples have said, if the project moved since it was read."""
        at = self.project.latest_change()
        if at != self._tried_at:
            self._tried_at = at
            with self.project.read() as session:
                self._tried, self._due = tuple(outcomes(session)), due(session).in_words

    def with_blind(self, said: str) -> str:
        """Review's line with what is to be read blind, where something is."""
        self._read_tried()
        return " · ".join(part for part in (said, self._due) if part)

    def right_so_far(self, line: SuggestionLine) -> str:
        """How often a code of this likelihood was right in the blind samples; empty where none was tried."""
        self._read_tried()
        return right_so_far(self._tried, line.code_id, line.likelihood)

    @command("review.read_blind", "Read blind", key="B")
    def action_read_blind(self) -> None:
        """Code passages drawn at random without sight of what is proposed, so that one knows how often it is right."""
        from workbench.tui.suggestions.blind_page import BlindPage

        with self.project.read() as session:
            waiting = due(session).waiting
        if waiting is not None:
            self.app.push_screen(BlindPage())
        elif self.workbench.work is not None and not self.workbench.work.finished:
            self.notify("Something is being worked on already; wait, or stop it with escape.", title="Read blind")
        else:
            self._draw()

    @work(thread=True, exclusive=True, group="suggest")
    def _draw(self) -> None:
        app = self.workbench
        going_on = app.call_from_thread(app.begin_work, "Drawing passages to read blind", total=1.0)

        def told(share: float, what: str) -> None:
            if not going_on.stopping:
                going_on.progress(share, note=what)

        with self.attempt("Read blind") as tried:
            draw_sample(self.project, progress=told, cancelled=lambda: going_on.stopping, worker=app.worker)
        app.call_from_thread(app.end_work)
        if not tried.failed:
            app.call_from_thread(self._drawn)

    def _drawn(self) -> None:
        from workbench.tui.suggestions.blind_page import BlindPage

        if self.is_current:
            self.app.push_screen(BlindPage())
        else:
            self.notify("Passages to read blind are drawn: B in Review.", title="Read blind")

    @command("review.how_well", "How well it does", key="W")
    def action_how_well(self) -> None:
        """See what was made of the suggestions, and how often the machine was right in the blind samples."""
        from workbench.tui.suggestions.how_well import HowWellPage

        self.app.push_screen(HowWellPage())
