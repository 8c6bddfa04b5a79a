"""Topics: the same for the same seed, told apart by words a person can read, and honest about how many."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.suggestions.conftest import BUS, DARK, EVERY, POLICE
from workbench.suggestions import clustering, grouping
from workbench.suggestions.clustering import TopicsDoNotFitError
from workbench.suggestions.embedding import SuggestingStoppedError, embedder
from workbench.suggestions.grouping import (
    DensityCountsItselfError,
    DensityNeedsUmapError,
    NoSuchGroupingError,
    group,
)
from workbench.suggestions.keywords import FILLERS, name_words, tokens
from workbench.suggestions.word_counts import count_words

ROOT = Path(__file__).resolve().parents[2]
MANY = [f"{said} {tail}" for said in EVERY for tail in ("It was Monday.", "That was in March.", "Ask my brother.")] * 2


def test_three_kinds_of_talk_come_apart() -> None:
    made = group(EVERY, embedder().vectors(EVERY), topics=3)
    found = {frozenset(EVERY[at] for at in one.members) for one in made.groups}
    assert found == {frozenset(BUS), frozenset(DARK), frozenset(POLICE)}
    words = [set(one.keywords) for one in made.groups]
    assert any("police" in some for some in words)
    assert any("bus" in some for some in words)
    assert made.why == "3, as asked."


@pytest.mark.parametrize("bertopic", [True, False])
def test_with_and_without_bertopic_the_groups_are_the_same(monkeypatch: pytest.MonkeyPatch, bertopic: bool) -> None:
    monkeypatch.setattr(grouping, "bertopic_is_there", lambda: bertopic)
    made = group(MANY, embedder().vectors(MANY), topics=3)
    assert made.method.startswith("BERTopic") == bertopic
    assert sorted(len(one.members) for one in made.groups) == [36, 36, 36]
    assert {one.keywords[0] for one in made.groups} >= {"bus", "police"}


PROGRAM = """
from tests.suggestions.test_grouping import MANY
from workbench.suggestions.embedding import embedder
from workbench.suggestions.grouping import group
print(group(MANY, embedder().vectors(MANY), seed=7))
"""


def test_the_same_seed_gives_the_same_topics_in_two_processes() -> None:
    said = [
        subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    ]
    assert said[0] == said[1]
    assert "Group(keywords" in said[0]


@pytest.mark.parametrize("count", [0, 1, 5, 7])
def test_too_few_passages_are_a_sentence(count: int) -> None:
    made = group(EVERY[:count], np.ones((count, 4), np.float32))
    assert made.groups == ()
    assert "too few" in made.why


@pytest.mark.parametrize("count", [8, 9, 20, 60, 70])
def test_passages_that_are_all_alike_bring_nothing_down(count: int) -> None:
    texts = ["The bus was late again this morning."] * count
    made = group(texts, embedder().vectors(texts))
    assert sum(len(one.members) for one in made.groups) + len(made.outliers) == count


def test_a_number_of_topics_that_cannot_be_is_refused() -> None:
    vectors = embedder("tfidf").vectors(EVERY)
    for topics in (1, 0, -3, 10):
        with pytest.raises(TopicsDoNotFitError, match="2 to 9"):
            group(EVERY, vectors, topics=topics)


def test_clear_groups_are_counted_and_a_cloud_is_not() -> None:
    random = np.random.default_rng(0)
    middles = random.normal(size=(5, 30))
    clear = np.concatenate([middle + 0.1 * random.normal(size=(40, 30)) for middle in middles]).astype(np.float32)
    things = ["buses timetable", "lamps darkness", "police patrol", "river bridge", "library book"]
    made = group([f"the {thing} here" for thing in things for _ in range(40)], clear)
    assert len(made.groups) == 5
    assert {" ".join(sorted(one.keywords[0].split())) for one in made.groups} >= {"bridge river", "book library"}
    cloud = random.normal(size=(200, 300)).astype(np.float32)
    made = group(["words that tell nothing apart here"] * 200, cloud)
    assert "no clear number" in made.why
    assert made.groups == ()
    assert len(made.outliers) == 200
    kept = group(["words that tell nothing apart here"] * 200, cloud, topics=11)
    assert sum(one.steadiness for one in kept.groups) / len(kept.groups) < 0.5


def test_a_group_without_words_that_tell_is_no_topic() -> None:
    random = np.random.default_rng(2)
    middles = np.eye(4, 40)
    rows = np.concatenate([middle + 0.05 * random.normal(size=(40, 40)) for middle in middles])
    vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    texts = [f"the {thing} here" for thing in ("buses timetable", "lamps darkness", "police patrol") for _ in range(40)]
    made = group([*texts, *["what I said before"] * 40], vectors)
    assert sorted(len(one.members) for one in made.groups) == [40, 40, 40]
    assert made.outliers == tuple(range(120, 160))
    assert "no topics" in made.why
    assert len(group([*texts, *["what I said before"] * 40], vectors, topics=4).groups) == 4


def test_when_things_were_and_words_of_telling_are_no_keywords() -> None:
    texts = ["On Friday in October we heard the old lamp hum for hours", "Last year it was dark at night"]
    said = {word for text in count_words(texts).documents() for word in text.split()}
    assert said == {"lamp", "hum", "dark", "night"}


def test_closeness_falls_from_the_first_passage_on() -> None:
    for one in group(EVERY, embedder().vectors(EVERY), topics=2).groups:
        assert list(one.closeness) == sorted(one.closeness, reverse=True)
        assert 0 <= one.closeness[-1] <= one.closeness[0] <= 1


def test_grouping_can_be_stopped() -> None:
    with pytest.raises(SuggestingStoppedError):
        group(EVERY, embedder("tfidf").vectors(EVERY), cancelled=lambda: True)


def test_words_of_speech_and_names_are_no_keywords() -> None:
    said = "Um, you know, it’s kind of like... Amina's bus, yeah? The buses weren't there."
    assert tokens(said, name_words(["Amina (P3)"])) == ["bus", "buses"]
    assert {"um", "yeah", "like", "know"} <= FILLERS


def test_forms_of_a_word_count_together_and_once_a_passage() -> None:
    texts = ("Buses and buses and a bus", "bus lamps", "lamps games", "a game")
    assert count_words(texts).documents() == ["bus", "bus lamps", "game lamps", "game"]


def test_by_density_needs_its_package_and_counts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = embedder("tfidf").vectors(EVERY)
    with pytest.raises(DensityCountsItselfError):
        group(EVERY, vectors, topics=3, groups="density")
    with pytest.raises(NoSuchGroupingError):
        group(EVERY, vectors, groups="somehow")
    few = group(EVERY, vectors, groups="density")
    assert "it takes at least 60 passages with words" in few.why
    monkeypatch.setattr(clustering, "density_is_there", lambda: False)
    with pytest.raises(DensityNeedsUmapError):
        group(EVERY, vectors, groups="density")


def test_what_lies_far_from_every_middle_is_in_no_topic() -> None:
    random = np.random.default_rng(1)
    middles = np.eye(3, 40)
    near = np.concatenate([middle + 0.05 * random.normal(size=(40, 40)) for middle in middles])
    apart = np.zeros((1, 40))
    apart[0, 39] = 1
    rows = np.concatenate([near, apart])
    vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    made = group(["words that tell nothing apart here"] * 121, vectors, topics=3)
    assert made.outliers == (120,)
    assert "1 passage fits in no topic." in made.why
    assert sorted(len(one.members) for one in made.groups) == [40, 40, 40]


@pytest.mark.parametrize("texts", [[""] * 70, ["🙂🙂"] * 70, ["bus"] * 69 + ["lamp"]])
def test_empty_emoji_and_one_word_passages_bring_nothing_down(texts: list[str]) -> None:
    made = group(texts, embedder("tfidf").vectors(texts))
    assert sum(len(one.members) for one in made.groups) + len(made.outliers) == 70


def test_above_what_is_fitted_a_sample_is_and_the_rest_go_to_their_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = embedder().vectors(MANY)
    monkeypatch.setattr(clustering, "FITTED", 60)
    made = group(MANY, vectors, topics=3)
    assert "Found in 60 passages drawn by lot" in made.why
    assert sum(len(one.members) for one in made.groups) + len(made.outliers) == len(MANY)
    assert group(MANY, vectors, topics=3).groups == made.groups
