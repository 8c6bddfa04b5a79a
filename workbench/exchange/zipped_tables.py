"""A table of figures in a zip archive, as publishers hand out their downloads: the one `.csv` or `.tsv` in it."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from workbench.errors import WorkbenchError
from workbench.exchange import indicator_tables
from workbench.exchange.archives import opened
from workbench.exchange.encoding import LIMIT, decoded_or_refused
from workbench.exchange.figures.drafting import draft_of
from workbench.exchange.figures.grids import Grid, grid_in_text
from workbench.exchange.figures.nomis import blocks
from workbench.exchange.readers import Options
from workbench.indicators.drafts import DraftFigures

_TABLES = (".csv", ".tsv")
_HEAD = 65_536


class NotOneTableError(WorkbenchError):
    """The zip archive does not hold one table alone. Unpack it, and bring in the files inside."""


class ZippedTableReader:
    """Reads the one table of a zip archive."""

    name = "a table of figures in a .zip"
    kind = "indicators"
    suffixes = frozenset({".zip"})
    contents = frozenset({"zip"})

    def recognises(self, path: Path, head: bytes) -> float:
        """What the table in it would be recognised for; 0.1 where there is none, or more than one, to say so."""
        if not head.startswith(b"PK"):
            return 0.0
        try:
            name, data = _table(path)
        except WorkbenchError:
            return 0.6
        return max(0.3, indicator_tables.READER.recognises(Path(name), data[:_HEAD]))

    def read(self, path: Path, options: Options) -> DraftFigures:
        """The figures of the table, under its own name; raises a sentence where there is not one table."""
        name, _ = _table(path)
        return draft_of(name, self.tables(path, options), options)

    def tables(self, path: Path, options: Options) -> list[Grid]:
        """The tables in the file, before anything is made of their columns."""
        name, data = _table(path)
        return blocks(grid_in_text(name, decoded_or_refused(data, name), options.going))


READER = ZippedTableReader()


def _table(path: Path) -> tuple[str, bytes]:
    """The name and bytes of the one table in an archive."""
    with opened(path) as archive:
        parts = [part for part in archive.parts if not part.endswith("/") and not part.startswith("__MACOSX/")]
        tables = [part for part in parts if part.casefold().endswith(_TABLES)]
        if len(tables) != 1:
            held = f"{len(tables)} tables" if tables else "no table"
            raise NotOneTableError(
                f"{path.name} is a zip archive that holds {held} in its files. Unpack it, and bring in the files"
                " inside."
            )
        data = archive.read(tables[0])
        if len(data) > LIMIT:
            raise NotOneTableError(f"{path.name}: {tables[0]} is too large to be read in its archive. Unpack it first.")
        return PurePosixPath(tables[0]).name, data
