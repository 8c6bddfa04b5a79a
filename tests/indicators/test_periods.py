from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.indicators.periods import MONTHS_ONLY, PeriodNotUnderstoodError, read_period


@pytest.mark.parametrize(
    ("text", "starts", "ends", "kind"),
    [
        ("2023", "2023-01-01", "2023-12-31", "calendar year"),
        ("2023/24", "2023-04-01", "2024-03-31", "financial year"),
        ("YE Mar 20", "2019-04-01", "2020-03-31", "year"),
        ("Year ending 31 March 2020", "2019-04-01", "2020-03-31", "year"),
        ("12 months to Mar-20", "2019-04-01", "2020-03-31", "year"),
        ("mid-2022", "2022-06-30", "2022-06-30", "mid-year"),
        ("Nov 15-16", "2015-11-16", "2016-11-15", "year from mid-November"),
        ("November 2019-20", "2019-11-16", "2020-11-15", "year from mid-November"),
        ("May 20-21", "2020-05-16", "2021-05-15", "year from mid-May"),
        ("2020M01", "2020-01-01", "2020-01-31", "month"),
        ("2020 JAN", "2020-01-01", "2020-01-31", "month"),
        ("01/2020", "2020-01-01", "2020-01-31", "month"),
        ("as at 31 March 2020", "2020-03-31", "2020-03-31", "day"),
        ("31/03/2020", "2020-03-31", "2020-03-31", "day"),
        ("FY19/20", "2019-04-01", "2020-03-31", "financial year"),
        ("2019/20 academic year", "2019-09-01", "2020-08-31", "academic year"),
        ("Q1 2019/20", "2019-04-01", "2019-06-30", "quarter"),
        ("2019-20 Q4", "2020-01-01", "2020-03-31", "quarter"),
        ("Q4-21", "2021-10-01", "2021-12-31", "quarter"),
        ("1999/00", "1999-04-01", "2000-03-31", "financial year"),
        ("2019-20", "2019-04-01", "2020-03-31", "financial year"),
        ("2019–20", "2019-04-01", "2020-03-31", "financial year"),
        ("2023/2024", "2023-04-01", "2024-03-31", "financial year"),
        ("Academic year 2023/24", "2023-09-01", "2024-08-31", "academic year"),
        ("202425", "2024-09-01", "2025-08-31", "academic year"),
        ("Q1 2024", "2024-01-01", "2024-03-31", "quarter"),
        ("2024 Q4", "2024-10-01", "2024-12-31", "quarter"),
        ("2024Q2", "2024-04-01", "2024-06-30", "quarter"),
        ("2023/24 Q4", "2024-01-01", "2024-03-31", "quarter"),
        ("Apr-23", "2023-04-01", "2023-04-30", "month"),
        ("February 2024", "2024-02-01", "2024-02-29", "month"),
        ("2024-03", "2024-03-01", "2024-03-31", "month"),
        ("2001-03", "2001-03-01", "2001-03-31", "month"),
        ("202403", "2024-03-01", "2024-03-31", "month"),
        ("2023-01-01/P1Y", "2023-01-01", "2023-12-31", "calendar year"),
        ("2022-04-01T00:00:00/P1Y", "2022-04-01", "2023-03-31", "financial year"),
        ("2024-01-01/P3M", "2024-01-01", "2024-03-31", "quarter"),
        ("2024-01-31/P1M", "2024-01-31", "2024-02-28", "month"),
        ("2023-01-01/2023-12-31", "2023-01-01", "2023-12-31", "calendar year"),
        ("Oct 2018 to Feb 2019", "2018-10-01", "2019-02-28", "5 months"),
        ("Oct 2018 – Feb 2019", "2018-10-01", "2019-02-28", "5 months"),
        ("Jan to Mar 2024", "2024-01-01", "2024-03-31", "3 months"),
        ("Apr 2022 - Mar 2023", "2022-04-01", "2023-03-31", "year"),
        ("Year ending March 2024", "2023-04-01", "2024-03-31", "year"),
        ("2017 - 19", "2017-01-01", "2019-12-31", "3 calendar years"),
        ("2017-2019", "2017-01-01", "2019-12-31", "3 calendar years"),
        ("2017/18 - 19/20", "2017-04-01", "2020-03-31", "3 financial years"),
        ("2024-03-05", "2024-03-05", "2024-03-05", "day"),
        ("  2023/24\u00a0", "2023-04-01", "2024-03-31", "financial year"),
    ],
)
def test_periods_as_publishers_write_them(text: str, starts: str, ends: str, kind: str) -> None:
    found = read_period(text)
    assert (found.starts.isoformat(), found.ends.isoformat(), found.kind) == (starts, ends, kind)


def test_whose_years_they_are() -> None:
    assert read_period("2024/25", "mid-November").starts.isoformat() == "2024-11-16"
    assert read_period("2024/25", "mid-November").ends.isoformat() == "2025-11-15"
    assert read_period("2024/25", "academic").starts.isoformat() == "2024-09-01"
    assert read_period("2011-12", MONTHS_ONLY).kind == "month"


@pytest.mark.parametrize(
    "text",
    ["", "banana", "2011-12", "201112", "2023/25", "2023-13", "Q5 2024", "2023-02-30", "Feb 2019 to Oct 2018", "23/24",
     "Nov 15-17", "FY19/21", "31 February 2020", "32/01/2020", "13/2020", "mid-week", "2019 - 17", "2023-00", "1823", "2024-01-01/P0Y", "2023-01-01/XYZ", "٢٠٢٣"],
)  # fmt: skip
def test_what_is_unclear_is_refused_with_its_spelling(text: str) -> None:
    with pytest.raises(PeriodNotUnderstoodError) as refused:
        read_period(text)
    assert text in str(refused.value)
    assert "2023/24" in str(refused.value)


@given(st.integers(1900, 2098))
def test_years_follow_each_other_without_a_gap(year: int) -> None:
    for written, after in (
        (f"{year}/{(year + 1) % 100:02}", f"{year + 1}/{(year + 2) % 100:02}"),
        (str(year), str(year + 1)),
    ):
        assert read_period(written).ends + timedelta(days=1) == read_period(after).starts


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = read_period(text)
    except PeriodNotUnderstoodError:
        return
    assert found.starts <= found.ends


def test_a_hyphen_is_no_month_where_the_others_say_so() -> None:
    found = read_period("2011-12", across=True)
    assert (found.text, found.starts.isoformat(), found.kind) == ("2011-12", "2011-04-01", "financial year")
    assert read_period("2017-19", across=True).kind == "3 calendar years"
    assert read_period("2020-03", across=True).kind == "month"
