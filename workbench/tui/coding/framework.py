"""What the framework matrix shows on the screen: people by codes or themes, how each cell stands, which is to be written."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.blind import seen, unfinished
from workbench.coding.crosstab import Of
from workbench.coding.framework import Framework, framework
from workbench.coding.summaries import Standing, Summary, begun_summaries, standing
from workbench.coding.themes import themes
from workbench.desk.door.summed import Summed, summaries_for
from workbench.governance.audiences import INTERNAL
from workbench.governance.consent import Answer, quotable
from workbench.rows import table_of
from workbench.sources.documents import Segment
from workbench.tui.days import said_when

NO_PEOPLE = "Nobody's words are here yet. Sources (g s) brings them in."
NO_CODES = "There is no code yet. c in Coding makes one."
NO_THEMES = "No theme gathers codes yet. The codebook (B in Coding) has the themes (T)."
BLIND = "You read blind: what others coded in documents that you have not finished is not counted here."
OF_OTHERS = (
    "You read blind. Somebody else has summed this up; it is shown when you have finished reading this person's words."
)
SIGNS: Mapping[Standing, str] = {"summarised": "■", "older": "▲", "coded": "●", "nothing": "–", "unread": "○"}
SHORT: Mapping[Standing, str] = {
    "summarised": "summed up",
    "older": "older",
    "coded": "to sum up",
    "nothing": "nothing",
    "unread": "not read",
}
LONG: Mapping[Standing, str] = {
    "summarised": "Summed up by {}, {}.",
    "older": "Summed up by {}, {}; the passages are newer, or their words were changed since.",
    "coded": "Not summed up yet; enter shows what was said.",
    "nothing": "All of this person's words were read, and nothing was found.",
    "unread": "Not all of this person's words are read; nothing was found so far.",
}
GONE = "Summed up by {}, {}; no passage of it is left."
Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One person and one code or theme, as it is drawn."""

    stands: Standing
    passages: int
    summary: Summary | None = None
    begun: str = ""
    """What the coder at the keyboard has begun to write and not kept."""
    held: str = ""
    """Why nothing may be written or read here; empty where it may."""

    def in_cell(self) -> str:
        """Its sign and what it says, in one line."""
        if self.begun:
            return "✎ begun"
        number = f" · {self.passages:,}" if self.passages else ""
        return f"{SIGNS[self.stands]} {SHORT[self.stands]}{number}"

    def meaning(self) -> str:
        """How it stands, in a sentence."""
        if self.held:
            return self.held
        told = LONG[self.stands]
        if self.summary is not None:
            told = (told if self.passages else GONE).format(self.summary.coder, said_when(self.summary.created))
        return f"Begun and not kept: enter goes on. {told}" if self.begun else told


@dataclass(frozen=True, slots=True)
class Matrix:
    """The matrix, or the sentence that says why there is none."""

    why_not: str = ""
    of: Of = "codes"
    theme: str = ""
    """The theme whose codes are shown; empty for all."""
    found: Framework = field(default_factory=lambda: Framework({}, {}, {}, frozenset()))
    people: tuple[int, ...] = ()
    """Who has a row, in their order."""
    columns: tuple[int, ...] = ()
    answers: Mapping[int, Answer] = field(default_factory=dict)
    summed: Summed = field(default_factory=Summed)
    begun: Mapping[Cell, str] = field(default_factory=dict)
    blind: bool = False

    def cell(self, case_id: int, key: int) -> MatrixCell:
        """One cell."""
        at = (case_id, key)
        plain, summary = self.found.cell(case_id, key), self.summed.shown.get(at)
        held = "" if self.answers[case_id].allowed else self.answers[case_id].why
        held = held or self.summed.held.get(at, "")
        return MatrixCell(standing(plain, summary), plain.passages, summary, self.begun.get(at, ""), held)

    def mark(self, case_id: int) -> str:
        """What must be said beside a person's words: that their consent is not recorded."""
        return self.answers[case_id].mark

    def counted(self) -> dict[Standing, int]:
        """How many cells are summed up, older, to be summed up."""
        number: dict[Standing, int] = {"summarised": 0, "older": 0, "coded": 0}
        for at in {*self.found.passages, *self.summed.shown, *self.begun}:
            one = self._cell_in_sight(at)
            if one is not None and not one.held and one.stands in number:
                number[one.stands] += 1
        return number

    def next_cell(self, here: Cell | None, wanted: Standing) -> Cell | None:
        """The next cell after one, row by row and from the top again, that stands so and may be written."""
        rows = {case_id: place for place, case_id in enumerate(self.people)}
        across = {key: place for place, key in enumerate(self.columns)}
        places = sorted(
            (rows[at[0]], across[at[1]])
            for at in {*self.found.passages, *self.summed.shown, *self.begun}
            if (one := self._cell_in_sight(at)) is not None and not one.held and wanted == one.stands
        )
        if not places:
            return None
        now = (rows.get(here[0], -1), across.get(here[1], -1)) if here is not None else (-1, -1)
        row, column = places[bisect_right(places, now) % len(places)]
        return self.people[row], self.columns[column]

    def _cell_in_sight(self, at: Cell) -> MatrixCell | None:
        return self.cell(*at) if at[0] in self.found.cases and at[1] in self.found.codes else None

    def codes_of(self, session: Session, key: int) -> list[int]:
        """The codes behind a column."""
        if self.of == "codes":
            return [key]
        return next((list(line.code_ids) for line in themes(session) if line.id == key), [])


