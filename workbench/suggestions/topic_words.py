"""Words of a topic: which tell it from the others, whether they hang together, and whether topics share them.

A keyword is said in a topic much oftener than elsewhere, by more than one person, and in enough of its passages that
somebody who reads it nods. Words are ranked by the log-odds ratio with an informative prior, in standard errors
(Monroe, Colaresi and Quinn 2008, "Fightin' Words"), which neither rare nor everyday words win.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from workbench.suggestions.keywords import PAIRED
from workbench.suggestions.word_counts import WordTable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Labels = NDArray[np.int64]

KEYWORDS = 10
LABEL = 3
PRIOR = 500.0
"""The words of all passages count beforehand as so many words of each topic."""
TELLING, SAID_IN = 0.1, 3
"""A keyword stands in at least this share of its topic's passages, and in so many of them ..."""
OFTENER = 3.0
"""... in this many times the share of the other passages ..."""
BY_PEOPLE = 2
"""... and so many people say it, where it is known who speaks."""
FEWEST = 2
"""Where fewer keywords are left, rarer words are taken up to this many, so that a topic can be called something."""
LOOKED_AT = 80
"""So many of a topic's strongest words are looked at."""
MOSTLY = 0.5
"""A pair stands for one of its words where it is this share of what is said of it in the topic."""


