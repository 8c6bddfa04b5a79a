"""The command line as a script uses it: what it prints, where, and how it exits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

TRANSCRIPT = "**Interviewer:** And after dark?\n\n**Kez:** We go round. Nobody goes through the underpass.\n"
FIGURES = "area_code,area,period,value\nE07000073,Harlow,2024/25,60.3\nE92000001,England,2024/25,68.0\n"


@pytest.fixture
def run(tmp_path: Path):
    """Run a command in an empty folder with settings of its own."""

    def call(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "workbench", *arguments],
            cwd=tmp_path,
            env={**os.environ, "WORKBENCH_HOME": str(tmp_path / "home"), "PYTHONPATH": os.getcwd(), **environment},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            stdin=subprocess.DEVNULL,
        )

    return call


@pytest.fixture
def study(run, tmp_path: Path) -> Path:
    """A project with one transcript and two figures."""
    (tmp_path / "07.md").write_text(TRANSCRIPT, encoding="utf-8")
    (tmp_path / "active.csv").write_text(FIGURES, encoding="utf-8")
    assert run("new", "study.workbench", "--title", "Study", "--frame", "knife_crime").returncode == 0
    return tmp_path / "study.workbench"


def test_help_names_every_command_fast(run) -> None:
    began = time.process_time()
    result = run("--help")
    assert result.returncode == 0
    assert time.process_time() - began < 5
    for command in (
        "demo",
        "new",
        "frames",
        "import",
        "status",
        "suggest",
        "table",
        "export",
        "brief",
        "check",
        "undo",
    ):
        assert f"  {command} " in result.stdout


def test_version(run) -> None:
    assert run("--version").stdout.startswith("workbench 0.")


def test_import_reports_each_file_and_exits_1_if_one_is_refused(run, study: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.md").touch()
    result = run("import", study.name, "07.md", "empty.md", "active.csv", "--json")
    reports = json.loads(result.stdout)
    assert result.returncode == 1
    assert [report["outcome"] for report in reports] == ["imported", "refused", "imported"]
    assert reports[0]["counts"]["turns"] == 2
    assert reports[2]["counts"]["observations"] == 2
    assert reports[1]["left_out"][0]["why"].endswith(".")


def test_status_is_one_json_object_with_the_promised_names(run, study: Path) -> None:
    run("import", study.name, "07.md", "active.csv")
    counts = json.loads(run("status", study.name, "--json").stdout)
    names = (
        "documents segments words cases themes codes codings coders memos suggestions indicators observations findings "
        "links options decisions problems"
    )
    assert list(counts) == names.split()
    assert (counts["documents"], counts["segments"], counts["cases"], counts["observations"]) == (1, 2, 1, 2)
    assert set(counts["problems"]) == {"error", "warning", "info"}


def test_tables_in_three_forms(run, study: Path) -> None:
    run("import", study.name, "07.md", "active.csv")
    rows = json.loads(run("table", study.name, "observations", "--format", "json").stdout)
    assert {row["area"]: row["value"] for row in rows} == {"Harlow": 60.3, "England": 68.0}
    assert run("table", study.name, "documents").stdout.startswith("document,kind,cases,speakers,turns,segments,words")
    assert run("table", study.name, "codes", "--format", "md").stdout.startswith("| code |")
    wrong = run("table", study.name, "code")
    assert wrong.returncode == 1
    assert "codes" in wrong.stderr
    assert "Traceback" not in wrong.stderr


def test_undo_redo_and_history(run, study: Path) -> None:
    run("import", study.name, "07.md")
    assert "Import 07.md" in run("undo", study.name).stdout
    assert json.loads(run("status", study.name, "--json").stdout)["documents"] == 0
    assert "Import 07.md" in run("redo", study.name).stdout
    assert json.loads(run("status", study.name, "--json").stdout)["documents"] == 1
    names = [line["name"] for line in json.loads(run("history", study.name, "--json").stdout)]
    assert names[:3] == ["Redo Import 07.md", "Undo Import 07.md", "Import 07.md"]


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "no file"), (b"", "empty"), (b"hello, not a project", "not a"), (os.urandom(9000), "passphrase")],
)
def test_a_file_that_is_no_project_gets_one_sentence(run, tmp_path: Path, content: bytes | None, words: str) -> None:
    path = tmp_path / "other.workbench"
    if content is not None:
        path.write_bytes(content)
    result = run("status", path.name)
    assert result.returncode == 1
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1
    assert words in result.stderr.lower()
    if content is not None:
        assert path.read_bytes() == content


def test_an_encrypted_project_by_its_passphrase_in_the_environment(run, tmp_path: Path) -> None:
    secret = {"WORKBENCH_PASSPHRASE": "three plain words"}
    assert run("new", "safe.workbench", "--title", "Safe", "--encrypt", **secret).returncode == 0
    assert run("status", "safe.workbench", "--json", **secret).returncode == 0
    refused = run("status", "safe.workbench")
    assert refused.returncode == 1
    assert "passphrase" in refused.stderr.lower()
    wrong = run("status", "safe.workbench", WORKBENCH_PASSPHRASE="another")
    assert wrong.returncode == 1
    assert "Traceback" not in wrong.stderr
    assert b"Safe" not in (tmp_path / "safe.workbench").read_bytes()


def test_wrong_usage_exits_2(run) -> None:
    assert run("new").returncode == 2


def test_python_gives_every_table_as_a_frame(study: Path, run, tmp_path: Path) -> None:
    run("import", study.name, "07.md", "active.csv")
    from workbench import open_project

    with open_project(study, coder="amina") as opened:
        frame = opened.table("observations")
        assert list(frame["value"]) == [60.3, 68.0]
        assert "codings" in opened.tables
