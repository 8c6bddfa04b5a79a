"""What lies on or beside what, against going through every pair."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workbench.coding.nearness import Stretches, chosen, holding, meeting, of_rows, united

Row = tuple[int, int, int, int]


@st.composite
def rows(draw: st.DrawFn) -> list[Row]:
    keys = draw(st.lists(st.integers(1, 12), max_size=8, unique=True))
    found = []
    for key in keys:
        start = draw(st.integers(0, 12))
        found.append((key, draw(st.integers(1, 3)), start, start + draw(st.integers(1, 5))))
    return sorted(found, key=lambda row: (row[1], row[2], row[0]))


def on_each_other(one: Row, other: Row, reach: int) -> bool:
    return one[1] == other[1] and one[2] - reach < other[3] and other[2] < one[3] + reach


@given(rows(), rows(), st.booleans(), st.integers(0, 2))
def test_meeting_is_what_going_through_every_pair_finds(
    these: list[Row], those: list[Row], other: bool, reach: int
) -> None:
    found = meeting(of_rows(these), of_rows(those), other=other, reach=reach)
    assert found.tolist() == [
        any(on_each_other(one, two, reach) and not (other and one[0] == two[0]) for two in those) for one in these
    ]


@given(rows(), rows())
def test_holding_is_what_going_through_every_pair_finds(these: list[Row], those: list[Row]) -> None:
    assert holding(of_rows(these), of_rows(those)).tolist() == [
        any(one[1] == two[1] and one[2] <= two[2] and two[3] <= one[3] for two in those) for one in these
    ]


@given(st.lists(rows(), min_size=1, max_size=3))
def test_united_holds_every_key_once_in_order(lists: list[list[Row]]) -> None:
    by_key: dict[int, Row] = {}
    for row in (row for one in lists for row in one):
        by_key.setdefault(row[0], row)
    same = [[by_key[row[0]] for row in one] for one in lists]
    whole = united([of_rows(one) for one in same])
    wanted = sorted(by_key.values(), key=lambda row: (row[1], row[2], row[0]))
    assert _rows(whole) == wanted
    assert _rows(chosen(whole, whole.keys > 6)) == [row for row in wanted if row[0] > 6]


def _rows(some: Stretches) -> list[Row]:
    parts = (some.keys, some.documents, some.starts, some.ends)
    return list(zip(*(part.tolist() for part in parts), strict=True))
