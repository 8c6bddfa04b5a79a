"""What a file was understood as, in a few lines: who speaks in it and how it begins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from workbench.coding.segment_drafts import DraftAnswerCodes, DraftSegments
from workbench.coding.study_drafts import Study, StudyDocument
from workbench.indicators.drafts import DraftFigure, DraftFigures
from workbench.sources.drafts import DraftDocument, DraftSurvey

FIRST = 12
"""So many passages are shown of a file."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who speaks in a file: the role that was understood, and how many turns they have."""

    label: str
    role: str
    turns: int


@dataclass(frozen=True, slots=True)
class Sample:
    """How a file begins: its voices, and its first passages with whose they are."""

    voices: tuple[Voice, ...] = ()
    first: tuple[tuple[str, str], ...] = ()


def sample_of(draft: Any) -> Sample:
    """The sample of a draft; figures are shown as they were read."""
    if isinstance(draft, DraftDocument):
        turns = Counter(turn.speaker for turn in draft.turns if turn.kind == "turn" or turn.speaker)
        voices = tuple(Voice(label, role, turns[label]) for label, role in draft.roles.items())
        return Sample(voices, tuple((turn.speaker or "", turn.text) for turn in draft.turns[:FIRST]))
    if isinstance(draft, DraftSurvey):
        first = [
            (draft.cases[row], f"{question.short}: {text}")
            for question in draft.questions
            for row, text in islice(question.answers.items(), 3)
        ]
        return Sample((), tuple(first[:FIRST]))
    if isinstance(draft, DraftSegments):
        parts = [
            (f"{one.document}, {', '.join('/'.join(path) for path in one.codes)}", one.words)
            for one in draft.segments[:FIRST]
        ]
        return Sample((), tuple(parts))
    if isinstance(draft, DraftAnswerCodes):
        return Sample((), tuple(_coded(draft)))
    if isinstance(draft, DraftFigures):
        figures = [(one.name, figure) for one in draft.indicators for figure in one.figures[:FIRST]]
        return Sample(
            (), tuple((f"{figure.area}, {figure.period}", _said(name, figure)) for name, figure in figures[:FIRST])
        )
    if isinstance(draft, Study):
        codes = ", ".join(code.name for code in draft.codes[:FIRST])
        more = len(draft.codes) - FIRST
        first = [("Codes", codes + (f" and {more:,} more" if more > 0 else ""))] if codes else []
        return Sample((), (*first, *(_begun(document) for document in islice(draft.documents(), FIRST))))
    return Sample()


def _coded(draft: DraftAnswerCodes) -> Iterator[tuple[str, str]]:
    """The first answers of a coded table, with what each coder gave them."""
    given: dict[tuple[str, str], list[str]] = {at: [] for at in sorted(draft.read)[:FIRST]}
    for one in draft.codes:
        if one.given and (at := (one.answer, one.coder)) in given:
            given[at].append(one.code)
    for (answer, coder), codes in given.items():
        yield answer, f"{coder}: {', '.join(codes) or 'no code'}"


def _begun(document: StudyDocument) -> tuple[str, str]:
    """A document of another tool's study in a line: its name, how much is coded in it, how it begins."""
    codings = len(document.codings)
    first = document.draft.turns[0].text[:120] if document.draft.turns else ""
    return document.draft.name, f"{codings:,} coded passage{'s' * (codings != 1)}. Begins: {first}"


def _said(name: str, figure: DraftFigure) -> str:
    """A figure in a line: what it measures, its value or why there is none, and of whom."""
    value = f"{figure.value:,.10g}" if figure.value is not None else figure.status
    whom = ", ".join(part for part in figure.breakdown if part != "all")
    return f"{name}: {value}" + (f" ({whom})" if whom else "")
