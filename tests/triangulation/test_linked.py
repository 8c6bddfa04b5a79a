"""Themes beside indicators: the rule of eight areas with five people, vintages, groups; people with both kinds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from scipy import stats

from tests.displays import PLACES, add_people
from tests.study import code_turn
from workbench import geography
from workbench.coding.themes import add_theme, set_theme_codes
from workbench.indicators.observations import Observation
from workbench.project.file import create
from workbench.rows import add, amend
from workbench.sources.asked import record_asked
from workbench.sources.cases import Case, attribute_named, set_attribute, set_place
from workbench.sources.documents import Document, Segment
from workbench.triangulation.displays.both_kinds import both_kinds
from workbench.triangulation.displays.by_place import AreasOfTwoVintagesError, areas_with_people, one_vintage
from workbench.triangulation.displays.linked import LEAST_AREAS, linked
from workbench.triangulation.links import link

PERIOD = {"period": "2024/25", "period_start": "2024-11-01", "period_end": "2025-10-31"}
DISTRICTS = [area.code for area in geography.of_county("E10000012") if area.code not in PLACES][:8]


@pytest.fixture
def study(project: Any) -> Any:
    with project.change("People") as session:
        made = add_people(session)
        link(session, made.theme, made.indicator)
    return made


def add_areas(session: Any, study: Any, areas: int, people: int) -> list[tuple[float, float]]:
    """So many districts with so many more people each, of whom more raise the theme from one to the next."""
    made = []
    for at, code in enumerate(DISTRICTS[:areas]):
        value = 50.0 + (at * 3) % 8
        raised = at % (people + 1)
        add(session, Observation, indicator_id=study.indicator, area_code=code, area=code, value=value, **{
            **PERIOD, "period": "2026", "period_start": "2026-01-01", "period_end": "2026-12-31"})  # fmt: skip
        for number in range(people):
            case = add(session, Case, label=f"{code} {number}", sampling="purposive")
            text = "It is dark there."
            document = add(session, Document, name=f"{code} {number}.txt", kind="transcript", length=len(text))
            add(
                session, Segment, document_id=document, ordinal=0, start=0, end=len(text), text=text, case_id=case,
                words=4,
            )  # fmt: skip
            set_place(session, case, code, "lives")
            if number < raised:
                from workbench.coding.codings import Coding
                from workbench.rows import now
                from workbench.sources.coders import current_coder

                add(
                    session, Coding, code_id=study.dark, coder_id=current_coder(session), document_id=document,
                    anchor=0, start=0, end=len(text), created=now(),
                )  # fmt: skip
        made.append((raised / people, value))
    return made


def test_below_eight_areas_of_five_people_nothing_is_worked_out(project: Any, study: Any) -> None:
    with project.read() as session:
        found = linked(session, study.theme, study.indicator)
    assert [(one.name, one.count.said, one.count.heard, one.figure.value) for one in found.areas] == [
        ("Harlow", 2, 4, 60.3), ("Basildon", 0, 2, 62.3), ("Colchester", 2, 2, 69.1),
    ]  # fmt: skip
    assert found.association is None
    assert found.why == (
        "0 areas have 5 people or more. Nothing is worked out of how the two go together below 8 such areas."
    )
    assert any("need not hold of the people in them" in one for one in found.warnings)


@pytest.mark.parametrize(("areas", "people", "said"), [(7, 5, False), (8, 4, False), (8, 5, True)])
def test_from_eight_areas_of_five_people_it_is(project: Any, areas: int, people: int, said: bool) -> None:
    with project.change("People") as session:
        study = add_people(session)
        made = add_areas(session, study, areas, people)
        link(session, study.theme, study.indicator)
    with project.read() as session:
        found = linked(session, study.theme, study.indicator)
    assert (found.association is not None) is said
    assert len(found.areas) == areas
    if found.association is not None:
        shares, values = zip(*made, strict=True)
        of = stats.spearmanr if found.association.measure.startswith("Spearman") else stats.kendalltau
        assert found.association.value == pytest.approx(of(shares, values).statistic, abs=1e-10)
        assert found.association.areas == LEAST_AREAS
        assert any("brings about" in one for one in found.warnings)


def test_figures_of_one_period_only_are_set_beside_each_other(project: Any, study: Any) -> None:
    with project.change("An older one") as session:
        add(
            session, Observation, indicator_id=study.indicator, area_code="E07000070", area="Chelmsford", value=71.0,
            period="2019/20", period_start="2019-11-01", period_end="2020-10-31",
        )  # fmt: skip
        set_place(session, study.cases[0], "E07000070", "lives")
    with project.read() as session:
        found = linked(session, study.theme, study.indicator)
    assert found.period == "2024/25"
    assert "Chelmsford" not in {one.name for one in found.areas}


def test_somebody_in_a_small_area_belongs_to_its_district(project: Any, study: Any) -> None:
    with project.change("A small area") as session:
        set_place(session, study.cases[0], "E01021834", "speaks of")
    from workbench import small_areas

    district = small_areas.lies_in("E01021834")
    assert district
    with project.change("Its figure") as session:
        amend(session, Observation, study.harlow, area_code=district)
    with project.read() as session:
        found = areas_with_people(session, study.indicator, study.cases, role="speaks of")
    assert [(one.code, one.people) for one in found.lines] == [(district, frozenset(study.cases[:1]))]
    assert found.remarks == ("7 people are left out: no area of theirs has a figure for 2024/25.",)


@pytest.mark.parametrize(
    ("codes", "figured"),
    [
        (("E07000026", "E06000063"), ()),
        (("E06000063",), ("E07000026",)),
        (("E07000150", "E06000063"), ()),
    ],
)
def test_areas_of_two_vintages_are_refused(codes: tuple[str, ...], figured: tuple[str, ...]) -> None:
    with pytest.raises(AreasOfTwoVintagesError, match="areas of two vintages"):
        one_vintage(codes, figured)


def test_areas_of_one_vintage_pass() -> None:
    one_vintage(("E07000026", "E07000028"))
    one_vintage(("E06000063", "E07000073"), ("E07000073", "E06000063"))


def test_groups_meet_where_an_attribute_is_a_breakdown(project: Any, study: Any) -> None:
    with project.change("By sex") as session:
        for sex, value in (("Female", 66.0), ("Male", 70.5), ("Persons", 68.0)):
            add(
                session, Observation, indicator_id=study.indicator, area_code="E92000001", area="England", sex=sex,
                value=value, **PERIOD,
            )  # fmt: skip
    with project.read() as session:
        found = linked(session, study.theme, study.indicator)
    assert [(one.by, one.group, one.count.said, one.count.heard, one.figure.value) for one in found.groups] == [
        ("sex", "female", 2, 4, 66.0), ("sex", "male", 2, 4, 70.5),
    ]  # fmt: skip


def test_no_place_in_common_gets_a_sentence(project: Any, study: Any) -> None:
    with project.read() as session:
        found = linked(session, study.theme, study.indicator, role="recruited in")
    assert found.areas == ()
    assert "No area has both a figure of this indicator and people who were asked there" in found.why


def test_a_reflexive_project_has_no_association(tmp_path: Path) -> None:
    with create(tmp_path / "r.workbench", title="Study", coder="amina", approach="reflexive") as project:
        with project.change("People") as session:
            study = add_people(session)
            add_areas(session, study, 8, 5)
        with project.read() as session:
            found = linked(session, study.theme, study.indicator)
    assert found.association is None
    assert "reflexive" in found.why


def test_people_with_both_kinds_are_counted_first_and_read_both_ways(project: Any, study: Any) -> None:
    with project.change("Answers") as session:
        attribute = attribute_named(session, "feels safe", came_from="pupils", kind="number")
        attribute_named(session, "class", came_from="pupils")
        for at in (0, 3, 6):
            set_attribute(session, study.cases[at], "feels safe", "4" if at else "1")
        set_attribute(session, study.cases[7], "feels safe", "don't know")
        set_attribute(session, study.cases[1], "class", "7A")
        only = add(session, Case, label="R1")
        set_attribute(session, only, "feels safe", "5")
        second = add_theme(session, "Keys in hand")
        set_theme_codes(session, second, [study.police])
        record_asked(session, study.cases[3], study.question, "asked")
        assert attribute
    with project.read() as session:
        found = both_kinds(session)
    assert found.first == "2 of 7 people have both: coded words and an answer that counts as a number."
    assert [one.label for one in found.people] == ["P1", "P7"]
    assert found.questions == ("feels safe",)
    p1, p7 = found.people
    assert p1.themes[0] == "raised"
    assert p1.themes[1] == "not raised, asking not recorded"
    assert p1.answers == ("1",)
    assert p7.answers == ("4",)
    assert "to feels safe." in found.who_counts, "a class is no number, and P8 did not know"
    assert "“don't know”, do not count" in found.who_counts
    assert found.down(0) == "2 of 2"
    assert found.answered(0) == "1 1, 4 1"


def test_nobody_with_both_kinds_says_what_to_do(project: Any, study: Any) -> None:
    with project.read() as session:
        found = both_kinds(session)
    assert found.people == ()
    assert found.first == "0 of 5 people have both: coded words and an answer that counts as a number."
    assert "say so in Sources" in found.why_empty


def test_words_coded_later_are_in_it_at_once(project: Any, study: Any) -> None:
    with project.read() as session:
        before = linked(session, study.theme, study.indicator).areas[0].count.said
    with project.change("Code one more") as session:
        code_turn(session, study, study.dark, 3)
    with project.read() as session:
        assert linked(session, study.theme, study.indicator).areas[0].count.said == before + 1
