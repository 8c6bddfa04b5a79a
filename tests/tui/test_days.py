from __future__ import annotations

import pytest

from workbench.text import dated
from workbench.tui.days import wrong_day


def test_days_are_written_as_people_write_them() -> None:
    assert dated("2025-03-03") == "3 March 2025"
    assert dated("in spring") == "in spring"


@pytest.mark.parametrize(
    ("typed", "fine"), [("2025-03-03", True), ("", True), ("3 March", False), ("2025-02-30", False)]
)
def test_a_day_that_is_no_day_is_said(typed: str, fine: bool) -> None:
    assert (wrong_day(typed) is None) is fine
