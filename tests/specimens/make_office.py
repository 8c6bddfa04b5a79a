"""Makes Word documents and workbooks for the tests, part by part, so that each holds what its test is about.

Run from the checkout's top: `python -m tests.specimens.make_office` writes the ones in tests/specimens/sources.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
RELS = "application/vnd.openxmlformats-package.relationships+xml"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_KINDS = {"comments", "footnotes", "endnotes", "styles", "header", "footer"}
_STYLES = (
    '<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>'
)


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Parts as a zip archive, the same bytes each time."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, (2025, 3, 1, 12, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            zipped.writestr(info, text)
    return made.getvalue()


def word(body: str, **others: str) -> bytes:
    """A Word document with this inside its body; other parts (comments, footnotes, header …) by name."""
    root = f'xmlns:w="{W}" xmlns:r="{R}" xmlns:wps="{WPS}" xmlns:mc="{MC}" xmlns:v="urn:schemas-microsoft-com:vml"'
    others.setdefault("styles", _STYLES)
    named = {"document": "document.main", **{name: name for name in others if name in _KINDS}}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{KIND}.{kind}+xml"/>' for name, kind in named.items()
    )
    tops = {"styles": "styles", "header": "hdr", "footer": "ftr"}
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="rels" ContentType="{RELS}"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="a" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {root}><w:body>{body}</w:body></w:document>",
    }
    related = "".join(
        f'<Relationship Id="{name}" Type="{R}/{name}" Target="{name}.xml"/>' for name in others if name in _KINDS
    )
    parts["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{PACKAGE}">{related}</Relationships>'
    for name, inside in others.items():
        top = f"w:{tops.get(name, name)}"
        parts[f"word/{name}.xml" if name in _KINDS else name] = f"<{top} {root}>{inside}</{top}>"
    return packed(parts)


def run(text: str, *marks: str) -> str:
    """A run of words, with marks such as b, strike, vanish."""
    properties = f"<w:rPr>{''.join(f'<w:{mark}/>' for mark in marks)}</w:rPr>" if marks else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def par(*inside: str, style: str = "") -> str:
    """A paragraph of runs, or of plain words."""
    runs = "".join(one if one.startswith("<") else run(one) for one in inside)
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{runs}</w:p>"


def table(*rows: Sequence[str]) -> str:
    """A table of plain cells; a line break in a cell is a new paragraph."""
    return (
        "<w:tbl>"
        + "".join(
            "<w:tr>"
            + "".join(f"<w:tc>{''.join(par(text) for text in cell.split(chr(10)))}</w:tc>" for cell in row)
            + "</w:tr>"
            for row in rows
        )
        + "</w:tbl>"
    )


def workbook(sheets: Mapping[str, Sequence[Sequence[Any]]], **how: Any) -> bytes:
    """A workbook from rows of values. `percent`, `hidden_rows`, `hidden_columns`, `merged`, `hidden_sheets` as named."""
    import openpyxl

    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        if name in how.get("hidden_sheets", ()):
            sheet.sheet_state = "hidden"
    first = made.worksheets[0]
    for cell in how.get("percent", ()):
        first[cell].number_format = "0%"
    for cell in how.get("errors", ()):
        first[cell].value, first[cell].data_type = "#N/A", "e"
    for number in how.get("hidden_rows", ()):
        first.row_dimensions[number].hidden = True
    for letter in how.get("hidden_columns", ()):
        first.column_dimensions[letter].hidden = True
    for merged in how.get("merged", ()):
        first.merge_cells(merged)
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


INTERVIEW = (
    par("Walking home: interview 12", style="Titel")
    + par("Interviewer: Shirin")
    + par(run("Shirin:", "b"), run(" How do you get home after college?"))
    + par(run("Maya:", "b"), run(" I walk with Jo if I can. "), run("Never", "i"), run(" on my own after dark."))
    + par("There is a path by the allotments, and nobody goes there.")
    + par(run("Shirin:", "b"), run(" And the bus?"))
    + par(
        run("Maya:", "b"),
        run(" It stops at six. My mum says \N{LEFT DOUBLE QUOTATION MARK}ring me\N{RIGHT DOUBLE QUOTATION MARK}."),
    )
)
VTT = """WEBVTT

NOTE exported for the study

5f1c/12-0
00:00:03.000 --> 00:00:05.500
<v Shirin>How do you get home
after college?</v>

5f1c/13-0
00:00:06.000 --> 00:00:08.000
<v Maya>I walk with Jo if I can.</v>

5f1c/14-0
00:00:08.200 --> 00:00:10.000
<v Maya>Never on my own after dark.</v>

5f1c/15-0
00:01:10.000 --> 00:01:12.000
<v Shirin>And the bus?</v>
"""
SRT = """1
00:00:03,000 --> 00:00:05,500
Shirin: How do you get home after college?

2
00:00:06,000 --> 00:00:10,000
Maya: I walk with Jo if I can.
Never on my own after dark.

3
00:01:10,000 --> 00:01:12,000
Shirin: And the bus?
"""
ANSWERS = (
    ("Walking home survey, spring 2025",),
    ("Respondent", "What makes you feel safe?", "Age", "Walks alone", "Asked on", "Home by", "Share of trips"),
    ("R1", "The lights by the shops, when they work at all.", 16, True, date(2025, 3, 1), time(18, 30), 0.25),
    ("R2", "My brother waiting at the stop for me.", 17, False, date(2025, 3, 2), timedelta(hours=30), 0.5),
    ("R3", None, 16.5, True, date(2025, 3, 2), None, None),
)


def main() -> None:
    """Write the specimens that are kept as files."""
    folder = HERE / "sources"
    folder.mkdir(exist_ok=True)
    (folder / "interview.docx").write_bytes(word(INTERVIEW))
    (folder / "interview.vtt").write_text(VTT, encoding="utf-8")
    (folder / "interview.srt").write_text(SRT, encoding="utf-8")
    (folder / "survey.xlsx").write_bytes(
        workbook({"Answers": ANSWERS, "Notes": [("Fieldwork in March",)]}, percent=("G3", "G4"), merged=("A1:G1",))
    )


if __name__ == "__main__":
    main()
