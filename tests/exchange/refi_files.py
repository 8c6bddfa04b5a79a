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
