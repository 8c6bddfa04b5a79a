from __future__ import annotations

from workbench.tui.suggestions.looking import Look


def test_only_the_time_in_sight_counts() -> None:
    now = [100.0]
    look = Look(lambda: now[0])
    look.begin()
    now[0] += 3
    look.pause()
    now[0] += 60
    look.go_on()
    now[0] += 1.5
    assert look.milliseconds() == 4500
    look.begin()
    assert look.milliseconds() == 0
