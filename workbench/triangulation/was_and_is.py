"""What a judgement saw and what is there now, line beside line. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

_COUNTED = (
    ("people", "People who say it"),
    ("of", "People heard"),
    ("asked", "People asked"),
    ("passages", "Passages"),
)
_FIGURE = ("indicator", "area", "period", "of", "unit")
_NOTHING = "–"


class Line(NamedTuple):
    """One thing as it was and as it is."""

    what: str
    was: str
    now: str

    @property
    def same(self) -> bool:
        """Whether nothing about it changed."""
        return self.was == self.now


def was_and_is(was: dict[str, Any], now: dict[str, Any]) -> list[Line]:
    """Every thing a judgement rests on, then its counts, as `says` keeps them: how each was and is."""
    before, after = was.get("things", {}), now.get("things", {})
    lines = [
        Line(
            _called(after.get(guid) or before[guid]),
            _said(before[guid]) if guid in before else "was not among the evidence",
            _said(after[guid]) if guid in after else "no longer in the project",
        )
        for guid in dict.fromkeys((*before, *after))
    ]
    return [*lines, *_counts(was, now)]


def _counts(was: dict[str, Any], now: dict[str, Any]) -> Iterator[Line]:
    for cell, what in _COUNTED:
        if cell in was or cell in now:
            yield Line(what, _number(was.get(cell)), _number(now.get(cell)))
    if was.get("hint") or now.get("hint"):
        yield Line("The count suggests", was.get("hint") or "no level", now.get("hint") or "no level")


def _number(value: Any) -> str:
    if value is None:
        return _NOTHING
    return str(len(value)) if isinstance(value, list) else str(value)


def _called(thing: dict[str, Any]) -> str:
    """What a thing is called, and on which side it stands."""
    called = str(thing.get("called", ""))
    called = f"{called[:1].upper()}{called[1:]}"
    return f"{called} (against)" if thing.get("direction") == "against" else called


def _said(thing: dict[str, Any]) -> str:
    """What a thing says, in a line; of words only whose and under which code, for they are not kept."""
    kind = thing["kind"]
    if kind == "observation":
        return _figure(thing)
    if kind == "coding":
        refused = ", ".join(thing["withdrawn"])
        words = f"words {thing['words'][:6]} under {thing['code']}"
        return f"{words}; not to be quoted: {refused}" if refused else words
    if kind == "finding":
        return f"{thing['statement']} ({thing['prominence']})"
    if kind == "theme":
        gathered = ", ".join(thing.get("codes", ())) or "no codes"
        return f"{thing['name']}: {thing.get('statement', '')} [{gathered}]"
    return str(thing.get("words") or thing.get("name") or thing.get("called", ""))


def _figure(thing: dict[str, Any]) -> str:
    if thing.get("kept_out"):
        return "kept out of analysis"
    value = thing["status"] if thing["value"] is None else f"{thing['value']:g} {thing['unit']}".strip()
    if thing["value"] is None and thing.get("base") is not None:
        value = f"{thing['count']:g} of {thing['base']:g}"
    interval = (
        "" if thing["lower"] is None or thing["upper"] is None else f" ({thing['lower']:g} to {thing['upper']:g})"
    )
    marked = "" if thing["status"] == "normal" or thing["value"] is None else f", {thing['status']}"
    compared = f", {thing['compared']}" if thing.get("compared") else ""
    about = ", ".join(str(thing[cell]) for cell in _FIGURE[:4] if thing.get(cell))
    return f"{value}{interval}{marked}{compared} · {about}"
