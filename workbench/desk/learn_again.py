"""Learning again: with what people have coded since the last run, beside the person and within a moment.

Only what was read before is compared anew, from the vectors that are kept; topics stay as they are. It is no change that
undo takes back, and it leaves alone what somebody is looking at.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError
from workbench.project.file import Project
from workbench.suggestions.cache import VectorCache
from workbench.suggestions.computing import Computed, compute
from workbench.suggestions.embedding import Embedder, SuggestingStoppedError, embedder
from workbench.suggestions.material import gather
from workbench.suggestions.refreshing import Behind, Refreshed, behind, refresh
from workbench.suggestions.switch import switched_off

if TYPE_CHECKING:
    from workbench.suggestions.embedding import Cancelled, Progress, Vectors

FEW = 100
"""So many texts are read on the way; where more are new, a person is asked for a whole run."""
EVERY = 10
"""After so many decisions the machine learns again."""


class TooMuchIsNewError(WorkbenchError):
    """Many words are new to the machine. Press s in Review to let it read them."""


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


class _Sparing:
    """A model that reads a few new texts, and refuses to read many."""

    def __init__(self, inner: Embedder) -> None:
        self.inner = inner
        self.name, self.note, self.lasting = inner.name, inner.note, inner.lasting

    def vectors(
        self, texts: Sequence[str], *, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> Vectors:
        """One row a text."""
        if self.lasting and len(texts) > FEW:
            raise TooMuchIsNewError
        return self.inner.vectors(texts, progress=progress, cancelled=cancelled)


def what_is_new(project: Project) -> Behind:
    """What people did since the machine last learned; nothing where it may not learn here."""
    if project.read_only:
        return Behind(False, 0, 0, "")
    with project.read() as session:
        return Behind(False, 0, 0, "") if switched_off(session) is not None else behind(session)


def learn_again(
    project: Project,
    *,
    in_sight: Callable[[], Collection[int]] = frozenset,
    cancelled: Cancelled | None = None,
    cache: Path | None = None,
) -> LearnedAgain:
    """Learn from what people coded and rejected since the last run, and bring the open suggestions up to it.

    Safe in any thread: nothing is locked until the result is written, in one short change.

    Args:
        project: An open project that may be written to.
        in_sight: Asked at the end for the keys of suggestions that somebody is looking at; these stay.
        cancelled: Asked now and then whether to stop.
        cache: The folder of vectors, where it is not the user's cache folder.

    Raises:
        NothingToLearnFromError: Nothing was coded or rejected since, or nothing was ever proposed.
        TooMuchIsNewError: Many words have come that the machine has not read.
    """
    new = what_is_new(project)
    if not new.ever or not new.decisions:
        raise NothingToLearnFromError
    model = _model_of(new)
    with project.read() as session:
        material = gather(session)
        secret: bytes = session.info["secret"]
    reader = embedder(model)
    kept = VectorCache(secret, reader.name, key=project.key, folder=cache) if reader.lasting else None
    computed: Computed = compute(material, _Sparing(reader), cache=kept, topics=None, cancelled=cancelled)
    if cancelled is not None and cancelled():
        raise SuggestingStoppedError
    with project.change("Learn from decisions", kind="reading") as session:
        became = refresh(session, material, computed, {"model": model, "again": True}, in_sight=in_sight())
    return LearnedAgain(new.decisions, became)


def _model_of(new: Behind) -> str:
    """The model of the last run, so that what is compared was read alike."""
    return str(json.loads(new.settings or "{}").get("model", "minilm"))
