"""What is written of a brief's options line by line: refused in a sentence where it does not fit, and shown."""

from __future__ import annotations

from typing import Any

import pytest

from tests.study import add_study
from workbench.briefs.appraisal import appraisal
from workbench.briefs.benefits import add_benefit
from workbench.briefs.contents import contents
from workbench.briefs.costs import (
    PricesAreOfAYearError,
    add_cost,
    amend_cost,
    cost_doubts,
    costs,
    remove_cost,
    whole_cost,
)
from workbench.briefs.equality import (
    CHARACTERISTICS,
    EqualityNeedsWhyError,
    equality,
    forget_equality,
    look_at_equality,
)
from workbench.briefs.factors import (
    FactorIsThereError,
    GreenBookStaysError,
    RatingNeedsWhyError,
    TooManyFactorsError,
    WeightIsWrongError,
    add_factor,
    appraise_in_full,
    factors,
    rate_option,
    ratings,
    remove_factor,
    rename_factor,
    weight_factor,
)
from workbench.briefs.long_list import VerdictNeedsWhyError, add_choice, long_list
from workbench.briefs.objectives import (
    OtherIndicatorError,
    TooManyObjectivesError,
    add_objective,
    amend_objective,
    objectives,
)
from workbench.briefs.options import (
    BriefIsDecidedError,
    CostIsWrongError,
    NotOfThoseError,
    OtherBriefError,
    TitleIsLongError,
    add_brief,
    add_option,
    amend_brief,
    amend_option,
    options,
    prefer,
)
from workbench.briefs.partners import PartnerNeedsNameError, add_partner, amend_partner, partners, partners_in_words
from workbench.briefs.readiness.appraised import lacking
from workbench.briefs.risks import add_risk
from workbench.triangulation.silence.requests import DueIsNoDayError


def begun(session: Any) -> tuple[int, int]:
    brief = add_brief(session, "Ways home")
    return brief, add_option(session, brief, "Mend the lamps", kind="do minimum")


def told(session: Any, brief: int) -> str:
    return "\n".join(f"{one.severity} {one.message}" for one in lacking(contents(session, brief)))


def test_a_partner_says_what_it_does_and_whether_it_agreed(project: Any) -> None:
    with project.change("Brief") as session:
        brief, option = begun(session)
        schools = add_partner(session, option, " Schools ", effect="data", does="Count.")
        add_partner(session, option, "Lamps office", effect="lead", agrees="yes")
        assert partners_in_words(partners(session, [option])[option]) == (
            "Leads: Lamps office\nGives data: Schools (not asked)"
        )
        with pytest.raises(PartnerNeedsNameError):
            add_partner(session, option, " ")
        with pytest.raises(NotOfThoseError, match="lead, deliver, data, informed"):
            amend_partner(session, schools, name="Schools", effect="helps", does="", agrees="yes")
        prefer(session, option)
        assert "Not asked yet, though the preferred option needs them: Schools." in told(session, brief)
        amend_partner(session, schools, name="Schools", effect="data", does="", agrees="no")
        assert "needs somebody who does not agree: Schools." in told(session, brief)


def test_what_is_decided_on_stays_as_it_is(project: Any) -> None:
    with project.change("Brief") as session:
        brief, option = begun(session)
        cost = add_cost(session, option, "Lamps", low=1, high=2)
        amend_brief(session, brief, status="decided")
        for refused in (
            lambda: add_partner(session, option, "Schools"),
            lambda: add_risk(session, option, "Rain"),
            lambda: add_benefit(session, option, "Light"),
            lambda: remove_cost(session, cost),
            lambda: look_at_equality(session, option, "age", effect="not known"),
            lambda: add_objective(session, brief, "Light"),
            lambda: appraise_in_full(session, brief),
            lambda: add_choice(session, brief, "scope", "All"),
        ):
            with pytest.raises(BriefIsDecidedError):
                refused()


