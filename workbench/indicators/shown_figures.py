"""A figure counted from records as it is shown by a rule: its count rounded, and what is worked out from it anew. Pure."""

from __future__ import annotations

from workbench.governance.policies import Policy, rounded
from workbench.indicators.intervals import interval_for
from workbench.indicators.observations import Figure

_WORKED_OUT = ("count", "proportion", "rate")
"""Kinds of which count and denominator make the value; a mean gives no count back."""


def as_shown(figure: Figure, rule: Policy) -> Figure:
    """A figure with its numbers rounded, its value and interval worked out from those; one that is exact as it is.

    A rate keeps its denominator, residents that are published; of a share both numbers are people or records, and both
    are rounded. A weighted share, which no count gives back, is rounded to whole percentages. Where a rule gives no
    percentage of so few, only the count stands.
    """
    figure = _rounded(figure, rule) if rule.rounding > 1 else figure
    of = figure.base if figure.base is not None else figure.denominator
    if figure.unit == "%" and not rule.may_be_percent(None if of is None else round(of)):
        return figure._replace(
            value=None, lower=None, upper=None, lower_998=None, upper_998=None, compared="", trend="",
            note=f"No percentage is given of fewer than {rule.percent_of}.",
        )  # fmt: skip
    return figure


def _rounded(figure: Figure, rule: Policy) -> Figure:
    def to_base(number: float | None) -> float | None:
        return None if number is None else float(rounded(round(number), rule.rounding))

    people = figure.base is not None
    count = to_base(figure.count)
    shares = people or figure.kind == "proportion"
    below = to_base(figure.denominator) if shares else figure.denominator
    figure = figure._replace(
        count=count, denominator=below, base=to_base(figure.base), asked=to_base(figure.asked), lower_998=None, upper_998=None
    )  # fmt: skip
    if figure.value is None or count is None or figure.kind not in _WORKED_OUT:
        return figure
    if figure.design_effect is not None:
        return figure._replace(value=_whole(figure.value), lower=_whole(figure.lower), upper=_whole(figure.upper))
    out_of = figure.base if people else below
    if figure.kind == "count" or out_of is None:
        limits = interval_for(count, None, "count") if figure.lower is not None else None
        value: float | None = count
    elif not out_of:
        return figure._replace(value=None, lower=None, upper=None)
    else:
        count = min(count, out_of) if shares else count
        value = count / out_of * figure.multiplier
        limits = interval_for(count, out_of, "proportion" if shares else "rate", figure.multiplier)
    if limits is None or figure.lower is None:
        return figure._replace(value=value, lower=None, upper=None)
    return figure._replace(value=value, lower=limits.lower, upper=limits.upper, interval=limits.method)


def _whole(number: float | None) -> float | None:
    return None if number is None else float(round(number))
