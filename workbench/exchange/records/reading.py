"""Record files and a definition become figures: files looked at, counted, doubted, and what may not be kept withheld."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.exchange.records.conditions import quoted
from workbench.exchange.records.counting import Counts, count
from workbench.exchange.records.definition import (
    Agreement,
    Definition,
    DefinitionIsWrongError,
    Residents,
    files_of,
    read_definition,
)
from workbench.exchange.records.files import engine, is_parquet, open_files, unreadable
from workbench.exchange.records.keeping import Kept, keep
from workbench.indicators.drafts import DraftFigures, DraftIndicator
from workbench.indicators.terms import shared_by

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def read_records(paths: Sequence[Path], definition: Path) -> DraftFigures:
    """The figures that a definition makes of partners' record files; nothing else of the records is kept.

    Raises a sentence where the definition is wrong, a file is unreadable, or a column would give people away.
    """
    told = read_definition(definition)
    files = files_of(told, list(paths))
    with engine() as connection:
        views = open_files(connection, told, files)
        residents = _residents(connection, told, definition.parent)
        counts = count(connection, told, views)
    return _draft(told, counts, keep(told, counts, residents))


def _residents(connection: DuckDBPyConnection, told: Definition, folder: Path) -> dict[str, float]:
    """Residents by area code, from the file that the definition names; it lies beside the definition."""
    import duckdb

    said = told.written.out_of.residents
    if not isinstance(said, Residents):
        return {}
    path = folder / said.file
    if not path.is_file():
        raise DefinitionIsWrongError(f"There is no file {said.file} of residents beside the definition. Put it there.")
    read = "read_parquet(?)" if is_parquet(path) else "read_csv(?, all_varchar = true, header = true)"
    people = f"TRY_CAST(replace(CAST({quoted(said.people)} AS VARCHAR), ',', '') AS DOUBLE)"
    code = f"upper(trim(CAST({quoted(said.area)} AS VARCHAR)))"
    try:
        found = connection.execute(
            f"SELECT {code}, {people}, count(*) OVER (PARTITION BY {code}) FROM {read}", [str(path)]
        )
        rows = found.fetchall()
    except duckdb.BinderException:
        raise DefinitionIsWrongError(
            f"{said.file} has no column “{said.area}” or none “{said.people}”. Correct “residents” in the definition."
        ) from None
    except duckdb.Error as fault:
        raise unreadable(said.file, fault) from None
    twice = next((row[0] for row in rows if row[0] and row[2] > 1), None)
    if twice:
        raise DefinitionIsWrongError(
            f"{said.file} has {twice} more than once. Keep the rows of one year, for everybody."
        )
    return {row[0]: row[1] for row in rows if row[0] and row[1]}


def _draft(told: Definition, counts: Counts, kept: Kept) -> DraftFigures:
    written = told.written
    agreements = {name: written.partners[name].agreement for name in told.used}
    indicator = DraftIndicator(
        name=written.name,
        figures=kept.figures,
        kind=told.measure.kind,
        unit=told.measure.unit,
        multiplier=told.measure.multiplier,
        polarity=written.polarity,
        definition=". ".join(part.rstrip(".") for part in (written.about, told.sentence()) if part) + ".",
        interval_method="; ".join(sorted({one.interval for one in kept.figures} - {""})),
        source=f"records of {' and '.join(told.used)}",
        caveats=_caveats(told),
        doubts=kept.doubts,
    )
    withheld = (
        f"{kept.withheld:,} of {len(kept.figures):,} figures are withheld: the agreements keep no count from 1 to"
        f" {told.fewest - 1}, nor what would give one away."
        if kept.withheld
        else f"No figure had to be withheld: no count lies between 1 and {told.fewest - 1}."
    )
    facts: tuple[tuple[str, str | bool], ...] = (
        ("from_records", True),
        ("shared", True),
        ("shared_by", shared_by({name: one.reference for name, one in agreements.items()})),
        *_terms(list(agreements.values())),
    )
    return DraftFigures(
        name=written.name,
        indicators=(indicator,),
        rows=counts.rows,
        left_out=tuple(counts.left_out),
        publisher=f"Records of {' and '.join(told.used)}, counted by us",
        caveats=_caveats(told),
        notes=(told.sentence(), *counts.notes, withheld, *kept.notes),
        facts=facts,
        agreements=tuple(
            (one.reference, name, one.purpose, one.ends.isoformat() if one.ends else "")
            for name, one in agreements.items()
        ),
    )


def _terms(agreements: Sequence[Agreement]) -> tuple[tuple[str, str], ...]:
    """The cells of the data set that the agreements say; of several days the first, by which all of it has to go.

    What not every agreement says is left empty: the figures stand on all of them.
    """
    found: list[tuple[str, str]] = []
    for cell in ("purpose", "lawful_basis", "impact_assessment"):
        said = [getattr(one, cell) for one in agreements]
        found.append((cell, "; ".join(dict.fromkeys(said)) if all(said) else ""))
    days = [one.keep_until for one in agreements]
    until = min(day for day in days if day) if all(days) else None
    return (*found, ("keep_until", until.isoformat())) if until else tuple(found)


def _caveats(told: Definition) -> str:
    said = ["Counted by us from partners' records: it says what came to their notice"]
    if told.round_to > 1:
        said.append(f"counts are rounded to the nearest {told.round_to}, so sums need not add up")
    if told.written.counting == "people":
        said.append("a person with records in two areas counts in each, and once in what they lie in")
    return "; ".join(said) + "."
