"""Leaving: a file written whole or not at all, and entered in the register of what left."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import Session

from workbench.desk.door.not_written import why_not_written
from workbench.desk.door.sentences import require_nobody_named
from workbench.desk.door.set_down import Write, set_down
from workbench.errors import WorkbenchError
from workbench.governance.audiences import INTERNAL
from workbench.governance.departures import record_departure
from workbench.governance.mosaic import Printed, record_quoted
from workbench.governance.released import Leaving, write_released
from workbench.project.file import Project
from workbench.text import day_in_words

Also = Callable[[Session, bytes], None]
"""What is written down in the change in which a file leaves; it is given the file's bytes."""


class FolderMissingError(WorkbenchError):
    """The folder for this file is not there. Make it first, or choose another place."""


class FileIsOpenError(WorkbenchError):
    """The file could not be written: it may be open in another program, or the folder may not be yours to write to."""


class EndingUnknownError(WorkbenchError):
    """The ending of the file's name does not say what to write."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken out: where it lies, and what is in it and is not."""

    path: Path
    kind: str
    audience: str
    quotes: int = 0
    figures: int = 0
    withheld: int = 0
    left_out: tuple[str, ...] = ()
    leaving: tuple[Leaving, ...] = ()
    """Its counts of records, number by number, for the register."""
    printed: Collection[Printed] = ()
    """Its quotes by place, with what stands beside each; the register keeps them."""

    @property
    def sentence(self) -> str:
        """What was made, for whom, and what was held back."""
        return " ".join((self.made, *self.left_out))

    @property
    def made(self) -> str:
        """What was made, and for whom."""
        parts = [f"{self.quotes} quotes" if self.quotes != 1 else "1 quote"]
        parts.append(f"{self.figures} figures" if self.figures != 1 else "1 figure")
        said = f"Wrote {self.path.name}, {heading(self.audience)[:1].lower()}{heading(self.audience)[1:]}"
        if self.kind in {"workbook", "brief", "place"}:
            said += f": {' and '.join(parts)}"
        elif self.kind == "paper" and self.quotes:
            said += f": {parts[0].replace('quote', 'passage')}"
        return f"{said}."


def heading(audience: str) -> str:
    """Who it is for, as it stands at the top."""
    return {INTERNAL: "For the team only", "public": "For the public"}.get(audience, f"For {audience}")


def today() -> str:
    """The day, as people write it: 3 March 2025."""
    return day_in_words(datetime.now(UTC).astimezone().date())


def require_folder(out: Path) -> None:
    """Raise FolderMissingError unless the file's folder is there."""
    try:
        if not out.parent.is_dir():
            raise FolderMissingError(f"There is no folder “{out.parent}”. Make it first, or choose another place.")
        if out.is_dir():
            raise FolderMissingError(f"“{out}” is a folder. Give the file a name in it.")
    except OSError as error:
        raise FileIsOpenError(f"{out.name} could not be written: {error.strerror or error}.") from error


def leave(
    project: Project,
    out: Path,
    content: bytes | Write,
    taken: Taken | Callable[[], Taken],
    *,
    also: Also | None = None,
) -> Taken:
    """Write a file whole and enter it in the register; if either fails, neither happened.

    What is too large to be held is given as what writes it to a file; `also` hears no bytes then, and `taken` may be
    what says, once it is written, what is in it.
    Raises NamesSomebodyError where a sentence in it names a person who may not be shown to its readers.
    """
    require_folder(out)
    try:
        whole, digest = set_down(out, content)
    except OSError as error:
        raise FileIsOpenError(why_not_written(out, error)) from error
    held = content if isinstance(content, bytes) else b""
    try:
        taken = taken() if callable(taken) else taken
        with project.read() as session:
            doubtful = require_nobody_named(session, taken.audience, held or whole)
        taken = replace(taken, left_out=(*taken.left_out, *doubtful))
        with project.change(f"Take out {out.name}", kind="departure") as session:
            departure = record_departure(
                session,
                kind=taken.kind,
                name=out.name,
                audience=taken.audience,
                quotes=taken.quotes,
                figures=taken.figures,
                withheld=taken.withheld,
                digest=digest,
            )
            write_released(session, departure, taken.leaving)
            record_quoted(session, departure, taken.printed)
            if also is not None:
                also(session, held)
            whole.replace(out)
    except OSError as error:
        raise FileIsOpenError(why_not_written(out, error, is_there=True)) from error
    finally:
        with contextlib.suppress(OSError):
            whole.unlink()
    return taken
