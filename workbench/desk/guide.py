"""The guide: pages of Markdown in the package, each written for somebody; read in the app and on the command line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from workbench.errors import WorkbenchError

FOLDER = Path(__file__).resolve().parent.parent / "guide"


class PageUnknownError(WorkbenchError):
    """The guide has no page of that name. Without a name, `workbench guide` lists them."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the guide: a short name, whom it is for, its file, and what a reader finds there."""

    name: str
    label: str
    file: str
    sentence: str

    def text(self) -> str:
        """The page, as Markdown."""
        return (FOLDER / self.file).read_text(encoding="utf-8")


PAGES = (
    Page("researcher", "Researcher", "first_hour_researcher.md", "Your first hour, if you read and code interviews."),
    Page(
        "analyst", "Analyst", "first_hour_analyst.md", "Your first hour, if you work with figures, Excel, R or Python."
    ),
    Page("lead", "Lead", "first_hour_lead.md", "Your first hour, if you read briefs and answer for decisions."),
    Page("way", "Way", "first_way_through.md", "Every room once, from a transcript to a brief."),
    Page("files", "Files", "bringing_files_in.md", "What is read, how speakers are marked, what lies beside a text."),
    Page("codes", "Codes", "codes_and_themes.md", "The codebook, themes, finding and coding, memos and the journal."),
    Page(
        "quotes",
        "Quotes",
        "asking_for_passages.md",
        "Asking for passages, copying and editing quotes, a word in context.",
    ),
    Page(
        "others",
        "Others",
        "other_programs.md",
        "Going on in NVivo, MAXQDA, ATLAS.ti or QualCoder; the codebook as a file, out and in.",
    ),
    Page("people", "People", "people_and_consent.md", "Who counts, names out, what was agreed, withdrawals."),
    Page("coders", "Coders", "two_coders.md", "Reading blind, how far coders agree, settling; uniting copies."),
    Page(
        "suggestions",
        "Suggested",
        "reviewing_suggestions.md",
        "Deciding what the machine proposes, suggestions beside the words, where to look next.",
    ),
    Page(
        "well",
        "How well",
        "how_well_it_does.md",
        "Reading blind, how often the machine is right, the ledger, the transparency record.",
    ),
    Page(
        "protocol",
        "Protocol",
        "the_protocol.md",
        "Findings, two people who judge alone, settling, the whole, and what people outside say.",
    ),
    Page("side", "Side by side", "side_by_side.md", "Words and numbers in one table: displays, links, who has both."),
    Page("briefs", "Briefs", "briefs.md", "Two pages and an annex, their formats, a council's own form and template."),
    Page(
        "options",
        "Options",
        "options_and_appraisal.md",
        "What could be done: partners, costs, risks, equality; objectives; the appraisal in full, and weights.",
    ),
    Page(
        "decisions",
        "Decisions",
        "decisions.md",
        "Ready to leave, recording a decision, versions that are kept, conditions, what came of it.",
    ),
    Page(
        "ethics",
        "Ethics",
        "ethics_pack.md",
        "What a data ethics committee asks, answered and printed, with what it recommends.",
    ),
    Page(
        "partners",
        "Partners",
        "data_from_partners.md",
        "Whether a partner is ready to share data: sheets out and in, what blocks, what is done next.",
    ),
    Page("paper", "Paper", "printing.md", "Transcripts, quotes, the codebook and the matrix on paper."),
    Page(
        "take_out",
        "Take out",
        "taking_work_out.md",
        "Codings as variables for SPSS, Stata, R and pandas; everything as plain files for a data archive.",
    ),
    Page("it", "IT", "for_your_it_department.md", "What it installs, where, what it never does; installing."),
    Page("components", "Parts", "components.md", "Every package inside, with its version and licence."),
)
"""In the order they are offered."""


def page_named(name: str) -> Page:
    """The page of that name or file; raises PageUnknownError naming those there are."""
    wanted = name.strip().lower().removesuffix(".md").replace("-", "_")
    for page in PAGES:
        if wanted in (page.name, page.file.removesuffix(".md")):
            return page
    listed = ", ".join(page.name for page in PAGES)
    raise PageUnknownError(f"The guide has no page “{name}”. There are: {listed}.")
