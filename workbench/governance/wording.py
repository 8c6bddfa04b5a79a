"""Words that would stick to a named place: "hotspot", "no-go area", "the worst estate". Pure; it warns, never blocks.

What a team writes about a place is read there, by people who live in it. A sentence is flagged where a place's name
stands in it together with such words. What somebody said is theirs: words between quotation marks are not looked at,
and transcripts, answers and quotes are never brought here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from workbench import geography
from workbench.text import sentence_spans

_WHERE = r"(?:places?|areas?|estates?|towns?|villages?|districts?|neighbourhoods?|communit(?:y|ies)|streets?|roads?|parts?|wards?|spots?|city|cities|county|boroughs?|parks?|corners?|schools?)"
_HARSH = (
    (
        r"hot-?\s?spots?(?!\s+(?:policing|patrols?|response|action fund|programme|funding))|black-?\s?spots?",
        "what was counted there, of how many, and when: “more records for each resident than in …”",
    ),
    (r"no-?\s?go\s+(?:areas?|zones?|places?|estates?)|no-go", "who avoids it, when, and how many of those asked"),
    (
        rf"(?:problem|sink|trouble|rough|bad|failing|broken|dodgy|dangerous|unsafe|lawless|deprived and violent)\s+{_WHERE}",
        "what happened there, to whom, and how often; the place itself is neither good nor bad",
    ),
    (
        rf"worst(?:[-\s]+[\w-]+){{0,2}}?\s+{_WHERE}|(?:the|county’s|county's|’s|'s)\s+worst\s+(?:for|in|of|affected)|worst\s+(?:in|of)\s+the|(?:is|are|was|were|ranks?|among)\s+(?:the\s+)?worst\b",
        "the figure with its interval beside the others, and what makes one careful with it",
    ),
    (
        r"plagued|blighted|ravaged|infested|overrun|crime-?\s?ridden|drug-?\s?ridden|violence-?\s?ridden|riddled with|rife with",
        "how many were counted, of how many people, in which time",
    ),
    (r"notorious(?:ly)?|infamous(?:ly)?", "who says so, and how many of those asked"),
    (r"ghettos?|slums?|gangland|war\s?zones?|badlands?|hell-?holes?|dumping grounds?|wild west", "what people there describe"),
    (r"breeding grounds?|hot-?\s?beds?", "what is known of causes, and what is not"),
    (r"feral|lawless|scum|underclass", "what people did or went through"),
)  # fmt: skip
_HARSH_WORDS = [
    (re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE), instead) for pattern, instead in _HARSH
]
_IS = re.compile(
    r"(?:is|was|remains|has become|is becoming)\s+(?:a\s+|very\s+|so\s+|too\s+|simply\s+)?(?:dangerous|lawless|broken|rough|unsafe)(?!\w)",
    re.IGNORECASE,
)
"""What is harsh only of the place itself: Harlow is rough; a crossing in Harlow is dangerous is no such thing."""
_IN = re.compile(r"\b(?:in|of|near|around|from|through|at|for|to|by|about|across)\s+$", re.IGNORECASE)
NEAR = 90
"""So many characters before a word are looked at for what takes it back."""
_WHAT_HAPPENED = "what happened, to whom, and when"
_TAKEN_BACK = re.compile(
    r"\b(?:not|no|never|nor|neither|isn[’']t|wasn[’']t|aren[’']t|without|avoid(?:s|ed|ing)?|instead of|rather than|far from|wi-?fi)\b"
    r"(?:\s+[\w’'-]+){0,4}\s*$",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“[^“”]*”|\"[^\"]*\"|(?<!\w)‘[^‘’]*’(?!\w)|(?<![\w'])'[^'\n]{1,400}'(?!\w)|^>.*$", re.MULTILINE)
_ESTATE = re.compile(
    r"\b(?:[A-Z][\w’'-]+\s+){1,3}(?:Estate|Street|Road|Lane|Park|Avenue|Close|Way|Green|Square|Gardens|Common)\b"
)
_LSOA = re.compile(r"\b([A-Z][\w’'-]+(?: [A-Z][\w’'-]+)* \d{3}[A-Z]?)\b")
_ALSO_WORDS = frozenset({"Reading", "Bath", "Rugby", "Boston", "Sale", "Wells", "Deal", "Sandwich", "Wash", "Ware"})
"""Names that may begin a sentence as a word like any other."""
_TOO_WIDE = frozenset({"country", "region", "combined authority"})


@dataclass(frozen=True, slots=True)
class Sticking:
    """One sentence in which harsh words stand beside a place's name, with what could be said instead."""

    place: str
    words: str
    sentence: str
    instead: str

    @property
    def said(self) -> str:
        """The warning, in plain words."""
        return (
            f"“{self.words}” stands beside {self.place}, and would stick to the people who live there:"
            f" “{shortened(self.sentence)}” Say instead {self.instead}."
        )


