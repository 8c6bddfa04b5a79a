"""REFI-QDA projects made by hand, as programs in the wild write them: names, folders, paths, GUIDs, ways of counting."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n<Project xmlns="urn:QDA-XML:project:1.0" name="Walking" origin="NVivo 14">'
)


def guid(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012X}"


def selection(number: int, start: int, end: int, code: int = 0, name: str = "", inside: str = "", user: int = 1) -> str:
    coding = (
        f'<Coding guid="{guid(number + 500)}" creatingUser="{guid(user)}" creationDateTime="2024-03-01T10:00:00Z">'
        f'<CodeRef targetGUID="{guid(code)}"/></Coding>'
        if code
        else ""
    )
    return (
        f'<PlainTextSelection guid="{{{guid(number)}}}" name={quoteattr(name)} startPosition="{start}" endPosition="{end}"'
        f' creatingUser="{guid(user)}">{inside}{coding}</PlainTextSelection>'
    )


def text_source(number: int, name: str, path: str, inside: str = "") -> str:
    return f'<TextSource guid="{guid(number)}" name={quoteattr(name)} plainTextPath={quoteattr(path)}>{inside}</TextSource>'


def inline_source(number: int, name: str, text: str, inside: str = "") -> str:
    content = f"<PlainTextContent>{escape(text)}</PlainTextContent>"
    return f'<TextSource guid="{guid(number)}" name={quoteattr(name)}>{content}{inside}</TextSource>'


CODES = (
    f'<CodeBook><Codes><Code guid="{guid(11)}" name="Dark" isCodable="true" color="#FF0000"><Description>Light, or none'
    f'</Description><Code guid="{guid(12)}" name="Lamps" isCodable="true"/></Code><Code guid="{guid(13)}" name="Bus"'
    ' isCodable="false" color="#0f0"/></Codes></CodeBook>'
)
USERS = f'<Users><User guid="{guid(1)}" name="ana"/><User guid="{guid(2)}" name="ben"/></Users>'


def project(sources: str, *, before: str = "", after: str = "", codes: str = CODES, head: str = HEAD) -> str:
    return f"{head}{USERS}{codes}{before}<Sources>{sources}</Sources>{after}</Project>"


def qdpx(xml: str | bytes, texts: Mapping[str, bytes] | None = None, name: str = "project.qde") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr(name, xml)
        for path, data in (texts or {}).items():
            zipped.writestr(path, data)
    return out.getvalue()


def whole() -> str:
    """A small project with something of everything."""
    before = (
        f'<Variables><Variable guid="{guid(21)}" name="Age" typeOfVariable="Integer"/></Variables><Cases><Case'
        f' guid="{guid(31)}" name="Kez"><Description>Quiet</Description><CodeRef targetGUID="{guid(11)}"/><VariableValue>'
        f'<VariableRef targetGUID="{guid(21)}"/><IntegerValue>16</IntegerValue></VariableValue><SourceRef'
        f' targetGUID="{guid(101)}"/><SelectionRef targetGUID="{guid(203)}"/></Case></Cases>'
    )
    inside = selection(201, 13, 36, 11, "How do you get home") + selection(
        202, 43, 60, 12, inside="<Description>Well</Description>"
    )
    area = f'<PDFSelection guid="{guid(204)}" page="1"><Coding guid="{guid(704)}"><CodeRef targetGUID="{guid(11)}"/></Coding></PDFSelection>'
    sources = (
        text_source(101, "A", "internal://T1.txt", inside)
        + inline_source(
            102, "B", "I walk \U0001f642 home.\nIt is dark.", selection(203, 2, 6, 13) + selection(205, 20, 24)
        )
        + f'<PDFSource guid="{guid(103)}" name="P.pdf">{area}<Representation guid="{guid(92)}"><PlainTextContent>Words'
        "</PlainTextContent></Representation></PDFSource>"
        f'<AudioSource guid="{guid(104)}" name="T.m4a"><Transcript guid="{guid(94)}" name="T"><PlainTextContent>Kez: Yes.\nKez:'
        f' No.</PlainTextContent><SyncPoint guid="{guid(401)}" timeStamp="0" position="0"/><SyncPoint guid="{guid(402)}"'
        f' timeStamp="900" position="10"/><TranscriptSelection guid="{guid(206)}" fromSyncPoint="{guid(401)}"'
        f' toSyncPoint="{guid(402)}"><Coding guid="{guid(706)}"><CodeRef targetGUID="{guid(13)}"/></Coding>'
        "</TranscriptSelection></Transcript></AudioSource>"
    )
    after = (
        f'<Notes><Note guid="{guid(41)}" name="Plan"><PlainTextContent>Ask more.</PlainTextContent></Note></Notes><Links><Link'
        f' guid="{guid(51)}" name="is a" direction="OneWay" originGUID="{guid(12)}" targetGUID="{guid(11)}"/></Links><Sets><Set'
        f' guid="{guid(61)}" name="Night"><MemberCode targetGUID="{guid(11)}"/></Set></Sets><Graphs><Graph guid="{guid(71)}"'
        f' name="Map"><Vertex guid="{guid(72)}"/></Graph></Graphs><Description>All of it</Description><NoteRef'
        f' targetGUID="{guid(41)}"/>'
    )
    return project(sources, before=before, after=after)
