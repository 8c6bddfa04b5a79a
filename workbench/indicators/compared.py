"""What a release does to the figures of the one before: the kinds of change, counted, the first of each in words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from workbench.indicators.drafts import DraftFigure
from workbench.indicators.redefined import Redefined
from workbench.indicators.releases import CHANGES
from workbench.indicators.revisions import in_words

NUMBERS = (
    "value",
    "lower",
    "upper",
    "count",
    "denominator",
    "lower_998",
    "upper_998",
    "base",
    "asked",
    "design_effect",
)
WORDS = ("status", "compared", "trend", "note")
SHOWN = 5
_WAS = re.compile(r"(?:; )?was [^;]* until \d{4}-\d\d-\d\d$")
"""What a revision adds to the note of a figure."""


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody said of a release: its name, the ISO day it came out, and whether it replaces the whole."""

    name: str = ""
    published: str = ""
    whole: bool = False


@dataclass(slots=True)
class Compared:
    """What a release does to the figures of the one before."""

    dataset: str
    release_id: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    """By kind: new, revised, changed, gone, same, and kept (not covered by the release)."""
    first: dict[str, list[str]] = field(default_factory=lambda: {kind: [] for kind in CHANGES})
    """The first figures of each kind, in words."""
    kept: dict[str, Counter[str]] = field(default_factory=dict)
    """Why figures stay that the release does not have, with the periods, areas or indicators and how many figures."""
    redefined: list[Redefined] = field(default_factory=list)
    touched: set[int] = field(default_factory=set)
    """Keys of the figures that were revised, changed or are gone, as far as a judgement may rest on them."""

    def saw(self, kind: str, said: Callable[[], str]) -> None:
        """Count a figure, and keep its words among the first."""
        self.counts[kind] += 1
        if len(self.first[kind]) < SHOWN:
            self.first[kind].append(said())

    def stays(self, why: str, what: str, figures: int = 1) -> None:
        """Count figures that stay though the release has none in their place."""
        self.counts["kept"] += figures
        self.kept.setdefault(why, Counter())[what] += figures


@dataclass(frozen=True, slots=True)
class Covers:
    """What a release covers of an indicator: times with groups of people, and times alone."""

    name: str
    pairs: set[Any]
    times: set[Any]
    areas: bool = True
    indicator: bool = True

    def keeps(self, row: Mapping[str, Any]) -> tuple[str, str]:
        """Why a figure that the release has not stays, and what it is of that is not covered; nothing where it is gone."""
        if not self.indicator:
            return "indicators", self.name
        if not self.areas:
            return "areas", row["area"] or row["area_code"]
        time = (row["period_start"], row["period_end"])
        if time not in self.times:
            return "times", row["period"]
        if (time, (row["sex"], row["age"], row["category"])) not in self.pairs:
            of = ", ".join(cell for cell in (row["sex"], row["age"], row["category"]) if cell != "all")
            return "groups", of or "everybody"
        return "", ""


def kind_of(was: Mapping[str, Any], figure: DraftFigure) -> str:
    """What a release does to a figure: revised, changed, new where it was gone, or nothing where it says the same.

    `was` holds the cells that the project has. A figure that an earlier release revised stays marked so.
    """
    if was["gone"]:
        return "new"
    if any(was[name] != getattr(figure, name) for name in NUMBERS):
        return "revised"
    status = was["status"] != figure.status and not (was["status"] == "revised" and figure.status == "normal")
    note = was["note"] != figure.note and _WAS.sub("", was["note"]) != figure.note
    other = status or note or was["compared"] != figure.compared or was["trend"] != figure.trend
    return "changed" if other else ""


def line_of(name: str, was: Mapping[str, Any], figure: DraftFigure, kind: str) -> str:
    """A figure that is otherwise than it was, in a line."""
    if kind == "new":
        return f"{figure_named(name, figure)}: {value_in_words(figure)}, is back"
    for cell in ("value", "lower", "upper", "count", "denominator") if kind == "revised" else ():
        if was[cell] != getattr(figure, cell):
            what = "" if cell == "value" else f"{_CALLED[cell]} "
            return f"{figure_named(name, figure)}: {what}{in_words(getattr(figure, cell))}, was {in_words(was[cell])}"
    words = [
        f"{_CALLED[cell]} {getattr(figure, cell) or 'nothing'}, was {was[cell] or 'nothing'}"
        for cell in WORDS
        if was[cell] != getattr(figure, cell)
    ]
    return f"{figure_named(name, figure)}: {'; '.join(words) or 'other limits'}"


_CALLED = {
    "lower": "lower limit", "upper": "upper limit", "count": "count", "denominator": "denominator", "status": "status",
    "compared": "comparison", "trend": "trend", "note": "note",
}  # fmt: skip


def figure_named(name: str, figure: DraftFigure) -> str:
    """Which figure of a file it is: indicator, area, period and group."""
    row = {"area": figure.area, "area_code": figure.area_code, "period": figure.period}
    return place_named(name, row | {"sex": figure.sex, "age": figure.age, "category": figure.category})


def place_named(name: str, row: Mapping[str, Any]) -> str:
    """Which figure it is: indicator, area, period and group."""
    of = [row[cell] for cell in ("sex", "age", "category") if row[cell] != "all"]
    return ", ".join([name, row["area"] or row["area_code"], row["period"], *of])


def value_in_words(figure: DraftFigure) -> str:
    """The value of a figure of a file, or why there is none."""
    return figure.status if figure.value is None else in_words(figure.value)
