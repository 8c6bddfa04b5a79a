"""The cache: never wrong, only absent."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from tests.suggestions.conftest import EVERY
from workbench.suggestions.cache import CHUNK, VectorCache, project_id, purge
from workbench.suggestions.embedding import SuggestingStoppedError

SECRET, OTHER = b"s" * 32, b"o" * 32
KEY = "x'" + "ab" * 48 + "'"


class Counting:
    """An embedder that counts what it is asked, and gives each text a vector of its own."""

    name, note, lasting = "counting", "", True

    def __init__(self) -> None:
        self.read: list[str] = []

    def vectors(self, texts: Sequence[str], *, progress=None, cancelled=None):  # type: ignore[no-untyped-def]
        self.read += texts
        return np.stack([np.random.default_rng(len(text)).random(7).astype(np.float32) for text in texts])


@pytest.mark.parametrize("key", [None, KEY])
def test_what_is_known_is_not_read_again(key: str | None) -> None:
    first, second = Counting(), Counting()
    made = VectorCache(SECRET, "m", key=key).vectors(first, [*EVERY, EVERY[0]])
    again = VectorCache(SECRET, "m", key=key).vectors(second, [EVERY[0], "something new", *EVERY[1:]])
    assert len(first.read) == len(EVERY)
    assert second.read == ["something new"]
    assert np.array_equal(made[1 : len(EVERY)], again[2:])
    assert np.array_equal(made[0], made[-1])


@pytest.mark.parametrize("key", [None, KEY])
def test_a_damaged_end_is_read_anew_and_the_rest_kept(key: str | None) -> None:
    cache = VectorCache(SECRET, "m", key=key)
    made = cache.vectors(Counting(), EVERY[:3])
    whole = cache.path.stat().st_size
    cache.vectors(Counting(), EVERY[:6])
    raw = bytearray(cache.path.read_bytes())
    raw[whole + 40] ^= 1
    cache.path.write_bytes(raw)
    reader = Counting()
    again = VectorCache(SECRET, "m", key=key).vectors(reader, EVERY[:6])
    assert set(reader.read) == set(EVERY[3:6])
    assert np.array_equal(made, again[:3])


@pytest.mark.parametrize("junk", [b"", b"WBV2", b"\x00" * 500, b"WBV2" + b"\xff" * 60])
def test_junk_is_thrown_away(junk: bytes) -> None:
    cache = VectorCache(SECRET, "m")
    cache.path.parent.mkdir(parents=True)
    cache.path.write_bytes(junk)
    assert cache.vectors(Counting(), EVERY).shape == (len(EVERY), 7)
    reader = Counting()
    VectorCache(SECRET, "m").vectors(reader, EVERY)
    assert reader.read == []


def test_under_an_encrypted_project_nothing_can_be_made_out() -> None:
    vectors = VectorCache(SECRET, "m", key=KEY).vectors(Counting(), EVERY)
    raw = VectorCache(SECRET, "m", key=KEY).path.read_bytes()
    assert vectors[0].astype("<f2").tobytes() not in raw
    plain = VectorCache(SECRET, "m")
    assert plain.path != VectorCache(SECRET, "m", key=KEY).path
    plain.vectors(Counting(), EVERY)
    assert vectors[0].astype("<f2").tobytes() in plain.path.read_bytes()


def test_what_comes_from_the_cache_is_what_was_first_computed() -> None:
    first = VectorCache(SECRET, "m").vectors(Counting(), EVERY)
    assert np.array_equal(first, VectorCache(SECRET, "m").vectors(Counting(), EVERY))
    assert np.abs(first - Counting().vectors(EVERY)).max() < 5e-4


def test_two_texts_are_never_taken_for_one_another() -> None:
    texts = [f"answer {number}" for number in range(30_000)]
    stamps = VectorCache(SECRET, "m")._stamps(texts)
    assert len(np.unique(stamps)) == len(texts)
    assert all(len(one) == 16 for one in stamps)
    assert not set(stamps) & set(VectorCache(OTHER, "m")._stamps(texts))


def test_a_stopped_reading_keeps_what_was_read() -> None:
    texts = [f"answer {'x' * number}" for number in range(CHUNK + 50)]
    stopping = Counting()

    def vectors(some: Sequence[str], *, progress=None, cancelled=None):  # type: ignore[no-untyped-def]
        if stopping.read:
            raise SuggestingStoppedError
        return Counting.vectors(stopping, some)

    stopping.vectors = vectors  # type: ignore[method-assign]
    with pytest.raises(SuggestingStoppedError):
        VectorCache(SECRET, "m").vectors(stopping, texts)
    again = Counting()
    VectorCache(SECRET, "m").vectors(again, texts)
    assert again.read == texts[CHUNK:]


def test_another_key_reads_nothing(own_cache: Path) -> None:
    first = VectorCache(SECRET, "m", key=KEY)
    first.vectors(Counting(), EVERY)
    other = VectorCache(SECRET, "m", key=KEY.replace("ab", "cd"))
    other.path.write_bytes(first.path.read_bytes())
    reader = Counting()
    other.vectors(reader, EVERY)
    assert len(reader.read) == len(EVERY)


def test_models_and_projects_are_kept_apart_and_purged_by_project(own_cache: Path) -> None:
    for secret, model in ((SECRET, "m"), (SECRET, "n"), (OTHER, "m")):
        reader = Counting()
        VectorCache(secret, model).vectors(reader, EVERY)
        assert len(reader.read) == len(EVERY)
    assert purge(SECRET)
    assert not purge(SECRET)
    assert [place.name for place in own_cache.iterdir()] == [project_id(OTHER)]
    assert SECRET.hex() not in project_id(SECRET)
