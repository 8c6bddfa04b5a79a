"""A version of a brief as it was kept, to read and to print again."""

from __future__ import annotations

from asyncio import to_thread
from pathlib import Path

from textual import work

from workbench.briefs.versions import VersionLine
from workbench.desk.briefs.kept_versions import read_version, write_version
from workbench.desk.door.leaving import heading
from workbench.tui.briefs import reading
from workbench.tui.commands import command
from workbench.tui.dialogs import Field, Form
from workbench.tui.leaving import may_leave
from workbench.tui.triangulation.evidence import Page
from workbench.tui.widgets.paper import Part, words


class VersionPage(Page):
    """A brief as it stood when it was decided on."""

    HELP = """\
### A kept version
The page as it was before those who decided; it does not change, whatever the brief says by now. `tab` walks its
references, `enter` goes to the evidence as it was. `w` prints it again. `escape` goes back.
"""
    room = "briefs"

    def __init__(self, version_id: int) -> None:
        super().__init__()
        self._version_id = version_id
        self._line: VersionLine | None = None

    def read_page(self) -> list[Part]:
        """The kept page, with what was taken out of it since."""
        with self.attempt("Kept version"):
            self._line, page = read_version(self.project, self._version_id)
            self.page_title = self._line.name[:1].upper() + self._line.name[1:]
            return [*_about(self._line), *reading.parts_of(page, {})]
        return [words("This version cannot be shown.", "quiet")]

    def follow_place(self, to: str) -> None:
        """Go to the evidence as it was kept."""
        self.reader.go_to(to)

    @command("briefs.print_version", "Print it again", key="w", footer=True)
    @work(exclusive=True, group="question")
    async def action_print_version(self) -> None:
        """Write the version to a file, for the readers it was kept for."""
        line = self._line
        if line is None:
            return
        name = f"{self.project.path.stem}-version-{line.number}.html"
        field = Field(
            "path", "Where", str(self.project.path.with_name(name)), "It ends in .html or .md.", required=True
        )
        answer = await self.app.push_screen_wait(Form("Print it again", [field]))
        if answer is None or not await may_leave(self, line.audience, "This version"):
            return
        with self.attempt("Print it again"):
            taken = await to_thread(write_version, self.project, line.id, Path(answer["path"]).expanduser())
            self.notify(taken.sentence, title="Written", timeout=12, markup=False)


def _about(line: VersionLine) -> list[Part]:
    """When it was kept, by whom, for whom, and its fingerprint."""
    said = f"{heading(line.audience)}. Kept by {line.who}. Fingerprint (SHA-256) {line.content}."
    return [words(said, "quiet"), *([words(f"⚠ {line.amended}", "warning")] if line.amended else [])]
