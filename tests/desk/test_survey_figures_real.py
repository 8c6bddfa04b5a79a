"""Real surveys' questions as figures, each beside what pandas counts in the file itself."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from workbench.desk.importing.bring_in import bring_in
from workbench.desk.importing.survey_figures import preview, what_was_asked
from workbench.indicators.survey_recipes import SurveyRecipe
from workbench.project.file import create

NO_ANSWERS = {"don't know", "not sure", "unsure", "prefer not to say", "n/a", "unknown"}
"""What stands in these files for an answer that is none."""


@pytest.mark.parametrize(
    ("name", "encoding", "least"),
    [
        ("SAFI_clean.csv", "utf-8", 6),
        ("fivethirtyeight/StarWars.csv", "cp1252", 11),
        ("fivethirtyeight/comma-survey.csv", "utf-8", 8),
        ("fivethirtyeight/steak-risk-survey.csv", "utf-8", 9),
    ],
)
def test_every_closed_question_of_a_real_survey(
    shared_data: Path, tmp_path: Path, name: str, encoding: str, least: int
) -> None:
    path = shared_data / "surveys" / name
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding=encoding)
    compared = 0
    with create(tmp_path / "real.workbench", title="Real", coder="amina") as project:
        [report] = bring_in(project, [path], as_="survey")
        assert report.outcome == "imported", report.why
        for asked in what_was_asked(project, ""):
            column = asked.question.column
            if asked.question.kind not in {"choice", "ordered", "number"} or column not in frame:
                continue
            cells = frame[column].str.strip()
            cells = cells[~cells.isin(["", "NULL"]) & (cells != "Response")]
            if asked.question.kind == "number":
                one = preview(project, SurveyRecipe("", asked.question.name, period="2020"), sampling="random")
                assert one.counted.figures[0].value == pytest.approx(cells.astype(float).mean()), column
                assert one.counted.figures[0].base == len(cells)
                compared += 1
                continue
            answered = cells[~cells.str.casefold().isin(NO_ANSWERS)]
            for answer, many in cells.value_counts().items():
                recipe = SurveyRecipe("", asked.question.name, (str(answer),), period="2020")
                one = preview(project, recipe, sampling="random")
                figure = one.counted.figures[0]
                base = len(answered) + (many if str(answer).casefold() in NO_ANSWERS else 0)
                assert (figure.count, figure.base) == (many, base), f"{column}: {answer}"
                if base >= 20:
                    assert figure.value == pytest.approx(100 * many / base)
            compared += 1
    assert compared >= least


def test_star_wars_fans_of_those_who_were_asked(shared_data: Path, tmp_path: Path) -> None:
    """Only who had seen a film was asked: of 936 of 1,186 people 836 answered, and 552 are fans."""
    path = shared_data / "surveys" / "fivethirtyeight" / "StarWars.csv"
    with create(tmp_path / "real.workbench", title="Real", coder="amina") as project:
        bring_in(project, [path], as_="survey")
        seen, fan = (asked.question.name for asked in what_was_asked(project, "")[:2])
        recipe = SurveyRecipe("", fan, ("Yes",), asked_if=seen, asked_answers=("Yes",), period="June 2014")
        [one] = preview(project, recipe, sampling="random").counted.figures
        assert (one.asked, one.base, one.count) == (936, 836, 552)
        assert one.value == pytest.approx(66.0287, abs=1e-4)
        wilson = stats.binomtest(552, 836).proportion_ci(method="wilson")
        assert np.allclose((one.lower, one.upper), (100 * wilson.low, 100 * wilson.high))
        assert "250 were not asked" in one.note
        [chose] = preview(project, recipe).counted.figures
        assert (chose.value, chose.lower, chose.count) == (None, None, 552)
