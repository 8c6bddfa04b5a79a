from __future__ import annotations

from typing import Any

import pytest

from tests.effort import calls
from tests.study import add_study, code_turn
from workbench.coding.codebook import Code
from workbench.coding.codings import Coding
from workbench.coding.themes import Theme, ThemeCode
from workbench.indicators.observations import Observation
from workbench.rows import add, add_many, amend, remove
from workbench.sources.consent import Consent
from workbench.sources.documents import Segment
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.finding_evidence import FindingEvidence
from workbench.triangulation.findings import Finding, findings, look_again, write_finding
from workbench.triangulation.freshness import CURRENT, Freshness, compare, worst


@pytest.fixture
def study(project: Any) -> Any:
    with project.change("Put a study in") as session:
        made = add_study(session)
        theme = [Evidence("theme", made.theme)]
        made.words = write_finding(
            session,
            strand="words",
            source="interviews",
            statement="They go round.",
            evidence=theme,
            against="Not everybody.",
        )
        made.numbers = write_finding(
            session,
            strand="numbers",
            source="Active Lives",
            statement="Fewer adults in Harlow are active.",
            evidence=[Evidence("observation", made.harlow)],
            against="Not everybody.",
        )
        made.quoted = write_finding(
            session,
            strand="words",
            source="interviews",
            statement="The underpass is avoided.",
            evidence=[Evidence("coding", made.codings[0])],
            against="Not everybody.",
        )
    return made


def state(project: Any, key: int) -> tuple[str, str]:
    with project.read() as session:
        (line,) = findings(session, [key])
    return line.state, line.why


def test_written_findings_are_current(project: Any, study: Any) -> None:
    assert [state(project, key)[0] for key in (study.words, study.numbers, study.quoted)] == ["current"] * 3


def test_a_changed_figure_asks_for_a_person_and_says_what_changed(project: Any, study: Any) -> None:
    with project.change("Revise") as session:
        amend(session, Observation, study.harlow, value=61.0)
    assert state(project, study.numbers) == ("recheck", "Harlow 2024/25 is now 61.0, was 60.3.")
    assert state(project, study.words)[0] == "current"
    with project.change("Undo") as session:
        amend(session, Observation, study.harlow, value=60.3)
    assert state(project, study.numbers) == ("current", "")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"value": None, "status": "withheld by the publisher"}, "is now withheld by the publisher, was 60.3"),
        ({"value": 60.304}, "is now 60.304, was 60.300"),
        ({"lower": 55.0}, "The interval of Harlow 2024/25 is now 55.0 to 64.4, was 56.1 to 64.4"),
        ({"status": "provisional"}, "is now marked provisional, was normal"),
        ({"period": "2023/24"}, "The figure for Harlow 2024/25 is now for Harlow 2023/24"),
    ],
)
def test_every_cell_of_a_figure_counts(project: Any, study: Any, cells: dict[str, Any], said: str) -> None:
    with project.change("Revise") as session:
        amend(session, Observation, study.harlow, **cells)
    assert state(project, study.numbers)[0] == "recheck"
    assert said in state(project, study.numbers)[1]


def test_a_figure_taken_out(project: Any, study: Any) -> None:
    with project.change("Remove") as session:
        remove(session, Observation, study.harlow)
    assert state(project, study.numbers) == ("recheck", "Harlow 2024/25 is no longer in the project.")


def test_another_passage_of_the_same_people_is_more_evidence(project: Any, study: Any) -> None:
    with project.change("Add a person who heard nothing new") as session:
        amend(session, Theme, study.theme, position=7)
    assert state(project, study.words)[0] == "current"
    with project.change("Code one more") as session:
        code_turn(session, study, study.dark, 5)
    found, why = state(project, study.words)
    assert found == "grown"
    assert "1 more person says this since" in why


def test_a_new_level_asks_for_a_person_even_when_people_only_came(project: Any, study: Any) -> None:
    with project.change("Fewer") as session:
        for coding in study.codings[1:4]:
            remove(session, Coding, coding)
        look_again(session, study.words)
    with project.change("More") as session:
        code_turn(session, study, study.dark, 5)
        code_turn(session, study, study.dark, 4)
        code_turn(session, study, study.dark, 3)
    found, why = state(project, study.words)
    assert found == "recheck"
    assert "suggests “high”, then “low”" in why


