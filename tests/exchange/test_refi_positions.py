"""The same text, written in every way that tools count, gives the same quotes."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.exchange.refi.positions import STANDARD, Counting, Places, Selected, tell, ways

SAID = "I walk 🙂 home by the path 👋🏽 and naïve people — “they say” — cross 𝒜 over; it’s dark. 🚲 Nobody, really"
WORDS = SAID.split()


def text_with(end: str, seed: int, lines: int = 30) -> str:
    chance = random.Random(seed)
    return end.join(" ".join(chance.choices(WORDS, k=chance.randrange(4, 16))) for _ in range(lines))


def counted(text: str, index: int, way: Counting) -> int:
    """A position as a tool counts it, by the plainest means: character by character."""
    count, at = (1 if way.mark else 0), 0
    while at < index:
        pair = text[at : at + 2] == "\r\n"
        if pair:
            count += 1 if way.line_ends == "one" else (1 if at + 1 == index else 2)
            at += 2
            continue
        single = text[at] in "\r\n"
        astral = way.unit == "UTF-16 units" and ord(text[at]) > 0xFFFF
        count += 2 if (single and way.line_ends == "two") or astral else 1
        at += 1
    return count


def spans_of(text: str, seed: int, many: int) -> list[tuple[int, int]]:
    chance = random.Random(seed)
    words = [found.span() for found in re.finditer(r"\w+(?:’\w+)?", text)]
    found = []
    for _ in range(many):
        first = chance.randrange(len(words))
        last = min(len(words) - 1, first + chance.randrange(6))
        found.append((words[first][0], words[last][1]))
    return found


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("marked", [False, True])
@pytest.mark.parametrize("named", [False, True])
def test_each_way_is_told_and_gives_the_same_quotes(end: str, marked: bool, named: bool) -> None:
    text = text_with(end, 7)
    spans = spans_of(text, 8, 60)
    assert len(ways(text, marked=marked)) == (8 if marked else 4)
    for way in ways(text, marked=marked):
        given = [
            Selected(counted(text, start, way), counted(text, stop, way), text[start:stop][:30] if named else "")
            for start, stop in spans
        ]
        told = tell(text, given, marked=marked)
        assert told.counting == way
        assert told.or_else is None
        places = Places(text, told.counting)
        assert [(places.place(one.start), places.place(one.end)) for one in given] == spans


@given(st.text(alphabet="ab 🙂𝒜\r\né", max_size=60), st.sampled_from(["code points", "UTF-16 units"]),
       st.sampled_from(["as written", "one", "two"]), st.booleans())  # fmt: skip
def test_places_are_what_counting_one_by_one_gives(text: str, unit: str, ends: str, mark: bool) -> None:
    way = Counting(unit, ends, mark)
    places = Places(text, way)
    for index in range(len(text) + 1):
        if 0 < index < len(text) and text[index - 1 : index + 1] == "\r\n" and ends == "one":
            continue
        assert places.place(counted(text, index, way)) == index


def test_a_position_inside_a_character_is_that_characters() -> None:
    places = Places("a🙂b", Counting("UTF-16 units"))
    assert [places.place(position) for position in range(5)] == [0, 1, 1, 2, 3]


def test_where_all_ways_are_one_there_is_no_doubt() -> None:
    told = tell("I walk home.", [Selected(2, 6)])
    assert (told.counting, told.or_else) == (STANDARD, None)


def test_thin_evidence_is_said() -> None:
    text = "one two\none two\none two\none two\n"
    told = tell(text, [Selected(text.rindex("one"), text.rindex("one") + 3)])
    assert told.counting == STANDARD
    assert told.or_else is None
    doubted = tell("🙂 aa aa aa", [Selected(3, 5)])
    assert (doubted.counting, doubted.of, doubted.fitting) == (Counting("UTF-16 units"), 1, 1)
    doubted = tell("🙂🙂 a b c d", [Selected(5, 6)])
    assert (doubted.counting, doubted.or_else) == (STANDARD, Counting("UTF-16 units"))
    assert tell("a🙂bbbb. c", [Selected(3, 7, "bbbb")]).or_else is None
    assert tell("a🙂bbbb. c", [Selected(3, 7, "bbbb")]).counting == Counting("UTF-16 units")


def test_one_text_follows_what_others_of_the_project_have_shown() -> None:
    usual = Counting("UTF-16 units")
    assert tell("a🙂🙂b.", [Selected(1, 3)], usual=[usual]).counting == usual


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(("many", "named"), [(60, 0), (5, 0), (1, 500), (60, 500), (60, 12)])
def test_ends_on_the_last_character_are_told_where_words_or_names_show_it(end: str, many: int, named: int) -> None:
    text = text_with(end, 7)
    spans = [(start, stop) for start, stop in spans_of(text, 9, 200) if stop - start > 5][:many]
    for way in ways(text, marked=False):
        given = [
            Selected(counted(text, start, way), counted(text, stop - 1, way), text[start:stop][:named])
            for start, stop in spans
        ]
        told = tell(text, given)
        assert told.counting.last
        places = Places(text, told.counting)
        assert [places.span(one.start, one.end) for one in given] == spans


def test_one_selection_without_its_words_is_taken_to_end_after_the_last_character() -> None:
    assert tell("I walk home.", [Selected(2, 5)]).counting == STANDARD
    usual = Counting(last=True)
    assert tell("I walk home.", [Selected(2, 5)], usual=[usual]).counting == usual


def test_names_that_quote_nothing_do_not_mislead() -> None:
    text = text_with("\r\n", 3)
    spans = spans_of(text, 4, 40)
    way = Counting("UTF-16 units")
    given = [
        Selected(counted(text, a, way), counted(text, b, way), f"Quotation {n}:1") for n, (a, b) in enumerate(spans)
    ]
    assert tell(text, given).counting == way