def ranked(table: WordTable, labels: Labels, count: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """For each topic and word how much it tells (in standard errors), and in how many passages it stands."""
    import numpy as np
    from scipy.sparse import csr_array

    there = labels >= 0
    if not len(table.words):
        return np.zeros((count, 0)), np.zeros((count, 0), np.int64)
    ones = np.ones(int(there.sum()), np.int64)
    of_topic = csr_array((ones, (labels[there], np.flatnonzero(there))), shape=(count, len(labels)))
    said = np.asarray((of_topic @ table.there).todense(), np.int64).reshape(count, len(table.words))
    every = np.asarray(table.there.sum(axis=0), np.float64).ravel()
    before = every / max(every.sum(), 1) * PRIOR + 0.01
    inside, total = said + before, (said.sum(axis=1) + before.sum())[:, None]
    outside = np.maximum(every - said, 0) + before
    rest = np.maximum(every.sum() - said.sum(axis=1), 0)[:, None] + before.sum()
    odds = np.log(inside / (total - inside)) - np.log(outside / (rest - outside))
    return odds / np.sqrt(1 / inside + 1 / outside), said


def keywords(
    table: WordTable,
    labels: Labels,
    count: int,
    *,
    people: Sequence[int | None] = (),
    without: Collection[str] = (),
) -> list[list[str]]:
    """The keywords of each topic, the strongest first, at most ten.

    Args:
        table: The words of every passage.
        labels: The topic of every passage, -1 for none.
        count: How many topics there are.
        people: Who speaks in each passage, None where it is not known.
        without: Words that are known to be no keywords.
    """
    import numpy as np

    weights, said = ranked(table, labels, count)
    every = np.asarray(table.there.sum(axis=0), np.float64).ravel()
    who = np.asarray([-1 if one is None else one for one in people], np.int64)
    made: list[list[str]] = []
    for number in range(count):
        rows = np.flatnonzero(labels == number)
        inside = said[number] / max(len(rows), 1)
        outside = (every - said[number]) / max(len(labels) - len(rows), 1)
        able = (weights[number] > 0) & (inside >= OFTENER * outside)
        able &= said[number] >= min(len(rows), 2)
        several = len(set(who[rows].tolist()) - {-1}) >= BY_PEOPLE if len(who) else False
        order = [at for at in np.argsort(-weights[number], kind="stable").tolist() if able[at]]
        order = [at for at in order if without == () or not set(table.words[at].split(PAIRED)) & set(without)]
        if several:
            own, whose = table.there[rows].tocsc(), who[rows]
            order = [at for at in order[:LOOKED_AT] if _people(own, at, whose) >= BY_PEOPLE]
        least = min(len(rows), max(SAID_IN, round(len(rows) * TELLING)))
        often = [at for at in order if said[number, at] >= least]
        shown = _shown(table, often, said[number], rows)
        made.append(shown if len(shown) >= FEWEST else _shown(table, order, said[number], rows)[:FEWEST])
    return made


def _people(own: object, column: int, whose: Labels) -> int:
    """How many people say a word among these passages; a passage of nobody known counts as somebody's."""
    starts, rows = own.indptr, own.indices  # type: ignore[attr-defined]
    there = whose[rows[starts[column] : starts[column + 1]]]
    known = there[there >= 0]
    return len(set(known.tolist())) + int((there < 0).sum())


def _shown(table: WordTable, order: list[int], said: NDArray[np.int64], rows: Labels) -> list[str]:
    """Words as they are written, none twice; a pair instead of a word that is mostly said in it.

    The first is the strongest; each further one stands with one of those before it in a passage of the topic.
    """
    import numpy as np

    pairs = [at for at in order if PAIRED in table.words[at]]
    order = order[:LOOKED_AT]
    own = table.there[rows][:, order]
    met = np.asarray((own.T @ own).todense()) > 0
    shown: list[int] = []
    taken: set[str] = set()
    for place, at in enumerate(order):
        if _parts(table, at) & taken or (shown and not met[place, shown].any()):
            continue
        shown.append(place)
        written = at
        if PAIRED not in table.words[at]:
            fits = (one for one in pairs if _stands_for(table, one, at, said) and not _parts(table, one) & taken)
            written = next(fits, at)
        taken |= _parts(table, written)
        order[place] = written
        if len(shown) == KEYWORDS:
            break
    return [table.words[order[place]].replace(PAIRED, " ") for place in shown]


def _parts(table: WordTable, at: int) -> set[str]:
    return set(table.words[at].split(PAIRED))


def _stands_for(table: WordTable, pair: int, word: int, said: NDArray[np.int64]) -> bool:
    return table.words[word] in _parts(table, pair) and bool(said[pair] >= MOSTLY * said[word])


def share_told(table: WordTable, rows: Labels, words: Sequence[str]) -> float:
    """The share of some passages, 0 to 1, that have one of the words at least."""
    import numpy as np

    columns = _columns(table, words)
    if not columns or not len(rows):
        return 0.0
    return float((np.asarray(table.there[rows][:, columns].sum(axis=1)) > 0).mean())


def _columns(table: WordTable, words: Sequence[str]) -> list[int]:
    place = {word: at for at, word in enumerate(table.words)}
    return [place[known] for word in words if (known := word.replace(" ", PAIRED)) in place]


def coherence(table: WordTable, words: Sequence[str]) -> float | None:
    """How often keywords stand together: the mean of NPMI over their pairs (Bouma 2009), -1 to 1.

    Counted over whole passages. Two words that never meet count -1. None where there are fewer than two words.
    """
    import numpy as np

    columns = _columns(table, words)
    if len(columns) < 2:
        return None
    own = table.there[:, columns]
    together = np.asarray((own.T @ own).todense(), np.float64) / table.there.shape[0]
    found = [
        npmi(together[first, second], together[first, first], together[second, second])
        for first in range(len(columns))
        for second in range(first)
    ]
    return round(float(np.mean(found)), 4)


def npmi(both: float, first: float, second: float) -> float:
    """Normalised pointwise mutual information of two shares and the share of both.

    >>> npmi(0.25, 0.25, 0.25), npmi(0.0, 0.5, 0.5), round(npmi(0.25, 0.5, 0.5), 6)
    (1.0, -1.0, 0.0)
    """
    import math

    if both <= 0:
        return -1.0
    if both >= 1:
        return 1.0
    return math.log(both / (first * second)) / -math.log(both)


def diversity(topics: Sequence[Sequence[str]]) -> float:
    """The share of different words among the keywords of all topics, 0 to 1 (Dieng et al. 2020).

    >>> diversity([["bus", "late"], ["bus", "fare"]])
    0.75
    """
    every = [word for words in topics for word in words]
    return len(set(every)) / len(every) if every else 0.0
