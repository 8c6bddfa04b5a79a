"""The room's lists: every finding, what we do not know. Pure."""

from __future__ import annotations

from workbench.triangulation.convergence import in_words
from workbench.triangulation.matrix import MatrixRow, Meeting
from workbench.tui.triangulation import pages
from workbench.tui.triangulation.display import Display, speaking
from workbench.tui.widgets.paper import Block, Part, Run, words
from workbench.tui.widgets.rows import RowLine, Tone

TONES: dict[str, Tone] = {"recheck": "warning", "grown": "good", "current": ""}


def finding_rows(display: Display) -> list[RowLine]:
    """Every finding; its key is where it leads."""
    found = []
    for line in display.findings:
        where = ", ".join(row.title for row in display.rows_of(line.id)) or "in no topic yet"
        mark = {"recheck": " ⚠", "grown": " +", "current": ""}[line.state]
        cells = (f"{line.name}{mark}", line.source, line.statement, pages.level_words(line.prominence), where)
        found.append(RowLine(f"finding:{line.id}", cells, TONES[line.state]))
    return found


def unknown_rows(display: Display) -> list[RowLine]:
    """Clashes, silences, what nobody judged, findings that meet nothing, questions being followed."""
    found: list[RowLine] = []
    for row in display.matrix.rows:
        found += _unknown(row)
    placed = {line.id for row in display.matrix.rows for line in speaking(row)}
    found += [
        RowLine(
            f"finding:{line.id}", ("○", line.name, f"In no topic yet, so nothing is set beside it: {line.statement}")
        )
        for line in display.findings
        if line.id not in placed
    ]
    order = {"open": 0, "parked": 1, "resolved": 2}
    for one in sorted(display.threads, key=lambda one: order[one.state]):
        steps = f" {len(one.steps)} {'step' if len(one.steps) == 1 else 'steps'} so far." if one.steps else ""
        said = f"{pages.THREADS[one.state]}: {one.question}{steps} {one.conclusion}".rstrip()
        found.append(RowLine(f"thread:{one.id}", ("→", one.row, said), "quiet" if one.state == "resolved" else ""))
    return found


def _unknown(row: MatrixRow) -> list[RowLine]:
    """What is not known on one topic."""
    if not speaking(row):
        return [RowLine(f"row:{row.id}", ("○", row.title, "No source speaks on this yet."), "quiet")]
    found = []
    for meeting in row.meetings.values():
        both = all(row.cells[name].findings for name in (meeting.a, meeting.b))
        key = f"row:{row.id}:{meeting.a}:{meeting.b}"
        said = meeting.words
        if said.startswith("≠"):
            text = _capital(f"{meeting.a} and {meeting.b} point in opposite directions.")
            found.append(RowLine(key, ("≠", row.title, f"{text} {_why(meeting)}".rstrip()), "error"))
        elif said.startswith("∅"):
            silent = meeting.b if row.cells[meeting.a].findings else meeting.a
            kind = said.partition(": ")[2]
            text = _capital(f"{silent}: says nothing on this{f' ({kind})' if kind else ''}.")
            found.append(RowLine(key, ("∅", row.title, f"{text} {_why(meeting)}".rstrip())))
        elif both and not (meeting.mine and (meeting.mine.confirmed or meeting.mine.meaning)):
            text = f"You have not judged yet how {meeting.a} and {meeting.b} meet."
            found.append(RowLine(key, ("·", row.title, text)))
    if len({line.source for line in speaking(row)}) == 1 and not found:
        said = f"Only {speaking(row)[0].source} speaks on this, and nobody has said why the others do not."
        found.append(RowLine(f"row:{row.id}", ("∅", row.title, said)))
    return found


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _why(meeting: Meeting) -> str:
    return meeting.mine.why if meeting.mine else ""


def summary(row: MatrixRow, meeting: Meeting | None) -> list[Part]:
    """A topic, or one pair in it, in a few lines."""
    made: list[Part] = [words(row.title, "title")]
    state = meeting if meeting is not None else row
    if state.state != "current":
        made.append(
            words(f"{pages.STATES[state.state]}: {state.cause}", "warning" if state.state == "recheck" else "good")
        )
    if meeting is not None:
        made.append(
            Block((Run(f"{meeting.a} ↔ {meeting.b}: "), Run(meeting.words or "neither speaks on this", "accent")))
        )
        if meeting.mine is not None and meeting.mine.why:
            made.append(words(meeting.mine.why))
        elif meeting.proposal is not None:
            proposed = f"Proposed: {in_words(meeting.proposal.value)}. " if meeting.proposal.value else ""
            made.append(words(f"{proposed}{meeting.proposal.why}", "quiet"))
    else:
        made.append(words(row.words, "accent"))
        made += [
            Block((Run(f"{one.a} ↔ {one.b}: ", "quiet"), Run(one.words)))
            for one in row.meetings.values()
            if one.proposal is not None
            and (one.mine or one.others or all(row.cells[n].findings for n in (one.a, one.b)))
        ]
    together = row.together or "What we make of it together is not written down yet (w)."
    made.append(words(together, "" if row.together else "quiet"))
    return made
