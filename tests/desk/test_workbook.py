"""The evidence workbook of a small study: what each sheet says, and that the door stands before all of them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.books import cover_of, tables_in
from tests.study import add_study, record_asked
from workbench.coding.by_group import by_groups
from workbench.coding.crosstab import EVERYONE
from workbench.desk.door.grouped import of_records
from workbench.desk.door.quoted import descriptors
from workbench.desk.take_out import take_out
from workbench.governance.audiences import add_audience
from workbench.governance.descriptions import WITHHELD
from workbench.indicators.observations import Observation
from workbench.rows import add
from workbench.sources.cases import set_attribute
from workbench.sources.consent import set_consent
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.findings import write_finding
from workbench.triangulation.protocol.topic_rows import add_row, place, rate
from workbench.triangulation.silence.threads import open_thread


@pytest.fixture
def study(project: Any) -> Any:
    with project.change("Everything once") as session:
        made = add_study(session, consent="given")
        add_audience(session, "public")
        record_asked(session, made)
        for number, case in enumerate(made.cases):
            set_attribute(session, case, "part", "driver" if number == 7 else "young person")
            set_attribute(session, case, "town", "Harlow" if number % 2 else "Basildon")
        words = write_finding(
            session, strand="words", source="interviews", statement="They go round.", prominence="high",
            evidence=[Evidence("theme", made.theme), Evidence("coding", made.codings[0])], against="One walks it daily.",
        )  # fmt: skip
        numbers = write_finding(
            session, strand="numbers", source="Active Lives", statement="Fewer are active.", prominence="low",
            evidence=[Evidence("observation", made.harlow)], against="It counts adults, and all of the year.",
        )  # fmt: skip
        both, alone = add_row(session, "Getting home"), add_row(session, "Who carries")
        place(session, both, words)
        place(session, both, numbers)
        place(session, alone, words)
        rate(
            session, both, "interviews", "Active Lives", meaning="opposed", confirmed="dissonance", why="Feet and fear."
        )
        rate(session, alone, "interviews", "Active Lives", silence="no figure published", confirmed="silence")
        open_thread(session, "Is it the lamps?", row_id=both)
    return made


def sheets(project: Any, out: Path, **asked: Any) -> dict[str, list[dict[str, Any]]]:
    return tables_in(take_out(project, out, **asked).path)


def test_a_pair_of_sources_a_row(project: Any, study: Any, tmp_path: Path) -> None:
    both, alone = sheets(project, tmp_path / "a.xlsx")["Convergence"]
    assert (both["Topic"], both["Source A"], both["Source B"]) == ("Getting home", "Active Lives", "interviews")
    assert (both["What A says"], both["What B says"]) == ("F2: Fewer are active.", "F1: They go round.")
    assert (both["How prominent in A"], both["How prominent in B"]) == ("low", "high")
    assert both["Do they say the same?"] == "no, the opposite"
    assert (both["Proposed by the rule"], both["Decided"]) == ("opposite", "opposite")
    assert (both["Decided by"], both["Why"], both["Question it opened"]) == (
        "amina",
        "Feet and fear.",
        "Is it the lamps? (open)",
    )
    assert alone["Why the other side is silent"] == "no figure is published on it"
    assert alone["Do they say the same?"] == "only one speaks"
    outside = sheets(project, tmp_path / "b.xlsx", audience="public")["Convergence"][0]
    assert outside["Decided by"] == "1 person"
    assert "amina" not in str(outside)


def test_two_people_who_judge_differently_are_both_told(project: Any, study: Any, tmp_path: Path) -> None:
    from workbench.project.file import open_file

    path = project.path
    project.close()
    with open_file(path, coder="ben") as other:
        with other.change("Judge") as session:
            rate(
                session,
                1,
                "interviews",
                "Active Lives",
                meaning="different",
                confirmed="dissonance",
                why="Not one thing.",
            )
        (both, _) = sheets(other, tmp_path / "a.xlsx")["Convergence"]
    assert both["Decided by"] == "amina, ben"
    assert both["Why"] == "amina: Feet and fear.\nben: Not one thing."


def test_themes_by_group_are_the_counts_of_the_project(project: Any, study: Any, tmp_path: Path) -> None:
    rows = sheets(project, tmp_path / "a.xlsx", by=["part"])["Themes by group"]
    theme = [row for row in rows if row["Which"] == "theme"]
    assert [(row["Group"], row["People who raised it"], row["People heard"]) for row in theme] == [
        (EVERYONE, 4, 8),
        ("driver", 1, 1),
        ("young person", 3, 7),
    ]
    assert "Share of those asked, %" not in rows[0]
    with project.read() as session:
        assert len(rows) == len(by_groups(session, ["part"]))


def test_a_group_too_small_to_be_told_apart_is_not_shown_outside(project: Any, study: Any, tmp_path: Path) -> None:
    outside = sheets(project, tmp_path / "a.xlsx", audience="public", by=["part"])
    assert {row["Grouped by"] for row in outside["Themes by group"]} == {EVERYONE}
    assert {row["People who raised it"] for row in outside["Themes by group"]} == {0, 1, 4}
    said = " ".join(row["Note"] for row in outside["Notes"])
    assert "2 groups of people interviewed have no line" in said
    assert "from 1 to 4" in said


@pytest.mark.parametrize("threshold", [3, 5, 10])
def test_no_withheld_number_can_be_subtracted_from_what_is_shown(project: Any, study: Any, threshold: int) -> None:
    with project.read() as session:
        shown, _ = of_records(by_groups(session, ["part", "town"]), threshold)
    tables: dict[tuple[str, str, str], list[Any]] = {}
    for one in shown:
        tables.setdefault((one.line.name, one.line.heard_in, one.line.by), []).append(one)
    for (name, material, by), lines in tables.items():
        whole = next(
            one for one in shown if (one.line.name, one.line.heard_in, one.line.by) == (name, material, EVERYONE)
        )
        for one in lines:
            assert one.people is None or not 0 < one.people < threshold
        hidden = [one for one in lines if one.people is None]
        if by != EVERYONE:
            assert whole.people is not None
            assert len(hidden) != 1


def test_what_is_known_of_a_person_needs_company(project: Any, study: Any) -> None:
    with project.read() as session:
        inside = descriptors(session, ["part", "town"], 0)
        outside = descriptors(session, ["part", "town"], 4)
    assert inside[study.cases[7]] == ("driver", "Harlow")
    assert outside[study.cases[7]] == (WITHHELD, "Harlow")
    assert all(number >= 4 for number in Counter(outside[case] for case in study.cases).values())
    assert outside[study.cases[0]] == ("young person", "Basildon")
    assert outside[study.cases[1]] == (WITHHELD, "Harlow")


def test_nobody_who_has_not_agreed_is_in_any_sheet(project: Any, study: Any, tmp_path: Path) -> None:
    with project.change("One does not agree") as session:
        set_consent(session, study.cases[0], "audience", "refused", audience="public")
    outside = sheets(project, tmp_path / "a.xlsx", audience="public")
    every = " ".join(str(cell) for rows in outside.values() for row in rows for cell in row.values())
    assert "underpass after four" not in every
    assert "the lamps on the path are broken" in every
    assert not any(row["Who"] == "P1" for row in outside["Quotes"])
    inside = sheets(project, tmp_path / "b.xlsx")
    cited = next(row for row in inside["Quotes"] if row["Who"] == "P1")
    assert (cited["Code"], cited["Cited by"], cited["Theme"]) == ("Journeys/Dark and unlit", "F1", "The long way home")


def test_figures_are_of_districts_and_larger_and_the_rest_is_counted(project: Any, study: Any, tmp_path: Path) -> None:
    cells = {
        "indicator_id": study.indicator,
        "period": "2024/25",
        "period_start": "2024-11-01",
        "period_end": "2025-10-31",
    }
    with project.change("Small areas") as session:
        add(session, Observation, area_code="E01022090", area="Uttlesford 006B", value=1.0, **cells)
        add(
            session,
            Observation,
            area_code="E07000077",
            area="Uttlesford",
            category="place: Airport",
            value=2.0,
            **cells,
        )
    found = sheets(project, tmp_path / "a.xlsx")
    assert [row["Area"] for row in found["Figures"]] == ["Harlow", "England"]
    assert "2 figures for small areas and kinds of place" in " ".join(row["Note"] for row in found["Notes"])
    england = found["Figures"][1]
    assert (england["Number of doubts"], england["What they are, the gravest first, with any answer"]) == (
        0,
        "none known",
    )


def test_a_notice_stands_first_on_what_leaves(tmp_path: Path) -> None:
    from workbench.project.file import create

    with create(tmp_path / "b.workbench", title="Ways", coder="amina", notice="All of this is invented.") as project:
        said = cover_of(take_out(project, tmp_path / "a.xlsx").path)
    assert said[:3] == ["Ways: evidence workbook", "Please note", "All of this is invented."]


def test_a_files_name_stays_with_the_team(project: Any, study: Any, tmp_path: Path) -> None:
    inside = sheets(project, tmp_path / "team.xlsx")["Quotes"]
    outside = sheets(project, tmp_path / "public.xlsx", audience="public")["Quotes"]
    assert not any(str(row["From"]).startswith("transcript") for row in inside)
    assert {row["From"] for row in outside} == {"transcript 1"}
