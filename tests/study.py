"""A small study put straight into a project: eight people, two interviews groups, one survey, two figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from workbench.coding.codebook import Code
from workbench.coding.codings import Coding
from workbench.coding.themes import Theme, ThemeCode
from workbench.indicators.datasets import Dataset
from workbench.indicators.indicators import Indicator
from workbench.indicators.observations import Observation
from workbench.rows import add, now
from workbench.sources.asked import Asked, Question
from workbench.sources.cases import Case
from workbench.sources.coders import current_coder
from workbench.sources.consent import Consent
from workbench.sources.documents import Document, Segment

TURNS = (
    "We just go round. You don't go through the underpass after four, nobody does.",
    "I get the bus home when it is dark because the lamps on the path are broken.",
    "My brother got his phone taken there and the police never even came out.",
    "It is fine, I walk it every day and I have never had any trouble at all.",
    "I keep my keys in my hand. Everybody I know does the same on that road.",
    "They closed the gate so now you have to go all along the back of the shops.",
    "The lamps went off in October and they are still off, so I go the long way.",
    "I would cycle if there was somewhere to leave it that is not the underpass.",
)


@dataclass
class Study:
    """Keys of what was put in."""

    cases: list[int] = field(default_factory=list)
    segments: list[int] = field(default_factory=list)
    codings: list[int] = field(default_factory=list)
    document: int = 0
    dark: int = 0
    police: int = 0
    theme: int = 0
    question: int = 0
    dataset: int = 0
    indicator: int = 0
    harlow: int = 0
    england: int = 0


def code_turn(session: Any, study: Study, code: int, turn: int) -> int:
    """Code one whole turn."""
    start = sum(len(text) + 1 for text in TURNS[:turn])
    return add(
        session,
        Coding,
        code_id=code,
        coder_id=current_coder(session),
        document_id=study.document,
        anchor=start,
        start=start,
        end=start + len(TURNS[turn]),
        created=now(),
    )


def add_study(session: Any, *, consent: str = "") -> Study:
    """Put the study in; with `consent` given or refused, for everybody, verbatim and for the public."""
    study = Study()
    study.document = add(
        session, Document, name="Group C.txt", kind="transcript", length=sum(map(len, TURNS)) + len(TURNS) - 1
    )
    study.question = add(session, Question, short="journeys", text="How do you get home?")
    at = 0
    for number, text in enumerate(TURNS):
        case = add(session, Case, label=f"P{number + 1}", sampling="purposive")
        study.cases.append(case)
        study.segments.append(
            add(
                session,
                Segment,
                document_id=study.document,
                ordinal=number,
                start=at,
                end=at + len(text),
                text=text,
                case_id=case,
                words=len(text.split()),
            )
        )
        at += len(text) + 1
        if consent:
            for scope, audience in (("verbatim", ""), ("paraphrase", ""), ("audience", "public")):
                add(session, Consent, case_id=case, scope=scope, audience=audience, state=consent)
    journeys = add(session, Code, name="Journeys")
    study.dark = add(session, Code, name="Dark and unlit", parent_id=journeys)
    study.police = add(session, Code, name="Police not there")
    study.codings = [code_turn(session, study, study.dark, turn) for turn in (0, 1, 6, 7)]
    study.codings.append(code_turn(session, study, study.police, 2))
    study.theme = add(session, Theme, name="The long way home", statement="Young people go round, not through.")
    add(session, ThemeCode, theme_id=study.theme, code_id=study.dark)
    study.dataset = add(
        session, Dataset, name="Active Lives", publisher="Sport England", licence="Open Government Licence v3.0"
    )
    study.indicator = add(
        session,
        Indicator,
        dataset_id=study.dataset,
        name="Physically active adults",
        unit="%",
        kind="proportion",
        polarity="high is good",
        multiplier=100.0,
        benchmark="E92000001",
    )
    cells = {
        "indicator_id": study.indicator,
        "period": "2024/25",
        "period_start": "2024-11-01",
        "period_end": "2025-10-31",
        "interval": "published",
    }
    study.harlow = add(
        session,
        Observation,
        area_code="E07000073",
        area="Harlow",
        value=60.3,
        lower=56.1,
        upper=64.4,
        count=301.0,
        denominator=499.0,
        compared="worse",
        **cells,
    )
    study.england = add(
        session, Observation, area_code="E92000001", area="England", value=68.0, lower=67.8, upper=68.2, **cells
    )
    return study


def record_asked(session: Any, study: Study, people: int = 8) -> None:
    """Record that the first people were asked about their journeys."""
    for case in study.cases[:people]:
        add(session, Asked, case_id=case, question_id=study.question, state="asked")
