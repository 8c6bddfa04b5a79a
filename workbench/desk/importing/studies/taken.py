"""What comes of taking in a study, gathered on the way: counts, what was left out, what a person should know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from workbench.desk.importing.studies.known import Known
from workbench.sources.drafts import LeftOut

CELLS = {
    "name": "its name",
    "parent_id": "its place in the codebook",
    "definition": "its definition",
    "include": "when it applies",
    "exclude": "when it does not",
    "example": "its example",
    "safeguarding": "what it says on safeguarding",
    "colour": "its colour",
    "start": "where it begins",
    "end": "where it ends",
    "code_id": "its code",
    "coder_id": "whose it is",
    "direction": "whether it speaks for or against",
    "text": "what it says",
    "value": "its value",
}
"""What cells are called in a report."""


@dataclass
class Taken:
    """A study on its way into the project."""

    known: Known
    counts: Counter[str] = field(default_factory=Counter)
    left_out: list[LeftOut] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def leave_out(self, where: str, what: str, why: str) -> None:
        """Report something that is not kept."""
        self.left_out.append(LeftOut(where, what, why))

    def changed(self, kind: str, called: str, changed: Sequence[str], left: Sequence[str]) -> None:
        """Count a thing that followed the other program, and report what of it stays because it was changed here."""
        self.counts[f"{kind} changed"] += bool(changed)
        if left:
            what = " and ".join(CELLS.get(cell, cell) for cell in left)
            self.leave_out(called, what, "it was changed here too: what is here stays")

    def removed_here(self, kind: str, number: int) -> None:
        """Say of things that are still in the other program and were removed here that they stay out."""
        if number:
            one = number == 1
            said = f"1 {kind.removesuffix('s')} that was" if one else f"{number:,} {kind} that were"
            self.notes.append(f"{said} removed here {'stays' if one else 'stay'} out.")
