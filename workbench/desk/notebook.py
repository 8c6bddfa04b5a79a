"""A project in a notebook or a script: every table as a pandas frame, and the one way to change it.

```python
from workbench import open_project

with open_project("study.workbench", coder="amina") as study:
    study.dictionary("crosstab")                              # its columns, their units, what is missing
    people = study.table("crosstab", by="age_band")           # for the team: looking is no export
    shown = study.table("crosstab", by="age_band", audience="council")  # leaves the house: entered in the register
    study.take_out("for_the_council.xlsx", audience="council")  # so does this
    with study.change("Rename a code") as session:
        ...
```
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlmodel import Session

from workbench.desk.tables.declared import TABLES, make_table
from workbench.desk.tables.dictionary import described
from workbench.desk.tabular import Cell, Table, as_csv
from workbench.desk.take_out import note_shown, take_out
from workbench.desk.withdrawal.unfinished import make_good
from workbench.governance.audiences import INTERNAL
from workbench.project.file import Project, open_file
from workbench.settings import coder_for

if TYPE_CHECKING:
    import pandas as pd


class Study:
    """An open project. `tables` names what `table` can make; `project` is the file itself."""

    def __init__(self, project: Project) -> None:
        self.project = project

    @property
    def tables(self) -> list[str]:
        """The names of all tables."""
        return sorted(TABLES)

    def table(
        self,
        name: str,
        *,
        by: str | None = None,
        coder: str | None = None,
        audience: str = INTERNAL,
        display: str | None = None,
    ) -> pd.DataFrame:
        """A table as a tidy frame: one row a thing, a column a variable, as `dictionary` describes them.

        A cell that says nothing is a missing value, never zero and never an empty text; columns of numbers hold numbers
        only. What the door withheld from the audience is missing as well: `frame.attrs["withheld"]` names its rows by
        column, and `frame.attrs["left_out"]` says in sentences what is not there.

        For the team looking is no export. A frame for an audience outside it is one, as on the command line: it is
        entered in the register, number by number and quote by quote, and what leaves later is held against it.

        Raises TableUnknownError naming the tables there are, AudienceUnknownError, NamesSomebodyError where a sentence
        in it names a person who may not be shown to that audience, ProjectIsLockedError where the file is only read.
        """
        table = make_table(self.project, name, by=by, coder=coder, audience=audience, display=display)
        doubtful = note_shown(self.project, table, as_csv(table), audience)
        return _frame(replace(table, left_out=(*table.left_out, *doubtful)))

    def dictionary(self, name: str | None = None) -> pd.DataFrame:
        """The data dictionary of a table, or of all: a row a column, what it says, its unit, what a missing value means.

        Raises TableUnknownError naming the tables there are.
        """
        if name is not None and name not in TABLES:
            make_table(self.project, name)
        frame = self.table("dictionary")
        return frame if name is None else frame[frame["table"] == name].reset_index(drop=True)

    def take_out(
        self,
        out: str | Path,
        *,
        audience: str = INTERNAL,
        table: str | None = None,
        sheets: Sequence[str] | None = None,
    ) -> str:
        """Write an evidence workbook (.xlsx) or one table (.csv, .json, .md) for an audience, and enter it in the register.

        Gives the sentence on what was written and what was held back. Raises what `workbench export` refuses with.
        """
        return take_out(self.project, Path(out), audience=audience, table=table, sheets=sheets).sentence

    def change(self, name: str) -> AbstractContextManager[Session]:
        """The one way to write; the name is what the history shows."""
        return self.project.change(name)

    def read(self) -> AbstractContextManager[Session]:
        """A session that refuses every write."""
        return self.project.read()

    def close(self) -> None:
        """Close the file."""
        self.project.close()

    def __enter__(self) -> Study:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _frame(table: Table) -> pd.DataFrame:
    """A table as a frame, its missing cells missing and its columns of one kind each."""
    import pandas as pd

    withheld: dict[str, list[int]] = {}
    columns: dict[str, list[Cell]] = {}
    for at, name in enumerate(table.columns):
        cells = [None if row[at] == "" else row[at] for row in table.rows]
        numbers = any(isinstance(cell, int | float) for cell in cells)
        hidden = [row for row, cell in enumerate(cells) if isinstance(cell, str) and cell.startswith("Withheld by us")]
        if hidden and (numbers or described(table.name, name).unit):
            withheld[name] = hidden
            for row in hidden:
                cells[row] = None
        columns[name] = cells
    frame = pd.DataFrame(columns, columns=list(table.columns)).convert_dtypes()
    frame.attrs.update(left_out=list(table.left_out), withheld=withheld)
    return frame


def open_project(path: str | Path, *, coder: str | None = None, passphrase: str | None = None) -> Study:
    """Open a project file; the coder is the name in the user's settings unless told."""
    project = open_file(Path(path), coder=coder or coder_for(Path(path)), passphrase=passphrase)
    make_good(project)
    return Study(project)
