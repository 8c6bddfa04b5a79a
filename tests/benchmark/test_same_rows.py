"""The raw scripts that are said to leave the same rows as ours do leave them."""

from __future__ import annotations

import csv
import random
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from workbench.benchmark import raw_refi, same_rows
from workbench.benchmark.corpus import SIZES, Words, make_survey
from workbench.benchmark.tool_files import make_tool_file
from workbench.benchmark.transcripts import Transcripts
from workbench.desk.importing.bring_in import bring_in
from workbench.desk.refi.writing import write_qdpx
from workbench.project.file import create, open_file
from workbench.project.schema import TABLES

SAID = """SELECT document.name, segment.ordinal, segment.start, segment.end, segment.words, segment.text, speaker.label,
    speaker.role, segment.case_id IS NULL FROM segment JOIN document ON document.id = segment.document_id
    LEFT JOIN speaker ON speaker.id = segment.speaker_id ORDER BY 1, 2"""
ANSWERED = """SELECT cases.label, attribute.name, attribute_value.value FROM attribute_value
    JOIN cases ON cases.id = case_id JOIN attribute ON attribute.id = attribute_id ORDER BY 1, 2"""
CODED = """SELECT document.name, code.name, above.name, coder.name, anchor, start, "end", created, origin FROM coding
    JOIN document ON document.id = document_id JOIN code ON code.id = code_id JOIN coder ON coder.id = coder_id
    LEFT JOIN code AS above ON above.id = code.parent_id ORDER BY 1, 6, 7, 2, 4"""
TINY = replace(SIZES["S"], transcripts=6, words=400, codes=25, codings=150)
FOUND = "SELECT count(*) FROM segment_text WHERE segment_text MATCH 'ba*'"
OF_OURS_ALONE = {"coder", "survey"}
"""Who brings something in, and the survey as a row of its own."""


def rows_in(raw: Any) -> dict[str, int]:
    """How many rows each table has."""
    names = {str(kind.__tablename__) for kind in TABLES} - OF_OURS_ALONE
    return {name: raw.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}


def test_transcripts(tmp_path: Path) -> None:
    words = Words(random.Random(3))
    paths = [tmp_path / f"interview-{number}.md" for number in range(3)]
    for path in paths:
        said = [f"**{who}:** {' '.join(words.drawn(20)).capitalize()}." for who in ("Interviewer", "Kez") * 6]
        path.write_text("\n\n".join(said) + "\n", encoding="utf-8")
    raw = same_rows.database(tmp_path / "raw.db")
    same_rows.transcripts(raw, Transcripts(tmp_path, paths, "S")._turns(), together=2)
    with create(tmp_path / "ours.workbench", title="Same", coder="amina") as project:
        assert {one.outcome for one in bring_in(project, paths)} == {"imported"}
        ours = project._connection
        assert ours.execute(SAID).fetchall() == raw.execute(SAID).fetchall()
        assert ours.execute(FOUND).fetchall() == raw.execute(FOUND).fetchall() != [(0,)]
        assert rows_in(ours) == rows_in(raw)
    raw.close()


def test_a_survey(tmp_path: Path) -> None:
    files = make_survey(tmp_path, "S")
    raw = same_rows.database(tmp_path / "raw.db")
    with files.csv.open(newline="", encoding="utf-8") as file:
        same_rows.survey(raw, list(csv.reader(file))[1:])
    with create(tmp_path / "ours.workbench", title="Same", coder="amina") as project:
        assert bring_in(project, [files.csv], as_="survey", map_=files.map)[0].outcome == "imported"
    with open_file(tmp_path / "ours.workbench", coder="amina") as project:
        ours = project._connection
        assert ours.execute(ANSWERED).fetchall() == raw.execute(ANSWERED).fetchall()
        assert ours.execute(SAID).fetchall() == raw.execute(SAID).fetchall()
        assert ours.execute(FOUND).fetchall() == raw.execute(FOUND).fetchall() != [(0,)]
        assert rows_in(ours) == rows_in(raw)
    raw.close()


def test_a_project_of_another_program_read_and_written(tmp_path: Path) -> None:
    path = make_tool_file(tmp_path / "other.qdpx", TINY)
    raw = same_rows.database(tmp_path / "raw.db")
    raw_refi.read_in(path, raw)
    with create(tmp_path / "ours.workbench", title="Same", coder="amina") as project:
        report = bring_in(project, [path])[0]
        assert (report.outcome, report.counts["codings"], report.left_out) == ("imported", TINY.codings, ())
        ours = project._connection
        for question in (SAID, FOUND, CODED):
            assert ours.execute(question).fetchall() == raw.execute(question).fetchall() != []
        assert rows_in(ours) == rows_in(raw)
        write_qdpx(project, tmp_path / "ours.qdpx")
    raw.close()
    raw_refi.write_out(tmp_path / "ours.workbench", tmp_path / "raw.qdpx", raw_refi.head_of(tmp_path / "ours.qdpx"))
    with zipfile.ZipFile(tmp_path / "ours.qdpx") as one, zipfile.ZipFile(tmp_path / "raw.qdpx") as other:
        assert one.namelist() == other.namelist()
        for name in one.namelist():
            assert one.read(name) == other.read(name), name
