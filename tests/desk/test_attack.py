"""An attacker by linear programming on exports in series; `python -m tests.desk.attack` goes through two hundred projects."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk.attack import attack


@pytest.mark.parametrize("seed", range(12))
def test_no_withheld_number_is_known_more_closely_than_the_rule_lets(seed: int, tmp_path: Path) -> None:
    tally = attack(seed, tmp_path)
    assert tally["exports"] >= 2
    assert tally["numbers"]
