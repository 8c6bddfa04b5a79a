"""What follows from a change within that same change: figures counted from survey answers are counted anew.

Whatever wrote (an import, a person, a merge, an undo, a withdrawal), no figure of a survey outlives the answers that it
was counted from.
"""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from workbench.indicators.survey_keeping import count_anew, questions_in
from workbench.project.schema import NUMBERS

_OF_ALL = tuple(NUMBERS[name] for name in ("survey", "cases", "consent", "case_match", "attribute"))
_PLACES, _VALUES = NUMBERS["case_place"], NUMBERS["attribute_value"]
_FEW = 200
"""A change that wrote more values than this is not looked through for the questions that they answer."""
_MARKS = ", ".join(str(number) for number in (*_OF_ALL, _PLACES, _VALUES))
_TOUCHED = f"SELECT DISTINCT tab FROM entry WHERE change_id = ? AND tab IN ({_MARKS})"
_RECIPES = "SELECT id, recipe FROM indicator WHERE recipe <> '' AND gone = 0"
COUNTED = "SELECT observation.id FROM observation JOIN indicator ON indicator.id = indicator_id WHERE recipe <> ''"
"""The figures that are counted from this project's answers."""
_ASKED = (
    "SELECT DISTINCT attribute.name FROM entry JOIN attribute_value ON attribute_value.id = entry.row_id"
    " JOIN attribute ON attribute.id = attribute_value.attribute_id WHERE change_id = ? AND tab = ?"
)
_MANY = "SELECT count(*), sum(upto IS NOT NULL OR op = 'D') FROM entry WHERE change_id = ? AND tab = ?"


def follow(session: Session, connection: Any, change: int, kind: str) -> None:
    """Count anew what rests on answers that a change has touched; called before it is written for good."""
    touched = {row[0] for row in connection.execute(_TOUCHED, (change,))}
    if not touched and kind != "merge":
        return
    recipes = dict(connection.execute(_RECIPES).fetchall())
    if not recipes:
        return
    if kind != "merge" and not touched.intersection(_OF_ALL):
        recipes = _resting_on(connection, change, touched, recipes)
    if recipes:
        count_anew(session, only=recipes)


def _resting_on(connection: Any, change: int, touched: set[int], recipes: dict[int, str]) -> dict[int, str]:
    """Of the recipes those that rest on places or answers that were touched."""
    asked: set[str] | None = set()
    if _VALUES in touched:
        many, ranges = connection.execute(_MANY, (change, _VALUES)).fetchone()
        asked = None
        if many <= _FEW and not ranges:
            asked = {row[0] for row in connection.execute(_ASKED, (change, _VALUES))}
    return {
        key: written
        for key, written in recipes.items()
        if asked is None or questions_in(written) & asked or (_PLACES in touched and '"by"' in written)
    }


def is_counted(connection: Any, indicator_id: int) -> bool:
    """Whether an indicator's figures are counted from this project's answers, so that nobody need choose between two."""
    found = connection.execute("SELECT recipe <> '' FROM indicator WHERE id = ?", (indicator_id,)).fetchone()
    return found is not None and bool(found[0])
