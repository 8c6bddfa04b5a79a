"""The page of the data sets: where figures come from, on what terms, what is missing, and a form to say it."""

from __future__ import annotations

from collections.abc import Mapping

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from workbench.desk.importing.data_sets import DatasetLine, data_sets, describe, facts_of
from workbench.indicators.catalogue import describe_dataset
from workbench.indicators.datasets import KEPT_OUT
from workbench.project.file import Project
from workbench.text import dated
from workbench.tui.commands import command
from workbench.tui.days import wrong_day
from workbench.tui.dialogs import Ask, Confirm, Field, Form
from workbench.tui.keeping_up import KeepsUp
from workbench.tui.widgets.rows import Column, RowLine, Rows

EMPTY = "No data sets yet. Bring a table of figures in from Sources (g s, then i)."
FROM = (
    ("published", "Published: anyone may read it"),
    ("shared", "Shared by a partner under an agreement"),
)
FORM = (
    ("purpose", "What it was shared for"),
    ("lawful_basis", "Lawful basis"),
    ("impact_assessment", "Impact assessment"),
)
DELETING = (
    "Its figures are deleted for good from the project file, its history and its backups, and so is what releases"
    " changed of them. Undo cannot bring them back. Findings that rest on them will ask for another look."
)


class DataSetsPage(KeepsUp):
    """Every data set with its terms and what is missing."""

    HELP = """\
### Data sets
Where figures come from and on what terms they are here. What a partner shared stays out of analysis while its purpose,
lawful basis, agreement, impact assessment or last day is missing, or over: `✗` says so, and below the list stands why.

`enter` says what is known of a data set. `v` shows its releases, and what each changed. `x` deletes its figures for
good. `escape` goes back.
"""
    room = "indicators"
    shows_undo_of = frozenset({"dataset", "agreement"})
    DEFAULT_CSS = """
    DataSetsPage #data-sets { height: 2fr; }
    DataSetsPage #data-set { height: 1fr; min-height: 8; padding: 0 1; }
    DataSetsPage #data-set Static { height: auto; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[str, DatasetLine] = {}

    def compose_room(self) -> ComposeResult:
        """The list, and what is known of the marked one."""
        yield Rows(
            Column("", width=1),
            Column("Data set", share=3, wrap=2, least=16),
            Column("From", share=2, wrap=2, least=14),
            Column("Release", share=1, gives_way=3, least=10),
            Column("Figures", width=9, align="right", gives_way=2),
            Column("Keep until", width=17, gives_way=4),
            Column("What is missing", share=3, wrap=3, gives_way=1, least=18),
            empty=EMPTY,
            id="data-sets",
            classes="pane",
        )
        with VerticalScroll(id="data-set", classes="pane", can_focus=True):
            yield Static("", markup=False)

    def on_mount(self) -> None:
        """Name the panes."""
        self.query_one("#data-sets").border_title = "Data sets"
        self.query_one("#data-sets", Rows).focus_list()

    def show_latest(self) -> None:
        """Draw the list as it is now."""
        self._seen = self.project.latest_change()
        self._lines = {str(one.id): one for one in read_data_sets(self.project)}
        self.query_one("#data-sets", Rows).show([row_of(one) for one in self._lines.values()])
        self._tell()

    @property
    def current(self) -> DatasetLine | None:
        """The marked data set."""
        row = self.query_one("#data-sets", Rows).current
        return self._lines.get(row.key) if row else None

    @on(Rows.RowHighlighted, "#data-sets")
    def _marked(self) -> None:
        self._tell()

    def _tell(self) -> None:
        """Say what is known of the marked one."""
        line = self.current
        pane = self.query_one("#data-set")
        pane.border_title = line.title if line else ""
        pane.query_one(Static).update("\n".join(line.lines()[1:]) if line else "")

    @on(Rows.RowChosen, "#data-sets")
    def _chosen(self) -> None:
        self.action_describe()

    @command("datasets.describe", "Say what is known", key="e", footer=True)
    @work(exclusive=True, group="question")
    async def action_describe(self) -> None:
        """Say where the marked data set comes from and on what terms it is here."""
        line = self.current
        if line is None:
            return
        prompt = f"{KEPT_OUT} {' '.join(line.missing)}" if line.kept_out else " ".join(line.missing)
        answer = await self.app.push_screen_wait(Form("What is known of it", fields_of(line), prompt=prompt))
        if answer is None:
            return
        with self.attempt("Describe a data set"), self.project.change("Describe a data set") as session:
            describe(session, line.id, facts_of(told(line, answer)))
            if line.keep_until and not answer["keep_until"]:
                describe_dataset(session, line.id, keep_until=None)
        self.show_latest()

    @command("datasets.releases", "Releases", key="v", footer=True)
    def action_releases(self) -> None:
        """Show the releases of the marked data set, and what each changed."""
        from workbench.tui.indicators.releases import ReleasesPage

        line = self.current
        if line is not None:
            self.app.push_screen(ReleasesPage(line.id, line.title))

    @command("datasets.delete_figures", "Delete figures", key="x", footer=True)
    @work(exclusive=True, group="question")
    async def action_delete_figures(self) -> None:
        """Delete the figures of the marked data set for good."""
        line = self.current
        if line is None:
            return
        reason = await self.app.push_screen_wait(
            Ask("Why are its figures deleted?", "The reason stays, such as: the agreement has ended.")
        )
        if not reason:
            return
        sure = Confirm(f"Delete {line.figures:,} figures of {line.title}", DELETING, yes="Delete them for good")
        if await self.app.push_screen_wait(sure):
            self._delete(line, reason)

    @work(thread=True, exclusive=True, group="delete")
    def _delete(self, line: DatasetLine, reason: str) -> None:
        """Delete beside the person, who sees the list when it is done."""
        from workbench.desk.withdrawal.deleting import delete_figures

        app = self.workbench
        app.call_from_thread(app.begin_work, "Deleting figures")
        said = ""
        with self.attempt("Delete figures"):
            said = delete_figures(self.project, line.id, reason=reason).said.partition("\n")[0]
        app.call_from_thread(app.end_work, said, room="triangulation")
        app.call_from_thread(self.show_latest)

    @command("datasets.leave", "Back", key="escape", footer=True)
    def action_leave(self) -> None:
        """Go back to where you came from."""
        self.dismiss()


def read_data_sets(project: Project) -> list[DatasetLine]:
    """The data sets, those that are kept out first."""
    with project.read() as session:
        return sorted(data_sets(session), key=lambda one: not one.kept_out)


def row_of(line: DatasetLine) -> RowLine:
    """A data set as a row of the list."""
    sign = "✗" if line.kept_out else "?" if line.missing else "✓"
    cells = (
        sign, line.title, line.is_from, line.release, f"{line.figures:,}", dated(line.keep_until) or "–",
        " ".join(line.missing) or "nothing",
    )  # fmt: skip
    return RowLine(str(line.id), cells, "error" if line.kept_out else "warning" if line.missing else "")


def fields_of(line: DatasetLine) -> list[Field]:
    """The form for a data set."""
    reference, parties, _, ends = line.agreement
    day = "Year, month, day: 2027-03-31."
    others = f"All of its agreements: {line.agreements}" if "; " in line.agreements else ""
    return [
        Field("from", "Where it comes from", "shared" if line.shared else "published", options=FROM),
        Field("title", "What it is called", line.title, required=True),
        Field("publisher", "Who publishes it", line.publisher),
        Field("shared_by", "Who shared it", line.shared_by),
        Field("licence", "Licence", line.licence),
        *(Field(key, label, getattr(line, key)) for key, label in FORM),
        Field("reference", "Agreement", reference, help=others),
        Field("with", "Agreement with", parties),
        Field("ends", "The agreement ends on", ends, help=day, check=wrong_day),
        Field(
            "fewer_than",
            "It demands: withhold counts of fewer than",
            _or_nothing(line.demands[0]),
            help="Holds for everybody outside, where an audience's own rule shows more. Empty: it says nothing of that.",
            check=_whole,
        ),
        Field("round_to", "It demands: round counts to", _or_nothing(line.demands[1]), check=_whole),
        Field("keep_until", "It may be kept until", line.keep_until, help=day, check=wrong_day),
        Field("release", "Release", line.release),
        Field("vintage", "Vintage", line.vintage),
        Field("address", "Address", line.address),
        Field("caveats", "What its makers say of it", line.caveats, lines=3),
    ]


def told(line: DatasetLine, answer: Mapping[str, str]) -> dict[str, object]:
    """What a form says, as facts of a data set."""
    apart = {"from", "reference", "with", "ends", "keep_until", "fewer_than", "round_to"}
    said: dict[str, object] = {key: value for key, value in answer.items() if key not in apart}
    said["shared"] = answer["from"] == "shared"
    if answer["keep_until"]:
        said["keep_until"] = answer["keep_until"]
    if answer["reference"]:
        agreement: dict[str, object] = {
            "reference": answer["reference"],
            "with": answer["with"],
            "purpose": line.agreement[2],
            "fewer_than": int(answer["fewer_than"] or 0),
            "round_to": int(answer["round_to"] or 0),
        }
        said["agreement"] = agreement | ({"ends": answer["ends"]} if answer["ends"] else {})
    return said


def _or_nothing(number: int) -> str:
    return str(number) if number else ""


def _whole(typed: str) -> str | None:
    return None if not typed or typed.isdecimal() else "A whole number, such as 10, or nothing."
