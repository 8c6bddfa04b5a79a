"""Bringing files in, as a conversation: read, show what was understood, ask what is unclear, take in, report."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work

from workbench.tui.commands import command
from workbench.tui.dialogs import Ask, Choice, Choose, Confirm
from workbench.tui.tabbed import Tabbed

if TYPE_CHECKING:
    from workbench.desk.bring_in import ImportReport
    from workbench.exchange.readers import Options
    from workbench.governance.pseudonyms import Pseudonyms
    from workbench.project.file import Project
    from workbench.tui.long_work import LongWork


class Bringing(Tabbed):
    """The part of the sources room that brings files in."""

    @command("sources.bring_in", "Bring in", key="i", footer=True)
    @work(exclusive=True, group="question")
    async def action_bring_in(self) -> None:
        """Bring in a transcript, a survey or an indicator table, or a whole folder of them."""
        answer = await self.app.push_screen_wait(
            Ask("Bring in", "A file, a folder, or a pattern such as interviews/*.md", value="", check=_readable)
        )
        if answer:
            self._read(_paths(answer))

    @work(exclusive=True, group="import", thread=True, exit_on_error=False)
    def _read(self, paths: list[Path], how: How | None = None) -> None:
        """Read everything without keeping it, and show what was understood."""
        app, how = self.workbench, how or How()
        work = app.call_from_thread(app.begin_work, "Reading", total=float(len(paths)))
        reports: list[ImportReport] = []
        with self.attempt("Bring in"):
            for done, path in enumerate(paths):
                work.progress(done, note=path.name)
                reports += how.bring_in(self.project, path, dry_run=True, work=work)
        app.call_from_thread(app.end_work)
        app.call_from_thread(self._confirm, paths, reports, how)

    @work(exclusive=True, group="question")
    async def _confirm(self, paths: list[Path], reports: list[ImportReport], how: How) -> None:
        refused = [(path, _why(one)) for path, one in zip(paths, reports, strict=False) if one.outcome == "refused"]
        unclear = [path for path, why in refused if "--as survey" in why]
        if unclear and how.as_ is None:
            if wanted := await self._ask_kind(unclear, how):
                self._read(paths, wanted)
            return
        wanting = [why for _, why in refused if "map" in why]
        if wanting and how.map_ is None and (wanted := await self._ask_map(wanting[0], how)):
            self._read(paths, wanted)
            return
        ready = [path for path, report in zip(paths, reports, strict=False) if report.outcome == "imported"]
        said = "\n".join(_said(report) for report in reports)
        if not ready:
            await self.app.push_screen_wait(Confirm("Nothing can be brought in", said, yes="Good", no="Back"))
            return
        if await self.app.push_screen_wait(
            Confirm("What was understood", said, yes=f"Bring in {len(ready)}", no="Leave it", undoable=True)
        ):
            spoken = any(report.kind in {"transcript", "survey"} for report in reports if report.outcome == "imported")
            wanted = await self._take_names_out(ready, how) if spoken else how
            if wanted is not None:
                self._bring_in(ready, wanted)

    async def _take_names_out(self, paths: list[Path], how: How) -> How | None:
        """Take names out of what comes in, where this project does; None for bringing nothing in."""
        from workbench.tui.sources.names import NamesReview
        from workbench.tui.sources.taking_names_out import NamesKey, names_key, read_names

        key = await names_key(self)
        if not isinstance(key, NamesKey):
            return how if key else None
        names = await read_names(self, paths, how.options(), key.names)
        if names is None or await self.app.push_screen_wait(NamesReview(names, key.names)) is None:
            return None
        kept = False
        with self.attempt("Names"):
            key.keep(self.project)
            kept = True
        return replace(how, names=key.names) if kept else None

    async def _ask_kind(self, unclear: list[Path], how: How) -> How | None:
        """What tables are that could be several things; None for escape."""
        more = f" and {len(unclear) - 1} more" if len(unclear) > 1 else ""
        answer = await self.app.push_screen_wait(Choose(f"{unclear[0].name}{more}: what is it?", KINDS_OF_TABLE))
        if not isinstance(answer, Choice):
            return None
        told = replace(how, as_=answer.key.removeprefix("mapped "), unclear=frozenset(unclear))
        if not answer.key.startswith("mapped "):
            return told
        return await self._ask_map("A map says which column is what.", told)

    async def _ask_map(self, why: str, how: How) -> How | None:
        answer = await self.app.push_screen_wait(
            Ask("Map of the survey", f"{why} Where is the map (.yaml)?", check=_readable)
        )
        return replace(how, map_=_paths(answer)[0]) if answer else None

    @work(exclusive=True, group="import", thread=True, exit_on_error=False)
    def _bring_in(self, paths: list[Path], how: How) -> None:
        app = self.workbench
        work = app.call_from_thread(app.begin_work, "Bringing in", total=float(len(paths)))
        came = 0
        with self.attempt("Bring in"):
            for done, path in enumerate(paths):
                work.progress(done, note=path.name)
                came += sum(report.outcome == "imported" for report in how.bring_in(self.project, path, work=work))
        app.call_from_thread(app.end_work, f"{came} of {len(paths)} files came in.", room="sources")
        app.call_from_thread(self.show_latest)


@dataclass(frozen=True, slots=True)
class How:
    """How files are to be read: by which map, and as what those are that could be several things."""

    map_: Path | None = None
    as_: str | None = None
    unclear: frozenset[Path] = frozenset()
    names: Pseudonyms | None = None

    def options(self) -> Options:
        """The same as a reader takes it."""
        from workbench.exchange.readers import Options

        return Options(self.as_, self.map_)

    def bring_in(self, project: Project, path: Path, *, work: LongWork, dry_run: bool = False) -> list[ImportReport]:
        """Bring one file in, or try it only; `work` hears how far it is, and can stop it in the middle."""
        from workbench.desk.bring_in import bring_in

        before = work.done
        return bring_in(
            project,
            [path],
            map_=self.map_,
            as_=self.as_ if path in self.unclear else None,
            dry_run=dry_run,
            names=self.names,
            progress=lambda share: work.progress(before + share),
            cancelled=lambda: work.stopping,
        )


KINDS_OF_TABLE = [
    Choice("survey", "A survey: guess which columns are answers, and show me"),
    Choice("mapped survey", "A survey: I have a map of its columns"),
    Choice("indicators", "Indicators: published or shared figures"),
]


SAID = {
    "turns": ("turn", "turns"),
    "answers": ("answer", "answers"),
    "words": ("word", "words"),
    "cases": ("person", "people"),
    "observations": ("figure", "figures"),
    "codings": ("coded passage", "coded passages"),
    "comments": ("comment", "comments"),
}
"""What is counted of a file, in the words of the screen."""


def _why(report: ImportReport) -> str:
    return " ".join(left.why for left in report.left_out)


def _said(report: ImportReport) -> str:
    """A file in a few lines: what it is, what would come in, what would be left out."""
    counts = ", ".join(
        f"{number:,} {one if number == 1 else many}"
        for name, (one, many) in SAID.items()
        if (number := report.counts.get(name, 0))
    )
    if report.outcome == "refused":
        return f"{report.file}: refused.\n   {_why(report)}"
    lines = [f"{report.file}: {counts or 'nothing new'}"]
    lines += [f"   {note}" for note in report.notes[:6]]
    lines += [f"   left out, {left.where}: {left.what} ({left.why})" for left in report.left_out[:6]]
    if len(report.left_out) > 6:
        lines.append(f"   and {len(report.left_out) - 6:,} more that would be left out")
    return "\n".join(lines)


def _is_one(path: Path) -> bool:
    """Whether a folder comes in as a whole, such as a folder of months."""
    from workbench.desk.bring_in import is_one_import

    return path.is_dir() and is_one_import(path)


def _paths(typed: str) -> list[Path]:
    """The files that somebody means."""
    path = Path(typed).expanduser()
    if path.is_dir():
        if _is_one(path):
            return [path]
        return sorted(one for one in path.iterdir() if one.is_file() and not one.name.startswith("."))
    if any(sign in typed for sign in "*?["):
        root = Path(path.anchor or ".")
        return sorted(root.glob(str(path.relative_to(path.anchor) if path.anchor else path)))
    return [path]


def _readable(typed: str) -> str | None:
    found = _paths(typed) if typed else []
    missing = [path for path in found if not path.is_file() and not _is_one(path)]
    if not found or missing:
        return f"There is no file {missing[0] if missing else typed or 'of that name'}. Type its path, or a folder's."
    return None
