"""A project in a notebook or a script: every table as a pandas frame, and the one way to change it.

```python
from workbench import open_project

with open_project("study.workbench", coder="amina") as study:
    people = study.table("crosstab", by="age_band")
    with study.change("Rename a code") as session:
        ...
```
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlmodel import Session

from workbench.desk.tables import TABLES, make_table
from workbench.desk.unfinished import make_good
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
        self, name: str, *, by: str | None = None, coder: str | None = None, audience: str = INTERNAL
    ) -> pd.DataFrame:
        """A table as a frame, one row a thing, columns as `workbench table` writes them.

        What was withheld from the audience is in `frame.attrs["left_out"]`, a list of sentences. Missing cells are
        missing values, never zero. Raises TableUnknownError naming the tables there are.
        """
        import pandas as pd

        made = make_table(self.project, name, by=by, coder=coder, audience=audience)
        frame = pd.DataFrame.from_records(list(made.rows), columns=list(made.columns))
        frame.attrs["left_out"] = list(made.left_out)
        return frame

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


def open_project(path: str | Path, *, coder: str | None = None, passphrase: str | None = None) -> Study:
    """Open a project file; the coder is the name in the user's settings unless told."""
    project = open_file(Path(path), coder=coder or coder_for(Path(path)), passphrase=passphrase)
    make_good(project)
    return Study(project)
