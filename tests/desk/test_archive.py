"""The archive of plain files: read with csv and zipfile alone, as somebody without this software would."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session

from workbench.coding.codebook import add_code
from workbench.coding.codings import apply_code
from workbench.desk.door.sentences import NamesSomebodyError
from workbench.desk.for_others import ArchiveNotAskedSoError
from workbench.desk.importing.bring_in import bring_in
from workbench.desk.take_out import take_out
from workbench.exchange.plain_archive import PlainArchive
from workbench.governance.audiences import add_audience
from workbench.governance.departures import departures
from workbench.governance.flags import SAFEGUARDING, flag
from workbench.project.file import Project, create
from workbench.sources.cases import case_labels, set_attribute
from workbench.sources.consent import set_consent
from workbench.sources.document_list import documents
from workbench.sources.documents import segments_of
from workbench.text import Span

TALK = (
    "Interviewer: How do you get home?\n\n"
    "Amara: -5 degrees and dark 🦉, so I wait with my sister. Nobody is there after nine.\n\n"
    "Interviewer: And you?\n\n"
    'Bela: =SUM is what they say; I take the bus, "always", the café is open.\n\n'
    "Amara: The lamp by the bridge has been broken for weeks now.\n"
)
SURVEY = "id,Why do you walk?,Age band\nP1,Because the river path is quick and quiet,16-17\nP2,I never walk there at all now,18-19\n"


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Project]:
    """A talk of two people and a survey of two, with a code on each kind of words."""
    (tmp_path / "talk_harlow.txt").write_bytes(TALK.replace("\n", "\r\n").encode())
    (tmp_path / "walk.csv").write_text(SURVEY)
    (tmp_path / "walk.yaml").write_text(
        "survey: walking\ncase: id\nopen: {'Why do you walk?': why}\nclosed: [Age band]\n"
    )
    with create(tmp_path / "study.workbench", title="Ways home", coder="amina") as project:
        bring_in(project, [tmp_path / "talk_harlow.txt"])
        bring_in(project, [tmp_path / "walk.csv"], map_=tmp_path / "walk.yaml")
        with project.change("Code") as session:
            dark = add_code(session, "Dark", definition="Being out when it is dark", example="“it was pitch black”")
            for line in documents(session):
                text = words(session, line.id)
                for begin, end in (
                    (0, 10),
                    (text.find("🦉"), text.find("🦉") + 12),
                    (text.find("=SUM"), text.find("bus")),
                    (5, len(text) - 3),
                ):
                    if 0 <= begin < end:
                        apply_code(session, dark, line.id, Span(begin, end))
            people = {label: key for key, label in case_labels(session).items()}
            set_attribute(session, people["Amara"], "Town", "Harlow")
            for scope in ("verbatim", "paraphrase"):
                set_consent(session, people["Bela"], scope, "refused")
        yield project


def words(session: Session, document: int) -> str:
    return "\n".join(one.text for one in segments_of(session, document))


def rows_of(zipped: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(zipped.read(name).decode("utf-8"), newline="")))


def said(cell: str) -> str:
    """A cell without the apostrophe that keeps a program for tables from running it."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in {"=", "-", "+", "@"} else cell


def agreed(project: Project, *labels: str, audience: str = "council") -> None:
    with project.change("Consent") as session:
        add_audience(session, audience, people=2)
        people = {label: key for key, label in case_labels(session).items()}
        for label in labels:
            set_consent(session, people[label], "verbatim", "given")
            set_consent(session, people[label], "paraphrase", "given")
            set_consent(session, people[label], "audience", "given", audience=audience)


