"""A display drawn to be read on the screen, so many columns at a time; and a link, and people with both kinds. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.desk.displays import Bit, Drawn, DrawnRow
from workbench.indicators.sentence import amount
from workbench.triangulation.displays.both_kinds import GLYPHS, BothKinds
from workbench.triangulation.displays.dot_plot import plotted
from workbench.triangulation.displays.linked import Linked, role_words
from workbench.tui.triangulation import pages
from workbench.tui.widgets.paper import GAP, Block, Grid, Look, Part, Rule, Run, blank, words

TOGETHER = "What we make of it together"
ROWS = 60
"""So many rows stand on a page."""
LEAST = 16
"""So many cells make a column that reads."""
_LOOKS: dict[str, Look] = {
    "title": "title",
    "quiet": "quiet",
    "warning": "warning",
    "accent": "accent",
    "count": "quiet",
}


def columns_shown(drawn: Drawn, width: int, at: int) -> list[int]:
    """The columns beside the first that stand on a page of so many cells, from column `at` on.

    The first, and what we make of it together, stand on every page.
    """
    room = max(1, (width + GAP) // (LEAST + GAP) - 2)
    return list(range(at, min(at + room, len(drawn.head))))


def display_page(drawn: Drawn, width: int, at: int = 1, rows_in_sight: tuple[int, int] = (0, 0)) -> list[Part]:
    """A display: its title, how it is to be read, its rows with what we make of each together.

    `rows_in_sight` is how many rows come before those drawn, and how many there are.
    """
    made: list[Part] = [words(drawn.title, "title")]
    made += [words(remark, "quiet") for remark in drawn.remarks]
    shown = columns_shown(drawn, width, at)
    if len(shown) < len(drawn.head) - 1:
        made.append(_columns(shown, len(drawn.head) - 1))
    before, many = rows_in_sight
    if many > len(drawn.rows) > 0:
        made.append(
            words(f"Rows {before + 1:,} to {before + len(drawn.rows):,} of {many:,}: > and < turn the pages.", "accent")
        )
    made.append(blank())
    if not drawn.rows:
        return [*made, words(EMPTY[drawn.kind], "quiet")]
    rows = tuple(
        (_first(row), *(tuple(_blocks(row.cells[column])) for column in shown), _together(row)) for row in drawn.rows
    )
    titles = (drawn.head[0], *(drawn.head[column] for column in shown), TOGETHER)
    shares = (3, *(_share(drawn, column) for column in shown), 3)
    return [*made, Grid(titles, rows, shares)]


def _share(drawn: Drawn, column: int) -> int:
    """How much of the width a column gets: more where somebody's words or a finding stand in it."""
    told = any(bit.look in ("quote", "finding") for row in drawn.rows for bit in row.cells[column])
    return 4 if told else 2


def _columns(shown: Sequence[int], of: int) -> Block:
    """Which columns stand here, and how to see the others."""
    which = f"Columns {shown[0]} to {shown[-1]}" if len(shown) > 1 else f"Column {shown[0]}"
    return words(f"{which} of {of}: . and , turn the pages.", "accent")


EMPTY = {
    "side by side": "Nothing is set side by side yet. Write two findings and put them in one topic.",
    "statistics by themes": "There is nothing to count yet: it needs themes with coded words, and groups of people.",
    "themes by statistics": "There is nothing to count yet: it needs themes with coded words, and groups of people.",
    "quotes": "There are no coded words of these groups yet.",
    "follow-up": "No result has been followed up with people yet. Press + to write the first.",
    "building": "No question or measure has been made of a theme yet. Press + to write the first.",
    "typology": "There is nobody to sort yet: it needs themes with coded words.",
    "recommendations": "The framework has no parts yet. Press + to write the first.",
}


def _first(row: DrawnRow) -> tuple[Block, ...]:
    """What the row is about; enter on it writes what we make of it together, or opens the topic."""
    mark = {"recheck": " ⚠", "grown": " +"}.get(row.state, "")
    made = []
    for number, bit in enumerate(row.cells[0]):
        if number == 0 and bit.look in ("title", "finding"):
            to = bit.to if bit.to.startswith("row:") else f"about:{row.about}"
            before = (Run(f"{bit.beside} ", "title", to),) if bit.look == "finding" else ()
            look: Look = "" if before else "title"
            made.append(Block((*before, Run(f"{bit.text}{mark}", look, "" if before else to))))
        else:
            made += _block(bit)
    return tuple(made)


def _blocks(cell: Sequence[Bit]) -> list[Block]:
    return [block for bit in cell for block in _block(bit)]


