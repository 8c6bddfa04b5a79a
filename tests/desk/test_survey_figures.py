"""Survey questions as figures: counted as pandas counts them, and following their answers wherever these change."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa

from workbench.desk.importing.bring_in import bring_in
from workbench.desk.importing.survey_figures import SurveyFigures, preview, survey_figures, what_was_asked
from workbench.desk.tables.declared import make_table
from workbench.desk.withdrawal.withdrawing import withdraw
from workbench.errors import WorkbenchError
from workbench.governance.audiences import add_audience
from workbench.indicators.observations import Figure, figures
from workbench.indicators.sentence import figure_sentence
from workbench.indicators.survey_recipes import SurveyRecipe, recipe_of
from workbench.project.file import Project, create, open_file
from workbench.rows import table_of
from workbench.sources.cases import case_labelled, set_attribute, set_place
from workbench.sources.consent import set_consent
from workbench.sources.surveys import remove_survey
from workbench.triangulation.findings import Evidence, findings, write_finding

DISTRICTS = {"Harlow": "E07000073", "Uttlesford": "E07000077", "Tendring": "E07000076"}
ANSWERS = ("Very safe", "Fairly safe", "Unsafe", "Very unsafe", "Don't know", "Prefer not to say", "")
MAP = """survey: dark
case: id
open: [why]
closed: [district, age, after_dark, nights, drives, ways, completed]
kinds: {ways: many, nights: number, completed: date}
weight: w
sampling: random
"""
RECIPE = SurveyRecipe("dark", "after_dark", ("Unsafe", "Very unsafe"), by="district")


def people(many: int = 400, seed: int = 4) -> list[dict[str, str]]:
    chance = random.Random(seed)
    return [
        {
            "id": f"P{number:03}",
            "district": chance.choices(list(DISTRICTS), (6, 3, 1))[0],
            "age": chance.choice(("16-24", "25-64", "65+")),
            "after_dark": chance.choices(ANSWERS, (20, 30, 25, 12, 4, 3, 6))[0],
            "nights": str(chance.randint(0, 7)) if chance.random() < 0.9 else "",
            "drives": chance.choice(("yes", "no")),
            "ways": chance.choice(("Bus", "Bus; Walk", "Walk; Train", "")),
            "completed": f"2026-0{chance.randint(2, 3)}-1{chance.randint(0, 9)}",
            "w": f"{chance.uniform(0.3, 2.4):.3f}",
            "why": "It is dark there." if chance.random() < 0.3 else "",
        }
        for number in range(many)
    ]


def write(folder: Path, rows: list[dict[str, str]], name: str = "dark.csv") -> Path:
    path = folder / name
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def dark(tmp_path: Path) -> Iterator[Project]:
    """A project with a weighted survey of 400 people, drawn at random."""
    (tmp_path / "map.yaml").write_text(MAP, encoding="utf-8")
    with create(tmp_path / "dark.workbench", title="Dark", coder="amina") as project:
        [report] = bring_in(project, [write(tmp_path, people())], as_="survey", map_=tmp_path / "map.yaml")
        assert report.outcome == "imported", report.why
        yield project


def there(project: Project) -> dict[tuple[str, str], Figure]:
    with project.read() as session:
        return {(one.area, one.category): one for one in figures(session)}


def by_pandas(rows: list[dict[str, str]], *, weighted: bool = True) -> dict[str, tuple[float, int, int, int]]:
    """Share in percent, count, base and asked, for the survey and each district."""
    frame = pd.DataFrame(rows)
    found = {}
    for name, here in [("Everyone in dark", frame), *frame.groupby("district")]:
        base = here[here["after_dark"].isin(ANSWERS[:4])]
        weights = base["w"].astype(float) if weighted else np.ones(len(base))
        hit = base["after_dark"].isin(["Unsafe", "Very unsafe"])
        found[str(name)] = (100 * float(np.average(hit, weights=weights)), int(hit.sum()), len(base), len(here))
    return found


def assert_as_pandas(project: Project, rows: list[dict[str, str]]) -> None:
    now, wanted = there(project), by_pandas(rows)
    assert {area for area, _ in now} == set(wanted)
    for area, (share, count, base, asked) in wanted.items():
        one = now[area, "all"]
        assert (one.count, one.base, one.asked) == (count, base, asked), area
        assert one.value == pytest.approx(share) if base >= 20 else one.value is None


def test_every_figure_is_what_pandas_counts(dark: Project) -> None:
    done = survey_figures(dark, RECIPE, name="Unsafe after dark")
    assert (done.new, done.counted.weighted) == (4, True)
    assert_as_pandas(dark, people())
    harlow = there(dark)["Harlow", "all"]
    rows = pd.DataFrame([row for row in people() if row["district"] == "Harlow" and row["after_dark"] in ANSWERS[:4]])
    weights = rows["w"].astype(float)
    assert harlow.denominator == pytest.approx(weights.sum())
    assert harlow.design_effect == pytest.approx(1 + weights.var(ddof=0) / weights.mean() ** 2)
    assert (harlow.area_code, harlow.starts[:7], harlow.ends[:7]) == ("E07000073", "2026-02", "2026-03")
    assert harlow.period == "February to March 2026"


def test_groups_within_areas_and_without_weights(dark: Project) -> None:
    survey_figures(dark, recipe_of({**RECIPE_SAID, "attribute": "age", "weighted": False}))
    now, frame = there(dark), pd.DataFrame(people())
    for district in DISTRICTS:
        for age in ("16-24", "25-64", "65+"):
            here = frame[(frame["district"] == district) & (frame["age"] == age)]
            base = here[here["after_dark"].isin(ANSWERS[:4])]
            one = now[district, f"age: {age}"]
            assert (one.base, one.asked, one.denominator) == (len(base), len(here), len(base))
            assert one.count == base["after_dark"].isin(["Unsafe", "Very unsafe"]).sum()
            assert one.design_effect is None
    assert len(now) == 4 * 4


RECIPE_SAID = {"survey": "dark", "question": "after_dark", "answers": ["Unsafe", "Very unsafe"], "by": "district"}


def test_a_mean_of_numbers_and_a_question_with_several_answers(dark: Project) -> None:
    nights = preview(dark, SurveyRecipe("dark", "nights", weighted=False)).counted.figures[0]
    given = [float(row["nights"]) for row in people() if row["nights"]]
    assert (nights.value, nights.base, nights.asked, nights.count) == (
        pytest.approx(np.mean(given)),
        len(given),
        400,
        None,
    )
    bus = preview(dark, SurveyRecipe("dark", "ways", ("Bus",), weighted=False)).counted.figures[0]
    ways = [row["ways"] for row in people()]
    assert (bus.count, bus.base) == (sum("Bus" in one for one in ways), sum(map(bool, ways)))


def test_a_person_says_which_answers_are_in_the_base_and_who_was_asked(dark: Project) -> None:
    rows = people()
    said = {**RECIPE_SAID, "by": "", "base": ["Fairly safe", "Don't know"], "weighted": False}
    one = preview(dark, recipe_of(said)).counted.figures[0]
    wanted = ("Unsafe", "Very unsafe", "Fairly safe", "Don't know")
    assert one.base == sum(row["after_dark"] in wanted for row in rows)
    very_safe = sum(row["after_dark"] == "Very safe" for row in rows)
    assert f"{very_safe} gave an answer that was set aside" in one.note
    routed = recipe_of({**RECIPE_SAID, "by": "", "asked_if": "drives", "asked_answers": ["no"]})
    one = preview(dark, routed).counted.figures[0]
    walked = [row for row in rows if row["drives"] == "no"]
    assert one.asked == len(walked)
    assert one.base == sum(row["after_dark"] in ANSWERS[:4] for row in walked)
    assert f"{400 - len(walked)} were not asked" in one.note


def test_by_the_places_that_people_live_in(dark: Project) -> None:
    with dark.change("Places") as session:
        for row in people():
            key = case_labelled(session, row["id"])
            assert key is not None
            set_place(session, key, DISTRICTS[row["district"]], "lives")
    survey_figures(dark, recipe_of({**RECIPE_SAID, "by": "lives"}))
    assert_as_pandas(dark, people())
    with dark.change("Moved") as session:
        key = case_labelled(session, "P000")
        assert key is not None
        set_place(session, key, "E07000066", "lives")
    assert ("Basildon", "all") in there(dark)


def test_people_who_chose_themselves_are_counted_and_no_more(dark: Project) -> None:
    survey_figures(dark, RECIPE, sampling="self-selected", name="Unsafe")
    one = there(dark)["Harlow", "all"]
    share, count, base, asked = by_pandas(people())["Harlow"]
    assert (one.value, one.lower, one.upper, one.status, one.count) == (None, None, None, "not applicable", count)
    said = figure_sentence(one)
    assert f"{count} of the {base} who answered" in said
    assert "the people were not drawn at random" in said
    assert "%" not in said
    survey_figures(dark, RECIPE, sampling="random", name="Unsafe")
    assert there(dark)["Harlow", "all"].value == pytest.approx(share)
    assert asked - base > 0


def test_what_somebody_said_of_the_sample_outlives_the_file(dark: Project, tmp_path: Path) -> None:
    (tmp_path / "plain.yaml").write_text(MAP.replace("sampling: random\n", ""), encoding="utf-8")
    rows = [{**row, "after_dark": "Unsafe"} for row in people()]
    survey_figures(dark, RECIPE)
    bring_in(dark, [write(tmp_path, rows)], as_="survey", map_=tmp_path / "plain.yaml", amend=True)
    assert there(dark)["Harlow", "all"].value == 100


def amended(project: Project, folder: Path) -> list[dict[str, str]]:
    rows = people()
    for row in rows[:60]:
        row["after_dark"] = "Very unsafe"
    [report] = bring_in(project, [write(folder, rows)], as_="survey", map_=folder / "map.yaml", amend=True)
    assert report.outcome == "imported", report.why
    return rows


def reweighted(project: Project, folder: Path) -> list[dict[str, str]]:
    rows = [{**row, "w": "0.5" if number % 2 else "2.0"} for number, row in enumerate(people())]
    [refused] = bring_in(project, [write(folder, rows)], as_="survey", map_=folder / "map.yaml")
    assert refused.outcome == "refused"
    [report] = bring_in(project, [write(folder, rows)], as_="survey", map_=folder / "map.yaml", amend=True)
    assert report.outcome == "imported", report.why
    return rows


def more_people(project: Project, folder: Path) -> list[dict[str, str]]:
    rows = people() + [{**row, "id": f"N{row['id']}"} for row in people(50, seed=9)]
    [report] = bring_in(project, [write(folder, rows)], as_="survey", map_=folder / "map.yaml")
    assert report.outcome == "imported", report.why
    return rows


def corrected_by_hand(project: Project, folder: Path) -> list[dict[str, str]]:
    rows = people()
    rows[7]["after_dark"] = "Very unsafe" if rows[7]["after_dark"] != "Very unsafe" else "Very safe"
    with project.change("Correct an answer") as session:
        key = case_labelled(session, rows[7]["id"])
        assert key is not None
        set_attribute(session, key, "after_dark", rows[7]["after_dark"])
    return rows


def refused(project: Project, folder: Path) -> list[dict[str, str]]:
    with project.change("Refused") as session:
        key = case_labelled(session, "P003")
        assert key is not None
        set_consent(session, key, "paraphrase", "refused")
    return [row for row in people() if row["id"] != "P003"]


@pytest.mark.parametrize("happens", [amended, reweighted, more_people, corrected_by_hand, refused])
def test_figures_follow_their_answers_and_come_back_with_undo(
    dark: Project, tmp_path: Path, happens: Callable[[Project, Path], list[dict[str, str]]]
) -> None:
    survey_figures(dark, RECIPE)
    before = there(dark)
    rows = happens(dark, tmp_path)
    assert_as_pandas(dark, rows)
    assert {key: one.value for key, one in before.items()} != {key: one.value for key, one in there(dark).items()}
    dark.undo()
    assert there(dark) == before
    dark.redo()
    assert_as_pandas(dark, rows)


def test_somebody_takes_a_correction_back_though_another_has_corrected_since(dark: Project, tmp_path: Path) -> None:
    survey_figures(dark, RECIPE)
    rows = corrected_by_hand(dark, tmp_path)
    dark.close()
    with open_file(dark.path, coder="ben") as theirs, theirs.change("Correct another answer") as session:
        key = case_labelled(session, "P020")
        assert key is not None
        set_attribute(session, key, "after_dark", "Very unsafe")
    with open_file(dark.path, coder="amina") as again:
        assert again.undo() is not None
        rows = people()
        rows[20]["after_dark"] = "Very unsafe"
        assert_as_pandas(again, rows)


def test_a_survey_that_is_removed_has_no_figures_until_it_is_back(dark: Project) -> None:
    survey_figures(dark, RECIPE)
    with dark.change("Remove") as session:
        remove_survey(session, 1)
    assert there(dark) == {}
    dark.undo()
    assert_as_pandas(dark, people())


def test_what_has_nothing_to_do_with_a_figure_counts_nothing_anew(
    dark: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey_figures(dark, RECIPE)
    counted: list[object] = []
    monkeypatch.setattr("workbench.project.following.count_anew", lambda *_, **only: counted.append(only))
    with dark.change("Another question") as session:
        key = case_labelled(session, "P001")
        assert key is not None
        set_attribute(session, key, "drives", "now and then")
    assert counted == []
    with dark.change("This question") as session:
        set_attribute(session, key, "after_dark", "Very safe")
    assert len(counted) == 1


def test_a_withdrawal_leaves_no_older_figure_to_subtract_from(dark: Project) -> None:
    survey_figures(dark, RECIPE, name="Unsafe")
    harlow = there(dark)["Harlow", "all"]
    gone = next(row for row in people() if row["district"] == "Harlow" and row["after_dark"] == "Very unsafe")
    with dark.change("Finding") as session:
        write_finding(
            session,
            strand="numbers",
            source="dark",
            statement="Many in Harlow feel unsafe.",
            evidence=[Evidence("observation", harlow.id)],
            against="Not everybody.",
        )
    corrected_by_hand(dark, Path())
    dark.undo()
    old = {f"{harlow.value:.6f}", f"{harlow.lower:.6f}", f"{harlow.denominator:.4f}"}
    assert all(number in sqlite_numbers(dark.path) for number in old)
    certificate = withdraw(dark, gone["id"])
    assert certificate.touched.figures == 2
    assert any("counted anew: 2" in line for line in certificate.touched.lines())
    assert_as_pandas(dark, [row for row in people() if row["id"] != gone["id"]])
    with dark.read() as session:
        [finding] = findings(session)
    assert finding.state == "recheck"
    assert "before somebody withdrew" in finding.why
    dark.close()
    held = sqlite_numbers(dark.path)
    assert not any(number in held for number in old), "an older figure is in the file"


def sqlite_numbers(path: Path) -> str:
    """Every text and number of the file, numbers to six places."""
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(str(path))
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = []
    for table in tables:
        for row in connection.execute(f'SELECT * FROM "{table}"'):
            for cell in row:
                if isinstance(cell, float):
                    found.append(f"{cell:.6f} {cell:.4f}")
                elif isinstance(cell, str):
                    found.append(cell)
                    if cell.startswith("{"):
                        found += [f"{one:.6f} {one:.4f}" for one in numbers_in(json.loads(cell))]
    connection.close()
    return "\n".join(found)


def numbers_in(value: object) -> list[float]:
    if isinstance(value, bool):
        return []
    if isinstance(value, int | float):
        return [float(value)]
    if isinstance(value, dict):
        return [one for each in value.values() for one in numbers_in(each)]
    return [one for each in value for one in numbers_in(each)] if isinstance(value, list) else []


def test_small_numbers_are_withheld_from_others_so_that_none_can_be_worked_out(dark: Project, tmp_path: Path) -> None:
    rows = people()
    few = [row for row in rows if row["district"] == "Tendring"]
    for row in few:
        row["after_dark"] = "Very safe"
    for row in few[:3]:
        row["after_dark"] = "Unsafe"
    bring_in(dark, [write(tmp_path, rows)], as_="survey", map_=tmp_path / "map.yaml", amend=True)
    survey_figures(dark, RECIPE, name="Unsafe")
    with dark.change("Audience") as session:
        add_audience(session, "police", threshold=5)
    table = make_table(dark, "observations", audience="police")
    shown = {row[table.columns.index("area")]: dict(zip(table.columns, row, strict=True)) for row in table.rows}
    assert shown["Tendring"]["count"] is None
    assert shown["Tendring"]["base"] is None
    hidden = [area for area, row in shown.items() if row["count"] is None]
    assert len(hidden) >= 2, "one number that is withheld alone is the whole less the others"
    team = make_table(dark, "observations")
    assert all(row[team.columns.index("count")] is not None for row in team.rows)


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ({"survey": "drak"}, "There is no survey “drak” in the project. Did you mean “dark”?"),
        ({"question": "afterdark"}, "Did you mean “after_dark”?"),
        ({"answers": ["Un safe"]}, "Did you mean “Unsafe”"),
        ({"answers": []}, "Say which answers to “after_dark” count. There are: "),
        ({"question": "nights", "answers": [], "by": "ways"}, "may give several answers to “ways”"),
        ({"measure": "mean"}, "has no numbers to take a mean of"),
        ({"area": "Essexx"}, "There is no area “Essexx” in the register. Did you mean “Essex”?"),
        ({"attribute": "completed", "period": "some time"}, "We cannot tell which time “some time” is."),
        ({"asked_if": "drives"}, "Say after which answers to “drives” people were asked."),
    ],
)
def test_what_is_not_there_is_one_sentence_with_near_names(dark: Project, said: dict[str, object], answer: str) -> None:
    with pytest.raises(WorkbenchError) as refusal:
        preview(dark, recipe_of({**RECIPE_SAID, **said}))
    assert answer in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_weights_that_are_none_are_left_out_and_told(tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text(MAP, encoding="utf-8")
    rows = people(60)
    for row, weight in zip(rows, ("0", "-1", "heavy", "", "nan", "inf"), strict=False):
        row["w"], row["after_dark"] = weight, "Unsafe"
    with create(tmp_path / "w.workbench", title="W", coder="amina") as project:
        [report] = bring_in(project, [write(tmp_path, rows)], as_="survey", map_=tmp_path / "map.yaml")
        told = [left.what for left in report.left_out if "weight" in left.what]
        assert told == ["the weight “-1”", "the weight “heavy”", "the weight “nan”", "the weight “inf”"]
        whole = preview(project, RECIPE).counted.figures[0]
        assert "6 answered and weigh nothing" in whole.note
        assert whole.base == sum(row["after_dark"] in ANSWERS[:4] for row in rows[6:])
        for row in rows:
            row["w"] = "0"
        bring_in(project, [write(tmp_path, rows)], as_="survey", map_=tmp_path / "map.yaml", amend=True)
        with pytest.raises(WorkbenchError, match="has a weight above 0"):
            preview(project, RECIPE)


def test_a_question_with_five_hundred_answers_and_one_that_nobody_was_asked(tmp_path: Path) -> None:
    rows = [{"id": f"P{n}", "said": f"answer {n}", "never": "N/A", "sex": "f"} for n in range(500)]
    (tmp_path / "map.yaml").write_text(
        "survey: many\ncase: id\nclosed: [said, never, sex]\nsampling: everyone\n", encoding="utf-8"
    )
    with create(tmp_path / "m.workbench", title="M", coder="amina") as project:
        bring_in(project, [write(tmp_path, rows)], as_="survey", map_=tmp_path / "map.yaml")
        with pytest.raises(WorkbenchError, match="and 492 more"):
            preview(project, SurveyRecipe("many", "said", period="2026"))
        with pytest.raises(WorkbenchError, match="500 different answers: too many for groups"):
            preview(project, SurveyRecipe("many", "sex", ("f",), attribute="said", period="2026"))
        nobody = preview(project, SurveyRecipe("many", "never", ("N/A",), base=("N/A",), period="2026"))
        assert nobody.counted.figures[0].base == 500
        with pytest.raises(WorkbenchError, match="No column of “many” says when"):
            preview(project, SurveyRecipe("many", "sex", ("f",)))


def test_two_surveys_that_ask_the_same_under_one_name_are_not_mixed(tmp_path: Path) -> None:
    with create(tmp_path / "two.workbench", title="Two", coder="amina") as project:
        for wave in ("one", "two"):
            (tmp_path / f"{wave}.yaml").write_text(f"survey: {wave}\ncase: id\nclosed: [safe]\n", encoding="utf-8")
            rows = [{"id": f"{wave}{n}", "safe": "yes"} for n in range(30)]
            bring_in(project, [write(tmp_path, rows, f"{wave}.csv")], as_="survey", map_=tmp_path / f"{wave}.yaml")
        with pytest.raises(WorkbenchError, match="nobody can tell whose answers are this survey's"):
            preview(project, SurveyRecipe("one", "safe", ("yes",), period="2026"))


def test_a_figure_kept_again_under_its_name_is_replaced(dark: Project) -> None:
    first = survey_figures(dark, RECIPE, name="Unsafe")
    again: SurveyFigures = survey_figures(dark, recipe_of({**RECIPE_SAID, "answers": ["Very unsafe"]}), name="Unsafe")
    assert (again.indicator_id, again.new, again.changed) == (first.indicator_id, 0, 4)
    nothing = survey_figures(dark, recipe_of({**RECIPE_SAID, "answers": ["Very unsafe"]}), name="Unsafe")
    assert (nothing.new, nothing.changed) == (0, 0)
    with dark.read() as session:
        observation = table_of_observation()
        assert session.execute(sa.select(sa.func.count()).select_from(observation)).scalar() == 4


def table_of_observation() -> sa.Table:
    from workbench.indicators.observations import Observation

    return table_of(Observation)


def test_what_was_asked_lists_answers_in_their_order(dark: Project) -> None:
    [asked] = what_was_asked(dark, "", "after_dark")
    assert {one.answer for one in asked.answers} == set(ANSWERS[:-1])
    assert asked.people == 400
    assert sum(one.people for one in asked.answers) == sum(row["after_dark"] != "" for row in people())
