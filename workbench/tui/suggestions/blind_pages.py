"""A blind sample as pages to read: what is asked of the person, and what came of it. Pure."""

from __future__ import annotations

from workbench.suggestions.blind_answering import BlindLine
from workbench.suggestions.hits import FEWEST, Hits
from workbench.suggestions.precision import Outcome, hits
from workbench.tui.suggestions.blind_reading import BlindSheet, Compared
from workbench.tui.widgets.paper import Block, Part, Rule, Run, blank, words

SHORT = 160
ONE_READING = (
    "What you gave is one person's reading, not the truth: this says how far the machine reads as you do. Where you "
    "two differ, you may both have a point."
)
WHY_BLIND = (
    "These passages were drawn at random. What the machine would propose for them is set down already and hidden from "
    "you, here and everywhere else, until you have decided. So it cannot lead you."
)


def left_line(sheet: BlindSheet, line: BlindLine | None) -> str:
    """Which passage it is, and how many are left."""
    if line is None:
        return f"All {len(sheet.lines)} passages are read" if sheet.lines else ""
    left = len(sheet.waiting)
    return f"Read blind · passage {line.place} · {left} of {len(sheet.lines)} left · leave whenever you like"


def asking_page(sheet: BlindSheet, line: BlindLine) -> list[Part]:
    """What the person gave so far, and how to give more."""
    made: list[Part] = [words("Which codes do you give this passage?", "title"), blank()]
    given = [code for key in line.given if (code := sheet.code(key)) is not None]
    for code in given:
        made.append(Block((Run("● ", "accent"), Run(code.path, "title"))))
        if code.definition:
            made.append(words(code.definition, "quiet", indent=2))
    if not given:
        made.append(words("None so far.", "quiet"))
    made.append(blank())
    pinned = sorted((code.pinned, code) for code in sheet.codes if code.pinned is not None)
    if pinned:
        made.append(words("Your digits", "title"))
        made += [
            Block((Run(f"{digit} ", "accent"), Run(code.path, "quiet" if code in given else "")))
            for digit, code in pinned
        ]
        made.append(blank())
    elif not given:
        made.append(words("Codes that you pin to digits in Coding can be given here by their digit.", "quiet"))
    made.append(words("c chooses a code by a few letters. enter: these are all, the next. n: no code fits."))
    made += [blank(), words(WHY_BLIND, "quiet")]
    return made


def compared_page(sheet: BlindSheet, compared: Compared) -> list[Part]:
    """What came of a sample: the two counts, then the passages where person and machine differ."""
    found = compared.outcomes
    right, heard = hits(found, "precision"), hits(found, "recall")
    made: list[Part] = [
        words(f"{compared.passages} passages read without sight of a proposal", "title"),
        blank(),
        words(f"Of the codes it would have proposed you gave {_said(right)}."),
        words(f"Of the codes that you gave it would have proposed {_said(heard)}."),
    ]
    if right.share is None or heard.share is None:
        made.append(words(f"Shares are worked out from {FEWEST} codes on, of five people or more.", "quiet"))
    made += [blank(), words(ONE_READING, "quiet"), blank()]
    differ = [key for key in compared.words if _differ(found, key)]
    made += [Rule("Where you differ" if differ else "You did not differ anywhere"), blank()]
    for line in sheet.lines:
        if line.id in differ:
            made += _passage(compared, line, found)
    hidden = sum(_differ(found, line.id) for line in sheet.lines) - len(differ)
    if hidden:
        made.append(words(f"{hidden} more may not be shown.", "quiet"))
    return made


def _said(found: Hits) -> str:
    if not found.of:
        return "none: there were none"
    return found.in_words.replace(", too few to say", " (too few to say how often)")


def _differ(found: tuple[Outcome, ...], passage: int) -> bool:
    return any(one.passage_id == passage and one.proposed != one.given for one in found)


def _passage(compared: Compared, line: BlindLine, found: tuple[Outcome, ...]) -> list[Part]:
    said = " ".join(compared.words[line.id].split())
    short = said if len(said) <= SHORT else f"{said[:SHORT].rsplit(' ', 1)[0]} …"
    here = [one for one in found if one.passage_id == line.id]
    both = [one.code for one in here if one.given and one.proposed]
    mine = [one.code for one in here if one.given and not one.proposed]
    its = [one.code for one in here if one.proposed and not one.given]
    to = f"words:{line.document_id}:{line.start}"
    made: list[Part] = [Block((Run(f"“{short}”", "quote", to),), 0, "│")]
    made.append(words(f"{compared.who[line.id]} · {line.document}", "quiet", sign="│"))
    for label, codes in (("Both", both), ("Only you", mine), ("Only the machine", its)):
        if codes:
            made.append(Block((Run(f"{label}: ", "title"), Run(", ".join(codes))), 2))
    return [*made, blank()]
