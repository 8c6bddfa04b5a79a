"""What the Counts page shows: codes or themes down, groups of people across; and the question behind a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from sqlmodel import Session

from workbench.coding.amounts import Amounts, Measure, passages_by, words_by
from workbench.coding.blind import seen, unfinished
from workbench.coding.by_group import materials, usual_groups
from workbench.coding.crosstab import (
    NOT_RECORDED,
    CrosstabLine,
    Of,
    counted_words,
    crosstab,
    groups_by,
    people_heard,
    subjects_of,
    why_not_counted,
)
from workbench.coding.query_language import FIELDS, CodeNamed, Fact, Not, Query, both, either, printed
from workbench.coding.themes import themes
from workbench.sources.cases import attribute_names

NOTHING: dict[Of, str] = {
    "codes": "There is no code yet. c in Coding makes one.",
    "themes": "No theme gathers codes yet. The codebook (B in Coding) has the themes (T).",
}
MEANS_OF: dict[Measure, str] = {
    "people": "",
    "passages": "Passages, not people: how often each {} was put on what people said{}. Who talks much is counted often.",
    "words": "Words, not people: how many words each {} lies on{}, of all that these people said, each word once.",
}
TOGETHER = "Interviews and surveys are counted together; the evidence workbook has each by itself."
BLIND = "You read blind: what others coded in documents that you have not finished is not counted here."


@dataclass(frozen=True, slots=True)
class CountsRow:
    """A code or a theme with a cell for each group."""

    key: int
    name: str
    cells: tuple[CrosstabLine, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """The table, or the sentence that says why there is none."""

    why_not: str = ""
    by: str | None = None
    of: Of = "codes"
    rolled_up: bool = False
    groups: tuple[str, ...] = ()
    heard: tuple[int, ...] = ()
    """How many people of each group there are whose words we have."""
    rows: tuple[CountsRow, ...] = ()
    mixed: bool = False
    """Whether people of different kinds of material are counted together."""
    blind: bool = False
    measure: Measure = "people"
    amounts: Amounts = field(default_factory=Amounts)
    """Passages or words, where they are asked for instead of people."""

    @property
    def has_shares(self) -> bool:
        """Whether any number has its share."""
        return self.measure == "people" and any(cell.percent is not None for row in self.rows for cell in row.cells)


def read_counts(session: Session, *, by: str | None, of: Of, rolled_up: bool, measure: Measure = "people") -> Counts:
    """Count the people, and passages or words where they are asked for, as the coder at the keyboard may see it.

    Raises:
        AttributeUnknownError: naming those there are.
    """
    why_not = why_not_counted(session)
    if why_not:
        return Counts(why_not, by, of, rolled_up)
    lines = crosstab(session, by=by, of=of, rolled_up=rolled_up, seen=seen(session))
    rows = []
    for key, some in groupby(lines, key=lambda line: line.code_id):
        cells = tuple(some)
        rows.append(CountsRow(key, cells[0].code, cells))
    across = rows[0].cells if rows else ()
    return Counts(
        "" if rows else NOTHING[of],
        by,
        of,
        rolled_up,
        tuple(cell.group for cell in across),
        tuple(cell.heard for cell in across),
        tuple(rows),
        len(set(materials(session).values())) > 1,
        bool(unfinished(session)),
        measure,
        _amounts(session, by, of, rolled_up, measure),
    )


def _amounts(session: Session, by: str | None, of: Of, rolled_up: bool, measure: Measure) -> Amounts:
    if measure == "people":
        return Amounts()
    subjects = subjects_of(session, of, rolled_up=rolled_up)
    groups = groups_by(session, by, set(people_heard(session)))
    count = passages_by if measure == "passages" else words_by
    return count(session, subjects, groups, seen=seen(session))


def attributes_to_group_by(session: Session) -> list[str]:
    """The attributes of people: first those of a few values, then the others."""
    every = attribute_names(session)
    usual = [name for name in usual_groups(session) if name in every]
    return [*usual, *(name for name in every if name not in usual)]


def heading(counts: Counts) -> str:
    """What is counted, in a sentence or two."""
    what = "theme" if counts.of == "themes" else "code or one below it" if counts.rolled_up else "code itself"
    groups = f", by {counts.by}" if counts.by else ""
    about = " about any of its codes" if counts.of == "themes" or counts.rolled_up else ""
    told = MEANS_OF[counts.measure].format(what, groups)
    if counts.measure == "people":
        told = f"People who mention each {what}{groups}, of those asked{about}; +2 are two more who raised it unasked."
    return " ".join([told, *([TOGETHER] if counts.mixed else []), *([BLIND] if counts.blind else [])])


def shown_in(counts: Counts, row: CountsRow, cell: CrosstabLine) -> tuple[str, str]:
    """A number as it stands in the table, by what is counted, and what stands below it."""
    number = counts.amounts.numbers.get((row.key, cell.group), 0)
    match counts.measure:
        case "people":
            return in_cell(cell)
        case "passages":
            return f"{number:,}", ""
        case "words":
            return f"{number:,} of {counts.amounts.whole.get(cell.group, 0):,}", ""


def in_cell(cell: CrosstabLine) -> tuple[str, str]:
    """A number as it stands in the table, and its share below where there may be one.

    >>> in_cell(CrosstabLine(1, "Dark", "everyone", 12, 10, 9, 16, None, None, None, ""))
    ('9 of 10 +3', '')
    """
    if cell.asked is None or cell.of_asked is None:
        return f"{cell.cases:,} of {cell.heard:,} heard", ""
    unasked = f" +{cell.cases - cell.of_asked:,}" if cell.cases > cell.of_asked else ""
    return f"{cell.of_asked:,} of {cell.asked:,}{unasked}", share(cell)


def share(cell: CrosstabLine) -> str:
    """The share with its interval at 95 %, in whole per cent; empty where there is none."""
    if cell.percent is None or cell.lower is None or cell.upper is None:
        return ""
    return f"{cell.percent:.0f}% ({cell.lower:.0f} to {cell.upper:.0f})"


def meaning_in(counts: Counts, row: CountsRow, cell: CrosstabLine) -> str:
    """A number in a sentence, by what is counted; of passages and words with the people they come from."""
    number = counts.amounts.numbers.get((row.key, cell.group), 0)
    people = f"{cell.cases:,} {'person' if cell.cases == 1 else 'people'}"
    if counts.measure == "people":
        return meaning(cell)
    if counts.measure == "words":
        whole = counts.amounts.whole.get(cell.group, 0)
        return f"{number:,} of the {whole:,} words that these {cell.heard:,} people said, by {people}"
    others = counts.amounts.of_others.get(row.key, 0)
    more = f"; {others:,} more in what others said, such as an interviewer" if others else ""
    return f"{number:,} {'passage' if number == 1 else 'passages'} in the words of {people}{more}"


def meaning(cell: CrosstabLine) -> str:
    """A number in a sentence: how to read it, and why it has no share."""
    if share(cell):
        said = counted_words(cell.cases, cell.asked, cell.of_asked, cell.heard)
        return f"{said}: {share(cell)}, where the range holds the true share 95 times in 100"
    return cell.note


def passages_behind(session: Session, counts: Counts, row: CountsRow, cell: CrosstabLine) -> str:
    """The question, as it is typed on the Quotes page, for the passages behind a number; empty where none can be asked.

    Who has no value is asked for as having none of the others. An attribute with the name of a field cannot be asked for.
    """
    parts: list[Query] = [_subject(session, counts, row)]
    if counts.by is not None:
        if counts.by.casefold() in FIELDS:
            return ""
        known = [name for name in counts.groups if name != NOT_RECORDED]
        if cell.group != NOT_RECORDED:
            parts.append(Fact(counts.by, cell.group))
        elif known:
            parts.append(Not(either(Fact(counts.by, name) for name in known)))
    return printed(both(parts))


def _subject(session: Session, counts: Counts, row: CountsRow) -> Query:
    """Exactly the codes that are counted in a row."""
    if counts.of == "codes":
        return CodeNamed(row.name, alone=not counts.rolled_up)
    paths: Sequence[str] = next((line.codes for line in themes(session) if line.id == row.key), ())
    return either(CodeNamed(path, alone=True) for path in paths) if paths else Fact("theme", row.name)
