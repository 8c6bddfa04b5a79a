"""A small project in which two people judge: one topic with two sources, one with one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.study import Study, add_study, record_asked
from workbench.project.file import Project
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.findings import write_finding
from workbench.triangulation.protocol.topic_rows import add_row, place

A, B = "Active Lives", "interviews"
HOME = "How do young people get home?"


@dataclass
class Placed:
    """What was put in, by key."""

    study: Study
    row: int
    lone: int
    words: int
    numbers: int


def as_(project: Project, name: str) -> Project:
    """The project with somebody else at the keyboard."""
    project.coder = name
    project._coder_id = None
    return project


def placed_in(project: Any, *, against: str = "One walks it every day.", prominence: str = "high") -> Placed:
    """Put two findings in one topic and one of them in another, where it is alone."""
    with project.change("Two topics") as session:
        study = add_study(session, consent="given")
        record_asked(session, study)
        said = write_finding(
            session, strand="words", source=B, statement="They go round.", evidence=[Evidence("theme", study.theme)],
            prominence="high", against=against, question_id=study.question,
        )  # fmt: skip
        counted = write_finding(
            session, strand="numbers", source=A, statement="Fewer adults are active.", prominence=prominence,
            evidence=[Evidence("observation", study.harlow)], against="It counts adults.",
        )  # fmt: skip
        row = add_row(session, "Getting home", question_id=study.question, about=HOME)
        lone = add_row(session, "Going round", about=HOME)
        place(session, row, said)
        place(session, row, counted)
        place(session, lone, said)
    return Placed(study, row, lone, said, counted)
