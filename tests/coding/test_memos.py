"""Memos hang on whatever they are about."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Coded
from workbench.coding.memos import (
    MemoIsEmptyError,
    MemoOnNothingError,
    amend_memo,
    memos,
    memos_on,
    remove_memo,
    write_memo,
)
from workbench.text import Span


def test_written_amended_and_taken_away(coded: Coded) -> None:
    """
    Amina: [Dark]{dark}.
    """
    code = coded.codes["dark"]
    with coded.project.change("Memo") as session:
        first = write_memo(session, " Lamps? ", about="code", thing_id=code)
        write_memo(session, "All of it.", about="project", kind="journal")
        note = write_memo(session, "Look.", about="document", thing_id=coded.document, kind="note", span=Span(0, 4))
        amend_memo(session, first, "Lamps, yes.")
    with coded.project.read() as session:
        (memo,) = memos_on(session, "code", code)
        assert (memo.text, memo.coder) == ("Lamps, yes.", "amina")
        assert [one.text for one in memos_on(session, "project")] == ["All of it."]
        assert [(one.start, one.end) for one in memos(session, kind="note")] == [(0, 4)]
        assert len(memos(session)) == 3
    with coded.project.change("Memo") as session:
        remove_memo(session, note)
        for about, thing in (("code", None), ("project", 1), ("weather", 1)):
            with pytest.raises(MemoOnNothingError):
                write_memo(session, "x", about=about, thing_id=thing)
        with pytest.raises(MemoIsEmptyError):
            write_memo(session, "  ", about="project")
        with pytest.raises(MemoIsEmptyError):
            amend_memo(session, first, "")
    with coded.project.read() as session:
        assert memos(session, kind="note") == []
