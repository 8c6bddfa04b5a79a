"""Raw scripts for another program's projects: a .qdpx read into the very rows of ours, and our file written out as ours is.

They know this one way of writing projects (`tool_files.py`) and look after nothing: whatever a reader of other files has
to find out (how positions are counted, who speaks, what is known already, what is broken), they take for granted.
"""

from __future__ import annotations

import tempfile
import zipfile
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any
from xml.parsers import expat

from workbench.benchmark.same_rows import guid, history, index, insert
from workbench.exchange.refi.guids import joining, written
from workbench.exchange.refi.own_form import TURNS

ENTRIES = 12
_DOCUMENT = "SELECT id, guid, name, imported FROM document ORDER BY id"
_SEGMENT = """SELECT segment.document_id, text, label, role, segment.case_id FROM segment
    JOIN speaker ON speaker.id = speaker_id ORDER BY segment.document_id, start"""
_CODING = """SELECT document_id, guid, code_id, coder_id, start, "end", created FROM coding
    ORDER BY document_id, start, "end", id"""
_MADE = "SELECT value FROM meta WHERE key = 'made'"
_VALUE = "SELECT case_id, attribute_id, value FROM attribute_value ORDER BY case_id, attribute_id"


class Reading:
    """A .qdpx on its way into a database of a project's tables."""

    def __init__(self, raw: Any, path: Path) -> None:
        from workbench.coding.codebook import Code
        from workbench.coding.codings import Coding
        from workbench.project.identity import Alias
        from workbench.sources.cases import Attribute, AttributeValue, Case
        from workbench.sources.coders import Coder
        from workbench.sources.documents import Document, Segment
        from workbench.sources.readings import Reading as Begun
        from workbench.sources.speakers import Speaker

        self.raw, self.archive = raw, zipfile.ZipFile(path)
        self.coder, self.attribute = insert(Coder, "guid", "name"), insert(Attribute, "guid", "name")
        self.code = insert(Code, "guid", "name", "parent_id", "definition", "position")
        self.case, self.document = insert(Case, "guid", "label"), insert(Document, "guid", "name", "kind", "length")
        self.value = insert(AttributeValue, "guid", "case_id", "attribute_id", "value")
        self.speaker = insert(Speaker, "guid", "document_id", "label", "role", "case_id")
        self.segment = insert(
            Segment, "guid", "document_id", "ordinal", "start", "end", "speaker_id", "case_id", "words", "text"
        )
        cells = ("guid", "code_id", "coder_id", "document_id", "anchor", "start", "end", "created", "origin")
        self.coding = insert(Coding, *cells)
        self.begun = insert(Begun, "guid", "coder_id", "document_id", "state")
        self.alias = insert(Alias, "guid", "tab", "row_guid", "alias")
        self.keys: dict[str, int] = {}
        """The row of whatever has a GUID in the file."""
        self.people: dict[str, int] = {}
        """The case of a document, by the document's GUID."""
        self.open: list[int] = []
        self.case_values: list[tuple[int, str]] = []
        self.marks: list[tuple[str, str, int, int, str]] = []
        self.told: dict[str, str] = {}
        self.words: list[str] = []
        self.variable = self.user = self.created = self.coded = ""
        self.start = self.end = 0

    def read(self) -> None:
        """Everything in one transaction."""
        self.raw.execute("BEGIN")
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._begin, self._finish
        parser.CharacterDataHandler = self.words.append
        with self.archive.open("project.qde") as part:
            while some := part.read(1 << 18):
                parser.Parse(some)
        parser.Parse(b"", True)
        index(self.raw, 0)
        history(self.raw, "Import", ENTRIES)
        self.raw.execute("COMMIT")
        self.archive.close()

    def _row(self, kind: str, statement: str, key: str, *cells: Any) -> int:
        """A row with a GUID of its own, and what the other program calls it."""
        own = guid(kind, key)
        self.keys[key] = place = self.raw.execute(statement, (own, *cells)).lastrowid
        self.raw.execute(self.alias, (guid("alias", kind, key), kind, own, key))
        return int(place)

    def _begin(self, tag: str, told: dict[str, str]) -> None:
        if tag == "PlainTextSelection":
            self.start, self.end = int(told["startPosition"]), int(told["endPosition"])
        elif tag == "Coding":
            self.coded, self.user, self.created = told["guid"], told["creatingUser"], told["creationDateTime"]
        elif tag == "CodeRef":
            self.marks.append((self.coded, told["targetGUID"], self.start, self.end, self.user))
        elif tag in {"TextSource", "Case"}:
            self.told, self.marks, self.case_values = told, [], []
        elif tag == "Code":
            parent = self.open[-1] if self.open else None
            self.open.append(self._row("code", self.code, told["guid"], told["name"], parent, "", len(self.keys)))
        elif tag == "User":
            self.keys[told["guid"]] = self.raw.execute(
                self.coder, (guid("coder", told["name"]), told["name"])
            ).lastrowid
        elif tag == "Variable":
            self._row("attribute", self.attribute, told["guid"], told["name"])
        elif tag == "VariableRef":
            self.variable = told["targetGUID"]
        elif tag == "SourceRef":
            self.people[told["targetGUID"]] = 0
            self.told["source"] = told["targetGUID"]
        elif tag in {"Description", "TextValue"}:
            self.words.clear()

    def _finish(self, tag: str) -> None:
        if tag == "TextSource":
            self._source()
        elif tag == "Code":
            self.open.pop()
        elif tag == "Description":
            self.raw.execute("UPDATE code SET definition = ? WHERE id = ?", ("".join(self.words), self.open[-1]))
        elif tag == "TextValue":
            self.case_values.append((self.keys[self.variable], "".join(self.words)))
        elif tag == "Case":
            label = self.told["name"]
            key = self.people[self.told["source"]] = self._row("cases", self.case, self.told["guid"], label)
            values = [(guid("value", label, str(at)), key, at, said) for at, said in self.case_values]
            self.raw.executemany(self.value, values)

    def _source(self) -> None:
        """A document: its turns by their labels, and its codings where their words are."""
        source, name = self.told["guid"], self.told["name"]
        text = self.archive.read(f"sources/{source}.txt").decode()
        turns = [turn.partition(": ") for turn in text.split("\n\n")]
        length = sum(len(said) + 1 for _, _, said in turns) - 1
        key, person = self._row("document", self.document, source, name, "transcript", length), self.people[source]
        voices: dict[str, tuple[int, int | None]] = {}
        for label in dict.fromkeys(label for label, _, _ in turns):
            role, case = ("interviewer", None) if label == "Interviewer" else ("participant", person)
            own = guid("speaker", name, label)
            voices[label] = (self.raw.execute(self.speaker, (own, key, label, role, case)).lastrowid, case)
        theirs: list[int] = []
        ours: list[int] = []
        rows = []
        there = here = 0
        for place, (label, _, said) in enumerate(turns):
            theirs.append(there + len(label) + 2)
            ours.append(here)
            own = guid("segment", name, label, str(place), said)
            rows.append((own, key, place, here, here + len(said), *voices[label], said.count(" ") + 1, said))
            there += len(label) + len(said) + 4
            here += len(said) + 1
        self.raw.executemany(self.segment, rows)
        created, keys = f"{self.created[:-1]}.000Z", self.keys
        codings = []
        for coded, code, start, end, user in self.marks:
            at, last = bisect_right(theirs, start) - 1, bisect_right(theirs, end - 1) - 1
            begin, finish = start - theirs[at] + ours[at], end - theirs[last] + ours[last]
            own = guid("coding", name, coded)
            codings.append((own, keys[code], keys[user], key, ours[at], begin, finish, created, "import"))
        self.raw.executemany(self.coding, codings)
        readers = dict.fromkeys(keys[user] for *_, user in self.marks)
        self.raw.executemany(self.begun, [(guid("reading", name, str(one)), one, key, "begun") for one in readers])


