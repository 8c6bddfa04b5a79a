"""Conditions on records, from a short list of tests: what is kept of a row's columns, in words and for the engine.

`{offence: robbery, age: {at least: 18}}` keeps rows for which both hold; `any:` holds a list of which one has to hold,
`all:` one of which each has to, `not:` one condition that must not. Text is compared without spaces at its ends,
capitals aside; numbers and days as what they are. A cell without a number is neither at least nor between anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from workbench.errors import WorkbenchError

TESTS = ("is", "is one of", "is not", "at least", "at most", "between", "is given")
_DEEPEST = 12


class ConditionIsWrongError(WorkbenchError):
    """A condition is none of those that there are: is, is one of, is not, at least, at most, between, is given."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition: in words, as a statement's part with places for its values, and the columns that it looks at."""

    words: str = ""
    part: str = "TRUE"
    values: tuple[Any, ...] = ()
    columns: tuple[str, ...] = ()


def quoted(name: str) -> str:
    """A column's name as the engine takes it, whatever it holds."""
    return '"' + name.replace('"', '""') + '"'


def condition(written: Any, where: str) -> Condition:
    """The condition that was written; `where` says in which part of the definition. Raises ConditionIsWrongError."""
    return _all(written, where, 0) if written not in (None, {}, []) else Condition()


def _all(written: Any, where: str, depth: int) -> Condition:
    if depth > _DEEPEST:
        raise ConditionIsWrongError(f"{where}: conditions lie too deep in each other. Write them side by side.")
    if isinstance(written, list):
        return _joined([_all(one, where, depth + 1) for one in written], "and")
    if not isinstance(written, Mapping) or not written:
        raise ConditionIsWrongError(
            f"{where}: a condition is a column with what it has to be, such as “offence: robbery”, not “{written}”."
        )
    return _joined([_one(str(key), said, where, depth) for key, said in written.items()], "and")


def _one(key: str, said: Any, where: str, depth: int) -> Condition:
    if key in {"any", "all"}:
        if not isinstance(said, list) or not said:
            raise ConditionIsWrongError(f"{where}: “{key}” takes a list of conditions.")
        return _joined([_all(one, where, depth + 1) for one in said], "or" if key == "any" else "and")
    if key == "not":
        inner = _all(said, where, depth + 1)
        return Condition(f"not ({inner.words})", f"NOT coalesce({inner.part}, FALSE)", inner.values, inner.columns)
    if not isinstance(said, Mapping):
        said = {"is one of" if isinstance(said, list) else "is": said}
    return _joined([_test(key, str(name), value, where) for name, value in said.items()], "and")


def _joined(parts: Sequence[Condition], by: str) -> Condition:
    if len(parts) == 1:
        return parts[0]
    return Condition(
        "(" + f" {by} ".join(part.words for part in parts) + ")"
        if by == "or"
        else ", and ".join(p.words for p in parts),
        "(" + f" {by.upper()} ".join(part.part for part in parts) + ")",
        tuple(value for part in parts for value in part.values),
        tuple(dict.fromkeys(name for part in parts for name in part.columns)),
    )


def _test(column: str, test: str, said: Any, where: str) -> Condition:
    at = f"{where}, “{column}”"
    text = f"lower(trim(CAST({quoted(column)} AS VARCHAR)))"
    match test:
        case "is" | "is not":
            value = _text(said, at)
            sign = "=" if test == "is" else "<>"
            return Condition(f"{column} {test} “{value}”", f"{text} {sign} ?", (value.casefold(),), (column,))
        case "is one of":
            if not isinstance(said, list) or not said:
                raise ConditionIsWrongError(f"{at}: “is one of” takes a list, such as [robbery, burglary].")
            values = [_text(one, at) for one in said]
            places = ", ".join("?" * len(values))
            words = f"{column} is one of {', '.join(f'“{one}”' for one in values)}"
            return Condition(words, f"{text} IN ({places})", tuple(one.casefold() for one in values), (column,))
        case "at least" | "at most":
            kind, value = _measure(said, at)
            sign = ">=" if test == "at least" else "<="
            return Condition(f"{column} is {test} {said}", f"{_cast(column, kind)} {sign} ?", (value,), (column,))
        case "between":
            if not isinstance(said, list) or len(said) != 2:
                raise ConditionIsWrongError(f"{at}: “between” takes the lowest and the highest, such as [10, 17].")
            (kind, low), (other, high) = (_measure(one, at) for one in said)
            if kind != other or low > high:
                raise ConditionIsWrongError(f"{at}: “between” takes the lower of two numbers or days first.")
            words = f"{column} is between {said[0]} and {said[1]}"
            return Condition(words, f"{_cast(column, kind)} BETWEEN ? AND ?", (low, high), (column,))
        case "is given":
            if not isinstance(said, bool):
                raise ConditionIsWrongError(f"{at}: “is given” takes true or false.")
            part = f"coalesce({text}, '') {'<>' if said else '='} ''"
            return Condition(f"{column} is {'' if said else 'not '}given", part, (), (column,))
    raise ConditionIsWrongError(f"{at}: there is no test “{test}”. Use one of: {', '.join(TESTS)}.")


def _text(said: Any, at: str) -> str:
    if isinstance(said, bool):
        raise ConditionIsWrongError(f"{at}: put yes, no, true and false in quotation marks, as the file writes them.")
    if said is None or isinstance(said, list | Mapping):
        raise ConditionIsWrongError(f"{at}: say what the column has to hold, in one word or number.")
    return str(said).strip()


def _measure(said: Any, at: str) -> tuple[str, Any]:
    if isinstance(said, date):
        return "DATE", said
    if isinstance(said, int | float) and not isinstance(said, bool):
        return "DOUBLE", float(said)
    raise ConditionIsWrongError(f"{at}: “{said}” is neither a number nor a day such as 2024-03-31.")


def _cast(column: str, kind: str) -> str:
    return f"TRY_CAST({quoted(column)} AS {kind})"
