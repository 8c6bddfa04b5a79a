"""The pack as the blocks of a paper: what changed, what was advised and done, then part by part records and answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from workbench.briefs.ethics import AdviceLine, PackLine
from workbench.briefs.page import Paragraph
from workbench.desk.ethics.parts import Part, moved_since
from workbench.exchange.paper.pages import Block, Heading, Listing
from workbench.text import counted, dated

OPEN = "▢ Not answered yet. No record says it; a person has to."
RECORDS = "What the project's records say"
TEAM = "What the team says"
CHANGED = "changed since {}"
HOW_TO_READ = (
    "Each part has two voices. What the records say was put together by the program from what is in the project. What"
    " the team says, people wrote, and answer for. What nobody has said stands open, with a ▢."
)


@dataclass(frozen=True, slots=True)
class Issue:
    """Which version this is: its number, empty committee for a draft, and the version before it that it is set beside."""

    number: int
    committee: str
    meeting: str
    audience: str
    before: PackLine | None
    locked: bool = False
    """Whether the project file has a passphrase."""

    @property
    def is_draft(self) -> bool:
        """Whether it goes to no committee."""
        return not self.committee

    @property
    def beside(self) -> PackLine | None:
        """The version before, where it was written for the same readers; else what changed cannot be told."""
        return self.before if self.before is not None and self.before.audience == self.audience else None


def remarks_of(issue: Issue, parts: Sequence[Part]) -> tuple[str, ...]:
    """What stands under the title: which version, for whom, how to read it, how much is open."""
    if issue.is_draft:
        which = "A draft. It has not gone to a committee."
    else:
        day = f", for its meeting on {dated(issue.meeting)}" if issue.meeting else ". No day of a meeting is given"
        which = f"Version {issue.number}, for {issue.committee}{day}."
    asked = sum(len(one.asked) for one in parts)
    unanswered = sum(one.open for one in parts)
    said = f"{counted(asked - unanswered, 'question')} of {asked} that only people can answer {'is' if asked - unanswered == 1 else 'are'} answered."
    named = "; ".join(question.text for part in parts for question, answered in part.asked if answered is None)
    still = f" Not answered yet: {named}" if 0 < unanswered <= 5 else ""
    written = [answered.at[:10] for part in parts for _, answered in part.asked if answered is not None]
    last = (f"The newest of the answers was written on {dated(max(written))}.",) if written else ()
    return (which, HOW_TO_READ, said + still, *last)


def blocks_of(issue: Issue, parts: Sequence[Part], given: Sequence[AdviceLine]) -> tuple[Block, ...]:
    """The whole pack."""
    moved = frozenset(moved_since(parts, issue.beside)) if issue.beside else frozenset[str]()
    blocks: list[Block] = [*_since(issue, parts, moved)]
    blocks += _advice(given)
    for part in parts:
        shown = replace(part, blocks=(*part.blocks, _kept(issue))) if part.name == "data" else part
        blocks += _part(shown, moved, issue.beside)
    return tuple(blocks)


def _kept(issue: Issue) -> Paragraph:
    said = (
        "It has a passphrase; without that nobody can read it."
        if issue.locked
        else "It has no passphrase: whoever has the file can read it."
    )
    return Paragraph(said, heading="The project file")


def _since(issue: Issue, parts: Sequence[Part], moved: frozenset[str]) -> Iterator[Block]:
    """What says something else than in the version before."""
    if issue.before is None:
        return
    yield Heading(f"What is new since {issue.before.name}")
    went = f"{issue.before.name[:1].upper()}{issue.before.name[1:]} went to {issue.before.went_to}."
    if issue.beside is None:
        yield Paragraph(f"{went} It was written for other readers, so what changed is not marked.")
        return
    if not moved:
        yield Paragraph(f"{went} It says the same as now.")
        return
    yield Paragraph(f"{went} What says something else now is listed here and marked below.")
    rows = [
        (part.title, "; ".join(_moved_in(part, moved)))
        for part in parts
        if any(name == part.name or name.startswith(f"{part.name}.") for name in moved)
    ]
    yield Listing("What changed", ("Part", "What in it"), tuple(rows), shares=(3, 5))


def _moved_in(part: Part, moved: frozenset[str]) -> Iterator[str]:
    if part.name in moved:
        yield "what the records say"
    for question, _ in part.asked:
        if f"{part.name}.{question.item}" in moved:
            yield f"the answer to “{question.text}”"


def _advice(given: Sequence[AdviceLine]) -> Iterator[Block]:
    """What the committee recommended on earlier versions, and what was done."""
    if not given:
        return
    yield Heading("What was recommended before, and what was done")
    rows = tuple(
        (
            one.text,
            f"{one.committee}, on {one.version}",
            one.state_words,
            " ".join(filter(None, (one.done, f"({dated(one.settled_on)})" if one.settled_on else "")))
            or "Nothing is written down yet.",
        )
        for one in given
    )
    yield Listing(
        "Recommendations", ("Recommended", "By whom", "How it stands", "What was done"), rows, shares=(5, 3, 2, 5)
    )


def _part(part: Part, moved: frozenset[str], before: PackLine | None) -> Iterator[Block]:
    """A part: the records under one heading, the team under another, what changed said beside each."""

    def mark(name: str) -> str:
        return f" ({CHANGED.format(before.name)})" if before is not None and name in moved else ""

    yield Heading(part.title)
    yield Heading(f"{RECORDS}{mark(part.name)}", 2)
    yield from part.blocks
    if part.asked:
        yield Heading(TEAM, 2)
    for question, answered in part.asked:
        yield Paragraph(f"{question.text}{mark(f'{part.name}.{question.item}')}", role="label")
        yield from (Paragraph(text) for text in _answer(answered.text if answered else ""))


def _answer(text: str) -> list[str]:
    return [dated(line) for line in text.splitlines() if line.strip()] or [OPEN]
