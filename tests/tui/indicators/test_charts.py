from __future__ import annotations

import pytest

from workbench.indicators.observations import Figure
from workbench.tui.indicators.charts import Scale, dot_line, scale_of, trend_lines


def figure(value: float | None, lower: float | None = None, upper: float | None = None, year: int = 2020) -> Figure:
    cells: dict[str, object] = dict.fromkeys(Figure._fields, "")
    cells |= {"value": value, "lower": lower, "upper": upper, "period": str(year), "area": "Harlow"}
    cells |= {"starts": f"{year}-01-01", "ends": f"{year}-12-31"}
    return Figure(**cells)  # type: ignore[arg-type]


def test_a_dot_stands_at_its_value_inside_its_interval() -> None:
    drawn = dot_line(figure(5.0, 2.0, 8.0), 10.0, Scale(0.0, 10.0), 11)
    assert drawn == "  ───●─── ┊"


def test_a_missing_figure_has_no_dot() -> None:
    assert dot_line(figure(None), 10.0, Scale(0.0, 10.0), 11).strip() == ""


def test_a_dot_alone_where_the_interval_is_not_known() -> None:
    assert dot_line(figure(5.0), None, Scale(0.0, 10.0), 11) == "     ●     "


@pytest.mark.parametrize(("values", "low"), [([2.0, 50.0], 0.0), ([60.0, 68.0], 59.6)])
def test_a_scale_begins_at_nought_only_where_the_numbers_come_near_it(values: list[float], low: float) -> None:
    assert scale_of(values).low == pytest.approx(low)


def test_a_trend_draws_each_time_with_its_comparator_and_its_gap() -> None:
    history = [figure(10.0, 5.0, 15.0, 2020), figure(None, year=2021), figure(20.0, year=2022)]
    beside = [figure(20.0, year=2020), figure(20.0, year=2022)]
    lines = trend_lines(history, beside, 40, 8)
    assert len(lines) == 8
    drawn = "\n".join(lines)
    assert drawn.count("●") == 1
    assert drawn.count("◉") == 1
    assert drawn.count("○") == 1
    assert drawn.count("×") == 1
    assert "│" in drawn
    assert all(year in lines[-1] for year in ("2020", "2021", "2022"))
    assert max(map(len, lines)) <= 40


def test_the_newest_times_stay_where_room_is_short() -> None:
    lines = trend_lines([figure(float(year), year=year) for year in range(1990, 2021)], [], 30, 6)
    assert "2020" in lines[-1] or "2019" in lines[-1]
    assert "1990" not in lines[-1]
    assert max(map(len, lines)) <= 30


def test_nothing_is_drawn_without_a_value() -> None:
    assert trend_lines([figure(None), figure(None, year=2021)], [], 40, 8) == []
