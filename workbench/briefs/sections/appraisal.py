"""The appraisal line by line, in the annex: partners, benefits, costs, risks and equality of each option."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.briefs.annex import Annex
from workbench.briefs.costs import cost_doubts, costs_in_words, year_by_year, years_told
from workbench.briefs.equality import CHARACTERISTICS, EqualityLine
from workbench.briefs.page import Block, Cell, Paragraph, Section, Table
from workbench.briefs.sections.options import abreast

_EFFECTS = {"lead": "leads", "deliver": "delivers", "data": "gives data", "informed": "is told"}
_SIGNS = {"positive": "+ good", "negative": "− bad", "neutral": "= no difference", "not known": "? not known"}


def partners(annex: Annex) -> Section:
    """Who would do what in each option, and whether they have agreed."""
    rows = [
        _row(option.name, one.name, _EFFECTS[one.effect], one.does, one.agreed)
        for option in annex.brief.options
        for one in annex.brief.appraisal.of(option).partners
    ]
    columns = ("Option", "Partner", "Its part", "What it would do", "Agreed?")
    return _section("partners", "Partners, and what each would do", columns, rows)


def benefits(annex: Annex) -> Section:
    """What gets better, for whom, and whether anybody has counted it."""
    rows = [
        _row(option.name, one.text, one.to_whom, one.counted)
        for option in annex.brief.options
        for one in annex.brief.appraisal.of(option).benefits
    ]
    return _section("benefits", "Benefits", ("Option", "What gets better", "For whom", "How much"), rows)


def costs(annex: Annex) -> Section:
    """Every cost from low to high, what they come to, and what does not fit."""
    rows: list[tuple[Cell, ...]] = []
    doubts: list[Paragraph] = []
    for option in annex.brief.options:
        lines = annex.brief.appraisal.of(option).costs
        rows += [_row(option.name, one.text, one.when, one.amount, one.prices, one.by_whom) for one in lines]
        if lines:
            told = costs_in_words(lines, years_told(option.cost_note)).replace("\n", "; ")
            rows.append(_row(option.name, "Together", "", told, "", ""))
            by_year = year_by_year(lines, years_told(option.cost_note))
            rows += [_row(option.name, "Year by year", "", by_year, "", "")] if by_year else []
        wrong = cost_doubts(lines, option.cost_low, option.cost_high, option.cost_note)
        doubts += [Paragraph(f"{option.name}: {said}", role="warning") for said in wrong]
    columns = ("Option", "What is paid for", "How often", "How much", "Prices of", "Who pays")
    note = (Paragraph("Sums are as written, in pounds; nothing is discounted.", role="note"), *doubts)
    return _section("costs", "Costs, line by line", columns, rows, note)


def risks(annex: Annex) -> Section:
    """What could go wrong, how likely and how grave, whose it is, and what is done."""
    rows = [
        _row(option.name, one.text, one.likelihood, one.impact, one.owner or "nobody yet", one.mitigation or "nothing")
        for option in annex.brief.options
        for one in annex.brief.appraisal.of(option).risks
    ]
    columns = ("Option", "What could go wrong", "How likely", "How grave", "Whose it is", "What is done")
    return _section("risks", "Risks", columns, rows)


def equality(annex: Annex) -> Section:
    """Each characteristic across the options; one that nobody has looked at is said."""
    options = [one for one in annex.brief.options if annex.brief.appraisal.of(one).equality]
    said = {
        (option.id, one.characteristic): one for option in options for one in annex.brief.appraisal.of(option).equality
    }
    local = [name for _, name in said if name not in CHARACTERISTICS]
    who = tuple(dict.fromkeys((*CHARACTERISTICS, *local)))
    tables = [
        Table(
            "Effects on equality",
            ("Who", *(f"{one.name} {one.title}" for one in some)),
            tuple(
                (Cell((Paragraph(name.capitalize()),)), *(_effect(said.get((one.id, name))) for one in some))
                for name in who
            ),
        )
        for some in abreast(tuple(options))
        if some
    ]
    note = "The nine characteristics that the Equality Act 2010 protects, then what matters here besides."
    return Section("equality", "Effects on equality", (Paragraph(note, role="note"), *tables) if tables else ())


def _effect(one: EqualityLine | None) -> Cell:
    if one is None:
        return Cell((Paragraph("nobody has looked", role="note"),))
    parts = (_SIGNS[one.effect], one.why, f"What is done: {one.mitigation}" if one.mitigation else "")
    return Cell(tuple(Paragraph(part) for part in parts if part))


def bounds(annex: Annex) -> Section:
    """What each option depends on, and what it means for data about people."""
    rows = [
        _row(one.name, one.depends_on or "not said", one.data_protection or "not said")
        for one in annex.brief.options
        if one.depends_on or one.data_protection
    ]
    return _section("bounds", "What it depends on", ("Option", "Depends on", "Data about people"), rows)


def _section(
    name: str, heading: str, columns: tuple[str, ...], rows: Iterable[tuple[Cell, ...]], notes: Iterable[Block] = ()
) -> Section:
    listed = tuple(rows)
    return Section(name, heading, (*notes, Table(heading, columns, listed)) if listed else ())


def _row(*said: str) -> tuple[Cell, ...]:
    return tuple(Cell((Paragraph(text or "–"),)) for text in said)
