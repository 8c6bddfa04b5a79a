"""How a quote is shown: its words with cuts, insertions and fillers left out, and nothing else changed.

A form is kept as edits over the words as they were said, counted from where the passage begins. It is used only while
those words are still the same; after they were changed somebody has to look at it again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench.errors import WorkbenchError
from workbench.rows import AUTOINCREMENT, Row, add_many, amend, now, remove, table_of
from workbench.sources.coders import current_coder
from workbench.text import Span, stamp

CUT = "[…]"
FILLERS = frozenset({"um", "umm", "uh", "uhh", "er", "err", "erm", "ehm", "hm", "hmm", "mm", "mmm"})
"""Sounds that may be left out wherever they stand."""
FILLER_PHRASES = (("you", "know"), ("i", "mean"))
"""Words that may be left out where a pause sets them off from what follows, as in “you know, the bus”."""
_PAUSES = frozenset(",…–—-")
_TOKEN = re.compile(r"\[[^\[\]]*\]|\w+(?:['’]\w+)*|[^\w\s]")
_CUT_TYPED = re.compile(r"\[\s*(?:\.\s?\.\s?\.|…)\s*\]")
_SPACES = re.compile(r"[ \t]{2,}")
_CUT_MARKS = frozenset({"…", "...", ". . ."})


class DisplayForm(Row, table=True):
    """The form in which some words are shown; the words themselves stay as they were said."""

    __tablename__ = "display_form"
    __table_args__: Any = (sa.Index("display_form_by_place", "document_id", "start"), AUTOINCREMENT)

    document_id: int = Field(foreign_key="document.id")
    start: int
    end: int
    form: str
    """JSON: the stamp of the words it was made over, and the edits as start, end and what is shown there."""
    coder_id: int = Field(foreign_key="coder.id")
    created: str


class FormChangesWordsError(WorkbenchError):
    """Only cuts, insertions in [ ] and fillers may change; everything else stays as it was said."""


class NothingLeftError(WorkbenchError):
    """Nothing of what was said would be left. Keep some of the words, or leave the quote out."""


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """What is shown in place of the words from `start` to `end`, counted from where the passage begins."""

    start: int
    end: int
    shown: str


class Piece(NamedTuple):
    """A stretch of the words, and what is shown of it: the same, or what stands in its place."""

    said: str
    shown: str


@dataclass(frozen=True, slots=True)
class FormLine:
    """A display form as it is kept."""

    id: int
    document_id: int
    start: int
    end: int
    stamp: str
    edits: tuple[Edit, ...]


class _Token(NamedTuple):
    text: str
    start: int
    end: int


def _tokens(text: str) -> list[_Token]:
    """Words, marks and whole brackets of a text; what is between them is white space."""
    return [_Token(match.group(), *match.span()) for match in _TOKEN.finditer(text)]


def _is_cut(token: str) -> bool:
    return token[:1] == "[" and token[-1:] == "]" and token[1:-1].strip() in _CUT_MARKS


def _is_insertion(token: str) -> bool:
    return token[:1] == "[" and token[-1:] == "]" and len(token) > 2 and bool(token[1:-1].strip())


def pieces(verbatim: str, edits: Sequence[Edit]) -> list[Piece]:
    """The words in stretches, each with what is shown of it: the difference between what was said and what is shown.

    >>> [piece for piece in pieces("Well, um, I went.", [Edit(6, 10, "")]) if piece.said != piece.shown]
    [Piece(said='um, ', shown='')]
    """
    found: list[Piece] = []
    at = 0
    for edit in edits:
        if edit.start > at:
            found.append(Piece(verbatim[at : edit.start], verbatim[at : edit.start]))
        found.append(Piece(verbatim[edit.start : edit.end], edit.shown))
        at = edit.end
    if at < len(verbatim):
        found.append(Piece(verbatim[at:], verbatim[at:]))
    return found


def shown(verbatim: str, edits: Sequence[Edit]) -> str:
    """The words as they are shown.

    >>> shown("Well, um, I went home.", [Edit(6, 10, ""), Edit(16, 21, " […]")])
    'Well, I went […].'
    """
    return "".join(piece.shown for piece in pieces(verbatim, edits))


def are_allowed(verbatim: str, edits: Sequence[Edit]) -> bool:
    """Whether edits do nothing but cut visibly, put in within brackets, and leave out fillers."""
    tokens = _tokens(verbatim)
    inside = all(0 <= edit.start <= edit.end <= len(verbatim) for edit in edits)
    apart = all(one.end <= other.start for one, other in pairwise(edits))
    return inside and apart and all(_is_allowed(edit, tokens) for edit in edits)


def _is_allowed(edit: Edit, tokens: list[_Token]) -> bool:
    put = _tokens(edit.shown)
    if not all(_is_cut(token.text) or _is_insertion(token.text) for token in put):
        return False
    touched = [at for at, token in enumerate(tokens) if token.start < edit.end and edit.start < token.end]
    if any(tokens[at].start < edit.start or edit.end < tokens[at].end for at in touched):
        return False
    parts_a_word = any(token.start < edit.start < token.end for token in tokens)
    if parts_a_word or any(_is_cut(token.text) for token in put):
        return not parts_a_word and bool(touched)
    if not touched:
        return bool(put)
    return touched[-1] + 1 in set(_after_fillers(tokens, touched[0]))


def _after_fillers(tokens: list[_Token], at: int) -> Iterator[int]:
    """Where reading may go on when the fillers that begin at a token are left out, with the pauses around them."""
    reached, waiting = {at}, [at]
    while waiting:
        here = waiting.pop()
        for after in _after_one(tokens, here):
            if after not in reached:
                reached.add(after)
                waiting.append(after)
                yield after


def _after_one(tokens: list[_Token], at: int) -> Iterator[int]:
    """Where one filler ends that begins here, or after one pause: with and without each pause that follows."""
    begin = at + 1 if at < len(tokens) and tokens[at].text in _PAUSES else at
    size = _filler_at(tokens, begin)
    if not size:
        return
    end = begin + size
    yield end
    while end < len(tokens) and tokens[end].text in _PAUSES:
        end += 1
        yield end


def _filler_at(tokens: list[_Token], at: int) -> int:
    """How many tokens the filler takes that begins here; 0 for none."""
    if at < len(tokens) and tokens[at].text.casefold() in FILLERS:
        return 1
    for phrase in FILLER_PHRASES:
        end = at + len(phrase)
        if tuple(token.text.casefold() for token in tokens[at:end]) == phrase:
            set_off = end < len(tokens) and tokens[end].text in _PAUSES
            before = at > 0 and tokens[at - 1].text in _PAUSES
            last = end == len(tokens) or tokens[end].text in ".?!"
            if set_off or (before and last):
                return len(phrase)
    return 0


def form_between(verbatim: str, edited: str) -> tuple[Edit, ...]:
    """The edits that lead from the words as they were said to an edited text.

    White space counts for nothing; beside an edit it is as it was typed, several spaces as one. No edit: shown as it was said.

    Raises:
        FormChangesWordsError: when something else was changed; the sentence says what.
        NothingLeftError: when none of the words is left.
    """
    said, typed = _tokens(verbatim), _tokens(edited)
    kept = _aligned(said, typed)
    if not kept:
        raise NothingLeftError
    edits: list[Edit] = []
    ends = [(-1, -1), *kept, (len(said), len(typed))]
    for (before, before_typed), (after, after_typed) in pairwise(ends):
        if after == before + 1 and after_typed == before_typed + 1:
            continue
        start = said[before].end if before >= 0 else 0
        end = said[after].start if after < len(said) else len(verbatim)
        begins = typed[before_typed].end if before_typed >= 0 else 0
        finishes = typed[after_typed].start if after_typed < len(typed) else len(edited)
        put = edited[begins:finishes]
        if before < 0:
            put = put.lstrip()
        if after >= len(said):
            put = put.rstrip()
        put = _SPACES.sub(" ", _CUT_TYPED.sub(CUT, put))
        edits.append(Edit(start, end, put))
    return tuple(edits)


def _aligned(said: list[_Token], typed: list[_Token]) -> list[tuple[int, int]]:
    """Which token of what was said each kept token is; FormChangesWordsError for what is neither kept nor allowed.

    For each typed token every place is followed that reading may have got to; `ways` says how it got there.
    """
    ways: list[dict[int, tuple[int, str]]] = [_with_fillers(said, {0: (-1, "")})]
    for at, token in enumerate(typed):
        here: dict[int, tuple[int, str]] = {}
        for place in sorted(ways[at]):
            if place < len(said) and said[place].text == token.text:
                here.setdefault(place + 1, (place, "kept"))
        if _is_cut(token.text) and ways[at]:
            nearest = min(ways[at])
            for place in range(nearest + 1, len(said) + 1):
                nearest = place - 1 if place - 1 in ways[at] else nearest
                here.setdefault(place, (nearest, "cut"))
        elif _is_insertion(token.text):
            for place in ways[at]:
                here.setdefault(place, (place, "put in"))
        if not here:
            raise FormChangesWordsError(_what_changed(said, typed, at, max(ways[at])))
        ways.append(_with_fillers(said, here))
    if len(said) not in ways[-1]:
        raise FormChangesWordsError(_left_out(said, max(ways[-1]), len(said)))
    kept: list[tuple[int, int]] = []
    place, at = len(said), len(typed)
    while place > 0 or at > 0:
        before, how = ways[at][place]
        if how == "kept":
            kept.append((before, at - 1))
        place, at = before, at if how == "left out" else at - 1
    return kept[::-1]


def _with_fillers(said: list[_Token], here: dict[int, tuple[int, str]]) -> dict[int, tuple[int, str]]:
    """The places reading may have got to, with fillers after them left out."""
    for place in sorted(here):
        for after in _after_fillers(said, place):
            here.setdefault(after, (place, "left out"))
    return here


def _what_changed(said: list[_Token], typed: list[_Token], at: int, place: int) -> str:
    """The sentence for a typed token that was not said there."""
    token = typed[at].text
    later = next((one for one in range(place, len(said)) if said[one].text == token), None)
    if later is not None and later > place:
        return _left_out(said, place, later)
    instead = f" where “{said[place].text}” was said" if place < len(said) else " at the end"
    return f"“{token}” stands{instead}: put words of your own in [ ], and show a cut as […]."


def _left_out(said: list[_Token], first: int, after: int) -> str:
    """The sentence for words that were left out without a mark."""
    words = " ".join(token.text for token in said[first : min(after, first + 6)])
    more = " …" if after > first + 6 else ""
    return f"“{words}{more}” was left out without a mark: show a cut as […]; only um, er, you know and the like may go."


_FORM, _SEGMENT = (
    table_of(DisplayForm),
    sa.table(
        "segment",
        *(sa.column(name) for name in ("document_id", "start", "end", "text")),
        sa.column("gone", sa.Boolean()),
    ),
)


def save_form(session: Session, document_id: int, span: Span, verbatim: str, edited: str) -> tuple[Edit, ...]:
    """Keep the form in which some words are shown; words as they were said take a kept form away.

    Raises FormChangesWordsError and NothingLeftError as `form_between` does.
    """
    edits = form_between(verbatim, edited)
    there = session.execute(
        sa.select(_FORM.c.id, _FORM.c.gone)
        .where(_FORM.c.document_id == document_id, _FORM.c.start == span.start, _FORM.c.end == span.end)
        .order_by(_FORM.c.gone, _FORM.c.id.desc())
    ).all()
    if not edits:
        for row in there:
            if not row.gone:
                remove(session, DisplayForm, row.id)
        return edits
    written = json.dumps(
        {"words": stamp(verbatim), "edits": [[one.start, one.end, one.shown] for one in edits]}, ensure_ascii=False
    )
    coder = current_coder(session)
    if there and not there[0].gone:
        amend(session, DisplayForm, there[0].id, form=written, coder_id=coder, created=now())
    else:
        cells = {"form": written, "coder_id": coder, "created": now()}
        add_many(session, DisplayForm, [{"document_id": document_id, "start": span.start, "end": span.end, **cells}])
    return edits


def forms(session: Session) -> dict[tuple[int, int, int], FormLine]:
    """Every kept form by document, start and end; the newest where copies brought two."""
    rows = session.execute(sa.select(_FORM).where(_FORM.c.gone.is_(False)).order_by(_FORM.c.created, _FORM.c.id))
    found: dict[tuple[int, int, int], FormLine] = {}
    for row in rows:
        written, edits = _read(row.form)
        found[row.document_id, row.start, row.end] = FormLine(
            row.id, row.document_id, row.start, row.end, written, edits
        )
    return found


def _read(form: str) -> tuple[str, tuple[Edit, ...]]:
    """The stamp and the edits of a kept form; no stamp where it cannot be read, and then it is not used."""
    try:
        kept = json.loads(form)
        edits = tuple(Edit(int(start), int(end), str(put)) for start, end, put in kept["edits"])
        return str(kept["words"]), edits
    except (ValueError, TypeError, KeyError):
        return "", ()


def in_form(line: FormLine | None, verbatim: str) -> str:
    """The words in their form, where there is one and it was made over exactly these words; else nothing."""
    if line is None or line.stamp != stamp(verbatim) or not are_allowed(verbatim, line.edits):
        return ""
    return shown(verbatim, line.edits)


def forms_to_look_at(session: Session) -> list[FormLine]:
    """The forms whose words were changed since: they are not shown any more until somebody has looked."""
    return [
        line
        for line in forms(session).values()
        if not in_form(line, _words(session, line.document_id, Span(line.start, line.end)))
    ]


def _words(session: Session, document_id: int, span: Span) -> str:
    """The words of a span of a document, turns on lines of their own."""
    rows = session.execute(
        sa.select(_SEGMENT.c.start, _SEGMENT.c.text)
        .where(
            _SEGMENT.c.document_id == document_id,
            _SEGMENT.c.gone.is_(False),
            _SEGMENT.c.start < span.end,
            _SEGMENT.c.end > span.start,
        )
        .order_by(_SEGMENT.c.start)
    )
    return "\n".join(text[max(0, span.start - start) : span.end - start] for start, text in rows)
