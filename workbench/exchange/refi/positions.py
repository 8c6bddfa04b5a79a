"""How another tool counts positions in a text, told by where its selections come to lie.

The standard counts Unicode code points. NVivo counts UTF-16 units, so that an emoji is two; some tools count a line end
of two characters as one, some a line end of one as two, and some the byte order mark. Each way is tried, and the
selections say which one it was: their names often quote the words, and people select whole words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import NamedTuple

UNITS = ("code points", "UTF-16 units")
LINE_ENDS = ("as written", "one", "two")
FEW = 10
"""So many selections at least are looked at before the usual way is taken for right."""
ENOUGH = 40
"""More selections of one text are not looked at; these are spread over all of it."""
FITS = 0.9
"""So large a share of them has to fit for the usual way to be taken at once."""
CLEAR = 3
"""So many selections more have to fit another way than the one that other texts were counted in, or that one stands."""
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_BREAKS = re.compile("\r\n?|\n")
_SPACE = re.compile(r"\s+")
_QUOTED = 4
"""A name quotes words from so many characters on."""


class Selected(NamedTuple):
    """A selection as the tool gives it: where it begins and ends, and its name, which may quote the words."""

    start: int
    end: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Counting:
    """A way of counting: in which units, what a line end counts, and whether the byte order mark counts.

    `last` says that the end is the place of the last character, not the place after it.
    """

    unit: str = "code points"
    line_ends: str = "as written"
    mark: bool = False
    last: bool = False

    def __str__(self) -> str:
        """In a few words.

        >>> print(Counting("UTF-16 units", "one", True))
        in UTF-16 units, so that an emoji is two, each line end as one, the byte order mark too
        """
        unit = "in characters" if self.unit == UNITS[0] else "in UTF-16 units, so that an emoji is two"
        ends = "" if self.line_ends == "as written" else f", each line end as {self.line_ends}"
        last = ", to the last character’s own place" if self.last else ""
        return f"{unit}{ends}{', the byte order mark too' if self.mark else ''}{last}"


STANDARD = Counting()


@dataclass(frozen=True, slots=True)
class Told:
    """Which way it was, by how many selections of how many, and which other way would have fitted as well."""

    counting: Counting
    fitting: int = 0
    quoting: int = 0
    """How many selections have the words in their name that lie there."""
    of: int = 0
    or_else: Counting | None = None
    """Another way that fits as well and would put some selections elsewhere."""


class Places:
    r"""Turns positions of a tool into indexes of the text, which is without its byte order mark.

    >>> Places("a🙂b", Counting("UTF-16 units")).place(3), Places("a\r\nb", Counting(line_ends="one")).place(2)
    (2, 3)
    """

    def __init__(self, text: str, counting: Counting) -> None:
        self._first = 1 if counting.mark else 0
        self._after = 1 if counting.last else 0
        special: list[tuple[int, int]] = []
        if counting.unit == "UTF-16 units":
            special += [(found.start(), 2) for found in _ASTRAL.finditer(text)]
        if counting.line_ends == "one":
            special += [(found.start() + 1, 0) for found in _BREAKS.finditer(text) if len(found.group()) == 2]
        elif counting.line_ends == "two":
            special += [(found.start(), 2) for found in _BREAKS.finditer(text) if len(found.group()) == 1]
        special.sort()
        self._begins: list[int] = []
        self._weights: list[int] = []
        self._shifts = [0]
        for index, weight in special:
            self._begins.append(index + self._shifts[-1])
            self._weights.append(weight)
            self._shifts.append(self._shifts[-1] + weight - 1)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The indexes between which a selection lies, half-open."""
        return self.place(start), self.place(end) + self._after

    def place(self, position: int) -> int:
        """The index of what stands at a position; one inside a character gives that character's."""
        here = position - self._first
        if not self._begins:
            return here
        after = bisect_left(self._begins, here)
        if after < len(self._begins) and self._begins[after] == here and self._weights[after] == 0:
            after += 1
        if after and here < self._begins[after - 1] + self._weights[after - 1]:
            return self._begins[after - 1] - self._shifts[after - 1]
        return here - self._shifts[after]


def ways(text: str, *, marked: bool) -> list[Counting]:
    r"""The ways of counting that differ on a text, the standard's first. `marked`: whether it began with a byte order mark.

    >>> [str(way) for way in ways("a\n🙂", marked=False)][1]
    'in characters, each line end as two'
    """
    units = UNITS if _ASTRAL.search(text) else UNITS[:1]
    ends = [LINE_ENDS[0]]
    if "\r\n" in text:
        ends.append("one")
    if _single(text):
        ends.append("two")
    return [
        Counting(unit, end, mark) for mark, unit, end in product((False, True) if marked else (False,), units, ends)
    ]


def _single(text: str) -> bool:
    """Whether some line end is one character."""
    return text.count("\n") + text.count("\r") > 2 * text.count("\r\n")


