"""Learned codes: better than plain models on real answers, true to their scores, the same in any order, never broken."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.suggestions.conftest import BUS, DARK, EVERY, POLICE, vectored
from workbench.benchmark.coded_answers import NoCodedAnswersError, questions
from workbench.benchmark.suggesting import HEADER, ORDER, calibration_error, measure, measured, quality
from workbench.suggestions.embedding import embedder
from workbench.suggestions.nearest import Coded, CodeTexts, Judged, Vectored, judge, scores, texts_of

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "March", "April")
CODES = [texts_of(1, "A", "A", "", "", "", ""), texts_of(2, "B", "B", "", "", "", "")]


def judged(texts: Sequence[str], codes: Sequence[CodeTexts], coded: Sequence[Coded]) -> Judged:
    return judge(vectored(texts, codes, coded))


def chances(texts: Sequence[str], codes: Sequence[CodeTexts], coded: Sequence[Coded]) -> np.ndarray:
    return judged(texts, codes, coded).chances(texts, embedder().vectors(texts))


def two_codes(days: int = len(DAYS)) -> list[Coded]:
    """BUS is coded 1, DARK is coded 2, on so many days."""
    return [
        Coded(f"{day}: {text}", frozenset({code}))
        for day in DAYS[:days]
        for code, some in ((1, BUS), (2, DARK))
        for text in some
    ]


def test_codes_that_say_nothing_are_learned_from_passages() -> None:
    found = judged(("The bus was late.", "No street light was on."), CODES, two_codes())
    assert found.learned == {0, 1}
    assert not found.calibrated, "96 are too few to trust a score"
    fits = chances(("The bus was late.", "No street light was on."), CODES, two_codes())
    assert fits[0, 0] > 0.8 > 0.2 > fits[0, 1]
    assert fits[1, 1] > 0.8 > 0.2 > fits[1, 0]


def test_what_was_read_without_a_code_makes_it_likelier_that_there_is_none() -> None:
    said = ("Police officers were at the gate.",)
    plain = chances(said, CODES, two_codes())
    read = chances(
        said, CODES, [*two_codes(), *(Coded(f"{day}: {one}", frozenset()) for day in DAYS for one in POLICE)]
    )
    assert (read < plain - 0.05).any()
    assert (read < plain).all()


def test_a_code_taken_off_is_less_likely_there_and_more_so_than_others() -> None:
    said = ("The bus stop has no light, the bus is late and the street is dark.",)
    plain = chances(said, CODES, two_codes())
    off = chances(said, CODES, [*two_codes(), Coded(said[0], frozenset(), frozenset({2}))])
    less = plain[0] - off[0]
    assert less[0] > 0.1
    assert less[0] > less[1] + 0.05


def test_what_a_code_excludes_counts_against_it_alone() -> None:
    said = "The night bus has a light over the door."
    fussy = [texts_of(1, "A", "A", "", "", said, ""), CODES[1]]
    plain, less = chances((said,), CODES, two_codes()), chances((said,), fussy, two_codes())
    assert less[0, 0] < plain[0, 0] - 0.1


def test_the_order_of_codes_and_of_codings_changes_nothing() -> None:
    coded = two_codes()
    one = chances(EVERY, CODES, coded)
    other = chances(EVERY, CODES[::-1], coded[::-1])
    assert np.array_equal(one, other[:, ::-1])
    there, back = judged(EVERY, CODES, coded), judged(EVERY, CODES[::-1], coded[::-1])
    assert back.learned == {0, 1}
    assert there.model is not None
    assert back.model is not None
    assert there.model.words(BUS[0], 0) == back.model.words(BUS[0], 1)


def test_the_telling_words_are_those_of_the_code() -> None:
    model = judged(EVERY, CODES, two_codes()).model
    assert model is not None
    assert "bus" in model.words("The bus is in the dark.", 0, most=2)
    assert "dark." in model.words("The bus is in the dark.", 1, most=2)
    assert model.words("", 0) == []


def test_two_processes_give_the_same_bytes() -> None:
    program = (
        "from tests.suggestions.test_learning import *\n"
        "print(hashlib.sha256(chances(EVERY, CODES, two_codes()).tobytes()).hexdigest())"
    )
    here = hashlib.sha256(chances(EVERY, CODES, two_codes()).tobytes()).hexdigest()
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == here


ODD = st.sampled_from(["", " ", "bus", "🚌🚌🚌", "…", "é" * 40, "The bus. " * 3, "word " * 2_000, "\n\n", "A", "10%"])


class OddVectors:
    """Vectors of length one that depend on the words alone, none for what has no words."""

    def of(self, texts: Sequence[str]) -> np.ndarray:
        rows = np.zeros((len(texts), 8), np.float32)
        for row, text in enumerate(texts):
            if any(character.isalnum() for character in text):
                seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")
                found = np.random.default_rng(seed).normal(size=8)
                rows[row] = found / np.linalg.norm(found)
        return rows


@settings(max_examples=60, deadline=None)
@given(
    texts=st.lists(ODD, max_size=6),
    coded=st.lists(st.tuples(ODD, st.frozensets(st.integers(0, 3)), st.frozensets(st.integers(0, 3))), max_size=40),
    count=st.integers(0, 3),
)
def test_odd_words_give_chances_and_never_break(
    texts: list[str], coded: list[tuple[str, frozenset[int], frozenset[int]]], count: int
) -> None:
    make = OddVectors()
    codes = [texts_of(at, f"c{at}", f"c{at}", "", "", "bus" if at else "", "") for at in range(count)]
    given = Vectored(
        texts,
        make.of(texts),
        codes,
        [make.of(code.about) for code in codes],
        [make.of(code.against) for code in codes],
        [Coded(*one) for one in coded],
        make.of([one[0] for one in coded]),
    )
    found = scores(given)
    assert found.shape == (len(texts), count)
    assert np.isfinite(found).all()
    assert ((found >= 0) & (found <= 1)).all()


@pytest.mark.parametrize(
    "text", ["bus", "🚌", "The bus is late. " * 12_500], ids=["a word", "an emoji", "50,000 words"]
)
def test_identical_passages_of_one_code(text: str) -> None:
    coded = [*[Coded(text, frozenset({1}))] * 3, *[Coded(one, frozenset({1})) for one in BUS] * 3]
    coded.append(Coded(DARK[0], frozenset()))
    found = scores(
        Vectored(
            [text, DARK[0]],
            OddVectors().of([text, DARK[0]]),
            CODES[:1],
            [OddVectors().of(CODES[0].about)],
            [OddVectors().of(())],
            coded,
            OddVectors().of([one.text for one in coded]),
        )
    )
    assert found[0, 0] >= found[1, 0]


def test_no_code_has_no_passage_yet() -> None:
    coded = [Coded(text, frozenset({1})) for text in BUS] * 5
    found = judged(("The bus was late.", "No street light was on."), CODES, coded)
    assert found.learned == {0}


def test_the_calibration_error_is_the_gap_in_each_bin_by_its_size() -> None:
    chances = np.array([0.05, 0.05, 0.95, 0.95, 0.95, 0.95])
    right = np.array([False, True, True, True, False, False])
    assert calibration_error(chances, right) == pytest.approx((2 * 0.45 + 4 * 0.45) / 6)
    assert calibration_error(chances[:0], right[:0]) == 0


def test_quality_of_a_ranking_known_by_hand() -> None:
    right = np.array([[True, False, False, False], [False, True, True, True]])
    chances = np.array([[0.5, 0.7, 0.2, 0.1], [0.9, 0.8, 0.5, 0.4]])
    found = quality(right, chances)
    assert found.lrap == pytest.approx((1 / 2 + (1 / 2 + 2 / 3 + 3 / 4) / 3) / 2)
    assert found.first == 0
    assert found.recall == pytest.approx((1 + 2 / 3) / 2)
    assert found.proposed == 2


@pytest.fixture(scope="module")
def real() -> dict[tuple[str, int, str], object]:
    """Every model on two questions of the Jupyter survey of 2015."""
    places = [Path(__file__).resolve().parents[up] / "shared" / "data" / "coded" / "jupyter2015" for up in (2, 3, 4)]
    folder = next((place for place in places if place.is_dir()), None)
    if folder is None:
        pytest.skip("the folder of real files, shared/data, is not beside this checkout")
    some = [one for one in questions(folder) if one.name in ("pleasant_aspects", "first_experience_enhancements")]
    assert len(some) == 2
    every = [one for question in some for one in measured(question, 2, (50, 200))]
    return {(one.question, one.coded, one.model): one.quality for one in every}


@pytest.mark.parametrize("coded", [50, 200])
def test_on_real_answers_ours_is_ahead_of_the_plain_models(real, coded: int) -> None:  # type: ignore[no-untyped-def]
    names = {name for name, _, _ in real}
    for plain in ("TF-IDF", "vectors", "both joined", "nothing learned"):
        ahead = [real[name, coded, "ours"].lrap - real[name, coded, plain].lrap for name in names]
        assert np.mean(ahead) > (0.04 if coded == 50 else 0.005), plain
        assert min(ahead) > 0, plain


def test_on_real_answers_scores_are_true_from_two_hundred_on(real) -> None:  # type: ignore[no-untyped-def]
    ours = [found for (_, coded, model), found in real.items() if (coded, model) == (200, "ours")]
    assert len(ours) == 2
    assert max(one.off for one in ours) <= 0.03
    assert np.mean([one.off_proposed for one in ours]) <= 0.06


def test_a_folder_without_coded_answers_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(NoCodedAnswersError, match="There is no folder"):
        questions(tmp_path / "none")
    (tmp_path / "notes.csv").write_text("answer,good\nFine,1\n", encoding="utf-8")
    with pytest.raises(NoCodedAnswersError, match="no coded answers"):
        questions(tmp_path)


def test_a_table_of_answers_is_measured_and_printed(tmp_path: Path) -> None:
    rows = [f'"{one.text}",{"1," if one.codes == {1} else ",x"}' for one in two_codes(5)]
    (tmp_path / "why.csv").write_text("\n".join(["answer,bus,dark", *rows]), encoding="utf-8")
    told: list[str] = []
    found = measure(tmp_path, draws=1, say=told.append)
    assert told == ["why: 60 answers, 2 codes …"]
    assert [(one.question, one.coded, one.most, one.model) for one in found] == [
        ("why", 40, True, model) for model in ORDER
    ]
    assert found[-1].quality.lrap > 0.95
    assert all(len(one.as_row()) == len(HEADER) for one in found)
    assert found[-1].as_json()["model"] == "ours"
