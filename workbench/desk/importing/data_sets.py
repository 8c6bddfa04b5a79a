"""What is known of data sets beside their figures: said in a file, filled in, listed with what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlmodel import Session

from workbench.errors import WorkbenchError
from workbench.exchange.readers import read_map
from workbench.governance.audiences import Agreement, add_agreement, amend_agreement
from workbench.indicators.catalogue import describe_dataset
from workbench.indicators.datasets import KEPT_OUT, Dataset, kept_out, terms_of, today
from workbench.indicators.indicators import Indicator
from workbench.indicators.observations import Observation
from workbench.indicators.terms import is_over, shared_by
from workbench.rows import find, live, table_of
from workbench.text import counted, dated


class FactsAreUnreadableError(WorkbenchError):
    """What the file says of a data set cannot be followed. The guide's page on figures shows what can be said."""


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True, coerce_numbers_to_str=True, frozen=True)


class SaidAgreement(_Said):
    """A sharing agreement: its reference, with whom, what for, and the last day."""

    reference: str
    with_: str = Field("", alias="with")
    purpose: str = ""
    ends: date | None = None
    fewer_than: int | None = Field(None, alias="withhold fewer than", ge=0)
    """Counts of fewer may not be shown to anybody outside; 0: it says nothing of that."""
    round_to: int | None = Field(None, alias="round to", ge=0)
    """Counts must be rounded to it; 0: it says nothing of that."""


class Facts(_Said):
    """What somebody says of a data set. What is not said stays as it is."""

    title: str | None = None
    publisher: str | None = None
    licence: str | None = None
    address: str | None = None
    release: str | None = None
    vintage: str | None = None
    retrieved: str | None = None
    caveats: str | None = None
    shared: bool | None = None
    shared_by: str | None = Field(None, alias="shared by")
    purpose: str | None = None
    lawful_basis: str | None = Field(None, alias="lawful basis")
    impact_assessment: str | None = Field(None, alias="impact assessment")
    keep_until: date | None = Field(None, alias="keep until")
    agreements: tuple[SaidAgreement, ...] = ()


_PLAIN = (
    "publisher", "licence", "address", "release", "vintage", "retrieved", "caveats", "shared", "shared_by", "purpose",
    "lawful_basis", "impact_assessment",
)  # fmt: skip


def read_facts(path: Path) -> Facts:
    """What a YAML file says of a data set; FactsAreUnreadableError says what is wrong with it."""
    return facts_of(read_map(path), path.name)


def facts_of(said: Mapping[str, Any], name: str = "The data set") -> Facts:
    """Facts from plain values, checked. A single `agreement` is one of `agreements`."""
    told = dict(said)
    one = told.pop("agreement", None)
    if one is not None:
        told["agreements"] = [*told.get("agreements", ()), {"reference": one} if isinstance(one, str) else one]
    try:
        return Facts.model_validate(told)
    except ValidationError as reason:
        fault = reason.errors()[0]
        at = " → ".join(str(part) for part in fault["loc"])
        if fault["type"] == "extra_forbidden":
            names = [field.alias or key for key, field in {**Facts.model_fields, **SaidAgreement.model_fields}.items()]
            near = get_close_matches(str(fault["loc"][-1]), [*names, "agreement"], n=1)
            why = f"there is no key “{at}”." + (f" Did you mean “{near[0]}”?" if near else "")
        elif fault["type"] == "missing":
            why = f"“{at}” is not said. Add it."
        elif str(fault["type"]).startswith("date"):
            why = f"“{at}” is “{fault['input']}”, which is no day. Write it as 2027-03-31."
        else:
            why = f"“{at}” cannot be “{fault['input']}”."
        raise FactsAreUnreadableError(f"{name}: {why}") from None


def describe(session: Session, dataset_id: int, facts: Facts) -> None:
    """Write down what somebody says of a data set, with its agreements.

    A data set that somebody names a partner or an agreement of is shared, unless they say that it is not.
    """
    cells = {name: getattr(facts, name) for name in _PLAIN if getattr(facts, name) is not None}
    if facts.title:
        cells["name"] = facts.title
    if facts.keep_until is not None:
        cells["keep_until"] = facts.keep_until.isoformat()
    if facts.agreements:
        keys = [_agreement(session, one) for one in facts.agreements]
        cells["agreement_id"] = keys[0]
        if len(keys) > 1:
            cells["shared_by"] = shared_by({one.with_ or "a partner": one.reference for one in facts.agreements})
    if facts.shared is None and (facts.shared_by or facts.agreements):
        cells["shared"] = True
    if cells:
        describe_dataset(session, dataset_id, **cells)


def _agreement(session: Session, said: SaidAgreement) -> int:
    key = add_agreement(session, said.reference, parties=said.with_, purpose=said.purpose)
    cells = {"parties": said.with_, "purpose": said.purpose, "ends_on": said.ends.isoformat() if said.ends else ""}
    given: dict[str, str | int] = {name: value for name, value in cells.items() if value}
    given |= {
        name: value
        for name, value in (("threshold", said.fewer_than), ("rounding", said.round_to))
        if value is not None
    }
    if given:
        amend_agreement(session, key, **given)
    return key


