"""What the coding room shows of one document, read in one go, and the changes that a coder makes in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from workbench.coding import blind, codebook, codings, memos
from workbench.governance.flags import FlagLine, flags
from workbench.project.facts import remember
from workbench.project.file import Project
from workbench.project.history import PLACE, moved_since
from workbench.rows import made
from workbench.sources import document_list, documents, readings
from workbench.text import Span
from workbench.tui.coding.pencilled import marks_of_notes, note_of, notes_in
from workbench.tui.coding.suggested import marks_of_proposed, proposed_in
from workbench.tui.widgets.code_list import CodeLine
from workbench.tui.widgets.passages import Mark, Turn

if TYPE_CHECKING:
    from workbench.suggestions.open_ones import OpenOne

LETTERS = ascii_uppercase + "abdefhiklnopqrwyz"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document on the desk: its turns, its codings as marks, and the codes with their letters."""

    document: document_list.DocumentName
    segments: tuple[documents.SegmentLine, ...]
    starts: tuple[int, ...]
    """Where the segments start."""
    marked: tuple[codings.CodingLine, ...]
    codes: tuple[codebook.CodeLine, ...]
    turns: tuple[Turn, ...]
    marks: tuple[Mark, ...]
    lines: tuple[CodeLine, ...]
    coder: int | None = None
    letters: dict[int, str] = field(default_factory=dict)
    flags: tuple[FlagLine, ...] = ()
    notes: tuple[memos.MemoLine, ...] = ()
    """The pencil notes on its words."""
    proposed: tuple[OpenOne, ...] = ()
    """What the machine proposes here, where the coder wants to see it."""
    known: int = -1
    """The newest change that was there before it was read."""

    def flag(self, key: str) -> FlagLine | None:
        """The flag behind a mark."""
        return next((one for one in self.flags if _key_of(one) == key), None)

    def note(self, key: str) -> memos.MemoLine | None:
        """The pencil note behind a mark."""
        return note_of(self.notes, key)

    @property
    def beside(self) -> int:
        """How many marks stand before those of the codings: what is held back, and notes."""
        return len(self.flags) + len(self.notes)

    def proposal(self, key: int) -> OpenOne | None:
        """A suggestion by its key."""
        return next((one for one in self.proposed if one.id == key), None)

    def coding(self, key: str) -> codings.CodingLine | None:
        """The coding behind a mark."""
        number = int(key) if key.isdigit() else None
        return next((one for one in self.marked if one.id == number), None)

    def code(self, key: int) -> codebook.CodeLine | None:
        """A code by its key."""
        return next((one for one in self.codes if one.id == key), None)


def letters_for(used: list[int], kept: dict[int, str]) -> dict[int, str]:
    """A letter for each code of a document in the order it first appears; a letter once given stays."""
    given = {code: kept[code] for code in kept.keys() & set(used)}
    free = iter(sorted(set(LETTERS) - set(given.values()), key=LETTERS.index))
    for code in used:
        if code not in given:
            given[code] = next(free, "•")
    return given


def used_codes(marked: Iterable[codings.CodingLine], proposed: Iterable[OpenOne]) -> list[int]:
    """The codes on a document, those that are only suggested for it last."""
    return list(dict.fromkeys([*(one.code_id for one in marked), *(one.code_id for one in proposed)]))


def lay_on_desk(
    project: Project,
    document_id: int,
    *,
    letters: dict[int, str] | None = None,
    before: Sheet | None = None,
    suggested: bool = False,
) -> Sheet:
    """Read a document with its codings and the codebook; codes keep the `letters` they had.

    With `suggested` it has what the machine proposes for it. The codebook of the sheet `before` is still true where nothing was done since but to read.
    """
    known = project.latest_change()
    with project.read() as session:
        document = document_list.document_name(session, document_id)
        segments = tuple(documents.segments_of(session, document_id))
        marked = _seen(session, document_id)
        if before is not None and not moved_since(session, before.known):
            codes = before.codes
        else:
            codes = tuple(codebook.codebook(session, seen=blind.seen(session)))
        coder = session.info["coder"] or codebook_coder(session, project.coder)
        read = readings.read_segments(session, coder, document_id) if coder else frozenset()
        flagged = tuple(flags(session, document_id))
        notes = notes_in(session, document_id)
        proposed = proposed_in(session, document_id) if suggested else ()
    return replace(
        _sheet(document, segments, marked, codes, flagged, notes, proposed, coder, frozenset(read), letters or {}),
        known=known,
    )


