"""Strands: whether a source of findings speaks in words or in numbers."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlmodel import Session

from workbench.indicators.datasets import Dataset
from workbench.indicators.indicators import Indicator
from workbench.rows import table_of
from workbench.sources.surveys import Survey
from workbench.triangulation.findings import Finding


def strands_of(session: Session, sources: Iterable[str]) -> dict[str, str]:
    """Whether each source speaks in `words` or `numbers`.

    As its findings do, in words where they do both. A source without findings is of numbers where a data set, its
    publisher or an indicator's source goes by that name and no survey does; else it is of words.
    """
    finding, i, d, s = table_of(Finding).c, table_of(Indicator).c, table_of(Dataset).c, table_of(Survey).c
    said: dict[str, set[str]] = {}
    for source, strand in session.execute(
        sa.select(finding.source, finding.strand).where(finding.gone.is_(False)).distinct()
    ):
        said.setdefault(source, set()).add(strand)
    surveys = {name.casefold() for name in session.execute(sa.select(s.name).where(s.gone.is_(False))).scalars()}
    publish = {
        name.casefold()
        for row in session.execute(
            sa.select(i.source, d.name, d.publisher)
            .join(table_of(Dataset), d.id == i.dataset_id)
            .where(i.gone.is_(False))
            .distinct()
        )
        for name in row
    } - surveys
    found = {}
    for source in sources:
        strands = said.get(source) or {"numbers" if source.casefold() in publish else "words"}
        found[source] = "words" if "words" in strands else "numbers"
    return found
