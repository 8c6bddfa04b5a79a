"""Variables of people as files of SPSS (`.sav`), of Stata (`.dta`), and as `.csv` for R and pandas, with their dictionary.

Kinds of missing are user-missing values in SPSS, `.a`, `.b` and so on in Stata, and words in `.csv`, so that nobody takes
them for a number; where nothing is known there is nothing.
"""

from __future__ import annotations

import string
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    import pandas as pd

Value: TypeAlias = float | str | None
Measure = Literal["nominal", "ordinal", "scale"]

SUFFIXES = (".sav", ".dta", ".csv")
DICTIONARY = ("variable", "of", "is", "says", "values", "missing")
MOST_CELLS = 4_000_000
"""So many people times variables are written; more is a table for a data base."""
_SPSS_LABEL, _SPSS_VALUE, _STATA_LABEL = 255, 120, 80
_LONGEST_TEXT = 32_000


class TooManyVariablesError(WorkbenchError):
    """There are too many people and codes for one file of variables. Take out the table framework instead."""


@dataclass(slots=True)
class Variable:
    """One variable: a value a person. Numbers with labels where it is listed, plain numbers, or texts."""

    name: str
    of: str
    """What it was made from: a code's path, an attribute's name."""
    kind: str
    """What that is: a code, an attribute, who it is."""
    label: str
    """In a sentence: the code's definition, the question."""
    values: list[Value]
    measure: Measure = "nominal"
    labels: Mapping[float, str] = field(default_factory=dict)
    """What numbers are called, the kinds of missing aside."""
    missing: Mapping[float, str] = field(default_factory=dict)
    """The numbers that are kinds of missing, below all others, and what they say."""
    meaning: Mapping[float, str] = field(default_factory=dict)
    """What a kind of missing means in a sentence, where its name does not say all."""
    nothing: str = "not recorded"
    """What it means where there is no value."""

    @property
    def is_text(self) -> bool:
        """Whether its values are texts."""
        return not self.labels and not self.missing and any(isinstance(value, str) for value in self.values)

    @property
    def title(self) -> str:
        """What SPSS and Stata show for it: what it is of, and in a sentence what that is."""
        return f"{self.of}: {self.label}" if self.label and self.label != self.of else self.of

    @property
    def letters(self) -> dict[float, str]:
        """The letter of each kind of missing in Stata."""
        return dict(zip(sorted(self.missing, reverse=True), string.ascii_lowercase, strict=False))


def require_few(variables: Sequence[Variable]) -> None:
    """Raise TooManyVariablesError where no program would take so many cells well."""
    if sum(len(one.values) for one in variables) > MOST_CELLS:
        raise TooManyVariablesError(
            f"These are {len(variables[0].values):,} people by {len(variables):,} variables, too many for one file."
            " Take out the table framework instead: --table framework."
        )


def written_as(variables: Sequence[Variable], ending: str, *, title: str, beside: Path) -> bytes:
    """The variables as the bytes of a file of SPSS, `.sav`, or of Stata, `.dta`.

    While it is made it lies in a folder of its own in `beside`, where the file itself will lie, and nowhere else.
    """
    with tempfile.TemporaryDirectory(prefix=".variables-", dir=beside) as folder:
        path = Path(folder) / f"variables{ending}"
        write = {".sav": _sav, ".dta": _dta}[ending]
        write(variables, path, title)
        return path.read_bytes()


def dictionary_of(variables: Sequence[Variable]) -> list[tuple[str, ...]]:
    """What each variable is, a row a variable: name, what it is of, what that is, what it says, its values, what missing means."""
    return [
        (one.name, one.of, one.kind, one.label, _listed(one.labels), "; ".join(_kinds_of_missing(one)))
        for one in variables
    ]


def _listed(labels: Mapping[float, str]) -> str:
    return "; ".join(f"{value:g} {label}" for value, label in labels.items())


