"""Doubts from parts and wholes, from what the figure itself says, and that they come out of a project."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from tests.indicators.making import ESSEX, made
from workbench import geography
from workbench.indicators.answers import doubts_about
from workbench.indicators.doubts import doubts_of, itself
from workbench.indicators.doubts.wholes import Piece, areas_unlike, sexes_unlike, slack, small_areas_unlike
from workbench.indicators.drafts import DraftFigure, DraftFigures, DraftIndicator
from workbench.indicators.observations import Figure, add_figures, figures
from workbench.indicators.parts import Part
from workbench.indicators.places import place
from workbench.project.file import Project

COUNTY = "E10000012"
DISTRICTS = [code for code in ESSEX if code.startswith("E07")]


def pieces(count: float, codes: list[str] = DISTRICTS) -> list[Piece]:
    return [Piece(code, "all", "all", "all", count, None) for code in codes]


def county(count: float, **cells: Any) -> Figure:
    return made(COUNTY, 5.0, count=count, **cells)


def test_districts_that_do_not_make_up_their_county() -> None:
    doubt = areas_unlike(county(1320.0), pieces(101.0))
    assert doubt is not None
    assert doubt.sentence == (
        "Its 12 districts add up to 1,212, 108 fewer than the 1,320 given for all (8 %). They may leave some out, whose"
        " place or group is not known: ask which of the two is right."
    )
    assert doubt.weight == "weakens it"
    more = areas_unlike(county(1180.0), pieces(101.0))
    assert more is not None
    assert "32 more than the 1,180 given for all (3 %). They may count some twice" in more.sentence
    assert more.weight == "worth knowing"


@pytest.mark.parametrize(
    ("whole", "each", "why"),
    [
        (1212.0, 101.0, "they add up"),
        (1213.0, 101.0, "a thousandth is no difference"),
        (1260.0, 100.0, "each is rounded to the nearest 10, the county too"),
    ],
)
def test_what_adds_up_and_what_is_rounded_is_no_doubt(whole: float, each: float, why: str) -> None:
    assert areas_unlike(county(whole), pieces(each)) is None, why


def test_a_county_without_one_of_its_districts_is_not_added_up() -> None:
    assert areas_unlike(county(1320.0), pieces(101.0, DISTRICTS[1:])) is None
    blank = [*pieces(101.0, DISTRICTS[1:]), Piece(DISTRICTS[0], "all", "all", "all", None, 4.0)]
    assert areas_unlike(county(1320.0), blank) is None, "a value that is no count is not added"
    assert areas_unlike(made(COUNTY, 5.0), pieces(101.0)) is None


def test_a_county_that_takes_in_the_unitaries_says_so() -> None:
    doubt = areas_unlike(county(1414.0), pieces(101.0, ESSEX))
    assert doubt is not None
    assert (
        "1,414 is what they and Southend-on-Sea and Thurrock add up to, which are no part of the county"
        in doubt.sentence
    )


def test_people_with_records_in_two_areas_are_no_doubt() -> None:
    about = "a person with records in two areas counts in each, and once in what they lie in"
    assert areas_unlike(county(1100.0), pieces(101.0), about) is None
    assert areas_unlike(county(1300.0), pieces(101.0), about) is not None


def test_women_and_men_and_everybody() -> None:
    def of(sex: str, count: float | None) -> Piece:
        return Piece("E07000073", sex, "all", "all", count, None)

    everybody = made(value=5.0, count=500.0)
    doubt = sexes_unlike(everybody, [of("female", 251.0), of("male", 212.0)])
    assert doubt is not None
    assert doubt.sentence.startswith("Its women and men add up to 463, 37 fewer than the 500 given for all (7 %).")
    assert sexes_unlike(everybody, [of("female", 251.0), of("male", 249.0)]) is None
    assert sexes_unlike(everybody, [of("female", 251.0)]) is None
    assert sexes_unlike(everybody, [of("female", 251.0), of("male", None)]) is None
    assert sexes_unlike(everybody, [of("female", 251.0), of("male", 212.0), of("not known", 37.0)]) is None


def test_small_areas_that_hold_more_than_the_whole() -> None:
    whole = made(value=5.0, count=100.0)
    parts = [Part(f"Harlow 00{at}A", 31.0, "small area", f"E0102{at}") for at in range(4)]
    doubt = small_areas_unlike(whole, [*parts, Part("Prison", 90.0, "place")])
    assert doubt is not None
    assert doubt.sentence.startswith("Its 4 small areas add up to 124, 24 more than the 100 given for all (24 %).")
    assert small_areas_unlike(whole, parts[:3]) is None, "the rest may lie where nobody knows"


def test_how_far_rounding_may_go() -> None:
    assert slack([100, 200, 350]) == 75
    assert slack([1, 2, 4]) == 0
    assert slack([1.5, 2.5]) == 1


def test_a_difference_of_records_gives_no_small_count_away() -> None:
    doubt = areas_unlike(county(1216.0, from_records=True), pieces(101.0))
    assert doubt is not None
    assert doubt.guarded(5).sentence.endswith("because they are small.")
    assert "1,2" not in doubt.guarded(5).sentence


def test_what_is_withheld_and_by_which_rule() -> None:
    rule = "Withheld by us: the agreement keeps no count from 1 to 4, and this is one, or would give one away."
    (ours,) = doubts_of(made(status="withheld by us", note=rule))
    assert ours.sentence == (
        "We keep it back: the agreement keeps no count from 1 to 4, and this is one, or would give one away. It is"
        " neither zero nor missing, so do not write that there is none."
    )
    (theirs,) = doubts_of(made(status="withheld by the publisher", note="the publisher gives only “<5”"))
    assert theirs.sentence.startswith("The publisher keeps it back: the publisher gives only “<5”.")
    (silent,) = doubts_of(made(status="withheld by the publisher"))
    assert "by which rule, its file does not say" in silent.sentence
    for status in ("missing", "not applicable"):
        assert doubts_of(made(status=status)) == []
    assert not any("withheld" in one.kind for one in doubts_of(made(value=0.0, count=0.0)))


def test_whose_records_they_are() -> None:
    counted = made(value=5.0, from_records=True)
    one, two = itself.one_partner(counted, "the refuge"), itself.one_partner(counted, "police; hospital")
    assert one is not None
    assert "only what the refuge recorded" in one.sentence
    assert two is not None
    assert "in the records of police and hospital alike" in two.sentence
    assert itself.one_partner(counted, "") is itself.one_partner(made(value=5.0), "the refuge") is None


def test_a_divisor_that_is_not_the_residents() -> None:
    living = geography.area("E07000073").population_2020  # type: ignore[union-attr]
    assert living == 87_280
    doubt = itself.unlike_the_register(made(value=5.0, year=2020, denominator=104_000.0))
    assert doubt is not None
    assert doubt.sentence.startswith(
        "It is divided by 104,000, and Harlow had 87,280 residents in mid-2020, 16 % fewer: ask of which people"
    )
    assert itself.unlike_the_register(made(value=5.0, year=2020, denominator=91_000.0)) is None
    assert itself.unlike_the_register(made(value=5.0, year=2009, denominator=70_000.0)) is None, "too long ago to say"
    adults = made(value=5.0, year=2020, denominator=66_000.0, age="19+")
    assert itself.unlike_the_register(adults) is None
    births = made(value=5.0, year=2020, denominator=1_200.0, unit="per 1,000 births")
    assert itself.unlike_the_register(births) is None


def add(project: Project, made_up: list[Figure], *, publisher: str = "Somebody", **cells: Any) -> None:
    drafts = tuple(
        DraftFigure(
            one.area_code, one.area, one.period, one.starts, one.ends, one.sex, one.age, one.category, one.value, one.lower,
            one.upper, one.count, one.denominator, one.interval, one.compared, one.status, one.note,
        )
        for one in made_up
    )  # fmt: skip
    told = {"kind": "rate", "unit": "per 1,000 residents", "multiplier": 1000.0, **cells}
    name = told.pop("name", "Incidents")
    with project.change("Import") as session:
        draft = DraftFigures(f"{name}.csv", (DraftIndicator(name, drafts, **told),), rows=1)
        add_figures(session, draft, publisher=publisher)


def test_they_come_out_of_a_project_and_on_the_place_page(project: Project) -> None:
    rows = [made(code, 5.0 + at / 7, 2015 + year, count=101.0, denominator=90_000.0 + at) for at, code in enumerate(DISTRICTS) for year in range(5)]  # fmt: skip
    rows += [county(1320.0)._replace(denominator=1_489_189.0)]
    rows += [county(count, sex=sex) for sex, count in (("female", 700.0), ("male", 500.0))]
    add(project, rows)
    with project.read() as session:
        everything = figures(session)
        whole = next(one for one in everything if one.area_code == COUNTY and one.sex == "all")
        harlow = next(one for one in everything if one.area == "Harlow" and one.period == "2019")
        found = doubts_about(session, [whole, harlow])
        page = place(session, COUNTY).indicators[0].doubts
    unlike = [one.sentence for one in found[whole.id] if one.kind == "parts unlike the whole"]
    assert len(unlike) == 2
    assert unlike[0].startswith("Its 12 districts add up to 1,212")
    assert unlike[1].startswith("Its women and men add up to 1,200")
    assert [one.sentence for one in page if one.kind == "parts unlike the whole"] == unlike
    assert "one divisor for years" in {one.kind for one in found[harlow.id]}


def test_a_break_and_two_definitions_out_of_a_project(project: Project) -> None:
    old = [made("E07000073", 70.0, year) for year in (2017, 2018, 2022, 2023)]
    add(project, old, name="Good level of development", kind="proportion", unit="%", external_id="90631")
    adults = [made("E07000073", 60.0)]
    add(project, adults, name="Percentage of physically active adults", external_id="93014", kind="proportion", unit="%", source="OHID")  # fmt: skip
    add(project, adults, name="Active adults", publisher="Sport England", kind="proportion", unit="%")
    with project.read() as session:
        everything = figures(session)
        found = doubts_about(session, everything)
        told = {(one.indicator, one.period): {line.kind for line in found[one.id]} for one in everything}
    assert "series break" in told["Good level of development", "2022"]
    assert "series break" not in told["Good level of development", "2018"]
    for name in ("Percentage of physically active adults", "Active adults"):
        assert "two definitions" in told[name, "2019"]


def test_small_areas_that_change_census_out_of_a_project(project: Project) -> None:
    months = [("Jan 2023", "2023-01-01", "2023-01-31"), ("Feb 2023", "2023-02-01", "2023-02-28")]
    rows: list[Figure] = []
    for at, (period, starts, ends) in enumerate(months):
        time = {"period": period, "starts": starts, "ends": ends}
        rows.append(made("E07000073", 50.0, count=50.0, **time))
        first = 21830 if at == 0 else 34500
        rows += [
            made(f"E010{first + n}", 5.0, count=5.0, **time)._replace(area=f"Harlow {n:03}A") for n in range(1, 11)
        ]
    quarter = {"period": "Jan 2023 to Feb 2023", "starts": "2023-01-01", "ends": "2023-02-28"}
    rows.append(made("E07000073", 100.0, count=100.0, **quarter))
    rows.append(made("E01021831", 5.0, count=5.0, **quarter)._replace(area="Harlow 001A"))
    add(project, rows)
    with project.read() as session:
        everything = [one for one in figures(session) if one.area_code == "E07000073"]
        found = doubts_about(session, everything)
    told = {one.period: {line.kind for line in found[one.id]} for one in everything}
    assert "small areas of two censuses" in told["Jan 2023 to Feb 2023"]
    assert "small areas of two censuses" not in told["Feb 2023"]


def test_a_stray_district_out_of_a_project(project: Project) -> None:
    rows = [made(code, 5.0 + at / 9, count=50.0 + at) for at, code in enumerate(ESSEX)]
    rows.append(made("E09000016", 0.1, count=1.0))
    add(project, rows, name="Robbery", external_id="police.uk/robbery")
    with project.read() as session:
        everything = figures(session)
        found = doubts_about(session, everything)
    assert [one.area for one in everything if "another force's area" in {x.kind for x in found[one.id]}] == ["Havering"]


def test_a_region_is_made_up_of_each_area_once() -> None:
    north_west = "E12000002"
    made_of = [area for area in geography.children(north_west) if area.ends is None]
    assert "combined authority" in {area.kind for area in made_of}
    each = [area for area in made_of if area.kind != "combined authority"]
    below = pieces(1003.0, [area.code for area in made_of])
    right = made(north_west, 5.0, 2024, count=1003.0 * len(each))
    assert areas_unlike(right, below) is None
    doubt = areas_unlike(right._replace(count=1003.0 * len(each) * 1.1), below)
    assert doubt is not None
    assert doubt.sentence.startswith(f"Its {len(each)} areas add up to")
    assert areas_unlike(made("E47000001", 5.0, count=1.0), below) is None


def test_many_figures_take_no_more_statements_than_few(project: Project) -> None:
    names = [f"Indicator {number}" for number in range(12)]
    for name in names:
        rows = [made(code, 5.0 + at / 7, 2018 + year, count=50.0) for at, code in enumerate(ESSEX) for year in range(2)]
        add(project, [*rows, county(700.0)], name=name, benchmark=COUNTY)

    def statements(session: Session, wanted: list[Figure]) -> int:
        asked: list[str] = []
        bind = session.get_bind()

        def note(*told: object) -> None:
            asked.append(str(told[2]))

        sa.event.listen(bind, "before_cursor_execute", note)
        doubts_about(session, wanted)
        sa.event.remove(bind, "before_cursor_execute", note)
        return len(asked)

    with project.read() as session:
        everything = figures(session)
        few = [one for one in everything if one.indicator == names[0]]
        statements(session, few)
        assert statements(session, few) == statements(session, everything) > 0
