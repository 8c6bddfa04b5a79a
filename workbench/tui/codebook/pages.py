"""A code and a theme as pages to read. Pure: what is shown was read, and asked at the door, before."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.coding.code_page import CoderUse
from workbench.coding.codebook import CodeLine
from workbench.coding.memos import MemoLine
from workbench.coding.retrieval import Passage
from workbench.coding.themes import ThemeLine
from workbench.governance.quoting import Quote
from workbench.tui.codebook.book import COLOURS, LETTERS, Known, ThemeKnown
from workbench.tui.days import said_when
from workbench.tui.widgets.paper import Block, Look, Part, Rule, Run, blank, words

STATES = {"candidate": "○ candidate", "kept": "● kept", "dropped": "× dropped"}
SHORT = 300
NAMED = 40
"""So many people are named on a theme's page."""
SAID = (
    ("definition", "Means"),
    ("include", "Takes in"),
    ("exclude", "Leaves out"),
    ("example", "Example"),
    ("safeguarding", "Take care"),
)
ORIGINS = {"search": "found by searching", "in vivo": "in their own words", "suggestion": "from a suggestion"}
"""Where a coding came from, where that is worth saying."""


def number(count: int, one: str, many: str = "") -> str:
    """A count with its word: 1 coding, 1,204 codings."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def code_page(code: CodeLine, known: Known | None) -> list[Part]:
    """All there is about a code."""
    made: list[Part] = [words(code.name, "title")]
    if code.depth:
        made.append(words(code.path, "quiet"))
    made.append(Block((Run(_rests_on(code)),)))
    for cell, label in SAID:
        said = str(getattr(code, cell))
        if said:
            look: Look = "warning" if cell == "safeguarding" else ""
            made.append(Block((Run(f"{label}: ", "title"), Run(said, look))))
    if not code.definition:
        made.append(words("No definition yet: e writes what it means, what it takes in and leaves out.", "quiet"))
    if known is None:
        return [*made, blank(), words("Looking who uses it …", "quiet")]
    made += [*_people(known.page.coders), *_near(known)]
    if known.page.themes:
        made += [blank(), Rule("Themes")]
        made += [
            Block((Run(STATES[one.state].split()[0] + " "), Run(one.name, "", f"theme:{one.id}")))
            for one in known.page.themes
        ]
    made += memo_parts(known.page.memos)
    return [*made, *_quotes(known)]


def _rests_on(code: CodeLine) -> str:
    """Colour, counts, state, digit and frame on one line."""
    slot = code.colour % len(LETTERS)
    parts = [f"{LETTERS[slot]} {COLOURS[slot]}", number(code.codings, "coding"), number(code.cases, "person", "people")]
    if code.state == "retired":
        parts.append("retired: kept, no longer offered")
    if code.pinned is not None:
        parts.append(f"pinned to {code.pinned}")
    if code.frame:
        parts.append(f"from {code.frame}")
    return " · ".join(parts)


def _people(coders: Sequence[CoderUse]) -> list[Part]:
    """Who uses it."""
    if not coders:
        return [blank(), words("Nobody has used it yet.", "quiet")]
    made: list[Part] = [blank(), Rule("Who uses it")]
    for one in coders:
        found = f" · {one.found:,} of them found by searching" if one.found else ""
        made.append(
            words(f"{one.coder} · {number(one.codings, 'coding')} · {number(one.cases, 'person', 'people')}{found}")
        )
    return made


def _near(known: Known) -> list[Part]:
    """What it goes with."""
    if known.near is None:
        return [blank(), Rule("Goes with"), words("Counting which codes meet …", "quiet")]
    if not known.near:
        return []
    made: list[Part] = [blank(), Rule("Goes with")]
    for one in known.near:
        count = f"  {number(one.passages, 'passage')} · {number(one.cases, 'person', 'people')}"
        made.append(Block((Run(one.path, "", f"code:{one.code_id}"), Run(count, "quiet"))))
    return made


def memo_parts(memos: Sequence[MemoLine]) -> list[Part]:
    """Memos, the oldest first."""
    if not memos:
        return []
    made: list[Part] = [blank(), Rule("Memos")]
    for one in memos:
        made += [words(f"{one.coder}, {said_when(one.created)}", "quiet"), words(one.text, indent=2)]
    return made


def _quotes(known: Known) -> list[Part]:
    """Some of what people said."""
    if not known.total:
        return []
    shown = len(known.quotes)
    count = number(known.total, "quote") if shown == known.total else f"{shown:,} of {known.total:,} quotes"
    made: list[Part] = [blank(), Rule(count, "quotes"), *quote_parts(known.quotes)]
    made += [words(said, "quiet") for said in known.held]
    if shown + 1 < known.total and shown <= 5:
        made.append(Block((Run("Show more of them", "", "more:"),)))
    return made


def quote_parts(quotes: Sequence[Quote[Passage]]) -> list[Part]:
    """Quotes with whose, where, by whom coded; each leads to its place."""
    made: list[Part] = []
    for one in quotes:
        passage = one.passage
        who = ", ".join(passage.cases) or passage.speaker or "not known who"
        notes = [who, passage.document, f"coded by {passage.coder}"]
        notes += [note for note in (one.mark, ORIGINS.get(passage.origin, "")) if note]
        if passage.direction == "against":
            notes.append("evidence against")
        to = f"words:{passage.document_id}:{passage.start}"
        made.append(Block((Run(f"“{short(one.text)}”", "quote", to),), 0, "│"))
        made.append(words(" · ".join(notes), "quiet", sign="│"))
        made.append(blank())
    return made


def short(text: str) -> str:
    """A passage's beginning, cut at a word."""
    said = " ".join(text.split())
    return said if len(said) <= SHORT else f"{said[:SHORT].rsplit(' ', 1)[0]} …"


def theme_page(theme: ThemeLine, known: ThemeKnown | None) -> list[Part]:
    """All there is about a theme."""
    made: list[Part] = [words(theme.name, "title")]
    people = "" if known is None else f" · mentioned by {number(len(known.people), 'person', 'people')}"
    made.append(words(f"{STATES[theme.state]} · {number(len(theme.codes), 'code')}{people}"))
    made += [blank(), words(theme.statement or "No statement yet: e writes in a sentence what the pattern is.")]
    if theme.codes:
        made += [blank(), Rule("Codes")]
        made += [Block((Run(path, "", f"code:{key}"),)) for key, path in zip(theme.code_ids, theme.codes, strict=True)]
    else:
        made += [blank(), words("It gathers no code yet: c chooses some.", "quiet")]
    if known is None:
        return [*made, blank(), words("Looking who mentions it …", "quiet")]
    if known.people:
        more = f" and {len(known.people) - NAMED:,} more" if len(known.people) > NAMED else ""
        made += [blank(), Rule("Who mentions it"), words(", ".join(known.people[:NAMED]) + more)]
    made += memo_parts(known.memos)
    for path, total, quotes in known.quotes:
        if quotes:
            made += [blank(), Rule(f"{path} · {number(total, 'quote')}"), *quote_parts(quotes)]
    made += [words(said, "quiet") for said in known.held]
    if known.history:
        made += [blank(), Rule("What became of it")]
        made += [words(f"{said_when(one.at)} · {one.who}: {'; '.join(one.said)}", "quiet") for one in known.history]
    return made
