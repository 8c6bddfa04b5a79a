"""Every kind of file that is read, whole: what is damaged in `fuzzing`."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd
import pyreadstat

from tests.briefs.flowed import fill
from tests.exchange.made import open_sheet, open_text, pdf, row
from tests.exchange.refi_files import CODES, guid, qdpx
from tests.exchange.refi_files import whole as refi_project
from tests.exchange.studies_made import SEGMENTS, to_damage
from tests.specimens.make_figures import figures_parquet, government_ods, government_xlsx, stacked_xlsx
from tests.specimens.make_office import HERE, packed, workbook
from workbench.exchange.readiness.forms import Form, readiness_workbook

TALK = (
    "Interviewer: How do you get home?",
    "Kez: On foot, by the path.",
    "Interviewer: And after dark?",
    "Kez: Not alone.",
)


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of file to be damaged: its name as a file, whole, and as what it is read."""

    name: str
    data: bytes
    as_: str | None = None

    @property
    def in_place(self) -> bool:
        """Whether what it holds stands at places that the file names, so that a byte more or less moves all of it."""
        return self.data.startswith((b"SQLite", b"PAR1", b"$FL", b"\xd0\xcf", b"<stata_dta>", b"s\x01\x01"))

    @property
    def zipped(self) -> bool:
        """Whether it is slow to read: an archive or a PDF."""
        return self.data.startswith((b"PK", b"%PDF", b"PAR1", b"\xd0\xcf"))


def _text(name: str, written: str, as_: str | None = None) -> Subject:
    return Subject(name, written.encode("utf-8"), as_)


@cache
def subjects() -> Mapping[str, Subject]:
    """Every kind of file that is read, whole."""
    paragraphs = "".join(f"<text:p>{line}</text:p>" for line in TALK)
    turns = [line.split(": ", 1) for line in TALK]
    answers = (
        ("id", "why do you walk", "age"),
        ("P1", "Because it is near and free.", 16),
        ("P2", "No bus at six.", 17),
    )
    sources = HERE / "sources"
    return {
        "md": _text("a.md", "# Walking\n\n" + "".join(f"**{who}:** {said}\n\n" for who, said in turns) + "[12:03] & \\*\n"),
        "txt": _text("a.txt", "Date: 3 March\nPlace: a school\n\n" + "\n\n".join(TALK)),
        "chat": _text("c.txt", "".join(f"03/03/2026, 10:0{at} - {said}\n" for at, said in enumerate((*TALK, "<Media omitted>")))),
        "timed": _text("t.txt", "".join(f"00:00:0{at} {who}\n{said}\n\n00:05:00\n" for at, (who, said) in enumerate(turns))),
        "sbv": _text("a.sbv", "0:00:00.599,0:00:04.160\nHow do you get\nthere?\n\n0:00:04.160,0:00:09.000\nOn foot.\n"),
        "vtt": Subject("a.vtt", (sources / "interview.vtt").read_bytes()),
        "srt": Subject("a.srt", (sources / "interview.srt").read_bytes()),
        "html": _text(
            "a.html",
            f"<html><head><title>T</title></head><body>{''.join(f'<p><b>{a}:</b> {b}</p>' for a, b in turns)}<table><tr>"
            "<td>Kez</td><td>Yes, well.</td></tr></table><ul><li>one</ul></body></html>",
        ),
        "rtf": _text("a.rtf", r"{\rtf1\ansi\ansicpg1252{\fonttbl\f0 Arial;}\f0 " + r"\par ".join(TALK) + r"\u233? \'e9\par}"),
        "turns": _text("a.csv", "speaker,text,start\n" + "".join(f'{a},"{b}",1.5\n' for a, b in turns)),
        "survey": _text("b.csv", 'id,why,age\nP1,"Because it is near, and free.",16\nP2,No bus after six.,17\n', "survey"),
        "tsv": _text("b.tsv", "id\twhy\tage\nP1\tBecause it is near.\t16\nP2\tNo bus.\t17\n", "survey"),
        "indicators": _text(
            "c.csv",
            "Indicator Name,Area Code,Area Name,Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit\n"
            "Inactive,E07000073,Harlow,2018/19,25.1,22.0,28.3\nInactive,E07000072,Epping Forest,2018/19,19.4,17.0,22.1\n",
            "indicators",
        ),
        "map": _text("map.yaml", "survey: walk\ncase: id\nopen: [why]\nclosed: {age: Age}\ncodes: {fear: Safety/Fear}\n"),
        "docx": Subject("a.docx", (sources / "interview.docx").read_bytes()),
        "odt": Subject("a.odt", open_text(f"<text:h>Walking</text:h>{paragraphs}")),
        "xlsx": Subject("a.xlsx", workbook({"Answers": answers}), "survey"),
        "ods": Subject("a.ods", open_sheet("".join(row(*map(str, cells)) for cells in answers)), "survey"),
        "sheet of turns": Subject("b.xlsx", workbook({"a": [("speaker", "text"), *turns]}), "transcript"),
        "pdf": Subject("a.pdf", pdf([TALK, TALK])),
        "qdpx": Subject("a.qdpx", qdpx(refi_project(), {"Sources/T1.txt": "\r\n".join(TALK).encode()})),
        "qde": _text("a.qde", refi_project()),
        "readiness": Subject("r.xlsx", _readiness()),
        **tables_of_areas(),
        **tables_of_figures(),
        **codebooks(),
        **studies_of_others(),
        **stat_files(),
    }  # fmt: skip


