"""Summing up: what is made of the whole, or of what each source adds, and of a row of a display, asked for in a form."""

from __future__ import annotations

from textual import work

from workbench.triangulation.displays.drawing import draw
from workbench.triangulation.displays.notes import write_note
from workbench.triangulation.displays.shown import Shown, ShownRow
from workbench.triangulation.protocol.assessments import assessments, remove_assessment, tally, write_assessment
from workbench.triangulation.protocol.completeness import completeness
from workbench.triangulation.protocol.convergence import FITS
from workbench.triangulation.protocol.matrix import matrix
from workbench.tui.dialogs import Field, Form
from workbench.tui.screen import WorkbenchScreen
from workbench.tui.triangulation import pages
from workbench.tui.triangulation.judging import Judging


class SummingUp(Judging):
    """A screen of this room on which what is made of several things together can be written anew."""

    @work(exclusive=True, group="question")
    async def sum_up(self, kind: str, about: str) -> None:
        """Ask for what is made of the whole, of the project or of one research question."""
        with self.project.read() as session:
            of = matrix(session)
            there = next((one for one in assessments(session, of) if (one.kind, one.about) == (kind, about)), None)
        rows = [row for row in of.rows if not about or row.about == about]
        if kind == "whole":
            title, told = "The whole", tally(rows).sentence
        else:
            title, told = "What each source adds", "\n".join(one.words for one in completeness(of).sources)
        answer = await self.app.push_screen_wait(
            Form(
                f"{title}: {about or 'the project'}",
                [Field("text", "What you make of it", there.text if there else "", lines=7)],
                prompt=f"{there.cause}\n{told}" if there and there.cause else told,
            )
        )
        if answer is None:
            return
        with self.attempt("Sum up"), self.project.change("Sum up") as session:
            if answer["text"] or there is None:
                write_assessment(session, answer["text"], kind=kind, about=about)
            else:
                remove_assessment(session, there.id)
        self.show_latest()

    @work(exclusive=True, group="question")
    async def note_row(self, display_id: int, about: str) -> None:
        """Ask anew for what we make of a row of a display together."""
        with self.project.read() as session:
            shown = draw(session, display_id)
        row = next((one for one in shown.rows if one.about == about), None)
        if row is None:
            self.say("The display has no such row any more.", "What we make of it together")
        else:
            await ask_together(self, shown, row)
            self.show_latest()


async def ask_together(screen: WorkbenchScreen, shown: Shown, row: ShownRow) -> bool:
    """Ask what we make of a row together, with what changed since; whether it was written. Run it inside a worker."""
    fits = tuple((key, pages.FITS[key]) for key in ("", *FITS))
    fields = [
        Field("together", "What we make of it together", row.together, lines=5, required=True),
        Field("fit", "And so", row.fit, options=fits),
    ]
    answer = await screen.app.push_screen_wait(Form(row.name, fields, prompt=row.cause))
    if answer is None:
        return False
    with (
        screen.attempt("Together") as tried,
        screen.project.change("Write what we make of it together") as session,
    ):
        write_note(session, shown, row.about, answer["together"], answer["fit"])
    return not tried.failed
