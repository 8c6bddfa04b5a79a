"""Speakers' labels in the text of a transcript: which lines open a turn, whose it is, and in which role."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from workbench.errors import WorkbenchError
from workbench.exchange.transcripts.cues import TIME, milliseconds
from workbench.sources.speakers import GENERIC, ROLE_WORDS, is_generic, known_role

_BOLD = re.compile(rf"^\s*\*\*\s*([^*\n]{{1,60}}?)\s*(:?)\s*\*\*\s*(:?)\s*(?:\\?[\[(]({TIME})\\?[\])])?\s*(.*)$")
_OWN_LINE = re.compile(rf"^\s*(\S.{{0,59}}?)([ \t]{{2,}}|[ \t]+(?=[\[(])|[ \t])[\[(]?({TIME})[\])]?\s*:?\s*$")
_OWN_LINE_BARE = re.compile(r"^(\S.{0,59}?)[ \t]{2,}$")
_COLON = re.compile(
    rf"^\s*(?:\\?[\[(]?({TIME})\\?[\])]?\s*[-–]?\s+)?([^\W_][^:：\n]{{0,47}}?)\s*"
    rf"(?:\\?[\[(]({TIME})\\?[\])])?\s*[:：](?=\s|$|[^\x00-\x7f])\s*(.*)$"
)
_BRACKET = re.compile(r"^\s*\\?\[([A-Za-z][\w .-]{0,29})\\?\]:?\s+(\S.*)$")
_BRACKETED_OWN = re.compile(rf"^\s*\[([^\[\]]{{1,60}})\]\s+({TIME})\s*$")
_TAB = re.compile(
    rf"^\s*(?:\[?({TIME})\]?[ \t]+)?([^\W_][^:\t]{{0,47}}?) *\t\s*(?:\[?({TIME})\]?\t\s*(?:\[?{TIME}\]?\t\s*)?)?(\S.*)$"
)
_TIMED_LINE = re.compile(rf"^\s*\\?[\[(]?({TIME})\\?[\])]?\s*(?:[-–—]\s*)?([^\W\d_][^:：\n]{{0,59}}?)\s*:?\s*$")
_BEGINS_WITH_TIME = re.compile(rf"^\s*\\?[\[(]?{TIME}")
_SPACED = re.compile(r"^\s*([A-Z][A-Z0-9]{0,11})[ \t]{2,}(\S.*)$")
_DASHED = re.compile(r"^\s*([^\W\d_][^:：\n]{0,39}?)[ \t]+[-–—][ \t]+(\S.*)$")
_ALONE = re.compile(r"^\s*([^\W\d_][^\n]{0,39}?[^\W_])\s*$")
_QUESTION = re.compile(r"^\s*([QA])\.[ \t]+(\S.*)$")
_NUMBERED = re.compile(r"^[A-Za-z]{1,14}[ #_-]?\d{1,4}$")

_ANSWERS = re.compile(r"[Pp]\d*|[Rr]\d+")
"""Whoever is called so answers an I: with a plain R the I may be an interviewee, and the R who researches."""

_PARTICLES_LISTED = "de da del della der den di du van von bin ibn al el la le of the and & y zu st"
_PARTICLES = frozenset(_PARTICLES_LISTED.split())
_SUFFIXES = re.compile(r",\s*(?:[A-Z][A-Za-z]{0,4}\.?)+$")
_NOT_PEOPLE_LISTED = "break music intro outro advert sponsor pause silence jingle end start applause"
NOT_PEOPLE = frozenset(_NOT_PEOPLE_LISTED.split())
_NOT_LABELS_LISTED = """
note notes nb date time place location venue duration title subject re from to cc file filename recording
recorded transcribed transcriber transcription transcript project study version length language source details
summary example warning important copyright licence license page chapter section figure table appendix http
https ps however yes no also first second third finally tip todo see e-mail email tel phone address website
url monday tuesday wednesday thursday friday saturday sunday consent setting present attendees keywords
"""
_NOT_LABELS = frozenset(_NOT_LABELS_LISTED.split())


_STANDS_REPEATED = frozenset({"bold", "own line", "bare line", "colon"})
"""Ways of writing a label that are enough for it to be one where it is written so more than once."""
_ABOVE_WORDS = frozenset({"own line", "timed line", "bare line"})
"""Ways in which the name stands on a line above what is said."""
FAINT = {
    "spaced": "capitals before a gap",
    "dash": "names before a dash",
    "alone": "names that stand alone on a line",
}
"""Ways in which other lines are written as well: they count where a whole file is labelled so, and in no other way."""

_LONGEST = 100
"""Characters of a line within which a label and its time stand."""


class Opening(NamedTuple):
    """A line that may open a turn: how it is written, whose it would be, the time, the words after it.

    A named tuple, since an interview has hundreds and a folder of them tens of thousands.
    """

    style: str
    label: str
    rest: str
    at_ms: int | None = None

    def begun_at(self, at_ms: int) -> Opening:
        """The same with a time that stood above it, where it has none of its own."""
        return self if self.at_ms is not None else self._replace(at_ms=at_ms)


class SpeakersAreUnclearError(WorkbenchError):
    """Say how speakers are marked with the word NAME where the name stands, and TIME where a time does: [NAME] or NAME -."""

    asks = "speakers"


_MARK = r"[^\W\d_]{1,4}\d{1,3}|(?![IAO]\b)[A-Z]{1,4}\b"
"""A mark of somebody: letters and a number, or a few capitals that are no word by themselves."""


def convention(written: str) -> re.Pattern[str]:
    """What finds a line that opens a turn, as somebody described it: NAME stands for the name, TIME for a time.

    NAME alone is a name on a line of its own; with … behind it a short mark with nothing between it and the words, such
    as Q1, A2 or INT. Raises SpeakersAreUnclearError.

    >>> convention("[NAME]").match("[Kez] I walk.").group("name")
    'Kez'
    >>> convention("NAME …").match("A2 I never wait there.").group("name", "rest")
    ('A2', 'I never wait there.')
    """
    plain = " ".join(written.split()).replace("...", "…")
    if plain.count("NAME") != 1 or plain.count("TIME") > 1 or len(plain) > 60:
        raise SpeakersAreUnclearError
    pattern = re.escape(plain).replace("\\ ", r"\s+")
    name = r"(?P<name>[^\W_][^\n]{0,59}?)"
    if bare := plain.endswith("NAME …"):
        name, pattern = rf"(?P<name>{_MARK})", re.escape(plain.removesuffix(" …")).replace("\\ ", r"\s+")
    pattern = pattern.replace("NAME", name).replace("TIME", rf"(?P<time>{TIME})")
    ends = r"\s+(?P<rest>.*)$" if bare else r"\s*$" if plain.endswith("NAME") else r"\s*(?P<rest>.*)$"
    return re.compile(rf"^\s*{pattern}{ends}")


def openings_told(lines: list[str], pattern: re.Pattern[str]) -> dict[int, Opening]:
    """The lines that open a turn in the way that was described. Labels that differ in capitals only are one."""
    found: dict[int, Opening] = {}
    alone = "rest" not in pattern.groupindex
    for number, line in enumerate(lines):
        match = pattern.match(line)
        if match is None or (alone and not looks_like_name(match.group("name"))):
            continue
        told = match.groupdict()
        time = told.get("time")
        label = _tidy(told["name"])
        found[number] = Opening("told", label, told.get("rest") or "", milliseconds(time) if time else None)
    return _one_spelling(found)


@lru_cache(maxsize=4096)
def looks_like_name(label: str) -> bool:
    """Whether a label could be a name: up to five words, each with a capital, a number, or a known word for a role."""
    bare = re.sub(r"\s*\([^)]*\)$", "", _SUFFIXES.sub("", label)).strip()
    if not bare or re.search(r"[,;!?\"“”<>/\\=|]|\.\s+[a-z]|https?$", bare):
        return False
    words = bare.split()
    if len(words) > 5 or words[0].casefold().strip(".") in _NOT_LABELS:
        return False
    return all(_name_word(word) for word in words) and not all(word.casefold() in _PARTICLES for word in words)


def _name_word(word: str) -> bool:
    plain = word.casefold().strip(".#")
    return (
        not word[0].islower()
        or plain in _PARTICLES
        or plain in ROLE_WORDS
        or plain in GENERIC
        or bool(_NUMBERED.match(word))
    )


def opening(line: str, before: str) -> Opening | None:
    """How a line would open a turn, if at all. `before` is the line above it."""
    begins = line.lstrip()[:2]
    if begins == "**":
        return _bold(line)
    if begins == "Q." or begins == "A.":
        match = _QUESTION.match(line)
        return Opening("question", match.group(1), match.group(2)) if match else None
    if len(line) < _LONGEST and (found := _on_its_own(line, before)):
        return found
    if begins[:1] in {"[", "\\"} and (match := _BRACKET.match(line)):
        label = match.group(1)
        if _NUMBERED.match(label) or (label[0].isupper() and looks_like_name(label)):
            return Opening("bracket", _tidy(label), match.group(2))
    if (":" in line[:_LONGEST] or "：" in line[:_LONGEST]) and (match := _COLON.match(line)):
        early, label, late, rest = match.groups()
        if looks_like_name(label):
            time = early or late
            return Opening("colon", _tidy(label), rest, milliseconds(time) if time else None)
    if "\t" in line[:_LONGEST] and (match := _TAB.match(line)):
        early, label, late, rest = match.groups()
        if looks_like_name(label):
            time = early or late
            return Opening("tab", _tidy(label), rest, milliseconds(time) if time else None)
    return _faintly(line)


def _faintly(line: str) -> Opening | None:
    """A label before two spaces or a dash, or a name alone on its line."""
    if match := _SPACED.match(line) or _DASHED.match(line):
        style = "spaced" if match.re is _SPACED else "dash"
        return Opening(style, _tidy(match.group(1)), match.group(2)) if looks_like_name(match.group(1)) else None
    if match := _ALONE.match(line):
        return Opening("alone", _tidy(match.group(1)), "") if looks_like_name(match.group(1)) else None
    return None


def _bold(line: str) -> Opening | None:
    match = _BOLD.match(line)
    if match is None:
        return None
    label, inside, outside, time, rest = match.groups()
    if (inside or outside or time) and looks_like_name(label):
        return Opening("bold", _tidy(label), rest, milliseconds(time) if time else None)
    return None


def _on_its_own(line: str, before: str) -> Opening | None:
    """A line that is a name, with a time beside it or with two spaces after it."""
    if line[:12].lstrip(" \t[(\\")[:1].isdigit() and (match := _TIMED_LINE.match(line)):
        label = match.group(2)
        return Opening("timed line", _tidy(label), "", milliseconds(match.group(1))) if looks_like_name(label) else None
    if match := _BRACKETED_OWN.match(line):
        label = match.group(1)
        return Opening("own line", _tidy(label), "", milliseconds(match.group(2))) if looks_like_name(label) else None
    if match := _OWN_LINE.match(line):
        label, gap, time = match.group(1).rstrip(" :-"), match.group(2), match.group(3)
        if looks_like_name(label):
            style = (
                "near its time" if gap == " " and not match.group(0).rstrip(" :").endswith((")", "]")) else "own line"
            )
            return Opening(style, _tidy(label), "", milliseconds(time))
    if line[-2:] == "  " and (match := _OWN_LINE_BARE.match(line)) and not before.strip():
        label = match.group(1)
        return Opening("bare line", _tidy(label), "") if looks_like_name(label) else None
    return None


@lru_cache(maxsize=4096)
def _tidy(label: str) -> str:
    return " ".join(label.split())


def accepted(lines: list[str], openings: Mapping[int, Opening]) -> dict[int, Opening]:
    """The openings that stand once the whole file is looked at.

    A line such as "Interviewer: Shirin", where Shirin speaks, says a role and opens no turn. Else a label must repeat,
    or say a role, or stand in a file that is labelled throughout; so that a line which happens to hold a colon does
    not become a person. Labels that differ in capitals only are one, and so are the initials
    of a name that was written out before.
    """
    strong = {
        number: found._replace(style="own line") if found.style == "near its time" else found
        for number, found in openings.items()
        if found.style not in FAINT and (found.style != "near its time" or _has_words_below(lines, openings, number))
    }
    kept = _accepted(lines, strong)
    if kept:
        return _with_bare_names(lines, kept, openings)
    return _accepted(lines, strong | {number: found for number, found in openings.items() if found.style in FAINT})


def _with_bare_names(lines: list[str], kept: dict[int, Opening], openings: Mapping[int, Opening]) -> dict[int, Opening]:
    """Where names stand above the words, also a line that is one of these names and lacks the time or spaces of others."""
    named = {one.label.casefold(): one.label for one in kept.values() if one.style in _ABOVE_WORDS}
    bare = {
        number: one._replace(label=named[one.label.casefold()])
        for number, one in openings.items()
        if one.style == "alone" and one.label.casefold() in named and _stands_above(lines, number)
    }
    return dict(sorted({**bare, **kept}.items())) if bare else kept


def _has_words_below(lines: list[str], openings: Mapping[int, Opening], number: int) -> bool:
    """Whether a line has words right below it: a name and a time without any may be a row of a timetable."""
    return number + 1 not in openings and bool("".join(lines[number + 1 : number + 2]).strip())


def _stands_above(lines: list[str], number: int) -> bool:
    """Whether a line follows a gap and has words right below it."""
    return not "".join(lines[number - 1 : number]).strip() and _has_words_below(lines, {}, number)


def _accepted(lines: list[str], openings: Mapping[int, Opening]) -> dict[int, Opening]:
    kinds = {number: (found.style, found.label.casefold()) for number, found in openings.items()}
    counts = Counter(kinds.values())
    blank = [not line.strip() for line in lines]
    written = [number for number, nothing in enumerate(blank) if not nothing]
    blocks = [number for number in written if number == 0 or blank[number - 1]]
    places = blocks if len(blocks) > 2 else written
    share = sum(number in openings for number in places) / max(1, len(places))
    named = {label for _, label in counts}
    whole = _Whole(share, len(named) > 1, _are_names_beside_times(lines, openings))
    kept: dict[int, Opening] = {}
    for number, found in openings.items():
        count = counts[kinds[number]]
        if count > 1 and found.style in _STANDS_REPEATED:
            kept[number] = found
            continue
        if count == 1 and known_role(found.label) and found.rest.strip().casefold() in named:
            continue
        fresh = number == 0 or blank[number - 1] or number - 1 in kept
        if _stands(found, count, whole, fresh=fresh):
            kept[number] = found
    if _is_chance(kept, len(places)):
        return {}
    return _one_spelling(kept)


class _Whole(NamedTuple):
    """What a file is like as a whole: which share of its places a label opens, and whether there are several."""

    share: float
    several: bool
    timed: bool
    """Whether what stands beside times alone on a line are names, and not words that are short."""

    @property
    def throughout(self) -> bool:
        """Whether it is labelled from end to end."""
        return self.share >= 0.6


def _are_names_beside_times(lines: list[str], openings: Mapping[int, Opening]) -> bool:
    found = sum(one.style == "timed line" for one in openings.values())
    return bool(found) and found >= 0.8 * sum(1 for line in lines if _BEGINS_WITH_TIME.match(line))


def _stands(found: Opening, count: int, whole: _Whole, *, fresh: bool) -> bool:
    """Whether an opening is one; `fresh` if its line follows a gap or another turn's opening line, not running text."""
    match found.style:
        case "bold" | "own line":
            return count > 1 or whole.several or bool(known_role(found.label))
        case "timed line":
            return whole.timed and (count > 1 or whole.several or bool(known_role(found.label)))
        case "question":
            return count > 1 and whole.several
        case "bare line":
            return count > 1 or (whole.throughout and whole.several)
        case "tab":
            return whole.several and (count > 1 or whole.throughout or bool(known_role(found.label)))
        case "spaced" | "dash":
            return count > 1 and whole.throughout and whole.several
        case "alone":
            return count > 1 and whole.share >= 0.4 and whole.several and fresh
        case "bracket":
            known = _NUMBERED.match(found.label) or known_role(found.label) or is_generic(found.label)
            return (count > 1 and bool(known)) or (whole.throughout and whole.several)
    role = known_role(found.label) or (is_generic(found.label) and found.label.casefold() not in {"a", "r", "p"})
    return count > 1 or bool(role) or (fresh and whole.throughout and whole.several)


