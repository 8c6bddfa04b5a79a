"""Texts of other tools laid out: the same words at every position, whatever was between them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workbench.exchange.laid_text import laid_out

TALK = (
    "Interview 4\n\nInterviewer: How do you get home?\r\nKez: On foot, \U0001f6b6 by the path.\n\n"
    "And alone.\tAlways.\nInterviewer: After dark?\nKez: \x07Never.\n"
)


def words(text: str) -> str:
    return "".join(text.split())


def test_labels_become_speakers_and_positions_follow() -> None:
    laid = laid_out(TALK)
    assert [(turn.speaker, turn.kind, turn.text) for turn in laid.turns] == [
        (None, "note", "Interview 4"),
        ("Interviewer", "turn", "How do you get home?"),
        ("Kez", "turn", "On foot, \U0001f6b6 by the path."),
        ("Kez", "paragraph", "And alone. Always."),
        ("Interviewer", "turn", "After dark?"),
        ("Kez", "turn", "Never."),
    ]
    assert laid.roles == {"Interviewer": "interviewer", "Kez": "participant"}
    text = laid.text()
    for quote in ("On foot, \U0001f6b6 by", "alone.\tAlways", "path.\n\nAnd", "dark?\nKez: \x07Never"):
        start = TALK.index(quote)
        span = laid.span(start, start + len(quote))
        assert span is not None
        assert words(text[span.start : span.end]) == words(quote.replace("Kez:", "").replace("\x07", ""))


def test_a_position_on_what_is_not_kept_is_none_or_clipped() -> None:
    laid = laid_out(TALK)
    label = TALK.index("Kez: On")
    assert laid.span(label, label + 4) is None
    span = laid.span(label, label + len("Kez: On foot"))
    assert span is not None
    assert laid.text()[span.start : span.end] == "On foot"
    assert laid.span(len(TALK) + 5, len(TALK) + 9) is None
    assert laid.span(9, 9) is None


def test_lines_broken_for_width_become_a_paragraph() -> None:
    line = "we walk along the river because the road has no light there and"
    text = "\n".join([line] * 5 + ["nobody minds."]) + "\n\n" + "\n".join([line] * 4)
    laid = laid_out(text)
    assert [turn.text.count("river") for turn in laid.turns] == [5, 4]
    start = text.index("nobody")
    span = laid.span(start - 4, start + 6)
    assert span is not None
    assert laid.text()[span.start : span.end] == "and nobody"


def test_a_very_long_paragraph_is_cut_and_every_word_is_there() -> None:
    text = "I went home. " * 4000
    laid = laid_out(text)
    assert max(len(turn.text) for turn in laid.turns) <= 20_000
    assert words(laid.text()) == words(text)


@given(
    st.lists(
        st.sampled_from(
            [
                "Kez: ",
                "Jo: ",
                "Interviewer: ",
                "I walk ",
                "home",
                "\U0001f6b6",
                "\n",
                "\r\n",
                "\n\n",
                " ",
                "\t",
                "\x07",
                "\u2029",
                "é",
            ]
        ),
        max_size=40,
    ),
    st.booleans(),
    st.data(),
)
def test_every_stretch_has_its_own_words(parts: list[str], folded: bool, data: st.DataObject) -> None:
    text = "".join(parts)
    laid = laid_out(text, folded=folded)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    span = laid.span(start, end)
    kept = laid.text()
    assert all(turn.text.strip() == turn.text != "" for turn in laid.turns)
    if span is None:
        gone = [stretch for stretch in laid.stretches if stretch.start < end and start < stretch.end]
        assert not gone or not words(text[start:end].replace("\x07", ""))
        return
    found = iter(words(text[start:end]))
    assert all(letter in found for letter in words(kept[span.start : span.end]))
    before = laid.span(0, start)
    after = laid.span(end, len(text))
    ours = words(kept[: before.end] if before else "") + words(kept[span.start : span.end])
    assert ours + words(kept[after.start :] if after else "") == words(kept)
