"""Notes on displays: what we make of each row together, with its fit, and whether the row still says what it said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.errors import WorkbenchError
from workbench.rows import add, amend, find, find_guid, guid_for, guid_text, live, now, table_of
from workbench.sources.coders import current_coder
from workbench.text import stamp
from workbench.triangulation import freshness
from workbench.triangulation.displays.displays import Display, DisplayNote
from workbench.triangulation.displays.shown import Shown, ShownRow
from workbench.triangulation.freshness import Freshness
from workbench.triangulation.protocol.topic_rows import TopicRow, conclude


class NoteIsEmptyError(WorkbenchError):
    """Write in a sentence what you make of this row together."""


class NoSuchRowError(WorkbenchError):
    """The display has no such row any more. Look at it again."""


class NotMadeTogetherError(WorkbenchError):
    """Of some rows nobody has written what we make of them together. Write it (w) before the display leaves."""


@dataclass(frozen=True, slots=True)
class Note:
    """What we make of one row together."""

    id: int
    display_id: int
    about: str
    together: str
    fit: str
    at: str
    says: dict[str, Any]
    stamp: str


def write_note(session: Session, shown: Shown, about: str, together: str, fit: str = "") -> None:
    """Write what we make of a row together, and remember what the row says now; one note a row, the team's.

    Side by side it is written into the topic. NoteIsEmptyError, NoSuchRowError.
    """
    if not together.strip():
        raise NoteIsEmptyError
    row = next((one for one in shown.rows if one.about == about), None)
    if row is None:
        raise NoSuchRowError
    if row.row_id:
        topic = find(session, TopicRow, row.row_id)
        conclude(session, row.row_id, overall=topic.overall, together=together, fit=fit)
        return
    display = find(session, Display, shown.id)
    guid = guid_for(session, "display note", f"{guid_text(display.guid)} {about}")
    cells = {
        "together": together.strip(),
        "fit": fit,
        "coder_id": current_coder(session),
        "at": now(),
        "stamp": stamp(row.says),
        "says": json.dumps(row.says, ensure_ascii=False, sort_keys=True),
    }
    there = find_guid(session, DisplayNote, guid)
    if there is None:
        add(session, DisplayNote, guid=guid, display_id=shown.id, about=about, **cells)
    else:
        assert there.id is not None
        amend(session, DisplayNote, there.id, gone=False, **cells)


def still_holds(session: Session, note_id: int, row: ShownRow) -> None:
    """Say that what was written of a row still holds on what the row says now; who wrote it, and when, stays."""
    find(session, DisplayNote, note_id)
    kept = json.dumps(row.says, ensure_ascii=False, sort_keys=True)
    amend(session, DisplayNote, note_id, stamp=stamp(row.says), says=kept)


def notes_of(session: Session, display_id: int) -> dict[str, Note]:
    """Every note on a display by what its row is about."""
    return {note.about: note for note in _notes(session, table_of(DisplayNote).c.display_id == display_id)}


def every_note(session: Session) -> dict[int, list[Note]]:
    """The notes on displays that are there, by display, in their places."""
    note, display = table_of(DisplayNote).c, table_of(Display).c
    there = sa.select(display.id).where(display.gone.is_(False)).order_by(display.position, display.id)
    found: dict[int, list[Note]] = {key: [] for key in session.execute(there).scalars()}
    for one in _notes(session, note.display_id.in_(found)):
        found[one.display_id].append(one)
    return {key: some for key, some in found.items() if some}


def _notes(session: Session, only: sa.ColumnElement[bool]) -> list[Note]:
    wanted = (
        live(DisplayNote).where(only).order_by(table_of(DisplayNote).c.id).execution_options(populate_existing=True)
    )
    return [
        Note(
            row.id or 0, row.display_id, row.about, row.together, row.fit, row.at, json.loads(row.says or "{}"), row.stamp
        )
        for row in session.execute(wanted).scalars()
    ]  # fmt: skip


def require_together(shown: Shown) -> None:
    """Raise NotMadeTogetherError, naming the rows of which nobody has written what we make of them together."""
    unwritten = shown.unwritten
    if unwritten:
        some = ", ".join(f"“{_short(name)}”" for name in unwritten[:8])
        more = f" and {len(unwritten) - 8} more" if len(unwritten) > 8 else ""
        raise NotMadeTogetherError(
            f"What we make of it together is not written yet for {some}{more}. Write it in Triangulation (w) before"
            f" “{shown.title}” leaves."
        )


def _short(name: str) -> str:
    """A name as it stands in a list; a long one is cut."""
    return name if len(name) <= 60 else f"{name[:59].rstrip()}…"


def standing(note: Note, row: ShownRow) -> Freshness:
    """Whether a row still says what it said when the note was written, and what changed in words."""
    if note.stamp == stamp(row.says):
        return freshness.CURRENT
    was, now_ = note.says, row.says
    figures_then = was.get("figures")
    if figures_then is None:
        now_ = {name: said for name, said in now_.items() if name != "figures"}
    lost, same = [], {}
    for guid, figure in (figures_then or {}).items():
        if guid in now_.get("figures", {}):
            same[guid] = figure
        else:
            lost.append(f"The figure for {figure['called']} is no longer shown.")
    counts = list(_counts_changed(was.get("counts", {}), now_.get("counts", {})))
    texts = list(_texts_changed(was.get("texts", {}), now_.get("texts", {})))
    more = [why for grown, why in counts if grown]
    changed = [why for grown, why in counts if not grown] + texts + lost
    states = [
        freshness.compare({"things": was.get("things", {})}, {"things": now_.get("things", {})}),
        freshness.compare({"things": same}, {"things": now_.get("figures", {})}),
    ]
    if changed:
        states.append(Freshness("recheck", " ".join(changed)))
    if more:
        states.append(Freshness("grown", " ".join(more)))
    return freshness.worst(*states)


def _counts_changed(was: dict[str, Any], now_: dict[str, Any]) -> Iterator[tuple[bool, str]]:
    """What changed in the counts of a row: whether there is only more of the same, and how in words."""
    for name in was.keys() - now_.keys():
        yield False, f"“{name}” is no longer in it."
    for name in now_.keys() - was.keys():
        yield False, f"“{name}” is new in it."
    for name, before in was.items():
        after = now_.get(name)
        if after is None or before == after:
            continue
        if before.get("mean") != after.get("mean") and before.get("said") == after.get("said"):
            yield (
                False,
                f"The mean for “{name}” is {_number(after.get('mean'))} now, {_number(before.get('mean'))} then.",
            )
            continue
        fewer = any((after.get(cell) or 0) < (before.get(cell) or 0) for cell in ("said", "asked", "heard"))
        yield not fewer, f"“{name}”: {_counted(after)} now, {_counted(before)} then."


def _texts_changed(was: dict[str, str], now_: dict[str, str]) -> Iterator[str]:
    called = {
        "statistic": "The figures of its areas are others now",
        "label": "The type is called something else now",
        "explains": "What explains the result is written otherwise now",
        "items": "What was made of the theme, or what came of it, is written otherwise now",
        "option": "Another option answers it now",
    }
    for name in was.keys() | now_.keys():
        if was.get(name, "") != now_.get(name, ""):
            yield f"{called.get(name, name)}."


def _counted(count: dict[str, Any]) -> str:
    """A stamped count in a few words."""
    if count.get("asked"):
        return f"{count.get('said', 0)}, {count['asked']} asked"
    return f"{count.get('said', 0)} of {count.get('heard', 0)}"


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:.3g}"
