"""The options side by side: options across, aspects down; business as usual is the first, the preferred one is marked."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.briefs.annex import Annex
from workbench.briefs.equality import missed_in_words
from workbench.briefs.lines import OptionLine
from workbench.briefs.options import WORKS_WORDS
from workbench.briefs.page import Cell, Paragraph, Section, Table, paragraphs

ABREAST = 4
"""How many options stand beside each other; where there are more, each table begins with business as usual again."""

_ASPECTS: tuple[tuple[str, str], ...] = (
    ("What", "what"),
    ("Who delivers it", "delivered_by"),
    ("Partners", "partners"),
    ("Benefits, and to whom", "benefits"),
    ("Cost", "cost"),
    ("Risks", "risks"),
    ("Time until it shows", "time_to_effect"),
    ("Can it be undone", "reversibility"),
    ("Effect on equality", "equality"),
    ("What is not known", "not_known"),
)


def section(annex: Annex) -> Section:
    """What each option is, and the evidence for it; evidence for the problem and that it works are kept apart."""
    return Section("options", "The options", tuple(_table(annex, some) for some in abreast(annex.brief.options)))


def abreast(options: tuple[OptionLine, ...]) -> Iterator[tuple[OptionLine, ...]]:
    """Options in groups that fit beside each other."""
    if len(options) <= ABREAST:
        yield options
        return
    first, others = options[:1], options[1:]
    for start in range(0, len(others), ABREAST - 1):
        yield (*first, *others[start : start + ABREAST - 1])


def _table(annex: Annex, options: tuple[OptionLine, ...]) -> Table:
    words = annex.brief.appraisal.words
    rows = [
        (Cell((Paragraph(label),)), *(_cell(annex, option, cell) for option in options))
        for label, cell in _ASPECTS
        if any(words(option, cell) for option in options)
    ]
    problem = tuple(_cited_cell(annex, option, "problem") for option in options)
    works = tuple(_works_cell(annex, option) for option in options)
    rows.append((Cell((Paragraph("Evidence for the problem"),)), *problem))
    rows.append((Cell((Paragraph("Evidence that it works"),)), *works))
    names = tuple(f"{option.name} {option.title}" for option in options)
    marked = next((place for place, option in enumerate(options, start=1) if option.preferred), None)
    return Table("The options side by side", ("", *names), tuple(rows), marked)


def _cell(annex: Annex, option: OptionLine, cell: str) -> Cell:
    said = tuple(Paragraph(part) for part in paragraphs(annex.brief.appraisal.words(option, cell)))
    missed = missed_in_words(annex.brief.appraisal.of(option).equality, 2) if cell == "equality" else ""
    if missed and option.kind != "business as usual":
        said = (*said, Paragraph(missed, role="note"))
    return Cell(said or (Paragraph("not described", role="note"),))


def _cited_cell(annex: Annex, option: OptionLine, supports: str) -> Cell:
    refs = [
        annex.cited(one.kind, one.thing_id)
        for one in annex.brief.citations
        if one.option_id == option.id and one.supports == supports and annex.has(one.kind, one.thing_id)
    ]
    if refs:
        return Cell((Paragraph("one piece" if len(refs) == 1 else f"{len(refs)} pieces", tuple(refs)),))
    if option.kind == "business as usual" and supports == "problem":
        return Cell((Paragraph("the problem as it stands", role="note"),))
    return Cell((Paragraph("none cited", role="note"),))


def _works_cell(annex: Annex, option: OptionLine) -> Cell:
    cited = _cited_cell(annex, option, "option works")
    said = [Paragraph(text) for text in paragraphs(option.evidence_it_works)]
    if option.works:
        said.insert(0, Paragraph(f"{WORKS_WORDS[option.works].capitalize()}."))
    if said and not cited.paragraphs[0].refs:
        return Cell(tuple(said))
    return Cell((*said, *cited.paragraphs))