def _seen(session: Any, document_id: int) -> tuple[codings.CodingLine, ...]:
    """The codings of a document; only one's own while one reads it blind."""
    if document_id not in blind.unfinished(session):
        return tuple(codings.codings_in(session, document_id))
    return tuple(codings.codings_in(session, document_id, coder=codebook_coder(session, session.info["who"]) or 0))


def codebook_coder(session: Any, name: str) -> int | None:
    """The key of the coder by name, None before their first change."""
    from workbench.sources.coders import coder_names

    return next((key for key, listed in coder_names(session).items() if listed == name), None)


def _sheet(
    document: document_list.DocumentName,
    segments: tuple[documents.SegmentLine, ...],
    marked: tuple[codings.CodingLine, ...],
    codes: tuple[codebook.CodeLine, ...],
    flagged: tuple[FlagLine, ...],
    notes: tuple[memos.MemoLine, ...],
    proposed: tuple[OpenOne, ...],
    coder: int | None,
    read: frozenset[int],
    kept: dict[int, str],
) -> Sheet:
    letters = letters_for(used_codes(marked, proposed), kept)
    turns = turns_of(segments, read)
    faint = marks_of_proposed(proposed, marked, codes, letters, slot_of)
    marks = (*_flags(flagged), *marks_of_notes(notes), *marks_of(marked, codes, letters, coder), *faint)
    lines = tuple(line_of(one, letters) for one in codes)
    starts = tuple(one.start for one in segments)
    return Sheet(
        document, segments, starts, marked, codes, turns, marks, lines, coder, letters, flagged, notes, proposed
    )


def turns_of(segments: tuple[documents.SegmentLine, ...], read: frozenset[int] = frozenset()) -> tuple[Turn, ...]:
    """Passages as they are drawn; `read` are the keys of those that were read."""
    cells = (
        (start, speaker or case or "", role or "participant", text, str(ordinal + 1), key in read)
        for key, ordinal, start, _, _, speaker, role, case, _, text, _, _ in segments
    )
    return tuple(made(Turn, cells))


def _key_of(flag: FlagLine) -> str:
    return f"flag {flag.id}"


def _flags(flagged: tuple[FlagLine, ...]) -> tuple[Mark, ...]:
    """What is held back, drawn beside the codings as something that is no coding."""
    return tuple(Mark(_key_of(one), one.start, one.end, "⚑", 1, suggested=True) for one in flagged)


def slot_of(code: codebook.CodeLine) -> int:
    """The slot of a code's colour, 1 to 12."""
    return code.colour % 12 + 1


def marks_of(
    marked: Iterable[codings.CodingLine],
    codes: Iterable[codebook.CodeLine],
    letters: dict[int, str],
    coder: int | None,
) -> list[Mark]:
    """Codings as they are drawn."""
    slots = {code.id: slot_of(code) for code in codes if code.id in letters}
    looks = {key: (letter, slots.get(key, 1)) for key, letter in letters.items()}
    cells = (
        (str(key), start, end, *looks[code], by == coder, False, direction == "against")
        for key, code, _, by, _, start, end, _, direction, _, _ in marked
    )
    return made(Mark, cells)


def line_of(code: codebook.CodeLine, letters: dict[int, str]) -> CodeLine:
    """A code as it is listed."""
    return CodeLine(
        str(code.id),
        code.path,
        code.depth,
        code.name,
        letters.get(code.id, ""),
        slot_of(code),
        code.codings,
        code.cases,
        "" if code.pinned is None else str(code.pinned),
        code.state == "retired",
    )


def codes_listed(project: Project) -> tuple[CodeLine, ...]:
    """The codebook as it is listed while no document is on the desk."""
    with project.read() as session:
        return tuple(line_of(one, {}) for one in codebook.codebook(session, seen=blind.seen(session)))


