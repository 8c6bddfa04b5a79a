"""Damaged files of every kind: a draft or a sentence, never anything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.exchange.fuzzing import outcome, subjects, tables_of_figures

TIMES, OF_FIGURES = 500, 80


@pytest.mark.parametrize("subject", subjects())
def test_damage_ends_in_a_draft_or_a_sentence(tmp_path: Path, subject: str) -> None:
    times = OF_FIGURES if subject in tables_of_figures() else TIMES
    said = [outcome(subject, number, tmp_path) for number in range(times)]
    refused = [one for one in said if one != "read"]
    name = subjects()[subject].name
    assert 0 < len(refused) < times or subject in {"txt", "md", "turns", "html"}
    for one in refused:
        assert one.startswith((name, "There ")), one
        assert one.endswith((".", "?")), one
        assert "\n" not in one
        assert "Error" not in one
