"""The decisions so far with what they are bound to, what a brief was sent back with, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.briefs.annex import Annex
from workbench.briefs.lines import DecisionLine
from workbench.briefs.outcomes import OutcomeLine
from workbench.briefs.page import Block, Cell, Paragraph, Section, Table
from workbench.text import dated
from workbench.triangulation.figures import FigureLine

_DECISIONS = ("Date", "Meeting", "Decision", "Reasons", "Evidence, dissent, review")
_CONDITIONS = ("Condition", "Who", "By when", "How it stands")
_TASKS = ("What it was sent back with", "How it stands", "What was done")
_OUTCOMES = ("Looked at", "What was to move", "Before", "After", "Whether it moved", "What people say")


def section(annex: Annex) -> Section:
    """Every decision in the order in which they were recorded, its conditions, tasks and outcomes."""
    brief = annex.brief
    heading = "Decisions so far"
    if not brief.decisions:
        return Section("decisions", heading, (Paragraph("Nothing has been decided yet.", role="note"),))
    blocks: list[Block] = [Table("Decisions", _DECISIONS, tuple(_decision(one) for one in brief.decisions))]
    if brief.conditions:
        rows = tuple(
            _row((one.text, one.owner or "nobody named", dated(one.due) or "no day", f"{one.state_words}. {one.how}"))
            for one in brief.conditions
        )
        blocks.append(Table("What the approval is bound to", _CONDITIONS, rows))
    if brief.tasks:
        rows = tuple(_row((one.text, one.state_words, one.how or "–")) for one in brief.tasks)
        blocks.append(Table("What was to be done before it came again", _TASKS, rows))
    if brief.outcomes:
        rows = tuple(_outcome(annex, one) for one in brief.outcomes)
        blocks.append(Table("What came of it", _OUTCOMES, rows))
    return Section("decisions", heading, tuple(blocks))


def _decision(one: DecisionLine) -> tuple[Cell, ...]:
    """One decision, with the version that was decided on."""
    where = " ".join(part for part in (one.meeting, f"({one.deciders})" if one.deciders else "") if part)
    said = f"{one.said} (version {one.version})"
    return _row((dated(one.day), where, said, one.reasons, _tail(one)))


def _tail(one: DecisionLine) -> str:
    """What goes with a decision."""
    relied = f"{', '.join(one.relied_on)}, as version {one.version} numbers them" if one.relied_on else ""
    said = (("Relied on", relied), ("Dissent", one.dissent), ("Review", one.review_on))
    return " ".join(f"{label}: {dated(text).rstrip('.')}." for label, text in said if text)


def _outcome(annex: Annex, one: OutcomeLine) -> tuple[Cell, ...]:
    """What came of a decision; of figures that are withheld from these readers nothing is said of the change."""
    figures = [figure for figure in (one.before, one.after) if figure is not None]
    told = not any(figure.id in annex.passed.withheld_figures for figure in figures)
    moved = f"{one.moved[:1].upper()}{one.moved[1:]}."
    said = " ".join(part for part in (moved, one.change_words if told else "", one.care if told else "") if part)
    aim = [Paragraph(one.objective or one.indicator or "not tied to a figure")]
    aim += [Paragraph(f"Expected: {one.expected}.", role="note")] if one.expected else []
    return (
        *_row((dated(one.seen_on),)),
        Cell(tuple(aim)),
        _figure(annex, one.before),
        _figure(annex, one.after),
        *_row((said, one.said)),
    )


def _figure(annex: Annex, line: FigureLine | None) -> Cell:
    """A figure with its interval, leading to its row."""
    if line is None:
        return Cell((Paragraph("no figure yet", role="note"),))
    shown = annex.brief.figures[line.id]
    return Cell(
        (
            Paragraph(
                f"{shown.figure.indicator}, {shown.figure.period}: {annex.figure_words(shown)}",
                (annex.figure(line.id),),
            ),
        )
    )


def _row(texts: Iterable[str]) -> tuple[Cell, ...]:
    return tuple(Cell((Paragraph(text.strip()),)) for text in texts)
