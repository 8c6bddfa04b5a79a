"""The project that the app has open: opened at the start, undone and redone from any room, closed at the end."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from textual import on, work
from textual.app import App
from textual.screen import Screen

from workbench.tui.commands import command
from workbench.tui.opening import open_project
from workbench.tui.places import Place, place_of
from workbench.tui.screen import WorkbenchScreen

if TYPE_CHECKING:
    from workbench.project.file import Project
    from workbench.project.undo import Done
    from workbench.tui.app import WorkbenchApp
    from workbench.tui.briefs.screen import BriefsScreen
    from workbench.tui.coding.left import Left
    from workbench.tui.coding.screen import CodingScreen
    from workbench.tui.sources.screen import SourcesScreen


class HoldsProject(App[None]):
    """The half of the app that knows it has a project."""

    project_path: Path | None = None
    coder: str | None = None
    places_seen: Sequence[str] = ()
    """The codes of the places looked at in this project, the last one last."""

    @property
    def _me(self) -> WorkbenchApp:
        return cast("WorkbenchApp", self)

    @work(exclusive=True, group="open")
    async def open_path(self, path: Path) -> None:
        """Open a project file and go to its coding room."""
        await open_project(self._me, path, coder=self.coder)

    async def on_unmount(self) -> None:
        """Leave one plain file behind."""
        project = self._project()
        if project is not None:
            self._me.project = None
            project.close()

    @on(WorkbenchScreen.UndoRequested)
    def _undo(self) -> None:
        self._revert("undo")

    @on(WorkbenchScreen.RedoRequested)
    def _redo(self) -> None:
        self._revert("redo")

    def _revert(self, which: str) -> None:
        """Take back or do again, say what it was, and show the place."""
        screen, project = self.screen, self._project()
        if project is None or not isinstance(screen, WorkbenchScreen):
            return
        title = "Undo" if which == "undo" else "Redo"
        with screen.attempt(title):
            done: Done | None = project.undo() if which == "undo" else project.redo()
            if done is None:
                back = "take back" if which == "undo" else "do again"
                self.notify(f"There is nothing of yours to {back}.", title=title)
                return
            self.notify(done.name, title="Taken back" if which == "undo" else "Done again", markup=False, timeout=4)
            if screen.shows_undo({table for table, _ in done.touched}):
                screen.show_latest()
            else:
                self._show(place_of(project, done.touched), screen)

    @command("app.read_frame", "Coding frame")
    def action_read_frame(self) -> None:
        """Read the coding frame that the project began with: its questions and figures, and those not published."""
        from workbench.tui.frame_page import FramePage

        project = self._project()
        if project is None:
            self.notify("Open a project first.", title="Coding frame")
        else:
            self.push_screen(FramePage(project))

    @command("app.import_files", "Import: bring files in")
    @work(exclusive=True, group="room")
    async def action_import_files(self) -> None:
        """Bring in transcripts, surveys (Excel, SPSS, Stata), figures, or a project of NVivo, MAXQDA, ATLAS.ti, QualCoder or Taguette."""
        cast("SourcesScreen", await self._bare_room("sources")).action_bring_in()

    @command("app.export_work", "Export: print or take work out")
    @work(exclusive=True, group="room")
    async def action_export_work(self) -> None:
        """Print, or take out the evidence workbook for Excel, the project for NVivo, MAXQDA, ATLAS.ti or QualCoder (.qdpx), its codebook, codings for SPSS or Stata, or everything as plain files."""
        cast("CodingScreen", await self._bare_room("coding")).action_print()

    async def _bare_room(self, name: str) -> Screen[Any]:
        """Go to a room and close the pages that lie over it; its module is imported away from the interface."""
        room = next(room for room in self._me.ROOMS if room.name == name)
        await to_thread(import_module, room.module)
        if self.current_mode != name:
            await self.switch_mode(name)
        screen = self.screen_stack[0]
        while self.screen is not screen and isinstance(self.screen, WorkbenchScreen):
            await self.pop_screen()
        return screen

    def _project(self) -> Project | None:
        return cast("Project | None", self._me.project)

    def _show(self, place: Place | None, screen: WorkbenchScreen) -> None:
        """Show the room, and the words, where something happened."""
        if place is not None and place.document_id is not None:
            self.open_in_coding(place.document_id, place.offset)
        elif place is not None and place.room != screen.room and place.room in self._me.open_rooms():
            self._me.go_to_room(place.room)
        else:
            screen.show_latest()

    def open_place(self, area_code: str) -> None:
        """Show the page of a place over where one is; from one place another takes its page."""
        from workbench.tui.indicators.place import PlaceScreen

        self.places_seen = [*(code for code in self.places_seen if code != area_code), area_code]
        if isinstance(self.screen, PlaceScreen):
            self.screen.show_place(area_code)
        else:
            self.push_screen(PlaceScreen(area_code))

    @work(exclusive=True, group="room")
    async def open_brief(self, brief_id: int) -> None:
        """Show a brief in the briefs room; pages that lie over the room are closed."""
        screen = cast("BriefsScreen", await self._bare_room("briefs"))
        screen.show_brief(brief_id)

    @work(exclusive=True, group="room")
    async def open_in_coding(self, document_id: int, offset: int | None = None, *, left: Left | None = None) -> None:
        """Show a document, and a place in it, in the coding room; pages that lie over the room are closed.

        From there escape goes back: to the room that led here with its pages as they lie, or with `left` to the row of
        the Quotes page.
        """
        from workbench.tui.coding.left import Left

        if self.current_mode != "coding":
            left = left or Left(self.current_mode)
        screen = cast("CodingScreen", await self._bare_room("coding"))
        screen.left_behind = left
        screen.open_at(document_id, offset)
        screen.show_latest()
