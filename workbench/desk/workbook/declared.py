"""Every sheet of the evidence workbook, a declaration each: its name, what it holds, what makes it, whether it is usual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from workbench.desk.tables.flows import FOR_THE_TEAM
from workbench.desk.workbook import figures, meeting, people
from workbench.desk.workbook.checklists import CHECKLIST, checklist
from workbench.desk.workbook.making import Maker
from workbench.desk.workbook.protocol import CONSENSUS, consensus
from workbench.desk.workbook.provenance import PROVENANCE, provenance
from workbench.desk.workbook.shown import DISPLAYS, display_sheet
from workbench.desk.workbook.silent import SILENCES, silence_map
from workbench.desk.workbook.tabled import CODEBOOK, codebook, tabled
from workbench.exchange.workbook.sheets import (
    BY_AREA,
    BY_GROUP,
    BY_THEME,
    CONTENTS,
    CONVERGENCE,
    COVER,
    FIGURES,
    FINDINGS,
    NOTES,
    QUOTES,
    SIDE_BY_SIDE,
    NoSuchSheetError,
)

_LONGEST_SAID = 40
A_PORTRAIT = "A line for each person would be a portrait of everybody: this sheet is for the team only."
"""With it a quote whose speaker's name is left off could be traced to one by the codes that only they have."""


@dataclass(frozen=True, slots=True)
class SheetKind:
    """The declaration of a sheet."""

    name: str
    says: str
    make: Maker
    usual: bool = False
    """Whether it is there unless other sheets are named."""
    also: tuple[str, ...] = ()
    """What people may call it, to be told its name."""


SHEETS: tuple[SheetKind, ...] = (
    SheetKind(
        SIDE_BY_SIDE,
        "topic by topic what the figures say, what people say, one quote, how they meet, what we make of it together",
        meeting.side_by_side,
        usual=True,
        also=("joint display",),
    ),
    SheetKind(
        CONVERGENCE,
        "each two sources on a topic: what they say, what the rule proposed, what people decided and why",
        meeting.convergence,
        usual=True,
        also=("matrix", "triangulation"),
    ),
    SheetKind(
        FINDINGS,
        "each finding with its people, the evidence against it, and the ways to its quotes and figures",
        meeting.findings,
        usual=True,
    ),
    SheetKind(
        QUOTES,
        "coded passages that may be shown, by code, with where each stands; one coded twice stands under both",
        people.quotes,
        usual=True,
        also=("passages",),
    ),
    SheetKind(
        BY_THEME, "how many people raised each theme, drawn as bars", people.by_theme, usual=True, also=("themes",)
    ),
    SheetKind(
        BY_AREA,
        "each indicator in the period that findings name, or else the latest, area by area, drawn with intervals",
        figures.by_area,
        usual=True,
        also=("areas", "chart"),
    ),
    SheetKind(
        BY_GROUP,
        "how many people raised each theme and code, of how many asked, by group; interviews and survey are different"
        " samples and are not added up",
        people.by_group,
        usual=True,
        also=("crosstab", "groups"),
    ),
    SheetKind(
        FIGURES,
        "figures of the indicators used, with interval, comparison, doubts and source",
        figures.figures,
        usual=True,
        also=("statistics",),
    ),
    SheetKind(
        SILENCES, "which source speaks on which topic, and why others do not", silence_map, also=("silences", "silence")
    ),
    SheetKind(
        CONSENSUS,
        "what stands for each two sources, how it was settled, and who sees it otherwise",
        consensus,
        also=("consensus", "dissent"),
    ),
    SheetKind(
        "Agreement of judges",
        "how far two people who judged alone agree on how sources meet",
        tabled(
            "rater-agreement",
            "Agreement of judges",
            "Agreement of judges: how far two people who judged alone agree on how sources meet",
            "No two people have judged the same sources, or this analysis does not measure agreement.",
        ),
    ),
    SheetKind(people.QUOTE_MATRIX, "one quote for each theme and group of people", people.quote_matrix),
    SheetKind(
        "Code by person",
        "every person and code as 1, mentioned, or 0, read to the end and not mentioned",
        tabled(
            "matrix",
            "Code by person",
            "Code by person: who mentioned what (1 mentioned, 0 read to the end and not mentioned)",
            "No person is in the project yet.",
            "How people are counted",
            team_only=A_PORTRAIT,
        ),
        also=("people by code", "codes by person"),
    ),
    SheetKind(
        "Co-occurrence",
        "codes that meet on the same words",
        tabled(
            "cooccurrence", "Co-occurrence", "Co-occurrence: codes that meet on the same words", "No two codes meet."
        ),
    ),
    SheetKind(
        "Framework",
        "people by codes, with what was summed up",
        tabled(
            "framework",
            "Framework",
            "Framework: people by codes, with what was summed up",
            "No person is in the project yet.",
            "How people are counted",
            team_only=A_PORTRAIT,
        ),
    ),
    SheetKind(
        "Agreement",
        "how far coders agree on what they have read in common",
        tabled(
            "agreement",
            "Agreement",
            "Agreement: how far coders agree on what they have read in common",
            "No two people have coded the same words, or this analysis does not measure agreement.",
        ),
    ),
    SheetKind(
        "Indicators",
        "what is measured, of how many areas and periods",
        tabled(
            "indicators",
            "Indicators",
            "Indicators: what is measured, of how many areas and periods",
            "There are no figures yet.",
            "How figures are given",
        ),
    ),
    SheetKind(
        "Observations",
        "every figure of the project, of small areas too",
        tabled(
            "observations",
            "Observations",
            "Observations: every figure of the project, with its doubts",
            "There are no figures yet.",
            "How figures are given",
            "Small numbers",
        ),
    ),
    SheetKind(figures.DOUBTS, "reasons for care with each figure, and what was answered", figures.doubts),
    SheetKind(
        "Flows of data",
        "data wanted from partners, what blocks each, and how far they are",
        tabled(
            "flows",
            "Flows of data",
            "Flows of data: what is wanted from partners, and what blocks it",
            "No flow of data is written down.",
        ),
        also=("flows", "partners"),
    ),
    SheetKind(
        "Readiness",
        "what two people at each partner answered to the sixteen statements",
        tabled(
            "readiness",
            "Readiness",
            "Readiness: what two people at each partner answered",
            "No partner has answered yet.",
            team_only=FOR_THE_TEAM,
        ),
    ),
    SheetKind(
        "Actions",
        "what is done next so that partners become ready",
        tabled(
            "actions",
            "Actions",
            "Actions: what is done next so that partners become ready",
            "Nothing is to be done.",
            team_only=FOR_THE_TEAM,
        ),
    ),
    SheetKind(CODEBOOK, "what each code means, and how often it is used", codebook, also=("codes",)),
    SheetKind(
        CHECKLIST,
        "what reporting checklists ask for, and where it is found",
        checklist,
        also=("GRAMMS", "COREQ", "SRQR", "checklists"),
    ),
    SheetKind(
        PROVENANCE, "where everything comes from, in which version and on what terms", provenance, also=("sources",)
    ),
)
FRONT = (COVER, CONTENTS, NOTES)
"""Sheets that every workbook begins with."""
_FRONT_TOO = ("read me",)


