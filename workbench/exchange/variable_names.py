"""Names of variables that SPSS, Stata, R and pandas all take: small letters, figures and underscores, each once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence

LONGEST = 28
"""Stata takes 32 letters, also for a variable's set of labels, which is called as the variable is with a number behind."""
_RESERVED_LISTED = """
all and by eq ge gt le lt ne not or to with
aggregate array boolean break byte class colvector complex const continue delegate delete do double else end enum explicit
export external float for friend function global goto if in inline int local long mata matrix namespace new null numeric
orgtypedef pragma private protected public quad real return rowvector scalar short signed static strl string struct super
switch template this throw transmorphic try typedef typename union unsigned using vector virtual void volatile while
next repeat na nan inf true false import from pass lambda def
"""
_RESERVED = frozenset(_RESERVED_LISTED.split())
"""Words that one of the programs keeps for itself."""
_STRINGS = re.compile(r"str\d+")


def names_of(wanted: Sequence[str], *, before: str = "", taken: Collection[str] = ()) -> list[str]:
    """A name for each of some things, in their order; `before` begins each, and none is among `taken`.

    >>> names_of(["Safety/Fear after dark", "Safety: fear, after dark!", "Ärger", "安全", "if"])
    ['safety_fear_after_dark', 'safety_fear_after_dark_2', 'arger', 'v1', 'if_']
    """
    used = set(taken)
    found = []
    for one in wanted:
        name = _plain(one, before) or "v1"
        found.append(_free(name, used))
        used.add(found[-1])
    return found


def _plain(text: str, before: str) -> str:
    """A text as a name, cut at a word where it is too long; nothing where no letter of it is left."""
    letters = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("ø", "o").replace("æ", "ae")).casefold()
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    name = re.sub(r"[^a-z0-9]+", "_", kept).strip("_")
    if not name:
        return f"{before}1" if before else ""
    name = f"{before}{name}"
    if not name[0].isalpha():
        name = f"v_{name}"
    if len(name) > LONGEST:
        name = (
            name[: LONGEST + 1].rsplit("_", 1)[0][:LONGEST]
            if "_" in name[len(before) : LONGEST + 1]
            else name[:LONGEST]
        )
        name = name.rstrip("_")
    return f"{name}_" if name in _RESERVED or _STRINGS.fullmatch(name) else name


def _free(name: str, used: Collection[str]) -> str:
    """The name, or with a number where it is taken."""
    if name not in used:
        return name
    stem = re.sub(r"\d+$", "", name) if re.fullmatch(r"(?:v|.*_)1", name) else f"{name}_"
    number = 2
    while (free := f"{stem[: LONGEST - len(str(number))]}{number}") in used:
        number += 1
    return free
