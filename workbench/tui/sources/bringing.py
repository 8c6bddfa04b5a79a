"""Bringing files in, as a conversation: read, show what was understood, ask what is unclear, take in, report."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work

from workbench.tui.commands import command
from workbench.tui.dialogs import Ask
from workbench.tui.screen import WorkbenchScreen
from workbench.tui.sources.telling import Told, brought, first_told, may_name, room_of
from workbench.tui.tabbed import Tabbed

if TYPE_CHECKING:
    from workbench.desk.importing.reports import ImportReport
    from workbench.governance.pseudonyms import Pseudonyms
    from workbench.tui.long_work import LongWork


class Bringing(Tabbed):
    """The part of the sources room that brings files in."""

    _brought: tuple[ImportReport, ...] = ()
    """What came of every file that was brought in since the app was opened, the newest first."""
    _brought_before = 0
    """How many withdrawals there were then."""

    @command("sources.bring_in", "Bring in", key="i", footer=True)
    @work(exclusive=True, group="question")
    async def action_bring_in(self) -> None:
        """Bring in a transcript, a survey, a table of figures, a project of another program, or a whole folder of them."""
        if self.project.read_only:
            self.notify(self.project.why_reading_only("Bring in"), title="Bring in", severity="error", markup=False)
            return
        answer = await self.app.push_screen_wait(
            Ask(
                "Bring in",
                "A file, a folder, or a pattern such as interviews/*.md",
                check=_readable,
                hint="enter shows what is in it first · escape brings nothing in",
            )
        )
        if not answer:
            return
        from workbench.tui.sources.taking_names_out import has_key, names_key

        if not has_key(self) or await names_key(self):
            self._read(_paths(answer))

    @command("sources.left_out", "What was left out", key="l")
    def action_left_out(self) -> None:
        """Show again what came of the files that were brought in since the workbench was opened, and what was left out of each."""
        from workbench.tui.sources.brought import Brought

        if self._withdrawn() != self._brought_before:
            self._brought = ()
        self.app.push_screen(Brought(self._brought))

    def _withdrawn(self) -> int:
        """How many withdrawals there were: after one, nothing is shown again that may hold that person's words."""
        from workbench.governance.withdrawals import withdrawals

        with self.project.read() as session:
            return len(withdrawals(session))

    def _keep_brought(self, reports: Sequence[ImportReport]) -> None:
        withdrawn = self._withdrawn()
        self._brought = (*reports, *(self._brought if withdrawn == self._brought_before else ()))
        self._brought_before = withdrawn

    @work(exclusive=True, group="import", thread=True, exit_on_error=False)
    def _read(self, paths: list[Path]) -> None:
        """Read everything without keeping it, and show what was understood."""
        app = self.workbench
        told = first_told(paths)
        work = app.call_from_thread(app.begin_work, "Reading", total=float(len(told)))
        reports: dict[Path, ImportReport] = {}
        with self.attempt("Bring in") as tried:
            for done, (path, one) in enumerate(told.items()):
                work.progress(done, note=path.name)
                reports[path] = self._try(path, one, work)
        app.call_from_thread(app.end_work)
        if not tried.failed:
            app.call_from_thread(self._show_understood, reports, told)

    def _try(self, path: Path, told: Told, work: LongWork | None = None) -> ImportReport:
        from workbench.tui.sources.taking_names_out import names_held

        return told.bring_in(self.project, [path], dry_run=True, names=names_held(self), work=work)[0]

    @work(exclusive=True, group="question")
    async def _show_understood(self, reports: dict[Path, ImportReport], first: dict[Path, Told]) -> None:
        from workbench.tui.sources.understood import Understood

        page = Understood(reports, first, self._try)
        while told := await self.app.push_screen_wait(page):
            spoken = [path for path in told if may_name(page.report(path))]
            key = await self._take_names_out({path: told[path] for path in spoken}) if spoken else True
            if key is not False:
                self._bring_in(told, None if key is True else key, page.stayed_out(told))
                return
            page = Understood(*page.as_left(), self._try)

    async def _take_names_out(self, told: dict[Path, Told]) -> Pseudonyms | bool:
        """The names to take out of what comes in; True where this project leaves them in, False to go back."""
        from workbench.tui.governance.name_later import take_out_before
        from workbench.tui.sources.taking_names_out import NamesKey, names_key, review_names

        key = await names_key(self)
        if not isinstance(key, NamesKey):
            return key
        known = set(key.names.pairs)
        if not await review_names(self, {path: one.options() for path, one in told.items()}, key.names):
            return False
        with self.attempt("Names") as tried:
            key.keep(self.project)
        if tried.failed:
            return False
        new = [pair.original for name, pair in key.names.pairs.items() if name not in known]
        if new:
            await take_out_before(self, key.names, new)
        return key.names

    @work(exclusive=True, group="import", thread=True, exit_on_error=False)
    def _bring_in(self, told: dict[Path, Told], names: Pseudonyms | None, stayed: Sequence[ImportReport] = ()) -> None:
        app = self.workbench
        work = app.call_from_thread(app.begin_work, "Bringing in", total=float(len(told)))
        came_in: list[ImportReport] = []
        with self.attempt("Bring in"):
            for one, alike in groupby(told, key=told.__getitem__):
                work.progress(len(came_in))
                one.bring_in(self.project, list(alike), names=names, work=work, came=came_in.append)
        reports = dict(zip(told, came_in, strict=False))
        refused = {path: report for path, report in reports.items() if report.outcome == "refused"}
        came = len(reports) - len(refused)
        said = (
            brought(next(iter(reports.values()))) if came == len(told) == 1 else f"{came} of {len(told)} files came in."
        )
        if len(reports) > 1 and (stayed or any(report.left_out for report in reports.values())):
            said += " l shows what was left out."
        moved = sum(len(report.release.moved) for report in reports.values() if report.release)
        if moved:
            said += f" {moved} {'judgement rests' if moved == 1 else 'judgements rest'} on what it changed."
        room = "triangulation" if moved else room_of(list(reports.values()))
        app.call_from_thread(self._keep_brought, [*came_in, *stayed])
        app.call_from_thread(app.end_work, said if came else "", room=room)
        app.call_from_thread(self._show_brought)
        if refused:
            app.call_from_thread(self._show_understood, refused, told)

    def _show_brought(self) -> None:
        """Show what came in, here and in the room that somebody has gone to meanwhile."""
        self.show_latest()
        here = self.app.screen
        if here is not self and isinstance(here, WorkbenchScreen):
            here.show_latest()


def _is_one(path: Path) -> bool:
    """Whether a folder comes in as a whole, such as a folder of months."""
    from workbench.desk.importing.bring_in import is_one_import

    return path.is_dir() and is_one_import(path)


def _paths(typed: str) -> list[Path]:
    """The files that somebody means."""
    path = Path(typed).expanduser()
    if path.is_dir():
        if _is_one(path):
            return [path]
        shown = (one for one in path.iterdir() if not one.name.startswith("."))
        return sorted(one for one in shown if one.is_file() or _is_one(one))
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
