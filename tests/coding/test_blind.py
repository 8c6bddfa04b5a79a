"""Reading blind: what a coder sees before they have finished a document, and what nobody else loses by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.coding.two_coders import key_of, put_together
from workbench.coding.blind import CHOSEN, fact_of, reads_blind, seen, unfinished
from workbench.coding.code_page import code_page
from workbench.coding.codebook import codebook
from workbench.coding.querying import ask, passages_of
from workbench.coding.retrieval import code_counts, passages
from workbench.project.facts import remember
from workbench.project.file import Project, open_file
from workbench.sources.readings import finish_reading

AMINA = "Amina: [Dark]{dark} and [late]{late}.\nBen: Fine."
BEN = "Amina: [Dark and late]{dark}.\nBen: [Fine]{fine}."


def test_others_are_hidden_until_the_document_is_finished(project: Project) -> None:
    coded = put_together(project, AMINA, {"ben": BEN}, read=["ben"])
    other = put_together(project, AMINA, {"ben": BEN}, name="two.md", read=["amina", "ben"])
    with project.read() as session:
        assert not reads_blind(session)
        assert seen(session) is None
        assert len(passages(session, where=seen(session))) == 8
    remember(project, fact_of("amina"), CHOSEN, why="Read blind")
    with project.read() as session:
        assert unfinished(session) == {coded.document}
        shown = passages(session, where=seen(session))
        assert {(one.document_id, one.coder) for one in shown} == {
            (coded.document, "amina"),
            (other.document, "amina"),
            (other.document, "ben"),
        }
        assert {one.path: one.codings for one in codebook(session, seen=seen(session))} == {
            "dark": 3,
            "late": 2,
            "fine": 1,
        }
        assert code_counts(session)[coded.codes["dark"]].codings == 4, "what is counted for the project stays"
    with project.change("Finish") as session:
        finish_reading(session, coded.document)
    with project.read() as session:
        assert seen(session) is None


def test_it_is_kept_for_each_coder_and_over_closing(tmp_path: Path, project: Project) -> None:
    put_together(project, AMINA, {"ben": BEN}, read=[])
    remember(project, fact_of("amina"), CHOSEN, why="Read blind")
    key_of(project, "ben")
    project.close()
    for who, blind in (("amina", True), ("ben", False)):
        with open_file(project.path, coder=who) as opened, opened.read() as session:
            assert reads_blind(session) == blind
            assert bool(unfinished(session)) == blind


def test_somebody_who_has_done_nothing_yet_sees_nothing_of_others(project: Project) -> None:
    put_together(project, AMINA, {"ben": BEN}, read=["ben"])
    project.close()
    with open_file(project.path, coder="cara") as opened:
        remember(opened, fact_of("cara"), CHOSEN, why="Read blind")
        with opened.read() as session:
            assert passages(session, where=seen(session)) == []


@pytest.mark.parametrize("query", ["dark", "dark with late", "dark near fine", "not late"])
def test_a_question_finds_nothing_of_others_either(project: Project, query: str) -> None:
    put_together(project, AMINA, {"ben": BEN}, read=["ben"])
    with project.read() as session:
        every = {one.coder for one in passages_of(session, ask(session, query))}
    assert "ben" in every
    remember(project, fact_of("amina"), CHOSEN, why="Read blind")
    with project.read() as session:
        question = ask(session, query, seen=seen(session))
        assert {one.coder for one in passages_of(session, question)} <= {"amina"}
        code = next(one.id for one in codebook(session) if one.path == "dark")
        assert [use.coder for use in code_page(session, code, seen=seen(session)).coders] == ["amina"]