def sticking(text: str, places: Sequence[str] | None = None) -> list[Sticking]:
    """Sentences of a team's text in which words would stick to a named place.

    Args:
        text: what the team wrote. Words between quotation marks in it are somebody's own and are left alone.
        places: names to look for, as they are written; unless given those of every local area of the register, and
            what is called an estate, a road, a park.

    >>> [one.words for one in sticking("Harlow is a hotspot.")]
    ['hotspot']
    >>> sticking("“The worst thing in Harlow was the wait”, she said."), sticking("Harlow is not a hotspot.")
    ([], [])
    """
    found = []
    bare = _QUOTED.sub(lambda quoted: " " * len(quoted.group()), text)
    if not any(pattern.search(bare) for pattern in (_IS, *(pattern for pattern, _ in _HARSH_WORDS))):
        return []
    for span in sentence_spans(bare):
        sentence = bare[span.start : span.end]
        named = _named(sentence, places)
        harsh = _harsh(sentence, named)
        if named and harsh:
            hit, instead = min(harsh, key=lambda one: (one[0].start(), -one[0].end()))
            said = text[span.start : span.end].strip()
            found.append(Sticking(named[0].group(), " ".join(hit.group().split()), said, instead))
    return found


def places_in(text: str) -> tuple[str, ...]:
    """The local areas of the register that a text names.

    >>> places_in("Weapons in Harlow"), places_in("The way home")
    (('Harlow',), ())
    """
    return tuple(dict.fromkeys(hit.group() for hit in _any_of(_register()).finditer(text)))


def shortened(sentence: str, most: int = 160) -> str:
    """A sentence on one line, cut at a word where it is long."""
    said = " ".join(sentence.split())
    return said if len(said) <= most else f"{said[:most].rsplit(' ', 1)[0]} …"


def _harsh(sentence: str, named: Sequence[re.Match[str]]) -> list[tuple[re.Match[str], str]]:
    """The harsh words of a sentence that names places, each with what could be said instead."""
    if not named:
        return []
    found = [(hit, instead) for pattern, instead in _HARSH_WORDS for hit in pattern.finditer(sentence)]
    ends = {hit.end() for hit in named if not _IN.search(_before(hit, sentence))}
    found += [(hit, _WHAT_HAPPENED) for hit in _IS.finditer(sentence) if len(sentence[: hit.start()].rstrip()) in ends]
    return [(hit, instead) for hit, instead in found if not _TAKEN_BACK.search(_before(hit, sentence))]


def _before(hit: re.Match[str], sentence: str) -> str:
    """The few words that stand before a hit."""
    return sentence[max(0, hit.start() - NEAR) : hit.start()]


def _named(sentence: str, places: Sequence[str] | None) -> list[re.Match[str]]:
    """The places that a sentence names, in their order."""
    pattern = _any_of(tuple(places)) if places is not None else _any_of(_register())
    hits = [hit for hit in pattern.finditer(sentence) if not _is_a_word(hit, sentence)]
    if places is None:
        hits += [hit for kind in (_ESTATE, _LSOA) for hit in kind.finditer(sentence)]
    return sorted(hits, key=lambda hit: hit.start())


def _is_a_word(hit: re.Match[str], sentence: str) -> bool:
    """Whether a name at the beginning of a sentence is rather a word, as in “Reading the figures”."""
    begins = not sentence[: hit.start()].strip()
    return begins and hit.group() in _ALSO_WORDS and not re.match(r"[’']s\b|\s+(?:is|was|has)\b", sentence[hit.end() :])


@lru_cache(maxsize=1)
def _register() -> tuple[str, ...]:
    """The names of every local area of the register; a whole country or region is no neighbourhood."""
    return tuple(
        dict.fromkeys(
            name
            for entry in geography.areas()
            if entry.kind not in _TOO_WIDE
            for name in (entry.name, *entry.other_names, _first_part(entry.name))
            if len(name) > 2
        )
    )


def _first_part(name: str) -> str:
    """What people call it: Southend for Southend-on-Sea."""
    return re.split(r"-(?:on|upon|under|in)-", name)[0]


@lru_cache(maxsize=64)
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """Any of some names, the longest first, as whole words and as they are written."""
    listed: Iterable[str] = sorted(filter(None, names), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, listed)) or '(?!)'})(?!\w)")
