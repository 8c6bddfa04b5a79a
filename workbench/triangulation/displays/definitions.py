"""Definitions: what a display shows, as it is kept in the project: JSON, with things named by their GUIDs.

So copies of a project agree on a display, and it can be run again whatever has happened to the keys. Attributes and
kinds of material go by their names. A display of each kind knows these:

    side by side           topics
    statistics by themes   themes, by or indicator, levels, role, mean_of, heard_in, quotes
    themes by statistics   themes, by or indicator, levels, role, mean_of, heard_in, quotes
    quotes                 codes, by or indicator, levels, role, heard_in, quotes
    follow-up              findings
    building               themes
    typology               themes, by (none: by which themes people raised), mean_of, labels, heard_in
    recommendations        elements

What is left out is everything there is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from workbench.errors import WorkbenchError
from workbench.sources.cases import PLACE_ROLES

MOST_QUOTES = 10
LEVELS = (2, 10)
_GROUPED = frozenset({"by", "indicator", "levels", "role", "heard_in", "quotes"})
KNOWN: Mapping[str, frozenset[str]] = {
    "side by side": frozenset({"topics"}),
    "statistics by themes": _GROUPED | {"themes", "mean_of"},
    "themes by statistics": _GROUPED | {"themes", "mean_of"},
    "quotes": _GROUPED | {"codes"},
    "follow-up": frozenset({"findings"}),
    "building": frozenset({"themes"}),
    "typology": frozenset({"themes", "by", "mean_of", "labels", "heard_in"}),
    "recommendations": frozenset({"elements"}),
}
"""What a display of each kind may say in its definition."""


class DefinitionUnclearError(WorkbenchError):
    """What this display shows cannot be read. Make it anew, or put its definition right."""


@dataclass(frozen=True, slots=True)
class Element:
    """A part of a framework: findings from numbers and from words by GUID, and the option that answers them."""

    name: str
    numbers: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    option: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """What a display shows. GUIDs are 32 hexadecimal digits."""

    topics: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    elements: tuple[Element, ...] = ()
    by: str = ""
    """The attribute that makes the groups, or `where they live`; empty: everyone, or the levels of `indicator`."""
    indicator: str = ""
    """By whose figures the areas, and with them the people, are put in levels."""
    levels: int = 5
    role: str = "lives"
    """How people belong to an area: lives, recruited in, speaks of."""
    heard_in: str = ""
    """The kind of material, as `coding.by_group.materials` names it; empty: what was spoken, else the first survey."""
    quotes: int = 1
    mean_of: str = ""
    """An attribute with numbers, whose mean stands beside the count."""
    labels: dict[str, str] = field(default_factory=dict)
    """Of a typology: what each type is called."""


_GUIDS = ("topics", "themes", "codes", "findings")
_NAMES = ("by", "heard_in", "mean_of")


def read_definition(kind: str, written: str) -> Definition:
    """A definition from its JSON; DefinitionUnclearError says in a sentence what is wrong with it."""
    try:
        said = json.loads(written or "{}")
    except ValueError as error:
        raise DefinitionUnclearError(f"What this display shows is not written as JSON: {error}.") from error
    if not isinstance(said, dict):
        raise DefinitionUnclearError('What this display shows must be written as names with values, such as {"by": …}.')
    strange = sorted(said.keys() - KNOWN[kind])
    if strange:
        raise DefinitionUnclearError(
            f"A display of the kind “{kind}” knows nothing of “{strange[0]}”. It may say:"
            f" {', '.join(sorted(KNOWN[kind]))}."
        )
    cells: dict[str, Any] = {name: _guids(name, said[name]) for name in _GUIDS if name in said}
    cells |= {name: _text(name, said[name]) for name in _NAMES if name in said}
    if "indicator" in said:
        cells["indicator"] = _guid("indicator", said["indicator"]) if said["indicator"] else ""
    if "role" in said:
        if said["role"] not in PLACE_ROLES:
            raise DefinitionUnclearError(f"“role” is one of: {', '.join(PLACE_ROLES)}; it says “{said['role']}”.")
        cells["role"] = said["role"]
    if "levels" in said:
        cells["levels"] = _whole("levels", said["levels"], *LEVELS)
    if "quotes" in said:
        cells["quotes"] = _whole("quotes", said["quotes"], 0, MOST_QUOTES)
    if "labels" in said:
        cells["labels"] = _labels(said["labels"])
    if "elements" in said:
        cells["elements"] = _elements(said["elements"])
    found = Definition(**cells)
    if found.by and found.indicator:
        raise DefinitionUnclearError(
            "A display groups people by an attribute or by an indicator. Leave one of them out."
        )
    return found


def written(definition: Definition) -> str:
    """A definition as it is kept: only what differs from what is left out."""
    plain = Definition()
    said = {
        one.name: asdict(definition)[one.name]
        for one in fields(Definition)
        if getattr(definition, one.name) != getattr(plain, one.name)
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


def _guid(name: str, said: object) -> str:
    text = str(said).replace("-", "").casefold()
    if len(text) != 32 or set(text) - set("0123456789abcdef"):
        raise DefinitionUnclearError(f"“{name}” names things by their GUIDs, 32 digits from 0 to f; it says “{said}”.")
    return text


def _list(name: str, said: object) -> list[Any]:
    if not isinstance(said, list | tuple):
        raise DefinitionUnclearError(f"“{name}” must be a list.")
    return list(said)


def _guids(name: str, said: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_guid(name, one) for one in _list(name, said)))


def _text(name: str, said: object) -> str:
    if not isinstance(said, str):
        raise DefinitionUnclearError(f"“{name}” must be a name; it says “{said}”.")
    return said.strip()


def _whole(name: str, said: object, least: int, most: int) -> int:
    if isinstance(said, bool) or not isinstance(said, int) or not least <= said <= most:
        raise DefinitionUnclearError(f"“{name}” must be a whole number from {least} to {most}; it says “{said}”.")
    return said


def _labels(said: object) -> dict[str, str]:
    if not isinstance(said, dict) or not all(isinstance(one, str) for one in said.values()):
        raise DefinitionUnclearError('“labels” must give each type a name, such as {"girls": "take the long way"}.')
    return {str(name): one.strip() for name, one in said.items()}


def _elements(said: object) -> tuple[Element, ...]:
    found = []
    for one in _list("elements", said):
        if not isinstance(one, dict) or not str(one.get("name", "")).strip():
            raise DefinitionUnclearError(
                "Every part of “elements” has a name: the part of the framework it stands for."
            )
        strange = sorted(one.keys() - {"name", "numbers", "words", "option"})
        if strange:
            raise DefinitionUnclearError(
                f"A part of “elements” knows nothing of “{strange[0]}”. It may say: name, numbers, words, option."
            )
        option = _guid("option", one["option"]) if one.get("option") else ""
        numbers, words = (_guids(name, one.get(name, ())) for name in ("numbers", "words"))
        found.append(Element(str(one["name"]).strip(), numbers, words, option))
    names = [one.name for one in found]
    twice = _twice(names)
    if twice:
        raise DefinitionUnclearError(f"Two parts of “elements” are called “{twice}”. Give each a name of its own.")
    return tuple(found)


def _twice(names: Iterable[str]) -> str:
    """The first name that comes a second time; empty where none does."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return ""
