from __future__ import annotations

from typing import Any

import pytest

from tests.study import add_study, record_asked
from workbench.coding.codings import Coding
from workbench.rows import amend, remove
from workbench.sources.cases import Case
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.finding_evidence import FindingNeedsEvidenceError, OtherStrandError
from workbench.triangulation.findings import (
    EvidenceIsGoneError,
    FindingIsEmptyError,
    findings,
    look_again,
    remove_evidence,
    remove_finding,
    reword,
    support,
    write_finding,
)
from workbench.triangulation.unfinished import problems


def words(session: Any, study: Any, **cells: Any) -> int:
    given = {"statement": "They go round.", "source": "interviews", "evidence": [Evidence("theme", study.theme)]}
    return write_finding(session, strand="words", **{**given, **cells})


def test_a_finding_counts_people_not_passages(project: Any) -> None:
    with project.change("Write") as session:
        study = add_study(session)
        key = words(session, study)
        (line,) = findings(session)
        assert (line.name, line.count.said, line.count.heard) == ("F1", 4, 8)
        assert line.count_sentence == "raised by 4 of the 8 we interviewed; not all were asked"
        record_asked(session, study)
        reword(session, key, question_id=study.question)
        (line,) = findings(session)
    assert line.count_sentence == "4 of 8 people asked said this"
    assert line.question == "journeys"
    assert "suggests high" in line.hint


def test_codes_named_beside_a_theme_are_the_closer_evidence(project: Any) -> None:
    with project.change("Write") as session:
        study = add_study(session)
        words(session, study, evidence=[Evidence("theme", study.theme), Evidence("code", study.police)])
        (line,) = findings(session)
    assert line.count.said == 1


def test_a_finding_speaks_only_for_its_own_material(project: Any) -> None:
    with project.change("Write") as session:
        study = add_study(session)
        words(session, study, source="survey")
        (line,) = findings(session)
    assert (line.count.said, line.count.heard) == (0, 0)


@pytest.mark.parametrize(
    ("cells", "error"),
    [
        ({"statement": "  "}, FindingIsEmptyError),
        ({"source": ""}, FindingIsEmptyError),
        ({"evidence": []}, FindingNeedsEvidenceError),
        ({"evidence": [Evidence("observation", 1)]}, OtherStrandError),
        ({"evidence": [Evidence("theme", 999)]}, EvidenceIsGoneError),
    ],
)
def test_what_is_no_finding_is_refused_and_nothing_stays(project: Any, cells: dict[str, Any], error: type) -> None:
    with project.change("Study") as session:
        study = add_study(session)
    with pytest.raises(error) as caught, project.change("Write") as session:
        words(session, study, **cells)
    assert str(caught.value).endswith(".")
    with project.read() as session:
        assert findings(session) == []


def test_numbers_are_never_given_twice(project: Any) -> None:
    with project.change("Write") as session:
        study = add_study(session)
        remove_finding(session, words(session, study))
        words(session, study)
        assert [line.name for line in findings(session)] == ["F2"]


def test_evidence_is_added_and_taken_but_never_all(project: Any) -> None:
    with project.change("Write") as session:
        study = add_study(session)
        key = words(session, study)
        support(session, key, Evidence("coding", study.codings[4], "against"))
        support(session, key, Evidence("coding", study.codings[4], "against"))
        (line,) = findings(session)
        assert [(one.kind, one.direction) for one in line.evidence] == [("theme", "for"), ("coding", "against")]
        assert line.count.said == 4
        assert line.state == "current"
        remove_evidence(session, key, Evidence("coding", study.codings[4], "against"))
        with pytest.raises(FindingNeedsEvidenceError):
            remove_evidence(session, key, Evidence("theme", study.theme))


def test_looking_again_drops_what_is_gone_and_refuses_when_all_is(project: Any) -> None:
    with project.change("Write") as session:
        study = add_study(session)
        key = words(session, study, evidence=[Evidence("coding", one) for one in study.codings[:2]])
        remove(session, Coding, study.codings[0])
        assert findings(session)[0].state == "recheck"
        look_again(session, key)
        assert findings(session)[0].state == "current"
        assert len(findings(session)[0].evidence) == 1
        remove(session, Coding, study.codings[1])
        with pytest.raises(EvidenceIsGoneError):
            look_again(session, key)


def test_problems_name_the_finding_and_the_cause(project: Any) -> None:
    with project.change("Write") as session:
        study = add_study(session)
        words(session, study)
        remove(session, Coding, study.codings[0])
        told = {(one.severity, one.where) for one in problems(session)}
    assert told == {("warning", "F1"), ("info", "F1")}


def test_a_percentage_only_of_people_not_chosen_on_purpose(project: Any) -> None:
    with project.change("Write") as session:
        study = add_study(session)
        words(session, study)
        assert findings(session)[0].count.by_choice
        for case in study.cases:
            amend(session, Case, case, sampling="random")
        session.expire_all()
        assert not findings(session)[0].count.by_choice
