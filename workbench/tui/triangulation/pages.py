"""Findings, meetings and topics as pages to read. Pure: what is shown was read, and asked at the door, before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from workbench.indicators.survey_sentence import out_of
from workbench.text import dated
from workbench.triangulation.figures import FigureLine
from workbench.triangulation.protocol.convergence import in_words
from workbench.triangulation.protocol.matrix import DOTS, Cell, MatrixRow, Meeting, RatingLine
from workbench.triangulation.silence.threads import ThreadLine
from workbench.tui.indicators.answering import doubt_blocks, weight_words
from workbench.tui.triangulation.display import Beneath, Display
from workbench.tui.widgets.paper import Block, Grid, Part, Rule, Run, blank, words

MEANINGS = {
    "same": "They say the same",
    "different": "They say different things",
    "opposed": "They say opposite things",
    "cannot tell": "I cannot tell",
}
PURPOSES = {
    "": "",
    "triangulation": "to see whether they bear each other out",
    "complementarity": "to see another side of the same thing",
    "development": "to build one on what the other found",
    "initiation": "to find what does not fit",
    "expansion": "to reach further than one alone",
}
FITS = {
    "": "not said yet",
    "confirmation": "each confirms the other",
    "expansion": "each adds to the other",
    "discordance": "they clash",
}
THREADS = {"open": "Still open", "resolved": "Settled", "parked": "Left for later"}
STATES = {"current": "", "grown": "+ More evidence since", "recheck": "⚠ Look again"}


def level_words(prominence: str) -> str:
    """How prominent something is, as dots and a word."""
    said = {"none": "nothing shown", "not rated": "not rated yet"}.get(prominence, prominence)
    return f"{DOTS[prominence]} {said}"


def finding_blocks(under: Beneath, *, linked: bool = True) -> list[Block]:
    """A finding as one side of a page: the sentence, how prominent, of whom, then the evidence."""
    line = under.finding
    to = f"finding:{line.id}" if linked else ""
    made = [Block((Run(line.name, "title", to), Run(f"  {line.statement}")))]
    if line.state != "current":
        made.append(words(f"{STATES[line.state]}: {line.why}", "warning" if line.state == "recheck" else "good"))
    made.append(words(level_words(line.prominence), "accent"))
    if line.count is not None:
        made.append(words(_sentence(line.count_sentence), "quiet"))
    if under.rests_on:
        made.append(words(f"Rests on: {'; '.join(under.rests_on)}", "quiet"))
    made.append(blank())
    for one in under.spoken:
        if not one.against:
            made += _quote(one.text, one.who, one.document, one.to, one.mark)
    made += [words(said, "quiet") for said in under.held_back]
    for figure in under.figures:
        made += _figure(figure)
    against = [one for one in under.spoken if one.against]
    if line.against or against:
        made.append(words("Against it", "title"))
    if line.against:
        made.append(words(line.against))
    for one in against:
        made += _quote(one.text, one.who, one.document, one.to, one.mark)
    if not line.against:
        made.append(words("The strongest evidence against it is not written down yet.", "warning"))
    return made


def _quote(text: str, who: str, document: str, to: str, mark: str) -> list[Block]:
    said = Block((Run(f"“{text}”", "quote", to),), 0, "│")
    by = f"{who} · {document}{f' · {mark}' if mark else ''}"
    return [said, words(by, "quiet", sign="│"), blank()]


def _figure(line: FigureLine) -> list[Block]:
    described = Block((Run(line.described, "", f"figure:{line.id}"),), 0, "│")
    made = [described, words(line.in_words, "title", sign="│")]
    for doubt in line.doubted:
        made.append(words(f"{weight_words(doubt)}: {doubt.sentence}", "warning" if doubt.open else "", sign="│"))
        if doubt.answer is not None:
            made.append(words(doubt.answer.said, "quiet", sign="│"))
    return [*made, words(f"Source: {line.source}", "quiet", sign="│"), blank()]


def side(cell: Cell, under: Mapping[int, Beneath]) -> tuple[Block, ...]:
    """What one source says in a topic."""
    if not cell.findings:
        return (words(f"{cell.source} says nothing on this.", "quiet"),)
    made: list[Block] = []
    for line in cell.findings:
        made += finding_blocks(under[line.id])
    return tuple(made)


def meeting_page(
    row: MatrixRow,
    meeting: Meeting | None,
    under: Mapping[int, Beneath],
    threads: Iterable[ThreadLine],
    *,
    revealed: bool,
) -> list[Part]:
    """A topic with two sources side by side, how they meet, and what we make of it together."""
    said = meeting.words if meeting is not None else ""
    made: list[Part] = [Block((Run(row.title, "title"), Run(f"  {said}", "accent")))]
    if row.question:
        made.append(words(f"Question: {row.question}", "quiet"))
    state = meeting if meeting is not None and meeting.state != "current" else row
    if state.state != "current":
        made.append(words(f"{STATES[state.state]}: {state.cause}", "warning" if state.state == "recheck" else "good"))
    made.append(blank())
    if meeting is None:
        made += _alone(row, under)
    else:
        cells = (row.cells[meeting.a], row.cells[meeting.b])
        made.append(Grid((meeting.a, meeting.b), (tuple(side(cell, under) for cell in cells),)))
        made += [blank(), Rule("How they meet", "meet"), *_judged(meeting, revealed=revealed), blank()]
    made += [Rule("What we make of it together", "together"), *_together(row), blank()]
    made += _threads([one for one in threads if one.row_id == row.id])
    return made


def _alone(row: MatrixRow, under: Mapping[int, Beneath]) -> list[Part]:
    """A topic in which fewer than two sources can be set side by side."""
    made: list[Part] = []
    for cell in row.cells.values():
        if cell.findings:
            made += [Rule(cell.source), *side(cell, under)]
    if made:
        said = "So far all findings come from one source. Write one from other material (n) to set beside it."
    else:
        said = "Nothing is in this topic yet. Write a finding (n), or put one in that is written (p)."
    return [*made, words(said, "quiet")]


def _judged(meeting: Meeting, *, revealed: bool) -> list[Block]:
    """The proposal and its reason, my judgement, those of others once mine is in."""
    made: list[Block] = []
    if meeting.proposal is None:
        return [words("Neither speaks on this topic, so there is nothing to judge.", "quiet")]
    if meeting.proposal.value is None:
        made.append(words(f"Nothing is proposed. {meeting.proposal.why}", "quiet"))
    else:
        made.append(
            Block(
                (Run("Proposed: "), Run(in_words(meeting.proposal.value), "accent"), Run(f". {meeting.proposal.why}"))
            )
        )
    mine = meeting.mine
    if mine is None:
        made.append(words("You have not judged this yet: press v.", "title"))
    else:
        made += _rating("You", mine)
    if meeting.others_hidden:
        people = "one other person has" if meeting.others_hidden == 1 else f"{meeting.others_hidden} others have"
        made.append(words(f"{_sentence(people)[:-1]} judged this. You see it once your own judgement is in.", "quiet"))
    elif meeting.others and not revealed:
        who = "Another person" if len(meeting.others) == 1 else f"{len(meeting.others)} others"
        made.append(words(f"{who} judged this too: press r to see.", "accent"))
    else:
        for one in meeting.others:
            made += _rating(one.rater, one)
        made += _settled(meeting)
    return made


def _settled(meeting: Meeting) -> list[Block]:
    """What stands for both, with who differs; or that one person's judgement is all there is."""
    said = meeting.consensus
    if said is not None:
        head = (Run("What stands: "), Run(said.words, "accent"), Run(f", {said.how_words}. {said.why}"))
        made = [Block(head)]
        if said.state != "current":
            made.append(words(f"{STATES[said.state]}: {said.cause}", "warning", indent=2))
        return made + [words(f"{one.rater} had judged otherwise: {one.verdict}.", "quiet") for one in meeting.dissent]
    if meeting.differs:
        return [words("You judged differently. Press c to settle it, or leave both standing.", "warning")]
    if len(meeting.judged) == 1:
        return [words("One person's judgement so far. That is no agreement: a second person judges it alone.", "quiet")]
    return []


