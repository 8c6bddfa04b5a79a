"""Headings of sheets that are tables of analysis: in plain words, with the unit where a column holds numbers."""

from __future__ import annotations

HEADINGS: dict[str, str] = {
    "a": "One source",
    "ac1": "AC1 (-1 to 1)",
    "age": "Age",
    "alpha": "Alpha (-1 to 1)",
    "alpha_boundaries": "Alpha of where passages begin and end (-1 to 1)",
    "alpha_lower": "Alpha, lower limit of 95% (-1 to 1)",
    "alpha_upper": "Alpha, upper limit of 95% (-1 to 1)",
    "area_code": "Area code",
    "areas": "Number of areas",
    "asked": "People asked",
    "at": "Decided on",
    "b": "Other source",
    "base": "People it rests on",
    "benchmark": "Compared with, area code",
    "by": "Written down by",
    "case": "Person",
    "cases": "Number of people",
    "category": "Other breakdown",
    "cause": "What changed since",
    "caveats": "What its makers say to beware of",
    "code_a": "One code",
    "code_b": "Other code",
    "codings": "Number of passages coded",
    "compared": "Compared",
    "count": "Number counted",
    "dataset": "Data set",
    "denominator": "Out of (number)",
    "design_effect": "Design effect (ratio)",
    "dissent": "Who saw it otherwise, and why",
    "doubts": "Doubts, the gravest first, with any answer",
    "external_id": "Publisher's own number",
    "figures": "Number of figures",
    "first": "First period",
    "how": "How it came about",
    "interval": "How the interval was made",
    "kappa": "Kappa (-1 to 1)",
    "kept_out": "Why its figures may not be used",
    "latest": "Latest period",
    "lower": "Lower limit (95%), in its unit",
    "lower_998": "Lower limit (99.8%), in its unit",
    "missing": "Figures without a value",
    "pabak": "PABAK (-1 to 1)",
    "passages": "Number of passages",
    "percent": "Done alike (%)",
    "period_end": "Last day",
    "period_start": "First day",
    "periods": "Number of periods",
    "polarity": "Which is better",
    "raters": "Judged by",
    "segments": "Number of turns and answers",
    "settled": "Settled as",
    "silence": "Why the other side is silent",
    "stands": "What stands",
    "state": "How it stands now",
    "summarised": "Does the summary still fit?",
    "summary": "Summed up as",
    "units": "Pieces of text that all have read",
    "upper": "Upper limit (95%), in its unit",
    "upper_998": "Upper limit (99.8%), in its unit",
    "used": "Number of codings",
    "value": "Value, in its unit",
    "with_whom": "Settled with",
}
"""By the name of a column; others are called by their name."""

OF_TABLES: dict[tuple[str, str], str] = {
    ("codes", "state"): "In use?",
    ("consensus", "state"): "Does it still hold?",
    ("actions", "due"): "By",
    ("flows", "by"): "Wanted by",
    ("flows", "because"): "What blocks it",
    ("flows", "options"): "Options that need it",
    ("flows", "stands"): "How it stands",
    ("framework", "state"): "Read to the end?",
    ("readiness", "level"): "Level (0 to 4)",
    ("readiness", "round"): "Round (number)",
    ("readiness", "words"): "As it was asked",
    ("readiness", "said"): "Level in words",
    ("rater-agreement", "first"): "One person",
    ("rater-agreement", "second"): "Other person",
    ("rater-agreement", "percent"): "Judged alike (%)",
    ("rater-agreement", "pairs"): "Pairs of sources that both judged",
    ("rater-agreement", "same"): "Judged alike (number)",
    ("rater-agreement", "silences"): "Both say one side is silent, for other reasons",
    ("rater-agreement", "reading"): "How to read it",
}
"""By a table and a column of it, where it is called otherwise there."""


def heading(table: str, column: str) -> str:
    """What a column is called at the head of a sheet.

    >>> heading("cooccurrence", "cases"), heading("observations", "area_code"), heading("matrix", "Places/Stops")
    ('Number of people', 'Area code', 'Places/Stops')
    """
    plain = column.replace("_", " ")
    return OF_TABLES.get((table, column)) or HEADINGS.get(column) or f"{plain[:1].upper()}{plain[1:]}"
