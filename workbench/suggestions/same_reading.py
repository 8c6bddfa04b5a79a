"""Passages that read the same, or like nothing else, and what that says of the coding. Pure: it looks at the ground."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.suggestions.alike import nearest_among, pairs_above, thinned
from workbench.suggestions.coded_ground import Ground
from workbench.suggestions.next_places import FEW, NextPlace

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workbench.suggestions.embedding import Vectors

    Places = NDArray[np.int64]

SAME, NEARLY = 0.72, 0.95
"""How near (a cosine) passages lie that read the same, and that have nearly the same words."""
MOST, MOST_CODED = 10_000, 3_000
"""So many passages, and so many coded ones, are compared; of more, these many spread over all."""
WORDS = 5
"""A passage of fewer words may be said twice without being a copy."""


def from_vectors(ground: Ground, rows: Vectors, there: NDArray[np.bool_]) -> list[NextPlace]:
    """What reads the same or like nothing else.

    Args:
        ground: The passages and what is coded on them.
        rows: A vector of length one a passage.
        there: Which passages have one; the others are not looked at.
    """
    import numpy as np

    every = [at for at in sorted(ground.says_enough) if there[at]]
    coded = thinned(np.asarray([at for at in every if at in ground.given], np.int64), MOST_CODED)
    plain = thinned(np.asarray([at for at in every if at not in ground.given], np.int64), MOST)
    found: list[NextPlace] = []
    if len(coded) and len(plain):
        place, near = nearest_among(rows[plain], rows[coded])
        found += _unlike(ground, plain, near)
        found += _missed(ground, plain, coded[place], near)
    if len(coded):
        found += _differ(ground, coded, rows)
    return found + _nearly_copied(ground, thinned(np.asarray(every, np.int64), MOST), rows)


def _unlike(ground: Ground, plain: Places, near: NDArray[np.float32]) -> list[NextPlace]:
    """What lies furthest from everything coded, a document at most twice."""
    import numpy as np

    used: dict[int, int] = defaultdict(int)
    found: list[NextPlace] = []
    for at in np.argsort(near, kind="stable"):
        one = ground.segments[int(plain[at])]
        if used[one.document_id] < 2 and len(found) < FEW:
            used[one.document_id] += 1
            found.append(NextPlace("unlike", one, "Nothing that is coded so far reads like this."))
    return found


def _missed(ground: Ground, plain: Places, nearest: Places, near: NDArray[np.float32]) -> list[NextPlace]:
    """What nobody coded though it reads the same as something coded; what was rejected there is not said again."""
    import numpy as np

    found: list[NextPlace] = []
    used = set[int]()
    for at in np.argsort(-near, kind="stable"):
        if near[at] < SAME or len(found) == FEW:
            break
        one, like = ground.segments[int(plain[at])], int(nearest[at])
        given = [each for each in ground.given[like] if each.code_id in ground.names]
        done = ground.material.decided.get(one.segment_id, frozenset())
        left = [each for each in given if each.code_id not in done]
        if one.document_id not in ground.begun or not left or like in used:
            continue
        used.add(like)
        how = "was read without a code" if int(plain[at]) in ground.read else "is not coded"
        why = f"{left[0].coder} coded words like these “{ground.names[left[0].code_id]}”; this {how}."
        found.append(NextPlace("missed", one, why, left[0].code_id, ground.segments[like]))
    return found


def _differ(ground: Ground, coded: Places, rows: Vectors) -> list[NextPlace]:
    """Coded passages that read the same and have no code in common."""
    found: list[NextPlace] = []
    used = set[int]()
    for left, right, _ in pairs_above(rows[coded], SAME, MOST):
        one, other = int(coded[left]), int(coded[right])
        both = {ground.segments[one].document_id, ground.segments[other].document_id}
        if (
            len(found) == FEW
            or used & {one, other}
            or not both <= ground.begun
            or ground.related(ground.codes_at(one), ground.codes_at(other))
        ):
            continue
        used |= {one, other}
        ours, theirs = _said(ground, one), _said(ground, other)
        why = f"This: {ours}. Words that read the same: {theirs}."
        code = ground.given[one][0].code_id
        found.append(NextPlace("differ", ground.segments[one], why, code, ground.segments[other]))
    return found


def _said(ground: Ground, at: int) -> str:
    """Whose codes are on a passage: “Lighting” (amina)."""
    given = [one for one in ground.given[at] if one.code_id in ground.names]
    return ", ".join(f"“{ground.names[one.code_id]}” ({one.coder})" for one in given[:3])


def _plain_words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.casefold()))


def from_copies(ground: Ground) -> list[NextPlace]:
    """Passages whose words stand several times, the most copied first: a form's own words, or answers copied."""
    found: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, one in enumerate(ground.segments):
        words = _plain_words(one.text)
        if len(words) >= WORDS:
            found[words].append(at)
    groups = sorted((some for some in found.values() if len(some) > 1), key=lambda some: (-len(some), some[0]))
    return [_copied(ground, some, "These words stand") for some in groups[:FEW]]


def _copied(ground: Ground, some: Sequence[int], begins: str) -> NextPlace:
    coded = sum(at in ground.given for at in some)
    first = next((at for at in some if at not in ground.given), some[0])
    other = next((at for at in some if at != first), some[0])
    said = f"{coded:,} of them coded" if coded else "none of them coded"
    often = "twice" if len(some) == 2 else f"{len(some):,} times"
    why = f"{begins} {often}, {said}."
    return NextPlace("copies", ground.segments[first], why, None, ground.segments[other])


def _nearly_copied(ground: Ground, every: Places, rows: Vectors) -> list[NextPlace]:
    """Passages that say nearly the same in nearly the same words, a pair at a time; full copies are told elsewhere."""
    import numpy as np

    first: dict[tuple[str, ...], int] = {}
    for at in every:
        words = _plain_words(ground.segments[int(at)].text)
        if len(words) >= WORDS:
            first.setdefault(words, int(at))
    single = np.asarray(sorted(first.values()), np.int64)
    found: list[NextPlace] = []
    used = set[int]()
    for left, right, _ in pairs_above(rows[single], NEARLY, MOST) if len(single) else ():
        one, other = int(single[left]), int(single[right])
        if len(found) == FEW or used & {one, other}:
            continue
        used |= {one, other}
        found.append(_copied(ground, (one, other), "Nearly these words stand"))
    return found
