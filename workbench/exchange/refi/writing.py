"""A project written as a .qdpx, document by document; what is held meanwhile is one document and who speaks in which."""

from __future__ import annotations

import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import chain
from typing import IO, BinaryIO, Literal

from workbench.exchange.refi.codebook_writing import code_tree
from workbench.exchange.refi.escaping import attribute, element, losses, quoted
from workbench.exchange.refi.guids import beside, joining
from workbench.exchange.refi.outgoing import (
    OutCase,
    OutCode,
    OutDocument,
    Outgoing,
    OutLink,
    OutNote,
    OutSet,
    OutVariable,
)
from workbench.exchange.refi.own_form import TURNS, Mark, Places, in_lines, laid_out, shown
from workbench.exchange.refi.values import value_of
from workbench.text import utf16_offsets

Positions = Literal["code-points", "utf-16"]
POSITIONS: tuple[Positions, ...] = ("code-points", "utf-16")
NAMESPACE = "urn:QDA-XML:project:1.0"
MOST_FILES = 9_000
"""With more documents and memos than this, memos stand in the XML and have no files of their own."""
Counter = Sequence[int] | None
"""What each position of a text is called outside, its end too; None where it is called what it is."""
_LEVEL = 1
"""How hard the archive is packed: the least, which is three times as fast and a tenth larger."""
_PIECE = 1 << 20


def unheard(share: float) -> None:
    """What is told of progress where nobody listens."""
    del share


def write_project(
    file: BinaryIO, study: Outgoing, *, positions: Positions = "code-points", progress: Callable[[int], None] = unheard
) -> int:
    """Write a project as a .qdpx, and give how many characters of it the format cannot hold; a sign stands for each.

    Args:
        file: where to; it is written from its beginning to its end.
        study: what leaves.
        positions: what selections count: code points, as the standard has it, or UTF-16 units, as NVivo does.
        progress: told after each document how many are written.
    """
    heard: dict[str, list[str]] = defaultdict(list)
    turns: list[str] = []
    lost = _lost(study)

    def cases() -> Iterator[str]:
        nonlocal lost
        for one in study.cases():
            lost += losses(one.name, one.description, *(value for _, _, value in one.values))
            yield _case(one, heard.get(one.guid, ()))

    with (
        tempfile.TemporaryFile() as spool,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as out,
    ):
        documents = 0
        for documents, document in enumerate(study.documents(), 1):
            turns.append(_write_document(out, spool, document, heard, positions))
            lost += losses(document.name, document.description)
            progress(documents)
        in_files = documents + len(turns) + len(study.notes) <= MOST_FILES
        if in_files:
            for note in study.notes:
                _put_in(out, note.guid, note.text)
        else:
            lost += losses(*(note.text for note in study.notes))
        with out.open("project.qde", "w", force_zip64=True) as part:
            for piece in _head(study):
                part.write(piece.encode("utf-8"))
            _write_all(part, "Cases", cases())
            if documents:
                part.write(b"<Sources>\n")
                spool.seek(0)
                while some := spool.read(_PIECE):
                    part.write(some)
                part.write(b"</Sources>\n")
            notes = chain(
                (_note(one, in_file=in_files) for one in study.notes),
                (_note(OutNote(one, TURNS, "", "", study.created), in_file=True) for one in turns),
            )
            _write_all(part, "Notes", notes)
            _write_all(part, "Links", map(_link, study.links()))
            _write_all(part, "Sets", map(_set, study.sets))
            part.write(f"{_references(study.about)}</Project>\n".encode())
    return lost


def _lost(study: Outgoing) -> int:
    """How many characters XML cannot hold in what is small: names, and what codes, variables and sets say."""
    said: list[OutCode | OutVariable | OutSet] = [*study.codes, *study.variables, *study.sets]
    texts = [text for one in said for text in (one.name, one.description)]
    return losses(study.name, *texts, *(name for _, name in study.users), *(note.name for note in study.notes))


def _put_in(out: zipfile.ZipFile, guid: str, text: str) -> None:
    """Put a text among the sources; its time is always the same, so that the same project makes the same file."""
    part = zipfile.ZipInfo(f"sources/{guid}.txt")
    part.external_attr = 0o600 << 16
    out.writestr(part, text.encode("utf-8"), zipfile.ZIP_DEFLATED, _LEVEL)


def _head(study: Outgoing) -> Iterator[str]:
    """What stands before the cases."""
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    at = f"{attribute('creatingUserGUID', study.user)}{attribute('creationDateTime', _moment(study.created))}"
    yield f'<Project xmlns="{NAMESPACE}" name="{quoted(study.name)}" origin="{quoted(study.origin)}"{at}>\n'
    if study.users:
        yield "<Users>\n"
        yield from (f'<User guid="{guid}" name="{quoted(name)}"/>\n' for guid, name in study.users)
        yield "</Users>\n"
    if study.codes:
        yield "<CodeBook><Codes>\n"
        yield from code_tree(study.codes, notes=True)
        yield "</Codes></CodeBook>\n"
    if study.variables:
        yield "<Variables>\n"
        for one in study.variables:
            said = element("Description", one.description)
            yield f'<Variable guid="{one.guid}" name="{quoted(one.name)}" typeOfVariable="{one.type}">{said}</Variable>\n'
        yield "</Variables>\n"


