"""How a table was read, in words: one sentence for a report, and what each column means for whoever corrects it."""

from __future__ import annotations

from workbench.exchange.figures.columns import Plan

_MOST = 3
MEANS = {
    "area_code": "the area's code",
    "area": "the area's name",
    "period": "the time",
    "starts": "the first day",
    "ends": "the last day",
    "indicator": "what is measured",
    "indicator_id": "the publisher's number of what is measured",
    "measure": "the measure",
    "unit": "the unit",
    "sex": "sex",
    "age": "age",
    "category_type": "the kind of group",
    "status": "how sure the figure is",
    "compared": "how the publisher compares it",
    "trend": "what the publisher says of the trend",
    "value": "the value",
    "lower": "the lower end of its interval",
    "upper": "the upper end of its interval",
    "margin": "so much more or less",
    "count": "the count",
    "denominator": "of how many",
}
"""What a column is, in words, by its key in a map."""


def how_read(plan: Plan, how: str) -> str:
    """How a table was read, in a sentence or two."""
    told = plan.map
    said = how or f"Read by its columns, named in row {plan.header.line}."
    if told.layout and told.figures and not how.startswith("Read by"):
        said += f" {_figures_in_words(plan)}"
    elif not told.layout:
        areas = told.area_code or told.area
        where = f"areas from “{areas}”" if areas else "one area"
        said += f" It took {where}, {_time_in_words(plan)}, and {_figures_in_words(plan)[0].lower()}{_figures_in_words(plan)[1:]}"
    column = plan.at.get("period")
    if column is not None and (settled := plan.times(told.years).said()):
        said += f" In “{column.name}”, {settled}."
    return said


def _time_in_words(plan: Plan) -> str:
    told = plan.map
    if told.always.get("period"):
        return f"{told.always['period']} for every row"
    if told.period:
        return f"times from “{told.period}”"
    if told.starts:
        return f"times from “{told.starts}” and “{told.ends}”"
    return "times from the names of columns"


def _figures_in_words(plan: Plan) -> str:
    told = plan.map
    if not told.figures:
        return f"Figures from “{told.value or told.count}”."
    names = list(told.figures)
    shown = ", ".join(f"“{name}”" for name in names[:_MOST])
    rest = len(names) - _MOST
    more = f" and {rest:,} more column{'s' * (rest > 1)}" if rest > 0 else ""
    return f"Figures from {shown}{more}."


def columns_in_words(plan: Plan) -> list[tuple[str, str]]:
    """What each column means, in the table's order; nothing for one that is no part of a figure."""
    told = plan.map
    means = {name: words for key, words in MEANS.items() if (name := getattr(told, key))}
    means |= dict.fromkeys(told.categories, "a group")
    means |= dict.fromkeys(told.notes, "a note")
    for name, says in told.figures.items():
        of = [says.indicator, says.period, says.sex if says.sex != "all" else "", says.age, says.category, says.unit]
        about = ", ".join(filter(None, of))
        means[name] = MEANS[says.part] + (f": {about}" if about else "")
    means |= dict.fromkeys(told.uses, "others are worked out from it")
    for name in told.only:
        means.setdefault(name, "which rows are read")
    return [(name, means.get(name, "")) for name in plan.header.names]
