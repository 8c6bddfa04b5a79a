"""What the blind page shows: the passage that waits, in its context, and the codes; no word of what was proposed.

Once all of a sample is read, what the machine would have proposed stands beside what the person gave.
"""

from __future__ import annotations

from dataclasses import dataclass

from workbench.coding.codebook import CodeLine, codebook
from workbench.desk.door.quoted import Said
from workbench.governance.audiences import INTERNAL
from workbench.governance.quoting import quotes
from workbench.project.file import Project
from workbench.sources.coders import known_coder
from workbench.suggestions.blind_answering import BlindLine, blind_lines
from workbench.suggestions.blind_samples import SampleLine, samples
from workbench.suggestions.precision import Outcome, outcomes
from workbench.tui.coding.sheet import turns_of
from workbench.tui.suggestions.around import words_around
from workbench.tui.widgets.passages import Turn


@dataclass(frozen=True, slots=True)
class BlindSheet:
    """A sample as one coder sees it: its passages in order, and the codes that may be given."""

    sample: SampleLine | None = None
    lines: tuple[BlindLine, ...] = ()
    codes: tuple[CodeLine, ...] = ()

    @property
    def waiting(self) -> tuple[BlindLine, ...]:
        """The passages that are not decided."""
        return tuple(line for line in self.lines if not line.answered)

    def code(self, key: int) -> CodeLine | None:
        """A code by its key."""
        return next((one for one in self.codes if one.id == key), None)


@dataclass(frozen=True, slots=True)
class Compared:
    """A sample that is done: every code proposed or given, and the words of each passage that the team may see."""

    outcomes: tuple[Outcome, ...]
    words: dict[int, str]
    who: dict[int, str]
    passages: int


def read_sheet(project: Project) -> BlindSheet:
    """The newest sample of the coder who has the project open, and the codes."""
    with project.read() as session:
        coder = known_coder(session)
        mine = samples(session, coder_id=coder) if coder is not None else []
        codes = tuple(one for one in codebook(session) if one.state == "active")
        if not mine:
            return BlindSheet(None, (), codes)
        waiting = [one for one in mine if not one.done]
        sample = waiting[-1] if waiting else mine[-1]
        return BlindSheet(sample, tuple(blind_lines(session, sample.id)), codes)


def turns_around(project: Project, line: BlindLine) -> tuple[str, tuple[Turn, ...]]:
    """The title of a passage's document, and the turns around it; an answer stands alone."""
    with project.read() as session:
        title, shown = words_around(session, line)
    return title, turns_of(tuple(shown), frozenset(one.id for one in shown))


def read_compared(project: Project, sheet: BlindSheet) -> Compared:
    """What the machine would have proposed and what the person gave, of a sample that is done."""
    with project.read() as session:
        found = tuple(one for one in outcomes(session) if sheet.sample and one.sample_id == sheet.sample.id)
        said = [Said(one.id, one.document, one.start, one.end, one.text, one.case_id) for one in sheet.lines]
        through, _ = quotes(session, said, INTERNAL)
    words = {quote.passage.key: quote.text for quote in through}
    who = {one.id: one.case or "not known who" for one in sheet.lines}
    return Compared(found, words, who, sum(bool(one.answered) for one in sheet.lines))
