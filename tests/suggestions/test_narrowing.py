"""Narrowing: the sentence that tells, and the steps from one word to the whole turn."""

from __future__ import annotations

from workbench.suggestions.narrowing import stepped, steps, telling_sentence, telling_word
from workbench.text import Span

TURN = " It was late. The street lamp by the river was off again. I went home. "


def said(span: Span, text: str = TURN) -> str:
    return text[span.start : span.end]


def test_the_sentence_with_most_telling_words_is_taken() -> None:
    whole = Span(1, len(TURN) - 1)
    assert said(telling_sentence(TURN, whole, ["lamp", "river"])) == "The street lamp by the river was off again."
    assert said(telling_sentence(TURN, whole, [])) == "It was late."


def test_it_stays_inside_the_words_proposed() -> None:
    first = Span(1, 13)
    assert said(telling_sentence(TURN, first, ["lamp"])) == "It was late."
    half = Span(14, 29)
    assert said(telling_sentence(TURN, half, ["lamp"])) == "The street lamp"


def test_the_word_is_the_first_that_tells_else_the_longest() -> None:
    sentence = telling_sentence(TURN, Span(1, len(TURN)), ["lamp"])
    assert said(telling_word(TURN, sentence, ["river", "lamp"])) == "river"
    assert said(telling_word(TURN, sentence, [])) == "street"
    assert telling_word("...", Span(0, 3), []) == Span(0, 3)


def test_steps_lie_inside_each_other_and_stepping_ends_at_both_ends() -> None:
    proposed = Span(14, len(TURN) - 1)
    levels = steps(TURN, proposed, ["lamp"])
    assert [said(one) for one in levels] == [
        "lamp",
        "The street lamp by the river was off again.",
        "The street lamp by the river was off again. I went home.",
        TURN.strip(),
    ]
    assert stepped(levels, proposed, -1) == levels[1]
    assert stepped(levels, levels[0], -1) == levels[0]
    assert stepped(levels, proposed, 1) == levels[3]
    assert stepped(levels, levels[3], 1) == levels[3]
    by_hand = Span(14, 29)
    assert stepped(levels, by_hand, -1) == levels[0]
    assert stepped(levels, by_hand, 1) == levels[1]


def test_a_turn_of_one_word_has_one_step() -> None:
    assert steps("Stop", Span(0, 4), []) == [Span(0, 4)]
