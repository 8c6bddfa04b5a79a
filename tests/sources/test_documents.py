"""Documents: taken in once, found again, amended with their words followed."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from tests.sources.conftest import WALK, draft
from workbench.project.file import Project
from workbench.rows import WasPurgedError, guid_for, table_of
from workbench.sources.cases import Case, case_labels, case_named
from workbench.sources.document_list import documents
from workbench.sources.document_names import free_name
from workbench.sources.documents import (
    NoSuchDocumentError,
    Segment,
    WordsChangedError,
    add_document,
    amend_document,
    document_guid,
    document_named,
    remove_document,
    segments_at,
    segments_of,
    words_at,
)
from workbench.text import Span


def test_a_document_is_its_segments_with_one_line_break_between(walk: Project) -> None:
    with walk.read() as session:
        key = document_named(session, "07.md")
        lines = segments_of(session, key)
        text = "\n".join(line.text for line in lines)
        assert [text[line.start : line.end] for line in lines] == [line.text for line in lines]
        assert [line.ordinal for line in lines] == [0, 1, 2, 3, 4]
        assert (lines[1].speaker, lines[1].role, lines[1].case) == ("Amina", "participant", "Amina")
        assert (lines[0].case_id, lines[2].kind, lines[2].case_id) == (None, "paragraph", lines[1].case_id)
        assert words_at(session, key, Span(lines[1].start + 2, lines[2].start + 4)) == (
            "cross over when the lamps are out.\nI do"
        )
        assert [line.ordinal for line in segments_at(session, key, Span(lines[1].end - 1, lines[2].start + 1))] == [
            1,
            2,
        ]


def test_counts(walk: Project) -> None:
    with walk.read() as session:
        (line,) = documents(session)
    assert (line.kind, line.turns, line.segments, line.words) == ("transcript", 4, 5, 26)
    assert (line.cases, line.speakers) == (("Amina", "Ben"), ("Interviewer", "Amina", "Ben"))


def test_the_same_words_are_found_and_nothing_changes(walk: Project) -> None:
    before = walk.latest_change()
    with walk.change("Import again") as session:
        assert add_document(session, draft()).outcome == "found"
        assert session.execute(sa.select(sa.func.count()).select_from(table_of(Segment))).scalar() == 5
    assert walk.latest_change() == before


def test_other_words_are_refused_with_what_would_change(walk: Project) -> None:
    with pytest.raises(WordsChangedError, match="1 paragraphs"), walk.change("Import") as session:
        add_document(session, draft(WALK.replace("never take", "sometimes take")))


def test_amended_words_keep_the_rest_and_say_where_it_went(walk: Project) -> None:
    with walk.read() as session:
        before = {line.text: line.id for line in segments_of(session, document_named(session, "07.md"))}
    with walk.change("Import") as session:
        added = amend_document(session, draft(WALK.replace("I cross over", "Well, I always cross over")))
        lines = segments_of(session, added.document_id or 0)
        moves = added.moves[added.document_id or 0]
    assert [before.get(line.text) for line in lines] == [lines[0].id, None, *(line.id for line in lines[2:])]
    old = "How is it after dark?\nI cross over when the lamps are out.\n"
    span = Span(old.index("lamps"), old.index("lamps") + 5)
    moved = moves.moved(span)
    text = "\n".join(line.text for line in lines)
    assert moved is not None
    assert text[moved.start : moved.end] == "lamps"


def test_removed_and_imported_again_comes_back_with_its_rows(walk: Project) -> None:
    with walk.read() as session:
        key = document_named(session, "07.md")
        ids = [line.id for line in segments_of(session, key)]
    with walk.change("Remove") as session:
        remove_document(session, key)
    with walk.read() as session, pytest.raises(NoSuchDocumentError):
        document_named(session, "07.md")
    with walk.change("Import") as session:
        add_document(session, draft())
        assert [line.id for line in segments_of(session, key)] == ids


def test_copies_of_a_project_agree_on_every_guid(walk: Project) -> None:
    with walk.read() as session:
        keys = {row.guid for row in session.execute(sa.select(table_of(Segment)))}
        assert document_guid(session, "07.md") == guid_for(session, "document", "07.md")
    with walk.change("Import as new") as session:
        name = free_name(session, "07.md")
        assert name == "07 (2).md"
        add_document(session, draft(name=name))
        every = {row.guid for row in session.execute(sa.select(table_of(Segment)))}
    assert len(every) == 2 * len(keys)


def test_two_peoples_names_stay_two_people(walk: Project) -> None:
    text = "Interviewer: So?\n\nParticipant: Fine.\n\nInterviewer: And?\n\nAmina: Well.\n"
    with walk.change("Import") as session:
        first = add_document(session, draft(text, "08.md"))
        add_document(session, draft(text, "09.md"), cases={"Amina": "Amina"})
        labels = sorted(case_labels(session).values())
    assert labels == ["Amina", "Amina (08)", "Ben", "Participant (08)", "Participant (09)"]
    assert "kept apart" in first.notes[0]


def test_what_was_purged_stays_away(walk: Project) -> None:
    with walk.change("Import") as session:
        session.info["purged"] = {document_guid(session, "10.md")}
        with pytest.raises(WasPurgedError):
            add_document(session, draft(name="10.md"))
        session.info["purged"] = {guid_for(session, "speaker", "11.md\x1fAmina"), guid_for(session, "case", "Amina")}
        added = add_document(session, draft(name="11.md"))
        said = [line.speaker for line in segments_of(session, added.document_id or 0)]
    assert said == ["Interviewer", "Interviewer", "Ben"]
    assert added.left_out[0].what == "2 passages"


def test_undo_takes_an_import_back(walk: Project) -> None:
    walk.undo()
    with walk.read() as session:
        assert documents(session) == []
        assert session.execute(sa.select(table_of(Case)).where(table_of(Case).c.gone.is_(False))).first() is None
    walk.redo()
    with walk.read() as session:
        assert len(documents(session)) == 1


def test_cases_come_back(project: Project) -> None:
    with project.change("Add") as session:
        key = case_named(session, "P1")
        assert case_named(session, "P1") == key
