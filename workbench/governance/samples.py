"""Samples: how many people of those interviewed said something, as readers outside may be told.

Whoever reads that 12 of 16 people said this does not know who the sixteen are. What tells is a description: 1 of 2
mothers in one ward. So the number of a whole sample is given as it is, and that of a group is given where enough people
share what the group is called by; else as a band. Only where readers know who was in the sample, because everybody of a
group was, is its number treated as one counted from records.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa
from sqlmodel import Session

from workbench.governance.audiences import INTERNAL, Audience
from workbench.rows import live, table_of
from workbench.sources.cases import Case
from workbench.sources.documents import Document, Segment

Regime = Literal["records", "sample", "known group"]
"""How a number of people came about: counted from a survey or records; people interviewed; everybody of a group."""

BANDS = (("a few", 1 / 3), ("about half", 2 / 3), ("most", 1.0))
"""What stands in place of a number, and up to which share of the group it says so."""
USUAL = 5
"""How many people a description must fit where an audience does not say."""
FEWEST_FOR_A_BAND = 3
"""Of one or two people every band says what each of them said."""
TOO_FEW = "too few to say"
KNOWN = "who was asked is known"
"""Why a number of everybody in a group is withheld."""
BOUNDS = (
    "“A few” is up to a third of a group, “about half” more than a third and up to two thirds, “most” more than two"
    " thirds, “nobody” none. A group of one or two people is too few to say."
)


@dataclass(frozen=True, slots=True)
class Told:
    """A number of people of one group as it is told: the number, or a band in its place."""

    said: int | None
    of: int | None
    """How many people the group has; None where that would say how few they are."""
    band: str = ""

    @property
    def words(self) -> str:
        """The number with what it is out of, as people read it."""
        if self.said is not None:
            return f"{self.said} of {self.of}"
        return self.band if self.of is None else f"{self.band} of {self.of}"


def regime_of(kinds: Iterable[str], sampling: Iterable[str]) -> Regime:
    """Which rule a number of people falls under.

    Args:
        kinds: of the documents in which they were heard, as in `Document.kind`; a survey's question is `question`.
        sampling: how each of them came into the study, as in `Case.sampling`.

    >>> regime_of(["transcript"], ["purposive", "not recorded"])
    'sample'
    >>> regime_of(["transcript"], ["everyone", "everyone"])
    'known group'
    >>> regime_of(["transcript", "question"], ["self-selected"])
    'records'
    """
    came = set(sampling)
    if "question" in set(kinds):
        return "records"
    return "known group" if came == {"everyone"} else "sample"


def regime(session: Session, cases: Collection[int]) -> Regime:
    """Which rule a number of these people falls under, from where they were heard and how they were found."""
    wanted = set(cases)
    case, segment, document = table_of(Case), table_of(Segment), table_of(Document)
    heard = (
        sa.select(segment.c.case_id, document.c.kind, case.c.sampling)
        .select_from(segment.join(document, document.c.id == segment.c.document_id))
        .join(case, case.c.id == segment.c.case_id)
        .where(segment.c.gone.is_(False), document.c.gone.is_(False))
        .distinct()
    )
    found = [(kind, how) for key, kind, how in session.execute(heard) if key in wanted]
    return regime_of((kind for kind, _ in found), (how for _, how in found))


def people_needed(session: Session, audience: str) -> int:
    """How many people a printed description must fit for an audience; 0 for the team."""
    if audience == INTERNAL:
        return 0
    row = session.execute(live(Audience).where(table_of(Audience).c.name == audience)).scalars().first()
    return row.people if row is not None else USUAL


def whole_is_told(said: int, of: int, regime: Regime, fewest: int) -> bool:
    """Whether the number of a whole sample may be told to readers for whom `fewest` people make a group.

    Where they know who was in it, few who said something, or few who did not, would be known.

    >>> whole_is_told(12, 16, "sample", 5), whole_is_told(2, 16, "sample", 5)
    (True, True)
    >>> whole_is_told(6, 6, "known group", 5), whole_is_told(20, 40, "known group", 5)
    (False, True)
    """
    if regime == "sample" or fewest <= 1:
        return True
    return said == 0 or (said >= fewest and of - said >= fewest)


def band(said: int, of: int) -> str:
    """What stands in place of a number of people of a group.

    >>> band(1, 4), band(2, 4), band(3, 4), band(0, 4), band(1, 2)
    ('a few', 'about half', 'most', 'nobody', 'too few to say')
    """
    if of < FEWEST_FOR_A_BAND:
        return TOO_FEW
    if said == 0:
        return "nobody"
    return next(word for word, share in BANDS if said <= share * of)


def is_named(size: int, fewest: int) -> bool:
    """Whether a group may be called by what describes it at all.

    >>> is_named(2, 5), is_named(3, 5), is_named(2, 0), is_named(0, 5)
    (False, True, True, True)
    """
    return fewest <= 1 or size == 0 or size >= min(fewest, FEWEST_FOR_A_BAND)


def told(groups: Sequence[tuple[int, int]], fewest: int, *, known: Collection[int] = ()) -> list[Told]:
    """The groups of one sample by one description, each as it may be told.

    A group of fewer than `fewest` people gets a band, and how many it has is not said. All people together, and the
    other groups, are told exactly, so the groups with bands must hold `fewest` people between them, or the smallest
    other group gets a band as well. Where everybody in them said it, that would say so of each: then one more does.
    Of a known group the number stands only where enough said it and enough did not; else a band, and one beside it.

    Args:
        groups: people who said something, and people, of each group; nobody is in two.
        fewest: how many people must share a description; below 2 everything is told.
        known: the groups, by place, of which outsiders know who is in them, because everybody there was asked.

    >>> [one.words for one in told([(10, 14), (2, 3)], 5)]
    ['most', 'about half']
    >>> [one.words for one in told([(5, 6), (1, 2), (3, 4), (3, 6)], 5)]
    ['5 of 6', 'too few to say', 'most', '3 of 6']
    >>> [one.words for one in told([(6, 6), (4, 8), (9, 12)], 5, known=[0])]
    ['most of 6', 'about half of 8', '9 of 12']
    """
    if fewest <= 1:
        return [Told(said, of) for said, of in groups]
    unsized = unsized_groups([of for _, of in groups], fewest)
    banded = {*unsized, *(at for at in known if not whole_is_told(*groups[at], "known group", fewest))}
    alone = len(banded) == 1 and not unsized
    rest = sorted((of, at) for at, (_, of) in enumerate(groups) if at not in banded and of)
    while banded and rest and (alone or all(groups[at][0] == groups[at][1] for at in banded)):
        banded.add(rest.pop(0)[1])
        alone = False
    return [
        Told(None, None if at in unsized else of, band(said, of)) if at in banded else Told(said, of)
        for at, (said, of) in enumerate(groups)
    ]


def known_groups(groups: Iterable[Collection[int]], sampling: Mapping[int, str]) -> frozenset[int]:
    """The groups, by place, of which outsiders know who is in them: everybody there was taken in.

    >>> sorted(known_groups([{1, 2}, {3}, set()], {1: "everyone", 2: "everyone", 3: "purposive"}))
    [0]
    """
    return frozenset(
        at for at, some in enumerate(groups) if some and all(sampling.get(case) == "everyone" for case in some)
    )


def unsized_groups(sizes: Sequence[int], fewest: int) -> frozenset[int]:
    """The groups of which it is not said how many people they have, by their place.

    >>> sorted(unsized_groups([14, 3], 5)), sorted(unsized_groups([6, 2, 4, 6], 5)), sorted(unsized_groups([6, 0], 5))
    ([0, 1], [1, 2], [])
    """
    small = {at for at, of in enumerate(sizes) if 0 < of < fewest}
    rest = sorted((of, at) for at, of in enumerate(sizes) if of and at not in small)
    while small and rest and sum(sizes[at] for at in small) < fewest:
        small.add(rest.pop(0)[1])
    return frozenset(small)
