"""Uniting copies of a project: everything that either side did is kept, and where they differ both versions are listed."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlmodel import Session

from workbench.desk.merging.conflicts import ConflictLine, conflicts, settle
from workbench.desk.merging.sides import Came, come_together, leave_out_withdrawn, meeting, without_withdrawn
from workbench.desk.merging.withdrawn import people_in, taken_out
from workbench.errors import WorkbenchError
from workbench.exchange.readers import read_map
from workbench.project import migrations, opening, sqlite
from workbench.project.backup import copy
from workbench.project.conflicts import STANDS
from workbench.project.facts import remember
from workbench.project.file import Project
from workbench.project.schema import VERSION
from workbench.suggestions.switch import FACT, SwitchedOff, said_of

CALLED = {
    "document": ("document", "documents"),
    "segment": ("passage", "passages"),
    "cases": ("person", "people"),
    "attribute_value": ("fact about people", "facts about people"),
    "consent": ("answer about consent", "answers about consent"),
    "code": ("code", "codes"),
    "coding": ("coding", "codings"),
    "theme": ("theme", "themes"),
    "memo": ("memo or note", "memos and notes"),
    "suggestion": ("suggestion", "suggestions"),
    "blind_passage": ("passage read blind", "passages read blind"),
    "settlement": ("settled difference", "settled differences"),
    "indicator": ("indicator", "indicators"),
    "observation": ("figure", "figures"),
    "finding": ("finding", "findings"),
    "rating": ("rating", "ratings"),
    "options": ("option", "options"),
    "brief": ("brief", "briefs"),
}
"""What people call the rows of a table that they would ask after, one and many."""


class SameFileError(WorkbenchError):
    """That is this project itself. Give the copy that somebody else has worked in."""


class OtherProjectError(WorkbenchError):
    """That is another project, not a copy of this one: the two have nothing in common that could be united."""


class WithdrawnThereError(WorkbenchError):
    """Somebody withdrew in that copy. Their words are deleted here too, which cannot be undone: confirm it with --yes."""


class ChoicesAreUnreadableError(WorkbenchError):
    """A choice is `ours` or `theirs`. Take the names of what differs from `merge --dry-run`."""


class _TakeBackError(Exception):
    """Ends a change that was only tried, or that brought nothing."""


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What came of taking in one copy."""

    file: str
    new: Mapping[str, int] = field(default_factory=dict)
    changed: Mapping[str, int] = field(default_factory=dict)
    removed: Mapping[str, int] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)
    changes: int = 0
    """How many changes of theirs are now in the history."""
    reworded: tuple[str, ...] = ()
    """Documents whose words were taken from the other copy."""
    withdrawn: int = 0
    """People who withdrew in the other copy and are deleted here too."""
    conflicts: tuple[ConflictLine, ...] = ()
    switched_off: str = ""
    """Who switched suggestions off in the other copy, in a sentence, where they were on here: they are off now."""

    @property
    def nothing_new(self) -> bool:
        """Whether this project had everything already."""
        return not (self.changes or self.withdrawn or self.switched_off)

    def lines(self) -> list[str]:
        """The same as people read it."""
        if self.nothing_new:
            return [f"{self.file}: nothing in it that is not here already."]
        said = [f"{self.file}: {self.changes:,} change{'s' * (self.changes != 1)} taken in."]
        if self.switched_off:
            said.append(self.switched_off)
        for counts, verb in ((self.new, "New"), (self.changed, "Changed"), (self.removed, "Removed")):
            if counted := in_words(counts):
                said.append(f"{verb}: {counted}.")
        if self.reworded:
            said.append(f"Words taken from that copy: {', '.join(self.reworded)}. Codings followed them.")
        if counted := in_words(self.left_out):
            said.append(f"Not taken in, because the words they lie on are not here: {counted}.")
        if self.withdrawn:
            people = "1 person who" if self.withdrawn == 1 else f"{self.withdrawn} people who"
            said.append(f"Deleted here too: {people} withdrew in that copy.")
        if self.conflicts:
            number = len(self.conflicts)
            said.append(
                "1 thing was said differently in both copies:"
                if number == 1
                else f"{number} things were said differently in both copies:"
            )
            said.extend(str(one) for one in self.conflicts)
        return said

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "file": self.file,
            "changes": self.changes,
            "new": dict(self.new),
            "changed": dict(self.changed),
            "removed": dict(self.removed),
            "left_out": dict(self.left_out),
            "reworded": list(self.reworded),
            "withdrawn": self.withdrawn,
            "conflicts": [one.as_json() for one in self.conflicts],
            "switched_off": self.switched_off,
        }


def in_words(counts: Mapping[str, int]) -> str:
    """How many of what, of those that people ask after: 41 codings, 2 memos and notes; the rest as other things."""
    said = [
        f"{counts[name]:,} {one if counts[name] == 1 else many}"
        for name, (one, many) in CALLED.items()
        if counts.get(name)
    ]
    rest = sum(number for name, number in counts.items() if name not in CALLED)
    if rest and said:
        said.append(f"{rest:,} other thing{'s' * (rest != 1)}")
    elif rest:
        said.append(f"{rest:,} thing{'s' * (rest != 1)} such as reading marks")
    return ", ".join(said)


