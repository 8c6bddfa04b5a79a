"""What stands on the page of a place, as blocks to read. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from rich.cells import cell_len

from workbench.desk.places.page import Around, Figures, Topic
from workbench.desk.places.unknown import Unknown
from workbench.desk.places.within import Within
from workbench.indicators.doubt_lines import CHANGES, DoubtLine
from workbench.indicators.places import PlaceFigure
from workbench.indicators.sentence import limit, missing_words, number
from workbench.tui.indicators.answering import SIGNS, weight_words
from workbench.tui.indicators.charts import Scale, dot_line, scale_of
from workbench.tui.widgets.paper import Block, Grid, Part, Rule, Run, blank, words

FIGURES, MEET, VOICES = "What the figures say", "Where they meet", "What people say"
UNKNOWN, PLANNED = "What nobody knows", "What is planned that touches it"
WITHIN, WORDED = "Its districts, beside each other", "Words to weigh"
LONG = 220
CELLS, NAME = 30, 20
READING = "Reading …"
LEADER = "·"
"""Stands between a district's name and its dot, so that the dots of all of them share one scale."""


def heading(figures: Figures) -> str:
    """The place's name and kind, and the county it lies in."""
    place = figures.place
    within = f" in {place.county}" if place.county and place.county != place.name else ""
    return f"{place.name} · {place.kind}{within}"


def place_page(figures: Figures, around: Around | None, *, stacked: bool) -> list[Part]:
    """The page in columns, or one below the other; `around` is None while it is still being read."""
    left = figures_said(figures)
    middle = meetings(around.topics) if around else [words(READING, "quiet")]
    right = voices(around) if around else [words(READING, "quiet")]
    columns = [(FIGURES, left), (MEET, middle), (VOICES, right)]
    made: list[Part] = []
    if around is not None and not (figures.indicators or around.voices.people or around.topics):
        made += [words(nothing(figures), "title"), blank()]
    elif stacked:
        for title, blocks in columns:
            made += [Rule(title), blank(), *blocks]
    else:
        made.append(
            Grid(tuple(title for title, _ in columns), (tuple(tuple(blocks) for _, blocks in columns),), (5, 4, 5))
        )
    if around is not None:
        made += _below(around)
    return made


def nothing(figures: Figures) -> str:
    """A plain sentence for an area of which the project has nothing."""
    return f"The project has no figure of {figures.place.name}, and nobody whose place it is has spoken."


def _below(around: Around) -> list[Part]:
    """What stands under the columns, over the whole width."""
    made: list[Part] = []
    if around.within:
        made += [blank(), Rule(WITHIN), *districts(around.within, around.more_within)]
    made += [blank(), Rule(UNKNOWN), *unknown(around.unknown)]
    made += [blank(), Rule(PLANNED), *planned(around)]
    if around.worded:
        made += [blank(), Rule(WORDED)]
        for where, to, one in around.worded:
            made.append(Block((Run(f"⚠ {where}", "warning", to), Run(f"  {one.said}"))))
    return made


def figures_said(figures: Figures) -> list[Block]:
    """Every indicator's newest figure as a sentence, with the signs of what makes one careful."""
    made: list[Block] = []
    for one in figures.place.indicators:
        made += _figure(figures, one)
    left = len(figures.indicators) - len(figures.place.indicators)
    if left > 0:
        made.append(words(f"{READING} {left} more", "quiet"))
    return made or [words("No figures about this place are in the project.", "quiet")]


def _figure(figures: Figures, one: PlaceFigure) -> list[Block]:
    line = figures.lines.get(one.figure.id)
    doubts = line.doubted if line is not None else one.doubts
    title = Run(one.figure.indicator, "title", f"figure:{one.figure.id}")
    signs = f"  {doubt_signs(doubts)}" if doubts else ""
    sentence = figures.withheld.get(one.figure.id) or one.sentence
    return [Block((title, Run(signs, "warning"))), words(sentence), *_grave(doubts), blank()]


def doubt_signs(doubts: Iterable[DoubtLine]) -> str:
    """The doubts about a figure as their signs, the answered ones in brackets: ▲ ▸ (·)."""
    return " ".join(SIGNS[one.weight] if one.open else f"({SIGNS[one.weight]})" for one in doubts)


def _grave(doubts: Sequence[DoubtLine]) -> list[Block]:
    """The doubts that change the sentence, else the first; and how many more there are."""
    shown = [one for one in doubts if one.weight == CHANGES] or list(doubts[:1])
    made = []
    for doubt in shown:
        made.append(words(f"{weight_words(doubt)}: {doubt.sentence}", "warning" if doubt.open else ""))
        if doubt.answer is not None:
            made.append(words(doubt.answer.said, "quiet"))
    more = len(doubts) - len(shown)
    if more:
        made.append(words(f"and {more} more {'doubt' if more == 1 else 'doubts'}: enter on the figure", "quiet"))
    return made


