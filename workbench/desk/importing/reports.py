"""What came of one file that somebody brought in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from workbench.desk.importing.releasing import ReleaseReport
from workbench.desk.importing.samples import Sample
from workbench.errors import WorkbenchError
from workbench.sources.drafts import LeftOut

NOTHING = dict.fromkeys(("documents", "turns", "words", "rows", "observations", "codings"), 0)
"""The counts that every report has."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of one file: imported or refused, with counts, what was left out and why, and what to look at.

    A refused file has one entry in `left_out`, whose `why` is the sentence to show. A file that was there already,
    unchanged, counts as imported, with nothing but zeros and a note.
    """

    file: str
    kind: str
    outcome: str
    counts: dict[str, int] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()
    asks: str = ""
    """What somebody may say so that it comes in after all: kind, map, amend, speakers; beside for what is no text."""
    sample: Sample = field(default_factory=Sample)
    """How it begins, where it was only tried."""
    content: str = ""
    """The SHA-256 of who said what in a transcript, where it was only tried."""
    release: ReleaseReport | None = None
    """What it does to the figures of the release before, where it is one."""
    looks_like: tuple[str, ...] = ()
    """Data sets of which it may be a new release, where that is asked."""

    @property
    def why(self) -> str:
        """Why it was refused, in a sentence, or nothing."""
        return self.left_out[0].why if self.outcome == "refused" else ""

    def as_json(self) -> dict[str, Any]:
        """The report in the form that `import --json` promises."""
        return {
            "file": self.file,
            "kind": self.kind,
            "outcome": self.outcome,
            "counts": self.counts,
            "left_out": [{"where": left.where, "what": left.what, "why": left.why} for left in self.left_out],
            "notes": list(self.notes),
            **({"release": self.release.as_json()} if self.release else {}),
        }


def refused(name: str, kind: str, reason: WorkbenchError) -> ImportReport:
    """The report of a file that did not come in."""
    return ImportReport(
        name,
        kind,
        "refused",
        dict(NOTHING),
        (LeftOut(name, "the file", str(reason)),),
        asks=reason.asks,
        looks_like=getattr(reason, "datasets", ()),
    )
