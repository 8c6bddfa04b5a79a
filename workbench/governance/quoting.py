"""The one door for words: nothing anybody said leaves except as a `Quote` that this file gave for its audience."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from sqlmodel import Session

from workbench.governance.audiences import audience_named
from workbench.governance.consent import Answer, Use, nobody_in_particular, quotable, strictest


class Words(Protocol):
    """What the door must know of some words: where they are, and whose."""

    @property
    def document(self) -> str:
        """The document's name."""

    @property
    def start(self) -> int:
        """Where they begin, in code points."""

    @property
    def end(self) -> int:
        """Where they end."""

    @property
    def text(self) -> str:
        """The words."""

    @property
    def case_ids(self) -> tuple[int, ...]:
        """The participants whose words they are."""

    @property
    def unattributed(self) -> bool:
        """Whether some of them are of a person whose consent cannot be looked up: a child, a friend, a voice."""


WordsT = TypeVar("WordsT", bound=Words)


@dataclass(frozen=True, slots=True)
class Quote(Generic[WordsT]):
    """Words that may be shown to an audience, with what must be said beside them."""

    passage: WordsT
    audience: str
    mark: str = ""
    """Empty, or "consent not recorded"."""

    @property
    def text(self) -> str:
        """The words."""
        return self.passage.text


@dataclass(frozen=True, slots=True)
class Withheld:
    """Words that may not be shown, by their place and the reason; never the words."""

    document: str
    start: int
    end: int
    why: str


def quotes(
    session: Session, passages: Iterable[WordsT], audience: str, *, as_: Use = "verbatim"
) -> tuple[list[Quote[WordsT]], list[Withheld]]:
    """Bring many passages to the door at once: those that may leave, and what is held back and why."""
    audience = audience_named(session, audience).name
    wanted = list(passages)
    answers = quotable(session, {case_id for passage in wanted for case_id in passage.case_ids}, audience, as_)
    unknown = nobody_in_particular(session, audience, as_)
    known: dict[tuple[tuple[int, ...], bool], Answer] = {}
    through: list[Quote[WordsT]] = []
    held: list[Withheld] = []
    for passage in wanted:
        case_ids = passage.case_ids
        people = (case_ids, passage.unattributed or not case_ids)
        if people not in known:
            asked = [answers[case_id] for case_id in case_ids]
            known[people] = strictest([*asked, unknown] if people[1] else asked)
        said = known[people]
        if said.allowed:
            through.append(Quote(passage, audience, said.mark))
        else:
            held.append(Withheld(passage.document, passage.start, passage.end, said.why))
    return through, held


def quote(session: Session, passage: WordsT, audience: str, *, as_: Use = "verbatim") -> Quote[WordsT] | Withheld:
    """Bring one passage to the door."""
    through, held = quotes(session, [passage], audience, as_=as_)
    return through[0] if through else held[0]


def held_back(held: Sequence[Withheld]) -> list[str]:
    """What was held back, as sentences with counts and reasons."""
    counted = Counter(one.why for one in held)
    return [f"{number} {'quote' if number == 1 else 'quotes'} held back: {why}" for why, number in counted.items()]