def _readiness() -> bytes:
    """A readiness sheet that came back."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "r.xlsx"
        form = Form("manager", 1, "0197f1a0-0000-7000-8000-000000000001")
        path.write_bytes(readiness_workbook("Harbour Buses", "To see who waits", "3 March 2026", [form]))
        fill(path, {"Manager": {"G1": ("3 working", "Handbook, page 4"), "*": ("don't know", "")}})
        return path.read_bytes()


@cache
def tables_of_areas() -> Mapping[str, Subject]:
    """Lookups, lists of areas, and neighbours in both forms."""
    return {
        "lookup": _text(
            "lookup.csv",
            "LSOA11CD,LSOA11NM,LSOA21CD,LSOA21NM,CHGIND,LAD22CD,LAD22NM\n"
            "E01022090,Uttlesford 006B,E01035178,Uttlesford 006F,S,E07000077,Uttlesford\n"
            "W01000001,Isle of Anglesey 007A,W01000001,Isle of Anglesey 007A,U,W06000001,Isle of Anglesey\n",
        ),
        "areas": _text(
            "areas.csv",
            "code,name,parent,starts,ends,followed_by\nE06000901,Greater Nowhere,E12000006,2028-04-01,,\n"
            "E07000077,Uttlesford,E10000012,,2028-03-31,E06000901\n",
        ),
        "pairs": _text("n.csv", "area_code,neighbour_code,rank\nE07000073,E07000066,2\nE07000073,Stevenage,1\n"),
        "across": _text("CIPFA 2024.csv", "LA,SN1,SN2\nEssex,Kent,Hampshire\nSouthend-on-Sea,Medway,Essex\n", "neighbours"),
    }  # fmt: skip


@cache
def codebooks() -> Mapping[str, Subject]:
    """Codebooks in every form: of other programs, as tables, as a coding frame."""
    rows = (
        ("code", "parent", "definition", "include", "exclude", "colour", "state"),
        ("Dark", "", "Light, or none", "Lamps", "Dusk", "#ff0000", "active"),
        ("Lamp", "Dark", "A lamp's own light", "", "", "0,255,0", "retired"),
    )
    sets = f'<Sets><Set guid="{guid(61)}" name="Night"><MemberCode targetGUID="{guid(11)}"/></Set></Sets>'
    book = CODES.replace("<CodeBook>", '<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="NVivo">').replace(
        "</CodeBook>", f"{sets}</CodeBook>"
    )
    frame = (
        "title: Walking\nversion: '1.0'\ndescription: How people walk.\ncodes:\n  - name: Dark\n    definition: Light, or none\n"
        "    include: Lamps\n    exclude: Dusk\n    example: '“No lamp.”'\n    codes:\n      - name: Lamp\n        definition: >\n"
        "          A lamp's own light\nquestions:\n  - id: q1\n    text: How do you walk?\nindicators: []\n"
    )
    paths = 'code;meaning;rgb\nDark;Light, or none;255,0,0\nDark/Lamp/Old;"A lamp\'s; own";\nBus//Stop;;#0f0\n'
    return {
        "qdc": _text("book.qdc", f'<?xml version="1.0" encoding="utf-8"?>\n{book}'),
        "codebook": _text("codes.csv", "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)),
        "codebook of paths": _text("paths.csv", paths, "codes"),
        "codebook sheet": Subject("codes.xlsx", workbook({"Codes": rows}), "codes"),
        "frame": _text("frame.yaml", frame),
    }  # fmt: skip


@cache
def stat_files() -> Mapping[str, Subject]:
    """Surveys of SPSS and Stata in each of their formats, with labels, kinds of missing, days and long texts."""
    answers = pd.DataFrame(
        {
            "id": ["P1", "P2", "P3"],
            "safe": [1.0, -9.0, 2.0],
            "why": ["It is dark by the bridge, and nobody is there.", "é" * 300, ""],
            "day": [13_850_000_000.0, None, 86_400.0],
        }
    )
    labels = {
        "column_labels": {"safe": "How safe is it?"},
        "variable_value_labels": {"safe": {1: "Safe", 2: "Unsafe", -9: "Refused"}},
    }
    missing = {
        "missing_ranges": {"safe": [{"lo": -9, "hi": -7}]},
        "variable_measure": {"safe": "ordinal"},
        "variable_format": {"day": "DATE11"},
    }
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, write, told in (
            ("sav", pyreadstat.write_sav, {**labels, **missing}),
            ("zsav", pyreadstat.write_sav, {**labels, **missing, "compress": True}),
            ("por", pyreadstat.write_por, {"column_labels": labels["column_labels"]}),
            ("dta", pyreadstat.write_dta, labels),
            ("old dta", pyreadstat.write_dta, {**labels, "version": 12}),
        ):
            path = Path(folder) / f"a.{name.split()[-1]}"
            write(answers if name in {"sav", "zsav", "dta"} else answers.assign(why="dark"), path, **told)
            found[name] = Subject(path.name, path.read_bytes())
    return found


@cache
def studies_of_others() -> Mapping[str, Subject]:
    """Projects and coded tables of other tools."""
    with tempfile.TemporaryDirectory() as folder:
        found = {
            name: Subject(name_, _in_small_pages(data, Path(folder)), as_)
            for name, (name_, data, as_) in to_damage(Path(folder)).items()
        }
    lines = [line.split(",") for line in SEGMENTS.replace('"On foot,\nby the path."', "On foot.").splitlines()]
    return found | {"sheet of segments": Subject("s.xlsx", workbook({"Segments": lines}))}


def _in_small_pages(data: bytes, folder: Path) -> bytes:
    """A database in pages so small that little of it is empty; anything else as it is."""
    if not data.startswith(b"SQLite"):
        return data
    path = folder / "small"
    path.write_bytes(data)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA page_size = 512")
        connection.execute("VACUUM")
    return path.read_bytes()


@cache
def tables_of_figures() -> Mapping[str, Subject]:
    """Tables of figures in each layout, and one that a partner sent."""
    layouts = sorted((HERE / "figures").glob("*.csv"))
    found = {one.stem: Subject(one.name, one.read_bytes(), "indicators") for one in layouts}
    found["government"] = Subject("g.xlsx", government_xlsx(), "indicators")
    found["open government"] = Subject("g.ods", government_ods(), "indicators")
    found["stacked"] = Subject("s.xlsx", stacked_xlsx(), "indicators")
    found["sent"] = _text(
        "sent.csv",
        'Partnership\nQuarterly return\n\nDistrict,Referrals 2022/23,% repeat 2022/23\nHarlow,"1,204",12.5%\n'
        "Uttlesford,<5,*\nSouthend,310,8%\nTotal,1519,\nSource: case system\n",
        "indicators",
    )
    with tempfile.TemporaryDirectory() as folder:
        figures_parquet(Path(folder) / "f.parquet")
        found["parquet"] = Subject("f.parquet", (Path(folder) / "f.parquet").read_bytes(), "indicators")
    street = HERE / "street"
    found["outcomes"] = _text(
        "2024-01-essex-outcomes.csv",
        (street / "2024-01" / "2024-01-essex-outcomes.csv").read_text().strip()
        + "\n1,2024-01,Essex Police,Essex Police,0.1,51.7,On or near A Street,E01021849,Harlow 001A,Suspect charged\n"
        * 3,
    )
    crimes = street / "2024-01" / "2024-01-essex-street.csv"
    found["crimes"] = Subject(crimes.name, crimes.read_bytes())
    searches = street / "2024-02" / "2024-02-essex-stop-and-search.csv"
    found["searches"] = _text(
        searches.name,
        searches.read_text().strip()
        + "\nPerson search,2024-02-03T10:00:00+00:00,False,,51.7,0.1,Male,18-24,White,White,Act,Controlled drugs,Arrest,True,False"
        * 2,
    )
    found["old workbook"] = Subject("old.xls", (HERE / "figures" / "old_workbook.xls").read_bytes(), "indicators")
    table = "area_code,period,indicator,value,unit\nE07000073,2023,Thing,10,%\nE07000077,2023,Thing,12,%\n"
    found["zipped table"] = Subject("download.zip", packed({"figures.csv": table, "readme.txt": "words"}), "indicators")
    return found