def tell(text: str, selections: Sequence[Selected], *, marked: bool = False, usual: Sequence[Counting] = ()) -> Told:
    """How the positions of these selections are counted.

    Args:
        text: the text as it is in the file, its line ends as they are, without its byte order mark.
        selections: what lies on it.
        marked: whether it began with a byte order mark.
        usual: ways that other texts of the same project were counted in, the likeliest first; few selections that
            speak for another way do not outweigh them.
    """
    open_ways = ways(text, marked=marked)
    usual = [way for way in usual if replace(way, last=False) in open_ways]
    likely = usual[0] if usual else STANDARD
    if not selections:
        return Told(likely)
    looked = _spread(selections)
    first = _judged(text, looked, likely)
    fits = len(looked) >= FEW and first.fits(len(looked))
    ends_at_words = 2 * (first.whole + first.ended) >= len(looked)
    if not (fits and ends_at_words) and (to_last := _to_the_last(text, looked, open_ways)) is not None:
        return Told(to_last.way, max(to_last.quoted, to_last.edged), to_last.quoted, len(looked))
    if fits:
        return Told(likely, max(first.quoted, first.edged), first.quoted, len(looked) if len(open_ways) > 1 else 0)
    if len(open_ways) == 1:
        return Told(likely)
    order = [likely, *(way for way in open_ways if way != likely)]
    judged = [first, *(_judged(text, looked, way) for way in order[1:])]
    best = max(judged, key=_Judged.weight)
    if usual and best is not first and _lead(best, first) < CLEAR:
        best, runner_up = first, best
        return Told(likely, max(best.quoted, best.edged), best.quoted, len(looked), runner_up.way)
    others = [one for one in judged if one is not best and one.inside == best.inside and one.spans != best.spans]
    rival = max(others, key=_Judged.weight, default=None)
    doubt = rival.way if rival is not None and _lead(best, rival) <= 0 else None
    return Told(best.way, max(best.quoted, best.edged), best.quoted, len(looked), doubt)


def _to_the_last(text: str, looked: Sequence[Selected], open_ways: Sequence[Counting]) -> _Judged | None:
    """The way of counting to the last character that fits far better than any to the place after it; most often None."""
    usual = max((_judged(text, looked, way) for way in open_ways), key=_Judged.ends)
    best = max((_judged(text, looked, replace(way, last=True)) for way in open_ways), key=_Judged.ends)
    clear = best.ends() - usual.ends() >= CLEAR and best.whole + best.ended >= FITS * best.inside
    return best if clear and best.whole >= usual.whole else None


@dataclass(frozen=True, slots=True)
class _Judged:
    """How selections fit in one way of counting: how many quote the words there, begin and end at words, lie inside."""

    way: Counting
    spans: list[tuple[int, int]]
    quoted: int
    """How many names quote the words there; none where that is so of fewer than half, which then is chance."""
    named: int
    edged: int
    inside: int
    whole: int
    """How many names are the very words from the beginning to the end."""
    ended: int
    """How many others begin with a word and end with the last character of one, and no space."""

    def ends(self) -> int:
        """How much speaks for the place where it has selections end; one whose name is the words is clear alone."""
        return CLEAR * self.whole + self.ended

    def weight(self) -> tuple[int, int]:
        """What a better way has more of."""
        return self.quoted, self.edged + self.inside

    def fits(self, looked: int) -> bool:
        """Whether it is right beyond doubt for that many selections."""
        return max(self.quoted, self.edged) >= FITS * looked and self.quoted >= FITS * self.named


def _lead(better: _Judged, worse: _Judged) -> int:
    """How many selections speak for one way more than for another; one whose name quotes the words is clear alone."""
    return CLEAR * (better.quoted - worse.quoted) + better.edged - worse.edged


def _judged(text: str, selections: Sequence[Selected], way: Counting) -> _Judged:
    places = Places(text, way)
    spans = [places.span(one.start, one.end) for one in selections]
    quoted = named = edged = inside = whole = ended = 0
    for (start, end), one in zip(spans, selections, strict=True):
        if not 0 <= start < end <= len(text):
            continue
        inside += 1
        at_words = _is_edge(text, start) and _is_edge(text, end) and not text[start].isspace()
        edged += at_words
        if one.name and _plain(text[start:end]) == _plain(one.name.strip('“”"')):
            whole += 1
        else:
            ended += at_words and not text[end - 1].isspace()
        if len(one.name) >= _QUOTED and text.startswith(one.name, start):
            named, quoted = named + 1, quoted + 1
        elif said := quoted_words(one.name):
            named += 1
            quoted += _plain(text[start : min(end, start + 4 * len(one.name) + 40)]).startswith(said)
    if quoted * 2 < named:
        quoted = named = 0
    return _Judged(way, spans, quoted, named, edged, inside, whole, ended)


def quoted_words(name: str) -> str:
    """The words that a selection's name may quote, spaces evened out; nothing where it is too short to tell.

    >>> quoted_words("“I cross over …”"), quoted_words("3:1")
    ('I cross over', '')
    """
    said = _plain(name.strip().strip('“”"').removesuffix("...").removesuffix("…"))
    return said if len(said) >= _QUOTED else ""


def _plain(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _is_edge(text: str, index: int) -> bool:
    """Whether a word ends or begins here, and none goes on across."""
    before = index > 0 and text[index - 1].isalnum()
    after = index < len(text) and text[index].isalnum()
    return before != after or (not before and not after and _is_sign(text, index))


def _is_sign(text: str, index: int) -> bool:
    """Whether one side is white space or the end and the other a sign, such as a full stop."""
    before = text[index - 1] if index > 0 else " "
    after = text[index] if index < len(text) else " "
    return before.isspace() != after.isspace()


def _spread(selections: Sequence[Selected]) -> Sequence[Selected]:
    """Some selections, spread over the text, those at its end too, where ways differ most."""
    if len(selections) <= ENOUGH:
        return selections
    ordered = sorted(selections)
    step = (len(ordered) - 1) / (ENOUGH - 1)
    return [ordered[round(at * step)] for at in range(ENOUGH)]
