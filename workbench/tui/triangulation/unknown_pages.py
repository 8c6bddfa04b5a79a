"""What we do not know as lists and pages: silences by kind, requests, questions being followed, checks. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from workbench.desk.not_known import Entry, NotKnown
from workbench.text import dated, day_in_words
from workbench.triangulation.protocol.matrix import MatrixRow
from workbench.triangulation.silence.checks import ASKS, ITEMS, CheckLine
from workbench.triangulation.silence.checks import GLYPHS as ANSWERED
from workbench.triangulation.silence.precheck import PreAnswer
from workbench.triangulation.silence.requests import GLYPHS as STATES
from workbench.triangulation.silence.requests import RequestLine
from workbench.triangulation.silence.silences import GLYPHS, HEADINGS, MEANS, Said
from workbench.triangulation.silence.threads import ThreadLine
from workbench.tui.triangulation import pages
from workbench.tui.triangulation.display import Display, speaking
from workbench.tui.widgets.paper import Block, Grid, Part, Rule, Run, blank, words
from workbench.tui.widgets.rows import RowLine

HANDLED = {
    "": "not a clash, or not said",
    "reconciled": "both can be explained",
    "initiated": "a new question came of it",
    "bracketed": "it lies between the two",
    "excluded": "one side is set aside",
}
BY = {
    "settled": "settled together",
    "said": "judged by a person",
    "differs": "judged differently",
    "proposed": "proposed, nobody has said so yet",
}


def unknown_rows(known: NotKnown, display: Display, today: date) -> list[RowLine]:
    """Everything that is open, under headings: clashes, silences by kind, what nobody judged, requests, questions, what stands alone."""
    found: list[RowLine] = []
    if known.clashes:
        found.append(
            _heading(
                "≠",
                "Sources point in opposite directions",
                len(known.clashes),
                "A result, not an error. Follow it (t).",
            )
        )
        for clash in known.clashes:
            doing = f"{len(clash.threads)} followed" if clash.threads else "nothing yet"
            cells = ("", clash.topic, f"{clash.a} ↔ {clash.b}", clash.why, doing)
            found.append(RowLine(f"row:{clash.row_id}:{clash.a}:{clash.b}", cells))
    for kind, entries in known.by_kind():
        found.append(_heading(GLYPHS[kind], HEADINGS[kind], len(entries), MEANS[kind]))
        found += [_silence(one) for one in entries]
    found += _unjudged(display)
    found += _asked_for(known.requests, today)
    found += _followed(known.threads)
    found += _alone(known)
    return found


def _heading(sign: str, title: str, number: int, means: str = "") -> RowLine:
    return RowLine(f"kind:{title}", (sign, f"{title} · {number}", "", means, ""), "title")


def _silence(one: Entry) -> RowLine:
    proposed = one.stands.by == "proposed"
    why = f"({one.stands.why})" if proposed else one.stands.why
    return RowLine(
        one.silence.place, ("", one.silence.topic, one.silence.source, why, one.doing), "quiet" if proposed else ""
    )


def _unjudged(display: Display) -> list[RowLine]:
    """Pairs that both speak and that the person at the keyboard has not judged; findings that meet nothing."""
    pairs = [
        RowLine(
            f"row:{row.id}:{one.a}:{one.b}",
            ("", row.title, f"{one.a} ↔ {one.b}", "You have not judged yet how they meet (v).", ""),
        )
        for row in display.matrix.rows
        for one in row.meetings.values()
        if all(row.cells[name].findings for name in (one.a, one.b))
        and not (one.mine and (one.mine.confirmed or one.mine.meaning))
    ]
    empty = [
        RowLine(f"row:{row.id}", ("", row.title, "", "No source speaks on this yet.", ""), "quiet")
        for row in display.matrix.rows
        if not speaking(row)
    ]
    placed = {line.id for row in display.matrix.rows for line in speaking(row)}
    loose = [
        RowLine(
            f"finding:{line.id}",
            ("", f"{line.name} is in no topic", line.source, f"Nothing is set beside it: {line.statement}", ""),
        )
        for line in display.findings
        if line.id not in placed
    ]
    every = [*pairs, *empty, *loose]
    return [_heading("·", "Not judged yet", len(every)), *every] if every else []


def _asked_for(found: Sequence[RequestLine], today: date) -> list[RowLine]:
    """Requests, the open ones first; one that is late says so."""
    if not found:
        return []
    lines = []
    for one in found:
        late = one.is_late(today)
        due = f"by {day_in_words(date.fromisoformat(one.due))}{', late' if late else ''}" if one.due else ""
        cells = (
            STATES[one.state],
            one.row or "no topic",
            one.whom,
            f"{one.wanted}{f' {one.came}' if one.came else ''}",
            ", ".join(filter(None, (one.state, due if one.is_open else ""))),
        )
        lines.append(RowLine(f"request:{one.id}", cells, "warning" if late else "" if one.is_open else "quiet"))
    waiting = sum(one.is_open for one in found)
    return [_heading("→", "Asked for", len(found), f"{waiting} still open."), *lines]


def _followed(found: Iterable[ThreadLine]) -> list[RowLine]:
    """Questions being followed, those still open first, each with whose it is."""
    order = {"open": 0, "parked": 1, "resolved": 2}
    lines = [
        RowLine(
            f"thread:{one.id}",
            (
                {"open": "→", "parked": "‖", "resolved": "="}[one.state],
                one.row or "no topic",
                one.owner,
                f"{one.question} {one.conclusion}".rstrip(),
                f"{pages.THREADS[one.state].lower()}, {_steps(one)}",
            ),
            "quiet" if one.state == "resolved" else "",
        )
        for one in sorted(found, key=lambda one: order[one.state])
    ]
    waiting = sum(line.cells[0] == "→" for line in lines)
    return [_heading("→", "Questions being followed", len(lines), f"{waiting} still open."), *lines] if lines else []


def _steps(one: ThreadLine) -> str:
    return f"{len(one.steps)} {'step' if len(one.steps) == 1 else 'steps'}"


def _alone(known: NotKnown) -> list[RowLine]:
    """Themes, codes and indicators that nothing is set beside, a line each kind."""
    alone = known.alone
    kinds = (
        ("themes", "Themes with no indicator beside them", alone.themes),
        ("codes", "Codes in use that no theme gathers", alone.codes),
        ("indicators", "Indicators with no theme", alone.indicators),
    )
    lines = [
        RowLine(f"alone:{key}", ("", f"{said} · {len(names)}", "", "; ".join(names), ""))
        for key, said, names in kinds
        if names
    ]
    number = sum(len(names) for *_, names in kinds)
    return (
        [
            _heading("○", "What stands alone", number, "A link of a theme to an indicator sets them side by side."),
            *lines,
        ]
        if lines
        else []
    )


def kind_blocks(title: str) -> list[Part]:
    """What a kind of silence means."""
    kind = next((kind for kind, said in HEADINGS.items() if said == title), None)
    if kind is None:
        return [words(title, "title")]
    return [Block((Run(f"{GLYPHS[kind]} "), Run(title, "title"))), words(MEANS[kind])]


def silence_blocks(one: Entry, *, whole: bool = False) -> list[Part]:
    """One silence: who is silent where others speak, the kind as it stands, what is proposed, what people said, what is done."""
    silence, stands = one.silence, one.stands
    speak = " and ".join(silence.speaking)
    made: list[Part] = [
        Block((Run(silence.topic, "title", f"row:{silence.row_id}" if whole else ""),)),
        Block(
            (
                Run(silence.source, "title"),
                Run(f" says nothing on this; {speak} {'do' if len(silence.speaking) > 1 else 'does'}."),
            )
        )
        if speak
        else words(f"{silence.source} says nothing on this, and neither does anybody else."),
        blank(),
        Block((Run(f"{stands.words.strip()} ", "accent"), Run(f"  {BY[stands.by]}", "quiet"))),
    ]
    if stands.kind:
        made.append(words(MEANS[stands.kind], "quiet"))
    made += [
        blank(),
        Block((Run("The project’s records suggest: "), Run(silence.proposal.kind, "title"))),
        words(silence.proposal.why, indent=2),
    ]
    made += _people(silence.said, silence.settled, silence.hidden)
    made += [blank(), Rule("What is being done")]
    if not one.requests and not one.threads:
        made.append(
            words("Nothing yet. d asks for a figure or puts a question to people; t follows a question.", "quiet")
        )
    made += [block for each in one.requests for block in request_blocks(each)]
    made += [block for each in one.threads for block in pages.thread_blocks(each)]
    return made


def _people(said: Sequence[Said], settled: Said | None, hidden: int) -> list[Part]:
    """What people said, each by name; what was settled together stands last."""
    made: list[Part] = [
        Block(
            (
                Run(f"{one.who}: ", "quiet"),
                Run(one.kind, "title"),
                Run(f". {one.why}".rstrip(". ") if not one.why else f". {one.why}"),
            )
        )
        for one in said
    ]
    if settled is not None:
        made.append(Block((Run("Settled together: "), Run(settled.kind, "title"), Run(f". {settled.why}"))))
    if hidden:
        who = "One other person has" if hidden == 1 else f"{hidden} others have"
        made.append(words(f"{who} said why. You see it once you have (v).", "quiet"))
    if not made:
        made.append(words("Nobody has said yet why it is silent: press v.", "warning"))
    return made


def request_blocks(one: RequestLine) -> list[Block]:
    """A request with how it stands."""
    question = f" It is “{one.question}” in the topic guide." if one.question else ""
    return [
        Block((Run(one.wanted, "title", f"request:{one.id}"),), 0, "→"),
        words(f"{one.said.removesuffix(one.came).rstrip()}{question}", indent=2),
        *([words(one.came, indent=2, sign="=")] if one.came else []),
        words(f"{one.who}, {dated(one.at[:10])}", "quiet", indent=2),
        blank(),
    ]


def thread_page(
    one: ThreadLine,
    row: MatrixRow | None,
    answers: Mapping[str, PreAnswer] | None,
    said: Mapping[str, Sequence[CheckLine]],
    about: str,
) -> list[Part]:
    """A question with its steps, and of a clash the list of checks, the project's answer beside people's.

    `answers` is None where the question is not about a clash.
    """
    made: list[Part] = [words(one.question, "title")]
    if row is not None:
        made.append(Block((Run("Topic: ", "quiet"), Run(row.title, "", f"row:{row.id}"), Run(f"  {about}", "accent"))))
    state = f"{pages.THREADS[one.state]} · {one.owner or 'nobody'} goes on with it"
    made.append(words(state if one.state != "resolved" else f"{pages.THREADS[one.state]} · {one.owner}", "accent"))
    if one.conclusion:
        made.append(words(one.conclusion, sign="="))
    if one.handled:
        made.append(words(f"How the clash was handled: {HANDLED[one.handled]}.", "quiet"))
    made += [blank(), Rule("Where somebody looked")]
    made += [
        Block(
            (
                Run(step.looked_at, "title"),
                Run(f": {step.saw}" if step.saw else ""),
                Run(f"  {step.who}, {dated(step.at[:10])}", "quiet"),
            ),
            0,
            "→",
        )
        for step in one.steps
    ] or [words("Nowhere yet: press s to note where you looked and what you saw.", "quiet")]
    if answers is not None:
        answered = sum(item in said for item in ITEMS)
        made += [blank(), Rule(f"Before anything is made of a clash · {answered} of {len(ITEMS)} answered"), blank()]
        made.append(_checklist(answers, said))
    return made


def _checklist(answers: Mapping[str, PreAnswer], said: Mapping[str, Sequence[CheckLine]]) -> Grid:
    """Each check, what the project says, what people say."""
    rows = []
    for number, item in enumerate(ITEMS, 1):
        machine = answers.get(item)
        project = (
            (words(f"{ANSWERED[machine.answer]} {machine.answer}", "accent"), words(machine.why, "quiet"))
            if machine
            else (words("the project does not know", "quiet"),)
        )
        people = [
            block
            for one in said.get(item, ())
            for block in (
                Block((Run(f"{ANSWERED[one.answer]} {one.answer}", "title"), Run(f"  {one.who}", "quiet"))),
                *([words(one.why)] if one.why else []),
            )
        ] or [words("not answered yet", "warning")]
        ask = (Block((Run(f"{number} {ASKS[item]}", "", f"check:{item}"),)),)
        rows.append((ask, project, tuple(people)))
    return Grid(("Ask, in this order", "The project says", "We say"), tuple(rows), (3, 5, 4))
