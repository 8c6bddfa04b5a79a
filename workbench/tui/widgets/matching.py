"""Finding a name by a few of its letters."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """Text as it is compared: small letters, no accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def rank(query: str, text: str, *, spread: bool = True) -> tuple[int, int] | None:
    """How well a name fits, smaller is better; None when it does not.

    A name that begins so comes first, then a word that begins so, then letters inside a word,
    then all typed words in any order, last (with `spread`) the typed letters in their order with others between them.

    >>> rank("dark", "Dark and unlit") < rank("dark", "Afraid of the dark")
    True
    >>> rank("xyz", "Dark") is None
    True
    """
    wanted, name = folded(query.strip()), folded(text)
    if not wanted:
        return (0, 0)
    if name.startswith(wanted):
        return (0, len(name))
    place = name.find(wanted)
    if place >= 0:
        return (1 if not name[place - 1].isalnum() else 2, place)
    words = wanted.split()
    if len(words) > 1 and all(word in name for word in words):
        return (3, len(name))
    apart = _spread(wanted.replace(" ", ""), name) if spread else None
    return None if apart is None else (4, apart)


def _spread(wanted: str, name: str) -> int | None:
    """How far the letters lie apart when they come in this order, the first at the start of a word."""
    best: int | None = None
    begun = -1
    while (begun := name.find(wanted[0], begun + 1)) >= 0:
        if begun and name[begun - 1].isalnum():
            continue
        place = begun
        for each in wanted[1:]:
            place = name.find(each, place + 1)
            if place < 0:
                break
        else:
            if best is None or place - begun < best:
                best = place - begun
    return best
