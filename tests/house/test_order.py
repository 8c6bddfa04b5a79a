"""The house keeps its order: imports point down, and a planted one that points up is caught."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter over a copy of the house."""
    program = "from importlinter.cli import lint_imports_command as run; run()"
    return subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(folder)!r}); {program}", "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def copy_of_the_house(folder: Path) -> Path:
    shutil.copytree(ROOT / "workbench", folder / "workbench", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_the_contracts_hold() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


def test_an_import_that_points_up_is_caught(tmp_path: Path) -> None:
    house = copy_of_the_house(tmp_path)
    (house / "workbench" / "sources" / "planted.py").write_text("import workbench.triangulation.findings\n")
    result = lint_imports(house)
    assert result.returncode != 0
    assert "workbench.sources.planted" in result.stdout


def test_a_suggestion_in_a_finding_is_caught(tmp_path: Path) -> None:
    house = copy_of_the_house(tmp_path)
    (house / "workbench" / "triangulation" / "planted.py").write_text("import workbench.suggestions.review\n")
    result = lint_imports(house)
    assert result.returncode != 0
    assert "workbench.triangulation.planted" in result.stdout


def test_a_room_without_a_place_is_caught(tmp_path: Path) -> None:
    house = copy_of_the_house(tmp_path)
    (house / "workbench" / "attic.py").write_text('"""Not declared."""\n')
    result = lint_imports(house)
    assert result.returncode != 0
    assert "attic" in result.stdout


def test_a_circle_within_a_room_is_caught(tmp_path: Path) -> None:
    house = copy_of_the_house(tmp_path)
    page = house / "workbench" / "briefs" / "page.py"
    page.write_text(page.read_text() + "\nimport workbench.briefs.assembly\n")
    result = lint_imports(house)
    assert result.returncode != 0
    assert "Within a room too" in result.stdout
    assert "No cycles are allowed in workbench.briefs" in result.stdout
