"""The options side by side: options across, aspects down; business as usual is the first, the preferred one is marked."""

from __future__ import annotations

from workbench.briefs.annex import Annex
from workbench.briefs.lines import OptionLine
from workbench.briefs.page import Cell, Paragraph, Section, Table, paragraphs

_ASPECTS: tuple[tuple[str, str], ...] = (
    ("What", "what"),
    ("Who delivers it", "delivered_by"),
    ("Partners affected", "partners"),
    ("Benefits, and to whom", "benefits"),
    ("Cost", "cost"),
    ("Risks", "risks"),
    ("Time until it shows", "time_to_effect"),
    ("Can it be undone", "reversibility"),
    ("Effect on equality", "equality"),
    ("What is not known", "not_known"),
)


def section(annex: Annex) -> Section:
    """What each option is, and the evidence for it."""
    options = annex.brief.options
    rows = [
        (Cell((Paragraph(label),)), *(_text_cell(str(getattr(option, cell))) for option in options))
        for label, cell in _ASPECTS
        if any(getattr(option, cell) for option in options)
    ]
    problem = tuple(_cited_cell(annex, option, "problem") for option in options)
    works = tuple(_works_cell(annex, option) for option in options)
    rows.append((Cell((Paragraph("Evidence for the problem"),)), *problem))
    rows.append((Cell((Paragraph("Evidence that it works"),)), *works))
    names = tuple(f"{option.name} {option.title}" for option in options)
    marked = next((place for place, option in enumerate(options, start=1) if option.preferred), None)
    table = Table("The options side by side", ("", *names), tuple(rows), marked)
    return Section("options", "The options", (table,))


def _text_cell(text: str) -> Cell:
    return Cell(tuple(Paragraph(part) for part in paragraphs(text)) or (Paragraph("not described", role="note"),))


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
    said = tuple(Paragraph(text) for text in paragraphs(option.evidence_it_works))
    if said and not cited.paragraphs[0].refs:
        return Cell(said)
    return Cell((*said, *cited.paragraphs))
