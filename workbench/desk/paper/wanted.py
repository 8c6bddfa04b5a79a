"""What a paper is asked for, what its maker gives, and how what was left out is said on it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from workbench.desk.door.door import Door
from workbench.exchange.paper.pages import Block
from workbench.governance.quote_risk import POINTS_AT_THEM, SECOND_READER
from workbench.governance.quoting import FOR_SAFEGUARDING, WOULD_BE_KNOWN, Withheld
from workbench.rows import table_of
from workbench.sources.documents import Document

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
Progress = Callable[[float, str], None]
"""Hears how much is done, from 0 to 1, and of what; it may raise to stop the work."""


def unheard(_: float, __: str) -> None:
    """Nobody wants to know how far it is."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A paper as it is asked for."""

    at: Door
    documents: tuple[str, ...] = ()
    """The documents of a transcript, by name; none named: every transcript."""
    codes: bool = False
    """Whether the codings stand in a transcript's margin."""
    progress: Progress = unheard
    display: str = ""
    """The title of a display."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a maker gives: the blocks, what is said under the title, how many passages are printed."""

    blocks: tuple[Block, ...]
    remarks: tuple[str, ...] = ()
    quotes: int = 0
    left_out: tuple[str, ...] = ()
    """Of the remarks those that say what is not on the paper; whoever takes it out reads them too."""
    title: str = ""
    """What stands in place of the paper's usual title."""
    advice: tuple[str, ...] = ()
    """What whoever takes it out should know, and the readers need not."""


def languages(session: Session) -> dict[int, str]:
    """The language of each document that is not in English, as BCP 47 has it."""
    document = table_of(Document)
    chosen = sa.select(document.c.id, document.c.language).where(
        document.c.gone.is_(False), document.c.language != "en"
    )
    return {key: said for key, said in session.execute(chosen) if _LANGUAGE.fullmatch(said)}


def not_printed(held: Iterable[Withheld]) -> tuple[str, ...]:
    """What was held back, in sentences as they stand on paper; a passage held back twice is one.

    >>> not_printed([Withheld("a", 0, 4, "This person has not agreed to be quoted.")] * 2)
    ('1 passage is not printed: its speaker has not agreed to be quoted.',)
    """
    places = {(one.document, one.start, one.end): one.why for one in held}
    return tuple(
        f"{number} {'passages are' if number > 1 else 'passage is'} not printed: {because(why, many=number > 1)}"
        for why, number in Counter(places.values()).items()
    )


def because(why: str, *, many: bool = True) -> str:
    """A reason of the door as it goes on after a colon, of one passage or of many."""
    if why == FOR_SAFEGUARDING:
        return f"{'they are' if many else 'it is'} held back for safeguarding."
    if why == WOULD_BE_KNOWN:
        return "somebody who was there would know whose words these are."
    if why in {SECOND_READER, POINTS_AT_THEM}:
        return why[:1].lower() + why[1:]
    whose = "their speakers" if many else "its speaker"
    for said, one, several in (
        ("This person has", "has", "have"),
        ("This person no longer agrees", "no longer agrees", "no longer agree"),
        ("this person agreed", "agreed", "agreed"),
    ):
        why = why.replace(said, f"{whose} {several if many else one}")
    return why[:1].lower() + why[1:]
