"""The matrix and topics side by side, brought up to what was written, say what they say when they are read afresh."""

from __future__ import annotations

import random
from typing import Any

import pytest
import sqlalchemy as sa

from tests.displays import add_people
from workbench.coding.by_person import codings_by_person
from workbench.coding.codings import Coding, apply_code
from workbench.indicators.observations import Observation
from workbench.project.file import Project
from workbench.rows import amend, table_of
from workbench.text import Span
from workbench.triangulation.displays.displays import add_display
from workbench.triangulation.displays.drawing import draw
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.figures import figure_lines
from workbench.triangulation.findings import look_again, remove_finding, reword, write_finding
from workbench.triangulation.protocol.joint_display import side_by_side
from workbench.triangulation.protocol.matrix import matrix
from workbench.triangulation.protocol.topic_rows import add_row, place, rate, remove_row, reword_row, take_from


@pytest.fixture
def study(project: Project) -> Any:
    with project.change("Bring in") as session:
        made = add_people(session, consent="given")
        made.displays = [  # type: ignore[attr-defined]
            add_display(session, kind, kind, {} if kind == "side by side" else {"by": "sex"})
            for kind in ("side by side", "statistics by themes", "quotes", "typology")
        ]
        words = [
            write_finding(session, strand="words", source=source, statement=f"{source} {at}", against="Not all.",
                          evidence=[Evidence(kind, key)], prominence="high")
            for at, (source, kind, key) in enumerate(
                [("interviews", "theme", made.theme), ("groups", "code", made.dark), ("interviews", "code", made.police)]
            )
        ]  # fmt: skip
        numbers = [
            write_finding(session, strand="numbers", source=source, statement=f"{source}", against="Not all.",
                          evidence=[Evidence("observation", made.harlow)], prominence="low")
            for source in ("Active Lives", "police records")
        ]  # fmt: skip
        made.findings = [*words, *numbers]  # type: ignore[attr-defined]
        made.rows = [add_row(session, f"Topic {at}") for at in range(4)]  # type: ignore[attr-defined]
        for at, row in enumerate(made.rows):  # type: ignore[attr-defined]
            for key in made.findings[at : at + 3]:  # type: ignore[attr-defined]
                place(session, row, key)
    return made


def read(project: Project, study: Any) -> tuple[Any, ...]:
    with project.read() as session:
        shown = [draw(session, key) for key in study.displays]
        lines = figure_lines(session, [study.harlow])
        return matrix(session), side_by_side(session), shown, lines, codings_by_person(session).tolist()


def afresh(project: Project, study: Any) -> tuple[Any, ...]:
    project.kept.forget()
    return read(project, study)


def change_something(session: Any, study: Any, chance: random.Random) -> None:
    row, finding = chance.choice(study.rows), chance.choice(study.findings)
    match chance.randrange(10):
        case 0:
            place(session, row, finding)
        case 1:
            take_from(session, row, finding)
        case 2:
            reword(session, finding, statement=f"Something else {chance.random()}")
        case 3:
            reword(session, finding, source=chance.choice(["interviews", "groups", "a new source"]))
        case 4:
            amend(session, Observation, study.harlow, value=round(50 + 20 * chance.random(), 1))
        case 5:
            amend(session, Coding, chance.choice(study.codings), gone=chance.random() < 0.5)
        case 6:
            start = chance.randrange(40)
            apply_code(session, chance.choice([study.dark, study.police]), study.document, Span(start, start + 12))
        case 7:
            look_again(session, finding)
        case 8:
            reword_row(session, row, title=f"Topic {chance.random()}", question_id=None)
        case 9:
            here = [one for one in matrix(session).rows if one.id == row]
            pairs = [one for some in here for one in some.meetings.values() if one.proposal is not None]
            both = [one for one in pairs if here[0].cells[one.a].findings and here[0].cells[one.b].findings]
            if both:
                rate(session, row, both[0].a, both[0].b, meaning="same", confirmed="agreement")


@pytest.mark.parametrize("seed", [1, 2])
def test_after_anything_and_after_undo_it_is_what_it_would_be_read_afresh(
    project: Project, study: Any, seed: int
) -> None:
    chance = random.Random(seed)
    read(project, study)
    for turn in range(12):
        with project.change("Something") as session:
            change_something(session, study, chance)
        if turn % 4 == 3:
            project.undo()
        kept = read(project, study)
        assert kept == afresh(project, study), turn
    with project.change("Leave") as session:
        remove_finding(session, study.findings[0])
        remove_row(session, study.rows[0])
    assert read(project, study) == afresh(project, study)


def test_only_topics_that_were_touched_are_made_anew(project: Project, study: Any) -> None:
    before = read(project, study)
    with project.change("Reword") as session:
        reword_row(session, study.rows[1], title="Another name", question_id=None)
    after = read(project, study)
    same = [one is other for one, other in zip(before[0].rows, after[0].rows, strict=True)]
    assert same == [True, False, True, True]
    assert sum(one is other for one, other in zip(before[1], after[1], strict=True)) == len(after[1]) - 1
    with project.read() as session:
        assert session.execute(sa.select(sa.func.count()).select_from(table_of(Coding))).scalar_one() == 5
