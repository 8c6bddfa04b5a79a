"""A survey's figure in words: of how many who answered, how sure, and how many gave no answer."""

from __future__ import annotations

from workbench.indicators.observations import Figure

NO_PERCENTAGE = "No percentage: "
"""What the note of a figure begins with of which only the count is said."""


def out_of(figure: Figure) -> float | None:
    """What a figure's count is out of: of a survey's figure the people who answered, else the denominator."""
    return figure.denominator if figure.base is None else figure.base


def said_of(figure: Figure) -> str:
    """What a survey's figure says, without its name, area and time: 62 % of the 480 who answered (57.0 to 66.0 …)."""
    base, asked = round(figure.base or 0), None if figure.asked is None else round(figure.asked)
    who = f"of the {base:,} who answered"
    if figure.value is None:
        said = f"{round(figure.count):,} {who}" if figure.count is not None else f"{base:,} answered"
    else:
        said = f"{_number(figure.value)} {figure.unit}".rstrip() + (
            f" {who}" if figure.unit == "%" else f" on average {who}"
        )
        said += _how_sure(figure)
    if asked is None or asked == base:
        return said
    return f"{said}; {asked - base:,} of the {asked:,} asked {'is' if asked - base == 1 else 'are'} not in it"


def _how_sure(figure: Figure) -> str:
    parts = []
    if figure.count is not None and figure.design_effect is None:
        parts.append(f"{round(figure.count):,} people")
    if figure.lower is not None and figure.upper is not None:
        weights = ", allowing for the weights" if figure.design_effect is not None else ""
        parts.append(f"95 % interval {figure.lower:,.1f} to {figure.upper:,.1f}{weights}")
    return f" ({'; '.join(parts)})" if parts else ""


def why_no_percentage(figure: Figure) -> str:
    """The sentence that says why only a count is said; nothing where there is a share."""
    if figure.value is not None or not figure.note.startswith(NO_PERCENTAGE):
        return ""
    return f"{figure.note.partition('. ')[0].rstrip('.')}."


def guarded(figure: Figure, threshold: int) -> Figure:
    """A survey's figure for readers who may not see counts of people below a threshold: not how few gave no answer."""
    if figure.base is None:
        return figure
    reason = why_no_percentage(figure)
    left = None if figure.asked is None else figure.asked - figure.base
    return figure._replace(note=reason, asked=None if left is not None and 0 < left < threshold else figure.asked)


def _number(value: float) -> str:
    text = f"{value:,.1f}"
    return text.removesuffix(".0")
