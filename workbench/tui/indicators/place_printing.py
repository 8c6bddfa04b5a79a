"""Writing a place on one A4 page: for whom, to which file, and where it lies then."""

from __future__ import annotations

from pathlib import Path

from textual import work

from workbench.desk.places.page import Figures
from workbench.governance.audiences import audiences
from workbench.tui.commands import command
from workbench.tui.dialogs import Confirm, Field, Form
from workbench.tui.leaving import may_leave, reader
from workbench.tui.screen import WorkbenchScreen


class PlacePrinting(WorkbenchScreen):
    """A page of a place that can be printed."""

    area_code: str
    figures: Figures | None

    @command("place.print", "Print", key="P", footer=True)
    @work(exclusive=True, group="question")
    async def action_print(self) -> None:
        """Write the place on one A4 page, as an HTML file to print from a browser."""
        if self.figures is None:
            return
        name = self.figures.place.name
        with self.project.read() as session:
            listed = audiences(session)
        stem = "-".join(name.casefold().replace("’", "").split())
        where = self.project.path.with_name(f"{self.project.path.stem}-{stem}.html")
        fields = [
            Field(
                "audience",
                "Who will read this?",
                options=tuple((one.name, reader(one.name)) for one in listed),
                notes=tuple(one.description for one in listed),
            ),
            Field("path", "Where", str(where), "It ends in .html.", required=True, check=_ending),
        ]
        answer = await self.app.push_screen_wait(Form(f"{name} on one page", fields, keep="Write it"))
        if answer is None:
            return
        out = self.project.path.parent / Path(answer["path"]).expanduser()
        if await self._may_write_over(out) and await may_leave(self, answer["audience"], "This page"):
            self._write(out, answer["audience"])

    @work(thread=True, exclusive=True, group="printing")
    def _write(self, out: Path, audience: str) -> None:
        """Write it beside the person, and say where it lies."""
        from workbench.desk.places.paper import write_place

        with self.attempt("Print"):
            taken = write_place(self.project, out, self.area_code, audience=audience)
            said = f"{taken.sentence} It lies in {out.parent.resolve()}."
            self.app.call_from_thread(self.notify, said, title="Ready to print", timeout=20, markup=False)

    async def _may_write_over(self, out: Path) -> bool:
        """Ask before a file that is there is written anew."""
        if not out.is_file():
            return True
        said = f"{out.name} is in {out.parent.resolve()} already. Written anew, what is in it now is gone; undo does not bring it back."
        answer = await self.app.push_screen_wait(
            Confirm("There already", said, yes="Write it anew", no="Leave it as it is")
        )
        return answer is True


def _ending(typed: str) -> str | None:
    return None if Path(typed).suffix.lower() in {".html", ".htm"} else "End the name in .html."
