"""Other programs' projects brought in and ours written out for them, beside raw scripts, each in a process of its own.

A process first does the same with a few lines, so that what Python loads is in neither's time.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from workbench.benchmark.alone import Run, alone, memory
from workbench.benchmark.corpus import SIZES
from workbench.benchmark.ratios import Goal, Result, compared
from workbench.benchmark.tool_files import make_tool_file

SMALLER = {"M": "S", "L": "M"}
"""The size beside which one is measured to see whether time grows as the codings do."""
_FEW = replace(SIZES["S"], transcripts=2, words=400, codes=20, codings=40)


def other_tools(folder: Path, size: str) -> Iterator[Result]:
    """A .qdpx of the size in and out: time and memory of both, and how the time out grows with the codings."""
    counts, pairs = SIZES[size], {"S": 3, "M": 3}.get(size, 1)
    path, project = make_tool_file(folder / "tool.qdpx", counts), folder / "tool.workbench"
    what = f".qdpx of {counts.codings:,} codings"
    ours, raw = _in_turn(("bring_in", "read_raw"), (path, project), (path, folder / "tool.db"), pairs)
    yield compared(f"{what} brought in, text index included", ours, raw, goal=Goal(ratio=1.5))
    yield memory("the same, memory", ours, raw, 300)
    out = folder / "out.qdpx"
    ours, raw = _in_turn(("write", "write_raw"), (project, out), (project, folder / "raw.qdpx"), pairs)
    yield compared(f"{what} written out", ours, raw, goal=Goal(ratio=1.5))
    yield memory("the same, memory", ours, raw, 300)
    if size in SMALLER:
        yield _growth(folder, size, ours)
    for one in (path, project, out, folder / "tool.db", folder / "raw.qdpx"):
        one.unlink()


def _in_turn(
    jobs: tuple[str, str], ours: tuple[Path, Path], raw: tuple[Path, Path], pairs: int
) -> tuple[list[Run], list[Run]]:
    """The two jobs one after the other, again and again."""
    taken = [(_alone(jobs[0], *ours), _alone(jobs[1], *raw)) for _ in range(pairs)]
    return [one for one, _ in taken], [other for _, other in taken]


def _growth(folder: Path, size: str, ours: list[Run]) -> Result:
    """The time out beside that of the smaller size, for as many codings."""
    smaller = SMALLER[size]
    path, project = make_tool_file(folder / "smaller.qdpx", SIZES[smaller]), folder / "smaller.workbench"
    _alone("bring_in", path, project)
    before = [_alone("write", project, folder / "smaller-out.qdpx") for _ in range(3)]
    times = SIZES[size].codings / SIZES[smaller].codings
    each = [replace(one, cpu=one.cpu * times) for one in before]
    for one in (path, project, folder / "smaller-out.qdpx"):
        one.unlink()
    return compared(f"the same, beside {times:,.3g} times that of {smaller}", ours, each, goal=Goal(ratio=1.2))


def _alone(job: str, source: Path, target: Path) -> Run:
    """One job in a process of its own; what it made last time is taken away first."""
    target.unlink(missing_ok=True)
    return alone("other_tools:ready", job, source, target)


def ready(job: str, source: str, target: str) -> Callable[[], None]:
    """A job that has been done with a few lines before."""
    do = {"bring_in": bring_in, "read_raw": read_raw, "write": write, "write_raw": write_raw}[job]
    with tempfile.TemporaryDirectory(prefix="workbench-few-") as name:
        few = make_tool_file(Path(name) / "few.qdpx", _FEW)
        if job.startswith("write"):
            bring_in(few, few := few.with_suffix(".workbench"))
        do(few, Path(name) / "done")
    return lambda: do(Path(source), Path(target))


def bring_in(source: Path, target: Path) -> None:
    """A .qdpx into a new project of ours."""
    from workbench.desk.importing import bring_in
    from workbench.project.file import create

    with create(target, title="Benchmark", coder="amina") as project:
        report = bring_in.bring_in(project, [source])[0]
    if report.outcome != "imported":
        raise RuntimeError(report.why)


def read_raw(source: Path, target: Path) -> None:
    """The same rows by the raw script."""
    from workbench.benchmark import raw_refi
    from workbench.benchmark.same_rows import database

    raw = database(target)
    raw_refi.read_in(source, raw)
    raw.execute("PRAGMA journal_mode = DELETE")
    raw.close()


def write(source: Path, target: Path) -> None:
    """A project of ours as a .qdpx."""
    from workbench.desk.refi.writing import write_qdpx
    from workbench.project.file import open_file

    with open_file(source, coder="amina") as project:
        write_qdpx(project, target.with_suffix(".qdpx"))


def write_raw(source: Path, target: Path) -> None:
    """The same file by the raw script."""
    from workbench.benchmark import raw_refi

    raw_refi.write_out(source, target, "")
