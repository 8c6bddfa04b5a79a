"""The parts of the pack as the project and its people say them now, with a digest of each by which a change is seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlmodel import Session

from workbench.briefs.ethics import AnswerLine, PackLine, answers, packs
from workbench.briefs.ethics_questions import PARTS, Question, questions_in
from workbench.desk.door.door import Door, door
from workbench.desk.ethics.assessment import assessment
from workbench.desk.ethics.data import data
from workbench.desk.ethics.guarded import left, small
from workbench.desk.ethics.harms import harms
from workbench.desk.ethics.machine import machine, record
from workbench.desk.ethics.people import consent, missing
from workbench.desk.ethics.plain import plain
from workbench.desk.ethics.purpose import benefit, purpose
from workbench.exchange.paper.pages import Block
from workbench.text import stamp

_MAKERS: dict[str, Callable[[Door], Iterable[Block]]] = {
    "plain": plain,
    "purpose": purpose,
    "benefit": benefit,
    "data": data,
    "consent": consent,
    "missing": missing,
    "small": small,
    "machine": machine,
    "harms": harms,
    "left": left,
    "assessment": assessment,
}
RECORD = "record"
RECORD_TITLE = "The record of how a computer was used"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the pack: what the records say, and the questions that only a person can answer, with the answers."""

    name: str
    title: str
    blocks: tuple[Block, ...]
    asked: tuple[tuple[Question, AnswerLine | None], ...] = ()

    @property
    def says(self) -> dict[str, str]:
        """A digest of what the records say, by the part's name, and one of each answer, by `part.question`."""
        found = {self.name: stamp(*map(repr, self.blocks))}
        for question, answered in self.asked:
            found[f"{self.name}.{question.item}"] = stamp(answered.text) if answered else ""
        return found

    @property
    def open(self) -> int:
        """How many of its questions nobody has answered yet."""
        return sum(answered is None for _, answered in self.asked)


def read_parts(at: Door) -> list[Part]:
    """Every part in its order; the record of a computer's use comes last, and only where one was used."""
    said = answers(at.session)
    found = [
        Part(
            name,
            title,
            tuple(_MAKERS[name](at)),
            tuple((one, said.get(one.item)) for one in questions_in(name)),
        )
        for name, title in PARTS.items()
    ]
    whole = record(at)
    return [*found, Part(RECORD, RECORD_TITLE, whole)] if whole else found


def says_of(parts: Iterable[Part]) -> dict[str, str]:
    """The digests of all parts."""
    return {name: digest for part in parts for name, digest in part.says.items()}


def moved_since(parts: Iterable[Part], last: PackLine) -> list[str]:
    """What says something else than in a version that was kept: names of parts, and of answers as `part.question`."""
    now = says_of(parts)
    return [name for name, digest in now.items() if last.says.get(name, "") != digest]


def older(session: Session) -> tuple[PackLine, list[Part], list[str]] | None:
    """The newest version with the parts as they are now and what moved since; None where nothing did or none was kept."""
    there = packs(session)
    if not there:
        return None
    last = there[-1]
    parts = read_parts(door(session, last.audience))
    moved = moved_since(parts, last)
    return (last, parts, moved) if moved else None
