"""What starts fast stays light: checked in a process of its own, the only way to prove that a deferral defers."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = (
    "sqlmodel",
    "sqlalchemy",
    "pandas",
    "numpy",
    "scipy",
    "spacy",
    "sklearn",
    "bertopic",
    "onnxruntime",
    "openpyxl",
    "duckdb",
)


def loaded_after(program: str) -> set[str]:
    """The top-level modules that are loaded once a program has run."""
    program += "\nimport sys, json\nprint(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(json.loads(result.stdout.splitlines()[-1]))


@pytest.mark.parametrize(
    "program",
    [
        "import workbench",
        "import workbench.cli.main",
        "import workbench.tui.app",
        "import sys; sys.argv = ['workbench', '--help']\nimport workbench.cli.main\n"
        "try:\n    workbench.cli.main.run()\nexcept SystemExit:\n    pass",
    ],
)
def test_nothing_heavy_is_loaded(program: str) -> None:
    assert not loaded_after(program) & set(HEAVY)


def test_the_command_line_does_not_load_the_app() -> None:
    assert "textual" not in loaded_after("import workbench.cli.main")


def test_the_domain_does_not_load_what_only_edges_use() -> None:
    loaded = loaded_after("import workbench.project.file")
    assert not loaded & {
        "textual",
        "typer",
        "openpyxl",
        "jinja2",
        "pandas",
        "spacy",
        "sklearn",
        "bertopic",
        "onnxruntime",
    }
