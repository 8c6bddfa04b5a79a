"""Doubts about a survey's figure: who did not answer, what the weights cost, how few there are, how they were found."""

from __future__ import annotations

from workbench.indicators.doubt_lines import WEAKENS, WORTH, DoubtLine, ranked
from workbench.indicators.observations import Figure
from workbench.indicators.survey_figures import FEWEST, NOT_DRAWN
from workbench.indicators.survey_sentence import why_no_percentage

LOW_RESPONSE, VERY_LOW_RESPONSE = 0.7, 0.5
"""Below such a share of the asked who answered, those who did not may change the figure."""
LARGE_EFFECT, VERY_LARGE_EFFECT = 1.5, 2.5
FEW = 50
"""An area with fewer answers than this says little by itself."""


def survey_doubts(figure: Figure) -> list[DoubtLine]:
    """The doubts about a survey's figure, the gravest first; none about a figure that is no survey's."""
    if figure.base is None:
        return []
    found = [_found_themselves(figure), _low_response(figure), _unequal(figure), _few(figure)]
    return ranked([doubt for doubt in found if doubt is not None])


def _found_themselves(figure: Figure) -> DoubtLine | None:
    if NOT_DRAWN not in why_no_percentage(figure):
        return None
    said = "The people were not drawn at random: who came to answer may think otherwise than the others who live there."
    return DoubtLine("not drawn at random", said, WEAKENS)


def _low_response(figure: Figure) -> DoubtLine | None:
    base, asked = figure.base or 0.0, figure.asked or 0.0
    if not asked or base / asked >= LOW_RESPONSE:
        return None
    grave = base / asked < VERY_LOW_RESPONSE
    said = f"Only {base:,.0f} of the {asked:,.0f} asked are in it: the others may think otherwise."
    return DoubtLine("many did not answer", said, WEAKENS if grave else WORTH, least=asked - base, bare=_LOW)


_LOW = "Many of those asked are not in it: they may think otherwise."


def _unequal(figure: Figure) -> DoubtLine | None:
    effect = figure.design_effect
    if effect is None or effect < LARGE_EFFECT:
        return None
    said = (
        f"Some answers weigh far more than others: the {figure.base or 0:,.0f} tell no more than"
        f" {(figure.base or 0) / effect:,.0f} that weighed the same would."
    )
    return DoubtLine("unequal weights", said, WEAKENS if effect >= VERY_LARGE_EFFECT else WORTH)


def _few(figure: Figure) -> DoubtLine | None:
    base = figure.base or 0.0
    if base >= FEW:
        return None
    said = f"Only {base:,.0f} people here answered"
    tail = ": a few more answers could change it much." if base >= FEWEST else ": too few for a percentage."
    return DoubtLine("few answered", said + tail, WEAKENS, least=base, bare="Few people here answered.")
