"""A large table says how far its reading is, and what it is told by may end it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from workbench.exchange.readers import Options, recognise

ROWS = 12_000


@pytest.fixture(params=["csv", "xlsx"])
def survey(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    path = tmp_path / f"survey.{request.param}"
    rows = [["id", "age", "walk"], *([f"P{number}", str(number % 70), "By the river."] for number in range(ROWS))]
    if request.param == "csv":
        path.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    else:
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("Answers")
        for row in rows:
            sheet.append(row)
        book.save(path)
    return path


class StoppedError(Exception):
    """Nobody wants it any more."""


def test_shares_rise_to_the_end(survey: Path) -> None:
    shares: list[float] = []
    draft = recognise(survey, as_="survey").read(survey, Options(as_="survey", going=shares.append))
    assert len(draft.cases) == ROWS
    assert shares == sorted(shares)
    assert len(set(shares)) > 3
    assert shares[0] < 0.4
    assert 0.6 < shares[-1] <= 1


@pytest.mark.parametrize("after", [0, 2])
def test_what_is_raised_ends_the_reading(survey: Path, after: int) -> None:
    shares: list[float] = []

    def until(share: float) -> None:
        shares.append(share)
        if len(shares) > after:
            raise StoppedError

    with pytest.raises(StoppedError):
        recognise(survey, as_="survey").read(survey, Options(as_="survey", going=until))
    assert len(shares) == after + 1
