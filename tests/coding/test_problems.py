"""What is not in order in the coding room."""

from __future__ import annotations

from tests.coding.conftest import Coded
from workbench.coding.codebook import Code, add_code, amend_code
from workbench.coding.problems import problems
from workbench.coding.themes import add_theme, amend_theme
from workbench.rows import add, amend, remove
from workbench.sources.documents import Segment


def test_every_kind_of_problem_is_found(coded: Coded) -> None:
    """
    Amina: [Dark]{dark}.
    Ben: [Home]{home/inside}.
    """
    with coded.project.change("Definitions") as session:
        for key in coded.codes.values():
            amend_code(session, key, definition="What it means.")
        top = add_code(session, "tidy", definition="Fine.")
        amend_code(session, coded.codes["home/inside"], definition="Inside.")
    with coded.project.read() as session:
        assert [one.where for one in problems(session)] == ["code “home”"]
    with coded.project.change("Break") as session:
        add(session, Code, name="Tidy", definition="The same.")
        ring = add_code(session, "ring", definition="Round.")
        amend(session, Code, ring, parent_id=ring)
        orphan = add_code(session, "orphan", parent=top, definition="Alone.")
        amend(session, Code, top, gone=True)
        remove(session, Code, coded.codes["dark"])
        remove(session, Segment, 2)
        add_theme(session, "Empty")
        amend_theme(session, add_theme(session, "Dropped"), state="dropped")
        assert orphan
    with coded.project.read() as session:
        found = {(one.severity, one.where) for one in problems(session)}
    assert found == {
        ("warning", "code “home”"),
        ("error", "code “orphan”"),
        ("error", "code “ring”"),
        ("error", "one.md"),
        ("error", "code “dark”"),
        ("warning", "theme “Empty”"),
        ("info", "theme “Empty”"),
    }


def test_two_codes_of_one_name_are_told(coded: Coded) -> None:
    """
    Amina: [Dark]{dark}.
    """
    with coded.project.change("Merge of copies") as session:
        add(session, Code, name="Dark ", definition="The same.")
        amend_code(session, coded.codes["dark"], definition="It.")
    with coded.project.read() as session:
        (one,) = problems(session)
    assert "more than once" in one.message
