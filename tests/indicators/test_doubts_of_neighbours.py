"""Doubts from neighbours: shared values, comparisons in numbers, stray areas, what is withheld beside a figure."""

from __future__ import annotations

import pytest
from scipy import stats

from tests.indicators.making import ESSEX, beside, made
from workbench import geography
from workbench.indicators.doubts import neighbours
from workbench.indicators.doubts.neighbours import many_comparisons, only_one_of_its_force, same_value, withheld_beside
from workbench.indicators.police_areas import FORCES, force_of

DISTRICTS = [code for code in ESSEX if code.startswith("E07")]
UNITARIES = [code for code in ESSEX if code.startswith("E06")]
OTHERS = [code for code in ESSEX if code != "E07000073"]


def test_every_authority_of_england_and_wales_has_one_force() -> None:
    kinds = ("district", "unitary authority", "metropolitan district", "London borough", "principal area")
    places = [entry for kind in kinds for entry in geography.areas(kind)]
    assert [entry.name for entry in places if not force_of(entry.code)] == []
    assert len(FORCES) == 43
    listed = [code for codes in FORCES.values() for code in codes]
    assert len(listed) == len(set(listed))
    assert all(geography.area(code) for code in listed)


def test_who_polices_whom() -> None:
    told = {"Havering": "the Metropolitan Police", "Wealden": "Sussex Police", "Uttlesford": "Essex Police"}
    told |= {"Slough": "Thames Valley Police", "Powys": "Dyfed-Powys Police", "Rutland": "Leicestershire Police"}
    for name, force in told.items():
        entry = geography.by_name(name)
        assert entry is not None
        assert force_of(entry.code) == force
    assert force_of("E07000240") == force_of("E07000100") == "Hertfordshire Constabulary", "an old code of St Albans"
    assert force_of("S12000036") == force_of("nonsense") == ""


def test_a_value_of_the_force_for_all_its_districts() -> None:
    doubt = same_value(made(value=23.4), beside(23.4, OTHERS))
    assert doubt is not None
    assert doubt.weight == "changes the sentence"
    assert doubt.sentence == (
        "All 14 areas of Essex Police that have one have the very same value, 23.4: it is likely the figure of Essex"
        " Police as a whole, and says nothing of Harlow."
    )


def test_a_value_of_the_county_council_for_its_districts_only() -> None:
    others = [code for code in DISTRICTS if code != "E07000073"]
    doubt = same_value(made(value=23.4), [*beside(23.4, others), made(UNITARIES[0], 31.2), made(UNITARIES[1], 18.9)])
    assert doubt is not None
    assert "All 12 areas of Essex that have one have the very same value, 23.4, while others differ" in doubt.sentence
    assert same_value(made(UNITARIES[0], 31.2), [*beside(23.4, DISTRICTS), made(UNITARIES[1], 18.9)]) is None


def test_nearly_all_neighbours_share_a_value() -> None:
    doubt = same_value(made(value=23.4), [*beside(23.4, OTHERS[:-1]), made(OTHERS[-1], 29.9)])
    assert doubt is not None
    assert doubt.sentence.startswith("12 of 13 neighbours have the very same value, 23.4")
    assert same_value(made(value=23.4), [*beside(23.4, OTHERS[:8]), *beside(29.9, OTHERS[8:])]) is None


def test_ties_by_rounding_are_none() -> None:
    percent = {"kind": "proportion", "multiplier": 100.0, "unit": "%"}
    four = OTHERS[:3]
    assert same_value(made(value=68.0, **percent), beside(68.0, four, **percent)) is None
    assert same_value(made(value=68.3, **percent), beside(68.3, four, **percent)) is not None
    own = [made(code, 68.3, count=6830.0 + at, denominator=10_000.0, **percent) for at, code in enumerate(OTHERS)]
    assert same_value(made(value=68.3, count=6829.0, denominator=10_000.0, **percent), own) is None
    repeated = beside(68.3, OTHERS, count=683_000.0, denominator=1_000_000.0, **percent)
    assert same_value(made(value=68.3, count=683_000.0, denominator=1_000_000.0, **percent), repeated) is not None


@pytest.mark.parametrize(("value", "cells"), [(0.0, {}), (4.0, {"kind": "count"}), (None, {})])
def test_nothing_and_few_are_shared_by_many(value: float | None, cells: dict[str, str]) -> None:
    others = [made(code, value, **cells) for code in OTHERS]
    assert same_value(made(value=value, **cells), others) is None


