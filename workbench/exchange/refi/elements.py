"""A project's XML, read in one go with expat: every element of the standard, by its local name, whatever its namespace.

Nothing that the XML declares is followed: a document type or an entity ends the reading. Sources are handed on as each
of them ends, so that a project of any size is never in memory as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from xml.parsers import expat

from workbench.exchange.archives import ArchiveIsUnsafeError, PartIsBrokenError, unsafe
from workbench.exchange.codebook_limits import MOST_CODES
from workbench.exchange.readers import KindIsNotReadError
from workbench.exchange.refi.raw import (
    RawCase,
    RawCode,
    RawCoding,
    RawGraph,
    RawLink,
    RawProject,
    RawSelection,
    RawSet,
    RawSource,
    RawSync,
    RawVariable,
)

DEEPEST = 200
"""So many elements may stand inside one another."""
MOST_UNKNOWN = 200
"""So many elements that the standard does not have are told by their names."""
MOST_SELECTIONS = 1_000_000
"""No document that people code has more selections."""
LONGEST = 64 * 1024 * 1024
"""Bytes of one tag, and characters of one text, that are read."""
Attributes = dict[str, str]
_SOURCES = frozenset({"TextSource", "PictureSource", "PDFSource", "AudioSource", "VideoSource", "Note"})
_TEXTS = frozenset({"Representation", "Transcript", "TextDescription"})
_AREAS = frozenset({"PictureSelection", "PDFSelection", "AudioSelection", "VideoSelection"})
_LISTS = frozenset(
    {"Users", "CodeBook", "Codes", "Variables", "Cases", "Sources", "Notes", "Links", "Sets", "Graphs", "VariableValue"}
)
_WORDS = frozenset({"Description", "PlainTextContent"})
_VALUES = frozenset({"TextValue", "BooleanValue", "IntegerValue", "FloatValue", "DateValue", "DateTimeValue"})


def plain_guid(written: str) -> str:
    """A GUID in small letters and without braces, as aliases are kept.

    >>> plain_guid("{AD68FBE7-E1EE-4A82-A279-23CC698C89EB}")
    'ad68fbe7-e1ee-4a82-a279-23cc698c89eb'
    """
    return written.lower() if len(written) == 36 else written.strip().strip("{}").lower()


class Elements:
    """The reading of one project's XML: feed it pieces, take the sources that have ended."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.project = RawProject()
        self._ended: list[RawSource] = []
        self._open: list[Any] = []
        """The things that are open, the innermost last."""
        self._codes: list[str] = []
        self._text: list[str] | None = None
        self._variable = ""
        self._skipping = 0
        self.begun = False
        """Whether a project has begun."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        self._parser = parser
        self._fed = 0
        self._locals: dict[str, str] = {}

    def feed(self, piece: bytes, *, last: bool = False) -> Iterator[RawSource]:
        """Read on, and give the sources that ended. Raises PartIsBrokenError where the XML breaks off or is none."""
        try:
            self._parser.Parse(piece, last)
        except expat.ExpatError as reason:
            raise PartIsBrokenError(
                f"{self.name}: its project file cannot be read on from line {reason.lineno:,}. Export it again from the"
                " program that wrote it, and bring that in."
            ) from None
        except (UnicodeError, LookupError, ValueError):
            raise PartIsBrokenError(
                f"{self.name}: its project file is in an encoding that cannot be read. Export it again from the program"
                " that wrote it, and bring that in."
            ) from None
        self._fed += len(piece)
        unread = 0 if last else self._fed - self._parser.CurrentByteIndex
        if unread > LONGEST or sum(map(len, self._text or ())) > LONGEST:
            raise unsafe(self.name, f"one piece of its project file is longer than {LONGEST // 1_048_576} MB")
        ended, self._ended = self._ended, []
        yield from ended

    def _refuse(self, *_: Any) -> None:
        raise ArchiveIsUnsafeError(
            f"{self.name} is not read, because its project file declares entities or another document type, which no"
            " such file does that a program wrote. Export it again from the program that wrote it, and bring that in."
        )

    def _local(self, tag: str) -> str:
        """An element's name without its prefix."""
        local = self._locals.get(tag)
        if local is None:
            local = self._locals[tag] = tag.rpartition(":")[2]
        return local

    def _start(self, tag: str, told: Attributes) -> None:
        if self._skipping:
            self._skipping += 1
            return
        begin = _STARTS.get(tag)
        if begin is None and ":" in tag:
            tag = self._local(tag)
            begin = _STARTS.get(tag)
        if begin is None:
            self._other(tag, told)
        else:
            begin(self, tag, told)

    def _end(self, tag: str) -> None:
        if self._skipping:
            self._skipping -= 1
            return
        if ":" in tag:
            tag = self._local(tag)
        ending = _ENDS.get(tag)
        if ending is not None:
            ending(self, tag)

    def _other(self, tag: str, told: Attributes) -> None:
        """An element that holds nothing of its own, or one that the standard does not have."""
        if not self.begun:
            if tag != "Project":
                raise KindIsNotReadError(
                    f"{self.name} holds no project, but “{tag[:40]}”. Export the project itself from the other program, as"
                    " REFI-QDA project (.qdpx), and bring that in."
                )
            self.begun = True
            self.project.name, self.project.origin = told.get("name", ""), told.get("origin", "")
            self.project.created = told.get("creationDateTime", "")
            self._open.append(self.project)
        elif tag not in _LISTS:
            unknown = self.project.unknown
            unknown[tag[:60] if len(unknown) < MOST_UNKNOWN or tag[:60] in unknown else "and others"] += 1
            self._skipping = 1

    def _top(self, kind: type[Any]) -> Any:
        """The innermost thing that is open, if it is of that kind; else what stands here stands in the wrong place."""
        return self._open[-1] if self._open and isinstance(self._open[-1], kind) else None

    def _push(self, thing: Any) -> None:
        if len(self._open) > DEEPEST:
            raise PartIsBrokenError(
                f"{self.name}: its project file is nested too deeply to be read. Export it again from the program that"
                " wrote it, and bring that in."
            )
        self._open.append(thing)

    def _misplaced(self, tag: str) -> None:
        self.project.unknown[f"{tag} in another place"] += 1
        self._skipping = 1

    def _user(self, _: str, told: Attributes) -> None:
        guid = plain_guid(told.get("guid", ""))
        self.project.users[guid] = told.get("name") or told.get("id") or ""

    def _code(self, tag: str, told: Attributes) -> None:
        if not isinstance(self._open[-1] if self._open else None, RawProject | RawCode):
            self._misplaced(tag)
            return
        if len(self.project.codes) >= MOST_CODES:
            raise ArchiveIsUnsafeError(
                f"{self.name} is not read, because it has more than {MOST_CODES:,} codes, with which nobody codes."
                " Export the project without those that nothing is coded with, and bring that in."
            )
        parent = self._open[-1].guid if isinstance(self._open[-1], RawCode) else ""
        codable = told.get("isCodable", "true").strip().lower() not in {"false", "0"}
        code = RawCode(plain_guid(told.get("guid", "")), told.get("name", ""), parent, codable, told.get("color", ""))
        self.project.codes.append(code)
        self._push(code)

    def _listed(self, tag: str, told: Attributes) -> None:
        """A variable, case, set, link or graph."""
        if self._top(RawProject) is None:
            self._misplaced(tag)
            return
        guid, name, project = plain_guid(told.get("guid", "")), told.get("name", ""), self.project
        thing: Any
        if tag == "Variable":
            thing = RawVariable(guid, name, told.get("typeOfVariable", "Text"))
            project.variables.append(thing)
        elif tag == "Case":
            thing = RawCase(guid, name)
            project.cases.append(thing)
        elif tag == "Set":
            thing = RawSet(guid, name)
            project.sets.append(thing)
        elif tag == "Link":
            ends = plain_guid(told.get("originGUID", "")), plain_guid(told.get("targetGUID", ""))
            thing = RawLink(guid, name, told.get("direction", ""), *ends)
            project.links.append(thing)
        else:
            thing = RawGraph(guid, name)
            project.graphs.append(thing)
        self._push(thing)

    def _source(self, tag: str, told: Attributes) -> None:
        if self._top(RawProject) is None:
            self._misplaced(tag)
            return
        self._push(_source_of(tag, told))

    def _text_of(self, tag: str, told: Attributes) -> None:
        """The text that belongs to a source of another kind, or the words of a part of a page."""
        holder = self._open[-1] if self._open else None
        if not isinstance(holder, RawSource | RawSelection):
            self._misplaced(tag)
            return
        text = _source_of(tag, told)
        if isinstance(holder, RawSource):
            holder.texts.append(text)
        self._push(text)

    def _selection(self, tag: str, told: Attributes) -> None:
        holder = self._open[-1] if self._open else None
        if type(holder) is not RawSource:
            self._misplaced(tag)
            return
        get = told.get
        found = RawSelection(
            plain_guid(get("guid", "")),
            get("name", ""),
            plain_guid(get("creatingUser", "")),
            get("creationDateTime", ""),
            get("startPosition", ""),
            get("endPosition", ""),
        )
        if len(holder.selections) >= MOST_SELECTIONS:
            raise unsafe(self.name, f"one document of it has more than {MOST_SELECTIONS:,} selections")
        holder.selections.append(found)
        self._open.append(found)

    def _moments(self, tag: str, told: Attributes) -> None:
        """A selection of a transcript between two moments."""
        holder = self._top(RawSource)
        if holder is None:
            self._misplaced(tag)
            return
        found = _area_of(told)
        found.start, found.end = (plain_guid(told.get(side, "")) for side in ("fromSyncPoint", "toSyncPoint"))
        found.where = "between two moments of the recording"
        holder.selections.append(found)
        self._push(found)

    def _area(self, tag: str, told: Attributes) -> None:
        holder = self._top(RawSource)
        if holder is None:
            self._misplaced(tag)
            return
        found = _area_of(told)
        if tag == "PDFSelection":
            found.where = f"a part of page {told.get('page', '?')}"
        elif tag == "PictureSelection":
            found.where = "a part of the picture"
        else:
            found.where = f"{told.get('begin', '?')} to {told.get('end', '?')} milliseconds of the recording"
            found.start, found.end = told.get("begin", ""), told.get("end", "")
        holder.areas.append(found)
        self._push(found)

    def _coding(self, tag: str, told: Attributes) -> None:
        holder = self._open[-1] if self._open else None
        if not isinstance(holder, RawSelection | RawSource):
            self._misplaced(tag)
            return
        get = told.get
        coding = RawCoding(
            plain_guid(get("guid", "")), plain_guid(get("creatingUser", "")), get("creationDateTime", "")
        )
        holder.codings.append(coding)
        self._open.append(coding)

    def _refers(self, tag: str, told: Attributes) -> None:
        """A reference to something by its GUID, which means what it does by where it stands."""
        target = plain_guid(told.get("targetGUID") or told.get("guid", ""))
        holder = self._open[-1] if self._open else None
        if type(holder) is RawCoding and tag == "CodeRef":
            holder.code = target
        elif tag == "NoteRef" and holder is not None:
            holder.notes.append(target)
        elif tag == "VariableRef":
            self._variable = target
        elif isinstance(holder, RawCase) and tag in {"SourceRef", "SelectionRef", "CodeRef"}:
            {"SourceRef": holder.sources, "SelectionRef": holder.selections, "CodeRef": holder.codes}[tag].append(
                target
            )
        elif isinstance(holder, RawSet) and tag in {"MemberCode", "MemberSource", "MemberNote"}:
            members = {"MemberCode": holder.codes, "MemberSource": holder.sources, "MemberNote": holder.members}
            members[tag].append(target)
        else:
            self._misplaced(tag)

    def _sync(self, tag: str, told: Attributes) -> None:
        holder = self._top(RawSource)
        if holder is None:
            self._misplaced(tag)
        else:
            guid = plain_guid(told.get("guid", ""))
            holder.syncs.append(RawSync(guid, told.get("timeStamp", ""), told.get("position", "")))

    def _drawn(self, tag: str, told: Attributes) -> None:
        holder = self._top(RawGraph)
        if holder is None:
            self._misplaced(tag)
        elif tag == "Vertex":
            holder.vertices.append(told.get("name", ""))
        else:
            holder.edges += 1

    def _words(self, _: str, __: Attributes) -> None:
        self._text = []
        self._parser.CharacterDataHandler = self._text.append

    def _close(self, _: str) -> None:
        self._open.pop()

    def _close_source(self, tag: str) -> None:
        source = self._open.pop()
        if tag == "Note":
            self.project.written.append(source)
        else:
            self._ended.append(source)

    def _close_text(self, _: str) -> None:
        text = self._open.pop()
        holder = self._open[-1]
        if isinstance(holder, RawSelection):
            holder.words = text.content or ""

    def _close_words(self, tag: str) -> None:
        self._parser.CharacterDataHandler = None
        said, self._text = "".join(self._text or ()), None
        holder = self._open[-1] if self._open else None
        if tag == "Description" and holder is not None:
            holder.description = said
        elif tag == "PlainTextContent" and isinstance(holder, RawSource):
            holder.content = said
        elif tag in _VALUES and isinstance(holder, RawCase | RawSource):
            holder.values.append((self._variable, said))


