"""The house stays readable: sizes, names, docstrings, and no writing outside a change."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "workbench").rglob("*.py"))
LINES, FUNCTION_LINES = 420, 60


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_a_file_is_read_in_one_sitting() -> None:
    assert not [name(path) for path in FILES if len(path.read_text(encoding="utf-8").splitlines()) > LINES]


def test_a_function_fits_a_page() -> None:
    assert not [
        f"{name(path)}: {one.name}"
        for path in FILES
        for one in functions(path)
        if (one.end_lineno or 0) - one.lineno + 1 > FUNCTION_LINES
    ]


def test_no_file_is_named_for_a_layer() -> None:
    banned = re.compile(r"(manager|service|helper|utils?|base|abstract)")
    assert not [name(path) for path in FILES if banned.search(path.stem)]


def test_writing_happens_through_rows_alone() -> None:
    """Only the project room and `rows` hold statements that write."""
    writes = re.compile(
        r"session\.(add|add_all|delete|merge)\(|\bsa\.(insert|update|delete)\(|\b(DELETE FROM|INSERT INTO)\b"
    )
    allowed = {"workbench/rows.py"}
    found = [
        f"{name(path)}: {match.group()}"
        for path in FILES
        if name(path) not in allowed
        and "project" not in path.relative_to(ROOT / "workbench").parts[:1]
        and path.relative_to(ROOT / "workbench").parts[0] != "benchmark"
        for match in writes.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not found


def test_every_table_is_in_the_schema() -> None:
    from sqlmodel import SQLModel

    from workbench.project.schema import LEDGER, TABLES

    listed = {str(kind.__tablename__) for kind in (*TABLES, *LEDGER)}
    assert listed == set(SQLModel.metadata.tables)


def test_every_coding_frame_loads() -> None:
    from workbench.coding.frames import read_frame

    found = sorted((ROOT / "coding_frames").glob("*.yaml"))
    assert found
    for path in found:
        assert read_frame(path).title


def test_every_screen_says_what_can_be_done() -> None:
    from textual.screen import Screen

    import workbench.tui

    folder = Path(workbench.tui.__file__).parent
    for path in sorted(folder.rglob("screen.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        __import__(module)
        for kind in vars(sys.modules[module]).values():
            if isinstance(kind, type) and issubclass(kind, Screen) and kind.__module__ == module:
                assert getattr(kind, "HELP", None), f"{module}.{kind.__name__} has no HELP"


@pytest.mark.parametrize(
    "command", [["ruff", "check", "workbench", "tests"], ["ruff", "format", "--check", "workbench", "tests"], ["mypy"]]
)
def test_the_checks_pass(command: list[str]) -> None:
    result = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout[-4000:] + result.stderr[-2000:]


def test_nothing_names_a_registry_or_this_machine() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    host = re.compile(
        "|".join(["pypi" + r"\.org", "pythonhosted" + r"\.org", "registry" + r"\.npmjs", "deb" + r"\.debian"])
    )
    texts = {".py", ".md", ".toml", ".yaml", ".yml", ".txt", ".tcss", ".cfg", ".csv", ".html"}
    for file in listed:
        path = ROOT / file
        if path.suffix in texts and path.exists():
            assert not host.search(path.read_text(encoding="utf-8", errors="replace")), file
    assert "uv.lock" not in listed
