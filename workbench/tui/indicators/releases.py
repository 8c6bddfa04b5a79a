"""The page of a data set's releases: what each did to the figures of the one before, by kind, down to the findings."""

from __future__ import annotations

from collections import defaultdict

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static
from textual.worker import get_current_worker

from workbench.desk.tables.releases import ChangedFigure, changed_figures
from workbench.indicators.releases import CHANGES, ReleaseLine, releases
from workbench.indicators.sentence import number
from workbench.project.file import Project
from workbench.text import dated
from workbench.triangulation.findings import findings
from workbench.tui.commands import command
from workbench.tui.dialogs import Choice, Choose
from workbench.tui.keeping_up import KeepsUp
from workbench.tui.triangulation.evidence import FigurePage, FindingPage
from workbench.tui.widgets.rows import Column, RowLine, Rows, Tone

MOST = 2000
"""So many changes of one kind are listed; the table release-changes has all."""
SIGNS: dict[str, tuple[str, Tone]] = {
    "revised": ("≠ revised", "warning"),
    "changed": ("~ changed", ""),
    "gone": ("− gone", "error"),
    "new": ("+ new", "good"),
}
Resting = dict[int, list[tuple[int, str, str]]]
"""The findings that rest on each figure: key, name with a sign where it wants another look, and sentence."""
_CALLED = ("value", "from", "to", "count", "out of", "", "")


class ReleasesPage(KeepsUp):
    """The releases of one data set, and what the chosen one changed."""

    HELP = """\
### Releases
What a release did to the figures of the one before. `≠` another number, `~` other words beside the same number, `−` no
longer there, `+` not there before. `1` to `4` show one kind, `0` all. `r` chooses another release, `/` narrows the list.
`enter` opens the figure with what rests on it. `escape` goes back.
"""
    room = "indicators"
    DEFAULT_CSS = """
    ReleasesPage #release-said { height: auto; max-height: 6; padding: 0 1; }
    ReleasesPage #changes { height: 1fr; }
    """

    def __init__(self, dataset_id: int, title: str) -> None:
        super().__init__()
        self._dataset, self._title = dataset_id, title
        self._releases: list[ReleaseLine] = []
        self._release: ReleaseLine | None = None
        self._kind = ""
        self._changed: dict[str, ChangedFigure] = {}
        self._resting: Resting = {}

    def compose_room(self) -> ComposeResult:
        """A sentence and the changes."""
        yield Static("Reading …", id="release-said", markup=False)
        with Vertical(id="changes", classes="pane"):
            yield Rows(
                Column("", width=9),
                Column("Area", share=2, wrap=3, least=12),
                Column("Time", width=10, gives_way=2),
                Column("Was", share=2, wrap=2, least=10),
                Column("Is", share=2, wrap=2, least=10),
                Column("Rests on it", width=12, gives_way=3),
                Column("Indicator", share=3, wrap=2, gives_way=4, least=16),
                empty="This release changed nothing that is shown here.",
                id="change-rows",
            )

    def on_mount(self) -> None:
        """Begin in the list."""
        self.query_one("#change-rows", Rows).focus_list()

    def show_latest(self) -> None:
        """Read the release in sight again, beside the person."""
        self._seen = self.project.latest_change()
        self._read(self.project, self._release.id if self._release else None)

    @work(thread=True, exclusive=True, group="release")
    def _read(self, project: Project, wanted: int | None) -> None:
        with project.read() as session:
            listed = releases(session, self._dataset)
            chosen = next((one for one in listed if one.id == wanted), listed[0] if listed else None)
            changed = changed_figures(session, chosen.id) if chosen else []
            resting: Resting = defaultdict(list)
            for line in findings(session):
                for one in line.evidence:
                    if one.kind == "observation":
                        name = f"{line.name}{' ⚠' if line.state == 'recheck' else ''}"
                        resting[one.thing_id].append((line.id, name, line.statement))
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._show, listed, chosen, changed, dict(resting))

    def _show(
        self,
        listed: list[ReleaseLine],
        chosen: ReleaseLine | None,
        changed: list[ChangedFigure],
        resting: Resting,
    ) -> None:
        if not self.is_mounted:
            return
        self._releases, self._release, self._resting = listed, chosen, resting
        shown: list[ChangedFigure] = []
        for kind in SIGNS:
            if self._kind in ("", kind):
                shown += sorted(
                    (one for one in changed if one.kind == kind), key=lambda one: one.figure_id not in resting
                )[:MOST]
        self._changed = {str(one.figure_id): one for one in shown}
        several = self.size.width < 100 and len({one.indicator for one in shown}) > 1
        rows = [
            change_row(one, several=several, resting=", ".join(name for _, name, _ in resting.get(one.figure_id, ())))
            for one in shown
        ]
        self.query_one("#change-rows", Rows).show(rows)
        self.query_one("#changes").border_title = f"What it changed · {self._kind or 'all'}"
        self.query_one("#release-said", Static).update(said_of(self._title, chosen, len(listed)))

    @on(Rows.RowChosen, "#change-rows")
    def _chosen(self, event: Rows.RowChosen) -> None:
        self._open(event.key)

    @work(exclusive=True, group="question")
    async def _open(self, key: str) -> None:
        """Open a figure, or a finding that rests on it."""
        one = self._changed.get(key)
        if one is None:
            return
        choices = [] if one.kind == "gone" else [Choice("figure", f"The figure: {one.area} {one.period}")]
        choices += [Choice(str(found), name, said) for found, name, said in self._resting.get(one.figure_id, ())]
        if not choices:
            self.notify("The figure is gone with this release, and no finding rests on it.", title="Releases")
            return
        answer = (
            choices[0]
            if len(choices) == 1
            else await self.app.push_screen_wait(Choose("The figure, or what rests on it", choices))
        )
        if isinstance(answer, Choice):
            figure = answer.key == "figure"
            self.app.push_screen(FigurePage(one.figure_id) if figure else FindingPage(int(answer.key)))

    @command("releases.choose", "Another release", key="r", footer=True)
    @work(exclusive=True, group="question")
    async def action_choose(self) -> None:
        """Choose another release of this data set."""
        choices = [Choice(str(one.id), one.name, came(one)) for one in self._releases]
        answer = await self.app.push_screen_wait(Choose("Which release?", choices))
        if isinstance(answer, Choice):
            self._read(self.project, int(answer.key))

    def _only(self, kind: str) -> None:
        self._kind = kind
        self.show_latest()

    @command("releases.all", "All", key="0")
    def action_all(self) -> None:
        """Show every kind of change."""
        self._only("")

    @command("releases.revised", "Revised", key="1", footer=True)
    def action_revised(self) -> None:
        """Show only figures with other numbers."""
        self._only("revised")

    @command("releases.changed", "Changed", key="2", footer=True)
    def action_changed(self) -> None:
        """Show only figures with other words beside the same numbers."""
        self._only("changed")

    @command("releases.gone", "Gone", key="3", footer=True)
    def action_gone(self) -> None:
        """Show only figures that the release no longer has."""
        self._only("gone")

    @command("releases.new", "New", key="4", footer=True)
    def action_new(self) -> None:
        """Show only figures that were not there before."""
        self._only("new")

    @command("releases.leave", "Back", key="escape", footer=True)
    def action_leave(self) -> None:
        """Go back to the data sets."""
        self.dismiss()


