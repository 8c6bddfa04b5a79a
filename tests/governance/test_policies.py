"""Policies: what each does to hand-worked counts, what bodies publish of theirs, and which of two is the stricter."""

from __future__ import annotations

import pytest

from workbench.governance.policies import (
    HIDDEN,
    PRESETS,
    PUBLIC,
    WHEN_FEW,
    Policy,
    falls_short,
    read_policy,
    rounded,
    stricter,
)


def test_ofqual_rounds_as_its_policy_says() -> None:
    """“a value of 26 would be rounded down to 25”; 1 to 4 are “fewer than 5”; true zero is 0 (30 October 2025)."""
    rule = PRESETS["Ofqual"].policy
    assert rule.shown(26) == 25
    assert [rule.shown(count) for count in (1, 2, 3, 4)] == [None] * 4
    assert rule.shown(0) == 0


def test_nhs_hospital_statistics_withhold_1_to_7_and_round_the_rest() -> None:
    """Below national level, from September 2018: 1 to 7 are withheld, from 8 on counts are rounded to 5."""
    rule = PRESETS["NHS hospital statistics"].policy
    assert [rule.shown(count) for count in range(1, 8)] == [None] * 7
    assert [rule.shown(count) for count in (0, 8, 12, 13, 17)] == [0, 10, 10, 15, 15]


def test_uk_llc_withholds_nobody_too() -> None:
    """“counts <10, including zero, cannot be taken out” (July 2025)."""
    rule = PRESETS["UK LLC"].policy
    assert [rule.shown(count) for count in (0, 9, 10)] == [None, None, 10]


def test_what_is_from_memory_says_so() -> None:
    assert not PRESETS["HESA"].source
    assert "From memory" in PRESETS["HESA"].note
    assert all(one.source for name, one in PRESETS.items() if name != "HESA")


def test_the_same_number_is_rounded_the_same_way_and_half_goes_up() -> None:
    assert [rounded(count, 10) for count in (4, 5, 14, 15, 24, 25)] == [0, 10, 10, 20, 20, 30]
    assert [rounded(count, 5) for count in range(13)] == [0, 0, 0, 5, 5, 5, 5, 5, 10, 10, 10, 10, 10]
    assert [rounded(count, 0) for count in (3, 33)] == [3, 33]


@pytest.mark.parametrize("threshold", [2, 3, 5, 8, 10])
@pytest.mark.parametrize("base", [0, 3, 5, 10])
def test_what_a_reader_knows_of_a_shown_number_is_what_could_be_shown_so(threshold: int, base: int) -> None:
    rule = Policy(threshold, rounding=base)
    for count in range(60):
        if rule.is_small(count):
            continue
        alike = [other for other in range(80) if not rule.is_small(other) and rule.shown(other) == rule.shown(count)]
        assert rule.known(count) == (min(alike), max(alike))


def test_where_nearly_everybody_or_a_handful_is_in_it_that_is_small() -> None:
    rule = Policy(5)
    assert rule.is_small(20, 20)
    assert rule.is_small(17, 20)
    assert not rule.is_small(15, 20)
    assert not rule.is_small(20)


def test_the_stricter_of_two_keeps_both() -> None:
    assert stricter(Policy(5, rounding=5), Policy(10)) == Policy(10, rounding=5)
    assert stricter(Policy(5, rounding=4), Policy(5, rounding=6)).rounding == 12
    assert stricter(Policy(5), Policy(3, zeros=HIDDEN, percent=WHEN_FEW, percent_of=20)) == Policy(
        5, zeros=HIDDEN, percent=WHEN_FEW, percent_of=20
    )
    assert stricter(PUBLIC, Policy(3)) is PUBLIC
    assert falls_short(PUBLIC, Policy(10))
    assert not falls_short(Policy(10, rounding=10), PUBLIC)


def test_a_policy_is_read_as_it_was_written() -> None:
    rule = Policy(8, rounding=5, zeros=HIDDEN, percent=WHEN_FEW, percent_of=20, name="ours")
    assert read_policy(rule.written()) == rule
    assert read_policy("{}") == Policy()


def test_percentages_of_few_are_not_given_where_the_rule_says_so() -> None:
    rule = PRESETS["HESA"].policy
    assert [rule.may_be_percent(of) for of in (22, 23, None)] == [False, True, False]
    assert PUBLIC.may_be_percent(1)
