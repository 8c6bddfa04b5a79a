"""One judgement that needs another look: as it was and as it is, side by side, with its evidence."""

from __future__ import annotations

from workbench.desk.looking_again.look_again import says_of, says_still, still_stands
from workbench.desk.looking_again.waiting import Waiting
from workbench.triangulation.findings import findings
from workbench.triangulation.was_and_is import was_and_is
from workbench.tui.commands import command
from workbench.tui.triangulation import again_parts
from workbench.tui.triangulation.display import beneath
from workbench.tui.triangulation.evidence import OfFinding
from workbench.tui.widgets.paper import Part


class AgainPage(OfFinding):
    """Was and is. Saying that it still stands leads back to what else waits."""

    HELP = """\
### Look again
What the judgement rested on as it was when somebody looked last, and as it is now; ≠ marks what changed.
`l` says that it still stands, `e` changes the finding, `escape` goes back.
"""

    def __init__(self, waiting: Waiting) -> None:
        super().__init__()
        self._waiting = waiting

    def read_page(self) -> list[Part]:
        """The judgement as it was and is."""
        one = self._waiting
        self.page_title = "Look again"
        with self.project.read() as session:
            was, now = says_of(session, one), says_still(session, one)
            wanted = [one.id] if one.kind == "finding" else []
            lines = findings(session, wanted)
            self._line = lines[0] if lines else None
            under = beneath(session, lines).get(one.id) if lines else None
        return again_parts.was_and_is_page(one, was_and_is(was, now), under)

    @command("again.stands_here", "It still stands", key="l", footer=True)
    def action_stands_here(self) -> None:
        """Say that it still stands on what is there now, and go back."""
        done = False
        with self.attempt("It still stands"), self.project.change("Look again") as session:
            still_stands(session, self._waiting)
            done = True
        if done:
            self.dismiss()
