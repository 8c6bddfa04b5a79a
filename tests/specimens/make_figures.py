"""Makes workbooks and Parquet of figures for the tests, in the layouts that governments publish. The figures are invented.

Run from the checkout's top: `python -m tests.specimens.make_figures FOLDER` writes them there.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from tests.specimens.make_office import packed, workbook

GOVERNMENT: Mapping[str, Sequence[Sequence[Any]]] = {
    "Cover": (
        ("Recorded incidents by local authority, England, year ending March 2023",),
        ("Publication date: 20 July 2023",),
        ("This workbook is invented for tests.",),
    ),
    "Contents": (("Table of contents",), ("Worksheet", "Title"), ("Table_1", "Incidents"), ("Table_2", "Rates")),
    "Notes": (
        ("Notes",),
        ("Note number", "Note text"),
        ("1", "Figures for Harlow were revised in March 2023 after a change of system."),
        ("2", "Some shorthand is used in this workbook: [c] is confidential, [x] is not available."),
    ),
    "Table_1": (
        ("Table 1: Number of recorded incidents by local authority, years ending March [note 1]",),
        ("This worksheet contains one table. Some cells refer to notes.",),
        ("Area code", "Area name", "Year ending March 2022 [note 1]", "Year ending March 2023 [note 2]"),
        ("E92000001", "England", 120500, 130400),
        ("E07000073", "Harlow", 310, "330 [r]"),
        ("E07000077", "Uttlesford", "[c]", "[x]"),
        ("E07000068", "Brentwood", "[low]", "[z]"),
        ("E07000066", "Basildon", "412 [p] [note 1]", "[u]"),
    ),
    "Table_2": (
        ("Table 2: Rate of recorded incidents per 1,000 residents, years ending March",),
        ("Area code", "Area name", "Year ending March 2022", "Year ending March 2023"),
        ("E07000073", "Harlow", 3.6, "3.8 [b]"),
        ("E07000077", "Uttlesford", "[c]", 1.25),
    ),
}
"""A workbook as the analysis function of government asks for: cover, contents, notes, a table a sheet, shorthand."""

STACKED: Sequence[Sequence[Any]] = (
    ("Levels of activity, adults aged 16 and over",),
    (None, None, "Inactive", None, None, None, "Inactive", None, None, None, "Active", None),
    (None, None, "Nov 2018/19", None, None, None, "Nov 2019/20", None, None, None, "Nov 2019/20", None),
    (
        "Area code",
        "Area",
        *("Population total", "Rate (%)", "95% CI lower", "95% CI upper") * 2,
        "Rate (%)",
        "Respondents",
    ),
    ("E07000073", "Harlow", 17900, 27.1, 23.0, 31.2, 18300, 27.7, 23.5, 31.9, 60.3, 492),
    ("E07000077", "Uttlesford", 12400, 18.2, 14.9, 21.5, "*", "*", "*", "*", 68.0, 501),
)
MERGED = ("C2:F2", "G2:J2", "K2:L2", "C3:F3", "G3:J3", "K3:L3")
"""Cells of the stacked header that stand above several columns."""

AGES: Mapping[str, Sequence[Sequence[Any]]] = {
    f"MYE2 - {who}": (
        (f"MYE2: Population estimates: {who} by single year of age and sex for local authorities in the UK, mid-2022",),
        ("This sheet contains one table.",),
        ("Code", "Name", "Geography", "All ages", 0, 1, "90+"),
        (
            "K02000001",
            "UNITED KINGDOM",
            "Country",
            67_000_000 // part,
            680_000 // part,
            690_000 // part,
            600_000 // part,
        ),
        ("E07000073", "Harlow", "Non-metropolitan District", 94_000 // part, 1_240 // part, 1_250 // part, 640 // part),
    )
    for who, part in (("Persons", 1), ("Females", 2), ("Males", 2))
}


def government_xlsx() -> bytes:
    """The government's workbook as Excel writes it."""
    return workbook(GOVERNMENT)


def government_ods() -> bytes:
    """The same as an OpenDocument spreadsheet."""
    tables = "".join(
        f'<table:table table:name="{escape(name)}">' + "".join(map(_open_row, rows)) + "</table:table>"
        for name, rows in GOVERNMENT.items()
    )
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{space}office:1.0"'
        f' xmlns:table="{space}table:1.0" xmlns:text="{space}text:1.0" office:version="1.2"><office:body>'
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{space}manifest:1.0" manifest:version="1.2"><manifest:file-entry'
        f' manifest:full-path="/" manifest:media-type="{kind}"/><manifest:file-entry manifest:full-path="content.xml"'
        ' manifest:media-type="text/xml"/></manifest:manifest>'
    )
    return packed({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def _open_row(cells: Sequence[Any]) -> str:
    return "<table:table-row>" + "".join(map(_open_cell, cells)) + "</table:table-row>"


def _open_cell(value: Any) -> str:
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'


def stacked_xlsx() -> bytes:
    """Names of columns stacked in three rows, the upper ones merged over several columns."""
    return workbook({"Table 3 Levels of activity": STACKED}, merged=MERGED)


def ages_xlsx() -> bytes:
    """Mid-year estimates by single year of age: a sheet for persons, females and males."""
    return workbook(AGES)


def figures_parquet(path: Path) -> None:
    """A long table of figures as Parquet, with a missing value, a day and a whole number."""
    import duckdb

    with duckdb.connect() as connection:
        connection.execute(
            f"""COPY (SELECT * FROM (VALUES
                ('E07000073', 'Harlow', '2022/23', 10.5, 105, 1000),
                ('E07000077', 'Uttlesford', '2022/23', NULL, NULL, 900),
                ('E07009999', 'Nowhere', '2022/23', 3.0, 30, 1000)
            ) t(area_code, area_name, period, value, count, denominator)) TO '{path}' (FORMAT parquet)"""
        )


def main(folder: Path) -> None:
    """Write every one of them."""
    folder.mkdir(parents=True, exist_ok=True)
    made = {
        "government.xlsx": government_xlsx(),
        "government.ods": government_ods(),
        "stacked.xlsx": stacked_xlsx(),
        "ages.xlsx": ages_xlsx(),
    }
    for name, data in made.items():
        (folder / name).write_bytes(data)
    figures_parquet(folder / "figures.parquet")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