def test_a_person_swapped_for_another_is_not_growth(project: Any, study: Any) -> None:
    with project.change("Swap") as session:
        remove(session, Coding, study.codings[3])
        code_turn(session, study, study.dark, 5)
    found, why = state(project, study.words)
    assert found == "recheck"
    assert "1 of 4 people who said this no longer counts; 4 say it now" in why


def test_a_theme_that_says_something_else(project: Any, study: Any) -> None:
    with project.change("Reword") as session:
        amend(session, Theme, study.theme, statement="They go through.")
    assert state(project, study.words) == ("recheck", "The theme The long way home now says something else.")


def test_a_renamed_code_and_one_more_code(project: Any, study: Any) -> None:
    with project.change("Rename") as session:
        amend(session, Code, study.dark, name="Unlit")
    assert "gathers other codes" in state(project, study.words)[1]
    assert "now under Journeys/Unlit, was under Journeys/Dark and unlit" in state(project, study.quoted)[1]
    with project.change("Gather") as session:
        amend(session, Code, study.dark, name="Dark and unlit")
        add(session, ThemeCode, theme_id=study.theme, code_id=study.police)
    assert state(project, study.words)[0] == "recheck"


def test_cited_words_that_changed_and_a_span_that_moved(project: Any, study: Any) -> None:
    with project.change("Correct") as session:
        amend(
            session, Segment, study.segments[0], text="We just go round. You don't go through the tunnel after four.."
        )
    assert state(project, study.quoted) == ("recheck", "The cited words in Group C.txt have changed.")
    with project.change("Move") as session:
        look_again(session, study.quoted)
        amend(session, Coding, study.codings[0], end=18)
    assert state(project, study.quoted)[0] == "recheck"


def test_consent_taken_back_names_the_person_by_label(project: Any, study: Any) -> None:
    with project.change("Withdraw") as session:
        add(session, Consent, case_id=study.cases[0], scope="verbatim", state="withdrawn")
    found, why = state(project, study.quoted)
    assert found == "recheck"
    assert "P1 no longer agree to be quoted" in why


def test_no_words_of_a_participant_are_kept_in_what_a_finding_says(project: Any, study: Any) -> None:
    with project.read() as session:
        says = session.get(Finding, study.quoted).says
    assert "underpass" not in says
    assert "P1" not in says


def test_looking_again_makes_it_current_and_keeps_who(project: Any, study: Any) -> None:
    with project.change("Revise") as session:
        amend(session, Observation, study.harlow, value=61.0)
    project.coder = "ben"
    with project.change("Look again") as session:
        look_again(session, study.numbers)
    assert state(project, study.numbers)[0] == "current"
    with project.read() as session:
        row = session.get(Finding, study.numbers)
        assert row.looked_by is not None
        assert row.looked > row.written


def test_the_worst_state_wins_with_every_cause_once() -> None:
    grown, recheck = Freshness("grown", "More."), Freshness("recheck", "Less.")
    assert worst() == CURRENT
    assert worst(CURRENT, grown) == grown
    assert worst(grown, recheck, recheck) == recheck


def test_nothing_said_and_nothing_there_is_current() -> None:
    assert compare({"things": {}}, {"things": {}}) == CURRENT


def test_ten_thousand_findings_are_looked_through_with_a_few_calls_each(project: Any, study: Any) -> None:
    with project.change("Many findings") as session:
        kept = session.get(Finding, study.words)
        cells = {name: getattr(kept, name) for name in ("strand", "source", "statement", "coder_id", "says", "stamp")}
        first = 1000
        add_many(session, Finding, [{"id": first + n, "number": first + n, **cells} for n in range(10_000)])
        add_many(
            session,
            FindingEvidence,
            [{"finding_id": first + n, "kind": "theme", "thing_id": study.theme} for n in range(10_000)],
        )
    with project.read() as session:
        lines = findings(session)
    assert {line.state for line in lines} == {"current"}
    with project.read() as session:
        assert findings(session) == lines
        assert calls(lambda: findings(session)) < 10_000 * 20
    with project.change("Revise") as session:
        amend(session, Observation, study.harlow, value=61.0)
    with project.read() as session:
        assert [line.id for line in findings(session) if line.state == "recheck"] == [study.numbers]
