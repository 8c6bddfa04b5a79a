"""Looking: what every run of suggestions does with a project: gather what may be read, have it computed, write it down.

It is computed here, or by the process beside the app; nothing is locked until it is written. Where suggestions are off
nothing is read, and where somebody withdrew meanwhile what was derived of their words goes again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlmodel import Session

from workbench.project.file import Project
from workbench.suggestions.cache import purge
from workbench.suggestions.computing import Computed
from workbench.suggestions.embedding import Cancelled, Progress
from workbench.suggestions.jobs import Job, Kept, done
from workbench.suggestions.material import Material, gather
from workbench.suggestions.switch import SuggestionsAreOffError, switched_off
from workbench.suggestions.worker import Worker


@dataclass(frozen=True, slots=True)
class Gathered:
    """What may be read in a project, and where its vectors are kept."""

    material: Material
    kept: Kept
    withdrawn: int
    """How many had withdrawn for good when it was gathered."""


@dataclass(frozen=True, slots=True)
class Beside:
    """How a run is computed: by whom, and what it tells and asks meanwhile."""

    worker: Worker | None = None
    """A process of its own; without one it is done here."""
    progress: Progress | None = None
    cancelled: Cancelled | None = None
    paused: Callable[[], bool] | None = None
    """Asked now and then whether to rest; only a worker can."""


def gathered(project: Project, *, code: str | None = None, cache: Path | None = None) -> Gathered:
    """Read what may be read; SuggestionsAreOffError, which says who switched them off, where nothing may.

    Args:
        project: An open project.
        code: Only this code, by its path.
        cache: The folder of vectors, where it is not the user's cache folder.
    """
    with project.read() as session:
        off = switched_off(session)
        if off is not None:
            raise SuggestionsAreOffError(off.sentence)
        kept = Kept(session.info["secret"], project.key, cache)
        return Gathered(gather(session, code=code), kept, len(session.info["purged"]))


def look(
    given: Gathered,
    model: str,
    beside: Beside,
    *,
    most_new: int | None = None,
    every_core: bool = False,
    **options: Any,
) -> Computed:
    """Have it computed; SuggestingStoppedError where it was stopped.

    Args:
        given: What may be read.
        model: The model's plain name.
        beside: By whom.
        most_new: At most so many texts may be new to the model; `jobs.TooMuchIsNewError` where more are.
        every_core: Take the whole machine.
        options: What `computing.compute` is asked for.
    """
    job = Job(given.material, model, given.kept, options, every_core, most_new)
    if beside.worker is None:
        return done(job, progress=beside.progress, cancelled=beside.cancelled)
    return beside.worker.compute(job, progress=beside.progress, cancelled=beside.cancelled, paused=beside.paused)


@contextmanager
def written(project: Project, given: Gathered, name: str, *, kind: str = "do") -> Iterator[Session]:
    """A change that writes down what was computed."""
    with project.change(name, kind=kind) as session:
        yield session
        withdrawn = len(session.info["purged"]) != given.withdrawn
    if withdrawn:
        purge(given.kept.secret, folder=given.kept.folder)
