"""Damaged files of every kind: a draft or a sentence, never anything else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.exchange.forked import forks
from tests.exchange.fuzzing import outcome
from tests.exchange.subjects import subjects, tables_of_figures
from workbench.exchange.readers import Options, read_map, readers, recognise

TIMES, OF_FIGURES = 500, 80
BEGINS = {"zipped table": ("figures.csv",), "frame": ("The coding frame cannot be used. frame.yaml",)}
"""How a refusal begins that does not begin with the file's name."""


@pytest.fixture(scope="module", autouse=True)
def _forks() -> Iterator[None]:
    with forks():
        yield


@pytest.mark.parametrize("subject", subjects())
def test_damage_ends_in_a_draft_or_a_sentence(tmp_path: Path, subject: str) -> None:
    times = OF_FIGURES if subject in tables_of_figures() else TIMES
    said = [outcome(subject, number, tmp_path) for number in range(times)]
    refused = [one for one in said if one != "read"]
    assert 0 < len(refused) < times or subject in {"txt", "md", "turns", "html"}
    for one in refused:
        assert one.startswith((subjects()[subject].name, "There ", *BEGINS.get(subject, ()))), one
        assert one.endswith((".", "?")), one
        assert "\n" not in one
        assert "Error" not in one


def test_every_reader_has_a_file_to_damage_that_it_reads_while_it_is_whole(tmp_path: Path) -> None:
    found = set()
    for name, subject in subjects().items():
        path = tmp_path / subject.name
        path.write_bytes(subject.data)
        if name == "map":
            assert read_map(path)
        else:
            reader = recognise(path, as_=subject.as_)
            reader.read(path, Options(as_=subject.as_))
            found.add(reader.name)
    assert found == {reader.name for reader in readers()}
