"""Nothing is asked of the network: not by us, and not by what we are built on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

EMBED = """
from workbench.suggestions.embedding import embedder
found = embedder("minilm")
assert found.lasting, found.note
found.vectors(["The underpass is dark after four."])
"""
"""Loads the language model and reads one sentence with it."""


def _clean(home: Path) -> dict[str, str]:
    """An environment in which nothing keeps a library from reporting home but we ourselves."""
    quiet = {"CI", "ORT_DISABLE_TELEMETRY", "ORT_TELEMETRY_DISABLED", "GITHUB_ACTIONS", "TF_BUILD"}
    kept = {key: value for key, value in os.environ.items() if key not in quiet}
    places = {name: str(home) for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA", "XDG_CACHE_HOME")}
    return kept | places


def test_the_language_model_prepares_no_report(tmp_path: Path) -> None:
    """A report that is to be sent later is written down first, with a number for this computer."""
    subprocess.run([sys.executable, "-c", EMBED], env=_clean(tmp_path), check=True)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == []
