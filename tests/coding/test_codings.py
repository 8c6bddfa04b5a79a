"""Codings: put on, moved, turned, taken off; and what is refused."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Coded
from workbench.coding.codebook import ensure_code, retire_code
from workbench.coding.codings import (
    AlreadyCodedError,
    CodeGoneError,
    CodeRetiredError,
    Coding,
    DocumentGoneError,
    NewCoding,
    NothingSelectedError,
    OutsideTextError,
    adjust,
    apply_code,
    apply_codes,
    codings_in,
    remove_coding,
    set_direction,
)
from workbench.rows import find, remove
from workbench.sources.coders import coder_named
from workbench.sources.documents import Document
from workbench.text import Span


def test_overlapping_codes_both_survive(coded: Coded) -> None:
    """
    Interviewer: How is it after dark?
    Amina: [I cross over [when the lamps are out]{lighting}]{safety/avoidance}.
    """
    assert coded.paths_at("lamps") == {"lighting", "safety/avoidance"}
    assert coded.paths_at("I cross") == {"safety/avoidance"}
    assert coded.paths_at("How") == set()


def test_the_anchor_is_where_the_first_touched_segment_begins(coded: Coded) -> None:
    """
    Interviewer: Where?
    Amina: By the [shops.
    Ben: And] then the bus.
    """
    with coded.project.change("Code") as session:
        code = ensure_code(session, "place")
        key = apply_code(session, code, coded.document, Span(coded.text.index("shops"), coded.text.index(" then")))
        assert find(session, Coding, key).anchor == coded.text.index("By")


def test_nothing_is_coded_where_there_is_nothing(coded: Coded) -> None:
    """
    Amina: Two words.
    Ben: [More]{code} words.
    """
    end = len(coded.text)
    code = coded.codes["code"]
    with coded.project.change("Code") as session:
        for span in (Span(3, 3), Span(3, 4), Span(10, 11)):
            with pytest.raises(NothingSelectedError):
                apply_code(session, code, coded.document, span)
        for span in (Span(end - 2, end + 1), Span(end + 5, end + 9)):
            with pytest.raises(OutsideTextError):
                apply_code(session, code, coded.document, span)
        assert apply_code(session, code, coded.document, Span(10, end))


def test_the_same_coding_twice_by_one_coder_is_refused_and_by_another_is_not(coded: Coded) -> None:
    """
    Amina: The [underpass]{place} at night.
    """
    with coded.project.change("Code") as session:
        with pytest.raises(AlreadyCodedError):
            apply_code(session, coded.codes["place"], coded.document, coded.span("underpass"))
        apply_code(
            session, coded.codes["place"], coded.document, coded.span("underpass"), coder=coder_named(session, "ben")
        )
    with coded.project.read() as session:
        assert [one.coder for one in codings_in(session, coded.document)] == ["amina", "ben"]


def test_a_removed_coding_may_be_made_again(coded: Coded) -> None:
    """
    Amina: The [underpass]{place} at night.
    """
    with coded.project.change("Remove coding") as session:
        remove_coding(session, coded.coding("underpass"))
    assert coded.codings() == []
    with coded.project.change("Code") as session:
        apply_code(session, coded.codes["place"], coded.document, coded.span("underpass"))
    assert coded.codings() == [("underpass", "place")]


def test_what_is_gone_or_retired_is_refused(coded: Coded) -> None:
    """
    Amina: The [underpass]{place} at night.
    """
    span = coded.span("night")
    with coded.project.change("Code") as session:
        with pytest.raises(CodeGoneError):
            apply_code(session, 999, coded.document, span)
        with pytest.raises(DocumentGoneError):
            apply_code(session, coded.codes["place"], 999, span)
        retire_code(session, coded.codes["place"])
        with pytest.raises(CodeRetiredError):
            apply_code(session, coded.codes["place"], coded.document, span)
        adjust(session, coded.coding("underpass"), coded.span("underpass at"))
        remove(session, Document, coded.document)
        with pytest.raises(DocumentGoneError):
            apply_code(session, coded.codes["place"], coded.document, span)


def test_either_end_moves_and_the_anchor_with_it(coded: Coded) -> None:
    """
    Amina: Before.
    Ben: The [underpass]{place} at night.
    """
    key = coded.coding("underpass")
    with coded.project.change("Adjust") as session:
        adjust(session, key, coded.span("Before.\nThe underpass"))
    with coded.project.read() as session:
        row = find(session, Coding, key)
        assert (row.anchor, row.start, row.end) == (0, 0, coded.span("underpass").end)
    with coded.project.change("Adjust") as session, pytest.raises(NothingSelectedError):
        adjust(session, key, Span(4, 4))


def test_a_coding_may_speak_against(coded: Coded) -> None:
    """
    Amina: The [underpass]{place} at night.
    """
    with coded.project.change("Against") as session:
        set_direction(session, coded.coding("underpass"), "against")
    with coded.project.read() as session:
        assert codings_in(session, coded.document)[0].direction == "against"


def test_many_at_once_leave_out_what_cannot_be_with_its_reason(coded: Coded) -> None:
    """
    Amina: The [underpass]{place} at night.
    Ben: And the bus.
    """
    place, bus = coded.codes["place"], coded.span("bus")
    there = coded.span("underpass")
    with coded.project.change("Import codings") as session:
        came = apply_codes(
            session,
            [
                NewCoding(place, coded.document, bus.start, bus.end),
                NewCoding(place, coded.document, bus.start, bus.end),
                NewCoding(place, coded.document, there.start, there.end),
                NewCoding(999, coded.document, 0, 3),
                NewCoding(place, coded.document, 0, 999),
                NewCoding(place, 999, 0, 3),
                NewCoding(place, coded.document, 3, 3),
            ],
        )
    assert (came.added, came.there_already) == (1, 2)
    assert [why.split(".")[0] for _, why in came.left_out] == [
        "That code is no longer in the codebook",
        "That is outside the text of the document",
        "That document is no longer in the project",
        "There are no words in that selection",
    ]
    assert coded.codings() == [("underpass", "place"), ("bus", "place")]


def test_one_coding_is_a_handful_of_statements(coded: Coded) -> None:
    """
    Amina: The [underpass]{place} at night.
    """
    import sqlalchemy as sa

    said: list[str] = []
    engine = coded.project._engine
    sa.event.listen(engine, "before_cursor_execute", lambda c, cur, statement, *rest: said.append(statement))
    with coded.project.change("Code") as session:
        said.clear()
        apply_code(session, coded.codes["place"], coded.document, coded.span("night"))
        assert len(said) <= 2, said
