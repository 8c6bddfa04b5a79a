"""Closed answers where names are taken out of the words: they are counted, so they are never changed here and there.

A name of a place or an organisation may be an answer that many give, such as the town people live in: it stays. A name of
any other kind gives a person away: a column with one in it is left out whole unless somebody said to keep it, as is one
that somebody said to leave out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from workbench.governance.name_patterns import pattern_of

STAYS, GOES = "stays", "goes"
"""What somebody may say of a column."""
_OF_MANY = frozenset({"place", "organisation"})
PERSON_IN_IT = "a person's name, or something else that gives somebody away and is taken out, stands in it"
SAID_TO_GO = "somebody said that it gives people away"


def gives_a_person_away(kind: str) -> bool:
    """Whether a name of that kind gives a person away wherever it stands, and is no answer that many may give."""
    return kind not in _OF_MANY


@dataclass(frozen=True, slots=True)
class ClosedAnswers:
    """What becomes of columns of closed answers, by the names that are taken out and what was said of each column."""

    of_people: re.Pattern[str] | None
    of_many: re.Pattern[str] | None
    told: Mapping[str, str]
    """STAYS or GOES by a column's name in small letters."""

    def why_left_out(self, name: str, answers: Iterable[str]) -> str:
        """Why a column is left out whole; nothing where it stays."""
        said = self.told.get(name.casefold())
        if said is None and any(map(self.names_somebody, answers)):
            return PERSON_IN_IT
        return SAID_TO_GO if said == GOES else ""

    def names_somebody(self, answer: str) -> bool:
        """Whether a name that gives a person away stands in an answer."""
        return self.of_people is not None and self.of_people.search(answer) is not None

    def named_in(self, answers: Iterable[str]) -> list[str]:
        """Different answers in which a name stands that is taken out of the words."""
        patterns = [one for one in (self.of_people, self.of_many) if one is not None]
        return [answer for answer in answers if any(one.search(answer) for one in patterns)]


def closed_answers(kinds: Mapping[str, str], told: Mapping[str, str]) -> ClosedAnswers:
    """What becomes of closed answers; `kinds` has the names that are taken out, each with its kind."""
    of_people = pattern_of(name for name, kind in kinds.items() if gives_a_person_away(kind))
    of_many = pattern_of(name for name, kind in kinds.items() if not gives_a_person_away(kind))
    return ClosedAnswers(of_people, of_many, told)


def kept_note(name: str, answers: Collection[str]) -> str:
    """What a report says of a column that keeps such answers."""
    many = len(answers)
    stand = "answers in which a name stands" if many != 1 else "answer in which a name stands"
    return f"The column “{name}” keeps {many:,} closed {stand} that is taken out of the words: it is counted, and no words that were said."


def map_without(written: str, gone: Collection[str], change: Callable[[str], str], rename: Callable[[str], str]) -> str:
    """A survey's map of columns without names in what it says, and without closed questions that are left out.

    Answers of those that stay are as they were; a column of one that goes is among those it ignores.
    """
    told: dict[str, Any] = json.loads(written)
    dropped: list[str] = []
    kept: dict[str, Any] = {}
    for key, value in told.items():
        if key == "closed":
            kept[key], out = _parted(value, gone)
            dropped += out
        elif key == "options_of":
            kept[key] = {of: columns for of, columns in value.items() if of not in gone}
            dropped += [column for of in value.keys() & set(gone) for column in value[of]]
        else:
            kept[key] = value
    for key in ("kinds", "order", "joined_by"):
        if key in kept:
            kept[key] = {name: one for name, one in kept[key].items() if name not in dropped and name not in gone}
    if dropped:
        kept["ignore"] = [*kept.get("ignore", ()), *dropped]
    changed = {change(key): _changed(key, value, change, rename) for key, value in kept.items()}
    return json.dumps(changed, ensure_ascii=False)


def _parted(closed: Any, gone: Collection[str]) -> tuple[Any, list[str]]:
    """Closed columns that stay, as they were written, and those that go."""
    if isinstance(closed, dict):
        stay = {column: name for column, name in closed.items() if name not in gone}
        return stay, [column for column in closed if column not in stay]
    return [column for column in closed if column not in gone], [column for column in closed if column in gone]


def _changed(key: str, value: Any, change: Callable[[str], str], rename: Callable[[str], str]) -> Any:
    """What stands under a key of the map, changed all through but for closed answers."""
    if key == "survey":
        return rename(value)
    if key in {"order", "options_of"}:
        return {change(name): answers for name, answers in value.items()}
    return _inside(value, change)


def _inside(written: Any, change: Callable[[str], str]) -> Any:
    if isinstance(written, dict):
        return {change(key): _inside(value, change) for key, value in written.items()}
    if isinstance(written, list):
        return [_inside(one, change) for one in written]
    return change(written) if isinstance(written, str) else written
