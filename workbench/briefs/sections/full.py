"""The full appraisal, in the annex: the long list with its reasons, and the options judged by factors."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.briefs.annex import Annex
from workbench.briefs.appraisal import Appraisal
from workbench.briefs.factors import FactorLine, not_judged
from workbench.briefs.lines import OptionLine
from workbench.briefs.long_list import ASKED
from workbench.briefs.page import Cell, Paragraph, Section, Table
from workbench.briefs.sections.options import abreast
from workbench.briefs.weights import Weighed

_VERDICTS = {
    "": "? not judged yet",
    "carried forward": "→ carried forward",
    "preferred": "★ preferred",
    "discounted": "× dropped",
}
_LEVELS = {"meets": "● meets it", "partly": "◐ partly", "does not": "○ does not", "not known": "? not known"}


def long_list(annex: Annex) -> Section:
    """Everything that could have been chosen, dimension by dimension, and why it was kept or dropped."""
    if annex.brief.brief.appraisal != "full":
        return Section("long_list", "The long list", ())
    rows = [
        (
            Cell((Paragraph(one.dimension.capitalize()), Paragraph(ASKED[one.dimension], role="note"))),
            Cell((Paragraph(one.text),)),
            Cell((Paragraph(_VERDICTS[one.verdict]),)),
            Cell((Paragraph(one.why or "–"),)),
        )
        for one in annex.brief.appraisal.choices
    ]
    columns = ("About", "What could be chosen", "Kept?", "Why")
    blocks = (Table("The long list", columns, tuple(rows)),) if rows else ()
    return Section("long_list", "The long list", blocks)


def factors(annex: Annex) -> Section:
    """The options by each factor, in words with why; a sum only with its weights, and what other weights would say."""
    appraised, options = annex.brief.appraisal, annex.brief.options
    if annex.brief.brief.appraisal != "full" or not appraised.factors:
        return Section("factors", "What must be true of an option", ())
    weighed = appraised.weighed(options)
    given = any(one.weight is not None for one in appraised.factors)
    said = tuple(Paragraph(text, role="note") for text in weights_in_words(appraised, options))
    sums = dict(zip((one.id for one in options), weighed.sums if weighed else (), strict=False))
    tables = []
    for some in abreast(options):
        rows = [_factor_row(appraised, one, some, given=given) for one in appraised.factors]
        if weighed is not None:
            own = (Cell((Paragraph(f"{sums[one.id]:g} of {weighed.most:g}"),)) for one in some)
            rows.append((Cell((Paragraph("Sum under these weights"),)), Cell((Paragraph("–"),)), *own))
        columns = ("Factor", *(("Weight",) if given else ()), *(f"{one.name} {one.title}" for one in some))
        tables.append(Table("The options by factor", columns, tuple(rows)))
    return Section("factors", "What must be true of an option", (*said, *tables))


def _factor_row(
    appraised: Appraisal, factor: FactorLine, options: tuple[OptionLine, ...], *, given: bool
) -> tuple[Cell, ...]:
    cells = [Cell((Paragraph(factor.name), *((Paragraph(factor.asks, role="note"),) if factor.asks else ())))]
    if given:
        cells.append(Cell((Paragraph("none" if factor.weight is None else f"{factor.weight:g}"),)))
    for option in options:
        said = appraised.ratings.get((option.id, factor.id))
        words = [Paragraph(_LEVELS[said.level if said else "not known"])]
        if said and said.why:
            words.append(Paragraph(said.why))
        cells.append(Cell(tuple(words)))
    return tuple(cells)


def weights_in_words(appraised: Appraisal, options: tuple[OptionLine, ...]) -> list[str]:
    """Whether there is a sum, why not, and how far its order rests on the weights: a sentence each."""
    counted = [one for one in appraised.factors if one.weight is not None]
    if not any(one.weight for one in counted):
        return ["No weights were given, so no sum is shown."]
    weighed = appraised.weighed(options)
    if weighed is None:
        names = {one.id: one.name for one in options}
        waiting = not_judged(names, counted, appraised.ratings)
        first = "; ".join(f"{names[option]} by “{one.name}”" for option, one in waiting[:3])
        more = f"; and {len(waiting) - 3} more" if len(waiting) > 3 else ""
        return [f"No sum is shown, because not everything is judged yet: {first}{more}."]
    left = [one.name for one in appraised.factors if one.weight is None]
    said = ["“Meets it” counts 2, “partly” 1, “does not” 0, each times the weight beside it."]
    if left:
        said.append(f"Without a weight, and so not in the sum: {'; '.join(left)}.")
    return [*said, *_order_in_words(weighed, options, counted)]


def _order_in_words(weighed: Weighed, options: tuple[OptionLine, ...], counted: list[FactorLine]) -> Iterator[str]:
    names = [one.name for one in options]
    yield f"In order: {_ranked(weighed.order, names)}."
    if not weighed.moves:
        yield "This order stays when any one weight goes up or down by one."
    else:
        turning = weighed.winner_moves or weighed.moves
        what = (
            "Which comes first turns"
            if weighed.winner_moves
            else "Which comes first stays, but the order behind it turns,"
        )
        told = "; ".join(
            f"when “{counted[one.factor].name}” weighs {one.weight:g} in place of {counted[one.factor].weight:g} "
            f"({_ranked(one.order[:1] if weighed.winner_moves else one.order, names)})"
            for one in turning[:3]
        )
        more = f"; and with {len(turning) - 3} more such changes" if len(turning) > 3 else ""
        yield f"{what} {told}{more}."
    meant = {
        "always": "{} first, or level with the first, whatever the weights.",
        "can": "{} first under some weights.",
        "level": "{} at best level with the first, under any weights.",
        "never": "{} never first, whatever the weights.",
    }
    for first, sentence in meant.items():
        these = [name for name, one in zip(names, weighed.first, strict=True) if one == first]
        if these:
            listed = f"{', '.join(these[:-1])} and {these[-1]} are" if len(these) > 1 else f"{these[0]} is"
            yield sentence.format(listed)


def _ranked(order: tuple[tuple[int, ...], ...], names: list[str]) -> str:
    """An order in words: O3, then O2 and O1 level."""
    if len(order) == 1 and len(order[0]) == 1:
        return f"{names[order[0][0]]} first"
    return ", then ".join(
        names[level[0]] if len(level) == 1 else f"{' and '.join(names[at] for at in level)} level" for level in order
    )
