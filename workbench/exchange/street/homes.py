"""Homes of small areas in files of data.police.uk: the district of each row, by code before name, and what to say of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from workbench import geography, small_areas
from workbench.exchange.street.figures import month_of

_SHOWN = 3


@dataclass(slots=True)
class _Told:
    """Rows of small areas of which the same is to be said: how many of each, and the first line."""

    rows: Counter[tuple[str, str]] = field(default_factory=Counter)
    first: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, area: tuple[str, str], rows: int, line: int) -> None:
        self.rows[area] += rows
        self.first.setdefault(area, line)

    def __bool__(self) -> bool:
        return bool(self.rows)


@dataclass(slots=True)
class Homes:
    """The district that each row's small area lies in, by the official lookup; by its name only where that is silent."""

    own: Mapping[str, str] = field(default_factory=dict)
    """Districts that the project's own lookups say, code by code."""
    by_name: _Told = field(default_factory=_Told)
    unlike: _Told = field(default_factory=_Told)
    """Small areas whose name names another district than their code."""
    _sure: dict[tuple[str, str, str], str] = field(default_factory=dict)
    """Districts of which nothing is to be said, by code, name and month."""

    def find(self, code: str, name: str, month: str, *, rows: int, line: int) -> str:
        """The code of a small area's district in a month (2019-02); empty where neither code nor name says it."""
        asked = code, name, month
        if asked in self._sure:
            return self._sure[asked]
        found = small_areas.home(code, name, month_of(month)[2])
        if found.by != "code" and code in self.own:
            return self.own[code]
        if found.by == "name":
            self.by_name.add((code, name), rows, line)
        elif found.said:
            self.unlike.add((code, name), rows, line)
        else:
            self._sure[asked] = found.district
        return found.district

    def said(self) -> list[str]:
        """What a report says of them, in sentences."""
        said = [
            f"Row {self.unlike.first[code, name]:,}{_more(rows)}: {code} lies in {_called(small_areas.lies_in(code))}, and the"
            f" name beside it is “{name}”: counted in {_called(small_areas.lies_in(code))}, by the code."
            for (code, name), rows in self.unlike.rows.most_common(_SHOWN)
        ]
        if len(self.unlike.rows) > _SHOWN:
            rest = sum(rows for _, rows in self.unlike.rows.most_common()[_SHOWN:])
            said.append(f"{rest:,} more rows have a name of another district than their code: counted by the code.")
        if self.by_name:
            (code, name), _ = self.by_name.rows.most_common(1)[0]
            rows = self.by_name.rows.total()
            what = f"{code} ({name})" if code else f"no code, {name}"
            said.append(
                f"{rows:,} row{'s' if rows > 1 else ''}, the first in line {min(self.by_name.first.values()):,}: the code of"
                f" the small area is in no official lookup ({what}), so the district was taken from its name alone."
            )
        return said


def _more(rows: int) -> str:
    return f" and {rows - 1:,} more" if rows > 1 else ""


def _called(code: str) -> str:
    area = geography.area(code)
    return area.name if area else code