def _is_chance(kept: Mapping[int, Opening], places: int) -> bool:
    """Whether what is left is too little to be a conversation: a list of notes, say, with a colon here and there."""
    if not kept or any(found.style in {"bold", "own line", "timed line"} for found in kept.values()):
        return not kept
    labels = {found.label.casefold() for found in kept.values()}
    if any(known_role(label) or is_generic(label) for label in labels):
        return False
    if len(labels) == 1:
        return len(kept) * 2 < places
    return len(kept) * 5 < places


def _one_spelling(kept: Mapping[int, Opening]) -> dict[int, Opening]:
    first: dict[str, str] = {}
    for found in kept.values():
        first.setdefault(found.label.casefold(), found.label)
    for key, label in list(first.items()):
        if re.fullmatch(r"[A-Z]{2,3}", label):
            full = [name for name in first.values() if " " in name and _initials(name) == label]
            if len(full) == 1:
                first[key] = full[0]
    return {
        number: found if found.label == label else found._replace(label=label)
        for number, found in kept.items()
        for label in (first[found.label.casefold()],)
    }


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())


def roles(labels: Iterable[str], header: str) -> dict[str, str]:
    """The role of every label: by its own words, by those of the others, or because the header names the interviewer."""
    named = " ".join(
        match.group(1)
        for match in re.finditer(
            r"(?:interviewers?|moderators?|facilitators?|researchers?)\s*(?:is|are|was|were|:|=)\s*([^\n.]+)",
            header,
            re.I,
        )
    ) + " ".join(match.group(1) for match in re.finditer(r"interviewed by\s+([^\n.]+)", header, re.I))
    mentioned = {word.casefold() for word in re.findall(r"\w+", named)}
    labels = list(labels)
    found: dict[str, str] = {}
    for label in labels:
        words = {word.casefold() for word in re.findall(r"\w+", label)}
        role = known_role(label)
        if not role and words and words <= mentioned:
            role = "interviewer"
        if label.casefold() == "i" and any(_ANSWERS.fullmatch(other) for other in labels):
            role = "interviewer"
        found[label] = role or "participant"
    return found
