"""Drawing a blind sample from a project: scores from the latest run's model, set down before anybody reads."""

from __future__ import annotations

import json
import secrets
from collections import defaultdict
from collections.abc import Callable, Set
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlmodel import Session

from workbench.desk.suggesting.looking import Beside, Gathered, gathered, look, written
from workbench.errors import WorkbenchError
from workbench.project.file import Project
from workbench.sources.coders import known_coder
from workbench.suggestions.blind_drawing import SIZE, NothingToTryError, draw, free_to_draw, refuse_if_open, set_down
from workbench.suggestions.computing import Computed
from workbench.suggestions.material import Material
from workbench.suggestions.runs import Run, model_of, newest_first
from workbench.suggestions.worker import Worker


class NothingSuggestedYetError(WorkbenchError):
    """No codes have been suggested yet, so there is nothing to try. Look for suggestions first: s in Review."""


class ModelIsAnotherError(WorkbenchError):
    """The last suggestions came from a model that is not on this computer. Look for suggestions again, then draw."""


@dataclass(frozen=True, slots=True)
class DrawnSample:
    """A sample that was drawn: its key, its passages, and how many there were to draw from."""

    id: int
    passages: int
    proposed: int
    """Of its passages, those that a code would have been proposed for."""
    drawn_from: int


def draw_sample(
    project: Project,
    *,
    seed: int | None = None,
    size: int = SIZE,
    progress: Callable[[float, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    cache: Path | None = None,
    worker: Worker | None = None,
) -> DrawnSample:
    """Draw passages for the coder who has the project open, and set the machine's scores down.

    Nothing is locked until the sample is written. Only the passages that are drawn have their scores kept.

    Args:
        project: An open project in which codes were suggested.
        seed: Chosen at random unless told; it is recorded.
        size: How many passages.
        progress: Told the share done, 0 to 1, and what is being done.
        cancelled: Asked now and then whether to stop.
        cache: The folder of vectors, where it is not the user's cache folder.
        worker: A process of its own that computes; without one it is done here.
    """
    seed = secrets.randbelow(2**32) if seed is None else seed
    with project.change("Draw a blind sample"):
        pass
    tried = _tried(project, cache)
    beside = Beside(worker, None if progress is None else _share_of(progress), cancelled)
    given, material = tried.given, tried.given.material
    computed = look(given, tried.model, beside, topics=None, seed=tried.seed)
    if not tried.read_with.startswith(computed.embedder):
        raise ModelIsAnotherError
    with_one = {one.segment.segment_id for one in computed.proposals}
    worth = {one.segment_id: one for one in computed.grouped if not one.coded}
    with project.read() as session:
        free = free_to_draw(session, worth, known_coder(session) or 0)
    if not free:
        raise NothingToTryError
    parts = ([key for key in free if key in with_one], [key for key in free if key not in with_one])
    drawn = draw(*parts, seed=seed, size=size)
    wanted = frozenset(one.segment_id for one in drawn)
    untaught = not_taught_by(material, {worth[key].text for key in wanted})
    asked: dict[str, Any] = {"topics": None, "seed": tried.seed, "only": wanted, "rank": True}
    computed = look(replace(given, material=untaught), tried.model, beside, **asked)
    proposed = {(one.segment.segment_id, one.code.id) for one in computed.proposals}
    with written(project, given, "Draw a blind sample") as session:
        key = set_down(
            session,
            run_id=tried.run_id,
            seed=seed,
            drawn=drawn,
            drawn_from=len(free),
            scores=_scores(material, computed),
            proposed=proposed,
        )
    return DrawnSample(key, len(drawn), len(wanted & with_one), len(free))


@dataclass(frozen=True, slots=True)
class _Tried:
    """What is tried: the latest run, what may be read now, and the model that is asked."""

    run_id: int
    given: Gathered
    model: str
    read_with: str
    """The name and version of the model that the run was read with."""
    seed: int


def _tried(project: Project, cache: Path | None) -> _Tried:
    """Read what is tried; raises where a sample waits already, or nothing was suggested."""
    with project.read() as session:
        refuse_if_open(session, known_coder(session))
        run = latest_codes_run(session)
    if run is None or run.id is None:
        raise NothingSuggestedYetError
    given = gathered(project, cache=cache)
    given = replace(given, material=replace(given.material, decided={}))
    return _Tried(run.id, given, model_of(run.settings), run.model, run.seed)


def _share_of(progress: Callable[[float, str], None]) -> Callable[[str, int, int], None]:
    return lambda what, done, total: progress(done / max(total, 1), what)


def _scores(material: Material, computed: Computed) -> dict[int, dict[int, float]]:
    """For each segment that was judged the score of each code."""
    codes = {code.path: code.id for code in material.codes}
    found: dict[int, dict[int, float]] = defaultdict(dict)
    for one in computed.ranking:
        found[one.segment.segment_id][codes[one.code]] = one.score
    return found


def not_taught_by(material: Material, texts: Set[str]) -> Material:
    """The material without what was learned from passages that were read and left without a code, if of these texts.

    The same material comes back where nothing was learned from them.
    """
    coded = tuple(one for one in material.coded if one.codes or one.text not in texts)
    return material if len(coded) == len(material.coded) else replace(material, coded=coded)


def latest_codes_run(session: Session) -> Run | None:
    """The newest run that proposed codes, of all of them."""
    runs = session.execute(newest_first("codes")).scalars()
    return next((run for run in runs if json.loads(run.settings).get("code") is None), None)
