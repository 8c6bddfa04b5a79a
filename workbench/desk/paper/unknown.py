"""What we do not know, on paper: the map of silences, each kind with what is being done, clashes, and what stands alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlmodel import Session

from workbench.briefs.page import Paragraph
from workbench.desk.not_known import Entry, NotKnown, Telling, read_not_known
from workbench.desk.paper.wanted import Made, Wanted
from workbench.exchange.paper.pages import Block, Heading, Listing
from workbench.text import counted, day_in_words
from workbench.triangulation.silence.requests import RequestLine
from workbench.triangulation.silence.silences import GLYPHS, HEADINGS, MEANS, SHORT
from workbench.triangulation.silence.threads import ThreadLine

HANDLED = {
    "": "",
    "reconciled": "both explained",
    "initiated": "a new question was made of it",
    "bracketed": "taken as the bounds between which it lies",
    "excluded": "one side set aside",
}
FOLLOWED = {"open": "still open", "resolved": "settled", "parked": "left for later"}
NOT_EVIDENCE = (
    "That a source says nothing is no sign that there is nothing. Only where people were asked, and nobody raised it, does"
    " silence tell something of the world; all else tells of this study."
)


def not_known(session: Session, wanted: Wanted) -> Made:
    """The page for an audience; who judged and who goes on with a question is for the team only."""
    known = read_not_known(session, for_all=True)
    telling = Telling(wanted.at)
    wanted.progress(0.4, "writing down what is not known")
    if not known.matrix.rows:
        return Made((Paragraph("No topics are set down yet, so it cannot be said what is not known of them."),))
    blocks: list[Block] = [Paragraph(NOT_EVIDENCE, role="lead")]
    if known.entries:
        blocks += _map(known)
    for kind, entries in known.by_kind():
        blocks += _kind(kind, entries, telling)
    blocks += _clashes(known, telling)
    blocks += _requests(known.requests, telling)
    blocks += _threads(known.threads, telling)
    blocks += _alone(known)
    topics = len({one.silence.row_id for one in known.entries})
    of = f"On {topics} of {counted(len(known.matrix.rows), 'topic')} a source says nothing"
    said = (
        f"{of}: {counted(len(known.entries), 'silence')} in all."
        if known.entries
        else "Every source speaks on every topic."
    )
    return Made(tuple(blocks), (said, *telling.remarks()), left_out=telling.remarks())


def _map(known: NotKnown) -> Iterator[Block]:
    """Topics down, sources across; and what the marks mean."""
    yield Heading("Topics by sources")
    rows = []
    for row in known.matrix.rows:
        entries = [known.at(row.id, source) for source in known.matrix.sources]
        rows.append((row.title, *("● speaks" if one is None else one.stands.words for one in entries)))
    sources = known.matrix.sources
    shares = (3, *(2 for _ in sources))
    yield Listing("Who says nothing on what, and why", ("Topic", *sources), tuple(rows), shares=shares)
    used = {one.stands.kind for one in known.entries}
    legend = "; ".join(f"{GLYPHS[kind]} {SHORT[kind]}: {HEADINGS[kind].lower()}" for kind in HEADINGS if kind in used)
    yield Paragraph(
        f"{legend}. In brackets: proposed by the project's own records, and nobody has said so yet.", role="note"
    )


def _kind(kind: str, entries: Sequence[Entry], telling: Telling) -> Iterator[Block]:
    """One kind of silence: what it means, and each of them."""
    yield Heading(f"{GLYPHS[kind]} {HEADINGS[kind]}")
    yield Paragraph(MEANS[kind])
    rows = tuple(
        (one.silence.topic, one.silence.source, _reason(one, telling), _doing(one, telling)) for one in entries
    )
    yield Listing(
        "Each of them",
        ("Topic", "Who says nothing", "Why we think so", "What is being done"),
        rows,
        shares=(4, 3, 8, 4),
    )


def _reason(one: Entry, telling: Telling) -> str:
    """Why it is thought so; outside the team nobody is named, and a reason that gives numbers is left out."""
    if one.stands.by == "differs" and not telling.at.team:
        return "Those who judged it differ."
    told = telling.told(one.stands.why, one.stands.bare)
    if one.stands.by == "proposed":
        return f"Proposed: {told}" if told else "Proposed from the project's records."
    by = {"settled": "Settled together", "said": "Judged by a person", "differs": "Judged differently"}[one.stands.by]
    return f"{by}: {told}" if told else f"{by}."


def _doing(one: Entry, telling: Telling) -> str:
    """What is being done about a silence, in a few words."""
    said = [_asked(each, telling) for each in one.requests]
    said += [f"Followed ({FOLLOWED[each.state]})" for each in one.threads]
    return "; ".join(dict.fromkeys(said)) or "Nothing yet"


def _asked(one: RequestLine, telling: Telling) -> str:
    what = "A figure" if one.kind == "figure" else "A question to people"
    whom = f" of {one.whom}" if telling.at.team else ""
    return f"{what}{whom}: {one.state}"


def _clashes(known: NotKnown, telling: Telling) -> Iterator[Block]:
    if known.clashes:
        yield Heading("≠ Sources point in opposite directions")
        rows = tuple(
            (
                one.topic,
                f"{one.a} and {one.b}",
                telling.told(one.why) or "–",
                "; ".join(dict.fromkeys(f"Followed ({FOLLOWED[each.state]})" for each in one.threads)) or "Nothing yet",
            )
            for one in known.clashes
        )
        columns = ("Topic", "Which sources", "Why", "What is being done")
        yield Listing("Each of them", columns, rows, shares=(4, 3, 8, 4))


def _requests(found: Sequence[RequestLine], telling: Telling) -> Iterator[Block]:
    if found:
        yield Heading("What was asked for")
        columns = ("Wanted", "Of whom", "By", "How it stands") if telling.at.team else ("Wanted", "By", "How it stands")
        rows = []
        for one in found:
            came = telling.told(one.came)
            stands = f"{one.state_words}{f': {came}' if came else ''}"
            wanted = telling.told(one.wanted) or "Not told here"
            cells = (wanted, one.whom, _day(one.due), stands) if telling.at.team else (wanted, _day(one.due), stands)
            rows.append(cells)
        yield Listing("Each request", columns, tuple(rows), shares=(7, 4, 3, 5) if telling.at.team else (8, 3, 5))


def _threads(found: Sequence[ThreadLine], telling: Telling) -> Iterator[Block]:
    told = [(one, telling.told(one.question)) for one in found]
    rows = [
        (
            question,
            *((one.owner,) if telling.at.team else ()),
            "; ".join(filter(None, (FOLLOWED[one.state], HANDLED[one.handled], telling.told(one.conclusion)))),
        )
        for one, question in told
        if question
    ]
    if rows:
        yield Heading("Questions being followed")
        columns = ("Question", "Whose", "How it stands") if telling.at.team else ("Question", "How it stands")
        yield Listing("Each question", columns, tuple(rows), shares=(6, 2, 8) if telling.at.team else (6, 8))


def _alone(known: NotKnown) -> Iterator[Block]:
    alone = known.alone
    parts = (
        ("Themes with no indicator beside them", alone.themes),
        ("Codes in use that no theme gathers, so that no indicator stands beside them", alone.codes),
        ("Indicators with no theme", alone.indicators),
    )
    if any(names for _, names in parts):
        yield Heading("What stands alone")
        for said, names in parts:
            if names:
                yield Paragraph(f"{said}: {'; '.join(names)}.")


def _day(iso: str) -> str:
    return day_in_words(date.fromisoformat(iso)) if iso else "–"