def _block(bit: Bit) -> list[Block]:
    """One bit of a cell as paragraphs."""
    if bit.look == "quote":
        return [Block((Run(bit.text, "quote", bit.to),), 0, "│"), words(bit.beside, "quiet", sign="│")]
    if bit.look == "figure":
        return [Block((Run(bit.text, "", bit.to),))]
    if bit.look == "finding":
        return [Block((Run(f"{bit.beside} ", "title", bit.to), Run(bit.text)))]
    return [words(bit.text, _LOOKS.get(bit.look, ""), to=bit.to if bit.to.startswith(("row:", "finding:")) else "")]


def _together(row: DrawnRow) -> tuple[Block, ...]:
    if not row.together:
        return (words("Not written down yet: press w.", "warning"),)
    made = [words(row.together)]
    if row.fit:
        made.append(words(pages.FITS[row.fit], "quiet"))
    if row.state in ("recheck", "grown") and row.cause:
        made.append(words(f"{pages.STATES[row.state]}: {row.cause}", "warning" if row.state == "recheck" else "good"))
    return tuple(made)


def link_page(found: Linked, note: str, other: Linked | None = None) -> list[Part]:
    """A theme beside an indicator: by place, for people who live there and who speak of it, then by group."""
    made: list[Part] = [words(f"{found.theme} ↔ {found.indicator}", "title")]
    if note:
        made.append(words(note))
    made += [words(f"Heard in: {found.material}. A link is no verdict.", "quiet"), blank()]
    for one in (found, other):
        if one is not None:
            made += _by_place(one)
    made += [Rule("By group"), *_by_group(found)]
    return made


def _by_place(found: Linked) -> list[Part]:
    title = f"By place: {role_words(found.role)}"
    made: list[Part] = [Rule(f"{title}, {found.period}" if found.period else title)]
    if not found.areas:
        return [*made, words(found.why, "quiet"), blank()]
    lines = plotted(
        [
            (one.name, one.count.said, one.count.heard, one.count.words, one.figure.value or 0.0,
             amount(one.figure.value or 0.0, found.unit))
            for one in found.areas
        ]
    )  # fmt: skip
    rows = tuple(
        (
            (Block((Run(line.name, "title", f"figure:{area.figure.id}"),)),),
            (words(line.dots or "·", "accent"), words(line.counted, "quiet")),
            (words(line.place, "accent"), words(line.figure)),
        )
        for line, area in zip(lines, found.areas, strict=True)
    )
    made += [words(warning, "warning", sign="⚠") for warning in found.warnings]
    made.append(blank())
    made.append(Grid(("Area", "Raised it ● of those heard", found.indicator), rows, (2, 3, 3), ruled=False))
    said = found.association.sentence if found.association is not None else found.why
    made += [blank(), words(said), *(words(remark, "quiet") for remark in found.remarks), blank()]
    return made


def _by_group(found: Linked) -> list[Part]:
    if not found.groups:
        return [words("No group of these people is one that the indicator is broken down by.", "quiet")]
    rows = tuple(
        (
            (words(f"{one.by}: {one.group}", "title"),),
            (words(one.count.words),),
            (words(f"{one.figure.area or one.figure.area_code}, {one.figure.period}: "
                   f"{amount(one.figure.value or 0.0, found.unit)}", to=f"figure:{one.figure.id}"),),
        )
        for one in found.groups
    )  # fmt: skip
    return [Grid(("Group", "How many raised it", found.indicator), rows)]


def both_page(found: BothKinds, width: int, at: int = 0) -> list[Part]:
    """People with both kinds of material: how many first, then a row a person, and what each column comes to."""
    made: list[Part] = [
        words("People with both kinds of material", "title"),
        words(found.first),
        words(found.who_counts, "quiet"),
    ]
    if not found.people:
        return [*made, blank(), words(found.why_empty, "quiet")]
    heads = [*found.themes, *found.questions]
    room = max(1, (width + GAP) // (LEAST + GAP) - 1)
    shown = list(range(at, min(at + room, len(heads))))
    if len(shown) < len(heads):
        made.append(_columns([column + 1 for column in shown], len(heads)))
    made.append(words("  ".join(f"{glyph} {state}" for state, glyph in GLYPHS.items()), "quiet"))
    made.append(
        words("Read across for one person, and down for a pattern; the first line is what each column comes to.")
    )
    made.append(blank())
    themes = len(found.themes)
    summary = tuple(
        (words(found.down(column) if column < themes else found.answered(column - themes), "accent"),)
        for column in shown
    )
    rows = [((words("Everybody here", "title"),), *summary)]
    for one in found.people:
        cells = [GLYPHS[state] for state in one.themes] + [answer or "no answer" for answer in one.answers]
        rows.append(((words(one.label),), *((words(cells[column]),) for column in shown)))
    return [*made, Grid(("Person", *(heads[column] for column in shown)), tuple(rows), ruled=False)]
