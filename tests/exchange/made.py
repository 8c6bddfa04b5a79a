"""Small files of the kinds that the readers read, made from words: OpenDocument texts and sheets, and PDF."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
    )
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def open_text(body: str, *, styles: str = "", manifest: str = "") -> bytes:
    """An .odt of this body."""
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    parts = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}
    return packed(parts | ({"META-INF/manifest.xml": manifest} if manifest else {}))


def open_sheet(rows: str, *, name: str = "Answers") -> bytes:
    """An .ods with one sheet of these rows."""
    content = (
        f'<office:document-content {NAMES}><office:body><office:spreadsheet><table:table table:name="{name}">{rows}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/"'
        ' manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        "</manifest:manifest>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return packed({"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content})


def row(*cells: str, more: str = "") -> str:
    """A row of an OpenDocument sheet."""
    inside = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
        if cell
        else "<table:table-cell/>"
        for cell in cells
    )
    return f"<table:table-row{more}>{inside}</table:table-row>"


def pdf(pages: Sequence[Sequence[str]], *, extra: str = "") -> bytes:
    """A PDF of these lines in Helvetica, a list a page."""
    objects: list[bytes] = []

    def put(content: str) -> int:
        objects.append(content.encode("latin-1"))
        return len(objects)

    font = put("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    kids = []
    for lines in pages:
        drawn = "".join(f"({_escaped(line)}) Tj T*\n" for line in lines)
        stream = f"BT /F1 11 Tf 14 TL 60 780 Td\n{drawn}ET"
        stream_key = put(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        kids.append(
            put(
                f"<< /Type /Page /Parent PARENT 0 R /MediaBox [0 0 595 842] /Contents {stream_key} 0 R"
                f" /Resources << /Font << /F1 {font} 0 R >> >> >>"
            )
        )
    parent = put(f"<< /Type /Pages /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] /Count {len(kids)} >>")
    root = put(f"<< /Type /Catalog /Pages {parent} 0 R >>")
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n".encode() + content.replace(b"PARENT", str(parent).encode()) + b"\nendobj\n")
    begins = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.write("".join(f"{place:010} 00000 n \n" for place in places).encode())
    out.write(f"trailer\n<< /Size {len(objects) + 1} /Root {root} 0 R {extra}>>\nstartxref\n{begins}\n%%EOF\n".encode())
    return out.getvalue()


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