def begin(project: Project, document_id: int) -> None:
    """Note that this coder has begun to read the document, the first time."""
    with project.read() as session:
        coder = codebook_coder(session, project.coder)
        begun = coder is not None and readings.has_begun(session, coder, document_id)
    if not begun and not project.read_only:
        with project.change("Begin reading", kind="reading") as session:
            readings.begin_reading(session, document_id)


def keep_place(project: Project, document_id: int, cursor: int) -> None:
    """Keep where this coder is, to begin there the next time."""
    if not project.read_only:
        remember(project, f"place:{project.coder}", f"{document_id}:{cursor}", why=PLACE)


def left_at(project: Project) -> tuple[int, int]:
    """The document and position where this coder left off; 0 where they never did."""
    document, _, cursor = project.meta.get(f"place:{project.coder}", "").partition(":")
    return (int(document), int(cursor)) if document.isdigit() and cursor.isdigit() else (0, 0)


def note_read(project: Project, document_id: int, segments: frozenset[int], *, done: bool = False) -> None:
    """Keep which segments were read; with `done` the whole document."""
    if project.read_only or not (segments or done):
        return
    with project.change("Finish reading" if done else "Read on", kind="do" if done else "reading") as session:
        readings.note_read(session, document_id, segments)
        if done:
            readings.finish_reading(session, document_id)


def apply(
    project: Project, document_id: int, code_id: int, span: Span, *, origin: str = "own", against: bool = False
) -> int:
    """Put a code on some words."""
    with project.change("Apply code") as session:
        return codings.apply_code(
            session, code_id, document_id, span, origin=origin, direction="against" if against else "for"
        )


def create_and_apply(project: Project, document_id: int, path: str, span: Span, *, origin: str) -> int:
    """Make a code by its path and put it on some words, as one change."""
    with project.change("New code on a passage") as session:
        code = codebook.ensure_code(session, path)
        codings.apply_code(session, code, document_id, span, origin=origin)
        return code


def move_edge(project: Project, coding_id: int, span: Span) -> None:
    """Move an end of a coding."""
    with project.change("Move the end of a coding") as session:
        codings.adjust(session, coding_id, span)


def take_off(project: Project, coding_id: int) -> None:
    """Take a code off its words."""
    with project.change("Remove coding") as session:
        codings.remove_coding(session, coding_id)


def turn_against(project: Project, coding_id: int, against: bool) -> None:
    """Mark a coding as evidence against its code, or for it again."""
    with project.change("Mark as evidence against" if against else "Mark as evidence for") as session:
        codings.set_direction(session, coding_id, "against" if against else "for")


def write_memo(
    project: Project, about: str, thing: int, text: str, *, kind: str = "memo", span: Span | None = None
) -> None:
    """Hang a memo on a coding, a code or a document; a note is a pencil mark on some words."""
    with project.change("Write a note" if kind == "note" else "Write a memo") as session:
        memos.write_memo(session, text, about=about, thing_id=thing, kind=kind, span=span)


def amend_note(project: Project, memo_id: int, text: str) -> None:
    """Change what a pencil note says."""
    with project.change("Change a note") as session:
        memos.amend_memo(session, memo_id, text)


def remove_note(project: Project, memo_id: int) -> None:
    """Take a pencil note off its words."""
    with project.change("Take off a note") as session:
        memos.remove_memo(session, memo_id)


def words_of(sheet: Sheet, span: Span) -> str:
    """The words of a span, over turns if it runs over several."""
    pieces = [
        turn.text[max(0, span.start - turn.start) : span.end - turn.start]
        for turn in sheet.turns
        if turn.start < span.end and span.start < turn.end
    ]
    return "\n".join(pieces)


def as_name(said: str) -> str:
    """Words as a code's name: on one line, a slash kept as a slash."""
    return " ".join(said.split()).replace("/", "\\/")


def title_of(document: document_list.DocumentLine | document_list.DocumentName) -> str:
    """What a document is called on the screen."""
    return document.title or document.name