def test_costs_that_do_not_add_up_are_a_sentence(project: Any) -> None:
    with project.change("Brief") as session:
        brief, option = begun(session)
        amend_option(session, option, cost_low=5000.0, cost_high=9000.0)
        once = add_cost(session, option, "Lamps", low=4000, high=6000, prices="2026")
        add_cost(session, option, "Power", paid="yearly", low=1000, high=2000, prices="2024")
        found = told(session, brief)
        assert "prices of 2024 and 2026" in found
        assert "given as £5,000 to £9,000, and its lines come to £5,000 to £8,000 in the first year" in found
        amend_option(session, option, cost_low=7000.0, cost_high=12000.0, cost_note="Over three years.")
        amend_cost(session, once, text="Lamps", paid="once", low=4000, high=6000, prices="2024", by_whom="")
        assert "lines come to" not in told(session, brief)
        assert "prices of" not in told(session, brief)
        assert whole_cost(costs(session, [option])[option], 3) == (7000, 12000)


def test_an_end_that_is_not_known_is_not_nothing(project: Any) -> None:
    with project.change("Brief") as session:
        _, option = begun(session)
        add_cost(session, option, "Lamps", low=100)
        add_cost(session, option, "Power", paid="yearly")
        lines = costs(session, [option])[option]
    assert whole_cost(lines) == (None, None)
    assert cost_doubts(lines, 5.0, 6.0, "") == ("Nobody has said what this costs: Power.",)


@pytest.mark.parametrize("ends", [(3, 2), (-1, 2), (float("nan"), 1), (1, float("inf"))])
def test_a_cost_line_is_a_range(project: Any, ends: tuple[Any, Any]) -> None:
    with project.change("Brief") as session:
        _, option = begun(session)
        with pytest.raises(CostIsWrongError):
            add_cost(session, option, "Lamps", low=ends[0], high=ends[1])
        with pytest.raises(PricesAreOfAYearError):
            add_cost(session, option, "Lamps", prices="last year")


def test_a_characteristic_that_nobody_looked_at_is_said(project: Any) -> None:
    with project.change("Brief") as session:
        brief, option = begun(session)
        assert "Nobody has looked at any of the nine" in told(session, brief)
        first = look_at_equality(session, option, " AGE ", effect="negative", why="The young wait longer.")
        assert look_at_equality(session, option, "age", effect="negative", why="They do.") == first
        for name in CHARACTERISTICS[1:-1]:
            look_at_equality(session, option, name, effect="not known")
        look_at_equality(session, option, "Night workers", effect="positive", why="Light.")
        found = told(session, brief)
        assert "Nobody has looked at sexual orientation yet." in found
        assert "bad for people by age, and nothing says what is done" in found
        lines = equality(session, [option])[option]
        assert (lines[0].why, lines[-1].characteristic) == ("They do.", "Night workers")
        forget_equality(session, first)
        assert "Nobody has looked at age or sexual orientation yet." in told(session, brief)
        assert look_at_equality(session, option, "age", effect="not known") == first
        with pytest.raises(EqualityNeedsWhyError):
            look_at_equality(session, option, "sex", effect="neutral")


def test_an_objective_is_tied_to_a_figure_and_to_what_people_are_asked(project: Any) -> None:
    with project.change("Brief") as session:
        study = add_study(session)
        brief, _ = begun(session)
        assert "what should be better afterwards" in told(session, brief)
        key = add_objective(session, brief, "People walk again")
        assert "tied to no indicator and to nothing that people will be asked" in told(session, brief)
        amend_objective(session, key, observation_id=study.harlow, target="As England", by="31 July 2027", lived="Ask.")
        (line,) = objectives(session, [brief])[brief]
        assert (line.area_name, line.by_words, line.is_measured) == ("Harlow", "31 July 2027", True)
        assert "The objective" not in told(session, brief)
        assert study.harlow in contents(session, brief).figures
        with pytest.raises(DueIsNoDayError):
            amend_objective(session, key, by="soon")
        with pytest.raises(OtherIndicatorError):
            amend_objective(session, key, observation_id=study.harlow, indicator_id=999_999)
        add_objective(session, brief, "Two", lived="Ask.")
        add_objective(session, brief, "Three")
        with pytest.raises(TooManyObjectivesError):
            add_objective(session, brief, "Four")


