"""A word of a whole name that stands by itself: Begum of Shanaz Begum, Willowmere of Willowmere House."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from workbench.governance.identifier_names import ends_a_name, first_names, names_somebody
from workbench.governance.identifiers import Found
from workbench.governance.pseudonyms import folded

_KINDS = frozenset(["person", "place", "organisation", "address"])
_CAPITALS = 0.012
"""In running text with capitals more than such a share of the letters are some; in what a machine wrote down fewer."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A word of a name where it stands by itself."""

    document: str
    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        """The word as it was said."""
        return self.text[self.start : self.end]


def words_alone(
    whole: Mapping[str, tuple[str, str]],
    decided: Collection[str],
    passages: Sequence[tuple[str, str]],
    voices: Collection[str],
) -> Iterator[tuple[str, str, Found]]:
    """Every word of a whole name that stands by itself, with its document and passage.

    A word that the same texts say in small letters is an ordinary word (game, time), unless it is a first name or a
    voice's. A word of a person's name is sure where it, or another word of that name, is a first name or a voice's; all
    others a person has to say.

    Args:
        whole: names by how they are looked up, each as it was said and of which kind.
        decided: words that are decided already.
        passages: documents' names and passages.
        voices: the words of voices' names, in small letters.
    """
    parts = _parts(whole, decided, voices)
    if not parts:
        return
    standing = _standing(whole, parts, passages)
    cased = _cased(passages)
    for word, places in standing.items():
        kind, sure = parts[word]
        small = sum(place.word[0].islower() and place.document in cased for place in places)
        ordinary = small > 0 and first_names().get(word) is not False and word not in voices
        for place in places:
            capital = place.word[0].isupper()
            if ordinary and (not capital or small * 2 >= len(places)):
                continue
            if not capital and (kind != "person" or place.document in cased):
                continue
            found = Found(kind, place.start, place.end, place.word, sure and not ordinary, "a word of a name")
            yield place.document, place.text, found


def _parts(
    whole: Mapping[str, tuple[str, str]], decided: Collection[str], voices: Collection[str]
) -> dict[str, tuple[str, bool]]:
    """The words of whole names that may stand for them: which kind, and whether that is sure."""
    parts: dict[str, tuple[str, bool]] = {}
    for name, (text, kind) in whole.items():
        if " " not in name or kind not in _KINDS:
            continue
        of_somebody = kind == "person" and any(
            first_names().get(word) is False or word in voices for word in map(folded, text.split())
        )
        for word in text.split():
            told = folded(word)
            if names_somebody(word) and _may_stand(word, kind) and told not in whole and told not in decided:
                parts[told] = (kind, of_somebody or parts.get(told, ("", False))[1])
    return parts


def _may_stand(word: str, kind: str) -> bool:
    return kind == "person" or (word[0].isupper() and len(word) > 4 and not ends_a_name(word))


def _standing(
    whole: Mapping[str, tuple[str, str]], parts: Collection[str], passages: Sequence[tuple[str, str]]
) -> dict[str, list[Standing]]:
    """Where each of the words stands outside of a whole name."""
    wholes = "|".join(re.escape(name) for name in sorted(whole, key=len, reverse=True) if " " in name)
    listed = "|".join(re.escape(word) for word in sorted(parts, key=len, reverse=True))
    pattern = re.compile(rf"(?<![^\W_])(?:(?:{wholes})|(?P<word>{listed}))(?:['’]?s)?(?![^\W\d_])", re.IGNORECASE)
    found: dict[str, list[Standing]] = {}
    for document, text in passages:
        for match in pattern.finditer(text):
            if match.group("word"):
                place = Standing(document, text, *match.span("word"))
                found.setdefault(folded(place.word), []).append(place)
    return found


def _cased(passages: Sequence[tuple[str, str]]) -> set[str]:
    """The documents that are written with capitals, so that a small letter says something."""
    letters: Counter[str] = Counter()
    capitals: Counter[str] = Counter()
    for document, text in passages:
        letters[document] += len(text)
        capitals[document] += sum(map(str.isupper, text))
    return {document for document, count in letters.items() if capitals[document] > _CAPITALS * count}
