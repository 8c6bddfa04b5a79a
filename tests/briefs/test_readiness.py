"""What a brief lacks, each reason leading to where it is put right, and what does not disturb it."""

from __future__ import annotations

from typing import Any

from tests.briefs.ready import ready_brief
from tests.study import code_turn
from workbench.briefs.contents import contents
from workbench.briefs.decisions import decide
from workbench.briefs.evidence import citations
from workbench.briefs.options import add_brief, add_option, amend_brief
from workbench.briefs.readiness import readiness, readiness_for
from workbench.briefs.readiness.lack import Lack, has_error, in_order
from workbench.coding.codebook import add_code
from workbench.desk.briefs.brief import brief_page
from workbench.governance.audiences import add_audience
from workbench.governance.sign_offs import ask, refuse
from workbench.indicators.observations import Observation
from workbench.rows import add, amend
from workbench.sources.consent import set_consent
from workbench.text import Span
from workbench.triangulation.findings import reword


def told(session: Any, brief: int, audience: str = "internal") -> list[tuple[str, str, str]]:
    return [
        (one.severity, one.message, one.leads) for one in readiness_for(session, contents(session, brief), audience)
    ]


def test_a_brief_that_lacks_nothing_is_ready(project: Any) -> None:
    with project.change("Brief") as session:
        add_audience(session, "public")
        _, brief = ready_brief(session)
        assert told(session, brief) == []
        assert told(session, brief, "public") == []


def by_place(lacks: list[Lack]) -> dict[str, str]:
    """What is lacking by where it is put right."""
    found: dict[str, str] = {}
    for one in lacks:
        found[one.leads] = f"{found[one.leads]} {one.message}" if one.leads in found else one.message
    return found


def test_every_reason_leads_to_where_it_is_put_right(project: Any) -> None:
    with project.change("Brief") as session:
        study, brief = ready_brief(session)
        wall = add_option(session, brief, "A wall")
        amend_brief(session, brief, decision_asked="", problem="", if_nothing="")
        reword(session, 1, against="", statement="Harlow is a sink estate.")
        amend(session, Observation, study.harlow, value=61.0)
        found = by_place(readiness(contents(session, brief)))
    assert "It does not say what happens if nothing is decided." in found["decision"]
    assert "“A wall” rests on no finding. Cite at least one for it." in found[f"option:{wall}"]
    assert found["problem"] == "The problem is not written down yet."
    assert "Harlow 2024/25 is now 61.0, was 60.3." in found["citation:3"]
    assert {"finding:1", "citation:3"} <= found.keys()
    with project.change("Empty") as session:
        empty = add_brief(session, "Nothing")
        assert {one.leads for one in readiness(contents(session, empty))} == {"decision", "problem", "add", "appraisal"}


def test_the_gravest_comes_first_and_each_once() -> None:
    one, other = Lack("info", "B1", "Little."), Lack("error", "B1", "Grave.", "option:2")
    assert in_order([one, other, one]) == [other, one]
    assert has_error([one, other])
    assert not has_error([one])
    assert str(other) == "B1: Grave."


def test_what_it_was_sent_back_with_is_lacking_until_it_is_done(project: Any) -> None:
    with project.change("Brief") as session:
        _, brief = ready_brief(session)
        decide(session, brief, outcome="revise", reasons="Say what it costs.")
        assert told(session, brief) == [
            ("warning", "It was sent back, and this is still to do: Say what it costs.", "task:1")
        ]


def test_a_quote_that_may_not_be_shown_or_is_not_signed_is_told_for_those_readers_alone(project: Any) -> None:
    with project.change("Brief") as session:
        add_audience(session, "public")
        study, brief = ready_brief(session)
        set_consent(session, study.cases[1], "audience", "refused", audience="public")
        ((severity, said, leads),) = told(session, brief, "public")
        assert (severity, leads) == ("warning", f"words:{study.document}:78")
        assert said.startswith("A quote in Group C.txt will not be shown:")
        assert "lamps" not in said
        assert told(session, brief) == []


def test_a_quote_that_wants_a_second_reader_says_how_far_that_is(project: Any) -> None:
    with project.change("Brief") as session:
        add_audience(session, "public")
        study, brief = ready_brief(session)
        text = "My brother Kenny at Mark Hall School in Harlow got stabbed on 3 May 2024."
        amend_segment(session, study, text)
        _, said, leads = told(session, brief, "public")[1]
        assert leads == f"words:{study.document}:78"
        assert said.startswith("A quote in Group C.txt is not signed and will not be shown. Somebody could be known")
        key = ask(session, study.document, Span(78, 78 + 76), "public")
        assert "Waits for a second reader." in told(session, brief, "public")[1][1]
    project.close()
    from workbench.project.file import open_file

    with open_file(project.path, coder="ben") as again, again.change("Refuse") as session:
        refuse(session, key, "His school would know.")
        assert "Ben did not agree: His school would know." in told(session, brief, "public")[1][1]


def amend_segment(session: Any, study: Any, text: str) -> None:
    """Put other words of the same length into the turn that is quoted."""
    from workbench.sources.documents import Segment

    amend(session, Segment, study.segments[1], text=text.ljust(76)[:76])


def _marked(project: Any, brief: int) -> list[str]:
    """Every sentence of the page, without when it was made."""
    page = brief_page(project, brief)
    return [repr(one) for section in page.sections for one in section.blocks if section.name != "provenance"] + [
        repr(one) for one in page.annex
    ]


def test_what_does_not_touch_what_a_brief_says_does_not_disturb_it(project: Any) -> None:
    with project.change("Brief") as session:
        study, brief = ready_brief(session)
    before = _marked(project, brief)
    with project.change("Elsewhere") as session:
        code_turn(session, study, add_code(session, "Bicycles"), 7)
        add(
            session,
            Observation,
            indicator_id=study.indicator,
            area_code="E07000066",
            area="Basildon",
            period="2023/24",
            period_start="2023-11-01",
            period_end="2024-10-31",
            value=58.0,
        )
    with project.read() as session:
        assert told(session, brief) == []
        assert {one.state for one in citations(session, brief)} == {"current"}
    assert _marked(project, brief) == before


def test_what_touches_it_moves_the_right_sentence_alone(project: Any) -> None:
    with project.change("Brief") as session:
        study, brief = ready_brief(session)
    before = _marked(project, brief)
    with project.change("Revise a figure") as session:
        amend(session, Observation, study.harlow, value=61.0)
    with project.read() as session:
        assert told(session, brief) == [
            ("warning", "Look again at a cited figure: Harlow 2024/25 is now 61.0, was 60.3.", "citation:3")
        ]
        assert [one.state for one in citations(session, brief)] == ["current", "current", "recheck"]
    moved = [one for one in _marked(project, brief) if one not in before]
    assert "One piece of the evidence changed after it was cited" in moved[0]
    assert len(moved) == 3
    assert all("61 %" in one for one in moved[1:])
