"""A project of another program, from its file to the project here."""

from __future__ import annotations

import csv
import runpy
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.desk.test_bring_in import everything, one
from tests.exchange.refi_files import guid, inline_source, qdpx, selection, text_source
from tests.exchange.refi_files import project as refi
from tests.exchange.test_refi import TALK, at
from workbench.coding.codings import codings_in
from workbench.desk.importing.bring_in import bring_in
from workbench.governance.pseudonyms import Pseudonyms
from workbench.project.file import Project
from workbench.sources.cases import attributes_of, case_labels
from workbench.sources.document_list import documents
from workbench.sources.documents import document_named, words_at
from workbench.text import Span


@pytest.fixture
def walking(tmp_path: Path) -> Path:
    inside = selection(201, *at(TALK, "with my brother"), 11) + selection(
        202, *at(TALK, "The lamps are out."), 12, user=2
    )
    before = f'<Cases><Case guid="{guid(31)}" name="Shanaz"><SourceRef targetGUID="{guid(101)}"/></Case></Cases>'
    notes = f'<Notes><Note guid="{guid(41)}" name="Plan"><PlainTextContent>Ask Shanaz again.</PlainTextContent></Note></Notes>'
    xml = refi(text_source(101, "Shanaz 7", "internal://T.txt", inside), before=before, after=notes)
    path = tmp_path / "walking.qdpx"
    path.write_bytes(qdpx(xml, {"sources/T.txt": TALK.encode()}))
    return path


def quotes(project: Project, name: str) -> list[tuple[str, str, str]]:
    with project.read() as session:
        key = document_named(session, name)
        return [
            (words_at(session, key, Span(one.start, one.end)), one.code, one.coder) for one in codings_in(session, key)
        ]


def test_it_comes_in_as_one_change_and_is_found_again(project: Project, walking: Path) -> None:
    report = one(project, walking)
    assert (report.kind, report.outcome) == ("refi", "imported")
    assert {name: report.counts[name] for name in ("documents", "turns", "codings", "codes", "cases", "memos")} == {
        "documents": 1, "turns": 4, "codings": 2, "codes": 3, "cases": 1, "memos": 1,
    }  # fmt: skip
    assert quotes(project, "Shanaz 7") == [
        ("with my brother", "Dark", "ana"),
        ("The lamps are out.", "Dark/Lamps", "ben"),
    ]
    again = one(project, walking)
    assert not any(again.counts.values())
    assert "walking.qdpx is in the project already, with the same words: nothing changed." in again.notes
    done = project.undo()
    assert done is not None
    assert done.name == "Import walking.qdpx"
    with project.read() as session:
        assert not documents(session)


def test_a_trial_shows_what_is_in_it_and_changes_nothing(project: Project, walking: Path) -> None:
    one(project, walking)
    project.undo()
    before = everything(project)
    report = one(project, walking, dry_run=True)
    assert report.sample.first == (
        ("Codes", "Dark, Lamps, Bus"),
        ("Shanaz 7", "2 coded passages. Begins: How do you get home?"),
    )
    assert report.counts["codings"] == 2
    assert any("Labels say who speaks" in note for note in report.notes)
    assert everything(project) == before


def test_names_are_out_before_anything_is_stored(project: Project, walking: Path) -> None:
    names = Pseudonyms()
    names.take_out("Shanaz", "person")
    names.take_out("brother", "person", alias="[somebody of the family]")
    report = one(project, walking, names=names)
    assert report.outcome == "imported"
    assert quotes(project, "[Name 1] 7") == [
        ("with my [somebody of the family]", "Dark", "ana"),
        ("The lamps are out.", "Dark/Lamps", "ben"),
    ]
    with project.read() as session:
        assert list(case_labels(session).values()) == ["[Name 1]"]
    project.rewrite()
    assert b"Shanaz" not in project.path.read_bytes()


def test_changed_words_are_asked_about(project: Project, walking: Path) -> None:
    one(project, walking)
    other = TALK.replace("by the path", "by the river path")
    inside = selection(202, *at(other, "The lamps are out."), 12)
    walking.write_bytes(
        qdpx(refi(text_source(101, "Shanaz 7", "internal://T.txt", inside)), {"sources/T.txt": other.encode()})
    )
    report = one(project, walking)
    assert (report.outcome, report.asks) == ("refused", "amend")
    assert one(project, walking, amend=True).outcome == "imported"
    assert ("The lamps are out.", "Dark/Lamps", "ana") in quotes(project, "Shanaz 7")


def test_it_can_be_stopped_in_the_middle(project: Project, tmp_path: Path) -> None:
    from workbench.desk.importing.how_far import ImportStoppedError

    path = tmp_path / "many.qdpx"
    path.write_bytes(qdpx(refi("".join(inline_source(200 + n, f"T{n}", f"I walk {n}.") for n in range(50)))))
    asked = iter(range(1000))
    shares: list[float] = []
    with pytest.raises(ImportStoppedError):
        bring_in(project, [path], cancelled=lambda: next(asked) > 30, progress=shares.append)
    assert shares == sorted(shares)
    with project.read() as session:
        assert not documents(session)


def test_how_far_it_is_goes_by_what_is_read_of_it_and_never_back(project: Project, tmp_path: Path) -> None:
    path, shares = tmp_path / "many.qdpx", list[float]()
    path.write_bytes(qdpx(refi("".join(inline_source(200 + n, f"T{n}", "I walk. " * 4_000) for n in range(40)))))
    bring_in(project, [path], progress=shares.append)
    assert shares == sorted(shares)
    halfway = shares.index(min(share for share in shares if share >= 0.6))
    assert 15 < halfway < 45, "half of what is left once the codes are known is said after about half of the documents"
    assert max(shares) > 0.8


def test_a_generated_project_comes_in_with_every_quote(project: Project, shared_data: Path, tmp_path: Path) -> None:
    generator = shared_data.parent / "bench" / "generate.py"
    before = sys.argv
    sys.argv = [str(generator), "XS", str(tmp_path / "made")]
    try:
        runpy.run_path(str(generator), run_name="__main__")
    finally:
        sys.argv = before
    report = one(project, tmp_path / "made" / "project.qdpx")
    assert (report.counts["documents"], report.counts["codings"], report.left_out) == (4, 60, ())
    wanted: Counter[tuple[str, str, str, str]] = Counter()
    with (tmp_path / "made" / "codings.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            text = (tmp_path / "made" / "docs" / f"{row['file']}.txt").read_bytes().decode()
            words = text[int(row["start"]) : int(row["end"])]
            for label in ("Interviewer: ", "Participant: "):
                words = words.replace(label, "")
            wanted[row["file"], " ".join(words.split()), row["code"], row["coder"]] += 1
    found: Counter[tuple[str, str, str, str]] = Counter()
    with project.read() as session:
        names = [line.name for line in documents(session)]
        assert set(attributes_of(session)) == set(case_labels(session))
    for name in names:
        found.update(
            (name, " ".join(words.split()), code.rpartition("/")[2], coder)
            for words, code, coder in quotes(project, name)
        )
    assert found == wanted
