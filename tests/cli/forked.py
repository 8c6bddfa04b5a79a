"""A command in a process of its own, forked off one that has loaded the workbench: what takes longest is done once."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

LOADED = [
    "workbench.cli.main",
    "workbench.desk.importing.bring_in",
    "workbench.desk.importing.survey_figures",
    "workbench.desk.names.found",
    "workbench.desk.new_project",
    "workbench.desk.problems",
    "workbench.desk.status",
    "workbench.desk.suggesting.suggest",
    "workbench.desk.tables.declared",
    "workbench.desk.take_out",
]
"""What commands load when they are called."""


def run_forked(
    arguments: tuple[str, ...], folder: Path, environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run `workbench` in a folder, and give what it printed and how it ended."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(LOADED)
    streams = {1: folder / ".printed", 2: folder / ".said"}
    process = context.Process(target=_run, args=(arguments, folder, environment, streams))
    process.start()
    process.join()
    printed, said = (path.read_text(encoding="utf-8") for path in streams.values())
    for path in streams.values():
        path.unlink()
    return subprocess.CompletedProcess(arguments, process.exitcode or 0, printed, said)


def _run(arguments: tuple[str, ...], folder: Path, environment: dict[str, str], streams: dict[int, Path]) -> None:
    for stream, path in streams.items():
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), stream)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["workbench", *arguments]
    from workbench.cli.main import run

    run()
