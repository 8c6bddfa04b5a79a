"""Summaries of a person and a code: kept, written anew, taken away, and older than their passages."""

from __future__ import annotations

from typing import Any

import pytest

from tests.study import Study, add_study, code_turn
from workbench.coding.codings import Coding
from workbench.coding.memos import memos_on
from workbench.coding.summaries import sum_up, summaries
from workbench.rows import NotInProjectError, amend, now


@pytest.fixture
def study(project: Any) -> Study:
    with project.change("Study") as session:
        return add_study(session)


def test_a_summary_stands_in_its_cell_alone(project: Any, study: Study) -> None:
    with project.change("Sum up") as session:
        sum_up(session, study.cases[0], study.dark, "  Goes round the underpass. ")
        sum_up(session, study.cases[0], study.police, "Says nothing of it.")
    with project.read() as session:
        found = summaries(session)
        assert set(found) == {(study.cases[0], study.dark), (study.cases[0], study.police)}
        one = found[study.cases[0], study.dark]
        assert (one.text, one.coder, one.older) == ("Goes round the underpass.", "amina", False)
        assert len(memos_on(session, "case", study.cases[0])) == 2
    with project.change("Sum up anew") as session:
        sum_up(session, study.cases[0], study.dark, "Goes round.")
        sum_up(session, study.cases[0], study.police, "")
    with project.read() as session:
        assert {key: one.text for key, one in summaries(session).items()} == {
            (study.cases[0], study.dark): "Goes round."
        }
    with project.change("And again") as session:
        sum_up(session, study.cases[0], study.police, "After all.")
    with project.read() as session:
        assert summaries(session)[study.cases[0], study.police].text == "After all."


def test_a_newer_coding_or_changed_words_make_it_older_until_it_is_written_anew(project: Any, study: Study) -> None:
    with project.change("Sum up") as session:
        for case in study.cases[:2]:
            sum_up(session, case, study.dark, "Goes round.")
    with project.change("Code on") as session:
        key = code_turn(session, study, study.dark, 0)
        amend(session, Coding, key, start=2, created="2999-01-01T00:00:00.000Z")
        amend(session, Coding, study.codings[1], reworded="2999-01-01T00:00:00.000Z")
    with project.read() as session:
        assert [summaries(session)[case, study.dark].older for case in study.cases[:2]] == [True, True]
    with project.change("Before now") as session:
        amend(session, Coding, key, created=now())
    with project.change("Sum up anew") as session:
        sum_up(session, study.cases[0], study.dark, "Goes round, and quickly.")
    with project.read() as session:
        assert not summaries(session)[study.cases[0], study.dark].older


def test_a_memo_on_a_person_is_no_summary_and_undo_takes_one_back(project: Any, study: Study) -> None:
    from workbench.coding.memos import write_memo

    with project.change("Memo") as session:
        write_memo(session, "Shy at first.", about="case", thing_id=study.cases[0])
    with project.read() as session:
        assert summaries(session) == {}
    with project.change("Sum up") as session:
        sum_up(session, study.cases[0], study.dark, "Goes round.")
    project.undo()
    with project.read() as session:
        assert summaries(session) == {}


def test_there_is_no_summary_of_nobody(project: Any, study: Study) -> None:
    with project.change("Sum up") as session, pytest.raises(NotInProjectError):
        sum_up(session, 9999, study.dark, "Who?")
