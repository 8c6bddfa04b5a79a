"""Freshness: is what a judgement rests on still what a person saw?

Current: nothing it says has changed. Grown: more people or passages since, and all that was cited still says the
same. Recheck: a number, a level, cited words or a citation changed, and a person should look again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from workbench.governance.flags import SAYS as FLAGS
from workbench.text import stamp

State = Literal["current", "grown", "recheck"]
_ORDER: tuple[State, ...] = ("current", "grown", "recheck")
_KEPT_LATER = frozenset({"compared", "means", "doubts", "flagged"})
"""Cells that judgements made before them do not hold."""
_COUNTED = ("people", "of", "asked", "passages", "hint")


@dataclass(frozen=True, slots=True)
class Freshness:
    """The state of a judgement, its cause and what follows from it in words; empty when current."""

    state: State
    why: str = ""
    effect: str = ""
    """What the thresholds suggest now against then; empty where they suggest nothing."""
    moved: tuple[str, ...] = ()
    """The GUIDs of the things that say something else, each also with its cells that do (`guid:value`), and `people`
    where other people or passages count."""


CURRENT = Freshness("current")


def worst(*states: Freshness) -> Freshness:
    """The state that asks most of a person, with every cause of that weight once."""
    top: State = max((one.state for one in states), key=_ORDER.index, default="current")
    these = [one for one in states if one.state == top]
    causes = dict.fromkeys(one.why for one in these if one.why)
    effects = dict.fromkeys(one.effect for one in these if one.effect)
    moved = dict.fromkeys(guid for one in these for guid in one.moved)
    return Freshness(top, " ".join(causes), " ".join(effects), tuple(moved))


def compare(was: dict[str, Any], now: dict[str, Any]) -> Freshness:
    """What changed between what a person saw and what is there now.

    Both are what `says` holds: `things` by GUID, and for words `people`, `of`, `passages` and the level hinted at.
    """
    out = list(_kept_out(now))
    now = _as_far_as_seen(was, now)
    if not out and (was == now or stamp(was) == stamp(now)):
        return CURRENT
    changed = list(dict.fromkeys((*out, *_changed(was, now))))
    effect, moved = _effect(was, now), _moved(was, now)
    if changed:
        return Freshness("recheck", " ".join(changed), effect, moved)
    return Freshness("grown", " ".join(_grown(was, now)) or "There is more evidence since.", effect, moved)


def _effect(was: dict[str, Any], now: dict[str, Any]) -> str:
    """What the count suggests now against then, where a count was kept and differs."""
    if "people" not in was or all(was.get(cell) == now.get(cell) for cell in _COUNTED):
        return ""
    before, after = was.get("hint", ""), now.get("hint", "")
    if before != after:
        return f"What the count suggests goes from {before or 'no level'} to {after or 'no level'}."
    return f"The count still suggests {after}." if after else ""


def _moved(was: dict[str, Any], now: dict[str, Any]) -> tuple[str, ...]:
    """What says something else: GUIDs of things, these with the cells that do, and `people`."""
    before, after = was.get("things", {}), now.get("things", {})
    moved: list[str] = []
    for guid in {**before, **after}:
        then, here = before.get(guid, {}), after.get(guid, {})
        if then != here:
            cells = sorted(cell for cell in {*then, *here} if then.get(cell) != here.get(cell))
            moved += [guid, *(f"{guid}:{cell}" for cell in cells)]
    return (*moved, *(("people",) if any(was.get(cell) != now.get(cell) for cell in _COUNTED) else ()))


def is_kept_out(says: dict[str, Any]) -> bool:
    """Whether a judgement rests on a figure that is kept out of analysis, so that it cannot stand as it is."""
    return any(thing.get("kept_out") for thing in says.get("things", {}).values())


def _kept_out(now: dict[str, Any]) -> Iterator[str]:
    """Why figures that it rests on are kept out of analysis."""
    called: dict[str, list[str]] = {}
    for thing in now.get("things", {}).values():
        if thing.get("kept_out"):
            called.setdefault(thing["kept_out"], []).append(thing["called"])
    for why, names in called.items():
        are = "is" if len(names) == 1 else "are"
        yield f"{_capital(' and '.join(names))} {are} kept out of analysis. {why}"


def _as_far_as_seen(was: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    """What is there now, without what was not kept of the same things when a person looked."""
    seen = was.get("things", {})
    things = {
        guid: {cell: said for cell, said in thing.items() if cell not in _KEPT_LATER or cell in seen[guid]}
        if guid in seen and not seen[guid].get("kept_out")
        else thing
        for guid, thing in now.get("things", {}).items()
    }
    return {**now, "things": things} if things else now


def _changed(was: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    """Every reason to look again."""
    here = now.get("things", {})
    for guid, thing in was.get("things", {}).items():
        if guid not in here:
            gone = "no longer speaks here" if thing["kind"] == "finding" else "is no longer in the project"
            yield f"{_capital(thing['called'])} {gone}."
        else:
            yield from _thing_changed(thing, here[guid])
    lost = len(set(was.get("people", ())) - set(now.get("people", ())))
    if lost:
        left, then = len(now.get("people", ())), len(was["people"])
        count, say = "counts" if lost == 1 else "count", "says" if left == 1 else "say"
        yield f"{lost} of {then} people who said this no longer {count}; {left} {say} it now."
    for cell, what in (("of", "people heard"), ("asked", "people asked"), ("passages", "passages")):
        before, after = was.get(cell), now.get(cell)
        if before is not None and (after is None or after < before):
            yield f"There are fewer {what}: {after or 0} now, {before} then."
    if was.get("hint", "") != now.get("hint", ""):
        yield f"The count now suggests “{now.get('hint') or 'no level'}”, then “{was.get('hint') or 'no level'}”."


def _thing_changed(was: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    """Why one thing no longer says what it said."""
    kind = was["kind"]
    if kind == "observation":
        yield from _figure_changed(was, now)
    elif kind == "coding":
        if was["words"] != now["words"]:
            yield f"The cited words in {now['document']} have changed."
        if was["code"] != now["code"]:
            yield f"The cited passage in {now['document']} is now under {now['code']}, was under {was['code']}."
        taken_back = sorted(set(now["withdrawn"]) - set(was["withdrawn"]))
        if taken_back:
            yield f"{' and '.join(taken_back)} no longer agree to be quoted (a passage in {now['document']})."
        yield from _flags_changed(was, now)
    elif kind == "finding":
        if was["statement"] != now["statement"]:
            yield f"{was['called']} now says: {now['statement']}"
        if was["prominence"] != now["prominence"]:
            yield f"{was['called']} is now rated {now['prominence']}, was {was['prominence']}."
    elif kind == "judgement":
        if was["words"] != now["words"]:
            yield f"{_capital(was['called'])}: {now['words']} now, {was['words']} then."
    else:
        if was["name"] != now["name"]:
            yield f"{was['name']} is now called {now['name']}."
        if was.get("statement", "") != now.get("statement", ""):
            yield f"The theme {now['name']} now says something else."
        if was.get("codes", []) != now.get("codes", []):
            yield f"The theme {now['name']} gathers other codes now."
        yield from _means_changed(was, now)
    if was.get("direction", "for") != now.get("direction", "for"):
        yield f"{_capital(now['called'])} now speaks {now['direction']} it."


def _flags_changed(was: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    """Why a cited passage is held back, or no longer."""
    before, after = was.get("flagged", []), now.get("flagged", [])
    for kind in after:
        if kind not in before:
            yield f"The cited passage in {now['document']} is flagged since: {FLAGS[kind]}."
    for kind in before:
        if kind not in after:
            yield f"The cited passage in {now['document']} is no longer flagged: {FLAGS[kind]}."


def _means_changed(was: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    """Which code is defined otherwise: the code itself, or those that a theme gathers then and now."""
    before, after = was.get("means"), now.get("means")
    if isinstance(before, dict) and isinstance(after, dict):
        for name in sorted(before.keys() & after.keys()):
            if before[name] != after[name]:
                yield f"The code {name} is defined otherwise now."
    elif before != after:
        yield f"The code {now['name']} is defined otherwise now."


def _doubts_changed(was: dict[str, Any], now: dict[str, Any], called: str) -> Iterator[str]:
    """What people have answered, or raised, or taken back about a figure since."""
    before, after = was.get("doubts", {}), now.get("doubts", {})
    for kind in sorted({*before, *after}):
        then, answer = before.get(kind), after.get(kind)
        if then == answer:
            continue
        if answer:
            yield f"A doubt about {called} ({kind}) is answered{' otherwise' if then else ''} since: {answer}"
        elif then:
            yield f"The answer to a doubt about {called} ({kind}) was taken back."
        else:
            yield f"A doubt about {called} ({kind}) was {'taken back' if answer is None else 'raised'} since."


def _figure_changed(was: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    called = f"{now['area']} {now['period']}"
    if now.get("kept_out"):
        return
    if was.get("kept_out"):
        yield f"{called} is back in the analysis."
        return
    if (was["area"], was["period"]) != (now["area"], now["period"]):
        yield f"The figure for {was['area']} {was['period']} is now for {called}."
    elif was.get("area_code") != now.get("area_code"):
        yield f"The figure for {called} is now of the area {now['area_code']}, was of {was['area_code']}."
    if was["indicator"] != now["indicator"]:
        yield f"The indicator {was['indicator']} is now called {now['indicator']}."
    before, after = _pair(was["value"], now["value"])
    if before != after:
        yield f"{called} is now {after or now['status']}, was {before or was['status']}."
    elif (counted := _counted(now)) != (counted_then := _counted(was)):
        yield f"{called} is now {counted or now['status']}, was {counted_then or was['status']}."
    elif was["status"] != now["status"]:
        yield f"{called} is now marked {now['status']}, was {was['status']}."
    bounds = [_pair(was[cell], now[cell]) for cell in ("lower", "upper")]
    if before == after and any(one != other for one, other in bounds):
        (lower, lower_now), (upper, upper_now) = bounds
        yield f"The interval of {called} is now {lower_now} to {upper_now}, was {lower} to {upper}."
    if was.get("compared", "") != now.get("compared", ""):
        words = [one.get("compared") or "not compared" for one in (now, was)]
        yield f"{called} is now {words[0]} beside its benchmark, was {words[1]}."
    if (was["unit"], was["of"]) != (now["unit"], now["of"]):
        yield f"The unit or the group behind {called} has changed."
    if was.get("means") != now.get("means"):
        yield f"What {now['indicator']} measures is defined otherwise now."
    yield from _doubts_changed(was, now, called)


def _counted(says: dict[str, Any]) -> str:
    """The count of a figure of which only that is said: 31 of 50; nothing for others."""
    count, base = says.get("count"), says.get("base")
    return "" if count is None or base is None else f"{count:g} of {base:g}"


def _pair(was: float | None, now: float | None) -> tuple[str, str]:
    """Two values, written to the first decimal that tells them apart; empty for no value."""
    for places in (1, 2, 3, 6, 12):
        before = "" if was is None else f"{was:.{places}f}"
        after = "" if now is None else f"{now:.{places}f}"
        if before != after or was == now:
            return before, after
    return repr(was), repr(now)


def _grown(was: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    """What there is more of."""
    people = len(now.get("people", ())) - len(was.get("people", ()))
    if people > 0:
        yield f"{people} more {'person says' if people == 1 else 'people say'} this since."
    for cell, what in (("passages", "passages"), ("of", "people heard"), ("asked", "people asked")):
        before, after = was.get(cell), now.get(cell)
        if after is not None and after > (before or 0):
            yield f"{after} {what} now, {before or 0} then."
    if set(now.get("things", ())) - set(was.get("things", ())):
        yield "It rests on more evidence since."


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
