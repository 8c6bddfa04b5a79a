"""Indicators: what a figure measures, of whom, and which way is good."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of

POLARITIES = ("high is good", "low is good", "none")
KINDS = ("proportion", "rate", "standardised rate", "ratio", "count", "mean", "score", "other")
COMPARISONS = ("", "95 % interval", "99.8 % interval", "quintiles", "none")
"""How the publisher sets an area beside the benchmark; nothing where it is not known."""


class Indicator(Row, table=True):
    """The definition of a figure. Polarity `none` means that higher is only higher."""

    __table_args__: Any = (
        one_of("polarity", POLARITIES),
        one_of("kind", KINDS),
        one_of("comparison", COMPARISONS),
        AUTOINCREMENT,
    )

    dataset_id: int = Field(foreign_key="dataset.id", index=True)
    name: str = Field(index=True)
    short: str = ""
    definition: str = ""
    polarity: str = "none"
    kind: str = "other"
    unit: str = ""
    multiplier: float = 1.0
    """A rate is count / denominator x multiplier; 100 for a percentage, 100000 for a rate per 100,000."""
    numerator: str = ""
    denominator: str = ""
    interval_method: str = ""
    benchmark: str = ""
    """The area code of the comparator, often England's."""
    external_id: str = ""
    source: str = ""
    caveats: str = ""
    comparison: str = ""
    recipe: str = ""
    """How it is counted from this project's own survey answers, as JSON; nothing where it came from outside."""
