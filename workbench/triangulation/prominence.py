"""Prominence: how many people say something, of those asked. A count is a hint; the rating is a person's.

Counted in people, never in passages. Of a purposive sample, or of fewer than 20 people, no percentage is given.
"""

from __future__ import annotations

from dataclasses import dataclass

from workbench.governance.samples import Regime

MIN_FOR_PERCENT = 20


@dataclass(frozen=True, slots=True)
class PeopleCount:
    """People who said something, and of whom: heard in this material, and asked, where that was recorded.

    `asked` is None when the material's people were not asked one by one.
    """

    said: int
    heard: int
    asked: int | None = None
    asked_said: int = 0
    by_choice: bool = True
    """The people were chosen on purpose, or how they came in was not recorded."""
    answered: bool = False
    """The material is a survey: people answered, they were not interviewed."""
    regime: Regime = "records"
    """Which rule says whether the number may be told outside the team; unless told, the strictest."""

    @property
    def all_asked(self) -> bool:
        """Whether everybody heard was also asked."""
        return self.asked is not None and self.asked >= self.heard

    @property
    def of(self) -> int:
        """The number that `said` is a part of."""
        return self.asked if self.asked is not None and self.all_asked else self.heard


def count_sentence(count: PeopleCount, *, said: str | None = None) -> str:
    """The count as people read it; `said` stands in for a number that may not be shown.

    >>> count_sentence(PeopleCount(12, 16, 16, 12))
    '12 of 16 people asked said this'
    >>> count_sentence(PeopleCount(12, 16))
    'raised by 12 of the 16 we interviewed; not all were asked'
    """
    number = said if said is not None else str(count.said)
    share = _share(count) if said is None else ""
    if count.all_asked:
        return f"{number} of {count.asked} people asked said this{share}"
    who = "who answered" if count.answered else "we interviewed"
    return f"raised by {number} of the {count.heard} {who}; not all were asked{share}"


def _share(count: PeopleCount) -> str:
    """The percentage, where rule 1 allows one: everybody asked, 20 people or more, not chosen on purpose."""
    if count.by_choice or not count.all_asked or count.of < MIN_FOR_PERCENT:
        return ""
    return f" ({100 * count.said / count.of:.0f} %)"


def hint(count: PeopleCount, approach: str = "framework") -> str:
    """The level that the thresholds suggest: high from a half, medium from a fifth, low below, none at nobody.

    Empty in a reflexive project, where the level is a person's reading only, and where nobody was heard.

    >>> hint(PeopleCount(3, 16, 16, 3))
    'low'
    """
    if approach == "reflexive" or count.of == 0:
        return ""
    if count.said == 0:
        return "none"
    if 2 * count.said >= count.of:
        return "high"
    return "medium" if 5 * count.said >= count.of else "low"


def hint_sentence(count: PeopleCount, approach: str = "framework") -> str:
    """The hint with its threshold, to stand beside a person's rating."""
    words = {
        "high": "half of them or more, which suggests high; whether several groups say it is yours to judge",
        "medium": "between a fifth and a half, which suggests medium",
        "low": "under a fifth, which suggests low; a single account can still matter",
        "none": "nobody raised it",
        "": "the level is yours to read from the material",
    }
    return f"{count_sentence(count)}: {words[hint(count, approach)]}."
