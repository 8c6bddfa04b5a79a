"""Doubts answered by a person: they stay answered, print, and ask for another look when their numbers change."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.essex_weapons import HARLOW, UTTLESFORD, add_weapons, weapon_figures, whole
from workbench.indicators.answers import (
    AnswerIsEmptyError,
    NoSuchDoubtError,
    answer_doubt,
    doubts_about,
    stale_answers,
    withdraw_answer,
)
from workbench.indicators.doubt_lines import DoubtLine
from workbench.indicators.doubt_rows import Doubt
from workbench.indicators.observations import NoSuchFigureError
from workbench.indicators.places import place
from workbench.indicators.problems import problems
from workbench.project.file import Project
from workbench.rows import add
from workbench.text import dated
from workbench.triangulation.figures import figure_lines

REASON = "We write that the airport makes it, and set Uttlesford aside."


def doubts(project: Project, code: str) -> dict[str, DoubtLine]:
    figure = whole(project, code)
    with project.read() as session:
        return {line.kind: line for line in doubts_about(session, [figure])[figure.id]}


def answer(project: Project, code: str, kind: str, reason: str = REASON, **told: bool) -> None:
    figure = whole(project, code)
    with project.change("Answer a doubt") as session:
        answer_doubt(session, figure.id, kind, reason, **told)


def test_an_answer_stays_and_prints(project: Project) -> None:
    add_weapons(project)
    before = doubts(project, UTTLESFORD)["one small area"]
    assert before.open
    answer(project, UTTLESFORD, "one small area")
    after = doubts(project, UTTLESFORD)["one small area"]
    assert after.answer is not None
    assert not after.open
    assert after.sentence == before.sentence
    assert after.said == f"{before.said} Answered by amina, {dated(after.answer.on)}: {REASON}"
    figure = whole(project, UTTLESFORD)
    with project.read() as session:
        (line,) = figure_lines(session, [figure.id]).values()
        (there,) = place(session, UTTLESFORD).indicators
    assert after.said in line.doubts
    assert after in there.doubts
    assert doubts(project, HARLOW)["counts searches"].open


def test_changed_figures_ask_for_another_look(project: Project) -> None:
    add_weapons(project)
    answer(project, UTTLESFORD, "one small area")
    with project.read() as session:
        assert stale_answers(session) == []
    more = tuple(
        replace(one, count=240.0, value=240.0) if one.area_code == "E01022090" else one for one in weapon_figures()
    )
    add_weapons(project, more, amend=True)
    line = doubts(project, UTTLESFORD)["one small area"]
    assert "240 of the 261" in line.sentence
    assert line.open
    assert "before the figures changed (look again): We write that" in line.said
    with project.read() as session:
        (found,) = [one for one in problems(session) if "look again" in one.message]
    assert found.severity == "warning"
    assert found.where == "Possession of weapons, Uttlesford Oct 2018 to Feb 2019"
    answer(project, UTTLESFORD, "one small area", "Still the airport.")
    with project.read() as session:
        assert stale_answers(session) == []
    assert "Still the airport." in doubts(project, UTTLESFORD)["one small area"].said


def test_a_doubt_that_no_longer_arises_is_still_printed(project: Project) -> None:
    add_weapons(project)
    answer(project, UTTLESFORD, "one small area")
    few = tuple(replace(one, count=20.0) if one.area_code == "E01022090" else one for one in weapon_figures())
    add_weapons(project, few, amend=True)
    line = doubts(project, UTTLESFORD)["one small area"]
    assert line.weight == "worth knowing"
    assert "249 of the 261" in line.sentence
    assert "(the figures no longer give rise to it)" in line.said


def test_an_answer_is_undone_and_withdrawn(project: Project) -> None:
    add_weapons(project)
    answer(project, UTTLESFORD, "one small area")
    project.undo()
    assert doubts(project, UTTLESFORD)["one small area"].open
    project.redo()
    figure = whole(project, UTTLESFORD)
    with project.change("Withdraw") as session:
        withdraw_answer(session, figure.id, "one small area")
    assert doubts(project, UTTLESFORD)["one small area"].open
    with project.change("Withdraw") as session, pytest.raises(NoSuchDoubtError, match="Nobody has answered"):
        withdraw_answer(session, figure.id, "one small area")
    answer(project, UTTLESFORD, "one small area", "Again.")
    assert "Again." in doubts(project, UTTLESFORD)["one small area"].said


def test_what_an_indicator_counts_is_answered_once_for_all(project: Project) -> None:
    add_weapons(project)
    answer(project, UTTLESFORD, "counts searches", "We call it weapons found.", everywhere=True)
    assert "We call it weapons found." in doubts(project, HARLOW)["counts searches"].said
    answer(project, HARLOW, "counts searches", "Harlow had no operation.")
    assert "Harlow had no operation." in doubts(project, HARLOW)["counts searches"].said
    assert "We call it weapons found." in doubts(project, UTTLESFORD)["counts searches"].said
    answer(project, HARLOW, "not a year", "Only compared within Essex.", everywhere=True)
    assert doubts(project, UTTLESFORD)["not a year"].open


def test_what_cannot_be_answered_is_refused(project: Project) -> None:
    add_weapons(project)
    with pytest.raises(AnswerIsEmptyError):
        answer(project, UTTLESFORD, "one small area", " ")
    with pytest.raises(NoSuchDoubtError):
        answer(project, HARLOW, "one small area")
    with project.change("Answer") as session, pytest.raises(NoSuchFigureError):
        answer_doubt(session, 10**6, "small count", "Why not.")


def test_a_part_is_answered_apart_from_the_whole(project: Project) -> None:
    add_weapons(project)
    whole_figure = whole(project, HARLOW)
    with project.read() as session:
        from workbench.indicators.observations import figures

        street = next(one for one in figures(session, area=HARLOW) if one.category == "place: Supermarket")
    with project.change("Answer") as session:
        answer_doubt(session, street.id, "counts searches", "Searched at the door.")
    with project.read() as session:
        found = doubts_about(session, [whole_figure, street])
    assert [line.answer is None for line in found[whole_figure.id]] == [True] * len(found[whole_figure.id])
    assert "Searched at the door." in next(one.said for one in found[street.id] if one.kind == "counts searches")


def test_what_people_raised_themselves_prints_too(project: Project) -> None:
    add_weapons(project)
    figure = whole(project, HARLOW)
    with project.change("Raise") as session:
        cells = {"indicator_id": figure.indicator_id, "area_code": HARLOW, "period": figure.period}
        add(session, Doubt, **cells, kind="operation", evidence="There was an operation in November.")
    line = doubts(project, HARLOW)["operation"]
    assert line.said == "Worth knowing: There was an operation in November."
    assert line.open
