"""The definition of an indicator that is counted from records: what a person reads and checks, as YAML.

It says what is counted, out of whom, where and when, from which partners' files, and what their agreements allow to keep.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from workbench import geography
from workbench.errors import WorkbenchError
from workbench.exchange.readers import read_map
from workbench.exchange.records.conditions import Condition, condition
from workbench.indicators.drafts import WITHHELD_BY_US
from workbench.indicators.measures import Measure, measure_named
from workbench.text import day_in_words

Level = Literal["small area", "district", "county", "whole"]
Every = Literal["month", "quarter", "calendar year", "financial year", "academic year"]
LEVELS: tuple[str, ...] = get_args(Level)
"""The smallest first."""
FEWEST = 5
"""The smallest count that is kept where an agreement says nothing."""


class DefinitionIsWrongError(WorkbenchError):
    """The definition cannot be followed. Look at the guide's page on counting records."""

    asks = "definition"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True, coerce_numbers_to_str=True, frozen=True)


class Agreement(_Part):
    """What a partner's sharing agreement says: its name, what it is for, until when, and what may be kept."""

    reference: str
    purpose: str = ""
    lawful_basis: str = Field("", alias="lawful basis")
    impact_assessment: str = Field("", alias="impact assessment")
    keep_until: date | None = Field(None, alias="keep until")
    """The last day on which figures counted from its records may be kept."""
    ends: date | None = None
    fewest: int = Field(FEWEST, ge=2, le=1000, alias="smallest count")
    """The smallest count above zero that may be kept."""
    round_to: int = Field(0, ge=0, le=100, alias="round to")


class Partner(_Part):
    """A partner's files, and which of their columns say where, when and of whom."""

    files: tuple[str, ...]
    agreement: Agreement
    small_area: str = Field("", alias="small area")
    small_area_name: str = Field("", alias="small area name")
    district: str = ""
    time: str = ""
    sex: str = ""
    age: str = ""
    category: str = ""


class Counted(_Part):
    """The numerator: whose records, which of them, and in which other partners' records the same person has to be."""

    partner: str = Field(alias="from")
    where: Any = None
    also_in: dict[str, Any] = Field(default_factory=dict, alias="also in")


class Residents(_Part):
    """A file of residents: a row an area, with its code and how many people live there."""

    file: str
    area: str
    people: str


class OutOf(_Part):
    """The denominator: records of the numerator's partner, or residents; told neither, only numbers are counted."""

    records: Any = None
    every_record: bool = Field(False, alias="every record")
    residents: Literal["register"] | Residents | None = None


class Whole(_Part):
    """What all records together are about: an area's code and its name."""

    code: str
    name: str = ""


class Written(_Part):
    """A definition as a person writes it."""

    name: str
    about: str = ""
    unit: str = ""
    counting: Literal["records", "people"] = "records"
    key: str = ""
    """The column with the pseudonym, by which people are counted and files are linked; no other column links them."""
    partners: dict[str, Partner]
    counted: Counted
    out_of: OutOf = Field(default_factory=lambda: OutOf.model_validate({}), alias="out of")
    levels: tuple[Level, ...]
    every: Every = "calendar year"
    bands: tuple[str, ...] = ()
    """Ages as they are shown: 10-17, 18-24, 25+."""
    whole: Whole | None = None
    polarity: Literal["high is good", "low is good", "none"] = "none"


