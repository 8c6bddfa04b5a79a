"""Printing from the coding room: which paper, for whom, to which file, and where it lies then."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work

from workbench.governance.audiences import audiences
from workbench.tui.coding.writing import Writing
from workbench.tui.commands import command
from workbench.tui.dialogs import Choice, Choose, Confirm, Field, Form
from workbench.tui.governance.withdrawing import aside
from workbench.tui.leaving import may_leave, reader

if TYPE_CHECKING:
    from workbench.desk.leaving import Taken
    from workbench.sources.document_list import DocumentLine


@dataclass(frozen=True, slots=True)
class Printed:
    """What somebody wants on paper: which one, of which documents, with the codings or not."""

    paper: str
    documents: tuple[str, ...] = ()
    codes: bool = False


class Printing(Writing):
    """The part of the coding room that prints."""

    @command("coding.print", "Print", key="P")
    @work(exclusive=True, group="question")
    async def action_print(self) -> None:
        """Print the transcript, the quotes by theme, the codebook or the framework matrix, as a Word or HTML file."""
        choices = papers_offered(self.sheet.document if self.sheet else None)
        chosen = await self.app.push_screen_wait(Choose("Print what?", choices, note_lines=2))
        if not isinstance(chosen, Choice):
            return
        wanted = chosen.key
        with self.project.read() as session:
            readers = [(one.name, reader(one.name)) for one in audiences(session)]
            notes = [one.description for one in audiences(session)]
        where = self.project.path.with_name(f"{self.project.path.stem}-{_stem(wanted)}.docx")
        answer = await self.app.push_screen_wait(
            Form(
                chosen.name,
                [
                    Field("audience", "Who will read this?", options=tuple(readers), notes=tuple(notes)),
                    Field("path", "Where", str(where), "It ends in .docx or .html.", required=True, check=_ending),
                ],
                keep="Write it",
            )
        )
        if answer is None:
            return
        out = self.project.path.parent / Path(answer["path"]).expanduser()
        if await self._may_write_over(out) and await may_leave(self, answer["audience"], "This paper"):
            await self._print(wanted, out, answer["audience"])

    async def _print(self, wanted: Printed, out: Path, audience: str) -> None:
        """Write it beside the person, and say where it lies."""
        from workbench.desk.paper.writing import write_paper

        project = self.project
        taken: Taken | None = await aside(
            self,
            "Printing",
            lambda say: write_paper(
                project,
                out,
                wanted.paper,
                audience=audience,
                documents=wanted.documents,
                codes=wanted.codes,
                progress=say,
            ),
        )
        if taken is not None:
            said = f"{taken.sentence} It lies in {out.parent.resolve()}."
            self.notify(said, title="Ready to print", timeout=20, markup=False)

    async def _may_write_over(self, out: Path) -> bool:
        """Ask before a file that is there is written anew."""
        if not out.is_file():
            return True
        said = f"{out.name} is in {out.parent.resolve()} already. Written anew, what is in it now is gone; undo does not bring it back."
        answer = await self.app.push_screen_wait(
            Confirm("There already", said, yes="Write it anew", no="Leave it as it is")
        )
        return answer is True


def papers_offered(here: DocumentLine | None) -> list[Choice[Printed]]:
    """What can be printed; the document on the desk first."""
    found: list[Choice[Printed]] = []
    if here is not None:
        name = here.title or here.name
        found = [
            Choice(
                Printed("transcript", (here.name,)), "This transcript", f"{name}: numbered turns, room for a pencil."
            ),
            Choice(
                Printed("transcript", (here.name,), codes=True),
                "This transcript with its codes",
                f"{name}: the codes stand in the margin.",
            ),
        ]
    return [
        *found,
        Choice(Printed("transcript"), "Every transcript", "Each on pages of its own, with room for a pencil."),
        Choice(Printed("quotes"), "Quotes by theme", "Each theme with its quotes; the evidence against it at its end."),
        Choice(Printed("codebook"), "Codebook", "Every code with what it means, when it applies and when not."),
        Choice(Printed("matrix"), "Framework matrix", "People down, codes across, on A3: what each person said."),
        Choice(
            Printed("transparency"),
            "Transparency record",
            "A draft, filled from how a machine was used here; the rest is marked to fill in.",
        ),
        Choice(
            Printed("participants"),
            "Statement for participants",
            "In plain words: what a computer did with what people said, and who decided.",
        ),
    ]


def _stem(wanted: Printed) -> str:
    """What the file is called after the project."""
    if len(wanted.documents) == 1:
        return Path(wanted.documents[0]).stem + ("-coded" if wanted.codes else "")
    return f"{wanted.paper}s" if wanted.paper == "transcript" else wanted.paper


def _ending(typed: str) -> str | None:
    return None if Path(typed).suffix.lower() in {".docx", ".html", ".htm"} else "End the name in .docx or .html."