def _write_all(part: IO[bytes], name: str, pieces: Iterable[str]) -> None:
    """Write an element with what is in it, unless that is nothing."""
    begun = False
    for piece in pieces:
        part.write((piece if begun else f"<{name}>\n{piece}").encode())
        begun = True
    if begun:
        part.write(f"</{name}>\n".encode())


def _write_document(
    out: zipfile.ZipFile, spool: IO[bytes], document: OutDocument, heard: dict[str, list[str]], positions: Positions
) -> str:
    """Write the words of a document and its turns to the archive, and what lies on them to a file beside it.

    Gives the GUID of the note on its turns; `heard` is told whose words are in it.
    """
    text, marks = laid_out(one.turn for one in document.turns)
    _put_in(out, document.guid, text)
    counted = _counter(text, positions)
    spool.write(
        f'<TextSource guid="{document.guid}" name="{quoted(document.name)}"'
        f' plainTextPath="internal://{document.guid}.txt"'
        f"{attribute('creationDateTime', _moment(document.created))}>{element('Description', document.description)}\n".encode()
    )
    turns = joining(document.guid, TURNS)
    voices = {shown(turn.speaker): case for case, turn in document.turns if case}
    _put_in(out, turns, in_lines(_in_units(marks, counted), voices))
    for case in dict.fromkeys(voices.values()):
        heard[case].append(document.guid)
    lines = [*_codings(document, marks, counted), _references((*document.notes, turns)), "</TextSource>\n"]
    spool.write("".join(lines).encode())
    return turns


def _in_units(marks: Sequence[Mark], counted: Counter) -> Iterable[Mark]:
    """Marks with their places as they are counted outside."""
    return marks if counted is None else (Mark(counted[start], counted[end], name) for start, end, name in marks)


def _codings(document: OutDocument, marks: Sequence[Mark], counted: Counter) -> Iterator[str]:
    """The selections with codings, and those with notes."""
    out = Places(marks).out
    for guid, code, user, start, end, created, notes in document.codings:
        begin, finish = out(start, end)
        if counted is not None:
            begin, finish = counted[begin], counted[finish]
        when = created if len(created) == 24 and created[23] == "Z" else _moment(created)
        at = f' creatingUser="{user}" creationDateTime="{when}"' if user and when else _made(user, when)
        refers = _references(notes) if notes else ""
        yield (
            f'<PlainTextSelection guid="{beside(guid)}" startPosition="{begin}" endPosition="{finish}"{at}>'
            f'<Coding guid="{guid}"{at}><CodeRef targetGUID="{code}"/>{refers}</Coding></PlainTextSelection>\n'
        )
    for one in document.passages:
        begin, finish = out(one.start, one.end)
        if counted is not None:
            begin, finish = counted[begin], counted[finish]
        yield (
            f'<PlainTextSelection guid="{beside(one.note)}" startPosition="{begin}" endPosition="{finish}"'
            f"{_made(one.user, _moment(one.created))}>{_references((one.note,))}</PlainTextSelection>\n"
        )


def _counter(text: str, positions: Positions) -> Counter:
    """What each position in code points is called, where it is not called so itself."""
    if positions == "code-points" or text.isascii() or max(text, default="") <= "\uffff":
        return None
    return utf16_offsets(text)


def _made(user: str, when: str) -> str:
    """By whom and when, as attributes."""
    return f"{attribute('creatingUser', user)}{attribute('creationDateTime', when)}"


def _moment(created: str) -> str:
    """A time as the standard has it, in UTC; nothing where it is none."""
    try:
        at = datetime.fromisoformat(created)
    except ValueError:
        return ""
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _case(case: OutCase, sources: Sequence[str]) -> str:
    values = "".join(
        f'<VariableValue><VariableRef targetGUID="{variable}"/>{value_of(kind, value)}</VariableValue>'
        for variable, kind, value in case.values
    )
    said = "".join(f'<SourceRef targetGUID="{guid}"/>' for guid in sources)
    description = element("Description", case.description)
    return f'<Case guid="{case.guid}" name="{quoted(case.name)}">{description}{values}{said}</Case>\n'


def _note(note: OutNote, *, in_file: bool) -> str:
    at = f'guid="{note.guid}" name="{quoted(note.name)}"'
    by = f"{attribute('creatingUser', note.user)}{attribute('creationDateTime', _moment(note.created))}"
    if in_file:
        return f'<Note {at} plainTextPath="internal://{note.guid}.txt"{by}/>\n'
    return f"<Note {at}{by}>{element('PlainTextContent', note.text)}</Note>\n"


def _link(link: OutLink) -> str:
    return (
        f'<Link guid="{link.guid}" name="{quoted(link.name)}" direction="OneWay" originGUID="{link.origin}"'
        f' targetGUID="{link.target}"/>\n'
    )


def _set(one: OutSet) -> str:
    members = "".join(f'<MemberCode targetGUID="{guid}"/>' for guid in one.codes)
    notes = "".join(f'<MemberNote targetGUID="{guid}"/>' for guid in one.notes)
    said = element("Description", one.description)
    return f'<Set guid="{one.guid}" name="{quoted(one.name)}">{said}{members}{notes}</Set>\n'


def _references(notes: Iterable[str]) -> str:
    return "".join(f'<NoteRef targetGUID="{note}"/>' for note in notes)
