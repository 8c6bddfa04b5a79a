"""The command that shows coding frames, as a person reads it and as a script does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from workbench.cli import frames as command
from workbench.cli.main import app
from workbench.desk import frames as desk
from workbench.desk.frames import frame_named, shipped_frames

BROKEN = 'title: Waiting\nversion: "1"\ndescription: What it is like to wait.\nquestions: []\ncodes: []\ncolour: red\n'


@pytest.mark.parametrize("columns", [80, 120])
def test_the_list_fits_and_says_everything(run, columns: int) -> None:
    result = run("frames", COLUMNS=str(columns))
    assert result.returncode == 0
    assert max(map(len, result.stdout.splitlines())) <= min(columns, command.WIDEST)
    said = " ".join(result.stdout.split())
    for frame in shipped_frames():
        assert f"{frame.name} {frame.title} {frame.sentence}" in said
        assert f"{len(list(frame.walk()))} codes, {len(frame.questions)} questions" in said


def test_the_list_for_scripts(run) -> None:
    listed = json.loads(run("frames", "--json").stdout)
    named = {one["name"]: one for one in listed}
    assert {"knife_crime", "physical_activity", "school_readiness", "system_readiness"} <= set(named)
    for one in listed:
        assert one["sentence"].endswith(".")
        assert one["codes"] >= 15
        assert one["questions"] >= 8
        assert one["indicators"]["district"]
        assert one["indicators"]["force"] + one["indicators"]["county"]
        assert one["indicators"]["none"]


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("name", ["school_readiness", "system_readiness", "physical_activity"])
def test_one_frame_in_full(name: str, columns: int) -> None:
    frame = frame_named(name)
    lines = list(command.page_lines(frame, columns))
    assert max(map(len, lines)) <= columns
    said = " ".join(" ".join(lines).split())
    for question in frame.questions:
        assert " ".join(question.text.split()) in said
    for _, code in frame.walk():
        assert f"{code.name} {' '.join(code.definition.split())}" in said
    places = [said.index(heading.upper()) for heading, _ in desk.FIGURES]
    assert places == sorted(places)
    for figure in frame.indicators:
        assert said.index(figure.name, places[0]) >= places[0]


def test_one_frame_for_scripts(run) -> None:
    said = json.loads(run("frames", "knife_crime", "--json").stdout)
    assert said["name"] == "knife_crime"
    assert said["codes"][0]["codes"][0]["exclude"]
    assert {one["level"] for one in said["indicators"]} == {"district", "force", "county", "none"}


def test_a_wrong_name_is_answered_with_near_ones(run, tmp_path: Path) -> None:
    for arguments in (("frames", "school"), ("new", "a.workbench", "--title", "A", "--frame", "school")):
        result = run(*arguments)
        assert result.returncode == 1
        assert result.stderr == "There is no coding frame “school”. Did you mean school_readiness?\n"
    assert not (tmp_path / "a.workbench").exists()


def test_a_broken_frame_of_ones_own_is_told_line_by_line(run, tmp_path: Path) -> None:
    (tmp_path / "waiting.yaml").write_text(BROKEN, encoding="utf-8")
    result = run("frames", "waiting.yaml")
    assert (result.returncode, result.stdout) == (1, "")
    for line in (4, 5, 6):
        assert f"waiting.yaml line {line}: " in result.stderr


def test_broken_frames_are_told_beside_the_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "shipped", lambda _: tmp_path)
    (tmp_path / "waiting.yaml").write_text(BROKEN, encoding="utf-8")
    result = CliRunner().invoke(app, ["frames", "--json"])
    assert result.exit_code == 1
    assert json.loads(result.stdout) == []
    assert result.stderr.startswith("Cannot be used until it is mended:\n  waiting.yaml line 4: ")
