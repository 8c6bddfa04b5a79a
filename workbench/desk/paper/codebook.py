"""The codebook on paper: the tree at a glance, then every code with what it means, when it applies and what rests on it."""

from __future__ import annotations

from collections import defaultdict

from sqlmodel import Session

from workbench.briefs.page import Paragraph
from workbench.coding.codebook import CodeLine, codebook
from workbench.coding.themes import themes
from workbench.desk.leaving import Door
from workbench.desk.paper.wanted import Made, Wanted, counted
from workbench.exchange.paper.pages import Block, Entry, Heading, Listing
from workbench.governance.disclosure import withheld_words

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
    hidden = sum(_few(line, at) for line in lines)
    at.small += hidden
    rows = tuple((line.name, *_counts(line, at)) for line in lines)
    blocks: list[Block] = [
        Heading("The codes at a glance"),
        Listing(
            "Codes, their passages and people",
            ("Code", "Passages", "People"),
            rows,
            tuple(line.depth for line in lines),
        ),
        Heading("Every code", new_page=True),
        *(_entry(line, serves[line.id], at) for line in lines),
    ]
    retired = sum(line.state == "retired" for line in lines)
    remarks = [
        f"{counted(len(lines), 'code')}{f', {retired} of them retired' if retired else ''}. People are counted, and the"
        " passages of their words; a code's numbers do not hold those of the codes below it."
    ]
    left_out: tuple[str, ...] = ()
    if hidden:
        numbers = "The numbers of 1 code are" if hidden == 1 else f"The numbers of {hidden} codes are"
        left_out = (f"{numbers} withheld by us: fewer than {at.audience.threshold} people are behind them.",)
    return Made(tuple(blocks), (*remarks, *left_out), left_out=left_out)


def _few(line: CodeLine, at: Door) -> bool:
    return 0 < line.cases < at.audience.threshold


def _counts(line: CodeLine, at: Door) -> tuple[str, str]:
    """Passages and people, both withheld where the people are few: each would tell of the other."""
    if _few(line, at):
        return ("withheld", "withheld")
    return (f"{line.codings:,}", f"{line.cases:,}")


def _entry(line: CodeLine, serves: list[str], at: Door) -> Entry:
    facts = [(label, getattr(line, cell)) for cell, label in _LABELS if getattr(line, cell)]
    facts += [("Serves", "; ".join(serves))] if serves else []
    facts += [("Comes from", line.frame)] if line.frame else []
    rests = f"{counted(line.codings, 'passage')}, {counted(line.cases, 'person', 'people')}"
    return Entry(
        line.path,
        line.name,
        line.depth,
        withheld_words(at.audience.threshold) if _few(line, at) else rests,
        tuple(facts) or (("Means", "Not written down yet."),),
        retired=line.state == "retired",
    )