def _kinds_of_missing(one: Variable) -> Iterator[str]:
    letters = one.letters
    for value in sorted(one.missing, reverse=True):
        more = f" ({one.meaning[value]})" if value in one.meaning else ""
        yield f"in SPSS {value:g}, in Stata .{letters.get(value, 'z')}, in .csv these words: {one.missing[value]}{more}"
    if one.nothing:
        yield f"nothing: {one.nothing}"


def rows_in_words(variables: Sequence[Variable]) -> Iterator[tuple[Value, ...]]:
    """A row a person for `.csv`: listed answers and kinds of missing in words, but the 1 and 0 of codes as numbers."""
    return zip(*([_in_words(one, value) for value in one.values] for one in variables), strict=True)


def _in_words(one: Variable, value: Value) -> Value:
    if isinstance(value, float):
        if value in one.missing:
            return one.missing[value]
        if value in one.labels and set(one.labels) != {0.0, 1.0}:
            return one.labels[value]
        return int(value) if value == int(value) else value
    return value


def _frame(variables: Sequence[Variable], columns: Sequence[Sequence[Any]]) -> pd.DataFrame:
    import pandas as pd

    cells = {
        one.name: pd.Series(list(column), dtype=object if one.is_text or _has_letters(column) else float)
        for one, column in zip(variables, columns, strict=True)
    }
    return pd.DataFrame(cells)


def _has_letters(column: Sequence[Any]) -> bool:
    return any(isinstance(value, str) for value in column)


def _texts(one: Variable) -> list[Any]:
    return [str(value or "")[:_LONGEST_TEXT] for value in one.values] if one.is_text else list(one.values)


def _sav(variables: Sequence[Variable], path: Path, title: str) -> None:
    import pyreadstat

    pyreadstat.write_sav(
        _frame(variables, [_texts(one) for one in variables]),
        path,
        file_label=_cut(title, 60),
        column_labels={one.name: _cut(one.title, _SPSS_LABEL) for one in variables},
        variable_value_labels={
            one.name: {
                _whole(value): _cut(label, _SPSS_VALUE) for value, label in {**one.labels, **one.missing}.items()
            }
            for one in variables
            if one.labels or one.missing
        },
        missing_ranges={
            one.name: [{"lo": min(one.missing), "hi": max(one.missing)}] for one in variables if one.missing
        },
        variable_measure={one.name: one.measure for one in variables},
        variable_format={one.name: "F8.0" for one in variables if one.labels},
    )


def _dta(variables: Sequence[Variable], path: Path, title: str) -> None:
    import pyreadstat

    pyreadstat.write_dta(
        _frame(variables, [_with_letters(one) for one in variables]),
        path,
        version=15,
        file_label=_cut(title, _STATA_LABEL),
        column_labels={one.name: _cut(one.title, _STATA_LABEL, letters=True) for one in variables},
        variable_value_labels={one.name: _stata_labels(one) for one in variables if one.labels or one.missing},
        missing_user_values={one.name: sorted(one.letters.values()) for one in variables if one.missing},
    )


def _with_letters(one: Variable) -> list[Any]:
    if not one.missing:
        return _texts(one)
    letters = one.letters
    return [letters.get(value, "z") if value in one.missing else value for value in one.values]  # type: ignore[arg-type]


def _stata_labels(one: Variable) -> dict[Any, str]:
    letters = one.letters
    named: dict[Any, str] = {_whole(value): label for value, label in one.labels.items()}
    return {**named, **{letters[value]: label for value, label in one.missing.items() if value in letters}}


def _whole(value: float) -> int | float:
    return int(value) if value == int(value) else value


def _cut(text: str, most: int, *, letters: bool = False) -> str:
    """A text of at most so many bytes, or letters, with an ellipsis where it is cut."""
    plain = " ".join(text.split())
    size = len(plain) if letters else len(plain.encode())
    if size <= most:
        return plain
    if letters:
        return f"{plain[: most - 1].rstrip()}…"
    return plain.encode()[: most - 3].decode("utf-8", "ignore").rstrip() + "…"
