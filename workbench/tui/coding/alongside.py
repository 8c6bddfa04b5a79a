"""What stands beside a transcript while one codes: its recording, field notes, the original of a translation."""

from __future__ import annotations

from dataclasses import dataclass

from textual import work
from textual.reactive import var

from workbench.settings import read_settings
from workbench.sources.beside import BesideLine, beside
from workbench.sources.documents import SegmentLine, segments_of
from workbench.sources.recordings import recording_of
from workbench.text import clock
from workbench.tui.coding.flagging import Flagging
from workbench.tui.coding.playing import play
from workbench.tui.coding.sheet import turns_of
from workbench.tui.commands import command
from workbench.tui.dialogs import Choice, Choose
from workbench.tui.widgets.transcript import TranscriptView


class BesideView(TranscriptView):
    """Words to read beside those that are coded; what moves in them moves nothing else."""

    def on_transcript_view_cursor_moved(self, event: TranscriptView.CursorMoved) -> None:
        """Keep it here."""
        event.stop()

    def on_transcript_view_edge_moved(self, event: TranscriptView.EdgeMoved) -> None:
        """Keep it here."""
        event.stop()


@dataclass(frozen=True, slots=True)
class Laid:
    """What is in sight beside a document: which document's neighbour it is, and its passages."""

    of: int
    line: BesideLine
    segments: tuple[SegmentLine, ...]


class Alongside(Flagging):
    """The part of the coding room that shows and plays what lies beside the words."""

    beside_shown: var[bool] = var(False, toggle_class="-beside")

    def __init__(self) -> None:
        super().__init__()
        self._laid: Laid | None = None

    @command("coding.show_beside", "Beside", key="a")
    @work(exclusive=True, group="question")
    async def action_show_beside(self) -> None:
        """Show what lies beside this document: field notes, a photo's description, the original; again to fold it."""
        if self.beside_shown or self.sheet is None:
            self.fold_beside()
            return
        key = self.sheet.document.id
        with self.project.read() as session:
            lying = beside(session, key)
        if not lying:
            self.notify(
                "Nothing lies beside this document. In Sources (g s), b lays something beside it.", title="Beside"
            )
            return
        line = lying[0]
        if len(lying) > 1:
            choices = [Choice(one, f"{one.way}: {one.name}") for one in lying]
            answer = await self.app.push_screen_wait(Choose("Beside it lie", choices))
            if not isinstance(answer, Choice):
                return
            line = answer.key
        with self.project.read() as session:
            self._laid = Laid(key, line, tuple(segments_of(session, line.id)))
        view = self.query_one("#beside-words", BesideView)
        view.show(turns_of(self._laid.segments, frozenset(one.id for one in self._laid.segments)))
        view.border_title = f"{line.way}: {line.name}"
        self.beside_shown = True
        self.call_after_refresh(self.follow_beside)

    def fold_beside(self) -> None:
        """Fold what lies beside, and go back to the words."""
        self.beside_shown = False
        self._laid = None
        self.words.focus()

    def follow_beside(self) -> None:
        """Bring into sight, beside, what belongs to the turn under the cursor: the same turn of a translation."""
        laid, sheet = self._laid, self.sheet
        if laid is None or sheet is None or laid.of != sheet.document.id or not laid.segments:
            return
        if laid.line.way not in {"translation", "original"}:
            return
        index = self.words.script.turn_at(self.words.cursor)
        place = same_place(sheet.segments, laid.segments, index)
        self.query_one("#beside-words", BesideView).go_to(laid.segments[place].start)

    @command("coding.play", "Play from here", key="o")
    def action_play(self) -> None:
        """Open the recording at the time of the turn under the cursor."""
        sheet = self.sheet
        if sheet is None or not sheet.segments:
            return
        with self.project.read() as session:
            recording = recording_of(session, sheet.document.id, self.project.path)
        if recording is None:
            self.notify("Nobody has said where its recording lies. In Sources (g s), o says it.", title="Recording")
            return
        if not recording.is_file():
            self.notify(
                f"{recording.name} is not in {recording.parent} now.",
                title="Recording",
                severity="warning",
                markup=False,
            )
            return
        index = self.words.script.turn_at(self.words.cursor)
        at = next((one.at_ms for one in reversed(sheet.segments[: index + 1]) if one.at_ms is not None), 0)
        with self.attempt("Recording") as tried:
            playing = play(recording, at / 1000, player=read_settings().player)
        if not tried.failed:
            verb = "Playing from" if playing.goes_there else "Opened; go to"
            self.notify(f"{verb} {clock(at)}.", title=recording.name, markup=False)


def same_place(here: tuple[SegmentLine, ...], there: tuple[SegmentLine, ...], index: int) -> int:
    """Which passage of a translation belongs to one of the original: by their times, else by their number, else by share."""
    at = here[index].at_ms
    if at is not None and all(one.at_ms is not None for one in there):
        return max((place for place, one in enumerate(there) if (one.at_ms or 0) <= at), default=0)
    if len(here) == len(there):
        return index
    return min(len(there) - 1, index * len(there) // max(1, len(here)))
