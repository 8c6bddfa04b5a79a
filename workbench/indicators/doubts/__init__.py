"""Doubts: reasons for care that a figure carries in itself, raised unaided and ranked. They warn; they change nothing.

One function a doubt, each over plain values: from the figure itself, its neighbours, its history, and from parts and
wholes. The rank says whether the sentence that one would write from the figure would be another one, would have less
behind it, or only ought to be written knowing this.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from workbench.indicators.concentration import kinds_of_place, one_small_area
from workbench.indicators.doubt_lines import WEAKENS, DoubtLine, ranked
from workbench.indicators.doubts import history, itself, neighbours, wholes
from workbench.indicators.drafts import is_part
from workbench.indicators.observations import Figure
from workbench.indicators.parts import Part
from workbench.sources.dates import Fieldwork


@dataclass(frozen=True, slots=True)
class About:
    """What a project says of an indicator, beyond its figures."""

    text: str = ""
    """What is written of it and its denominator, to find models and the year of the residents in."""
    shared_by: str = ""
    """The partners whose records it was counted from, joined by a semicolon."""
    other_definition: str = ""
    """What to say of another publisher's figures of the same name in the project."""
    small_areas_since: str = ""
    """The first day of the small areas of the 2021 census, where its small areas were those of 2011 before."""


NO_SERIES = history.Series()


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a figure: its series, what makes it up, and whom it may be set beside."""

    series: history.Series = NO_SERIES
    below: Sequence[wholes.Piece] = ()
    """Figures of the areas right below it, for the same time and people."""
    sexes: Sequence[wholes.Piece] = ()
    """Figures of women, men and others of the same area and time."""
    benchmark: Figure | None = None
    has: Collection[str] = ()
    """The codes of all areas that its indicator has figures of, where none of its neighbours is among them."""
    apart: Sequence[str] = ()
    """Codes of neighbours whose figures are made in one place, which nobody should be ranked against."""


def doubts_of(
    figure: Figure,
    others: Sequence[Figure] = (),
    *,
    parts: Iterable[Part] = (),
    around: Around | None = None,
    interviews: Fieldwork | None = None,
    about: About | None = None,
    today: date | None = None,
) -> list[DoubtLine]:
    """The doubts about a figure, the gravest first. Of a figure that is withheld, only that and by which rule.

    Args:
        figure: the figure.
        others: figures of its neighbours for the same indicator, time and people.
        parts: counts of smaller areas and kinds of place within its area, where they are known.
        around: its series, its parts, its benchmark.
        interviews: when the project's people were heard; age is judged against it where it is known.
        about: what the project says of the indicator.
        today: the day to judge age by where no interview is dated; the real one unless told.
    """
    if figure.value is None:
        return _told([itself.withheld(figure)])
    if is_part(figure.area_code, figure.category):
        return ranked(
            _told([
                itself.counts_what(figure), itself.small_count(figure), itself.years_between(figure, interviews),
                itself.publishers_status(figure),
            ])
        )  # fmt: skip
    around, about = around or Around(), about or About()
    beside = [other for other in others if other.area_code != figure.area_code and other.value is not None]
    pieces = list(parts)
    found = [
        one_small_area(figure, pieces, beside) if pieces else None,
        *(kinds_of_place(figure, pieces, beside) if pieces else ()),
        *_of_its_place(figure, beside, around),
        itself.small_count(figure),
        itself.counts_what(figure),
        *_from_neighbours(figure, beside, others, around),
        *_from_itself(figure, about, interviews, today),
        *_from_history(figure, around.series, about),
        wholes.areas_unlike(figure, around.below, about.text),
        wholes.sexes_unlike(figure, around.sexes, about.text),
        wholes.small_areas_unlike(figure, pieces, about.text) if pieces else None,
    ]
    return ranked(_told(found))


def _of_its_place(figure: Figure, beside: Sequence[Figure], around: Around) -> list[DoubtLine | None]:
    return [
        neighbours.same_value(figure, beside),
        neighbours.only_one_of_its_force(figure, beside, around.has),
        neighbours.too_wide_to_rank(figure, beside, around.apart),
        neighbours.interval_not_known(figure, beside),
    ]


def _from_neighbours(
    figure: Figure, beside: Sequence[Figure], others: Sequence[Figure], around: Around
) -> list[DoubtLine | None]:
    return [
        neighbours.many_comparisons(figure, beside, around.benchmark),
        neighbours.one_holds_most(figure, beside),
        neighbours.far_from_the_others(figure, beside),
        neighbours.withheld_beside(figure, others),
    ]


def _from_itself(
    figure: Figure, about: About, interviews: Fieldwork | None, today: date | None
) -> list[DoubtLine | None]:
    other = DoubtLine("two definitions", about.other_definition, WEAKENS) if about.other_definition else None
    return [
        itself.publishers_status(figure),
        itself.modelled(figure, about.text),
        itself.one_partner(figure, about.shared_by),
        other,
        itself.unlike_the_register(figure),
        itself.residents_of_another_year(figure, about.text),
        itself.years_between(figure, interviews) if interviews else itself.years_ago(figure, today),
        itself.part_of_a_year(figure),
        itself.unknown_area(figure),
        itself.one_force(figure),
    ]


def _from_history(figure: Figure, series: history.Series, about: About) -> list[DoubtLine | None]:
    return [
        history.series_break(figure, series),
        history.area_changed(figure, series),
        history.times_overlap(figure, series),
        history.small_areas_changed(figure, about.small_areas_since),
        history.one_divisor(figure, series),
    ]


def _told(found: Iterable[DoubtLine | None]) -> list[DoubtLine]:
    return [doubt for doubt in found if doubt is not None]
