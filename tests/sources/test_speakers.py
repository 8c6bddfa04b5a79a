"""Speakers: their roles decide whose words count."""

from __future__ import annotations

import pytest

from workbench.project.file import Project
from workbench.sources.cases import case_labels, case_named, set_attribute
from workbench.sources.documents import document_named, segments_of
from workbench.sources.speakers import RoleIsUnknownError, is_generic, known_role, set_role, speakers_of


def test_a_role_takes_the_words_with_it(walk: Project) -> None:
    with walk.change("Role") as session:
        key = document_named(session, "07.md")
        ben = next(one for one in speakers_of(session, key) if one.label == "Ben")
        set_role(session, ben.id, "supporter")
        assert [line.case_id for line in segments_of(session, key) if line.speaker == "Ben"] == [None]
        assert "Ben" not in case_labels(session).values()
        set_role(session, ben.id, "participant")
        assert [line.case for line in segments_of(session, key) if line.speaker == "Ben"] == ["Ben"]


def test_a_case_of_which_something_is_known_stays(walk: Project) -> None:
    with walk.change("Role") as session:
        key = document_named(session, "07.md")
        ben = next(one for one in speakers_of(session, key) if one.label == "Ben")
        set_attribute(session, ben.case_id or 0, "age", "16")
        other = case_named(session, "P09")
        set_role(session, ben.id, "participant", case_id=other)
        assert {"Ben", "P09"} <= set(case_labels(session).values())
        assert [line.case for line in segments_of(session, key) if line.speaker == "Ben"] == ["P09"]
        with pytest.raises(RoleIsUnknownError):
            set_role(session, ben.id, "boss")


@pytest.mark.parametrize("label", ["Speaker 1", "Participant", "P3", "id2", "Interviewer", "A"])
def test_labels_that_name_nobody(label: str) -> None:
    assert is_generic(label)
    assert not is_generic("Amina")


def test_roles_by_their_words() -> None:
    found = [known_role(label) for label in ("Interviewer 2", "Amina (interpreter)", "Unknown Speaker", "Amina")]
    assert found == ["interviewer", "interpreter", "third party", ""]
