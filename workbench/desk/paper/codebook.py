"""The codebook on paper: the tree at a glance, then every code with what it means, when it applies and what rests on it."""

from __future__ import annotations

from collections import defaultdict

from sqlmodel import Session

from workbench.briefs.page import Paragraph
from workbench.coding.codebook import CodeLine, codebook
from workbench.coding.retrieval import people_by_code
from workbench.coding.themes import themes
from workbench.desk.door.counted_people import CountedPeople
from workbench.desk.paper.wanted import Made, Wanted
from workbench.exchange.paper.pages import Block, Entry, Heading, Listing
from workbench.text import counted

_LABELS = (
    ("definition", "Means"),
    ("include", "Include"),
    ("exclude", "Leave out"),
    ("example", "Example"),
    ("safeguarding", "Safeguarding"),
)


def printed_codebook(session: Session, wanted: Wanted) -> Made:
    """Every code in the codebook's order; counts of few people are withheld outside the team."""
    lines = codebook(session)
    if not lines:
        return Made((Paragraph("There are no codes in this project yet, so there is no codebook to print."),))
    wanted.progress(0.3, "writing the codes down")
    serves: dict[int, list[str]] = defaultdict(list)
    for theme in themes(session):
        if theme.state != "dropped":
            for key in theme.code_ids:
                serves[key].append(theme.name)
    at = wanted.at
    people = CountedPeople(session, at.audience, "codes", "people by code")
    whose = people_by_code(session)
    cells = {line.id: people.count(("people", line.path), whose.get(line.id, ())) for line in lines}
    told = people.told(cells.values())
    at.small += people.withheld
    at.groups += people.leaving()
    numbers = {
        line.id: None
        if (number := told[cells[line.id].at]) is None
        else (people.passages(line.codings, cells[line.id]), number)
        for line in lines
    }
    rows = tuple((line.name, *_counts(numbers[line.id])) for line in lines)
    blocks: list[Block] = [
        Heading("The codes at a glance"),
        Listing(
            "Codes, their passages and people",
            ("Code", "Passages", "People"),
            rows,
            tuple(line.depth for line in lines),
        ),
        Heading("Every code", new_page=True),
        *(_entry(line, serves[line.id], numbers[line.id], people.words(cells[line.id].at)) for line in lines),
    ]
    retired = sum(line.state == "retired" for line in lines)
    remarks = [
        f"{counted(len(lines), 'code')}{f', {retired} of them retired' if retired else ''}. People are counted, and the"
        " passages of their words; a code's numbers do not hold those of the codes below it."
    ]
    left_out = tuple(people.remarks())
    return Made(tuple(blocks), (*remarks, *left_out), left_out=left_out)


def _counts(numbers: tuple[int, int] | None) -> tuple[str, str]:
    """Passages and people, both withheld where the people are: each would tell of the other."""
    if numbers is None:
        return ("withheld", "withheld")
    return (f"{numbers[0]:,}", f"{numbers[1]:,}")


def _entry(line: CodeLine, serves: list[str], numbers: tuple[int, int] | None, withheld: str) -> Entry:
    facts = [(label, getattr(line, cell)) for cell, label in _LABELS if getattr(line, cell)]
    facts += [("Serves", "; ".join(serves))] if serves else []
    facts += [("Comes from", line.frame)] if line.frame else []
    rests = withheld
    if numbers is not None:
        rests = f"{counted(numbers[0], 'passage')}, {counted(numbers[1], 'person', 'people')}"
    return Entry(
        line.path,
        line.name,
        line.depth,
        rests,
        tuple(facts) or (("Means", "Not written down yet."),),
        retired=line.state == "retired",
    )
