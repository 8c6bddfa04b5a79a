"""What was written of several things together, where it waits for another look: of the whole, and of a display's row."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.desk.looking_again.causes import Causes
from workbench.desk.looking_again.waiting import Waiting
from workbench.errors import WorkbenchError
from workbench.indicators.datasets import today
from workbench.project.schema import NUMBERS
from workbench.rows import find, kept, table_of
from workbench.triangulation import freshness
from workbench.triangulation.displays.displays import Display, DisplayNote, displays
from workbench.triangulation.displays.drawing import draw
from workbench.triangulation.displays.notes import NoSuchRowError, Note, every_note, standing
from workbench.triangulation.displays.shown import ShownRow
from workbench.triangulation.protocol.assessments import Assessment, AssessmentLine, assessments, rows_say
from workbench.triangulation.protocol.convergence import FITS
from workbench.triangulation.protocol.matrix import Matrix

SAYS = {
    "whole": "What is made of the whole",
    "completeness": "What each source adds",
}
_NOT_SHOWN = frozenset(
    {
        "rating",
        "consensus",
        "assessment",
        "display_note",
        "citation",
        "feedback",
        "thread",
        "thread_step",
        "thread_check",
    }
)
"""Tables that no display outside the topics shows."""
_NO_FINDINGS = frozenset({"finding", "finding_evidence", "row_finding", "topic_row"})
_OF_PEOPLE = frozenset({"statistics by themes", "themes by statistics", "quotes", "typology", "building"})
"""Kinds of displays that show no findings."""


def assessed(session: Session, of: Matrix, causes: Causes) -> Iterator[Waiting]:
    """What was written of the whole, or of what each source adds, and rows stand otherwise since."""
    for one in assessments(session, of):
        if one.state == "current":
            continue
        since = causes.wrote("assessment", one.id)
        rows = [row.id for row in of.rows if not one.about or row.about == one.about]
        yield Waiting(
            "assessment",
            one.id,
            f"{SAYS[one.kind]}, {f'“{one.about}”' if one.about else 'the whole project'}: “{_short(one.text)}” ({one.by})",
            one.state,
            one.cause,
            _counted(session, one),
            causes.of_topics(rows, since, {"judgement"} if one.kind == "whole" else {"speaks"}),
            f"assess:{one.kind}:{one.about}",
            ("the protocol, step 3" if one.kind == "whole" else "the protocol, step 4",),
        )


def _counted(session: Session, one: AssessmentLine) -> str:
    """How many pairs stand how now against then, where it is of the whole."""
    if one.kind != "whole":
        return "Read what you wrote of each source again."
    was, now = (
        _verdicts(says) for says in (kept_says(session, Assessment, one.id), rows_say(session, "whole", one.about))
    )
    told = [f"{now[words]} {words}, then {was[words]}" for words in {**was, **now} if was[words] != now[words]]
    return f"Pairs now: {'; '.join(told)}." if told else "As many pairs stand each way as then, but not the same ones."


def _verdicts(says: Mapping[str, Any]) -> Counter[str]:
    return Counter(thing["words"] for thing in says.get("things", {}).values())


def noted(session: Session, causes: Causes) -> Iterator[Waiting]:
    """What we make of a row of a display together, where the row says something else since."""
    notes = every_note(session)
    lines = {line.id: line for line in displays(session)} if notes else {}
    for display, some in notes.items():
        rows = _rows(session, display, lines[display].kind)
        for note in some:
            row = rows.get(note.about)
            state = standing(note, row) if row is not None else freshness.CURRENT
            if row is None or state.state == "current":
                continue
            yield Waiting(
                "note",
                note.id,
                f"What we make of “{row.name}” in “{lines[display].title}”: “{_short(note.together)}”",
                state.state,
                state.why,
                f"We said of it: {FIT_WORDS[note.fit]}. Does it still?" if note.fit else "Read it again.",
                causes.of_note(
                    display,
                    _by_kind(note, row, state.moved),
                    state.moved,
                    causes.wrote("display_note", note.id),
                    codes=_counts_moved(note, row),
                ),
                f"display:{display}:{note.about}",
                (f"the display “{lines[display].title}”",),
            )


FIT_WORDS = dict(zip(FITS, ("each confirms the other", "each adds to the other", "they clash"), strict=True))


def _by_kind(note: Note, row: ShownRow, moved: Iterable[str]) -> dict[str, set[str]]:
    """The GUIDs of what says something else, by what it is."""
    found: dict[str, set[str]] = {}
    for says in (note.says, row.says):
        for guid, thing in {**says.get("things", {}), **says.get("figures", {})}.items():
            if guid in moved:
                found.setdefault(thing["kind"], set()).add(guid)
    return found


def _counts_moved(note: Note, row: ShownRow) -> bool:
    return bool(note.says.get("counts") != row.says.get("counts"))


def _rows(session: Session, display: int, kind: str) -> dict[str, ShownRow]:
    """A display's rows by what they are about, kept while nothing that it shows was changed; none where it cannot be drawn."""
    tables = NUMBERS.keys() - _NOT_SHOWN - (_NO_FINDINGS if kind in _OF_PEOPLE else frozenset())
    rows: dict[str, ShownRow] = kept(
        session, f"rows of display {display} on {today()}", lambda on: _drawn(on, display), tables=tables
    )
    return rows


def _drawn(session: Session, display: int) -> dict[str, ShownRow]:
    try:
        return {row.about: row for row in draw(session, display).rows}
    except WorkbenchError:
        return {}


def kept_says(session: Session, kind: type[Any], key: int) -> dict[str, Any]:
    """What a judgement saw when somebody looked last, as it is kept."""
    t = table_of(kind).c
    written = session.execute(sa.select(t.says).where(t.id == key)).scalar()
    said: dict[str, Any] = json.loads(written or "{}")
    return said


def row_of_note(session: Session, note_id: int) -> ShownRow:
    """The row that a note is on, as it stands now. Raises NoSuchRowError."""
    note = find(session, DisplayNote, note_id)
    display = find(session, Display, note.display_id)
    row = _rows(session, note.display_id, display.kind).get(note.about)
    if row is None:
        raise NoSuchRowError
    return row


def _short(text: str, most: int = 90) -> str:
    """A text in a line; a long one is cut."""
    said = " ".join(text.split())
    return said if len(said) <= most else f"{said[: most - 1].rstrip()}…"
