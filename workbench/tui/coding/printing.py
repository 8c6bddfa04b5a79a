"""Printing and taking out from the coding room: which paper, or which file for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work

from workbench.tui.coding.writing import Writing
from workbench.tui.commands import command
from workbench.tui.dialogs import Choice, Choose
from workbench.tui.printing import Printed, ask_and_print
from workbench.tui.taking_out import ARCHIVE, CODEBOOK, EVIDENCE, PROJECT, VARIABLES, TakenOut, ask_and_take_out

if TYPE_CHECKING:
    from workbench.sources.document_list import DocumentName


class Printing(Writing):
    """The part of the coding room that prints."""

    @command("coding.print", "Print", key="P")
    @work(exclusive=True, group="question")
    async def action_print(self) -> None:
        """Print the transcript, quotes, codebook or framework matrix; take the evidence workbook, the project or its codes out."""
        choices = papers_offered(self.sheet.document if self.sheet else None)
        chosen = await self.app.push_screen_wait(Choose("Print or take out what?", choices, note_lines=2))
        if not isinstance(chosen, Choice):
            return
        if isinstance(chosen.key, TakenOut):
            await ask_and_take_out(self, chosen.name, chosen.key)
        else:
            await ask_and_print(self, chosen.name, chosen.key)


def papers_offered(here: DocumentName | None) -> list[Choice[Printed | TakenOut]]:
    """What can be printed or taken out; the document on the desk first."""
    found: list[Choice[Printed | TakenOut]] = []
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
        Choice(
            EVIDENCE,
            "The evidence workbook, for Excel",
            "Words beside figures with their sources, quotes, people by theme, charts and notes (.xlsx).",
        ),
        Choice(
            PROJECT,
            "The project, for another program",
            "REFI-QDA (.qdpx): texts, codes, codings, people and memos, for NVivo, MAXQDA, ATLAS.ti, QualCoder.",
        ),
        Choice(
            CODEBOOK,
            "The codebook, as a file",
            "For another program (.qdc), as a table (.csv, .xlsx), or as a coding frame (.yaml).",
        ),
        Choice(
            VARIABLES,
            "Codings as variables",
            "A row a person or an answer, 0 and 1 a code, with what is known of them: for SPSS, Stata, R and pandas.",
        ),
        Choice(ARCHIVE, "Everything as plain files", "A zip for a data archive, to be read without this program."),
    ]
