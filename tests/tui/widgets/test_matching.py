from __future__ import annotations

from workbench.tui.widgets.matching import rank


def test_better_fits_come_first() -> None:
    names = ["Afraid of the dark", "Darkness", "Undarkened", "Dates and roads kept", "Weapons"]
    found = [(fit, name) for name in names if (fit := rank("dark", name)) is not None]
    assert [name for _, name in sorted(found)] == [
        "Darkness",
        "Afraid of the dark",
        "Undarkened",
        "Dates and roads kept",
    ]


def test_accents_case_and_order_of_words_do_not_matter() -> None:
    assert rank("CAFE", "At the café") is not None
    assert rank("dark afraid", "Afraid of the dark") is not None
    assert rank("", "anything") == (0, 0)
    assert rank("krad", "dark") is None