def merge(
    project: Project,
    path: Path,
    *,
    passphrase: str | None = None,
    dry_run: bool = False,
    confirmed: bool = False,
    choices: Mapping[str, str] | None = None,
) -> MergeReport:
    """Take in what another copy of the project did, in one change that can be undone.

    Args:
        project: open for writing.
        path: the copy; it is only read. One of an earlier version is brought up to date in a copy of its own.
        passphrase: its passphrase, where it is another one than this project's.
        dry_run: say what would come of it, and change nothing.
        confirmed: people who withdrew in the copy may be deleted here, which cannot be undone.
        choices: by a conflict's name, `ours` or `theirs`.

    Raises:
        SameFileError, OtherProjectError, WithdrawnThereError: as they say.
        WorkbenchError: of `opening`, where the copy is damaged, newer, encrypted under another passphrase or no project.
    """
    if path.exists() and path.resolve() == project.path.resolve():
        raise SameFileError
    with (
        _their_copy(project, path, passphrase) as (theirs, key),
        without_withdrawn(project, theirs, key) as there,
    ):
        with project.reading_connection() as here:
            withdrawn = taken_out(here, there.connection)
        if withdrawn and not (dry_run or confirmed):
            raise WithdrawnThereError
        if withdrawn and not dry_run:
            leave_out_withdrawn(project, there)
        report: MergeReport | None = None
        with (
            meeting(project, there) as met,
            contextlib.suppress(_TakeBackError),
            project.change(f"Merge {path.name}", kind="trial" if dry_run else "merge") as session,
        ):
            came = come_together(project, session, theirs, met)
            if dry_run:
                _settle(session, came.taken.conflicts, choices or {})
            report = _report(came, path.name, people_in(withdrawn), conflicts(session, came.taken.conflicts))
            if dry_run or not report.changes:
                raise _TakeBackError
        off = _switched_off_there(project, theirs)
    assert report is not None
    if off is not None:
        report = replace(report, switched_off=off.sentence)
        if not dry_run:
            remember(project, FACT, off.fact, why="Switch suggestions off")
    if choices and report.conflicts and not dry_run:
        keys = [one.id for one in report.conflicts]
        with project.change("Settle what copies said differently") as session:
            _settle(session, keys, choices)
            report = replace(report, conflicts=tuple(conflicts(session, keys)))
    return report


def _switched_off_there(project: Project, theirs: Any) -> SwitchedOff | None:
    """Who switched suggestions off in the other copy, where they are on here: the stricter word holds."""
    told = theirs.execute("SELECT value FROM meta WHERE key = ?", (FACT,)).fetchone()
    return None if told is None or project.meta.get(FACT) else said_of(told[0])


def _settle(session: Session, keys: Iterable[int], choices: Mapping[str, str]) -> None:
    for one in conflicts(session, keys):
        if choices.get(one.name) not in {None, one.stands}:
            settle(session, one.id, choices[one.name])


def read_choices(path: Path) -> dict[str, str]:
    """What stands of what two copies said differently: by its name, `ours` or `theirs`, from a YAML file."""
    told = read_map(path)
    for name, stands in told.items():
        if stands not in STANDS:
            raise ChoicesAreUnreadableError(
                f"{path.name}: “{name}: {stands}” is no choice. Write `ours` or `theirs` behind each name."
            )
    return {name: str(stands) for name, stands in told.items()}


def _report(came: Came, name: str, withdrawn: int, listed: list[ConflictLine]) -> MergeReport:
    taken = came.taken
    return MergeReport(
        name,
        new=+taken.new,
        changed=+taken.changed,
        removed=+taken.removed,
        left_out=+taken.left_out,
        changes=taken.changes,
        reworded=came.reworded,
        withdrawn=withdrawn,
        conflicts=tuple(listed),
    )


@contextlib.contextmanager
def _their_copy(project: Project, path: Path, passphrase: str | None) -> Iterator[tuple[Any, str | None]]:
    """A connection that reads the other copy, brought up to date on a copy where it is of an earlier version; its key."""
    key, version = _key_of(project, path, passphrase)
    with tempfile.TemporaryDirectory(prefix="workbench-merge-") as folder:
        place = path
        if version < VERSION:
            place = Path(folder) / path.name
            _bring_up_to_date(path, place, key, version, project.coder)
        connection = sqlite.connect(place, key, read_only=True)
        try:
            _refuse_another(project, connection)
            yield connection, key
        except sqlite.DatabaseError as error:
            raise opening.explain(path, error, encrypted=key is not None) from error
        finally:
            connection.close()


def _key_of(project: Project, path: Path, passphrase: str | None) -> tuple[str | None, int]:
    """The copy's key and version; a copy of an encrypted project opens with the project's own key."""
    try:
        looked = opening.look(path, passphrase=passphrase)
    except opening.PassphraseNeededError:
        if project.key is None:
            raise
        try:
            return opening.unlock_with(path, project.key)
        except opening.WrongPassphraseError as refusal:
            raise opening.PassphraseNeededError(
                f"{path.name} has another passphrase than this project, or it is damaged. Give its own passphrase."
            ) from refusal
    return opening.unlock(path, looked, passphrase)


def _bring_up_to_date(path: Path, place: Path, key: str | None, version: int, who: str) -> None:
    connection = sqlite.connect(path, key, read_only=True)
    try:
        copy(connection, key, place)
    finally:
        connection.close()
    connection = sqlite.connect(place, key)
    try:
        migrations.bring_up_to_date(place, connection, key, version=version, who=who)
    finally:
        connection.close()


def _refuse_another(project: Project, theirs: Any) -> None:
    secret = theirs.execute("SELECT value FROM meta WHERE key = 'secret'").fetchone()
    if secret is None or secret[0] != project.meta.get("secret"):
        raise OtherProjectError