def _source_of(tag: str, told: Attributes) -> RawSource:
    return RawSource(
        tag,
        plain_guid(told.get("guid", "")),
        told.get("name", ""),
        told.get("plainTextPath", ""),
        told.get("richTextPath", ""),
        told.get("path") or told.get("currentPath") or "",
        plain_guid(told.get("creatingUser", "")),
        told.get("creationDateTime", ""),
    )


def _area_of(told: Attributes) -> RawSelection:
    return RawSelection(
        plain_guid(told.get("guid", "")),
        told.get("name", ""),
        plain_guid(told.get("creatingUser", "")),
        told.get("creationDateTime", ""),
    )


_STARTS: dict[str, Callable[[Elements, str, Attributes], None]] = {
    "User": Elements._user,
    "Code": Elements._code,
    **dict.fromkeys(("Variable", "Case", "Set", "Link", "Graph"), Elements._listed),
    **dict.fromkeys(_SOURCES, Elements._source),
    **dict.fromkeys(_TEXTS, Elements._text_of),
    "PlainTextSelection": Elements._selection,
    "TranscriptSelection": Elements._moments,
    **dict.fromkeys(_AREAS, Elements._area),
    "Coding": Elements._coding,
    "SyncPoint": Elements._sync,
    **dict.fromkeys(("Vertex", "Edge"), Elements._drawn),
    **dict.fromkeys(
        ("CodeRef", "NoteRef", "VariableRef", "SourceRef", "SelectionRef", "MemberCode", "MemberSource", "MemberNote"),
        Elements._refers,
    ),
    **dict.fromkeys((*_WORDS, *_VALUES), Elements._words),
}
_ENDS: dict[str, Callable[[Elements, str], None]] = {
    **dict.fromkeys(
        (*("Code", "Variable", "Case", "Set", "Link", "Graph", "Coding"), *_AREAS),
        Elements._close,
    ),
    **dict.fromkeys(("PlainTextSelection", "TranscriptSelection"), Elements._close),
    **dict.fromkeys(_SOURCES, Elements._close_source),
    **dict.fromkeys(_TEXTS, Elements._close_text),
    **dict.fromkeys((*_WORDS, *_VALUES), Elements._close_words),
}