@dataclass(frozen=True, slots=True)
class Definition:
    """A definition that was checked: its conditions understood, its measure found."""

    written: Written
    measure: Measure
    counted: Condition
    among: Condition | None
    """Of the denominator's records, where it is made of records."""
    also: Mapping[str, Condition]
    fewest: int
    round_to: int

    @property
    def partner(self) -> Partner:
        """The partner whose records are counted."""
        return self.written.partners[self.written.counted.partner]

    @property
    def used(self) -> tuple[str, ...]:
        """The partners whose records are looked at."""
        return (self.written.counted.partner, *self.also)

    def sentence(self) -> str:
        """What is counted, in words."""
        told = self.written
        what = "people" if told.counting == "people" else "records"
        said = [f"{what} in the files of {told.counted.partner}"]
        if self.counted.words:
            said.append(f"whose {self.counted.words}")
        said += [
            f"who are, by {told.key}, also in those of {name}{f' ({one.words})' if one.words else ''}"
            for name, one in self.also.items()
        ]
        if self.among is not None:
            out_of = f", out of {f'those whose {self.among.words}' if self.among.words else 'all of them'}"
        else:
            out_of = ", out of residents" if told.out_of.residents else ""
        groups = [name for name in ("sex", "age", "category") if getattr(self.partner, name)]
        by = f", by {' and by '.join(groups)}" if groups else ""
        levels = ", ".join(level if level != "whole" else "all together" for level in told.levels)
        return f"Counts {', '.join(said)}{out_of}; for each {told.every}, for each {levels}{by}."

    def rule(self) -> str:
        """What the agreements allow to keep, as it stands in the note of each figure that is withheld."""
        return (
            f"{WITHHELD_BY_US.capitalize()}: the agreement keeps no count from 1 to {self.fewest - 1}"
            f"{' (nor so few left over)' if self.among is not None else ''}, and this is one, or would give one away."
        )


def read_definition(path: Path) -> Definition:
    """The definition in a file; raises a sentence that says what is wrong with it, and where."""
    return checked(_written(read_map(path), path.name), path.name)


def _written(told: Mapping[str, Any], name: str) -> Written:
    try:
        return Written.model_validate(dict(told))
    except ValidationError as reason:
        fault = reason.errors()[0]
        keys = [str(one) for one in fault["loc"] if str(one) not in {"Residents", "literal['register']"}]
        at = " → ".join(keys) or "the definition"
        if fault["type"] == "extra_forbidden":
            near = get_close_matches(keys[-1], _every_key(), n=1, cutoff=0.6)
            why = f"there is no key “{at}”." + (f" Did you mean “{near[0]}”?" if near else "")
        elif fault["type"] == "missing":
            why = f"“{at}” is not said. Add it."
        else:
            said = str(fault["msg"]).replace("Input should be", "it should be")
            why = f"“{at}” cannot be “{fault['input']}”: {said[:1].lower()}{said[1:]}."
        raise DefinitionIsWrongError(f"{name}: {why}") from None


def _every_key() -> list[str]:
    parts: tuple[type[BaseModel], ...] = (Written, Partner, Agreement, Counted, OutOf, Residents, Whole)
    return [field.alias or key for part in parts for key, field in part.model_fields.items()]


def checked(told: Written, name: str = "The definition") -> Definition:
    """A definition with its parts set against each other. Raises DefinitionIsWrongError with the first that is wrong."""
    of = told.counted.partner
    for look in (_partners, _people, _places, _denominator):
        if fault := look(told):
            raise DefinitionIsWrongError(f"{name}: {fault}")
    out_of = told.out_of
    by_records = out_of.records is not None or out_of.every_record
    measure = measure_named(told.unit) if told.unit else Measure("count", told.counting, 1.0)
    if measure is None or measure.kind not in {"count", "proportion", "rate"}:
        raise DefinitionIsWrongError(
            f"{name}: “unit” is “{told.unit}”. Write %, or per 1,000 residents, or leave it out."
        )
    if (measure.kind == "count") == (by_records or out_of.residents is not None):
        why = (
            "says no unit: add unit: %" if measure.kind == "count" else "says a unit, and not out of whom: add “out of”"
        )
        raise DefinitionIsWrongError(f"{name}: it {why}.")
    if measure.kind == "proportion" and not by_records:
        raise DefinitionIsWrongError(
            f"{name}: a share (%) is out of records. Out of residents it is per 1,000 residents."
        )
    agreements = [told.partners[one].agreement for one in (of, *told.counted.also_in)]
    return Definition(
        told,
        measure,
        condition(told.counted.where, f"{name}, counted"),
        condition(out_of.records, f"{name}, out of") if by_records else None,
        {one: condition(said, f"{name}, also in {one}") for one, said in told.counted.also_in.items()},
        max(one.fewest for one in agreements),
        max(one.round_to for one in agreements),
    )


