"""A command run as a script runs it."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.forked import run_forked

FORKS = "forkserver" in multiprocessing.get_all_start_methods()


def run_anew(arguments: tuple[str, ...], folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run `workbench` in a folder, in a process that loads everything itself."""
    return subprocess.run(
        [sys.executable, "-m", "workbench", *arguments],
        cwd=folder,
        env={**environment, "PYTHONPATH": os.getcwd()},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        stdin=subprocess.DEVNULL,
    )


@pytest.fixture
def run(tmp_path: Path):
    """Run a command in an empty folder with settings of its own; with `anew` in a process that loads everything itself."""

    def call(*arguments: str, anew: bool = not FORKS, **environment: str) -> subprocess.CompletedProcess[str]:
        start = run_anew if anew else run_forked
        return start(arguments, tmp_path, {**os.environ, "WORKBENCH_HOME": str(tmp_path / "home"), **environment})

    return call
