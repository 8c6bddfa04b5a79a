"""Jobs: a run to be computed, with all that it needs, so that it can be done here or in another process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.errors import WorkbenchError
from workbench.suggestions.cache import VectorCache
from workbench.suggestions.computing import Computed, compute
from workbench.suggestions.embedding import Cancelled, Embedder, Progress, embedder
from workbench.suggestions.material import Material

if TYPE_CHECKING:
    from workbench.suggestions.embedding import Vectors


@dataclass(frozen=True, slots=True)
class Kept:
    """Where the vectors of a project are kept, and what opens them. It is handed on by pipe and never written down."""

    secret: bytes = field(repr=False)
    key: str | None = field(default=None, repr=False)
    folder: Path | None = None

    def cache(self, model: str) -> VectorCache:
        """The vectors of one model."""
        return VectorCache(self.secret, model, key=self.key, folder=self.folder)


@dataclass(frozen=True, slots=True)
class Job:
    """One run: what may be read, with which model, where its vectors are kept, and how it is to be computed."""

    material: Material
    model: str
    """The model's plain name, as `embedder` takes it."""
    kept: Kept
    options: Mapping[str, Any]
    """What `compute` is asked for: topics, seed, rank."""
    every_core: bool = False
    most_new: int | None = None
    """At most so many texts may be new to the model; None for any number."""


class TooMuchIsNewError(WorkbenchError):
    """Many words are new to the machine. Press s in Review to let it read them."""


class _Sparing:
    """A model that reads a few new texts, and refuses to read many."""

    def __init__(self, inner: Embedder, most: int) -> None:
        self.inner, self.most = inner, most
        self.name, self.note, self.lasting = inner.name, inner.note, inner.lasting

    def vectors(
        self, texts: Sequence[str], *, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> Vectors:
        """One row a text."""
        if self.lasting and len(texts) > self.most:
            raise TooMuchIsNewError
        return self.inner.vectors(texts, progress=progress, cancelled=cancelled)


def done(job: Job, *, progress: Progress | None = None, cancelled: Cancelled | None = None) -> Computed:
    """Compute a job in this process; SuggestingStoppedError when it was stopped."""
    reader = embedder(job.model, every_core=job.every_core)
    if job.most_new is not None:
        reader = _Sparing(reader, job.most_new)
    cache = job.kept.cache(reader.name) if reader.lasting else None
    return compute(job.material, reader, cache=cache, progress=progress, cancelled=cancelled, **job.options)
