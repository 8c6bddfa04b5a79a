"""Maps of figures: shown for correction, given again, remembered by the names of columns."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from sqlmodel import select

from workbench.desk.importing.bring_in import bring_in
from workbench.desk.importing.figure_tables import figure_tables, remembered
from workbench.desk.importing.releasing import Taking
from workbench.errors import WorkbenchError
from workbench.exchange.readers import Options
from workbench.exchange.surveys.maps import MapIsWrongError
from workbench.indicators.observations import Observation
from workbench.project.file import Project

SENT = "Patch,What,Q,N\nNorth,Referrals,2023-24,10\nHarlow,Referrals,2023-24,12\nHarlow,Calls,2023-24,3\n"
MAP = {
    "area": "Patch",
    "indicator": "What",
    "period": "Q",
    "value": "N",
    "areas": {"North": "E07000077"},
    "always": {"unit": "Count"},
}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def written(folder: Path, text: str, name: str = "sent.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def held(project: Project) -> set[tuple[str, str, float | None]]:
    with project.read() as session:
        rows = session.exec(select(Observation)).all()
        return {(row.area_code, row.period, row.value) for row in rows if not row.gone}


def test_a_map_brings_in_what_could_not_be_guessed(project: Project, tmp_path: Path) -> None:
    path = written(tmp_path, SENT)
    map_ = written(tmp_path, yaml.safe_dump(MAP), "sent.map.yaml")
    [report] = bring_in(project, [path], as_="indicators", map_=map_)
    assert (report.outcome, report.counts["rows"], report.counts["observations"]) == ("imported", 3, 3)
    assert held(project) == {("E07000077", "2023-24", 10), ("E07000073", "2023-24", 12), ("E07000073", "2023-24", 3)}
    assert any("Read by the map sent.map.yaml" in note for note in report.notes)


def test_a_map_is_remembered_by_the_names_of_columns(project: Project, tmp_path: Path) -> None:
    map_ = written(tmp_path, yaml.safe_dump(MAP), "sent.map.yaml")
    [tried] = bring_in(project, [written(tmp_path, SENT)], as_="indicators", map_=map_, dry_run=True)
    assert tried.outcome == "imported"
    assert not list((tmp_path / "home").rglob("*.json")), "a trial remembers nothing"
    bring_in(project, [written(tmp_path, SENT)], as_="indicators", map_=map_)
    following = written(tmp_path, SENT.replace("2023-24", "2024-25"), "next.csv")
    [report] = bring_in(project, [following], as_="indicators", figures=Taking(release_of="sent.csv"))
    assert any("the map that was given for these columns before" in note for note in report.notes)
    assert report.counts["observations"] == 3
    assert ("E07000077", "2024-25", 10) in held(project)
    other = written(tmp_path, SENT.replace("Patch,", "Spot,"), "other.csv")
    [report] = bring_in(project, [other], as_="indicators")
    assert not any("before" in note for note in report.notes)


def test_the_map_of_a_table_reads_it_again_to_the_same(tmp_path: Path) -> None:
    for text in (
        "Area,Referrals 2022/23,Rate per 1000 2022/23\nHarlow,5,0.1\nUttlesford,*,\n",
        "Crimes\n\n,,2021/22,,2022/23,\nArea code,Area,Number,%,Number,%\nE07000073,Harlow,45,0.5,50,0.6\n",
        "area_code,period,value\nE07000073,2023,1\n",
        "time_period,time_identifier,geographic_level,country_code,country_name,x_number,x_percent\n"
        "202425,Academic year,National,E92000001,England,5,50\n",
    ):
        path = written(tmp_path, text)
        (first,) = figure_tables(path, Options())
        assert first.map is not None
        assert first.figures > 0
        map_ = written(tmp_path, yaml.safe_dump(dict(first.map)), "again.map.yaml")
        (again,) = figure_tables(path, Options(map_path=map_))
        assert (again.map, again.first, again.figures) == (first.map, first.first, first.figures)


def test_what_is_shown_of_a_table(tmp_path: Path) -> None:
    path = written(tmp_path, "Area,Notes on it,2022/23,2023/24\nHarlow,good,5,6\nUttlesford,bad,*,1\nTotal,,5,7\n")
    (table,) = figure_tables(path, Options())
    means = {column.name: column.means for column in table.columns}
    assert means == {
        "Area": "the area's name",
        "Notes on it": "",
        "2022/23": "the value: 2022/23",
        "2023/24": "the value: 2023/24",
    }
    assert table.columns[2].cells == ("5", "*", "5")
    assert [(figure.area, figure.value) for _, figure in table.first] == [
        ("Harlow", 5), ("Harlow", 6), ("Uttlesford", None), ("Uttlesford", 1),
    ]  # fmt: skip
    assert [(entry.where, entry.why) for entry in table.left_out] == [
        ("row 4", "a total of other rows, of no area that has a code")
    ]


def test_a_table_that_says_no_time_is_shown_with_the_map_as_far_as_it_goes(tmp_path: Path) -> None:
    path = written(tmp_path, "Area,Burglary\nHarlow,5\nUttlesford,6\n", "crimes.csv")
    (table,) = figure_tables(path, Options())
    assert "which time it is of" in table.wrong
    assert table.map is not None
    whole = {**table.map, "always": {**table.map.get("always", {}), "period": "2023"}}
    (again,) = figure_tables(path, Options(columns=whole))
    assert (again.wrong, again.figures) == ("", 2)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({**MAP, "area": "Pach"}, "`area` names the column “Pach”.*Did you mean “Patch”"),
        ({**MAP, "valu": "N"}, "there is no key “valu”. Did you mean “value”"),
        ({**MAP, "header": "first"}, "“header” has to be the number of a row"),
        ({**MAP, "layout": "Their own"}, "there is no layout “Their own”"),
        ({**MAP, "years": "lunar"}, "“years” has to be financial, academic"),
        ({**MAP, "figures": {"N": {"part": "half"}}}, "“part” has to be value, lower, upper"),
        ({"area": "Patch", "period": "Q"}, "says of no column that it holds figures"),
        ({"value": "N", "period": "Q"}, "does not say where areas stand"),
        ({**MAP, "always": {"period": "soon"}, "period": ""}, "says the period “soon”"),
        ({**MAP, "sheet": "Data"}, "names the sheet “Data” alone"),
    ],
)
def test_a_map_that_does_not_fit_is_told_in_a_sentence(tmp_path: Path, said: dict[str, object], sentence: str) -> None:
    try:
        (table,) = figure_tables(written(tmp_path, SENT), Options(columns=said))
    except MapIsWrongError as fault:
        wrong = str(fault)
    else:
        wrong = table.wrong
    assert re.search(sentence, wrong), wrong
    assert "\n" not in wrong


def test_a_survey_map_given_for_several_files_says_nothing_of_figures(project: Project, tmp_path: Path) -> None:
    map_ = written(tmp_path, "case: id\nopen: [Why]\n", "survey.map.yaml")
    path = written(tmp_path, "area_code,period,value\nE07000073,2023,1\n", "figures.csv")
    [report] = bring_in(project, [path], map_=map_)
    assert (report.kind, report.outcome) == ("indicators", "imported")


def test_nothing_is_remembered_of_a_broken_memory(home: Path) -> None:
    (home / "figure_maps").mkdir(parents=True)
    (home / "figure_maps" / "abc.json").write_text("{", encoding="utf-8")
    assert remembered("abc") is None
    assert remembered("def") is None


def test_crime_files_have_no_columns_to_correct(shared_data: Path) -> None:
    path = shared_data / "indicators" / "police_uk_street_essex_2018-10_to_2019-02_weapons_robbery.csv"
    with pytest.raises(WorkbenchError, match="no columns to correct"):
        figure_tables(path, Options())


def test_a_map_reads_only_the_rows_it_names(tmp_path: Path) -> None:
    rows = "".join(f"E0700007{n % 8},2023,{n}\n" for n in range(2, 10))
    path = written(tmp_path, "area_code,period,value\n" + rows)
    said = {
        "area_code": "area_code",
        "period": "period",
        "value": "value",
        "only": {"area_code": ["E07000073", "E07000077"]},
    }
    (table,) = figure_tables(path, Options(columns=said))
    assert [figure.area_code for _, figure in table.first] == ["E07000073", "E07000077"]
    assert [(entry.what, entry.why) for entry in table.left_out] == [
        ("6 rows", "area_code is none of those that the map reads")
    ]
