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
    """Its counts and every thing a judgement rests on, as `says` keeps them, those that changed first."""
    lines = [
        _line(before.get(guid), after.get(guid))
        for before, after in ((was.get(kept, {}), now.get(kept, {})) for kept in ("things", "figures"))
        for guid in dict.fromkeys((*before, *after))
    ]
    return sorted([*_counts(was, now), *_of_display(was, now), *lines], key=lambda line: line.same)


def _of_display(was: dict[str, Any], now: dict[str, Any]) -> Iterator[Line]:
    """What a row of a display counts, by what it counts, and the texts in it."""
    before, after = was.get("counts", {}), now.get("counts", {})
    for name in dict.fromkeys((*before, *after)):
        yield Line(f"Who said “{name}”", _group(before.get(name)), _group(after.get(name)))
    before, after = was.get("texts", {}), now.get("texts", {})
    for name in dict.fromkeys((*before, *after)):
        if name == "option" and before.get(name) != after.get(name):
            yield Line(
                "The option that answers it", _an_option(before.get(name)), _an_option(after.get(name), "another")
            )
        elif name != "option" and (before.get(name) or after.get(name)):
            yield Line(TEXTS.get(name, name), before.get(name) or _NOTHING, after.get(name) or _NOTHING)


TEXTS = {
    "statistic": "The figures of its areas",
    "label": "What the type is called",
    "explains": "What explains the result",
    "items": "What was made of the theme",
}


def _an_option(guid: str | None, which: str = "one") -> str:
    """That there is an option; its GUID says nothing to anybody."""
    return f"{which} option" if guid else "none"


def _group(count: dict[str, Any] | None) -> str:
    """A count of a display as it is kept: 3 of 8 heard, 6 asked; mean 4.2."""
    if count is None:
        return "not in it"
    said = [f"{count['said']} of {count['heard']} heard"] if count.get("heard") is not None else []
    said += [f"{count['asked']} asked"] if count.get("asked") else []
    said += [f"mean {count['mean']:.3g}"] if count.get("mean") is not None else []
    return ", ".join(said) or _NOTHING


def _line(was: dict[str, Any] | None, now: dict[str, Any] | None) -> Line:
    """One thing, or that it was not, or is not, there."""
    called = _called(now or was or {})
    places = _places(was or {}, now or {})
    before = "was not among the evidence" if was is None else _said(was, places)
    gone = "no longer speaks here" if was and was["kind"] == "finding" else "no longer in the project"
    after = gone if now is None else _said(now, places)
    if was and now and was["kind"] == "coding" and was["words"] != now["words"]:
        after = f"other words, {after}"
    if was and now and "means" in was and was["means"] != now.get("means") and was.get("codes") == now.get("codes"):
        after = f"defined otherwise, {after}"
    return Line(called, before, after)


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


def _places(was: dict[str, Any], now: dict[str, Any]) -> int:
    """To how many decimals two figures are told apart; one where they are the same."""
    numbers = [(was.get(cell), now.get(cell)) for cell in ("value", "lower", "upper")]
    apart = [(one, other) for one, other in numbers if one is not None and other is not None and one != other]
    return next((n for n in (1, 2, 3, 6) if all(f"{one:.{n}f}" != f"{other:.{n}f}" for one, other in apart)), 12)


def _said(thing: dict[str, Any], places: int) -> str:
    """What a thing says, in a line; of words only whose and under which code, for they are not kept."""
    kind = thing["kind"]
    if kind == "observation":
        return _figure(thing, places)
    if kind == "coding":
        refused = ", ".join(thing["withdrawn"])
        said = f"under {thing['code']}" + (f"; not to be quoted: {refused}" if refused else "")
        return said + (f"; flagged: {', '.join(thing['flagged'])}" if thing.get("flagged") else "")
    if kind == "finding":
        return f"{thing['statement']} ({thing['prominence']})"
    if kind == "theme":
        gathered = ", ".join(thing.get("codes", ())) or "no codes"
        return f"{thing['name']}: {thing.get('statement', '')} [{gathered}]"
    return str(thing.get("words") or thing.get("name") or thing.get("called", ""))


def _figure(thing: dict[str, Any], places: int) -> str:
    if thing.get("kept_out"):
        return "kept out of analysis"
    value = thing["status"] if thing["value"] is None else f"{thing['value']:.{places}f} {thing['unit']}".strip()
    if thing["value"] is None and thing.get("base") is not None:
        value = f"{thing['count']:g} of {thing['base']:g}"
    interval = (
        ""
        if thing["lower"] is None or thing["upper"] is None
        else f" ({thing['lower']:.{places}f} to {thing['upper']:.{places}f})"
    )
    marked = "" if thing["status"] == "normal" or thing["value"] is None else f", {thing['status']}"
    compared = f", {thing['compared']}" if thing.get("compared") else ""
    about = ", ".join(str(thing[cell]) for cell in _FIGURE[:4] if thing.get(cell))
    answers = [f"{kind}: {answer or 'raised'}" for kind, answer in thing.get("doubts", {}).items()]
    doubted = f" · doubts answered or raised: {'; '.join(answers)}" if answers else ""
    return f"{value}{interval}{marked}{compared} · {about}{doubted}"
