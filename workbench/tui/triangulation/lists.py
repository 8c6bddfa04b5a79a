"""The room's lists: every finding; a topic in a few lines. Pure."""

from __future__ import annotations

from workbench.triangulation.protocol.convergence import in_words
from workbench.triangulation.protocol.matrix import MatrixRow, Meeting
from workbench.tui.triangulation import pages
from workbench.tui.triangulation.display import Display
from workbench.tui.widgets.paper import Block, Part, Run, words
from workbench.tui.widgets.rows import RowLine, Tone

TONES: dict[str, Tone] = {"recheck": "warning", "grown": "good", "current": ""}


def finding_rows(display: Display) -> list[RowLine]:
    """Every finding; its key is where it leads."""
    found = []
    for line in display.findings:
        where = ", ".join(row.title for row in display.rows_of(line.id)) or "in no topic yet"
        mark = {"recheck": " ⚠", "grown": " +", "current": ""}[line.state]
        statement = (
            line.statement if line.finished else f"{line.statement} (unfinished: nothing against it written yet)"
        )
        cells = (f"{line.name}{mark}", line.source, statement, pages.level_words(line.prominence), where)
        found.append(RowLine(f"finding:{line.id}", cells, TONES[line.state]))
    return found


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