def wanted(asked: Sequence[str] | None, displays: Sequence[str] = ()) -> tuple[SheetKind, ...]:
    """The sheets asked for, by their names however they are written, in their order; None: the usual ones.

    Displays, by their titles, can be asked for one by one or, as DISPLAYS, all together; they come last.
    Raises NoSuchSheetError with the nearest name and all that there are.
    """
    if asked is None:
        return tuple(kind for kind in SHEETS if kind.usual)
    kinds = (*SHEETS, *_of_displays(displays))
    known = {_plain(kind.name): kind.name for kind in kinds}
    called = {_plain(name): kind.name for kind in kinds for name in kind.also}
    front = {_plain(name) for name in (*FRONT, *_FRONT_TOO)}
    chosen = set()
    for said in asked:
        plain = _plain(said)
        if plain in known:
            chosen.add(known[plain])
        elif plain == _plain(DISPLAYS):
            chosen |= {kind.name for kind in kinds[len(SHEETS) :]}
        elif plain not in front:
            near = get_close_matches(plain, [*known, *called], n=1, cutoff=0.5)
            hint = f" Did you mean {(known | called)[near[0]]}?" if near else ""
            listed = ", ".join([*(kind.name for kind in SHEETS), *([DISPLAYS] if displays else [])])
            raise NoSuchSheetError(f"There is no sheet “{_short(said)}”.{hint} There are: {listed}.")
    return tuple(kind for kind in kinds if kind.name in chosen)


def _of_displays(titles: Sequence[str]) -> list[SheetKind]:
    """A sheet a display, by its title; another name where a sheet has that one."""
    taken = {_plain(name) for name in (*FRONT, *(kind.name for kind in SHEETS))}
    made = []
    for title in titles:
        name = f"Display, {title}" if _plain(title) in taken else title
        made.append(SheetKind(name, "a display of words and numbers", display_sheet(title, name), also=(title,)))
    return made


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_SAID else f"{name[:_LONGEST_SAID]}…"


def _plain(name: str) -> str:
    """A sheet's name as it is compared."""
    return "".join(character for character in name.casefold() if character.isalnum())
