"""Every doubt against numbers worked out by hand, and their order."""

from __future__ import annotations

from datetime import date

import pytest

from tests.essex_weapons import BRENTWOOD, HARLOW, UTTLESFORD, add_weapons, whole
from workbench.indicators.doubt_lines import WEIGHTS, DoubtLine, ranked, same_numbers
from workbench.indicators.doubts import About, Around, doubts_of
from workbench.indicators.doubts.history import overlapping
from workbench.indicators.known import STREET_CRIME, counting
from workbench.indicators.observations import Figure
from workbench.indicators.parts import parts_of
from workbench.indicators.places import peers_of
from workbench.project.file import Project
from workbench.sources.dates import Fieldwork

THEN = date(2019, 6, 1)
HEARD = Fieldwork(date(2026, 3, 1), date(2026, 4, 30))


def read(project: Project, code: str) -> tuple[Figure, list[Figure]]:
    add_weapons(project)
    figure = whole(project, code)
    with project.read() as session:
        return figure, peers_of(session, figure)


def kinds(doubts: list[DoubtLine]) -> list[str]:
    return [doubt.kind for doubt in doubts]


def said(doubts: list[DoubtLine], kind: str) -> str:
    return next((doubt.said for doubt in doubts if doubt.kind == kind), "")


def test_uttlesford_is_doubted_gravest_first(project: Project) -> None:
    figure, peers = read(project, UTTLESFORD)
    with project.read() as session:
        parts = parts_of(session, [figure])[figure.id]
    found = doubts_of(figure, peers, parts=parts, interviews=HEARD)
    assert kinds(found) == [
        "one small area", "place: Airport/Airfield", "counts searches", "far from the others", "years apart",
        "not a year", "one force's records",
    ]  # fmt: skip
    assert [doubt.weight for doubt in found] == sorted((doubt.weight for doubt in found), key=WEIGHTS.index)
    assert said(found, "counts searches") == (
        "Weakens it: It counts weapons that the police found, mostly by searching: it follows where and whom the police"
        " search, not how many people carry one."
    )
    assert "281.4 is 8.5 times the middle of its neighbours (33.3)" in said(found, "far from the others")
    assert said(found, "years apart") == (
        "Weakens it: The interviews are of March to April 2026, and these figures end in February 2019, 7 years before."
    )
    assert said(found, "not a year") == (
        "Worth knowing: It counts 5 months, not a year: do not set it beside a rate of a year."
    )


def test_harlow_is_not_the_highest_once_uttlesford_is_set_aside(project: Project) -> None:
    harlow, peers = read(project, HARLOW)
    assert "too wide to rank" not in kinds(doubts_of(harlow, peers, today=THEN))
    found = doubts_of(harlow, peers, around=Around(apart=[UTTLESFORD]), today=THEN)
    assert said(found, "too wide to rank") == (
        "Changes the sentence: By its value it is the highest of 13 once Uttlesford is set aside, whose figure is made"
        " in one place, but that cannot be said: with an interval of 37.6 to 69.0 it cannot be told apart from 4 others."
    )


def test_the_lowest_by_value_rests_on_a_small_count(project: Project) -> None:
    brentwood, peers = read(project, BRENTWOOD)
    found = doubts_of(brentwood, peers, today=THEN)
    assert kinds(found)[:2] == ["too wide to rank", "small count"]
    assert (
        "By its value it is the lowest of 14, but that cannot be said: with an interval of 4.5 to 20.4" in found[0].said
    )
    assert "It rests on a count of 8" in found[1].said
    assert "does not show that there is none" in doubts_of(brentwood._replace(count=0.0), [], today=THEN)[0].sentence


def test_an_interval_that_takes_in_most_neighbours_does_not_rank(project: Project) -> None:
    harlow, peers = read(project, HARLOW)
    wide = harlow._replace(lower=5.0, upper=300.0)
    assert said(doubts_of(wide, peers, today=THEN), "too wide to rank") == (
        "Weakens it: Its interval, 5.0 to 300.0, takes in 13 of 13 neighbours: do not rank it among them."
    )


