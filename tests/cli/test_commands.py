"""The command line as a script uses it: what it prints, where, and how it exits."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from workbench.cli.opening import opened
from workbench.project.file import Project, ReadingOnlyError

TRANSCRIPT = "**Interviewer:** And after dark?\n\n**Kez:** We go round. Nobody goes through the underpass.\n"
FIGURES = "area_code,area,period,value\nE07000073,Harlow,2024/25,60.3\nE92000001,England,2024/25,68.0\n"


@pytest.fixture
def study(run, tmp_path: Path) -> Path:
    """A project with one transcript and two figures."""
    (tmp_path / "07.md").write_text(TRANSCRIPT, encoding="utf-8")
    (tmp_path / "active.csv").write_text(FIGURES, encoding="utf-8")
    assert run("new", "study.workbench", "--title", "Study", "--frame", "knife_crime").returncode == 0
    return tmp_path / "study.workbench"


def test_help_names_every_command(run) -> None:
    result = run("--help")
    assert result.returncode == 0
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


def test_a_command_that_writes_is_refused_before_it_works(project: Project) -> None:
    refused = pytest.raises(ReadingOnlyError, match=r"“Take out a\.zip” is written down in it")
    with refused, opened(project.path, change="Take out a.zip"):
        pytest.fail("it worked")
    with opened(project.path) as second:
        assert second.read_only


def test_version(run) -> None:
    assert run("--version").stdout.startswith("workbench 0.")


def test_a_process_that_loads_everything_itself_says_the_same(run, study: Path) -> None:
    for arguments in (("status", study.name), ("new",)):
        forked, anew = run(*arguments), run(*arguments, anew=True)
        assert (forked.returncode, forked.stdout) == (anew.returncode, anew.stdout)
        assert forked.stderr == anew.stderr.replace("python -m workbench", "workbench")


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
        "links options decisions conditions outcomes problems"
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


def test_another_passphrase_is_given_and_taken_away_again(run, study: Path) -> None:
    def says(*arguments: str, **given: str) -> str:
        result = run(*arguments, **{f"WORKBENCH_{name}": value for name, value in given.items()})
        return " ".join(f"{result.stdout} {result.stderr}".split())

    assert "opens with the new passphrase" in says("passphrase", study.name, NEW_PASSPHRASE="long words")
    assert "If it has a passphrase, give it" in says("status", study.name)
    assert "documents" in says("status", study.name, PASSPHRASE="long words")
    assert "does not open" in says("passphrase", study.name, "--remove", PASSPHRASE="other words")
    assert "has no passphrase now" in says("passphrase", study.name, "--remove", PASSPHRASE="long words")
    assert "Put it in WORKBENCH_NEW_PASSPHRASE" in says("passphrase", study.name)
    assert "documents" in says("status", study.name)


def test_wrong_usage_exits_2(run) -> None:
    assert run("new").returncode == 2


def test_python_gives_every_table_as_a_frame(study: Path, run, tmp_path: Path) -> None:
    run("import", study.name, "07.md", "active.csv")
    from workbench import open_project

    with open_project(study, coder="amina") as opened:
        frame = opened.table("observations")
        assert list(frame["value"]) == [60.3, 68.0]
        assert "codings" in opened.tables


def test_hostile_names_seeds_and_settings_get_a_sentence(run, study: Path, tmp_path: Path) -> None:
    run("import", study.name, "07.md")
    (tmp_path / "deep.yaml").write_text("a: " + "[" * 3000, encoding="utf-8")
    (tmp_path / "survey.csv").write_text("id,why\n1,a dark road\n", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "settings.toml").write_text('idle_minutes = "soon"\n', encoding="utf-8")
    before = run("history", study.name, "--json").stdout
    odd = {"WORKBENCH_HOME": str(tmp_path / "odd")}
    for arguments, environment, words in (
        (("suggest", study.name, "--seed", "-1"), {}, "seed"),
        (("suggest", study.name, "--rank", "folder"), {}, "folder"),
        (("import", study.name, "survey.csv", "--map", "deep.yaml"), {}, "nested"),
        (("import", study.name, "survey.csv", "--as", "indicators"), {}, "area"),
        (("export", study.name, "a" * 300 + ".xlsx"), {}, "written"),
        (("export", study.name, "codes.csv", "--table", "codes", "--sheets", "quotes"), {}, "--sheets"),
        (("export", study.name, "a.docx"), {}, "--paper"),
        (("export", study.name, "a.docx", "--paper", "codebok"), {}, "codebook"),
        (("export", study.name, "a.xlsx", "--paper", "quotes"), {}, ".docx or .html"),
        (("export", study.name, "a.docx", "--paper", "quotes", "--codes"), {}, "transcript"),
        (("export", study.name, "a.docx", "--paper", "transcript", "--document", "8.md"), {}, "07.md"),
        (("new", "safe.workbench", "--title", "Safe", "--encrypt"), {}, "WORKBENCH_PASSPHRASE"),
        (("status", study.name), odd, "settings.toml"),
    ):
        result = run(*arguments, **environment)
        assert (result.returncode, result.stdout) == (1, ""), arguments
        assert len(result.stderr.strip().splitlines()) == 1, result.stderr
        assert words in result.stderr
    assert run("history", study.name, "--json").stdout == before


@pytest.mark.parametrize("name", ["transcript", "quotes", "codebook", "matrix"])
def test_a_paper_is_written_and_entered(run, study: Path, tmp_path: Path, name: str) -> None:
    run("import", study.name, "07.md")
    for ending in ("docx", "html"):
        result = run("export", study.name, f"{name}.{ending}", "--paper", name)
        assert result.returncode == 0, result.stderr
        assert result.stdout.startswith(f"Wrote {name}.{ending}, for the team only")
        assert (tmp_path / f"{name}.{ending}").stat().st_size > 2000
    left = json.loads(run("table", study.name, "exports", "--json").stdout)
    assert [(row["kind"], row["name"]) for row in left] == [("paper", f"{name}.html"), ("paper", f"{name}.docx")]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps file names that are not text")
def test_a_file_name_that_is_not_text_is_refused_and_the_others_come_in(run, study: Path, tmp_path: Path) -> None:
    stray = os.fsdecode(b"na\xefve.md")
    (tmp_path / stray).write_text(TRANSCRIPT, encoding="utf-8")
    reports = json.loads(run("import", study.name, stray, "07.md", "--json").stdout)
    assert [report["outcome"] for report in reports] == ["refused", "imported"]
    assert "UTF-8" in reports[0]["left_out"][0]["why"]
    titled = run("new", "other.workbench", "--title", os.fsdecode(b"caf\xe9"))
    assert titled.returncode == 1
    assert "UTF-8" in titled.stderr
    assert not (tmp_path / "other.workbench").exists()


def test_ctrl_c_stops_with_a_sentence_and_the_file_as_it_was(run, study: Path, tmp_path: Path) -> None:
    long = tmp_path / "long.md"
    long.write_text("**Kez:** I went out after dark near the station.\n\n" * 20_000, encoding="utf-8")
    child = subprocess.Popen(
        [sys.executable, "-m", "workbench", "import", study.name, long.name],
        cwd=tmp_path,
        env={**os.environ, "WORKBENCH_HOME": str(tmp_path / "home"), "PYTHONPATH": os.getcwd()},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 30
    while not (tmp_path / ".study.workbench.lock").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    child.send_signal(signal.SIGINT)
    out, said = child.communicate(timeout=60)
    assert (child.returncode, out) == (1, "")
    assert said.startswith("Stopped.")
    assert json.loads(run("status", study.name, "--json").stdout)["documents"] == 0


def test_a_renamed_office_document_is_no_project(run, tmp_path: Path) -> None:
    (tmp_path / "letter.workbench").write_bytes(b"PK\x03\x04" + os.urandom(9000))
    assert "is not a project file" in run("status", "letter.workbench").stderr


def test_the_guide_is_listed_and_printed_as_it_is_written(run) -> None:
    from workbench.desk.guide import PAGES, page_named

    listed = run("guide")
    assert [line.split()[0] for line in listed.stdout.splitlines()] == [page.name for page in PAGES]
    assert run("guide", "it").stdout == page_named("it").text()
    unknown = run("guide", "nobody")
    assert unknown.returncode == 1
    assert "There are: researcher" in unknown.stderr
