"""Known names: where the people of a study stand by name in a sentence that somebody wrote, and what looks like a name.

Pure, and quick: names are looked up word by word, and the rules that find others run only where a capital or a figure
gives them something to find. A list finds what is on it: nothing found does not say that nobody is named.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from workbench.governance import identifier_names, identifier_patterns

WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['’]s?\b")
_SAID_BEFORE = frozenset(["person", "participant", "respondent", "interviewee", "case", "id", "no"])
"""What stands before a number that is somebody's."""
_MAY_HOLD_A_NAME = re.compile(r"\w[^\S\n]+[^\w\s]?[A-ZÀ-Þ]|^[^\w]*[A-ZÀ-Þ]")
_MAY_HOLD_A_NUMBER = re.compile(r"[\d@]|www\.|https?:")
_ONE_PERSON = frozenset(
    ["phone", "e-mail", "NHS number", "NI number", "handle", "account", "birth date", "address", "plate"]
)
"""Kinds of the patterns that are of one person; a link or a postcode in the team's own text is seldom."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where something stands in a text, in code points from its start, and whose name it is."""

    start: int
    end: int
    person: int = 0
    """The key of the person, or of the voice by which somebody is known who is no person of the study."""
    what: str = ""
    """What it looks like, where it is nobody's known name."""


class KnownNames:
    """The names of a study's people, to be found as words of their own in any text."""

    def __init__(self, names: Mapping[int, str]) -> None:
        """`names` are by key; a name that is a number alone is one only where a word such as person stands before it."""
        self._by_first: dict[str, list[tuple[tuple[str, ...], int, str]]] = defaultdict(list)
        for key, name in names.items():
            words = tuple(match.group().casefold() for match in WORD.finditer(name))
            if words:
                self._by_first[words[0]].append((words, key, name))
        self.words = frozenset(self._by_first)

    def find(self, text: str) -> Iterator[Standing]:
        """Every place where one of the names stands, whatever the capitals; a name with capitals only with its first.

        >>> [one.person for one in KnownNames({7: "Dawn", 8: "P12", 9: "4"}).find("Dawn said at dawn what p12 and person 4 saw of 4.")]
        [7, 8, 9]
        """
        found = [(match.group(), match.group().casefold(), *match.span()) for match in WORD.finditer(text)]
        for at, (said, word, start, _) in enumerate(found):
            for words, key, name in self._by_first.get(word, ()):
                some = found[at : at + len(words)]
                if tuple(one[1] for one in some) != words:
                    continue
                if len(words) == 1 and not _is_meant(name, said, found[at - 1][1] if at else ""):
                    continue
                yield Standing(start, some[-1][3], key)


def _is_meant(name: str, said: str, before: str) -> bool:
    if name.isdecimal():
        return before in _SAID_BEFORE
    return not (name[:1].isupper() and name.isalpha()) or said[:1].isupper()


def names_of_voices(labels: Iterable[str]) -> list[str]:
    """The labels of voices that are somebody's name and no word for a role.

    >>> names_of_voices(["Interviewer", "Jodie", "INT 2", "Sarah Okafor"])
    ['Jodie', 'Sarah Okafor']
    """
    first = identifier_names.first_names()
    return [
        label
        for label in dict.fromkeys(labels)
        if any(first.get(match.group().casefold()) is False for match in WORD.finditer(label))
    ]


def looks_named(text: str, *, known: Collection[str] = ()) -> list[Standing]:
    """What looks like somebody's name, or like a number or address of one person, in a text that the team wrote.

    Args:
        text: a sentence or more.
        known: words that are known names or parts of them, in small letters: left out here.

    >>> [(one.what) for one in looks_named("My colleague rang Kerry on 07700 900123.")]
    ['a name', 'a phone number']
    """
    found = []
    if _MAY_HOLD_A_NAME.search(text):
        for one in identifier_names.find_by_rules(text):
            words = [match.group().casefold() for match in WORD.finditer(_POSSESSIVE.sub("", one.text))]
            places = identifier_names.place_names()
            if one.kind == "person" and not all(word in known or word in places for word in words):
                found.append(Standing(one.start, one.end, what="a name"))
    if _MAY_HOLD_A_NUMBER.search(text):
        for one in identifier_patterns.find(text):
            if one.kind in _ONE_PERSON:
                a = "an" if one.kind[0] in "aeiouN" else "a"
                kind = {"phone": "phone number", "e-mail": "e-mail address", "plate": "number plate"}.get(
                    one.kind, one.kind
                )
                found.append(Standing(one.start, one.end, what=f"{a} {kind}"))
    return [one for at, one in enumerate(found) if not any(_touch(one, other) for other in found[:at])]


def _touch(one: Standing, other: Standing) -> bool:
    return one.start < other.end and other.start < one.end


def descriptions_of_one(values: Mapping[str, Collection[int]]) -> dict[int, str]:
    """Descriptions that fit one person only, by the person's key: what is known of people, each with whom it fits.

    Words of one or two, and numbers, describe nobody by themselves.

    >>> descriptions_of_one({"lollipop lady": {3}, "woman": {3, 4}, "14": {5}, "no": {6}})
    {3: 'lollipop lady'}
    """
    return {
        next(iter(people)): value
        for value, people in values.items()
        if len(people) == 1 and len(value) >= _LEAST_OF_A_DESCRIPTION and not value.replace(" ", "").isdecimal()
    }


_LEAST_OF_A_DESCRIPTION = 6
