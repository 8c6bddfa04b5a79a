"""Projects and tables of other tools in a project: QualCoder, Taguette, and coded segments with and without texts."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.exchange.refi_files import HEAD, guid, qdpx, text_source
from tests.exchange.studies_made import INTERVIEW, NOTES, qualcoder, qualcoder_rows, taguette, taguette_rows, zipped
from tests.specimens.make_office import workbook
from workbench.coding.codebook import codebook
from workbench.coding.codings import codings_in
from workbench.coding.memos import memos
from workbench.desk.importing.bring_in import bring_in
from workbench.desk.importing.reports import ImportReport
from workbench.desk.names.found import names_in, read_drafts
from workbench.desk.withdrawal.withdrawing import withdraw
from workbench.exchange.readers import Options
from workbench.governance.pseudonyms import Pseudonyms
from workbench.project.file import Project
from workbench.sources.document_list import documents
from workbench.sources.documents import document_named, words_at
from workbench.text import Span

TALK = (
    "Interviewer: How do you get home?\n\nKez: On foot, by the path. It is dark there.\n\n"
    "Interviewer: And with others?\n\nKez: By bus. It is dark there.\n\nKez: Always by bus.\n"
)
MAXQDA = ("Color", "Comment", "Document group", "Document name", "Code", "Begin", "End", "Weight score", "Segment", "Author", "Creation date")  # fmt: skip
GERMAN = ("Farbe", "Kommentar", "Dokumentgruppe", "Dokumentname", "Code", "Anfang", "Ende", "Gewicht", "Segment", "Autor", "Erstellt am")  # fmt: skip
ATLAS = ("ID", "Document", "Quotation Name", "Quotation Content", "Comment", "Codes", "Reference", "Created by", "Created", "Document Groups")  # fmt: skip
ROWS = (
    (
        "●",
        "Tired.",
        "Year 9",
        "kez",
        "Way > On foot",
        "3",
        "3",
        "50",
        "On  foot,\nby the path.",
        "Ana",
        "2026-03-14 09:26:53",
    ),
    ("●", "", "Year 9", "kez", "Light", "3", "3", "0", "It is dark there.", "Ana", ""),
    ("●", "", "Year 9", "kez", "Light", "7", "7", "0", "It is dark there.", "Ben", ""),
    ("●", "", "Year 9", "kez", "Way", "3", "6", "0", "there.\nInterviewer: And with others?\nKez: By bus.", "Ben", ""),
    ("●", "", "", "mia.docx", "Light", "1", "1", "0", "One lamp.", "Ana", ""),
    ("●", "", "", "mia.docx", "Way > On foot", "1", "1", "0", "One lamp.", "Ana", ""),
    ("●", "", "", "mia.docx", "", "2", "2", "0", "No code.", "Ana", ""),
    ("●", "", "", "kez", "Way", "9", "9", "0", "by car", "Ana", ""),
)


def table(path: Path, *rows: Sequence[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def one(project: Project, path: Path, **how: object) -> ImportReport:
    (report,) = bring_in(project, [path], **how)  # type: ignore[arg-type]
    return report


def quotes(project: Project, name: str) -> set[tuple[str, str, str]]:
    with project.read() as session:
        key = document_named(session, name)
        return {(words_at(session, key, Span(c.start, c.end)), c.code, c.coder) for c in codings_in(session, key)}


@pytest.fixture
def walked(project: Project, tmp_path: Path) -> Project:
    """A project with one interview in it."""
    (tmp_path / "kez.txt").write_text(TALK, encoding="utf-8")
    assert one(project, tmp_path / "kez.txt").outcome == "imported"
    return project


@pytest.mark.parametrize("packed", [False, True])
def test_a_project_of_qualcoder_comes_in_once(project: Project, tmp_path: Path, packed: bool) -> None:
    folder = qualcoder(tmp_path / "walks.qda")
    path = zipped(folder) if packed else folder
    first = one(project, path)
    assert (first.outcome, first.kind, first.counts["codings"], first.counts["documents"]) == ("imported", "refi", 4, 2)
    assert quotes(project, "kez.txt") == {
        ("Not alone.", "Feeling/Fear/Alone", "Ana"),
        ("On foot \U0001f6b6, by the path.", "Walking", "Ana"),
        ("path.\nAnd after", "Walking", "Ben"),
    }
    with project.read() as session:
        assert {line.name: line.cases for line in documents(session)} == {"kez.txt": ("P4",), "notes.txt": ("P5",)}
        kinds = sorted((memo.about, memo.kind) for memo in memos(session))
    assert kinds == [
        ("case", "memo"), ("coding", "memo"), ("coding", "note"), ("document", "memo"), ("document", "memo"),
        ("document", "note"), ("project", "journal"), ("project", "memo"),
    ]  # fmt: skip
    again = one(project, path)
    assert not any(again.counts.values())


def exported_by_qualcoder(path: Path) -> Path:
    """The project of `qualcoder_rows` as QualCoder writes it for other tools: a new GUID for everything, annotations as notes."""
    said, kez, alone = "2026-03-14T09:26:53Z", INTERVIEW, INTERVIEW.index("Not alone.")
    by = f'creatingUser="{guid(1)}" creationDateTime="{said}"'
    selected = (
        f'<PlainTextSelection guid="{guid(31)}" startPosition="{alone}" endPosition="{alone + 10}" name="Not alone." {by}>'
        f'<Description>Strong.</Description><Coding guid="{guid(32)}" creatingUser="{guid(1)}"><CodeRef'
        f' targetGUID="{guid(13)}"/></Coding></PlainTextSelection>'
    )
    codes = (
        f'<CodeBook><Codes><Code guid="{guid(11)}" name="Feeling" isCodable="false"><Code guid="{guid(12)}" name="Fear"'
        f' isCodable="false"><Code guid="{guid(13)}" name="Alone" isCodable="true"/></Code></Code></Codes></CodeBook>'
    )
    beside = (
        f'<Notes><Note guid="{guid(41)}" creatingUser="{guid(2)}" creationDateTime="{said}"><PlainTextContent>Which path?'
        f'</PlainTextContent><PlainTextSelection guid="{guid(42)}" startPosition="4" endPosition="8"/></Note><Note'
        f' guid="{guid(43)}" {by} name="First day" plainTextPath="internal://{guid(43)}.txt"/></Notes>'
    )
    users = f'<Users><User guid="{guid(1)}" name="Ana"/><User guid="{guid(2)}" name="Ben"/></Users>'
    sources = text_source(21, "kez.txt", "internal://K.txt", selected) + text_source(
        22, "notes.txt", "internal://N.txt", f'<NoteRef targetGUID="{guid(41)}"/>'
    )
    xml = f"{HEAD.replace('NVivo 14', 'QualCoder 3.6')}{users}{codes}<Sources>{sources}</Sources>{beside}</Project>"
    texts = {"sources/K.txt": kez, "sources/N.txt": NOTES, f"sources/{guid(43)}.txt": "It rained."}
    path.write_bytes(qdpx(xml, {name: b"\xef\xbb\xbf" + text.encode() for name, text in texts.items()}))
    return path


@pytest.mark.parametrize("folder_first", [True, False])
def test_a_project_from_its_folder_and_from_its_export_is_there_once(
    project: Project, tmp_path: Path, folder_first: bool
) -> None:
    folder, export = qualcoder(tmp_path / "walks.qda"), exported_by_qualcoder(tmp_path / "walks.qdpx")
    first, second = (folder, export) if folder_first else (export, folder)
    one(project, first)
    report = one(project, second)
    assert "2 documents were in the project already, with the same words: what is new in this file lies on them." in (
        report.notes
    )
    assert "3 codes were in the codebook already, under the same name in the same place." in report.notes
    with project.read() as session:
        assert [line.name for line in documents(session)] == ["kez.txt", "notes.txt"]
        written = Counter((memo.about, memo.text, memo.start, memo.end) for memo in memos(session))
    assert quotes(project, "kez.txt") >= {("Not alone.", "Feeling/Fear/Alone", "Ana")}
    assert written["document", "Which path?", 4, 8] == 1
    assert written["coding", "Strong.", None, None] == 1
    assert written["project", "First day\n\nIt rained.", None, None] == 1
    told = [left.what for left in report.left_out if left.where == "kez.txt"]
    assert told == ([] if folder_first else ["that “Kez” is the person “P4”"])
    before = quotes(project, "kez.txt"), quotes(project, "notes.txt")
    for path in (first, second):
        assert (
            not {"documents", "codes", "codings", "memos", "codings changed"}
            & (+Counter(one(project, path).counts)).keys()
        )
    assert (quotes(project, "kez.txt"), quotes(project, "notes.txt")) == before


def test_a_project_of_taguette_comes_in_once_and_is_brought_up_to_date(project: Project, tmp_path: Path) -> None:
    path = taguette(tmp_path / "a.sqlite3")
    assert one(project, path).counts["codings"] == 4
    assert ("by the old path & bridge", "way/walking", "not named by Taguette") in quotes(project, "kez.docx")
    assert not any(one(project, path).counts.values())
    rows = taguette_rows()
    rows["tags"] = [(1, 1, "of note", ""), *rows["tags"][1:]]
    rows["highlight_tags"] = [*rows["highlight_tags"], (4, 1)]
    later = one(project, taguette(tmp_path / "b.sqlite3", rows))
    assert later.counts["codings"] == 1
    assert ("home", "of note", "not named by Taguette") in quotes(project, "kez.docx")


@pytest.mark.parametrize("header", [MAXQDA, GERMAN])
@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_segments_are_found_in_texts_or_become_excerpts(
    walked: Project, tmp_path: Path, header: Sequence[str], ending: str
) -> None:
    path = tmp_path / f"Coded segments{ending}"
    if ending == ".csv":
        table(path, header, *ROWS)
    else:
        path.write_bytes(workbook({"Coded segments": [header, *ROWS]}))
    report = one(walked, path)
    assert (report.outcome, report.kind) == ("imported", "codes"), report.why
    assert quotes(walked, "kez.txt") == {
        ("On foot, by the path.", "Way/On foot", "Ana"),
        ("It is dark there.", "Light", "Ana"),
        ("It is dark there.", "Light", "Ben"),
        ("there.\nAnd with others?\nBy bus.", "Way", "Ben"),
    }
    assert quotes(walked, "mia.docx, excerpts") == {
        ("One lamp.", "Light", "Ana"),
        ("One lamp.", "Way/On foot", "Ana"),
    }
    assert quotes(walked, "kez, excerpts") == {("by car", "Way", "Ana")}
    assert [(left.what, left.why) for left in report.left_out] == [("“No code.”", "it has no code")]
    said = "\n".join(report.notes)
    assert "Read as coded segments of MAXQDA: 7 segments of 2 documents." in said
    assert "stands in 2 places, and the table has as many" in said
    assert "4 of 7 segments came to lie in texts of the project; 3 came in as excerpts." in said
    with walked.read() as session:
        texts = [memo.text for memo in memos(session)]
        assert {"Tired.\nWeight: 50.", "Document group: Year 9"} <= set(texts)
        assert any("Excerpts alone" in text and "mia.docx" in text for text in texts)
    again = one(walked, path)
    assert not any(again.counts.values()), again.counts
    other = one(walked, table(tmp_path / "Other.csv", header, ROWS[0]))
    assert not any("came from it before" in note for note in other.notes)


def test_words_in_several_places_are_said_and_none_is_chosen(walked: Project, tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", ("Document name", "Code", "Segment"), ("kez", "Light", "It is dark there."))
    report = one(walked, path)
    assert quotes(walked, "kez.txt") == set()
    (left,) = report.left_out
    assert left.why == "the words stand in 2 places of kez.txt, and which is meant is not said"
    assert "0 of 1 segment came to lie in texts of the project; 1 stayed out." in report.notes


def test_two_texts_of_a_name_are_said_and_none_is_chosen(walked: Project, tmp_path: Path) -> None:
    (tmp_path / "kez.md").write_text(TALK.replace("bus", "train"), encoding="utf-8")
    one(walked, tmp_path / "kez.md")
    path = table(
        tmp_path / "a.csv",
        ("Document name", "Code", "Segment"),
        ("kez", "Way", "On foot"),
        ("kez.md", "Way", "by train"),
    )
    report = one(walked, path)
    assert quotes(walked, "kez.md") == {("by train", "Way", "not named by another program")}
    assert [left.why for left in report.left_out] == ["several texts here could be it: kez.md, kez.txt"]


def test_quotations_of_atlas_have_several_codes(walked: Project, tmp_path: Path) -> None:
    rows = [
        ("1:1", "1: kez.txt", "On foot", "On foot, by the path.", "", "Way\nOn foot; Light", "3", "Ana", "", ""),
        ("1:2", "1: kez.txt", "", "Always by bus.", "Sure?", "Way", "7", "Ben", "2026-03-14 09:26:53", "Year 9"),
    ]
    path = tmp_path / "Quotations.xlsx"
    path.write_bytes(workbook({"Quotations": [ATLAS, *rows]}))
    report = one(walked, path)
    assert quotes(walked, "kez.txt") == {
        ("On foot, by the path.", "Way", "Ana"),
        ("On foot, by the path.", "On foot", "Ana"),
        ("On foot, by the path.", "Light", "Ana"),
        ("Always by bus.", "Way", "Ben"),
    }
    assert [left.what for left in report.left_out] == ["Quotation Name, Reference"]


def test_names_are_taken_out_of_segments_before_they_are_looked_for(project: Project, tmp_path: Path) -> None:
    names = Pseudonyms()
    names.take_out("Shirin", "person")
    (tmp_path / "talk.txt").write_text("Interviewer: Who came?\n\nKez: Shirin came by bus.\n", encoding="utf-8")
    one(project, tmp_path / "talk.txt", names=names)
    path = table(
        tmp_path / "a.csv",
        ("Document name", "Code", "Segment", "Comment"),
        ("talk", "Way", "Shirin came", "Ask Shirin."),
    )
    one(project, path, names=names)
    found = quotes(project, "talk.txt")
    assert len(found) == 1
    assert "Shirin" not in repr(found)
    with project.read() as session:
        assert all("Shirin" not in memo.text for memo in memos(session))


def test_codes_below_codes_are_made_once(walked: Project, tmp_path: Path) -> None:
    path = table(
        tmp_path / "a.csv",
        ("Document name", "Code", "Segment"),
        ("kez", "Way > By bus", "Always by bus."),
        ("kez", "way\\By bus", "By bus."),
        ("kez", "Way", "On foot"),
    )
    one(walked, path)
    with walked.read() as session:
        assert sorted(code.path for code in codebook(session)) == ["Way", "Way/By bus"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("Document name", "Code", "Segment"), ("", "", "")], "nothing to bring in"),
        ([("Document name", "Segment", "Author"), ("kez", "On foot", "Ana")], "code is missing"),
    ],
)
def test_a_table_without_codes_is_refused(
    walked: Project, tmp_path: Path, rows: Sequence[Sequence[str]], said: str
) -> None:
    report = one(walked, table(tmp_path / "a.csv", *rows), as_="codes")
    assert report.outcome == "refused"
    assert said in report.why


def test_names_are_looked_for_in_projects_and_tables_of_others(tmp_path: Path) -> None:
    rows = dict(qualcoder_rows())
    rows["source"] = [(1, "kez.txt", "Interviewer: Who came?\n\nKez: Shirin Begum came by bus.\n", "", "", "", "")]
    project = qualcoder(tmp_path / "walks.qda", rows)
    segments = table(tmp_path / "a.csv", ("Document name", "Code", "Segment"), ("talk", "Way", "Shirin Begum came."))
    coded = table(
        tmp_path / "b.csv", ("id", "answer", "code", "coder"), ("1", "Shirin Begum came by bus.", "Way", "ana")
    )
    for path in (project, segments, coded):
        names = names_in(read_drafts({path: Options(as_=None if path == project else "codes")}), Pseudonyms())
        assert any("Shirin" in one.text for one in names), path


def test_words_of_who_withdrew_do_not_come_back_as_excerpts(walked: Project, tmp_path: Path) -> None:
    (tmp_path / "group.txt").write_text(
        "Interviewer: And you?\n\nMia: By bus, every day of the week.\n\nSol: By train, and I like it a lot.\n",
        encoding="utf-8",
    )
    one(walked, tmp_path / "group.txt")
    withdraw(walked, "Kez")
    withdraw(walked, "Sol")
    path = table(
        tmp_path / "a.csv",
        ("Document name", "Code", "Segment"),
        ("kez", "Way", "On foot, by the path."),
        ("group", "Way", "By train"),
        ("group", "Way", "By bus"),
        ("other", "Way", "By tram"),
    )
    report = one(walked, path)
    assert quotes(walked, "group.txt") == {("By bus", "Way", "not named by another program")}
    assert quotes(walked, "other, excerpts") == {("By tram", "Way", "not named by another program")}
    assert sorted(left.where for left in report.left_out) == ["line 2", "line 3"]
    assert any("look whether such words are among the excerpts" in note for note in report.notes)
    with walked.read() as session:
        assert not any("excerpts" in line.name and "other" not in line.name for line in documents(session))
