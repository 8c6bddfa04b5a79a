"""Consent: rule 6, case by case."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.governance.consent import NOT_RECORDED, Answer, answer, may, quotable, strictest
from workbench.project.file import Project, create
from workbench.rows import add
from workbench.sources.cases import Case
from workbench.sources.consent import Consent

VERBATIM, POLICE = ("verbatim", ""), ("audience", "police")


@pytest.mark.parametrize(
    ("facts", "audience", "allowed", "mark"),
    [
        ({}, "internal", True, NOT_RECORDED),
        ({}, "police", False, ""),
        ({VERBATIM: "given"}, "internal", True, ""),
        ({VERBATIM: "given"}, "police", False, ""),
        ({VERBATIM: "given", POLICE: "given"}, "police", True, ""),
        ({VERBATIM: "given", POLICE: "given"}, "school", False, ""),
        ({POLICE: "given"}, "police", False, ""),
        ({VERBATIM: "given", POLICE: "refused"}, "police", False, ""),
        ({VERBATIM: "given", POLICE: "refused"}, "internal", True, ""),
        ({VERBATIM: "refused"}, "internal", False, ""),
        ({VERBATIM: "withdrawn"}, "internal", False, ""),
        ({VERBATIM: "refused", POLICE: "given"}, "police", False, ""),
        ({VERBATIM: "unknown"}, "internal", True, NOT_RECORDED),
        ({VERBATIM: "given", ("audience", "internal"): "refused"}, "internal", False, ""),
        ({("paraphrase", ""): "given"}, "internal", True, NOT_RECORDED),
    ],
)
def test_words_as_they_were_said(facts: dict, audience: str, allowed: bool, mark: str) -> None:
    said = answer(facts, audience)
    assert (said.allowed, said.mark) == (allowed, mark)
    assert bool(said.why) is not allowed


def test_each_use_is_a_scope_of_its_own() -> None:
    facts = {VERBATIM: "refused", ("paraphrase", ""): "given", ("machine", ""): "refused", POLICE: "given"}
    assert answer(facts, "police", "paraphrase").allowed
    assert not answer(facts, "internal", "machine").allowed
    assert not answer(facts, "internal", "verbatim").allowed


def test_where_consent_is_required_unknown_is_refused() -> None:
    assert not answer({}, "internal", required=True).allowed
    assert answer({VERBATIM: "given"}, "internal", required=True) == Answer(True)


def test_the_strictest_of_several_decides() -> None:
    yes, marked, no = Answer(True), Answer(True, "", NOT_RECORDED), Answer(False, "no")
    assert strictest([yes, marked]) == Answer(True, "", NOT_RECORDED)
    assert strictest([yes, marked, marked, no]) == no
    assert strictest([yes]) == yes


def person(project: Project, **states: str) -> int:
    with project.change("Person") as session:
        case = add(session, Case, label="P")
        for scope, state in states.items():
            add(session, Consent, case_id=case, scope=scope, state=state)
    return case


def test_consent_that_has_run_out_counts_as_withdrawn(project: Project) -> None:
    case = person(project)
    with project.change("Consent") as session:
        add(session, Consent, case_id=case, scope="verbatim", state="given", expires_on="2020-01-31")
    with project.read() as session:
        said = may(session, [case])
    assert not said.allowed
    assert "run out" in said.why
    with project.change("Consent") as session:
        add(session, Consent, case_id=case, scope="verbatim", state="given", expires_on="2999-01-31")
    with project.read() as session:
        assert may(session, [case]) == Answer(True)


def test_many_at_once_and_together(project: Project) -> None:
    given, refused, unknown = person(project, verbatim="given"), person(project, verbatim="refused"), person(project)
    with project.read() as session:
        answers = quotable(session, [given, refused, unknown], "internal")
        assert [answers[key].allowed for key in (given, refused, unknown)] == [True, False, True]
        assert may(session, [given, unknown]).mark == NOT_RECORDED
        assert not may(session, [given, refused]).allowed
        assert may(session, []).mark == NOT_RECORDED
        assert not may(session, [], to="public").allowed


def test_a_project_that_requires_consent(tmp_path: Path) -> None:
    with create(tmp_path / "strict.workbench", title="S", consent="required", coder="amina") as project:
        given, unknown = person(project, verbatim="given"), person(project)
        with project.read() as session:
            assert may(session, [given]).allowed
            assert not may(session, [unknown]).allowed
            assert not may(session, []).allowed
