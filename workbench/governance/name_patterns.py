"""Where a name stands in a text: whatever its capitals, its accents, and how its words are parted; of a name that is a word too, only where it is the name."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_SURNAMES = Path(__file__).with_name("surnames_that_are_words.txt")
_SMALL, _CAPITAL = "(?<=[a-zß-öø-ÿ])", "(?=[A-ZÀ-ÖØ-Þ])"
_BEGINS = rf"(?:(?<![^\W\d_])|{_SMALL}{_CAPITAL})"
_ENDS = rf"(?-i:(?![^\W\d_])|{_SMALL}{_CAPITAL})"
_BETWEEN = rf"(?:[\s_.-]+|(?-i:{_SMALL}{_CAPITAL}))"
IN_FILE_NAMES = r"[\s_.-]*"
"""What parts the words of a name in the name of a file: they may be run together."""
_APART = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i"})
_APOSTROPHES = "'’‘ʼ`´"
_TOLD = "|".join(rf"(?<=\b{title}\. )" for title in ("Mr", "Mrs", "Ms", "Dr", "Rev", "Prof", "Cllr", "Sgt", "[A-Z]"))
_INSIDE = rf"(?:{_TOLD}|(?!\A)(?<![\n\r\t“‘\"(\[*])(?<![.!?…:][ \"”’)])(?<![.!?…:]  )(?<!\n[-–—•*] ))"
"""A capital letter that no sentence gives: after other words of it, or after a title or an initial."""
_DOES = (
    "said|says|say|told|tells|asked|asks|came|comes|went|goes|knew|knows|thought|thinks|got|gets|has|had|was|is|isn|wasn|didn"
    "|doesn|hasn|hadn|wouldn|couldn|would|could|might|did|does|took|takes|gave|gives|made|makes|left|leaves|lives|lived|rang"
    "|rings|called|calls|saw|sees|wants|wanted|tried|tries|works|worked|died|moved|stayed|started|helped|reckons|reckoned"
    "|and I|and me|and my|and him|and her|and them"
)
_STANDS = rf"(?=['’]s?(?!\w)|[ \t]*(?:[,.;!?…)\]*]|$)| (?:{_DOES})\b)"
"""What follows a name at the beginning of a sentence, and hardly a word: “Hope said”, “Young's brother”, “Bishop, come here”."""

_NO_NAME = (
    r"(?![ _-](?i:notes?|work|workers?|trips?|diary|diaries|visits?|stud(?:y|ies)|people|persons?|m[ae]n|wom[ae]n|lads?|girls?|boys?"
    r"|adults?|mums?|mothers?|dads?|fathers?|parents?|carers?|offenders?|voices|minds|lives|centre|service|project)(?![^\W\d_]))"
)
"""What follows a word with a capital in titles and in names of services, where it is the word: Field Notes, Young Carers."""


@cache
def _surnames() -> frozenset[str]:
    lines = _SURNAMES.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if line[:1] != "#" for word in line.split())


def is_word_too(name: str) -> bool:
    """Whether a name in small letters, a single word, is a word of the language too: hope, field, young."""
    from workbench.governance.identifier_names import first_names

    return name.isalpha() and (bool(first_names().get(name)) or name in _surnames() or len(name) < 3)


@dataclass(frozen=True, slots=True)
class Edits:
    """Replacements in a text as (start, end, by how long a piece), in order; positions are of the old text."""

    made: tuple[tuple[int, int, int], ...]

    def moved(self, place: int, *, ends: bool = False) -> int:
        """Where a position is now; one inside a replaced name goes to its beginning, or to its end.

        >>> Edits(((4, 9, 8),)).moved(12), Edits(((4, 9, 8),)).moved(6), Edits(((4, 9, 8),)).moved(6, ends=True)
        (15, 4, 12)
        """
        before = bisect_right(self.made, place, key=lambda one: one[1])
        shift = sum(length - (end - start) for start, end, length in self.made[:before])
        if before < len(self.made):
            start, _, length = self.made[before]
            if start < place:
                return start + shift + (length if ends else 0)
        return place + shift


@dataclass(frozen=True, slots=True)
class Replacing:
    """What replaces names in a text: where they stand, and what is shown for each by its letters alone."""

    pattern: re.Pattern[str] | None
    shown: Mapping[str, str]

    def __call__(self, text: str) -> str:
        """The text with every name replaced."""
        if self.pattern is None:
            return text
        return self.pattern.sub(lambda match: self.shown[skeleton(match.group())], text)

    def stands_in(self, text: str) -> bool:
        """Whether one of the names stands in a text."""
        return self.pattern is not None and self.pattern.search(text) is not None

    def found(self, text: str) -> set[str]:
        """What is shown for each name that stands in a text."""
        return {self.shown[skeleton(one)] for one in self.pattern.findall(text)} if self.pattern is not None else set()

    def edits(self, text: str, start: int = 0) -> Edits:
        """What is replaced in a text that begins at a position of a longer one."""
        found = self.pattern.finditer(text) if self.pattern is not None else ()
        return Edits(
            tuple((start + one.start(), start + one.end(), len(self.shown[skeleton(one.group())])) for one in found)
        )


def pattern_of(names: Iterable[str], *, between: str = _BETWEEN) -> re.Pattern[str] | None:
    """What finds these names as whole words, whatever their capitals.

    A name that is a word too is found only with its capital: where no sentence gives it one, and at the
    beginning of a sentence where what follows tells that it is the name. A name is found without its accents and
    apostrophes too, with a bare s after it (kellys), and where words are run together as they are in the names of files:
    shanaz_begum, shanaz-begum, ShanazBegum.
    """
    exact: list[str] = []
    loose: list[str] = []
    for name in sorted(names, key=len, reverse=True):
        words = between.join(map(_spelled, name.split()))
        bare = " ".join(name.casefold().split())
        if name != bare and is_word_too(bare):
            exact += dict.fromkeys(map(_spelled, (name, name.title(), name.upper())))
            continue
        before = r"(?<!\d)" if bare[0].isdigit() else ""
        after = r"(?!\d)" if bare[-1].isdigit() else ""
        ends = rf"(?:{_ENDS}|(?=s{_ENDS}))" if len(bare) > 2 and bare[-1].isalpha() else _ENDS
        loose.append(f"{before}{words}{after}{ends}")
    parts = [rf"(?i:{'|'.join(loose)})"] if loose else []
    if exact:
        words = f"(?:{'|'.join(exact)}){_ENDS}{_NO_NAME}"
        parts += [f"{_INSIDE}{words}", f"{words}{_STANDS}"]
    return re.compile(rf"{_BEGINS}(?:{'|'.join(parts)})") if parts else None


def _spelled(word: str) -> str:
    """A word as a pattern that finds it without accents and apostrophes too."""
    said = []
    for letter in unicodedata.normalize("NFC", word):
        plain = _unmarked(letter)
        if letter in _APOSTROPHES:
            said.append(f"[{_APOSTROPHES}]?")
        elif plain != letter:
            said.append(rf"(?:{letter}|{plain}[\u0300-\u036f]*)")
        else:
            said.append(re.escape(letter))
    return "".join(said)


def _unmarked(text: str) -> str:
    """A text without accents."""
    parts = unicodedata.normalize("NFD", text.translate(_APART))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def skeleton(name: str) -> str:
    """A name by its letters and digits alone: the same however its words are parted and its accents set."""
    return "".join(letter for letter in _unmarked(name.casefold()) if letter.isalnum())
