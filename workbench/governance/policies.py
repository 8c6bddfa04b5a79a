"""Policies: by which rule counts of records are made safe for a reader, and what several public bodies do. Pure.

A policy says which counts are withheld, to what they are rounded, and what becomes of percentages. Rounding is to the
nearest multiple, half upwards, so that the same number is rounded in the same way every time it is shown.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import Any

SHOWN, HIDDEN = "shown", "withheld"
FROM_ROUNDED, WHEN_FEW = "from rounded", "withheld when few"


@dataclass(frozen=True, slots=True)
class Policy:
    """The rule for tables counted from records.

    >>> Policy(5, rounding=5).shown(26), Policy(5, rounding=5).shown(4), Policy(5, rounding=5).shown(0)
    (25, None, 0)
    """

    threshold: int = 0
    """Counts above zero and below it are withheld; 0 and 1 withhold none."""
    rounding: int = 0
    """What is shown is rounded to the nearest multiple of it; 0: it is not rounded."""
    zeros: str = SHOWN
    """Whether a count of nobody is shown or withheld."""
    percent: str = FROM_ROUNDED
    """Percentages are made from what is shown; by `withheld when few` not at all of fewer than `percent_of`."""
    percent_of: int = 0
    name: str = ""
    """The preset it is; empty where somebody chose the numbers."""

    @property
    def withholds(self) -> bool:
        """Whether anything is withheld or rounded at all."""
        return self.threshold > 1 or self.rounding > 1 or self.zeros == HIDDEN

    @property
    def doubt(self) -> int:
        """How far apart, at least, the smallest and the largest number must lie that a withheld one could be.

        A number withheld as fewer than 5 may be 1 to 4: readers must not come to know it more closely than that.
        """
        return max(1, self.threshold - 2)

    def is_small(self, count: int, of: int | None = None) -> bool:
        """Whether a count is withheld for itself: few people, few left over of those there are, or nobody."""
        if count == 0:
            return self.zeros == HIDDEN
        return 0 < count < self.threshold or (of is not None and self.threshold > 1 and of - count < self.threshold)

    def shown(self, count: int) -> int | None:
        """A count as it is shown where nothing beside it gives it away; None where it is withheld."""
        return None if self.is_small(count) else rounded(count, self.rounding)

    def known(self, count: int) -> tuple[int, int]:
        """Between what a reader knows a shown count to lie, both ends included.

        >>> Policy(5, rounding=5).known(26), Policy(5).known(26), Policy(3, rounding=10).known(4)
        ((23, 27), (26, 26), (0, 4))
        """
        if self.rounding <= 1:
            return count, count
        middle = rounded(count, self.rounding)
        low, high = middle - self.rounding // 2, middle + (self.rounding - 1) // 2
        least = 0 if self.zeros == SHOWN and low <= 0 else max(1, self.threshold)
        if middle == 0 and high < max(1, self.threshold):
            return 0, 0
        return max(low, least), high

    def may_be_percent(self, of: int | None) -> bool:
        """Whether a percentage of so many people may be shown."""
        return self.percent != WHEN_FEW or (of is not None and of >= self.percent_of)

    def written(self) -> str:
        """The policy as JSON, for the register of what left."""
        return json.dumps(asdict(self), sort_keys=True)

    @property
    def in_words(self) -> str:
        """What is done, in a sentence or two.

        >>> Policy(5, rounding=5).in_words
        'Counts of fewer than 5 are withheld. Other counts are rounded to the nearest 5; totals are rounded by themselves and need not add up.'
        """
        said = []
        if self.threshold > 1:
            said.append(f"Counts of fewer than {self.threshold}{_nobody(self)} are withheld.")
        elif self.zeros == HIDDEN:
            said.append("Counts of nobody are withheld.")
        if self.rounding > 1:
            which = "Other counts" if said else "Counts"
            said.append(
                f"{which} are rounded to the nearest {self.rounding}; totals are rounded by themselves and need not add up."
            )
        if self.percent == WHEN_FEW and self.percent_of:
            said.append(f"No percentage is given of fewer than {self.percent_of}.")
        return " ".join(said) or "Nothing is withheld or rounded."

    @property
    def in_short(self) -> str:
        """The same for a list: fewer than 5 withheld, rounded to 5."""
        said = [f"fewer than {self.threshold} withheld"] if self.threshold > 1 else []
        said += ["none too"] if self.zeros == HIDDEN else []
        said += [f"rounded to {self.rounding}"] if self.rounding > 1 else []
        said += [f"percentages of {self.percent_of} or more"] if self.percent == WHEN_FEW and self.percent_of else []
        return ", ".join(said) or "nothing withheld"


EVERYTHING = Policy()
"""The rule for the team: nothing is withheld or rounded."""


def rounded(count: int, base: int) -> int:
    """A count to the nearest multiple of a base, half upwards; unchanged where the base is 0 or 1.

    >>> [rounded(count, 5) for count in (2, 3, 26, 33)], rounded(45, 10)
    ([0, 5, 25, 35], 50)
    """
    return count if base <= 1 else (2 * count + base) // (2 * base) * base


def read_policy(text: str) -> Policy:
    """A policy from the JSON that `written` gave; what is not known of it stays as usual."""
    known: dict[str, Any] = json.loads(text or "{}")
    return Policy(**{name: known[name] for name in Policy.__dataclass_fields__ if name in known})


def stricter(one: Policy, other: Policy) -> Policy:
    """The policy that keeps both: the higher threshold, the coarser rounding, percentages of no fewer people.

    Where neither rounding is a multiple of the other, numbers are rounded to the smallest that both divide.
    """
    base = max(one.rounding, other.rounding)
    fine = min(one.rounding, other.rounding)
    if fine > 1 and base % fine:
        base = next(some for some in range(base, base * fine + 1, base) if some % fine == 0)
    both = replace(
        one,
        threshold=max(one.threshold, other.threshold),
        rounding=base,
        zeros=HIDDEN if HIDDEN in {one.zeros, other.zeros} else SHOWN,
        percent=WHEN_FEW if WHEN_FEW in {one.percent, other.percent} else FROM_ROUNDED,
        percent_of=max(one.percent_of, other.percent_of),
    )
    return one if both == one else replace(both, name="")


def falls_short(policy: Policy, demanded: Policy) -> bool:
    """Whether a policy shows anything that another one forbids."""
    return stricter(policy, demanded) != policy


def _nobody(policy: Policy) -> str:
    return ", and of nobody," if policy.zeros == HIDDEN else ""


@dataclass(frozen=True, slots=True)
class Preset:
    """A policy under its name, whose it is, and how far that was checked."""

    policy: Policy
    label: str
    says: str
    """What that body does, and where ours is stricter."""
    source: str
    """Where it is written; empty where it is from memory and not to be cited as theirs."""

    @property
    def note(self) -> str:
        """What is said of it where one is chosen."""
        checked = self.source or "From memory: check it with them before you name them."
        return f"{self.says} {checked}"


PRESETS: dict[str, Preset] = {
    one.policy.name: one
    for one in (
        Preset(
            Policy(5, rounding=5, name="rounded to 5"),
            "Fewer than 5 withheld, the rest rounded to 5",
            "The usual rule for the public.",
            "Our own.",
        ),
        Preset(
            Policy(5, name="fewer than 5"),
            "Fewer than 5 withheld, and what would give them away",
            "Exact numbers, for a few tables.",
            "Our own.",
        ),
        Preset(
            Policy(8, rounding=5, name="NHS hospital statistics"),
            "As NHS hospital statistics: 1 to 7 withheld, rounded to 5",
            "Below national level 1 to 7 are withheld, other counts rounded to 5, percentages made from those.",
            "NHS Digital, change to the control of small numbers in Hospital Episode Statistics, September 2018.",
        ),
        Preset(
            Policy(5, rounding=5, name="Ofqual"),
            "As Ofqual: fewer than 5 withheld, rounded to 5",
            "1 to 4 stand as fewer than 5, none as 0. Ofqual makes percentages from unrounded numbers; here they are made"
            " from rounded ones.",
            "Ofqual, Rounding policy for statistical publications, 30 October 2025.",
        ),
        Preset(
            Policy(10, name="research service"),
            "As secure research services: fewer than 10 withheld",
            "Fewer than 10 people do not leave.",
            "Five Safes, output checking for secure research; UK LLC, User guide, July 2025 (its own rule withholds 0 too).",
        ),
        Preset(
            Policy(10, zeros=HIDDEN, name="UK LLC"),
            "As UK LLC: fewer than 10 withheld, 0 too",
            "Counts of fewer than 10, also of nobody, do not leave.",
            "UK Longitudinal Linkage Collaboration, User guide, July 2025.",
        ),
        Preset(
            Policy(3, rounding=5, percent=WHEN_FEW, percent_of=23, name="HESA"),
            "As universities' statistics: rounded to 5, no percentage of fewer than 23",
            "HESA shows 1 and 2 as 0; here they are withheld.",
            "",
        ),
    )
}
"""The policies that may be chosen by name, by their name."""

PUBLIC = PRESETS["rounded to 5"].policy
"""What the public is shown in a new project."""
