"""The data dictionary: every column of every table, what it says, in what unit, and what a missing value means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workbench.desk.tables.columns import COLUMNS, OF_TABLES
from workbench.desk.tabular import Made, TableKind

DICTIONARY = ("table", "column", "says", "unit", "missing")
NEVER = "is never missing"
NOT_DESCRIBED = "not described yet"


@dataclass(frozen=True, slots=True)
class Described:
    """A column of a table as the dictionary has it."""

    table: str
    column: str
    says: str
    unit: str = ""
    """Empty for words, names and codes."""
    missing: str = NEVER

    @property
    def heading(self) -> str:
        """The column as a heading with its unit."""
        plain = self.column.replace("_", " ")
        unit = self.unit if self.unit not in {plain, "number"} else ""
        return f"{plain[:1].upper()}{plain[1:]}{f', {unit}' if unit else ''}"


def described(table: str, column: str) -> Described:
    """A column of a table: by the table's own description, else by what such a column says everywhere."""
    cells = OF_TABLES.get((table, column)) or COLUMNS.get(column)
    if cells is None:
        return Described(table, column, NOT_DESCRIBED, missing=NOT_DESCRIBED)
    says, unit, missing = (*cells, "", "")[:3]
    return Described(table, column, says, unit, missing or NEVER)


def dictionary(kinds: Iterable[TableKind]) -> Made:
    """A row a column of every table, in the order of the tables and of their columns."""
    return Made([(one.table, one.column, one.says, one.unit, one.missing) for one in _lines(kinds)])


def _lines(kinds: Iterable[TableKind]) -> Iterator[Described]:
    for kind in kinds:
        for column in kind.columns:
            yield described(kind.name, column)
        more = MORE.get(kind.name)
        if more is not None:
            yield Described(kind.name, *more)


MORE = {
    "quotes": (
        "(a column an attribute)",
        "what is known of the people who speak, by the attribute's name",
        "",
        "not recorded; withheld, in words, where too few people share it",
    ),
    "matrix": (
        "(a column a code)",
        "whether the person mentioned the code: 1 mentioned, 0 read to the end and not mentioned",
        "1 or 0",
        "not found so far, and not everything the person said has been read",
    ),
    "topics": (
        "group, speak, of",
        "with --by: a group of people, how many of them speak in the topic, of how many whose words were read",
        "people",
        "who speaks is not kept on this computer",
    ),
}
"""Columns that depend on the project or on how the table is asked for."""
