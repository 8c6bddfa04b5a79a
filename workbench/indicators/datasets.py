"""Data sets: where figures come from, under which licence or agreement, and what their makers say of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench.governance.audiences import Agreement
from workbench.indicators.drafts import DraftFigures
from workbench.indicators.releases import write_release
from workbench.indicators.terms import Terms, lacking, references_in
from workbench.rows import AUTOINCREMENT, Row, add, amend, find_guid, guid_for, kept, now, table_of


class Dataset(Row, table=True):
    """A data set in one release. What is not known is left empty and said so in exports."""

    __table_args__: Any = (AUTOINCREMENT,)

    name: str = Field(index=True)
    """Its title: the file's name until somebody gives it another."""
    publisher: str = ""
    licence: str = ""
    address: str = ""
    release: str = ""
    vintage: str = ""
    retrieved: str = ""
    caveats: str = ""
    shared: bool = False
    """Shared by a partner under an agreement, not published."""
    shared_by: str = ""
    agreement_id: int | None = Field(default=None, foreign_key="agreement.id")
    """The first of its agreements; where there are several, `shared_by` names the reference of each."""
    purpose: str = ""
    lawful_basis: str = ""
    impact_assessment: str = ""
    keep_until: str | None = None
    from_records: bool = False
    """Counted from records by us: small numbers are withheld for audiences outside the team."""
    came_from: str = ""
    """The name of the file that brought it first, by which it and all its figures are known again."""
    imported: str = ""


TERMS = ("dataset", "agreement")
"""The tables that terms stand in."""
KEPT_OUT = "Its figures are kept out of analysis."


def today() -> str:
    """The ISO day, by which agreements and retention end."""
    return date.today().isoformat()  # noqa: DTZ011


def kept_out(session: Session) -> Mapping[int, tuple[str, ...]]:
    """The data sets whose figures stay out of analysis, by key, each with the reasons as sentences."""
    day = today()
    found: Mapping[int, tuple[str, ...]] = kept(
        session, f"kept out on {day}", lambda asked: _kept_out(asked, day), tables=TERMS
    )
    return found


def _kept_out(session: Session, day: str) -> dict[int, tuple[str, ...]]:
    terms = terms_of(session)
    return {key: tuple(reasons) for key, one in terms.items() if (reasons := lacking(one, day))}


def terms_of(session: Session) -> dict[int, Terms]:
    """The terms of every data set that a partner shared, by key."""
    d, a = table_of(Dataset).c, table_of(Agreement).c
    columns = (
        d.id, d.purpose, d.lawful_basis, d.impact_assessment, d.keep_until, d.shared_by, d.agreement_id,
    )  # fmt: skip
    rows = session.execute(sa.select(*columns).where(d.gone.is_(False), d.shared.is_(True))).all()
    if not rows:
        return {}
    agreements = session.execute(sa.select(a.id, a.reference, a.ends_on, a.purpose).where(a.gone.is_(False))).all()
    by_key = {one.id: one for one in agreements}
    by_reference = {one.reference: one for one in agreements}
    found = {}
    for row in rows:
        first = by_key.get(row.agreement_id)
        others = [by_reference[one] for one in references_in(row.shared_by) if one in by_reference]
        under = {one.id: one for one in ([first] if first else []) + others}
        found[row.id] = Terms(
            shared=True,
            purpose=row.purpose or (first.purpose if first else ""),
            lawful_basis=row.lawful_basis,
            impact_assessment=row.impact_assessment,
            keep_until=row.keep_until or "",
            agreements=tuple((one.reference, one.ends_on or "") for one in under.values()),
        )
    return found


def take_in_dataset(session: Session, draft: DraftFigures, facts: Mapping[str, Any]) -> int:
    """The data set of a file, made with its first release when new; facts that it lacks are filled in, none is overwritten."""
    guid = guid_for(session, "dataset", draft.name)
    said = {
        "publisher": draft.publisher,
        "licence": draft.licence,
        "address": draft.address,
        "caveats": draft.caveats,
        **dict(draft.facts),
        **facts,
    }
    dataset = find_guid(session, Dataset, guid)
    if dataset is None:
        at = now()
        key = add(session, Dataset, guid=guid, name=draft.name, came_from=draft.name, imported=at, **said)
        write_release(session, key, guid, str(said.get("release", "")), came_from=draft.name, imported=at)
        return key
    assert dataset.id is not None
    cells = {name: value for name, value in said.items() if value and not getattr(dataset, name)}
    if dataset.gone:
        cells["gone"] = False
    if cells:
        amend(session, Dataset, dataset.id, **cells)
    return dataset.id