def _rating(who: str, rating: RatingLine) -> list[Block]:
    meaning = f" {MEANINGS[rating.meaning]}." if rating.meaning else ""
    verdict = rating.words if rating.confirmed else "no verdict yet"
    made = [Block((Run(f"{who}: "), Run(verdict, "title"), Run(f".{meaning} {rating.why}".rstrip())))]
    if rating.state != "current":
        made.append(words(f"{STATES[rating.state]}: {rating.cause}", "warning", indent=2))
    return made


def _together(row: MatrixRow) -> list[Block]:
    if row.hidden:
        return [
            words(
                "Somebody has judged this topic and you have not. What they wrote opens with your judgement.", "quiet"
            )
        ]
    if not row.together:
        return [words("Not written down yet: press w.", "warning")]
    overall = f"As a whole: {in_words(row.overall)}" if row.overall else ""
    tail = " · ".join(part for part in (overall, FITS[row.fit] if row.fit else "") if part)
    return [words(row.together), *([words(tail, "accent")] if tail else [])]


def _threads(threads: Sequence[ThreadLine]) -> list[Part]:
    made: list[Part] = [Rule("Questions being followed")] if threads else []
    for one in threads:
        made += thread_blocks(one)
    return made


def thread_blocks(one: ThreadLine) -> list[Block]:
    """A question being followed, with every place where somebody looked."""
    made = [
        Block((Run(one.question, "title", f"thread:{one.id}"), Run(f"  {THREADS[one.state]} · {one.owner}", "quiet")))
    ]
    made += [words(f"{step.looked_at}: {step.saw} ({step.who})", indent=2, sign="→") for step in one.steps]
    if one.conclusion:
        made.append(words(one.conclusion, indent=2, sign="="))
    return [*made, blank()]


