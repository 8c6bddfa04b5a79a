"""How much of what gives people away is found: `python -m tests.governance.identifiers_measured`.

Over invented sentences in which everything to be found is marked, {kind:words}. A find counts when it is of any kind
and covers every letter that is marked; what covers words that are not marked, beyond a title or an article, is wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from workbench.governance.identifiers import KINDS, Found, find

FOLDER = Path(__file__).resolve().parents[1] / "specimens" / "identifiers"
_MARKED = re.compile(r"\{([\w -]+):([^{}]+)\}")


@dataclass
class Measured:
    """What was there, found, and wrongly found, by kind; `missed` and `wrong` are the words themselves."""

    there: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    named_right: Counter[str] = field(default_factory=Counter)
    finds: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def recall(self, kind: str) -> float:
        """Of what is there of a kind, the share that would be taken out."""
        return self.found[kind] / self.there[kind] if self.there[kind] else 1.0

    def precision(self, kind: str) -> float:
        """Of what was found as a kind, the share that does give somebody away."""
        return self.right[kind] / self.finds[kind] if self.finds[kind] else 1.0


def unmarked(line: str) -> tuple[str, list[Found]]:
    """A sentence without its marks, and what they mark."""
    text, marks, at = "", [], 0
    for match in _MARKED.finditer(line):
        text += line[at : match.start()]
        marks.append(Found(match.group(1), len(text), len(text) + len(match.group(2)), match.group(2)))
        text += match.group(2)
        at = match.end()
    return text + line[at:], marks


def sentences(*names: str) -> list[tuple[str, list[Found]]]:
    """The marked sentences of specimen files."""
    return [
        unmarked(line)
        for name in names
        for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
        if line
    ]


def measure(marked: Iterable[tuple[str, list[Found]]]) -> Measured:
    """Find in every sentence by itself, and compare."""
    listed = list(marked)
    result = Measured()
    for (text, marks), finds in zip(listed, find([text for text, _ in listed]), strict=True):
        covered = {at for one in finds for at in range(one.start, one.end)}
        for mark in marks:
            result.there[mark.kind] += 1
            letters = {at for at in range(mark.start, mark.end) if text[at].isalnum()}
            if letters <= covered:
                result.found[mark.kind] += 1
                result.named_right[mark.kind] += any(
                    one.kind == mark.kind and one.start < mark.end and mark.start < one.end for one in finds
                )
            else:
                result.missed.append(f"{mark.kind}: {mark.text} — {text}")
        for one in finds:
            result.finds[one.kind] += 1
            if any(mark.start < one.end and one.start < mark.end for mark in marks):
                result.right[one.kind] += 1
            else:
                result.wrong.append(f"{one.kind}: {one.text} ({one.why}) — {text}")
    return result


def table(result: Measured) -> str:
    """Recall and precision by kind, as a table."""
    lines = [f"{'kind':14} there found recall  finds right precision"]
    for kind in KINDS:
        lines.append(
            f"{kind:14} {result.there[kind]:5} {result.found[kind]:5} {result.recall(kind):6.3f} "
            f"{result.finds[kind]:6} {result.right[kind]:5} {result.precision(kind):9.3f}"
        )
    there, found = sum(result.there.values()), sum(result.found.values())
    finds, right = sum(result.finds.values()), sum(result.right.values())
    lines.append(f"{'all':14} {there:5} {found:5} {found / there:6.3f} {finds:6} {right:5} {right / finds:9.3f}")
    return "\n".join(lines)


if __name__ == "__main__":
    import sys

    for name in sys.argv[1:] or ("seen", "held_out", "blind", "blind_again", "blind_third", "tempting"):
        measured = measure(sentences(name, *(["tempting"] if name == "seen" and len(sys.argv) > 2 else [])))
        print(f"\n{name}\n{table(measured) if measured.there else ''}")
        if name in {"seen", "tempting"} or "-v" in sys.argv:
            print("\n".join([*measured.missed, "", *measured.wrong]))
