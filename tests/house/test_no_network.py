"""Nothing is asked of the network: not by us, and not by what we are built on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EMBED = """
from workbench.suggestions.embedding import embedder
found = embedder("minilm")
assert found.lasting, found.note
found.vectors(["The underpass is dark after four."])
"""
"""Loads the language model and reads one sentence with it."""

LINGER = "import time; time.sleep(2)"
"""Long enough for a report that is sent a moment after the model is loaded."""

INTERNET = ("AF_INET", "AF_INET6")


def _clean(home: Path) -> dict[str, str]:
    """An environment in which nothing keeps a library from reporting home but we ourselves."""
    quiet = {"CI", "ORT_DISABLE_TELEMETRY", "ORT_TELEMETRY_DISABLED", "GITHUB_ACTIONS", "TF_BUILD"}
    kept = {key: value for key, value in os.environ.items() if key not in quiet}
    places = {name: str(home) for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA", "XDG_CACHE_HOME")}
    return kept | places


def test_the_language_model_leaves_nothing_behind(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", EMBED], env=_clean(tmp_path), check=True)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_language_model_speaks_to_nobody(tmp_path: Path) -> None:
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not on this machine")
    log, home = tmp_path / "calls", tmp_path / "home"
    home.mkdir()
    done = subprocess.run(
        [
            strace,
            "-f",
            "-qq",
            "-e",
            "trace=connect,sendto,sendmsg",
            "-o",
            str(log),
            sys.executable,
            "-c",
            EMBED + LINGER,
        ],
        env=_clean(home),
        check=False,
        capture_output=True,
        text=True,
    )
    if "ptrace" in done.stderr:
        pytest.skip("strace may not watch programs here")
    assert done.returncode == 0, done.stderr
    assert [line for line in log.read_text().splitlines() if any(kind in line for kind in INTERNET)] == []
