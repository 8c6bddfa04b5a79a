"""The columns of a table of figures, found by what publishers call them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from workbench.errors import WorkbenchError

_NOT_ALNUM = re.compile(r"[^a-z0-9]+")
_VINTAGE = re.compile(r"(lad|utla|ltla|la|ctyua|cty|rgn|ctry|msoa|lsoa|wd|oa|pfa)\d\d(cd|nm)")
_COMPARED = re.compile(r"comparedto(england|benchmark)(valueorpercentiles|percentiles)?|comparisonwithengland")

NAMES = {
    "area_code": """areacode areacd geographycode geogcode gsscode gss onscode areaonscode ladcode ladcd newlacode
        lacode lacd utlacode utlacd ltlacode ltlacd districtcode localauthoritycode localauthoritydistrictcode
        ctyuacd ctycd rgncd ctrycd msoacode msoacd lsoacode lsoacd wardcode wdcd oacode oacd pfacd
        lowertierlocalauthoritiescode uppertierlocalauthoritiescode code""",
    "area": """areaname areanm area geographyname geography ladname ladnm laname lanm localauthorityname
        localauthority localauthoritydistrict districtname district utlanm ltlanm ctyuanm ctynm rgnnm ctrynm msoaname
        msoanm lsoaname lsoanm wardname wdnm place placename lowertierlocalauthorities uppertierlocalauthorities""",
    "period": """timeperiod period timeperiodname datename time reportingperiod year financialyear academicyear quarter
        month date""",
    "starts": "periodstart datefrom startdate periodstarts firstday",
    "ends": "periodend dateto enddate periodends lastday",
    "indicator": "indicatorname indicator metric metricname variable measurename measuresname topic",
    "indicator_id": "indicatorid metricid",
    "measure": "measure valuetype statistic measuretype",
    "unit": "unit units unitofmeasure unitmeasure",
    "value": """value obsvalue observation figure val indicatorvalue estimate rate percentage percent cruderate
        proportion score""",
    "lower": """lower lowerci lowerci95 lowerci950limit lowerci95limit lowerlimit lowercl lcl lci lci95 lowerinterval
        lower95 lower95ci lowerconfidencelimit lowerconfidenceinterval ci95lower cilower lowerbound""",
    "upper": """upper upperci upperci95 upperci950limit upperci95limit upperlimit uppercl ucl uci uci95 upperinterval
        upper95 upper95ci upperconfidencelimit upperconfidenceinterval ci95upper ciupper upperbound""",
    "lower_998": "lowerci998limit lowerci998 lower998 lower998ci ci998lower",
    "upper_998": "upperci998limit upperci998 upper998 upper998ci ci998upper",
    "trend": "recenttrend trend",
    "count": "count counts numerator observed cases events",
    "denominator": "denominator denom population base residents outof",
    "sex": "sex sexname gender",
    "age": "age agename agegroup ageband agerange",
    "category_type": "categorytype breakdowntopic characteristictype dimension",
    "category": """category categoryname breakdown inequality inequalities characteristic subgroup ethnicgroup ethnicity
        deprivation deprivationdecile disability""",
    "status": "status obsstatus obsstatusname flag marker symbol",
    "note": "note notes valuenote footnote comment comments",
}
_FIELD = {name: field_name for field_name, names in NAMES.items() for name in names.split()}
_RANK = {name: rank for names in NAMES.values() for rank, name in enumerate(names.split())}
MONTH_HEADERS = frozenset({"month"})


class NoFiguresColumnsError(WorkbenchError):
    """We find no area, period and value columns. Name them area_code, period and value in the first line."""

    asks = "map"


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each thing stands in a row, and the headers that were not taken."""

    at: dict[str, int]
    headers: tuple[str, ...]
    compared_with: str = ""
    categories: tuple[int, ...] = ()
    notes: tuple[int, ...] = ()
    unused: tuple[str, ...] = field(default=())

    def has(self, name: str) -> bool:
        """Whether the table has that column."""
        return name in self.at

    def cell(self, row: Sequence[str], name: str) -> str:
        """The cell of a row, without the white space around it; empty where the table has no such column."""
        place = self.at.get(name)
        return row[place].strip() if place is not None and place < len(row) else ""


def plain(header: str) -> str:
    """A header as it is compared: small letters and digits only; LAD23CD and LAD24CD are one."""
    bare = _NOT_ALNUM.sub("", header.casefold())
    return _VINTAGE.sub(r"\1\2", bare) if _VINTAGE.fullmatch(bare) else bare


def field_of(header: str) -> str:
    """What a column of that name holds, by what publishers call it; empty where we do not know it."""
    name = plain(header)
    return "compared" if _COMPARED.fullmatch(name) else _FIELD.get(name, "")


def columns_of(row: Sequence[str]) -> Columns | None:
    """The columns that a header row names; None when it is no header of a table of figures."""
    best: dict[str, tuple[int, int]] = {}
    categories: list[int] = []
    notes: list[int] = []
    compared = None
    for place, header in enumerate(row):
        name = plain(header)
        if _COMPARED.fullmatch(name):
            compared = place if compared is None else compared
            continue
        field_name = _FIELD.get(name)
        if field_name == "category":
            categories.append(place)
        elif field_name == "note":
            notes.append(place)
        elif field_name is not None:
            best[field_name] = min(best.get(field_name, (99, 0)), (_RANK[name], place))
    at = {name: place for name, (_, place) in best.items()}
    if compared is not None:
        at["compared"] = compared
    if "indicator" not in at and "measure" in at:
        at["indicator"] = at.pop("measure")
    if not _is_table(at):
        return None
    taken = {*at.values(), *categories, *notes}
    unused = tuple(header.strip() for place, header in enumerate(row) if place not in taken and header.strip())
    return Columns(at, tuple(row), "E92000001" if compared is not None else "", tuple(categories), tuple(notes), unused)


def _is_table(at: dict[str, int]) -> bool:
    """Whether the columns are enough for a figure: an area, a time, and a value or what it is computed from."""
    place = "area_code" in at or "area" in at
    time = "period" in at or ("starts" in at and "ends" in at)
    number = "value" in at or "count" in at
    return place and time and number
