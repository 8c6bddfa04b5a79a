from __future__ import annotations

from workbench.suggestions.telling import closest, telling_words

SAID = "The police never came when we rang them about the underpass."


def test_words_shared_with_the_code_come_first() -> None:
    found = telling_words(
        SAID, ["Police not there. Absence of the police."], ["We rang and rang.", "Nobody rang back."]
    )
    assert found == ["police", "rang"]


def test_a_word_of_one_passage_alone_tells_nothing() -> None:
    assert telling_words(SAID, [], ["The underpass is wet."]) == []


def test_the_closest_passages_share_most() -> None:
    coded = ["A bus fare costs more.", "The police came to the underpass.", "We rang the police from the underpass."]
    assert closest(SAID, coded, most=2) == [2, 1]


def test_few_passages_are_all_shown() -> None:
    assert closest(SAID, ["A bus fare."]) == [0]
