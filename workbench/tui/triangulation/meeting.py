"""A meeting: two sources on one topic, side by side, with the evidence beneath each and how they are judged."""

from __future__ import annotations

from typing import ClassVar

from workbench.triangulation.protocol.matrix import MatrixRow, Meeting, Pair
from workbench.tui.commands import command
from workbench.tui.triangulation import pages
from workbench.tui.triangulation.display import beneath, read_display, speaking
from workbench.tui.triangulation.evidence import Page
from workbench.tui.triangulation.settling import Settling
from workbench.tui.triangulation.writing import Writing
from workbench.tui.widgets.paper import Part, words


class MeetingPage(Page, Writing, Settling):
    """Two findings side by side."""

    HELP = """\
### Side by side
`tab` walks the evidence, `enter` goes down to it. `v` judges: first what the two mean to each other, then the
verdict. `r` shows how others judged, once you have; `c` settles where you differ. `o` reads without judging. `w` writes
what we make of it together, `t` follows a question, `f` notes what people outside said.
`left` and `right` set two other sources of this topic side by side.
"""
    revealed: ClassVar[set[tuple[str, int, Pair]]] = set()

    def __init__(self, row_id: int, pair: Pair | None = None) -> None:
        super().__init__()
        self._row_id, self.pair = row_id, pair
        self._row: MatrixRow | None = None

    def topic_here(self) -> MatrixRow | None:
        """The topic on the page."""
        return self._row

    def meeting_here(self) -> Meeting | None:
        """The two sources on the page."""
        return self._row.meetings.get(self.pair) if self._row is not None and self.pair is not None else None

    def _pairs(self) -> list[Pair]:
        """The pairs of this topic of which at least one side speaks, those where both do first."""
        if self._row is None:
            return []
        row = self._row
        spoken = [pair for pair, meeting in row.meetings.items() if meeting.proposal is not None]
        return sorted(spoken, key=lambda pair: sum(not row.cells[name].findings for name in pair))

    def read_page(self) -> list[Part]:
        """The topic as it stands."""
        display = read_display(self.project)
        self._row = display.row(self._row_id)
        if self._row is None:
            return [words("This topic is no longer in the project. Escape goes back.", "quiet")]
        pairs = self._pairs()
        if self.pair not in pairs:
            self.pair = pairs[0] if pairs else None
        with self.project.read() as session:
            under = beneath(session, speaking(self._row))
        meeting = self.meeting_here()
        self.refresh_bindings()
        number = f" · {pairs.index(self.pair) + 1} of {len(pairs)}" if self.pair and len(pairs) > 1 else ""
        self.page_title = (f"{meeting.a} ↔ {meeting.b}{number}") if meeting else self._row.title
        return pages.meeting_page(self._row, meeting, under, display.threads, revealed=self._shown() in self.revealed)

    def _shown(self) -> tuple[str, int, Pair]:
        return str(self.project.path), self._row_id, self.pair or ("", "")

    @command("meeting.reveal_others", "Others", key="r", footer=True)
    def action_reveal_others(self) -> None:
        """Show how others judged the two, once your own judgement is in."""
        meeting = self.meeting_here()
        if meeting is None or not (meeting.others or meeting.others_hidden):
            self.say("Nobody else has judged this yet.", "Others")
        elif meeting.others_hidden:
            self.say("Judge it yourself first (v); then you see what others said.", "Others")
        else:
            self.revealed.add(self._shown())
            self.show_latest()
            self.reader.go_to("meet")

    @command("meeting.next_pair", "Next two", key="right")
    def action_next_pair(self) -> None:
        """Set the next two sources of this topic side by side."""
        self._turn(1)

    @command("meeting.previous_pair", "Two before", key="left")
    def action_previous_pair(self) -> None:
        """Set the two sources before side by side."""
        self._turn(-1)

    def _turn(self, by: int) -> None:
        pairs = self._pairs()
        if self.pair in pairs and len(pairs) > 1:
            self.pair = pairs[(pairs.index(self.pair) + by) % len(pairs)]
            self.reader.show(self.read_page(), top=True)
            self.reader.border_title = self.page_title
