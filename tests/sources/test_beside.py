"""What lies beside a document, and where its recording lies."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.conftest import draft
from workbench.desk.importing.bring_in import bring_in
from workbench.governance.pseudonyms import Pseudonyms
from workbench.project.file import Project
from workbench.rows import find
from workbench.sources.beside import BesideItselfError, BesideLine, beside, lay_beside, set_language, take_away
from workbench.sources.documents import Document, add_document, document_named
from workbench.sources.recordings import recording_beside, recording_of, set_recording, told_from


@pytest.fixture
def two(walk: Project) -> tuple[int, int]:
    """The interview, and its notes."""
    with walk.change("Import notes") as session:
        add_document(session, draft("The room was cold. She cried twice.", "07 notes.md"))
        return document_named(session, "07.md"), document_named(session, "07 notes.md")


def test_notes_lie_beside_an_interview_and_may_be_taken_away(walk: Project, two: tuple[int, int]) -> None:
    interview, notes = two
    with walk.change("Lay beside") as session:
        lay_beside(session, notes, interview, "field notes")
        assert beside(session, interview) == [BesideLine(notes, "07 notes.md", "field notes")]
        assert beside(session, notes) == [BesideLine(interview, "07.md", "transcript")]
        with pytest.raises(BesideItselfError):
            lay_beside(session, interview, notes, "translation")
        with pytest.raises(BesideItselfError):
            lay_beside(session, interview, interview, "other")
        take_away(session, notes)
        assert beside(session, interview) == beside(session, notes) == []


def test_a_translation_knows_its_original(walk: Project, two: tuple[int, int]) -> None:
    interview, notes = two
    with walk.change("Lay beside") as session:
        lay_beside(session, notes, interview, "translation")
        set_language(session, interview, "pl")
        assert [one.way for one in beside(session, notes)] == ["original"]
        assert find(session, Document, interview).language == "pl"
    walk.undo()
    with walk.read() as session:
        assert beside(session, notes) == []


def test_a_recording_of_the_same_name_is_found(project: Project, tmp_path: Path) -> None:
    (tmp_path / "07.md").write_text("**Interviewer:** Hello?\n\n**Kez:** Hello.\n", "utf-8")
    (tmp_path / "07.M4A").write_bytes(b"sound")
    (tmp_path / "08.mp3").write_bytes(b"another")
    (report,) = bring_in(project, [tmp_path / "07.md"])
    assert any("recording lies beside it" in note for note in report.notes)
    with project.read() as session:
        key = document_named(session, "07.md")
        assert find(session, Document, key).recording == "07.M4A"
        assert recording_of(session, key, project.path) == tmp_path / "07.M4A"
    with project.change("Recording") as session:
        set_recording(session, key, "")
    with project.read() as session:
        assert recording_of(session, key, project.path) is None


@pytest.mark.parametrize("stem", ["Keziah_Thorncastle", "keziahthorncastle 2"])
def test_a_recording_whose_name_gives_somebody_away_is_not_kept(project: Project, tmp_path: Path, stem: str) -> None:
    (tmp_path / f"{stem}.md").write_text("**Interviewer:** Hello?\n\n**Keziah:** Hello.\n", "utf-8")
    (tmp_path / f"{stem}.wav").write_bytes(b"sound")
    key = Pseudonyms()
    key.take_out("Keziah Thorncastle", "person")
    (report,) = bring_in(project, [tmp_path / f"{stem}.md"], names=key)
    assert any("Rename it" in note for note in report.notes)
    project.close()
    assert b"thorncastle" not in project.path.read_bytes().lower()


def test_a_place_is_told_from_the_project_where_it_is_near(tmp_path: Path) -> None:
    project = tmp_path / "study" / "study.workbench"
    assert told_from(tmp_path / "study" / "sound" / "07.wav", project) == str(Path("sound") / "07.wav")
    assert told_from(tmp_path / "07.wav", project) == str(Path("..") / "07.wav")
    far = Path(tmp_path.anchor) / "elsewhere" / "07.wav"
    assert told_from(far, project) == str(far)
    assert recording_beside(tmp_path / "nowhere" / "07.md") is None
