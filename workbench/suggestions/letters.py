"""Letters: passages as counted groups of three to five letters, so that forms of a word and slips of the keys agree.

Weighted as words are (sublinear count × inverse document frequency); the groups lie within words, whose two ends count
as letters. A passage's row is divided by the root of its length, so that longer ones, which say more, weigh more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = Any
    """A sparse matrix, a row a passage, a column a group of letters."""

SHORTEST, LONGEST = 3, 5


def words_of(text: str) -> list[str]:
    """What stands between blanks, in small letters."""
    return text.casefold().split()


def groups_of(word: str) -> list[str]:
    """The groups of letters of one word, its ends marked by blanks."""
    marked = f" {word} "
    return [
        marked[at : at + length] for length in range(SHORTEST, LONGEST + 1) for at in range(len(marked) - length + 1)
    ]


@dataclass(frozen=True, slots=True)
class Letters:
    """The groups of letters of some texts, with their weights."""

    groups: dict[str, int]
    weights: NDArray[np.float64]
    usual: float
    """The usual length of a passage's row."""

    def rows(self, texts: Sequence[str]) -> Rows:
        """A row a text; groups that were not in the texts these letters come from count for nothing."""
        import numpy as np
        from scipy.sparse import diags

        counted = _weighted(_counts(texts, self.groups), self.weights)
        lengths = _lengths(counted) / self.usual
        return diags(1 / (self.usual * np.sqrt(np.maximum(lengths, 1e-9)))) @ counted


def letters(texts: Sequence[str]) -> Letters:
    """The letters of these texts; groups of one text alone are left out where there is more than one."""
    import numpy as np

    words = dict.fromkeys(word for text in texts for word in words_of(text))
    known = sorted({group for word in words for group in groups_of(word)})
    groups = {group: at for at, group in enumerate(known)}
    counts = _counts(texts, groups)
    seen = np.bincount(counts.indices, minlength=len(groups))
    weights = np.log((1 + len(texts)) / (1 + seen)) + 1
    if len(texts) > 1:
        weights[seen < 2] = 0
    lengths = _lengths(_weighted(counts, weights))
    usual = float(lengths[lengths > 0].mean()) if (lengths > 0).any() else 1.0
    return Letters(groups, weights, usual)


def _counts(texts: Sequence[str], groups: dict[str, int]) -> Rows:
    """How often each text has each group: by its words, each of which is taken apart once."""
    import numpy as np
    from scipy.sparse import csr_matrix

    places: dict[str, int] = {}
    said, starts = [], [0]
    for text in texts:
        said += [places.setdefault(word, len(places)) for word in words_of(text)]
        starts.append(len(said))
    inside, ends = [], [0]
    for word in places:
        inside += [at for group in groups_of(word) if (at := groups.get(group)) is not None]
        ends.append(len(inside))
    shape = (len(texts), len(places))
    by_word = csr_matrix((np.ones(len(said)), np.asarray(said, np.int64), starts), shape)
    by_word.sum_duplicates()
    apart = csr_matrix((np.ones(len(inside)), np.asarray(inside, np.int64), ends), (len(places), len(groups)))
    apart.sum_duplicates()
    product = (by_word @ apart).tocsr()
    product.sort_indices()
    return product


def _weighted(counts: Rows, weights: NDArray[np.float64]) -> Rows:
    import numpy as np

    found = counts.copy()
    found.data = (1 + np.log(found.data)) * weights[found.indices]
    return found


def _lengths(rows: Rows) -> NDArray[np.float64]:
    import numpy as np

    found: NDArray[np.float64] = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return found
