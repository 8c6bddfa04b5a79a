"""Learning again: with what people have coded since the last run, beside the person and within a moment.

Only what was read before is compared anew, from the vectors that are kept; topics stay as they are. It is no change that
undo takes back, and it leaves alone what somebody is looking at.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from workbench.desk.suggesting.looking import Beside, gathered, look, written
from workbench.errors import WorkbenchError
from workbench.project.file import Project
from workbench.suggestions.embedding import Cancelled, SuggestingStoppedError
from workbench.suggestions.refreshing import Behind, Refreshed, behind, refresh
from workbench.suggestions.runs import model_of
from workbench.suggestions.worker import Worker

FEW = 100
"""So many texts are read on the way; where more are new, a person is asked for a whole run."""
EVERY = 10
"""After so many decisions the machine learns again."""


class NothingToLearnFromError(WorkbenchError):
    """Nothing has been coded or rejected since the machine last looked."""


@dataclass(frozen=True, slots=True)
class LearnedAgain:
    """What came of it: how many decisions were new, and what became of the open suggestions."""

    decisions: int
    became: Refreshed

    @property
    def sentence(self) -> str:
        """As the line above the passage says it."""
        last = "last decision" if self.decisions == 1 else f"last {self.decisions:,} decisions"
        return f"looked again with your {last}"


def what_is_new(project: Project) -> Behind:
    """What people did since the machine last learned; nothing where it may not learn here."""
    if project.read_only:
        return Behind(False, 0, 0, "")
    with project.read() as session:
        return behind(session)


def learn_again(
    project: Project,
    *,
    in_sight: Callable[[], Collection[int]] = frozenset,
    cancelled: Cancelled | None = None,
    cache: Path | None = None,
    worker: Worker | None = None,
) -> LearnedAgain:
    """Learn from what people coded and rejected since the last run, and bring the open suggestions up to it.

    Safe in any thread: nothing is locked until the result is written, in one short change.

    Args:
        project: An open project that may be written to.
        in_sight: Asked at the end for the keys of suggestions that somebody is looking at; these stay.
        cancelled: Asked now and then whether to stop.
        cache: The folder of vectors, where it is not the user's cache folder.
        worker: A process of its own that computes; without one it is done here.

    Raises:
        NothingToLearnFromError: Nothing was coded or rejected since, or nothing was ever proposed.
        TooMuchIsNewError: Many words have come that the machine has not read.
    """
    new = what_is_new(project)
    if not new.ever or not new.decisions:
        raise NothingToLearnFromError
    model = model_of(new.settings)
    given = gathered(project, cache=cache)
    computed = look(given, model, Beside(worker, cancelled=cancelled), most_new=FEW, topics=None)
    if cancelled is not None and cancelled():
        raise SuggestingStoppedError
    with written(project, given, "Learn from decisions", kind="reading") as session:
        settings = {"model": model, "again": True}
        became = refresh(session, given.material, computed, settings, in_sight=in_sight())
    return LearnedAgain(new.decisions, became)
