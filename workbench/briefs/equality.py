"""Effects of an option on equality, by protected characteristic and by what matters locally."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Field, Session

from workbench.briefs.below import below, put_below, remove_below
from workbench.briefs.options import Option, chosen_of
from workbench.errors import WorkbenchError
from workbench.rows import AUTOINCREMENT, Row, find, guid_for, guid_text, one_of

EFFECTS = ("positive", "neutral", "negative", "not known")

CHARACTERISTICS = (
    "age",
    "disability",
    "gender reassignment",
    "marriage and civil partnership",
    "pregnancy and maternity",
    "race",
    "religion or belief",
    "sex",
    "sexual orientation",
)
"""The nine of the Equality Act 2010, section 4."""

LOCAL = ("care leavers", "living in the country", "low income")
"""What many councils look at besides; any other may be named."""


class EqualityEffect(Row, table=True):
    """What an option does for people with one characteristic, and what is done where that is bad."""

    __tablename__ = "option_equality"
    __table_args__: Any = (one_of("effect", EFFECTS), AUTOINCREMENT)

    option_id: int = Field(foreign_key="options.id", index=True)
    characteristic: str
    effect: str = "not known"
    why: str = ""
    mitigation: str = ""


@dataclass(frozen=True, slots=True)
class EqualityLine:
    """What an option does for people with one characteristic, as a page shows it."""

    id: int
    option_id: int
    characteristic: str
    effect: str
    why: str
    mitigation: str


class CharacteristicNeedsNameError(WorkbenchError):
    """Say which people are meant: one of the nine characteristics of the Equality Act, or others in a word or two."""


class EqualityNeedsWhyError(WorkbenchError):
    """Write in a sentence why you say so; “not known” alone needs no reason."""


def look_at_equality(
    session: Session, option_id: int, characteristic: str, *, effect: str, why: str = "", mitigation: str = ""
) -> int:
    """Say what an option does for people with a characteristic, in place of what was said before.

    `characteristic` is of CHARACTERISTICS or LOCAL, or any other name; `effect` is of EFFECTS.
    Raises CharacteristicNeedsNameError, EqualityNeedsWhyError, NotOfThoseError, BriefIsDecidedError.
    """
    named = " ".join(characteristic.split())
    if not named:
        raise CharacteristicNeedsNameError
    known = {one.casefold(): one for one in (*CHARACTERISTICS, *LOCAL)}
    named = known.get(named.casefold(), named)
    if chosen_of(effect, EFFECTS, "What an option does for people") != "not known" and not why.strip():
        raise EqualityNeedsWhyError
    pair = f"{guid_text(find(session, Option, option_id).guid)}/{named.casefold()}"
    return put_below(
        session,
        EqualityEffect,
        guid_for(session, "equality", pair),
        {"option_id": option_id},
        characteristic=named,
        effect=effect,
        why=why.strip(),
        mitigation=mitigation.strip(),
    )


def forget_equality(session: Session, effect_id: int) -> None:
    """Take back what was said of a characteristic: it has not been looked at then."""
    remove_below(session, EqualityEffect, effect_id)


def equality(session: Session, option_ids: Iterable[int]) -> dict[int, tuple[EqualityLine, ...]]:
    """What was said for each option: the nine in the Act's order, then the others by name."""
    order = {name: place for place, name in enumerate((*CHARACTERISTICS, *LOCAL))}
    return {
        option: tuple(
            EqualityLine(row.id or 0, option, row.characteristic, row.effect, row.why, row.mitigation)
            for row in sorted(rows, key=lambda row: (order.get(row.characteristic, len(order)), row.characteristic))
        )
        for option, rows in below(session, EqualityEffect, "option_id", option_ids).items()
    }


def not_looked_at(lines: Iterable[EqualityLine]) -> tuple[str, ...]:
    """Those of the nine characteristics that nobody has looked at yet."""
    seen = {one.characteristic for one in lines}
    return tuple(name for name in CHARACTERISTICS if name not in seen)


def equality_in_words(lines: Iterable[EqualityLine]) -> str:
    """Good for, bad for, no difference to, not known: a line each; empty where nothing was said."""
    listed = list(lines)
    said = []
    words = {"positive": "Good for", "negative": "Bad for", "neutral": "No difference", "not known": "Not known"}
    for effect, word in words.items():
        names = [one.characteristic for one in listed if one.effect == effect]
        if names:
            said.append(f"{word}: {', '.join(names)}")
    return "\n".join(said)


def missed_in_words(lines: Iterable[EqualityLine], most: int = len(CHARACTERISTICS)) -> str:
    """Which of the nine characteristics nobody has looked at, in a sentence; how many, where there are more than `most`."""
    missed = not_looked_at(lines)
    if not missed:
        return ""
    if len(missed) == len(CHARACTERISTICS):
        return "Nobody has looked at any of the nine protected characteristics yet."
    if len(missed) > most:
        return f"Nobody has looked at {len(missed)} of the nine protected characteristics yet."
    return f"Nobody has looked at {', '.join(missed[:-1])}{' or ' if missed[:-1] else ''}{missed[-1]} yet."
