"""The brief's chart: which figures are drawn, in which order, and what is said of those that are not there."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.study import add_study
from workbench.briefs.chart import specification
from workbench.briefs.evidence import cite
from workbench.briefs.options import add_brief, add_option
from workbench.briefs.page import Chart
from workbench.desk.briefs.brief import brief_page, write_brief
from workbench.exchange.charts import as_svg
from workbench.governance.audiences import add_audience
from workbench.indicators.datasets import Dataset
from workbench.indicators.indicators import Indicator
from workbench.indicators.observations import Observation
from workbench.rows import add, amend
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.findings import write_finding

ESSEX = (
    ("E07000077", "Uttlesford", 281.4, 248.3, 317.7, 261.0),
    ("E07000073", "Harlow", 51.6, 37.6, 69.0, 45.0),
    ("E07000068", "Brentwood", 10.4, 4.5, 20.4, 3.0),
    ("E07000066", "Basildon", 36.8, 28.6, 46.6, 69.0),
    ("E07000070", "Chelmsford", 34.5, 26.5, 44.3, 62.0),
    ("E10000012", "Essex", 47.2, 43.9, 50.7, 740.0),
)


@pytest.fixture
def weapons(project: Any) -> Any:
    with project.change("Weapons") as session:
        made = add_study(session, consent="given")
        add_audience(session, "public")
        dataset = add(session, Dataset, name="police.uk", publisher="A police force", from_records=True)
        indicator = add(
            session, Indicator, dataset_id=dataset, name="Weapons", unit="per 100,000", kind="rate", multiplier=1e5,
            benchmark="E10000012",
        )  # fmt: skip
        cells = {"indicator_id": indicator, "period": "2019", "period_start": "2019-01-01", "period_end": "2019-12-31"}
        for code, name, value, lower, upper, count in ESSEX:
            key = add(
                session, Observation, area_code=code, area=name, value=value, lower=lower, upper=upper, count=count,
                denominator=90_000.0, interval="Byar", **cells,
            )  # fmt: skip
            if name == "Harlow":
                made.harlow = key
        add(session, Observation, area_code="E07000074", area="Maldon", status="missing", **cells)
        add(session, Observation, area_code="E01022090", area="Uttlesford 006B", value=9000.0, count=249.0, **cells)
        finding = write_finding(
            session, strand="numbers", source="police", statement="Harlow has many.",
            evidence=[Evidence("observation", made.harlow)], against="It counts adults, and all of the year.",
        )  # fmt: skip
        brief = add_brief(session, "Ways home")
        add_option(session, brief, "Mend the lamps")
        cite(session, brief, "finding", finding)
    return made


def chart(project: Any, audience: str = "internal") -> Chart:
    problem = next(
        section for section in brief_page(project, 1, audience=audience).sections if section.name == "problem"
    )
    return next(block for block in problem.blocks if isinstance(block, Chart))


def test_areas_stand_in_the_order_of_their_names_with_the_county_last(project: Any, weapons: Any) -> None:
    drawn = chart(project)
    assert [dot.area for dot in drawn.dots] == [
        "Basildon", "Brentwood", "Chelmsford", "Harlow", "Maldon", "Uttlesford", "Essex",
    ]  # fmt: skip
    assert [dot.role for dot in drawn.dots if dot.role != "other"] == ["here", "beside"]
    assert "◆ the area in question (Harlow); ■ set beside it (Essex)" in drawn.caption
    assert "45 of 90,000" in drawn.caption
    assert "A police force" in drawn.caption


def test_what_is_missing_is_a_word_and_never_a_dot(project: Any, weapons: Any) -> None:
    dot = next(dot for dot in chart(project).dots if dot.area == "Maldon")
    assert (dot.value, dot.words) == (None, "not published")
    rows = specification(chart(project), width=400)["data"]["values"]
    assert next(row for row in rows if row["area"] == "Maldon")["value"] is None


def test_an_area_clear_of_all_others_is_named_with_its_doubts(project: Any, weapons: Any) -> None:
    notes = chart(project).notes
    assert any(note.startswith("Uttlesford lies clear of all others.") for note in notes)


def test_small_counts_of_records_are_withheld_from_the_drawing_too(project: Any, weapons: Any, tmp_path: Path) -> None:
    inside, outside = chart(project), chart(project, "public")
    assert next(dot.words for dot in inside.dots if dot.area == "Brentwood") == "10.4 (4.5 to 20.4)"
    hidden = [dot for dot in outside.dots if dot.words == "withheld by us"]
    assert {dot.area for dot in hidden} == {"Brentwood"}, "the county holds districts that nothing is said of"
    assert all((dot.value, dot.lower, dot.counted) == (None, None, "") for dot in hidden)
    for name in ("a.html", "a.md"):
        text = write_brief(project, "O2", tmp_path / name, audience="public").path.read_text(encoding="utf-8")
        assert "10.4 (" not in text
        assert "withheld by us" in text


def test_without_neighbours_there_is_no_chart(project: Any, weapons: Any, tmp_path: Path) -> None:
    with project.change("Only Harlow and Essex") as session:
        for key in range(1, 12):
            row = session.get(Observation, key)
            if row is not None and row.indicator_id != weapons.indicator and row.area not in {"Harlow", "Essex"}:
                amend(session, Observation, key, gone=True)
    page = brief_page(project, 1)
    assert not [block for part in (*page.sections, *page.further) for block in part.blocks if isinstance(block, Chart)]
    assert "<figure" not in write_brief(project, "O2", tmp_path / "a.html").path.read_text(encoding="utf-8")


class Drawing(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.ids += [value or "" for name, value in attrs if name == "id"]

    def handle_data(self, data: str) -> None:
        self.words += f" {data}"


def test_the_drawing_stands_alone_and_can_be_read_without_seeing(project: Any, weapons: Any, tmp_path: Path) -> None:
    with project.change("A name that would be markup") as session:
        amend(session, Observation, weapons.harlow, area="<b>Har'low\"</b> & co")
    text = write_brief(project, "O2", tmp_path / "a.html").path.read_text(encoding="utf-8")
    page = Drawing()
    page.feed(text)
    assert page.tags.count("svg") == 2
    assert len(page.ids) == len(set(page.ids))
    assert "b" not in page.tags[page.tags.index("svg") : page.tags.index("figcaption")]
    assert not set(page.tags) & {"script", "img", "image", "use", "foreignobject"}
    assert "://" not in re.sub(r"https://data\.police\.uk", "", text)
    assert "xlink" not in text
    drawing = as_svg(chart(project), "x")
    assert "6 areas" not in drawing
    assert "7 areas in the order of their names" in drawing
    assert drawing.startswith("<svg")
    assert drawing.rstrip().endswith("</svg>")


def test_markdown_has_the_same_figures_in_a_table(project: Any, weapons: Any, tmp_path: Path) -> None:
    text = write_brief(project, "O2", tmp_path / "a.md").path.read_text(encoding="utf-8")
    assert "| Harlow ◆ | 51.6 (37.6 to 69.0) | 45 of 90,000 |" in text
    assert "| Maldon | not published | – |" in text
