"""Shares of people against published values."""

from __future__ import annotations

import pytest

from workbench.proportions import wilson


@pytest.mark.parametrize(
    ("count", "of", "low", "high"), [(15, 50, 0.191036, 0.437504), (0, 20, 0, 0.161125), (20, 20, 0.838875, 1)]
)
def test_wilson_as_published(count: int, of: int, low: float, high: float) -> None:
    assert wilson(count, of) == pytest.approx((low, high), abs=1e-6)


@pytest.mark.parametrize(("count", "of"), [(1, 0), (3, 2), (-1, 5)])
def test_what_is_no_share(count: int, of: int) -> None:
    with pytest.raises(ValueError, match="not a share"):
        wilson(count, of)
