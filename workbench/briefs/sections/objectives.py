"""What should be better afterwards, and how that will be seen: in numbers, and in people's lives."""

from __future__ import annotations

from workbench.briefs.annex import Annex
from workbench.briefs.objectives import ObjectiveLine
from workbench.briefs.page import Block, Cell, Listed, Paragraph, Section, Table, paragraphs


def section(annex: Annex) -> Section:
    """What is wanted in a few words, then each objective with its indicator and what people will be asked again."""
    items = tuple(Paragraph(text) for text in paragraphs(annex.brief.brief.objectives))
    blocks: list[Block] = [Listed(items)] if items else []
    if given := annex.brief.appraisal.objectives:
        columns = ("What should be better", "Seen in numbers", "Seen in people's lives", "By")
        rows = tuple(
            (
                Cell((Paragraph(one.text),)),
                Cell(_measured(annex, one)),
                Cell(_lived(one)),
                Cell((Paragraph(one.by_words or "no day given", role="" if one.by else "note"),)),
            )
            for one in given
        )
        blocks.append(Table("What should be better, and how it will be seen", columns, rows))
    return Section("objectives", "What should be better afterwards", tuple(blocks))


def _measured(annex: Annex, one: ObjectiveLine) -> tuple[Paragraph, ...]:
    """The indicator, where it starts, and where it should get to."""
    if not one.is_measured:
        said = (one.baseline, f"Target: {one.target}" if one.target else "")
        return tuple(Paragraph(text) for text in said if text) or (Paragraph("No indicator is named.", role="note"),)
    where = f"{one.indicator}{f', {one.area_name}' if one.area else ''}"
    return (Paragraph(where), *_start(annex, one), Paragraph(f"Target: {one.target or 'none given'}"))


def _start(annex: Annex, one: ObjectiveLine) -> tuple[Paragraph, ...]:
    figure = annex.brief.figures.get(one.observation_id or 0)
    said = [Paragraph(f"Starts from: {one.baseline}")] if one.baseline else []
    if figure is not None:
        words = f"{figure.figure.period}: {annex.figure_words(figure)}"
        said.append(Paragraph(words, (annex.figure(figure.id),), heading="" if said else "Starts from"))
    return tuple(said) or (Paragraph("Nothing says where it starts.", role="note"),)


def _lived(one: ObjectiveLine) -> tuple[Paragraph, ...]:
    if not one.is_lived:
        return (Paragraph("Nobody will be asked.", role="note"),)
    asked = (Paragraph(f"Asked again: “{one.question}”"),) if one.question else ()
    return (*((Paragraph(one.lived),) if one.lived else ()), *asked)
