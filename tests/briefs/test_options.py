from __future__ import annotations

from typing import Any

import pytest

from tests.study import add_study
from workbench.briefs.contents import contents
from workbench.briefs.decisions import DecisionNeedsReasonsError, decide, decisions
from workbench.briefs.evidence import CitedTwiceError, QuoteNotPermittedError, citations, cite, look_again, uncite
from workbench.briefs.options import (
    BriefIsDecidedError,
    BusinessAsUsualStaysError,
    CostIsWrongError,
    NoSuchOptionError,
    OtherBriefError,
    add_brief,
    add_option,
    amend_brief,
    amend_option,
    briefs,
    option_named,
    options,
    prefer,
    remove_option,
)
from workbench.briefs.readiness import problems, readiness
from workbench.governance.audiences import add_audience
from workbench.indicators.observations import Observation
from workbench.rows import amend
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.findings import reword, write_finding
from workbench.triangulation.unfinished import AgainstIsMissingError


def test_business_as_usual_is_first_and_stays(project: Any) -> None:
    with project.change("Brief") as session:
        brief = add_brief(session, "Ways home")
        lamps = add_option(session, brief, "Mend the lamps", cost_low=5000, cost_high=20000.0)
        usual, other = options(session, brief)
        assert (usual.name, usual.title, other.name, other.cost) == (
            "O1", "Business as usual", "O2", "£5,000 to £20,000",
        )  # fmt: skip
        with pytest.raises(BusinessAsUsualStaysError):
            remove_option(session, usual.id)
        with pytest.raises(BusinessAsUsualStaysError):
            amend_option(session, usual.id, kind="other")
        with pytest.raises(BusinessAsUsualStaysError):
            add_option(session, brief, "Again", kind="business as usual")
        remove_option(session, lamps)
        assert [one.title for one in options(session)] == ["Business as usual"]


def test_one_option_is_preferred(project: Any) -> None:
    with project.change("Brief") as session:
        brief = add_brief(session, "Ways home")
        first, second = add_option(session, brief, "One"), add_option(session, brief, "Two")
        prefer(session, first)
        prefer(session, second)
        assert [one.preferred for one in options(session, brief)] == [False, False, True]


def test_decisions_are_added_and_freeze_the_brief(project: Any) -> None:
    with project.change("Brief") as session:
        brief, elsewhere = add_brief(session, "Ways home"), add_brief(session, "Another")
        stray = options(session, elsewhere)[0].id
        with pytest.raises(DecisionNeedsReasonsError):
            decide(session, brief, outcome="approve", reasons=" ")
        with pytest.raises(OtherBriefError):
            decide(session, brief, outcome="approve", reasons="Good.", option_id=stray)
        decide(session, brief, outcome="approve", reasons="Good.")
        with pytest.raises(BriefIsDecidedError):
            amend_brief(session, brief, problem="Other")
        decide(session, brief, outcome="revise", reasons="Not so good.")
        amend_brief(session, brief, problem="Other")
        assert [one.outcome for one in decisions(session, brief)] == ["approve", "revise"]
        assert briefs(session)[0].status == "draft"


def test_an_option_is_found_by_number_or_title_or_the_list_is_given(project: Any) -> None:
    with project.read() as session, pytest.raises(NoSuchOptionError, match="no options yet"):
        option_named(session, "O1")
    with project.change("Brief") as session:
        add_option(session, add_brief(session, "Ways home"), "Mend the lamps")
        for typed in ("O2", "o2", "2", "mend the LAMPS"):
            assert option_named(session, typed).title == "Mend the lamps"
        with pytest.raises(NoSuchOptionError, match="O1 Business as usual; O2 Mend the lamps"):
            option_named(session, "O9")


@pytest.mark.parametrize("cost", [(-1, 2), (3, 2), (float("nan"), None), (0, float("inf"))])
def test_a_cost_is_a_range(project: Any, cost: tuple[Any, Any]) -> None:
    with project.change("Brief") as session:
        brief = add_brief(session, "Ways home")
        with pytest.raises(CostIsWrongError):
            add_option(session, brief, "Lamps", cost_low=cost[0], cost_high=cost[1])


def test_a_citation_remembers_and_the_door_is_asked(project: Any) -> None:
    with project.change("Brief") as session:
        study = add_study(session)
        add_audience(session, "public")
        brief = add_brief(session, "Ways home")
        figure = cite(session, brief, "figure", study.harlow)
        cite(session, brief, "quote", study.codings[0])
        with pytest.raises(CitedTwiceError):
            cite(session, brief, "figure", study.harlow)
        with pytest.raises(QuoteNotPermittedError, match="not recorded"):
            cite(session, brief, "quote", study.codings[1], audience="public")
        amend(session, Observation, study.harlow, value=61.0)
        assert [(one.kind, one.state) for one in citations(session)] == [("figure", "recheck"), ("quote", "current")]
        assert citations(session)[0].why == "Harlow 2024/25 is now 61.0, was 60.3."
        look_again(session, figure)
        assert citations(session)[0].state == "current"
        uncite(session, figure)
        assert [one.kind for one in citations(session)] == ["quote"]


def test_readiness_finds_what_is_missing(project: Any) -> None:
    with project.change("Brief") as session:
        study = add_study(session)
        brief = add_brief(session, "Ways home")
        option = add_option(session, brief, "Mend the lamps")
        prefer(session, option)
        told = " ".join(one.message for one in problems(session))
        assert "No decision is asked" in told
        assert "rests on no finding" in told
        assert "Nothing says that the preferred option works" in told
        key = write_finding(
            session,
            strand="numbers",
            source="Active Lives",
            statement="x",
            evidence=[Evidence("observation", study.harlow)],
            against="It counts adults.",
        )
        cite(session, brief, "finding", key, option_id=option)
        cite(session, brief, "finding", key, option_id=option, supports="option works")
        reword(session, key, against="")
        with pytest.raises(AgainstIsMissingError, match="F1 lacks the strongest evidence against it"):
            cite(session, brief, "finding", key)
        amend_brief(session, brief, decision_asked="Agree to mend the lamps.")
        amend(session, Observation, study.harlow, value=61.0)
        told = " ".join(one.message for one in readiness(contents(session, brief)))
    assert "rests on no finding" not in told
    assert "No decision is asked" not in told
    assert "Nothing says" not in told
    assert "Look again at a cited finding: F1: Harlow 2024/25 is now 61.0" in told
    assert "strongest evidence against" in told