def read_matrix(session: Session, *, of: Of = "codes", theme: int | None = None) -> Matrix:
    """Read the matrix as the coder at the keyboard may see it: of codes, of the codes of a theme, or of themes."""
    kept = [line for line in themes(session) if line.state != "dropped" and line.code_ids]
    one = next((line for line in kept if line.id == theme), None)
    found = framework(session, codes=one.code_ids if one else None, seen=seen(session))
    if of == "themes":
        found = found.gathered({line.id: (line.name, line.code_ids) for line in kept})
    why_not = NO_PEOPLE if not found.cases else "" if found.codes else NO_THEMES if of == "themes" else NO_CODES
    if why_not:
        return Matrix(why_not, of)
    summed, begun = summaries_for(session, found.cases, INTERNAL, of=of), begun_summaries(session, of=of)
    hidden = unfinished(session)
    if hidden:
        summed = _blind(session, summed, hidden)
    cells = [at for at in (*found.passages, *summed.shown, *summed.held, *begun) if at[1] in found.codes]
    people = tuple(found.people(cells))
    answers = quotable(session, people, INTERNAL, "paraphrase")
    name = one.name if one else ""
    return Matrix("", of, name, found, people, tuple(found.codes), answers, summed, begun, bool(hidden))


def _blind(session: Session, summed: Summed, hidden: Iterable[int]) -> Summed:
    """Without what others wrote of people whose words are not finished."""
    segment = table_of(Segment)
    chosen = sa.select(segment.c.case_id).where(segment.c.document_id.in_(sorted(hidden)), segment.c.gone.is_(False))
    unread = set(session.execute(chosen.distinct()).scalars())
    me = str(session.info["who"])
    others = {at for at, one in summed.shown.items() if at[0] in unread and one.coder != me}
    shown = {at: one for at, one in summed.shown.items() if at not in others}
    return Summed(shown, {**summed.held, **dict.fromkeys(others, OF_OTHERS)})


def heading(matrix: Matrix) -> str:
    """What is shown, how far it has come, and who has no row."""
    what = "themes" if matrix.of == "themes" else f"the codes of “{matrix.theme}”" if matrix.theme else "codes"
    number = matrix.counted()
    done, older, waiting = number["summarised"], number["older"], number["coded"]
    told = [
        f"People by {what}: of {done + older + waiting:,} cells with passages {done:,} "
        f"{'is' if done == 1 else 'are'} summed up, {older:,} older than their passages, {waiting:,} to be summed up."
    ]
    absent = len(matrix.found.cases) - len(matrix.people)
    if absent:
        told.append(f"{absent:,} who wrote answers and said nothing of it {'has' if absent == 1 else 'have'} no row.")
    if matrix.blind:
        told.append(BLIND)
    return " ".join(told)


def anew(session: Session, matrix: Matrix) -> Matrix:
    """The matrix with its summaries read again, after one was written."""
    summed = summaries_for(session, matrix.found.cases, INTERNAL, of=matrix.of)
    hidden = unfinished(session)
    summed = _blind(session, summed, hidden) if hidden else summed
    return replace(matrix, summed=summed, begun=begun_summaries(session, of=matrix.of))
