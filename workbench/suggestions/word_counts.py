"""Word counts: which telling words stand in which passage, counted once a passage.

Once, so that one long story about one thing does not name a topic. Forms of a word count together, and two words that
belong together ("main road") count as one as well. A million passages are held as one sparse table, never as lists.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbench.suggestions.keywords import PAIRED, one_form, runs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

OFTEN_ENOUGH = 3
"""A pair of words is one expression from so many passages on ..."""
BELONGS = 0.3
"""... and where it makes up this share of all that is said of one of its two words."""
_APART = -1
"""Stands between words that do not follow each other."""


@dataclass(frozen=True, slots=True)
class WordTable:
    """A row a passage, a column a word or pair; 1 where the passage has it."""

    words: tuple[str, ...]
    there: Any
    """scipy.sparse.csr_array of int32, passages × words."""

    def said_in(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """In how many of these passages each word stands."""
        import numpy as np

        counts: NDArray[np.int64] = np.asarray(self.there[rows].sum(axis=0), np.int64).ravel()
        return counts

    def documents(self) -> list[str]:
        """Every passage as its words with blanks between."""
        starts = self.there.indptr
        return [
            " ".join(self.words[at] for at in self.there.indices[starts[row] : starts[row + 1]])
            for row in range(self.there.shape[0])
        ]


def count_words(
    texts: Iterable[str],
    names: frozenset[str] = frozenset(),
    *,
    question_of: Sequence[int] = (),
    questions: Sequence[str] = (),
) -> WordTable:
    """Count the telling words of passages.

    Args:
        texts: The passages; they are read once, one after the other.
        names: Words of people's names, which are left out.
        question_of: For each passage the place of its question in `questions`, -1 where none was asked in writing.
        questions: The wording of survey questions: their own words do not count in their answers.
    """
    import numpy as np
    from scipy.sparse import csr_array

    flat, owners, known, length = _read(texts, names)
    counted = Counter(dict(zip(known, np.bincount(flat[flat >= 0], minlength=len(known)).tolist(), strict=True)))
    forms = one_form(counted)
    shown = sorted({forms.get(word, word) for word in known})
    column = {word: at for at, word in enumerate(shown)}
    table = np.asarray([column[forms.get(word, word)] for word in known] + [_APART], np.int64)
    ids = table[flat]
    first, second = ids[:-1], ids[1:]
    follows = (first >= 0) & (second >= 0) & (first != second) & (owners[:-1] == owners[1:])
    pairs, pair_words = _pairs(first[follows], second[follows], owners[:-1][follows], ids[ids >= 0], shown)
    rows = np.concatenate([owners[ids >= 0], pairs[0]])
    columns = np.concatenate([ids[ids >= 0], pairs[1]])
    words = (*shown, *pair_words)
    keep = _not_asked(rows, columns, words, forms, question_of, questions)
    made = csr_array((np.ones(int(keep.sum()), np.int32), (rows[keep], columns[keep])), shape=(length, len(words)))
    made.sum_duplicates()
    made.data[:] = 1
    return WordTable(words, made)


def _read(
    texts: Iterable[str], names: frozenset[str]
) -> tuple[NDArray[np.int64], NDArray[np.int64], dict[str, int], int]:
    """Every telling word as a number, one passage after the other, with -1 between words that are not neighbours."""
    import numpy as np

    flat, owners = array("i"), array("i")
    known: dict[str, int] = {}
    length = 0
    for row, text in enumerate(texts):
        length = row + 1
        for run in runs(text, names):
            flat.extend([known.setdefault(word, len(known)) for word in run])
            flat.append(_APART)
            owners.extend([row] * (len(run) + 1))
    return np.asarray(flat, np.int64), np.asarray(owners, np.int64), known, length


def _pairs(
    first: NDArray[np.int64],
    second: NDArray[np.int64],
    owners: NDArray[np.int64],
    single: NDArray[np.int64],
    shown: list[str],
) -> tuple[tuple[NDArray[np.int64], NDArray[np.int64]], list[str]]:
    """Where pairs that belong together stand: their passages and columns, and how they are written."""
    import numpy as np

    width = max(len(shown), 1)
    keys = first * width + second
    found, counts = np.unique(keys, return_counts=True)
    said = np.bincount(single, minlength=width)
    rarer = np.minimum(said[found // width], said[found % width])
    found = found[(counts >= OFTEN_ENOUGH) & (counts >= BELONGS * rarer)]
    words = [f"{shown[key // width]}{PAIRED}{shown[key % width]}" for key in found.tolist()]
    at = np.searchsorted(found, keys) if len(found) else np.zeros(len(keys), np.int64)
    there = found[np.minimum(at, len(found) - 1)] == keys if len(found) else np.zeros(len(keys), bool)
    return (owners[there], len(shown) + at[there]), words


def _not_asked(
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
    words: Sequence[str],
    forms: dict[str, str],
    question_of: Sequence[int],
    questions: Sequence[str],
) -> NDArray[np.bool_]:
    """Which words stay: those that do not stand in the question that the passage answers."""
    import numpy as np

    if not questions:
        return np.ones(len(rows), bool)
    asked = np.zeros((len(questions) + 1, len(words)), bool)
    for at, question in enumerate(questions):
        own = {forms.get(word, word) for run in runs(question) for word in run}
        asked[at] = [not own.isdisjoint(word.split(PAIRED)) for word in words]
    which = np.asarray(question_of, np.int64)[rows]
    keep: NDArray[np.bool_] = ~asked[which, columns]
    return keep