def test_age_is_told_where_no_interview_is_dated(project: Project) -> None:
    harlow, peers = read(project, HARLOW)
    old = doubts_of(harlow, peers, today=date(2026, 11, 22))
    assert said(old, "years ago") == (
        "Worth knowing: It ends in February 2019, more than 5 years ago: things may have changed."
    )
    near = Fieldwork(date(2019, 3, 1), date(2020, 3, 1))
    assert not {"years ago", "years apart"} & set(kinds(doubts_of(harlow, peers, interviews=near)))
    earlier = Fieldwork(date(2014, 1, 1), date(2015, 10, 31), "answers")
    assert said(doubts_of(harlow, peers, interviews=earlier), "years apart") == (
        "Worth knowing: The survey's answers are of January 2014 to October 2015, and these figures begin in October"
        " 2018, 2 years after."
    )


def test_one_value_for_every_area_says_nothing_of_one(project: Project) -> None:
    harlow, peers = read(project, HARLOW)
    flat = [peer._replace(value=harlow.value) for peer in peers]
    doubt = doubts_of(harlow, flat, today=THEN)[0]
    assert (doubt.kind, doubt.weight) == ("same value repeated", "changes the sentence")
    assert doubt.sentence == (
        "All 14 areas of Essex Police that have one have the very same value, 51.6: it is likely the figure of Essex"
        " Police as a whole, and says nothing of Harlow."
    )
    assert "same value repeated" not in kinds(doubts_of(harlow, [*flat[:9], *peers[9:]], today=THEN))


def test_most_of_a_county_in_one_area(project: Project) -> None:
    uttlesford, peers = read(project, UTTLESFORD)
    some = [peer for peer in peers if peer.area in {"Harlow", "Basildon", "Chelmsford", "Brentwood"}]
    found = doubts_of(uttlesford, some, today=THEN)
    assert "Uttlesford alone has 261 of the 445 counted in 5 areas." in said(found, "one area holds most")
    assert "one area holds most" not in kinds(doubts_of(uttlesford, peers, today=THEN))


def survey(project: Project, value: float, **cells: object) -> Figure:
    figure = read(project, HARLOW)[0]
    made = figure._replace(
        indicator="Percentage of physically active adults", external_id="93014", kind="proportion", multiplier=100.0,
        unit="%", value=value, lower=None, upper=None, count=None, denominator=None, starts="2024-11-16",
        ends="2025-11-15",
    )  # fmt: skip
    return made._replace(**cells)


def test_a_survey_without_interval_has_the_one_of_its_size(project: Project) -> None:
    harlow = survey(project, 60.3)
    others = [
        harlow._replace(area_code=f"E0700006{at}", value=value) for at, value in enumerate((60.7, 66.2, 66.5, 75.7))
    ]
    (doubt,) = doubts_of(harlow, others, today=date(2026, 1, 1))
    assert doubt.weight == "changes the sentence"
    assert doubt.sentence == (
        "Its interval is not known. About 500 people answer the survey in such an area in a year, so chance alone can"
        " move it some 4 points either way, and set two areas 6 points apart: 2 of 4 neighbours are that near, so that"
        " it is the lowest cannot be said."
    )
    far = [other._replace(value=75.0 + at) for at, other in enumerate(others)]
    (doubt,) = doubts_of(harlow, far, today=date(2026, 1, 1))
    assert doubt.weight == "worth knowing"
    england = harlow._replace(area_code="E92000001", area="England")
    assert [one.weight for one in doubts_of(england, [], today=date(2026, 1, 1))] == ["worth knowing"]


@pytest.mark.parametrize(
    ("status", "kind", "weight"),
    [
        ("provisional", "provisional", "worth knowing"),
        ("low reliability", "unreliable", "weakens it"),
        ("series break", "series break", "weakens it"),
        ("estimated", "modelled", "weakens it"),
        ("revised", "revised", "worth knowing"),
    ],
)
def test_what_the_publisher_says_of_it(project: Project, status: str, kind: str, weight: str) -> None:
    harlow, peers = read(project, HARLOW)
    found = doubts_of(harlow._replace(status=status, note="It was 44."), peers, today=THEN)
    assert [doubt.weight for doubt in found if doubt.kind == kind] == [weight]
    assert ("It has been revised: It was 44." in said(found, kind)) == (status == "revised")