@dataclass(frozen=True, slots=True)
class DatasetLine:
    """A data set as a table or a page shows it, with how much there is of it and what is missing."""

    id: int
    title: str
    came_from: str
    publisher: str
    licence: str
    address: str
    release: str
    vintage: str
    retrieved: str
    caveats: str
    shared: bool
    shared_by: str
    agreements: str
    """Every agreement: its reference, with whom, what for, until when."""
    agreement: tuple[str, str, str, str]
    """The first of them: reference, parties, purpose and the ISO day it ends; empty where there is none."""
    demands: tuple[int, int]
    """What it demands: counts of fewer are withheld, others rounded to; 0: it says nothing of that."""
    purpose: str
    lawful_basis: str
    impact_assessment: str
    keep_until: str
    from_records: bool
    imported: str
    indicators: int
    figures: int
    missing: tuple[str, ...]
    """What nobody has said of it, in sentences; of one that is kept out, why."""
    kept_out: bool
    over: bool
    """Whether the last day is past until which it may be kept."""

    @property
    def is_from(self) -> str:
        """Who shared or publishes it, in words."""
        if self.shared:
            return f"shared by {self.shared_by or 'a partner'}"
        return f"published by {self.publisher}" if self.publisher else "nobody has said"

    def lines(self) -> list[str]:
        """It as people read it, what is not known left out."""
        said = [
            (self.title, f"{counted(self.indicators, 'indicator')}, {counted(self.figures, 'figure')}"),
            ("From", self.is_from),
            ("Publisher", self.publisher),
            ("Licence", self.licence),
            ("Address", self.address),
            ("Release", self.release),
            ("Vintage", self.vintage),
            ("Caveats", self.caveats),
            ("Agreement", dated(self.agreements)),
            ("Purpose", self.purpose),
            ("Lawful basis", self.lawful_basis),
            ("Impact assessment", self.impact_assessment),
            ("Keep until", dated(self.keep_until)),
            ("File", self.came_from),
        ]
        missing = [f"{KEPT_OUT if self.kept_out else 'Missing.'} {' '.join(self.missing)}"] if self.missing else []
        return [f"{name}: {value}" for name, value in said if value] + missing

    def as_json(self) -> dict[str, Any]:
        """Plain values, by the names of the table's columns."""
        return dict(zip(DATASETS, self.row(), strict=True))

    def row(self) -> tuple[Any, ...]:
        """Its row in the table of data sets."""
        return (
            self.title, self.publisher, self.licence, self.address, self.release, self.vintage, self.retrieved,
            "shared" if self.shared else "published" if self.publisher else "not said", self.shared_by,
            self.agreements, self.purpose, self.lawful_basis, self.impact_assessment, self.keep_until, self.indicators,
            self.figures, "kept out" if self.kept_out else "in", " ".join(self.missing), self.caveats, self.came_from,
            self.imported,
        )  # fmt: skip


DATASETS = (
    "dataset", "publisher", "licence", "address", "release", "vintage", "retrieved", "from", "shared_by", "agreements",
    "purpose", "lawful_basis", "impact_assessment", "keep_until", "indicators", "figures", "analysis", "missing",
    "caveats", "file", "imported",
)  # fmt: skip


def data_sets(session: Session) -> list[DatasetLine]:
    """The data sets of the project by title."""
    i, o = table_of(Indicator).c, table_of(Observation).c
    counted = sa.select(i.dataset_id, sa.func.count(sa.distinct(i.id)), sa.func.count(o.id))
    counted = counted.select_from(
        table_of(Indicator).outerjoin(table_of(Observation), sa.and_(o.indicator_id == i.id, o.gone.is_(False)))
    )
    amounts = {
        key: (indicators, figures)
        for key, indicators, figures in session.execute(counted.where(i.gone.is_(False)).group_by(i.dataset_id))
    }
    known = {row.id: row for row in session.execute(live(Agreement)).scalars()}
    by_reference = {row.reference: row for row in known.values()}
    terms, out, day = terms_of(session), kept_out(session), today()
    rows = session.execute(live(Dataset).order_by(table_of(Dataset).c.name).execution_options(populate_existing=True))
    found = []
    for row in rows.scalars():
        key = row.id or 0
        under = [by_reference[name] for name, _ in terms[key].agreements] if key in terms else []
        first = known.get(row.agreement_id or 0)
        under = under or ([first] if first else [])
        found.append(
            DatasetLine(
                key, row.name, row.came_from, row.publisher, row.licence, row.address, row.release, row.vintage,
                row.retrieved, row.caveats, row.shared, row.shared_by,
                "; ".join(_agreement_in_words(one) for one in under),
                (first.reference, first.parties, first.purpose, first.ends_on or "") if first else ("", "", "", ""),
                (first.threshold, first.rounding) if first else (0, 0),
                row.purpose, row.lawful_basis, row.impact_assessment, row.keep_until or "", row.from_records,
                row.imported, *amounts.get(key, (0, 0)),
                missing=(*out.get(key, ()), *_not_said(row)),
                kept_out=key in out,
                over=key in terms and is_over(terms[key], day),
            )
        )  # fmt: skip
    return found


def _not_said(row: Dataset) -> list[str]:
    """What nobody has said of a data set that does not keep it out."""
    said = []
    if not row.publisher and not row.shared_by:
        said.append("Nobody is named as the source.")
    if not row.shared and not row.licence and row.agreement_id is None:
        said.append("It has no licence.")
    return said


def _agreement_in_words(row: Agreement) -> str:
    about = [row.parties and f"with {row.parties}", row.purpose and f"for {row.purpose}"]
    about.append(f"until {row.ends_on}" if row.ends_on else "")
    about.append(f"counts of fewer than {row.threshold} withheld" if row.threshold else "")
    about.append(f"counts rounded to {row.rounding}" if row.rounding else "")
    said = ", ".join(part for part in about if part)
    return f"{row.reference} ({said})" if said else row.reference


def facts_line(session: Session, dataset_id: int) -> DatasetLine:
    """A data set by key, as it stands."""
    find(session, Dataset, dataset_id)
    return next(one for one in data_sets(session) if one.id == dataset_id)
