"""How well the machine reads as people do, from blind samples: by code, over time, by group of people.

Of the codes it would have proposed, how many did the person give (right when it speaks); of the codes that the person
gave, how many would it have proposed (what it hears). One person's reading stands for the truth here, and is not it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.crosstab import groups_by
from workbench.coding.tree import paths_of
from workbench.rows import live, table_of
from workbench.sources.coders import coder_names
from workbench.sources.documents import Segment
from workbench.suggestions.blind_samples import BlindCode, BlindPassage, BlindSample
from workbench.suggestions.hits import LEVEL, TOO_FEW, Hits, Trial, difference, passage_hits, person_hits
from workbench.suggestions.nearest import in_words
from workbench.suggestions.runs import Run

Measure = Literal["precision", "recall"]
MEASURES: tuple[Measure, ...] = ("precision", "recall")
EVERYTHING = "all codes"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One code on one passage that was read blind."""

    sample_id: int
    sample: str
    """When the sample was drawn."""
    coder: str
    run: str
    """When the run was whose scores are tried."""
    model: str
    passage_id: int
    case_id: int | None
    person: str
    """Whose words; of an unknown voice, the document's."""
    weight: float
    code_id: int
    code: str
    score: float
    proposed: bool
    given: bool


@dataclass(frozen=True, slots=True)
class HitLine:
    """One figure: what is measured, of which code, run, sample or group, and what came of it."""

    measure: Measure
    by: str
    """all, code, sample, run, coder, likelihood, or the name of an attribute of people."""
    name: str
    found: Hits
    unlike: str = ""
    """Of a group: what sets it apart from everybody else, where the intervals warrant saying so."""


def outcomes(session: Session) -> list[Outcome]:
    """Every code that was proposed or given on a passage that somebody decided about, in an order that copies share."""
    code, passage, sample, run = (table_of(kind) for kind in (BlindCode, BlindPassage, BlindSample, Run))
    segment = table_of(Segment)
    chosen = (
        live(BlindCode)
        .join(passage, passage.c.id == code.c.passage_id)
        .join(sample, sample.c.id == passage.c.sample_id)
        .join(run, run.c.id == sample.c.run_id)
        .join(segment, segment.c.id == passage.c.segment_id)
        .where(passage.c.gone.is_(False), sample.c.gone.is_(False), passage.c.answered != "")
        .where(sa.or_(code.c.proposed.is_(True), code.c.given.is_(True)))
        .order_by(sample.c.drawn, sample.c.guid, passage.c.place, code.c.score.desc(), code.c.guid)
        .with_only_columns(
            sample.c.id.label("sample_id"),
            sample.c.drawn,
            sample.c.coder_id,
            run.c.at,
            run.c.model,
            passage.c.id.label("passage_id"),
            passage.c.document_id,
            segment.c.case_id,
            passage.c.weight,
            code.c.code_id,
            code.c.score,
            code.c.proposed,
            code.c.given,
        )
    )
    rows = session.execute(chosen).all()
    coders, paths = coder_names(session), paths_of(session, {row.code_id for row in rows})
    return [
        Outcome(
            row.sample_id,
            row.drawn,
            coders.get(row.coder_id, ""),
            row.at,
            row.model,
            row.passage_id,
            row.case_id,
            f"document {row.document_id}" if row.case_id is None else f"person {row.case_id}",
            row.weight,
            row.code_id,
            paths.get(row.code_id, ""),
            row.score,
            row.proposed,
            row.given,
        )
        for row in rows
    ]


def read_blind(session: Session) -> tuple[int, int]:
    """How many passages were decided blind, and how many people's words they are."""
    passage, segment = table_of(BlindPassage), table_of(Segment)
    chosen = (
        live(BlindPassage)
        .join(segment, segment.c.id == passage.c.segment_id)
        .where(passage.c.answered != "")
        .with_only_columns(passage.c.id, segment.c.case_id)
    )
    rows = session.execute(chosen).all()
    return len(rows), len({row.case_id for row in rows if row.case_id is not None})


def hits(found: Sequence[Outcome], measure: Measure, *, pooled: bool = True, level: float = LEVEL) -> Hits:
    """What came of some outcomes; with `pooled` the interval respects that passages of one person hang together."""
    trials = [
        Trial(one.person, one.weight, one.given if measure == "precision" else one.proposed)
        for one in found
        if (one.proposed if measure == "precision" else one.given)
    ]
    return person_hits(trials, level=level) if pooled else passage_hits(trials, level=level)


def figures(session: Session, *, by: str | None = None) -> list[HitLine]:
    """Every figure there is: over all, by code, run, sample, coder and likelihood, and by an attribute of people.

    Raises AttributeUnknownError when there is no attribute of that name.
    """
    found = outcomes(session)
    lines: list[HitLine] = []
    for measure in MEASURES:
        lines.append(HitLine(measure, "all", EVERYTHING, hits(found, measure)))
        lines += _by(found, measure, "code", lambda one: one.code, pooled=False)
        lines += _by(found, measure, "run", lambda one: one.run)
        lines += _by(found, measure, "sample", lambda one: one.sample)
        lines += _by(found, measure, "coder", lambda one: one.coder)
    proposed = [one for one in found if one.proposed]
    lines += _by(proposed, "precision", "likelihood", lambda one: in_words(one.score))
    if by is not None:
        people = {one.case_id for one in found if one.case_id is not None}
        groups = groups_by(session, by, people)
        for measure in MEASURES:
            lines += by_group(found, measure, by, groups)
    return lines


def _by(
    found: Sequence[Outcome], measure: Measure, by: str, name: Callable[[Outcome], str], *, pooled: bool = True
) -> list[HitLine]:
    names = sorted({name(one) for one in found})
    lines = [
        HitLine(measure, by, said, hits([one for one in found if name(one) == said], measure, pooled=pooled))
        for said in names
    ]
    return [line for line in lines if line.found.of]


def by_group(found: Sequence[Outcome], measure: Measure, by: str, groups: Mapping[str, set[int]]) -> list[HitLine]:
    """Each group of people; a group is said to be heard worse or better only where a test warrants it.

    Every group is held against all others, at a level made stricter by the number of groups (Bonferroni).
    """
    level = 1 - (1 - LEVEL) / max(1, len(groups) if len(groups) > 2 else 1)
    lines = []
    for name, people in groups.items():
        theirs = [one for one in found if one.case_id in people]
        others = [one for one in found if one.case_id is not None and one.case_id not in people]
        apart = difference(hits(theirs, measure, level=level), hits(others, measure, level=level))
        unlike = ""
        if apart is not None and apart[0] > 0:
            unlike = "higher than among all others"
        elif apart is not None and apart[1] < 0:
            unlike = "lower than among all others"
        lines.append(HitLine(measure, by, name, hits(theirs, measure), unlike))
    return lines


def right_so_far(found: Sequence[Outcome], code_id: int, likelihood: str) -> str:
    """How often a code was right in the blind samples at this likelihood, or any code where this one is too few.

    Empty where nothing like it was tried.
    """
    alike = [one for one in found if one.proposed and in_words(one.score) == likelihood]
    own = [one for one in alike if one.code_id == code_id]
    counted = hits(own, "precision", pooled=False)
    if counted.why_not != TOO_FEW:
        return f"right {counted.hits} of {counted.of} times in the blind samples"
    if not alike:
        return ""
    every = hits(alike, "precision", pooled=False)
    said = f"right {every.hits} of {every.of} times in the blind samples, whatever the code"
    return f"{said}; this code {counted.hits} of {counted.of}" if own else said
