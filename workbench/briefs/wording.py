"""What a team writes in briefs and options, looked through for words that would stick to a named place."""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import Session

from workbench.briefs.appraisal import Appraisal, appraisal
from workbench.briefs.contents import Contents
from workbench.briefs.lines import BriefLine, OptionLine
from workbench.briefs.options import briefs, options
from workbench.errors import Problem
from workbench.governance.wording import sticking
from workbench.triangulation.wording import Written

_BRIEF = ("title", "decision_asked", "if_nothing", "problem", "objectives", "change_mind", "monitoring")
_OPTION = (
    "title", "what", "delivered_by", "partners", "benefits", "cost_note", "risks", "reversibility", "equality",
    "not_known", "evidence_it_works", "depends_on", "data_protection", "time_to_effect",
)  # fmt: skip
_LINES = ("text", "name", "does", "to_whom", "amount", "mitigation", "why", "baseline", "target", "lived")


def written(session: Session) -> Iterator[Written]:
    """Everything that the team wrote in briefs and their options."""
    for brief in briefs(session):
        given = options(session, brief.id)
        for option in given:
            yield from ((f"{brief.name} {option.name}", f"brief:{brief.id}", text) for text in _texts(option, _OPTION))
        for name, text in _line_by_line(tuple(given), appraisal(session, brief.id, given)):
            yield f"{brief.name} {name}".strip(), f"brief:{brief.id}", text
        yield from ((brief.name, f"brief:{brief.id}", text) for text in _texts(brief, _BRIEF))


def harsh(brief: BriefLine, given: tuple[OptionLine, ...], appraised: Appraisal) -> Iterator[Problem]:
    """Sentences of one brief and its options that would stigmatise a named place; a warning each."""
    for name, text in _line_by_line(given, appraised):
        yield from (Problem("warning", f"{brief.name} {name}".strip(), one.said) for one in sticking(text))
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
    found: list[Problem] = []
    for brief in briefs(session):
        given = tuple(options(session, brief.id))
        found += harsh(brief, given, appraisal(session, brief.id, given))
    return found


def _line_by_line(given: tuple[OptionLine, ...], appraised: Appraisal) -> Iterator[tuple[str, str]]:
    """What stands line by line below a brief: the option's name, empty of the brief as a whole, and a text."""
    of_the_brief: tuple[object, ...] = (*appraised.objectives, *appraised.choices, *appraised.factors)
    for option in given:
        rated = [one for (key, _), one in appraised.ratings.items() if key == option.id]
        detail = appraised.of(option)
        lines = (*detail.partners, *detail.benefits, *detail.costs, *detail.risks, *detail.equality, *rated)
        yield from ((option.name, text) for line in lines for text in _said(line))
    yield from (("", text) for line in of_the_brief for text in _said(line))


def _said(line: object) -> list[str]:
    return [text for cell in _LINES if (text := str(getattr(line, cell, "") or ""))]


def _texts(line: BriefLine | OptionLine, cells: tuple[str, ...]) -> list[str]:
    return [text for cell in cells if (text := str(getattr(line, cell) or ""))]