def test_factors_are_five_and_at_most_three_of_ones_own(project: Any) -> None:
    with project.change("Brief") as session:
        brief, option = begun(session)
        appraise_in_full(session, brief)
        appraise_in_full(session, brief)
        five = factors(session, [brief])[brief]
        assert [one.own for one in five] == [False] * 5
        own = add_factor(session, brief, "People want it", weight=2)
        with pytest.raises(FactorIsThereError):
            add_factor(session, brief, "people WANT it")
        add_factor(session, brief, "Whole system")
        add_factor(session, brief, "With data there is")
        with pytest.raises(TooManyFactorsError, match="at most three"):
            add_factor(session, brief, "A fourth")
        with pytest.raises(GreenBookStaysError):
            remove_factor(session, five[0].id)
        with pytest.raises(GreenBookStaysError):
            rename_factor(session, five[0].id, "Fit")
        for wrong in (-1.0, float("nan"), 1e9):
            with pytest.raises(WeightIsWrongError):
                weight_factor(session, own, wrong)
        with pytest.raises(RatingNeedsWhyError):
            rate_option(session, option, own, "meets")
        first = rate_option(session, option, own, "meets", "They asked for it.")
        assert rate_option(session, option, own, "partly", "Some did.") == first
        assert [one.why for one in ratings(session, [option]).values()] == ["Some did."]
        elsewhere = add_option(session, add_brief(session, "Another"), "Other")
        with pytest.raises(OtherBriefError):
            rate_option(session, elsewhere, own, "meets", "Why.")


def test_no_sum_without_weights_and_every_judgement(project: Any) -> None:
    with project.change("Brief") as session:
        brief, option = begun(session)
        appraise_in_full(session, brief)
        given = options(session, brief)
        there = factors(session, [brief])[brief]
        for one in there:
            for each in given:
                rate_option(session, each.id, one.id, "meets" if each.id == option else "partly", "So.")
        assert appraisal(session, brief, given).weighed(given) is None
        weight_factor(session, there[0].id, 3)
        weight_factor(session, there[1].id, 1)
        found = appraisal(session, brief, given).weighed(given)
        assert found is not None
        assert (found.sums, found.most, found.first) == ((4, 8), 8, ("never", "always"))
        rate_option(session, option, there[1].id, "not known")
        assert appraisal(session, brief, given).weighed(given) is None
        assert "1 place is open in the table of factors" in told(session, brief)


def test_a_full_appraisal_says_which_kinds_and_choices_it_lacks(project: Any) -> None:
    with project.change("Brief") as session:
        brief, _ = begun(session)
        assert "long list" not in told(session, brief)
        appraise_in_full(session, brief)
        found = told(session, brief)
        assert "kind “more ambitious”" in found
        assert "kind “do minimum”" not in found
        assert "nothing about scope, solution, delivery, implementation, funding" in found
        with pytest.raises(VerdictNeedsWhyError):
            add_choice(session, brief, "scope", "All towns", verdict="discounted")
        add_choice(session, brief, "funding", "A grant")
        add_choice(session, brief, "scope", "One town", verdict="preferred", why="Enough.")
        add_choice(session, brief, "scope", "Two towns", verdict="preferred", why="Better.")
        assert [one.text for one in long_list(session, [brief])[brief]] == ["One town", "Two towns", "A grant"]
        found = told(session, brief)
        assert "prefers more than one choice about scope" in found
        assert "1 choice of the long list is not judged yet" in found


def test_a_title_of_500_letters_is_refused_in_a_sentence(project: Any) -> None:
    with project.change("Brief") as session:
        brief, option = begun(session)
        for refused in (
            lambda: add_brief(session, "x" * 500),
            lambda: amend_brief(session, brief, title="x" * 500),
            lambda: add_option(session, brief, "x" * 500),
            lambda: amend_option(session, option, title="x" * 500),
        ):
            with pytest.raises(TitleIsLongError, match="500 letters"):
                refused()
        assert [one.title for one in options(session, brief)] == ["Business as usual", "Mend the lamps"]


def test_what_two_copies_did_at_once_is_shown_and_said(project: Any) -> None:
    """Four objectives and four factors of one's own can come of a merge: nothing is lost, and the brief says so."""
    with project.change("Brief") as session:
        brief, _ = begun(session)
        appraise_in_full(session, brief)
        for name in ("One", "Two", "Three"):
            add_objective(session, brief, name)
            add_factor(session, brief, name)
        from workbench.briefs.factors import Factor
        from workbench.briefs.objectives import Objective
        from workbench.rows import add

        add(session, Objective, brief_id=brief, text="Four")
        add(session, Factor, brief_id=brief, name="Four", own=True)
        found = told(session, brief)
    assert "4 objectives, and at most three" in found
    assert "4 factors of your own" in found
