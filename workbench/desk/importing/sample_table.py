"""The sample as a table: groups with whom was invited, refused and not reached, and a census beside them."""

from __future__ import annotations

from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.exchange.delimited import read_table
from workbench.exchange.encoding import read_text
from workbench.project.file import Project
from workbench.sources.sample import set_group

COLUMNS = ("attribute", "value", "invited", "refused", "not reached", "population", "source", "note")
COUNTS = ("invited", "refused", "not reached", "population")


class SampleTableIsUnclearError(WorkbenchError):
    """A sample is a table with the columns attribute and value, and invited, refused, not reached, population or source."""


def take_sample(project: Project, path: Path) -> int:
    """Take groups of the sample from a table in one change; how many. Raises a sentence, and nothing is taken."""
    table = read_table(read_text(path).text, path.name)
    places = {" ".join(name.casefold().replace("_", " ").split()): place for place, name in enumerate(table.header)}
    if not {"attribute", "value"} <= places.keys() or not places.keys() & {*COLUMNS[2:]}:
        raise SampleTableIsUnclearError(
            f"{path.name}: a sample has the columns attribute and value, and beside them {', '.join(COLUMNS[2:])}."
            f" Its columns are {', '.join(table.header[:10])}."
        )
    rows = []
    for line, row in zip(table.lines, table.rows, strict=True):
        cells = {name: row[places[name]].strip() for name in COLUMNS if name in places}
        counts: dict[str, int | None] = {}
        for name in COUNTS:
            written = cells.get(name, "").replace(",", "")
            if written and not (written.isascii() and written.isdigit()):
                raise SampleTableIsUnclearError(
                    f"{path.name}, line {line}: “{written}” under {name} is no count of people. Nothing was taken."
                )
            counts[name.replace(" ", "_")] = int(written) if written else None
        rows.append((cells, counts))
    with project.change(f"Sample from {path.name}") as session:
        for cells, counts in rows:
            source, note = cells.get("source", ""), cells.get("note", "")
            set_group(session, cells["attribute"], cells["value"], source=source, note=note, **counts)
    return len(rows)
