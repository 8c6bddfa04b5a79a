"""Themes: patterns of meaning that a researcher states over codes. Findings rest on themes."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of

STATES = ("candidate", "kept", "dropped")


class Theme(Row, table=True):
    """A theme with its statement; it gathers many codes, and a code may serve many themes."""

    __table_args__: Any = (one_of("state", STATES), AUTOINCREMENT)

    name: str
    statement: str = ""
    state: str = "candidate"
    position: int = 0


class ThemeCode(Row, table=True):
    """A code that a theme gathers."""

    __tablename__ = "theme_code"

    theme_id: int = Field(foreign_key="theme.id", index=True)
    code_id: int = Field(foreign_key="code.id", index=True)