def test_every_coding_stands_at_its_place_in_its_text(study: Project, tmp_path: Path) -> None:
    take_out(study, tmp_path / "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as zipped:
        codings = rows_of(zipped, "codings.csv")
        placed = [row for row in codings if row["file"]]
        assert placed
        for row in placed:
            text = zipped.read(row["file"]).decode("utf-8")
            assert text[int(row["start"]) : int(row["end"])] == said(row["words"])
        for row in rows_of(zipped, "segments.csv"):
            text = zipped.read(row["file"]).decode("utf-8")
            part = text[int(row["start"]) : int(row["end"])]
            assert part == "[not shown]" if row["shown"].startswith("not shown") else part
        talk = zipped.read("texts/001.txt").decode("utf-8")
        assert "-5 degrees and dark 🦉, so I wait with my sister." in talk
        assert "=SUM" not in talk
        assert any("🦉" in row["words"] for row in placed)
        assert not any("=SUM" in row["words"] for row in codings)
        assert "SUM is what they say" not in "".join(zipped.read(name).decode("utf-8") for name in zipped.namelist())
        readme = zipped.read("README.txt").decode("utf-8")
    assert "quotes held back: This person has not agreed to be quoted." in readme or "held back" in readme
    assert "texts/: the words" in readme


def test_the_checksums_are_those_of_the_files(study: Project, tmp_path: Path) -> None:
    take_out(study, tmp_path / "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as zipped:
        listed = dict(line.split("  ", 1)[::-1] for line in zipped.read("manifest-sha256.txt").decode().splitlines())
        assert set(listed) == {*zipped.namelist()} - {"manifest-sha256.txt"}
        assert all(hashlib.sha256(zipped.read(name)).hexdigest() == digest for name, digest in listed.items())
        assert zipped.testzip() is None


@pytest.mark.parametrize("audience", ["internal", "council"])
def test_the_same_project_gives_the_same_bytes(study: Project, tmp_path: Path, audience: str) -> None:
    agreed(study, "Amara", "P1")
    take_out(study, tmp_path / "one.zip", audience=audience)
    take_out(study, tmp_path / "two.zip", audience=audience)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with study.change("Another code") as session:
        add_code(session, "Light")
    take_out(study, tmp_path / "three.zip", audience=audience)
    assert (tmp_path / "three.zip").read_bytes() != (tmp_path / "one.zip").read_bytes()


def test_readers_outside_have_what_they_may_see_and_no_more(study: Project, tmp_path: Path) -> None:
    agreed(study, "Amara")
    taken = take_out(study, tmp_path / "out.zip", audience="council")
    with zipfile.ZipFile(tmp_path / "out.zip") as zipped:
        everything = {name: zipped.read(name).decode("utf-8") for name in zipped.namelist()}
        people = rows_of(zipped, "people.csv")
        codings = rows_of(zipped, "codings.csv")
        history = rows_of(zipped, "history.csv")
    assert {row["who"] for row in history} == {"coder 1"}
    whole = "\n".join(everything.values())
    assert "consent.csv" not in everything
    assert [row["case"] for row in people] == ["Amara"]
    assert "river path" not in whole
    assert "SUM is what they say" not in whole
    assert "talk_harlow" not in whole
    assert "Bela" not in whole
    assert all(row["coder"] == "" for row in codings)
    for row in codings:
        if row["file"]:
            text = everything[row["file"]]
            assert text[int(row["start"]) : int(row["end"])] == said(row["words"])
    assert "3 people are not in people.csv: no consent is recorded" in " ".join(everything["README.txt"].split())
    with study.read() as session:
        left = [one for one in departures(session) if one.name == "out.zip"]
    assert [(one.audience, one.kind) for one in left] == [("council", "archive")]
    assert left[0].content == hashlib.sha256((tmp_path / "out.zip").read_bytes()).hexdigest()
    assert taken.withheld > 0


def test_a_memo_that_names_somebody_keeps_the_archive_in(study: Project, tmp_path: Path) -> None:
    agreed(study, "Amara")
    with study.change("A code") as session:
        add_code(session, "River", definition="What Bela said about the river path and nobody else")
    with pytest.raises(NamesSomebodyError, match="Bela"):
        take_out(study, tmp_path / "out.zip", audience="council")
    assert not (tmp_path / "out.zip").exists()


def test_what_is_flagged_for_safeguarding_is_in_no_archive(study: Project, tmp_path: Path) -> None:
    with study.change("Flag") as session:
        line = documents(session)[0]
        text = words(session, line.id)
        at = text.find("The lamp")
        flag(session, line.id, Span(at, at + 20), SAFEGUARDING)
    take_out(study, tmp_path / "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as zipped:
        assert "lamp by the bridge" not in "".join(zipped.read(name).decode("utf-8") for name in zipped.namelist())
        shown = [row["shown"] for row in rows_of(zipped, "segments.csv")]
    assert "not shown: it is held back for safeguarding." in shown


def test_an_archive_takes_no_sheets_or_tables(study: Project, tmp_path: Path) -> None:
    with pytest.raises(ArchiveNotAskedSoError):
        take_out(study, tmp_path / "out.zip", table="codes")


def test_pieces_of_a_file_make_one_file() -> None:
    made = io.BytesIO()
    with PlainArchive(made) as archive:
        archive.add("a.txt", ["één ", "🦉", "\n"])
    with zipfile.ZipFile(made) as zipped:
        assert zipped.read("a.txt").decode() == "één 🦉\n"
        assert {info.date_time for info in zipped.infolist()} == {(1980, 1, 1, 0, 0, 0)}
