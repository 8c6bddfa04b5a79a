"""The two looks of the app, light and dark, and the twelve colours that codes are told apart by.

A colour never stands alone: each code has a letter, each state a glyph.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual.theme import Theme

from workbench.coding import colours

SLOTS = 12


def _code_colours(shown: Sequence[str]) -> dict[str, str]:
    """The theme variables `code-1` to `code-12`."""
    return {f"code-{slot}": colour for slot, colour in enumerate(shown, 1)}


DARK = Theme(
    name="workbench-dark",
    dark=True,
    primary="#8ab4dc",
    secondary="#93b8a0",
    accent="#e0ba74",
    warning="#e3a95f",
    error="#e98b86",
    success="#93c48d",
    foreground="#dfe2e6",
    background="#15181c",
    surface="#1b1f24",
    panel="#272c33",
    variables={
        **_code_colours(colours.DARK),
        "quiet": "#9aa2ab",
        "rule": "#3a414a",
        "block-cursor-foreground": "#15181c",
        "block-cursor-background": "#8ab4dc",
        "block-cursor-blurred-background": "#333a43",
        "block-cursor-blurred-foreground": "#dfe2e6",
        "border": "#8ab4dc",
        "border-blurred": "#3a414a",
        "footer-background": "#272c33",
        "scrollbar": "#3a414a",
        "scrollbar-background": "#1b1f24",
        "scrollbar-hover": "#56606c",
        "scrollbar-active": "#8ab4dc",
        "button-color-foreground": "#15181c",
        "input-selection-background": "#8ab4dc 35%",
    },
)

LIGHT = Theme(
    name="workbench-light",
    dark=False,
    primary="#2b5b84",
    secondary="#3f6b4f",
    accent="#7d5200",
    warning="#8a4f00",
    error="#a42a2a",
    success="#2f6b34",
    foreground="#22262b",
    background="#f4f1ea",
    surface="#fbf9f4",
    panel="#e4dfd4",
    variables={
        **_code_colours(colours.LIGHT),
        "quiet": "#5b6168",
        "rule": "#bdb6a8",
        "block-cursor-foreground": "#fbf9f4",
        "block-cursor-background": "#2b5b84",
        "block-cursor-blurred-background": "#d3ccbd",
        "block-cursor-blurred-foreground": "#22262b",
        "border": "#2b5b84",
        "border-blurred": "#bdb6a8",
        "footer-background": "#e4dfd4",
        "scrollbar": "#bdb6a8",
        "scrollbar-background": "#ece8df",
        "scrollbar-hover": "#8f897c",
        "scrollbar-active": "#2b5b84",
        "button-color-foreground": "#fbf9f4",
        "input-selection-background": "#2b5b84 30%",
    },
)


def slot_token(slot: int) -> str:
    """The theme variable of a code's colour; slots beyond the twelfth begin again."""
    return f"code-{(slot - 1) % SLOTS + 1}"
