"""Merging codes: what moves, what falls away, what is refused."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Coded
from workbench.coding.codebook import CodeInsideItselfError, ensure_code, pin, pins
from workbench.coding.memos import memos_on, write_memo
from workbench.coding.merging import CodeIntoItselfError, Merged, foreseen, merge_codes, standing
from workbench.coding.themes import add_theme, themes
from workbench.coding.tree import CodeNameTakenError, code_paths


def test_codings_go_over_and_the_number_is_told(coded: Coded) -> None:
    """
    Amina: The [[underpass]{dark}]{unlit} and the [alley]{unlit} and [home]{unlit/lamps}.
    """
    dark, unlit = coded.codes["dark"], coded.codes["unlit"]
    with coded.project.change("Prepare") as session:
        write_memo(session, "Lamps.", about="code", thing_id=unlit)
        pin(session, 2, unlit)
        add_theme(session, "Fear", codes=[dark, unlit])
    with coded.project.change("Merge codes") as session:
        merged = merge_codes(session, dark, [unlit])
    assert (merged.codings, merged.twice) == (1, 1)
    assert coded.codings() == [("underpass", "dark"), ("alley", "dark"), ("home", "dark/lamps")]
    with coded.project.read() as session:
        assert list(code_paths(session).values()) == ["dark", "dark/lamps"]
        assert [memo.text for memo in memos_on(session, "code", dark)] == ["Lamps."]
        assert pins(session) == {2: dark}
        assert [theme.codes for theme in themes(session)] == [("dark",)]
        assert standing(session, unlit) == dark
        assert standing(session, 999) is None


def test_what_cannot_be_merged(coded: Coded) -> None:
    """
    Amina: [One]{a/x}, [two]{b/x}, [three]{b/y}.
    """
    with coded.project.change("Merge") as session:
        a, b = ensure_code(session, "a"), ensure_code(session, "b")
        with pytest.raises(CodeInsideItselfError):
            merge_codes(session, coded.codes["b/y"], [b])
    with pytest.raises(CodeNameTakenError), coded.project.change("Merge") as session:
        merge_codes(session, a, [b])
    with coded.project.change("Merge") as session:
        merge_codes(session, coded.codes["a/x"], [coded.codes["b/x"]])
        merge_codes(session, a, [b, a])
    assert coded.codings() == [("One", "a/x"), ("two", "a/x"), ("three", "a/y")]


def test_what_a_merge_would_do_is_known_before(coded: Coded) -> None:
    """
    Amina: [[In the dark]{dark}]{unlit} I run. [The lamps]{unlit}. [[Out]{unlit}]{dark}.
    """
    dark, unlit = coded.codes["dark"], coded.codes["unlit"]
    with coded.project.read() as session:
        assert foreseen(session, dark, [unlit]) == Merged(1, 2)
        with pytest.raises(CodeIntoItselfError):
            foreseen(session, dark, [dark])
    assert len(coded.codings()) == 5
    with coded.project.change("Merge") as session:
        assert merge_codes(session, dark, [unlit]) == Merged(1, 2)
