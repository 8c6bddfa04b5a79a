"""Positions in whatever unit a tool counts: the quoted words tell which, and come out where they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.exchange.studies.counted_positions import UNITS, Quoted, placed

PARTS = st.lists(st.sampled_from(["home", "\U0001f6b6", "café", " ", "\r\n", "\n", "日本"]), min_size=1, max_size=30)


def measured(text: str, unit: str) -> int:
    """How long a text is in a unit, worked out without the tables."""
    if unit.endswith("as one"):
        text = text.replace("\r\n", "\n")
    if unit.startswith("UTF-16"):
        return len(text.encode("utf-16-le")) // 2
    return len(text.encode()) if unit == "bytes" else len(text)


@given(PARTS, st.sampled_from(sorted(UNITS)), st.data())
def test_every_unit_gives_the_same_words(parts: list[str], unit: str, data: st.DataObject) -> None:
    text = "".join(parts)
    edges = [0]
    for part in parts:
        edges.append(edges[-1] + len(part))
    start, end = sorted(data.draw(st.lists(st.sampled_from(edges), min_size=2, max_size=2, unique=True)))
    told = Quoted(measured(text[:start], unit), measured(text[:end], unit), "")
    (span,) = placed(text, [told], (unit,)).spans
    assert span is not None
    assert text[span.start : span.end] == text[start:end]


@pytest.mark.parametrize("unit", sorted(UNITS))
def test_the_quoted_words_tell_the_unit(unit: str) -> None:
    text = "\U0001f6b6 I walk.\r\nÉlan \U0001f6b6 by the path.\r\nNobody comes. Nobody."
    words = ["I walk", "Élan", "by the path", "Nobody comes"]
    quoted = [
        Quoted(measured(text[: text.index(w)], unit), measured(text[: text.index(w) + len(w)], unit), w) for w in words
    ]
    found = placed(text, quoted, tuple(UNITS))
    assert found.unit == unit
    assert not found.moved
    assert [text[span.start : span.end] for span in found.spans if span] == words


def test_words_elsewhere_are_found_when_they_stand_in_one_place() -> None:
    text = "I walk. It is dark. It is dark."
    found = placed(text, [Quoted(3, 9, "I walk"), Quoted(0, 3, "It is dark"), Quoted(0, 3, "bus"), Quoted(5, 99, "")])
    assert [span and text[span.start : span.end] for span in found.spans] == ["I walk", None, None, None]
    assert found.moved == [0]
    assert list(found.why.values()) == [
        "its words are not at its place, and stand in 2 others",
        "its words are not in the text",
        "its place is not in the text",
    ]
