"""What a reader of figures hands over: indicators with their figures, before any project has seen them."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.geography import is_small_area
from workbench.sources.drafts import LeftOut

PLACE = "place: "
"""What a category begins with that says at which kind of place something was counted: `place: Airport/Airfield`."""


WITHHELD_BY_US = "withheld by us"
"""The status of a figure whose numbers were counted and may not be kept; the rule stands in its note."""


FROM_ALL = "The full counts raised"
"""What the sentence of a doubt begins with that numbers raised which are not kept."""


def is_part(area_code: str, category: str) -> bool:
    """Whether a figure is a part of others: a small area's, such as an LSOA's, or of a kind of place."""
    return category.startswith(PLACE) or is_small_area(area_code)


@dataclass(frozen=True, slots=True)
class DraftFigure:
    """A figure as it was read. `starts` and `ends` are ISO days; a value of None says why in `status`."""

    area_code: str
    area: str
    period: str
    starts: str
    ends: str
    sex: str = "all"
    age: str = "all"
    category: str = "all"
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    count: float | None = None
    denominator: float | None = None
    interval: str = ""
    compared: str = ""
    status: str = "normal"
    note: str = ""
    derived: bool = False
    row: int | None = None
    lower_998: float | None = None
    upper_998: float | None = None
    trend: str = ""
    base: float | None = None
    asked: float | None = None
    design_effect: float | None = None

    @property
    def breakdown(self) -> tuple[str, str, str]:
        """Sex, age and category."""
        return self.sex, self.age, self.category

    @property
    def key(self) -> str:
        """What makes it this figure of its indicator and no other."""
        return "\x1f".join((self.area_code, self.starts, self.ends, self.sex, self.age, self.category))


@dataclass(frozen=True, slots=True)
class DraftDoubt:
    """A doubt about an area's figure that numbers raised which are not kept: its kind and a sentence without them."""

    area_code: str
    period: str
    kind: str
    sentence: str


@dataclass(frozen=True, slots=True)
class DraftIndicator:
    """An indicator as it was read, with its figures in the order of the file."""

    name: str
    figures: tuple[DraftFigure, ...]
    kind: str = "other"
    unit: str = ""
    multiplier: float = 1.0
    polarity: str = "none"
    definition: str = ""
    benchmark: str = ""
    interval_method: str = ""
    external_id: str = ""
    source: str = ""
    caveats: str = ""
    doubts: tuple[DraftDoubt, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftFigures:
    """A file of figures as it was read: its name, its indicators, and every row and column that was left out."""

    name: str
    indicators: tuple[DraftIndicator, ...]
    rows: int = 0
    """Lines of data in the file."""
    left_out: tuple[LeftOut, ...] = ()
    publisher: str = ""
    licence: str = ""
    address: str = ""
    caveats: str = ""
    notes: tuple[str, ...] = ()
    """What a person should know about how the file was read: its encoding, what was worked out."""
    column_maps: tuple[tuple[str, str], ...] = ()
    """For each table of the file, what its header is known by, and the map by which it was read, as JSON."""
    adds_up: bool = False
    """Its figures are counts of months: those of a whole span are worked out from all months that the project has."""
    facts: tuple[tuple[str, str | bool], ...] = ()
    """Other cells of the data set that it says, such as who shared it."""
    agreements: tuple[tuple[str, str, str, str], ...] = ()
    """Sharing agreements that it came under: reference, with whom, purpose, and the day it ends."""

    @property
    def figures(self) -> int:
        """How many figures were read."""
        return sum(len(indicator.figures) for indicator in self.indicators)

    @property
    def areas(self) -> int:
        """How many areas they are about."""
        return len({figure.area_code for indicator in self.indicators for figure in indicator.figures})

    @property
    def periods(self) -> int:
        """How many periods they are about."""
        return len({(figure.starts, figure.ends) for indicator in self.indicators for figure in indicator.figures})
