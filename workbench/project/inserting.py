"""Many rows inserted with one statement, which takes about half the time of a statement a row where rows are short."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any, Protocol

ROWS = 50
"""Rows in one statement."""


class Insert(Protocol):
    """What makes the statement that inserts so many rows."""

    def __call__(self, *, rows: int = 1) -> str:
        """The statement."""
        ...


def insert_many(connection: Any, statement_of: Insert, values: Iterable[tuple[Any, ...]]) -> None:
    """Insert a row for each tuple of values, in their order."""
    coming = iter(values)
    rest: list[tuple[Any, ...]] = []

    def together() -> Iterator[tuple[Any, ...]]:
        while len(part := list(islice(coming, ROWS))) == ROWS:
            yield tuple(chain.from_iterable(part))
        rest.extend(part)

    connection.executemany(statement_of(rows=ROWS), together())
    connection.executemany(statement_of(), rest)