def _partners(told: Written) -> str:
    for named in (told.counted.partner, *told.counted.also_in):
        if named not in told.partners:
            return f"it counts records of “{named}”, and says nothing of that partner under “partners”."
    if told.counted.partner in told.counted.also_in:
        return f"“also in” names {told.counted.partner} again. Put that condition under “where”."
    idle = [one for one in told.partners if one not in (told.counted.partner, *told.counted.also_in)]
    if idle:
        return f"it names {idle[0]} under “partners” and counts nothing of theirs. Take it out."
    for name, one in told.partners.items():
        if not one.files:
            return f"“files” of {name} names none."
        if one.agreement.ends is not None and one.agreement.ends < date.today():  # noqa: DTZ011
            ended = day_in_words(one.agreement.ends)
            return f"the agreement {one.agreement.reference} with {name} ended on {ended}. Renew it before counting."
    return ""


def _people(told: Written) -> str:
    if (told.counting == "people" or told.counted.also_in) and not told.key:
        return "people are counted and files linked by a pseudonym: name its column with “key”."
    here = told.partners[told.counted.partner]
    if told.key and told.key in {here.small_area, here.district, here.sex, here.age, here.category, here.time}:
        return f"“key” is {told.key}, which is also where, when or of whom. A pseudonym is nothing else."
    if here.age and not told.bands:
        return "ages are shown in bands: add “bands”, such as [10-17, 18-24, 25+]."
    return ""


def _places(told: Written) -> str:
    here = told.partners[told.counted.partner]
    if not told.levels or len(set(told.levels)) != len(told.levels):
        return f"“levels” is a list, each once, of: {', '.join(LEVELS)}."
    if "small area" in told.levels and not here.small_area:
        return "it counts small areas: say under the partner which column holds their codes, as “small area”."
    if {"district", "county"} & set(told.levels) and not (here.district or here.small_area_name):
        return "it counts districts: name the column of their codes as “district”, or that of small areas' names."
    if not here.time:
        return f"say which column of {told.counted.partner} holds the day or month, as “time”."
    if "whole" in told.levels and told.whole is None:
        return "it counts all together: say what that is, such as “whole: {code: E10000012, name: Essex}”."
    if told.whole is not None and not geography.is_code(told.whole.code):
        return f"“whole” has the code “{told.whole.code}”, which is no area code, a letter and eight digits."
    return ""


def _denominator(told: Written) -> str:
    ways = sum((told.out_of.records is not None, told.out_of.every_record, told.out_of.residents is not None))
    return "“out of” says more than one thing. Keep one: records, every record, or residents." if ways > 1 else ""


def files_of(told: Definition, paths: list[Path]) -> dict[str, list[Path]]:
    """The files of each partner, by the names that the definition gives them; each file belongs to exactly one."""
    found: dict[str, list[Path]] = {name: [] for name in told.used}
    for path in paths:
        mine = [
            name
            for name in told.used
            if any(fnmatch(path.name.casefold(), pattern.casefold()) for pattern in told.written.partners[name].files)
        ]
        if len(mine) != 1:
            why = f"is named by both {mine[0]} and {mine[1]}" if mine else "is of no partner that the definition names"
            raise DefinitionIsWrongError(
                f"{path.name} {why}. Correct “files” in the definition, or leave the file out."
            )
        if path in found[mine[0]]:
            raise DefinitionIsWrongError(f"{path.name} is named twice. Name it once, or it would be counted twice.")
        found[mine[0]].append(path)
    for name, files in found.items():
        if not files:
            wanted = ", ".join(told.written.partners[name].files)
            raise DefinitionIsWrongError(f"There is no file of {name} among those named ({wanted}). Add it.")
    return found
