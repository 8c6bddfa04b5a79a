"""A version of a brief as it was kept, to read and to print again."""

from __future__ import annotations

from asyncio import to_thread

from textual import work

from workbench.desk.briefs.kept_versions import VersionRead, look_at, write_version
from workbench.desk.door.leaving import heading
from workbench.tui.briefs import reading
from workbench.tui.commands import command
from workbench.tui.dialogs import Field, Form
from workbench.tui.leaving import may_go
from workbench.tui.triangulation.evidence import Page
from workbench.tui.widgets.paper import Part, words


class VersionPage(Page):
    """A brief as it stood when it was decided on."""

    HELP = """\
### A kept version
The page as it was before those who decided; it does not change, whatever the brief says by now. `tab` walks its
references, `enter` goes to the evidence as it was. `w` writes it to a file: a page, a Word file or Markdown, as it was.
`escape` goes back.
"""
    room = "briefs"

    def __init__(self, version_id: int) -> None:
        super().__init__()
        self._version_id = version_id
        self._read: VersionRead | None = None

    def read_page(self) -> list[Part]:
        """The kept page, with what was taken out of it since."""
        with self.attempt("Kept version"):
            self._read = look_at(self.project, self._version_id)
            name = self._read.line.name
            self.page_title = f"{name[:1].upper()}{name[1:]}"
            return [*_about(self._read), *reading.parts_of(self._read.page, {})]
        return [words("This version cannot be shown.", "quiet")]

    def follow_place(self, to: str) -> None:
        """Go to the evidence as it was kept."""
        self.reader.go_to(to)

    @command("briefs.print_version", "Write to file", key="w", footer=True)
    @work(exclusive=True, group="question")
    async def action_print_version(self) -> None:
        """Write the version to a file, for the readers it was kept for."""
        if self._read is None:
            return
        line = self._read.line
        name = f"{self.project.path.stem}-version-{line.number}.html"
        where = str(self.project.path.with_name(name))
        field = Field("path", "Where", where, "It ends in .html, .docx or .md.", required=True)
        answer = await self.app.push_screen_wait(Form("Write it as it was kept", [field]))
        if answer is None:
            return
        out = await may_go(self, answer["path"], line.audience, "This version")
        if out is None:
            return
        with self.attempt("Write to file"):
            taken = await to_thread(write_version, self.project, line.id, out)
            self.notify(taken.sentence, title="Written", timeout=12, markup=False)


def _about(read: VersionRead) -> list[Part]:
    """When it was kept, by whom, for whom, its fingerprint, and what is not in it any more."""
    line = read.line
    said = f"{heading(line.audience)}. Kept by {line.who}. Fingerprint (SHA-256) {line.content}."
    return [words(said, "quiet"), *(words(f"⚠ {one}", "warning") for one in read.said)]