def test_a_stray_area_of_another_force() -> None:
    police = {"indicator": "Possession of weapons", "external_id": "police.uk/possession-of-weapons"}
    havering = made("E09000016", 0.4, **police)
    doubt = only_one_of_its_force(havering, [], {*ESSEX, "E09000016"})
    assert doubt is not None
    assert doubt.weight == "changes the sentence"
    assert doubt.sentence.startswith(
        "Havering is policed by the Metropolitan Police, of whose areas only this one is here, beside 14 of Essex Police:"
    )
    assert only_one_of_its_force(havering, [], {"E09000016"}) is None, "nothing else is known"
    assert only_one_of_its_force(havering, [], {*ESSEX, "E09000016", "E09000017"}) is None
    assert only_one_of_its_force(havering, beside(0.5, ["E09000017"]), {*ESSEX, "E09000016"}) is None
    survey = havering._replace(indicator="Percentage of physically active adults", external_id="93014")
    assert only_one_of_its_force(survey, [], {*ESSEX, "E09000016"}) is None


def compared(words: str) -> list:  # type: ignore[type-arg]
    long = {"b": "better", "w": "worse", "s": "similar", "-": ""}
    return [
        made(code, 60.0 + at, compared=long[word]) for at, (code, word) in enumerate(zip(ESSEX, words, strict=False))
    ]


def test_few_differences_among_many_comparisons() -> None:
    england = made("E92000001", 66.0)
    group = compared("bsssssssssssss")
    doubt = many_comparisons(group[0], group[1:], england)
    assert doubt is not None
    assert doubt.sentence == (
        "It alone of 14 areas set beside England seems to differ: in about 5 of 10 such groups as many would by chance"
        " alone."
    )
    assert stats.binom.sf(0, 14, 0.05) == pytest.approx(0.512, abs=0.001)
    assert many_comparisons(group[1], group[:1] + group[2:], england) is None, "similar, so nothing to doubt"
    three = compared("bwbsssssssssss")
    assert many_comparisons(three[0], three[1:], england) is None
    assert stats.binom.sf(2, 14, 0.05) < 0.05
    few = compared("bsss")
    assert many_comparisons(few[0], few[1:], england) is None
    unknown = compared("b-------------")
    assert many_comparisons(unknown[0], unknown[1:], england) is None


def test_a_difference_that_holds_for_all_comparisons_together_stands() -> None:
    england = made("E92000001", 66.0)
    group = [made(code, 66.0, lower=62.0, upper=70.0) for code in ESSEX]
    near = group[0]._replace(value=71.0, lower=66.9, upper=75.1)
    far = group[0]._replace(value=73.0, lower=69.0, upper=77.0)
    assert many_comparisons(near, group[1:], england) is not None
    assert many_comparisons(far, group[1:], england) is None
    joint = stats.norm.ppf((1 + 0.95 ** (1 / 14)) / 2) / stats.norm.ppf(0.975)
    assert neighbours.wider(14) == pytest.approx(joint)
    assert (4.1 * joint < 5.0, 4.0 * joint < 7.0) == (False, True)


def test_a_survey_of_known_size_has_the_interval_of_its_size() -> None:
    survey = {"indicator": "Percentage of physically active adults", "external_id": "93014", "kind": "proportion"}
    survey |= {"unit": "%", "compared": "similar"}
    england = made("E92000001", 66.6)
    others = [made(code, 66.0, multiplier=100.0, **survey) for code in OTHERS[:6]]
    near, far = (others[0]._replace(area_code="E07000073", value=value, compared="worse") for value in (61.8, 57.5))
    margin = 1.959964 * (0.575 * 0.425 / 500) ** 0.5 * 100
    assert 66.6 - 57.5 > margin * neighbours.wider(7) > 66.6 - 61.8
    assert many_comparisons(near, others, england) is not None
    assert many_comparisons(far, others, england) is None


def test_the_benchmark_is_not_set_beside_itself() -> None:
    england = made("E92000001", 66.0, benchmark="E92000001", compared="better")
    assert many_comparisons(england, compared("sssssssss"), england) is None


def test_neighbours_that_are_withheld() -> None:
    others = [*beside(20.0, OTHERS[:3]), made(OTHERS[3], status="withheld by the publisher"), made(OTHERS[4])]
    doubt = withheld_beside(made(value=21.0), others)
    assert doubt is not None
    assert doubt.sentence == (
        f"The figure of {others[3].area} is withheld: a place among the other 3 is none among all 4."
    )
    assert withheld_beside(made(value=21.0), others[:3] + others[4:]) is None, "a missing figure is not withheld"


def test_a_count_is_far_off_only_for_its_residents() -> None:
    cells = {"kind": "count", "unit": "people"}
    people = [made(code, float(geography.area(code).population_2020 or 0), 2020, **cells) for code in ESSEX]  # type: ignore[union-attr]
    assert [one.area for one in people if neighbours.far_from_the_others(one, [x for x in people if x != one])] == []
    airport = made("E07000077", 900.0, 2020, lower=850.0, **cells)
    few = [one._replace(value=(one.value or 0) / 1000) for one in people if one.area != "Uttlesford"]
    doubt = neighbours.far_from_the_others(airport, few)
    assert doubt is not None
    assert doubt.sentence.startswith("For its residents 900 is 9.7 times the middle of its neighbours")
