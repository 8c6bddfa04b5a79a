"""Figures in workbooks and Parquet: government spreadsheets, stacked names of columns, ages, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.specimens.make_figures import ages_xlsx, figures_parquet, government_ods, government_xlsx, stacked_xlsx
from tests.specimens.make_office import workbook
from workbench.errors import WorkbenchError
from workbench.exchange.readers import KindIsNotReadError, KindIsUnclearError, Options, recognise
from workbench.indicators.drafts import DraftFigure, DraftFigures

COUNTS = "Number of recorded incidents by local authority, years ending March"
RATES = "Rate of recorded incidents per 1,000 residents, years ending March"


def read(folder: Path, name: str, data: bytes) -> DraftFigures:
    path = folder / name
    path.write_bytes(data)
    return recognise(path, as_="indicators").read(path, Options())


def at(draft: DraftFigures, name: str) -> dict[tuple[str, str], DraftFigure]:
    (indicator,) = (one for one in draft.indicators if one.name == name)
    return {(figure.area_code, figure.starts): figure for figure in indicator.figures}


@pytest.mark.parametrize(("name", "make"), [("table.xlsx", government_xlsx), ("table.ods", government_ods)])
def test_a_government_spreadsheet(tmp_path: Path, name: str, make) -> None:
    draft = read(tmp_path, name, make())
    assert (draft.rows, draft.figures, len(draft.indicators), draft.areas) == (7, 14, 2, 5)
    counts = at(draft, COUNTS)
    assert counts["E92000001", "2022-04-01"].value == 130_400
    assert (counts["E07000073", "2022-04-01"].value, counts["E07000073", "2022-04-01"].status) == (330, "revised")
    marked = {
        ("E07000077", "2021-04-01"): "withheld by the publisher",
        ("E07000077", "2022-04-01"): "missing",
        ("E07000068", "2021-04-01"): "missing",
        ("E07000068", "2022-04-01"): "not applicable",
        ("E07000066", "2022-04-01"): "missing",
    }
    for key, status in marked.items():
        assert (counts[key].value, counts[key].status) == (None, status), key
    assert "above zero" in counts["E07000068", "2021-04-01"].note
    basildon = counts["E07000066", "2021-04-01"]
    assert (basildon.value, basildon.status) == (412, "provisional")
    assert "the publisher's note 1" in basildon.note
    assert at(draft, RATES)["E07000073", "2022-04-01"].status == "series break"
    assert next(one for one in draft.indicators if one.name == RATES).unit == "per 1,000 residents"
    assert "revised in March 2023 after a change of system" in draft.caveats
    beside = {entry.where for entry in draft.left_out if "no table of figures" in entry.why}
    assert beside == {"sheet “Cover”", "sheet “Contents”", "sheet “Notes”"}


def test_a_government_workbook_is_known_by_its_sheets(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    path.write_bytes(government_xlsx())
    assert recognise(path).kind == "indicators"


def test_stacked_names_of_columns(tmp_path: Path) -> None:
    draft = read(tmp_path, "active.xlsx", stacked_xlsx())
    assert (draft.rows, draft.figures) == (2, 10)
    inactive = at(draft, "Inactive")
    harlow = inactive["E07000073", "2019-11-16"]
    assert (harlow.value, harlow.lower, harlow.upper, harlow.interval) == (27.7, 23.5, 31.9, "published")
    assert harlow.ends == "2020-11-15"
    withheld = inactive["E07000077", "2019-11-16"]
    assert (withheld.value, withheld.lower, withheld.status) == (None, None, "withheld by the publisher")
    people = at(draft, "Inactive, estimated number")
    assert people["E07000073", "2018-11-16"].value == 17_900
    active = at(draft, "Active")["E07000077", "2019-11-16"]
    assert (active.value, active.denominator) == (68.0, 501)


def test_ages_of_three_sheets_are_one_indicator(tmp_path: Path) -> None:
    draft = read(tmp_path, "ukpop.xlsx", ages_xlsx())
    (indicator,) = draft.indicators
    assert (draft.rows, draft.figures) == (6, 24)
    found = {(figure.area_code, figure.sex, figure.age): figure for figure in indicator.figures}
    assert found["E07000073", "all", "all"].count == 94_000
    assert found["E07000073", "female", "90+"].count == 320
    assert (found["K02000001", "male", "0"].count, found["K02000001", "male", "0"].period) == (340_000, "mid-2022")


def test_parquet(tmp_path: Path) -> None:
    path = tmp_path / "figures [2024].parquet"
    figures_parquet(path)
    assert recognise(path).name == "tables of figures in .parquet"
    draft = recognise(path).read(path, Options())
    assert (draft.rows, draft.figures) == (3, 2)
    first, second = draft.indicators[0].figures
    assert (first.value, first.count, first.denominator, first.interval) == (10.5, 105, 1_000, "Wilson score")
    assert (second.value, second.status) == (None, "missing")
    assert [entry.why for entry in draft.left_out] == ["no area has the code E07009999"]


@pytest.mark.parametrize("cut", [4, 400])
def test_parquet_that_did_not_arrive_whole(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "figures.parquet"
    figures_parquet(path)
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(WorkbenchError, match="is damaged or did not arrive whole"):
        recognise(path).read(path, Options())


def test_what_is_called_parquet_and_is_none(tmp_path: Path) -> None:
    path = tmp_path / "figures.parquet"
    path.write_text("area_code,period,value\nE07000073,2023,1\n", encoding="utf-8")
    with pytest.raises(WorkbenchError, match="is no Parquet file inside"):
        recognise(path).read(path, Options())


def test_one_year_a_sheet_is_one_indicator_and_the_same_twice_is_two(tmp_path: Path) -> None:
    head = ("Area code", "Area", "Value")
    sheets = {
        "2021-22": ((("Referrals 2021/22"),), head, ("E07000073", "Harlow", 10), ("E07000077", "Uttlesford", 4)),
        "2022-23": ((("Referrals 2022/23"),), head, ("E07000073", "Harlow", 12), ("E07000077", "Uttlesford", 5)),
        "2022-23 revised": (
            (("Referrals 2022/23"),),
            head,
            ("E07000073", "Harlow", 13),
            ("E07000077", "Uttlesford", 5),
        ),
        "Chart": (("see the other sheets",),),
        "Secret": (head, ("E07000073", "Harlow", 99)),
    }
    draft = read(tmp_path, "years.xlsx", workbook(sheets, hidden_sheets=("Secret",)))
    assert [one.name for one in draft.indicators] == ["Referrals", "Referrals (2022-23 revised)"]
    assert sorted(figure.value or 0 for figure in draft.indicators[0].figures) == [4, 5, 10, 12]
    assert any(entry.where == "sheet “Secret”" and entry.why == "the sheet is hidden" for entry in draft.left_out)
    assert any(entry.where == "sheet “Chart”" for entry in draft.left_out)


def test_every_nasty_workbook_is_refused_with_a_sentence(shared_data: Path) -> None:
    for path in sorted((shared_data / "nasty" / "xlsx").glob("*.xlsx")):
        with pytest.raises(WorkbenchError) as fault:
            recognise(path, as_="indicators").read(path, Options())
        assert "\n" not in str(fault.value)


def test_an_old_workbook() -> None:
    """Three rows below a title: one figure, one withheld, one of a code that nobody has; its notes are no figures."""
    path = Path(__file__).resolve().parents[1] / "specimens" / "figures" / "old_workbook.xls"
    with pytest.raises(KindIsUnclearError, match="With --as indicators its figures are read"):
        recognise(path)
    with pytest.raises(KindIsNotReadError, match="an old Excel workbook, which is not read as survey"):
        recognise(path, as_="survey")
    draft = recognise(path, as_="indicators").read(path, Options())
    found = {one.area: (one.value, one.count, one.status) for one in draft.indicators[0].figures}
    assert found == {"Harlow": (30.0, 15.0, "normal"), "Uttlesford": (None, None, "withheld by the publisher")}
    assert [left.why for left in draft.left_out if left.where == "row 6"] == ["no area has the code E07000999"]
    assert draft.notes[0].startswith("An old .xls: what is hidden in it")


def test_an_old_workbook_that_did_not_arrive_whole(tmp_path: Path) -> None:
    whole = (Path(__file__).resolve().parents[1] / "specimens" / "figures" / "old_workbook.xls").read_bytes()
    for share in (3_000, 4_800):
        path = tmp_path / f"{share}.xls"
        path.write_bytes(whole[:share])
        with pytest.raises(WorkbenchError, match=r"damaged|old Office"):
            recognise(path, as_="indicators").read(path, Options())
