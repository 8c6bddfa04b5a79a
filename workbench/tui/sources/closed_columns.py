"""Columns of closed answers with names in them: what becomes of each, before anything is stored."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from workbench.desk.names.closed import ClosedColumn, closed_columns
from workbench.governance.closed_answers import GOES, PERSON_IN_IT, STAYS
from workbench.governance.pseudonyms import Pseudonyms
from workbench.sources.drafts import DraftDocument, DraftSurvey
from workbench.tui.commands import Commands, command
from workbench.tui.rooms import ROOM_STYLES
from workbench.tui.screen import BREAKPOINTS
from workbench.tui.widgets.rows import Column, RowLine, Rows

_KEPT = "Names that are taken out stay in it then. To keep it without them, read it as text in its columns."


class ClosedColumns(Commands, ModalScreen[Pseudonyms | None]):
    """Every column in question, whether it stays, and what stands in the one in hand."""

    CSS_PATH = ROOM_STYLES
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    HELP = """\
### Closed answers
Answers that were picked are counted, so a name is never changed in some of them. A column that names places or
organisations stays as it is. One in which a person's name stands that is taken out, or that looks as if it gave people
away, is left out whole unless you keep it.

`y` leaves the whole column out, `x` keeps it. `ctrl+s` goes on; `escape` brings nothing in.
"""
    DEFAULT_CSS = """
    ClosedColumns { align: center middle; }
    ClosedColumns > Vertical { width: 110; max-width: 98%; height: 24; max-height: 94%; border: round $primary; background: $surface; }
    ClosedColumns Rows { height: 1fr; }
    ClosedColumns #closed-said { height: auto; max-height: 6; padding: 0 1; border-top: solid $quiet; }
    ClosedColumns #closed-keys { height: auto; padding: 0 1; color: $quiet; }
    """

    def __init__(self, drafts: Sequence[DraftDocument | DraftSurvey], key: Pseudonyms) -> None:
        super().__init__()
        self._drafts, self._key = drafts, key
        self._columns: dict[str, ClosedColumn] = {}

    def compose(self) -> ComposeResult:
        """The columns, what is said of the one in hand, what the keys do."""
        with Vertical() as box:
            box.border_title = "Closed answers with names in them"
            yield Rows(
                Column("Column", share=3, least=12),
                Column("Becomes", width=10),
                Column("Answers", width=8, align="right"),
                Column("Survey", share=2, gives_way=2),
                empty="No closed answer would give anybody away.",
                id="closed",
            )
            yield Static("", id="closed-said", markup=False)
            yield Static("y leaves the column out · x keeps it · ctrl+s goes on", id="closed-keys", markup=False)

    def on_mount(self) -> None:
        """Show them."""
        self._show()
        self.query_one("#closed", Rows).focus_list()

    def _show(self) -> None:
        self._columns = {f"{one.survey}/{one.name}": one for one in closed_columns(self._drafts, self._key)}
        self.query_one("#closed", Rows).show(
            [
                RowLine(
                    key,
                    (one.name, "left out" if one.why_out else "stays", f"{one.answers:,}", one.survey),
                    "warning" if one.why_out else "",
                )
                for key, one in self._columns.items()
            ]
        )
        self._say()

    @on(Rows.RowHighlighted, "#closed")
    def _say(self) -> None:
        one = self._current()
        self.query_one("#closed-said", Static).update(one.sentence if one else "")

    def _current(self) -> ClosedColumn | None:
        row = self.query_one("#closed", Rows).current
        return self._columns.get(row.key) if row else None

    @command("closed.leave_out", "Leave out", key="y", footer=True)
    def action_leave_out(self) -> None:
        """Leave the whole column out."""
        self._told(GOES)

    @command("closed.keep", "Keep", key="x", footer=True)
    def action_keep(self) -> None:
        """Keep the column as it is."""
        self._told(STAYS)

    def _told(self, what: str) -> None:
        one = self._current()
        if one is None:
            return
        if what == STAYS and one.why_out == PERSON_IN_IT:
            self.notify(_KEPT, title=one.name, severity="warning", markup=False)
        self._key.columns[one.name.casefold()] = what
        self._show()

    @command("closed.go_on", "Go on", key="ctrl+s", footer=True, priority=True)
    def action_go_on(self) -> None:
        """Go on, with the columns as they are shown."""
        self.dismiss(self._key)

    @command("closed.back_out", "Back", key="escape")
    def action_back_out(self) -> None:
        """Bring nothing in."""
        self.dismiss(None)
