"""Finding a coding frame by name, and laying it out to be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.desk import frames as desk
from workbench.desk.frames import NoSuchFrameError, figures_by_level, frame_named, frames_behind, page_of, size
from workbench.desk.new_project import new_project

OWN = """\
title: Waiting rooms
version: "2"
description: What it is like to wait. More follows.
questions:
  - id: wait
    text: How was the wait?
codes:
  - name: Waiting
    definition: Time spent waiting.
    include: Any wait.
    exclude: Travel.
    example: Two hours on a plastic chair.
    codes:
      - {name: Standing, definition: No chair., include: Any., exclude: Leaning., example: I leant.}
indicators:
  - {name: Seen in four hours, level: county, source: NHS England, note: By trust.}
  - {name: Chairs, level: none, source: none, note: Nobody counts them.}
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "waiting.yaml"
    path.write_text(OWN, encoding="utf-8")
    return path


def test_a_frame_of_ones_own_is_named_by_its_path(own: Path) -> None:
    assert frame_named(str(own)).title == "Waiting rooms"


@pytest.mark.parametrize("said", ["knife-crime", "Knife Crime", "knifecrime", "knife", "knive", "knife_crime.yml"])
def test_a_name_that_is_nearly_right_is_answered_with_the_right_one(said: str) -> None:
    with pytest.raises(NoSuchFrameError, match=r"Did you mean .*\bknife_crime\b"):
        frame_named(said)


def test_a_name_like_no_other_is_answered_with_those_there_are() -> None:
    with pytest.raises(NoSuchFrameError, match=r"“xyzzy”. There are: .*knife_crime, physical_activity"):
        frame_named("xyzzy")


def test_a_file_that_is_not_there_is_called_a_file() -> None:
    with pytest.raises(NoSuchFrameError, match=r"There is no file “nowhere/waits.yaml”"):
        frame_named("nowhere/waits.yaml")


def test_figures_stand_under_where_they_exist(own: Path) -> None:
    frame = frame_named(str(own))
    assert [(heading, [one.name for one in group]) for heading, group in figures_by_level(frame)] == [
        ("Figures for the police force area or the county only", ["Seen in four hours"]),
        ("Not published for any of these", ["Chairs"]),
    ]
    assert size(frame) == "2 codes, 1 questions; figures: 1 wider only, 1 not published"


def test_a_page_has_questions_codes_by_depth_and_figures_with_their_source(own: Path) -> None:
    page = dict(page_of(frame_named(str(own))))
    assert [entry.name for entry in page["Questions"]] == ["How was the wait?"]
    assert [(entry.depth, entry.name) for entry in page["Codes"]] == [(0, "Waiting"), (1, "Standing")]
    (county,) = page["Figures for the police force area or the county only"]
    assert (county.name, county.text) == ("Seen in four hours (county)", "By trust. Source: NHS England.")
    (nobody,) = page["Not published for any of these"]
    assert nobody.text == "Nobody counts them."


def test_a_frame_without_its_figures_is_still_a_page(own: Path) -> None:
    own.write_text(OWN[: OWN.index("indicators:")], encoding="utf-8")
    frame = frame_named(str(own))
    assert size(frame) == "2 codes, 1 questions"
    assert [heading for heading, _ in page_of(frame)] == ["Questions", "Codes"]


def test_the_frames_behind_a_project(tmp_path: Path, own: Path) -> None:
    own_codes = new_project(tmp_path / "a.workbench", title="A", frame=str(own), coder="amina")
    with own_codes as project, project.read() as session:
        assert frames_behind(session) == ["waiting"]
    with new_project(tmp_path / "b.workbench", title="B", coder="amina") as project, project.read() as session:
        assert frames_behind(session) == []


def test_a_frame_that_came_broken_says_where(tmp_path: Path, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "shipped", lambda _: tmp_path)
    (tmp_path / "broken.yaml").write_text(OWN.replace("level: county", "level: parish"), encoding="utf-8")
    assert [frame.name for frame in desk.shipped_frames()] == ["waiting"]
    (problem,) = desk.problems_in("broken")
    assert problem.where == f"broken.yaml line {OWN[: OWN.index('level: county')].count(chr(10)) + 1}"
    assert desk.shipped_problems() == [problem]
    assert desk.problems_in("waiting") == []