def read_in(path: Path, raw: Any) -> None:
    """Read a .qdpx that `tool_files.py` wrote into a new database of a project's tables."""
    Reading(raw, path).read()


def head_of(path: Path) -> str:
    """What stands before the cases in a .qdpx of ours: coders, codes and variables, a few of each."""
    with zipfile.ZipFile(path) as archive, archive.open("project.qde") as part:
        head = part.read(1 << 20).decode(errors="ignore")
    return head[: head.index("<Cases>")]


def write_out(database: Path, out: Path, head: str) -> None:
    """Write what such a file became in our project as a .qdpx, as ours is written; `head` is its first lines."""
    import sqlcipher3.dbapi2 as driver

    raw = driver.connect(str(database), isolation_level=None)
    alias = dict(raw.execute("SELECT row_guid, alias FROM alias ORDER BY id DESC").fetchall())

    def called(own: bytes) -> str:
        return alias.get(own) or written(own)

    names = {
        table: {key: called(own) for key, own in raw.execute(f'SELECT id, guid FROM "{table}"')}
        for table in ("coder", "code", "cases", "attribute")
    }
    heard: dict[int, list[str]] = defaultdict(list)
    notes: list[str] = []
    with (
        tempfile.TemporaryFile() as spool,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        for note, lines in _documents(raw, archive, names, heard, called):
            spool.write("".join(lines).encode())
            notes.append(note)
        ((made,),) = raw.execute(_MADE)
        with archive.open("project.qde", "w", force_zip64=True) as part:
            part.write(f"{head}<Cases>\n".encode())
            part.writelines(_cases(raw, names, heard))
            part.write(b"</Cases>\n<Sources>\n")
            spool.seek(0)
            while some := spool.read(1 << 20):
                part.write(some)
            part.write(b"</Sources>\n<Notes>\n")
            part.writelines(
                f'<Note guid="{one}" name="turns" plainTextPath="internal://{one}.txt" creationDateTime="{made}"/>\n'.encode()
                for one in notes
            )
            part.write(b"</Notes>\n</Project>\n")
    raw.close()


def _documents(
    raw: Any,
    archive: zipfile.ZipFile,
    names: dict[str, dict[int, str]],
    heard: dict[int, list[str]],
    called: Callable[[bytes], str],
) -> Iterator[tuple[str, list[str]]]:
    """The GUID of the note on each document's turns and what is said of the document; words and turns go into the archive."""
    turns, codings = (groupby(raw.execute(asked), itemgetter(0)) for asked in (_SEGMENT, _CODING))
    coded, marks = next(codings, (0, iter(())))
    for (key, own, name, imported), (_, spoken) in zip(raw.execute(_DOCUMENT).fetchall(), turns, strict=True):
        source = called(own)
        beside = joining(source, TURNS)
        lines = [
            f'<TextSource guid="{source}" name="{name}" plainTextPath="internal://{source}.txt"'
            f' creationDateTime="{imported}">\n'
        ]
        text, note, (ours, shifts), cases = _turns(spoken, names["cases"])
        archive.writestr(f"sources/{source}.txt", text.encode())
        archive.writestr(f"sources/{beside}.txt", note.encode())
        for case in cases:
            heard[case].append(source)
        if coded == key:
            lines += _codings(marks, names, (ours, shifts), called)
            coded, marks = next(codings, (0, iter(())))
        lines.append(f'<NoteRef targetGUID="{beside}"/></TextSource>\n')
        yield beside, lines


def _turns(
    spoken: Iterable[Any], cases: dict[int, str]
) -> tuple[str, str, tuple[list[int], list[int]], dict[int, None]]:
    """The words of a document, the note on its turns, where these begin in ours and how much further on in the file, and who spoke."""
    pieces: list[str] = []
    marks = [
        "Where the turns of this document lie in its text, one a line: from, to, what it is. Then who speaks under which name."
    ]
    voices: dict[str, int] = {}
    ours: list[int] = []
    shifts: list[int] = []
    here = there = 0
    for _, text, label, role, case in spoken:
        start = there + len(label) + 2
        end = start + len(text)
        pieces.append(f"{label}: {text}")
        marks.append(f"{start} {end} {'turn' if role == 'participant' else f'turn, {role}'}")
        if case is not None:
            voices[label] = case
        ours.append(here)
        shifts.append(start - here)
        here, there = here + len(text) + 1, end + 1
    marks += [f"{cases[case]} {label}" for label, case in voices.items()]
    return "\n".join(pieces), "\n".join(marks), (ours, shifts), dict.fromkeys(voices.values())


def _codings(
    marks: Iterable[Any],
    names: dict[str, dict[int, str]],
    places: tuple[list[int], list[int]],
    called: Callable[[bytes], str],
) -> Iterator[str]:
    ours, shifts = places
    for _, own, code, coder, start, end, created in marks:
        begin = start + shifts[bisect_right(ours, start) - 1]
        finish = end + shifts[bisect_right(ours, end - 1) - 1]
        guid_so = called(own)
        by = f'creatingUser="{names["coder"][coder]}" creationDateTime="{created}"'
        yield (
            f'<PlainTextSelection guid="{guid_so[:14]}5{guid_so[15:]}" startPosition="{begin}"'
            f' endPosition="{finish}" {by}><Coding guid="{guid_so}" {by}>'
            f'<CodeRef targetGUID="{names["code"][code]}"/></Coding></PlainTextSelection>\n'
        )


def _cases(raw: Any, names: dict[str, dict[int, str]], heard: dict[int, list[str]]) -> Iterator[bytes]:
    known: dict[int, list[str]] = defaultdict(list)
    for case, attribute, value in raw.execute(_VALUE):
        known[case].append(
            f'<VariableValue><VariableRef targetGUID="{names["attribute"][attribute]}"/>'
            f"<TextValue>{value}</TextValue></VariableValue>"
        )
    for key, label in raw.execute("SELECT id, label FROM cases ORDER BY id"):
        sources = "".join(f'<SourceRef targetGUID="{own}"/>' for own in heard[key])
        yield f'<Case guid="{names["cases"][key]}" name="{label}">{"".join(known[key])}{sources}</Case>\n'.encode()
