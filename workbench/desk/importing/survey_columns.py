"""A survey's columns as they were understood, for a person to correct; what is right becomes the map that is replayed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from workbench.errors import WorkbenchError
from workbench.exchange.column_roles import Is, Role
from workbench.exchange.readers import KindIsNotReadError, Options, recognise
from workbench.exchange.surveys.columns import NO_TICKS, TICKS, Seen, look
from workbench.exchange.surveys.guess import as_role, map_of, roles_of
from workbench.exchange.surveys.maps import by_map
from workbench.exchange.surveys.roles import guess_roles
from workbench.exchange.surveys.scales import in_order
from workbench.exchange.surveys.tables import SurveyReader


class MapIsNotWrittenError(WorkbenchError):
    """The map could not be written there. Choose another folder."""


@dataclass(frozen=True, slots=True)
class SurveyColumns:
    """What each column of a file holds, the role it has, and what the map says beside."""

    file: str
    sheet: str
    seen: tuple[Seen, ...]
    roles: tuple[Role, ...]
    survey: str
    coder: str = ""
    sampling: str = ""

    def but(self, place: int, role: Role) -> SurveyColumns:
        """The same with another role for one column; there is one column of who answered, and one weight."""
        roles = [
            replace(one, is_="left out", why="another column was chosen")
            if one.is_ == role.is_ in {"id", "weight"}
            else one
            for one in self.roles
        ]
        roles[place] = role
        return replace(self, roles=tuple(roles))

    def with_role(self, place: int, is_: Is, *, of: str = "") -> SurveyColumns:
        """The same with a column in a role that somebody chose."""
        column = self.seen[place]
        if is_ == "code":
            of = next((self.seen[at].name for at in range(place - 1, -1, -1) if self.roles[at].is_ == "open"), "")
        return self.but(place, as_role(is_, column, of=of, called=self.roles[place].called if is_ == "option" else ""))

    def has_known_order(self, place: int) -> bool:
        """Whether the answers of a column have an order that is known, so that nobody need say it."""
        values = self.seen[place].values
        return in_order(values) is not None or all(value.isdecimal() for value in values)

    def alike(self, place: int) -> list[int]:
        """The other columns in which mostly the same answers were given."""
        mine = set(self.seen[place].values)
        return [
            at
            for at, column in enumerate(self.seen)
            if at != place and mine and len(mine & set(column.values)) * 2 >= max(len(mine), len(column.values))
        ]

    def map(self) -> dict[str, Any]:
        """The map that says all this."""
        return map_of(
            self.seen, self.roles, survey=self.survey, sheet=self.sheet, coder=self.coder, sampling=self.sampling
        )

    def wrong(self) -> str:
        """What is wrong with it, in a sentence; nothing where it can come in."""
        codes = (column for column, role in zip(self.seen, self.roles, strict=True) if role.is_ == "code")
        for column in codes if self.coder else ():
            if other := next((value for value in column.values if value.casefold() not in TICKS | NO_TICKS), None):
                return f"A code is 0 or 1, and “{column.name}” holds “{other[:30]}”."
        try:
            by_map(self.map(), [column.name for column in self.seen], self.file, sheet=self.sheet)
        except WorkbenchError as reason:
            return str(reason).removeprefix("The columns: ")
        return ""


def survey_columns(path: Path, options: Options) -> SurveyColumns:
    """The columns of a survey in a file: by the map that is given, else as they are guessed.

    Raises a sentence where the file is no table, or the map does not fit it.
    """
    reader = recognise(path, as_="survey", map_path=options.map_path)
    if not hasattr(reader, "table"):
        raise KindIsNotReadError(f"{path.name} is no table of answers, so that it has no columns.")
    table = cast("SurveyReader", reader).table(path, options)
    seen = tuple(look(table.header, table.rows, wording=table.wording, hidden=table.hidden))
    told = options.survey_map
    if told is None:
        return SurveyColumns(path.name, table.sheet, seen, tuple(guess_roles(seen, table.roles)), path.stem)
    columns = by_map(told, table.header, path.name, sheet=table.sheet)
    roles = tuple(roles_of(columns, seen))
    return SurveyColumns(path.name, table.sheet, seen, roles, columns.survey, columns.coder, columns.sampling)


def write_map(path: Path, said: Mapping[str, Any]) -> None:
    """Write a map as YAML, which `--map` reads. Raises MapIsNotWrittenError."""
    import yaml

    text = yaml.safe_dump(dict(said), allow_unicode=True, sort_keys=False, width=10_000)
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError:
        raise MapIsNotWrittenError(f"{path} could not be written. Choose another folder.") from None
