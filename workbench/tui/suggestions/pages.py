"""Suggestions as pages to read. Pure: what is shown was read, and asked at the door, before."""

from __future__ import annotations

from workbench.suggestions.review import SuggestionLine
from workbench.tui.suggestions.pile import Around, Pile, Why
from workbench.tui.widgets.paper import Block, Part, Run, blank, words

SHORT = 240
FROM = 10
"""From so many decisions on it is worth saying how many were taken."""


def left_words(pile: Pile, at: int, *, everything: bool) -> str:
    """What the pile holds, how many are left, how many of them were put off, how many wait."""
    if not pile.every:
        return ""
    if pile.only.kind == "all":
        parts = [f"{at + 1} of {len(pile.lines):,} left"]
    else:
        here = f"{at + 1} of {len(pile.lines):,} left" if pile.lines else "none left"
        parts = [pile.only.label, f"{here}, of {len(pile.every):,} in all"]
    off = sum(line.status == "later" for line in pile.lines)
    if off:
        parts.append(f"{off:,} of them put off")
    if pile.hidden:
        parts.append(f"{pile.hidden:,} wait on transcripts you have not begun (h shows them)")
    elif everything:
        parts.append("transcripts you have not begun are in it (h hides them)")
    return " · ".join(parts)


def empty_words(pile: Pile, *, ever: bool) -> str:
    """What is said where there is nothing to review, and what to do about it."""
    if pile.every:
        return f"Nothing of “{pile.only.label}” is left. {len(pile.every):,} others wait: press f to choose which."
    if pile.hidden:
        return (
            f"{pile.hidden:,} suggestions wait on transcripts that you have not begun to read, so that the machine's "
            "view does not come before yours. Begin to read them in Coding (g c), or press h to see them now."
        )
    if ever:
        return "Everything is decided. Press s to look again, with what you have coded since."
    return "Nothing is proposed yet. Press s to look for topics, and for codes that may fit."


def why_page(line: SuggestionLine, why: Why | None, around: Around, pile: Pile, right: str = "") -> list[Part]:
    """The proposed code, what it means, how likely it is, how often that was right, and what speaks for it."""
    made: list[Part] = [Block((Run(f"{line.code}  ", "title"), Run(_likelihood(line), "accent")))]
    if right:
        made.append(words(f"{line.likelihood}: {right}", "quiet"))
    code = around.code
    if code is not None:
        made.append(words(code.definition or "This code has no definition yet.", "" if code.definition else "quiet"))
        if code.include:
            made.append(words(f"Takes in: {code.include}", "quiet"))
        if code.exclude:
            made.append(words(f"Leaves out: {code.exclude}", "quiet"))
    if pile.decided >= FROM:
        made.append(words(f"Of {pile.decided:,} that you decided so far you took {pile.taken:,}.", "quiet"))
    if line.status == "later":
        made.append(words("You put this one off.", "quiet"))
    if around.codings:
        made += [blank(), words("On these words already", "title")]
        made += [words(f"{one.code} ({one.coder})", sign="·") for one in around.codings]
    if why is None:
        return [*made, blank(), words("Looking for what people coded so …", "quiet")]
    if why.telling:
        told = "Words that tell this code from others" if why.learned else "Words it shares with the code"
        made += [blank(), words(told, "title"), words(", ".join(why.telling))]
    return [*made, *_near(why), blank(), words(f"Proposed by {line.model}.", "quiet")]


def _likelihood(line: SuggestionLine) -> str:
    sign = {"likely": "●●", "possible": "●○"}.get(line.likelihood, "○○")
    return f"{sign} {line.likelihood}"


def _near(why: Why) -> list[Part]:
    """The closest passages that people coded so."""
    if not why.coded:
        return [blank(), words("Nobody has given this code to any other words yet.", "quiet")]
    made: list[Part] = [blank(), words("People coded so", "title")]
    for one in why.near:
        passage = one.passage
        who = ", ".join(passage.cases) or passage.speaker or "not known who"
        mark = f" · {one.mark}" if one.mark else ""
        to = f"words:{passage.document_id}:{passage.start}"
        made.append(Block((Run(f"“{short(one.text)}”", "quote", to),), 0, "│"))
        made.append(words(f"{who} · {passage.document} · coded by {passage.coder}{mark}", "quiet", sign="│"))
        made.append(blank())
    return [*made, *(words(said, "quiet") for said in why.held)]


def short(text: str) -> str:
    """A passage's beginning, cut at a word."""
    said = " ".join(text.split())
    return said if len(said) <= SHORT else f"{said[:SHORT].rsplit(' ', 1)[0]} …"