def came(line: ReleaseLine) -> str:
    """When a release came in, and from which file."""
    return f"{line.came_from}, {dated(line.imported[:10])}"


def said_of(title: str, line: ReleaseLine | None, many: int) -> str:
    """What is shown, in words."""
    if line is None:
        return f"{title}: no release is written down."
    counted = ", ".join(f"{line.counts.get(kind, 0):,} {kind}" for kind in CHANGES)
    if not any(line.counts.values()):
        counted = "the first, which changed nothing" if many == 1 else "nothing of the one before was changed by it"
    return f"{title}. Release {line.name}, came in on {dated(line.imported[:10])}: {counted}. One of {many}."


def change_row(one: ChangedFigure, resting: str, *, several: bool = False) -> RowLine:
    """A change as a row: what it was beside what it is, as far as they differ.

    With `several` indicators and no room for their column the name stands beside the area.
    """
    sign, tone = SIGNS[one.kind]
    before = "" if one.kind == "new" else in_cells(one.before, one.now)
    now = "no longer there" if one.kind == "gone" else in_cells(one.now, one.before)
    area = f"{one.area or one.area_code}{f', {one.of}' if one.of else ''}"
    area += f": {one.indicator}" if several else ""
    return RowLine(str(one.figure_id), (sign, area, one.period, before, now, resting, one.indicator), tone)


def in_cells(cells: tuple[object, ...], beside: tuple[object, ...]) -> str:
    """The cells of a figure that differ from others, in words; the value always."""
    said = [number(cells[0]) if isinstance(cells[0], float) else str(cells[5] or "no figure")]
    for place, name in enumerate(_CALLED[1:5], start=1):
        if cells[place] != beside[place] and isinstance(cells[place], float):
            said.append(f"{name} {number(float(str(cells[place])))}")
    plain = {"normal", "revised", ""}
    if cells[5] != beside[5] and not {cells[5], beside[5]} <= plain:
        said.append(str(cells[5]))
    if cells[6] != beside[6]:
        said.append(str(cells[6] or "not compared"))
    return ", ".join(dict.fromkeys(said))
