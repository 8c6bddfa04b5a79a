"""The risk of a quote: whether its words, what is printed beside them and what else is quoted tell whose they are.

Red is held back. Amber waits for a second reader. Green says what was looked at, and never that a quote is safe.
What can be done without anybody is done first: descriptions are left off where they and the words together tell much,
and names where many quotes of one person would make a portrait.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from sqlmodel import Session

from workbench.governance.clues import LOOKED_FOR, NOT_LOOKED_FOR, SAYS_NUMBERS, Clues, clues
from workbench.governance.descriptions import WITHHELD
from workbench.governance.mosaic import Place, named_before
from workbench.governance.sign_offs import SignOffLine, agreed
from workbench.sources.cases import case_labels

if TYPE_CHECKING:
    from workbench.governance.quoting import Words

Level = Literal["red", "amber", "green"]
MANY_CLUES = 4
"""So many kinds of clue in the words, with what is described beside them, and a second reader is wanted."""
A_PORTRAIT = 4
"""With so many other quotes under the same name a portrait of the person adds up."""
POINTS_AT_THEM = (
    "Something in it points at one person by itself, such as a telephone number or an address. Take it out of the"
    " transcript first, or show the passage in other words."
)
SECOND_READER = (
    "Somebody could be known by these words, so a second reader has to agree first. Ask for one in Governance, under"
    " Second reader."
)
SAYS: dict[Level, str] = {"red": "held back", "amber": "a second reader wanted", "green": "goes through"}


@dataclass(frozen=True, slots=True)
class Beside:
    """What would be printed beside quotes."""

    described: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """What is known of each person, an attribute a place, as it may be printed."""
    names: tuple[str, ...] = ()
    """The attributes, in their order."""
    whole: bool = False
    """Whether whole transcripts are printed, in which everybody's words stand together whatever they are called."""
    named: bool = True
    """Whether it is printed whose words they are."""
    candidates: bool = False
    """Whether only a few of what is wanted will be printed: they are not counted together yet."""
    printed: Mapping[int, Collection[Place]] = field(default_factory=dict)
    """The places of quotes that stand under each person's name elsewhere in what leaves."""

    def described_by(self, cases: Iterable[int]) -> tuple[str, ...]:
        """The attributes of which something is printed beside a quote of these people."""
        lines = [self.described[case] for case in cases if case in self.described]
        return tuple(
            name for at, name in enumerate(self.names) if any(line[at] and line[at] != WITHHELD for line in lines)
        )


@dataclass(frozen=True, slots=True)
class Risk:
    """What was found about one quote for one audience."""

    level: Level
    found: Clues
    described: int
    """How many things are described beside it, after what was left off."""
    together: int
    """How many other quotes stand or stood under the same name; 0 where the name is left off."""
    name_off: bool = False
    description_off: bool = False
    signed: bool = False
    """A second reader agreed to show it to this audience."""

    @property
    def passes(self) -> bool:
        """Whether it may leave."""
        return self.level == "green" or (self.level == "amber" and self.signed)

    def reasons(self) -> tuple[str, ...]:
        """What raises the risk, and what was left off, in words without any of the quote's."""
        said = []
        if self.found.names_them:
            kinds = ", ".join(self.found.names_them)
            said.append(f"the words hold what points at one person by itself ({kinds})")
        if self.found.may_name:
            kinds = ", ".join(f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}" for kind in self.found.may_name)
            said.append(f"the words hold {kinds} that may be somebody's own, unless it is made up")
        if self.found.tells:
            said.append(f"the words tell of {', '.join(self.found.tells)}")
        if self.described:
            things = "1 thing is" if self.described == 1 else f"{self.described} things are"
            said.append(f"{things} said of the person beside it")
        if self.together >= A_PORTRAIT:
            said.append(f"{self.together} other quotes of the same person stand with it")
        if self.description_off:
            said.append("what is known of the person is left off, because the words tell enough")
        if self.name_off:
            said.append("the person's name is left off, because many quotes of theirs would make a portrait")
        if self.signed:
            said.append("a second reader agreed")
        return tuple(said)


def looked_at() -> str:
    """What a quote was looked through for, and what nobody looked for: what green means."""
    return (
        f"Looked for in the words: {SAYS_NUMBERS}, names, {', '.join(LOOKED_FOR)}; for what is printed beside them; and for"
        f" how many quotes of the person readers have under one name. Not looked for: {', '.join(NOT_LOOKED_FOR)}."
        " Nobody can say from this that a quote gives nobody away."
    )


class Risks:
    """The risks of many quotes for one audience: what left before, who agreed to what, and who is known by which name."""

    def __init__(self, session: Session, audience: str, wanted: Sequence[Words], beside: Beside | None = None) -> None:
        self.beside = beside or Beside()
        self._known = frozenset(
            word.lower().strip("().,") for label in case_labels(session).values() for word in label.split()
        )
        self._agreed: dict[str, list[SignOffLine]] = defaultdict(list)
        for line in agreed(session, audience):
            self._agreed[line.document].append(line)
        self._before = named_before(session, audience)
        self._here = {} if self.beside.candidates else _places(wanted)
        self._clues = lru_cache(maxsize=None)(self._look)

    def of(self, passage: Words, text: str) -> Risk:
        """The risk of one quote, with the text as it would be shown."""
        found = self._clues(text)
        signed = self._signed(passage)
        every = self._described(passage)
        described = every if signed is None else self._described(passage, signed.descriptors)
        together = self._together(passage)
        name_off = description_off = False
        if signed is None:
            name_off = not self.beside.whole and together >= A_PORTRAIT
            description_off = bool(every) and len(found.tells) + every >= MANY_CLUES
        else:
            description_off = described < every
        described, together = 0 if description_off else described, 0 if name_off else together
        level: Level = "green"
        if found.may_name or len(found.tells) + described >= MANY_CLUES or together >= A_PORTRAIT:
            level = "amber"
        if found.names_them:
            level = "red"
        return Risk(level, found, described, together, name_off, description_off, signed is not None)

    def _look(self, text: str) -> Clues:
        return clues(text, known=self._known)

    def _described(self, passage: Words, only: Collection[str] | None = None) -> int:
        """How many attributes of its people are printed beside a quote."""
        named = self.beside.described_by(passage.case_ids)
        return sum(only is None or name in only for name in named)

    def _together(self, passage: Words) -> int:
        """How many other quotes stand under the name of the person of whom most do."""
        place = (passage.document, passage.start, passage.end)
        most = 0
        if not (self.beside.named or self.beside.whole):
            return most
        for case in passage.case_ids:
            before = self._before.get(case, frozenset()).union(self.beside.printed.get(case, ()))
            if place in before:
                continue
            most = max(most, len((self._here.get(case, set()) | before) - {place}))
        return most

    def _signed(self, passage: Words) -> SignOffLine | None:
        """What a second reader agreed to that holds for a quote: of those very words first, else of more around them."""
        over = [
            one
            for one in self._agreed.get(passage.document, ())
            if one.start <= passage.start and passage.end <= one.end
        ]
        return min(over, key=lambda one: one.end - one.start, default=None)


def _places(wanted: Iterable[Words]) -> dict[int, set[Place]]:
    """Where each person is quoted in what is wanted."""
    found: dict[int, set[Place]] = defaultdict(set)
    for one in wanted:
        for case in one.case_ids:
            found[case].add((one.document, one.start, one.end))
    return found
