"""The choice: the options side by side in a few words; what each is in full stands in the annex."""

from __future__ import annotations

from workbench.briefs.annex import Annex
from workbench.briefs.lines import OptionLine
from workbench.briefs.page import Block, Cell, Paragraph, Section, Table, paragraphs

MOST = 4
"""So many options stand side by side on paper; the preferred one is always among them."""
_ASPECTS: tuple[tuple[str, str], ...] = (
    ("What", "what"),
    ("Benefits, and to whom", "benefits"),
    ("Cost", "cost"),
    ("Risks", "risks"),
    ("Evidence that it works", "evidence_it_works"),
    ("Effect on equality", "equality"),
    ("Time until it shows", "time_to_effect"),
    ("Can it be undone", "reversibility"),
    ("Who delivers it", "delivered_by"),
    ("What is not known", "not_known"),
)


def section(annex: Annex) -> Section:
    """Options across, aspects down; business as usual is the first, the preferred one is marked."""
    every = annex.brief.options
    shown, words = _shown(every), annex.brief.appraisal.words
    rows = [
        (Cell((Paragraph(label),)), *(_cell(annex, option, cell) for option in shown))
        for label, cell in _ASPECTS
        if cell == "evidence_it_works" or any(words(option, cell) for option in shown)
    ]
    names = tuple(f"{option.name} {option.title}" for option in shown)
    marked = next((place for place, option in enumerate(shown, start=1) if option.preferred), None)
    blocks: list[Block] = [Table("The options in a few words", ("", *names), tuple(rows), marked)]
    left = len(every) - len(shown)
    if left:
        said = "One more option stands" if left == 1 else f"{left} more options stand"
        blocks.append(Paragraph(f"{said} in the annex.", role="note"))
    return Section("choice", "The options side by side", tuple(blocks), more="options")


def _shown(every: tuple[OptionLine, ...]) -> tuple[OptionLine, ...]:
    """As many as fit beside each other: the first, the preferred one, then the others in their order."""
    first = [option for option in every if option.preferred or option.kind == "business as usual"]
    others = [option for option in every if option not in first]
    chosen = {option.id for option in [*first, *others][:MOST]}
    return tuple(option for option in every if option.id in chosen)


def _cell(annex: Annex, option: OptionLine, cell: str) -> Cell:
    said = tuple(Paragraph(text) for text in paragraphs(annex.brief.appraisal.words(option, cell)))
    if cell != "evidence_it_works":
        return Cell(said or (Paragraph("not described", role="note"),))
    refs = tuple(
        annex.cited(one.kind, one.thing_id)
        for one in annex.brief.citations
        if one.option_id == option.id and one.supports == "option works" and annex.has(one.kind, one.thing_id)
    )
    if refs:
        said = (*said, Paragraph("Cited:", refs))
    return Cell(said or (Paragraph("none", role="note"),))