def meetings(topics: Sequence[Topic]) -> list[Block]:
    """The topics that have to do with this place: who speaks here, and how the two meet in the study."""
    made: list[Block] = []
    for topic in topics:
        row = topic.row
        made.append(words(row.topic, "title", to=f"row:{row.id}"))
        made.append(words(row.meet or "not judged yet", "accent" if row.meet else "quiet"))
        made.append(words(topic.here, "quiet"))
        if row.together:
            made.append(words(row.together))
        if row.state != "current":
            sign = "⚠ Look again" if row.state == "recheck" else "+ More evidence since"
            made.append(words(f"{sign}: {row.cause}", "warning" if row.state == "recheck" else "good"))
        made.append(blank())
    return made or [words("No topic has findings that speak of this place.", "quiet")]


def voices(around: Around) -> list[Block]:
    """How many people's place it is, and what they say, by code; counted in people. Why nothing, where nothing."""
    heard = around.voices
    made = [words(heard.said, "" if heard.shown else "quiet")]
    if heard.care:
        made.append(words(heard.care, "warning"))
    made.append(blank())
    for theme in heard.themes:
        made.append(Block((Run(theme.code, "title"), Run(f"  {theme.counted}", "quiet"))))
        for one in theme.quotes:
            passage = one.passage
            to = f"words:{passage.document_id}:{passage.start}"
            who = ", ".join(passage.cases) or passage.speaker or "not known who"
            mark = f" · {one.mark}" if one.mark else ""
            made.append(Block((Run(f"“{short(one.text)}”", "quote", to),), 0, "│"))
            made.append(words(f"{who} · {passage.document}{mark}", "quiet", sign="│"))
        made.append(blank())
    if heard.shown and not heard.themes:
        made.append(words("None of their words are coded yet.", "quiet"))
    if heard.more:
        made.append(words(f"and {heard.more} more codes", "quiet"))
    return [*made, *(words(said, "quiet") for said in heard.held)]


def unknown(found: Sequence[Unknown]) -> list[Block]:
    """Silences, under their headings."""
    if not found:
        return [words("Nothing that the workbench would know of.", "quiet")]
    made: list[Block] = []
    for title, some in groupby(sorted(found, key=lambda one: one.heading), key=lambda one: one.heading):
        made.append(words(title, "title"))
        made += [words(one.sentence, indent=2, sign="∅", to=one.to) for one in some]
    return made


def planned(around: Around) -> list[Block]:
    """Briefs and their options that rest on something of this place."""
    made: list[Block] = []
    for one in around.touching:
        made.append(
            Block((Run(f"{one.name} {one.title}", "title", f"brief:{one.brief_id}"), Run(f"  {one.status}", "quiet")))
        )
        made.append(words(one.sentence, indent=2))
    return made or [words("No brief rests on a figure, a finding or words of this place.", "quiet")]


def districts(found: Sequence[Within], more: int) -> list[Block]:
    """A county's districts on one scale an indicator."""
    made: list[Block] = []
    for one in found:
        unit = f", {one.unit}" if one.unit else ""
        made.append(words(f"{one.indicator}, {one.period}{unit}", "title"))
        scale = _scale(one)
        for figure in one.figures:
            if figure.id in one.withheld:
                row = " withheld by us"
            elif figure.value is None:
                row = f" {missing_words(figure).removeprefix('is ')}"
            else:
                row = f"{dot_line(figure, None, scale, CELLS).replace(' ', LEADER)} {limit(figure.value)}"
            name = " ".join(figure.area.split())[:NAME]
            leader = LEADER * (NAME - cell_len(name))
            made.append(words(f"{name} {leader}{row}", to=f"figure:{figure.id}"))
        made.append(blank())
    if more:
        made.append(words(f"{number(more)} more indicators have figures of its districts: see Indicators.", "quiet"))
    return made


def _scale(one: Within) -> Scale:
    shown = [figure for figure in one.figures if figure.id not in one.withheld]
    return scale_of([end for each in shown for end in (each.lower, each.upper, each.value) if end is not None])


def short(text: str, most: int = LONG) -> str:
    """A passage's beginning, cut at a word."""
    said = " ".join(text.split())
    return said if len(said) <= most else f"{said[:most].rsplit(' ', 1)[0]} …"