def test_what_is_written_of_the_indicator(project: Project) -> None:
    harlow, _ = read(project, HARLOW)
    assert "modelled" in kinds(doubts_of(harlow, about=About("Small-area modelled estimates"), today=THEN))
    assert "modelled" not in kinds(doubts_of(harlow, about=About("Counted, not modelled"), today=THEN))
    found = doubts_of(harlow, about=About("residents, mid-2011 (Office for National Statistics)"), today=THEN)
    assert said(found, "residents of another year") == (
        "Worth knowing: It sets a count of 2018 to 2019 against the residents of 2011: 7 years apart, their number has"
        " changed."
    )
    for text in ("Residents of 2020 as denominator", "2016 population", "Census of 2011"):
        assert "residents of another year" not in kinds(doubts_of(harlow, about=About(text), today=THEN))


def test_a_rate_over_years_is_not_doubted_for_its_length(project: Project) -> None:
    harlow, _ = read(project, HARLOW)
    lengths = {"2018-10-31": ["not a year"], "2019-09-30": [], "2021-09-30": []}
    for ends, expected in lengths.items():
        found = kinds(doubts_of(harlow._replace(ends=ends), today=THEN))
        assert [kind for kind in found if kind == "not a year"] == expected


def test_times_that_overlap() -> None:
    rolling = [(f"{year}-01-01", f"{year + 2}-12-31", f"{year} to {year + 2}") for year in (2016, 2017, 2018)]
    assert overlapping(tuple(rolling)) == {
        ("2017-01-01", "2019-12-31"): ("2016-01-01", "2018-12-31", "2016 to 2018"),
        ("2018-01-01", "2020-12-31"): ("2017-01-01", "2019-12-31", "2017 to 2019"),
    }
    months = [("2018-10-01", "2018-10-31", "Oct"), ("2018-11-01", "2018-11-30", "Nov")]
    assert overlapping((*months, ("2018-10-01", "2018-11-30", "Oct to Nov"))) == {}


def test_a_part_is_doubted_for_itself_only(project: Project) -> None:
    harlow, peers = read(project, HARLOW)
    part = harlow._replace(area_code="E01021876", area="Harlow 007E", value=8.0, count=8.0, lower=None, upper=None)
    assert kinds(doubts_of(part, peers, interviews=HEARD)) == ["counts searches", "small count", "years apart"]


def test_an_area_outside_the_register_and_a_figure_that_is_missing(project: Project) -> None:
    harlow, peers = read(project, HARLOW)
    assert "area not in the register" in kinds(doubts_of(harlow._replace(area_code="E07000999"), [], today=THEN))
    assert doubts_of(harlow._replace(value=None), peers) == []


def test_every_kind_of_street_crime_says_what_it_counts() -> None:
    assert len(STREET_CRIME) == 14
    for slug in STREET_CRIME:
        fact = counting("Some name", f"police.uk/{slug}")
        assert fact is not None
        assert ";" not in fact.said
        assert counting(slug.replace("-", " ").capitalize()) == fact
    searched = {slug for slug, fact in STREET_CRIME.items() if fact.how == "searching"}
    assert searched == {"possession-of-weapons", "drugs"}
    assert not STREET_CRIME["robbery"].strong
    assert counting("Weapon possession") == STREET_CRIME["possession-of-weapons"]
    assert counting("Domestic abuse-related incidents and crimes") is not None
    assert counting("Percentage of physically active adults", "93014") is not None
    assert counting("Good level of development") is None


def test_rank_and_numbers() -> None:
    mixed = [DoubtLine("a", "x."), DoubtLine("b", "y.", "changes the sentence"), DoubtLine("c", "z.", "weakens it")]
    assert kinds(ranked(mixed)) == ["b", "c", "a"]
    assert same_numbers("249 of 261 lie there", "249 of the 261 lie there")
    assert not same_numbers("249 of 261 lie there", "240 of 261 lie there")
