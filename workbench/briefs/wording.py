"""What a team writes in briefs and options, looked through for words that would stick to a named place."""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import Session

from workbench.briefs.contents import Contents
from workbench.briefs.lines import BriefLine, OptionLine
from workbench.briefs.options import briefs, options
from workbench.errors import Problem
from workbench.governance.wording import sticking
from workbench.triangulation.wording import Written

_BRIEF = ("title", "decision_asked", "if_nothing", "problem", "objectives", "change_mind", "monitoring")
_OPTION = (
    "title", "what", "delivered_by", "partners", "benefits", "cost_note", "risks", "reversibility", "equality",
    "not_known", "evidence_it_works",
)  # fmt: skip


def written(session: Session) -> Iterator[Written]:
    """Everything that the team wrote in briefs and their options."""
    for brief in briefs(session):
        for option in options(session, brief.id):
            yield from ((f"{brief.name} {option.name}", f"brief:{brief.id}", text) for text in _texts(option, _OPTION))
        yield from ((brief.name, f"brief:{brief.id}", text) for text in _texts(brief, _BRIEF))


def harsh(brief: BriefLine, given: tuple[OptionLine, ...]) -> Iterator[Problem]:
    """Sentences of one brief and its options that would stigmatise a named place; a warning each."""
    for text in _texts(brief, _BRIEF):
        yield from (Problem("warning", brief.name, one.said) for one in sticking(text))
    for option in given:
        for text in _texts(option, _OPTION):
            yield from (Problem("warning", f"{brief.name} {option.name}", one.said) for one in sticking(text))


def own_words(brief: Contents) -> list[str]:
    """What the team wrote in one brief: its own cells, its options' and the sentences of its findings."""
    findings = [line.statement for line in brief.findings.values()]
    options = [text for option in brief.options for text in _texts(option, _OPTION[1:])]
    return [*_texts(brief.brief, _BRIEF[1:]), *options, *findings]


def problems(session: Session) -> list[Problem]:
    """Those of every brief."""
    return [one for brief in briefs(session) for one in harsh(brief, tuple(options(session, brief.id)))]


def _texts(line: BriefLine | OptionLine, cells: tuple[str, ...]) -> list[str]:
    return [text for cell in cells if (text := str(getattr(line, cell) or ""))]