def finding_page(under: Beneath, display: Display) -> list[Part]:
    """One finding with all that it rests on and where it is used."""
    line = under.finding
    facts = (
        ("From", line.source),
        ("Question", line.question),
        ("What the count suggests", line.hint),
        ("Set beside others", PURPOSES[line.purpose]),
        ("Written by", f"{line.coder}, {dated(line.written)}"),
    )
    rows = display.rows_of(line.id)
    made: list[Part] = [*finding_blocks(under, linked=False), blank(), Rule("About it")]
    made += [Block((Run(f"{label}: ", "quiet"), Run(said))) for label, said in facts if said]
    made += [blank(), Rule("Where it speaks")]
    if not rows:
        made.append(words("In no topic yet: press p to put it in one.", "warning"))
    made += [Block((Run(row.title, "", f"row:{row.id}"), Run(f"  {row.words}", "quiet"))) for row in rows]
    return made


def figure_page(line: FigureLine) -> list[Part]:
    """A figure's whole row."""
    figure = line.figure
    facts = (
        ("Value", line.value_words),
        ("Interval", f"{line.interval_words} ({figure.interval})" if line.interval_words else ""),
        ("Counted", "" if figure.count is None else f"{figure.count:,.0f}"),
        ("Out of", "" if (of := out_of(figure)) is None else f"{of:,.0f}"),
        ("Area", f"{line.area} ({figure.area_code})"),
        ("Period", figure.period),
        ("Of whom", line.of),
        ("Beside", line.comparator_words),
        ("Compared", line.compared_words),
        ("Status", "" if figure.status == "normal" else figure.status),
        ("What it measures", line.definition),
        ("Source", line.source),
        ("Licence", figure.licence),
        ("Where", line.address),
        ("Line of the source file", "" if figure.row is None else str(figure.row)),
    )
    made: list[Part] = [words(line.described, "title"), words(line.sentence), blank()]
    made += [Block((Run(f"{label}: ", "quiet"), Run(said))) for label, said in facts if said]
    if line.doubted:
        made += [blank(), Rule("Take care"), *doubt_blocks(line.doubted)]
    return made


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}." if text else ""
