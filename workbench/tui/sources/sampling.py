"""The sample: whom we meant to hear, group by group, beside whom we heard and who lives there."""

from __future__ import annotations

from pathlib import Path

from textual import on, work

from workbench.sources.cases import attribute_names
from workbench.sources.sample import SampleLine, sample_lines, set_group
from workbench.tui.commands import command
from workbench.tui.dialogs import Ask, Field, Form
from workbench.tui.sources.asking import Asking
from workbench.tui.widgets.rows import RowLine, Rows

COUNTS = {"invited": "Invited", "refused": "Refused", "not_reached": "Not reached", "population": "Population"}


class Sampling(Asking):
    """The view of the sample."""

    def show_sample(self) -> None:
        """Read the groups."""
        with self.project.read() as session:
            self._groups = {f"{one.attribute}\x1f{one.value}": one for one in sample_lines(session)}
        rows = [RowLine(key, _cells(one), "" if one.heard else "warning") for key, one in self._groups.items()]
        self.query_one("#sample-list", Rows).show(rows)

    @on(Rows.RowChosen, "#sample-list")
    @work(exclusive=True, group="question")
    async def _group_chosen(self, event: Rows.RowChosen) -> None:
        await self._ask_group(self._groups.get(event.key))

    @command("sources.add", "New", key="ctrl+n", footer=True)
    @work(exclusive=True, group="question")
    async def action_add(self) -> None:
        """Add a question of the topic guide, or a group that you meant to hear."""
        if self.tab == "asked":
            await self.ask_question()
        else:
            await self._ask_group(None)

    async def _ask_group(self, line: SampleLine | None) -> None:
        fields = [
            Field(
                name,
                label,
                _shown(getattr(line, name, None)),
                help="People; empty where it is not known.",
                check=_count,
            )
            for name, label in COUNTS.items()
        ]
        fields.append(Field("source", "Counted where and when", line.source if line else ""))
        if line is None:
            attribute = Field("attribute", "By which attribute", required=True, help="As it is called, such as age.")
            fields = [attribute, Field("value", "Which group", required=True, help="Such as 16 to 24."), *fields]
        title = f"{line.attribute}: {line.value}" if line else "A group"
        answer = await self.app.push_screen_wait(Form(title, fields))
        if answer is None:
            return
        counts = {name: int(answer[name]) if answer[name] else None for name in COUNTS}
        attribute_name = line.attribute if line else answer["attribute"]
        value = line.value if line else answer["value"]
        with self.attempt("Sample"), self.project.change("Sample") as session:
            set_group(session, attribute_name, value, source=answer["source"], note=line.note if line else "", **counts)
        self.show_latest()
        self._say_unknown()

    def _say_unknown(self) -> None:
        """Say by what nobody here is known, so that none of its groups can be heard."""
        with self.project.read() as session:
            known = attribute_names(session)
        unknown = sorted({one.attribute for one in self._groups.values()} - set(known))
        if unknown:
            has = (
                f"What is known of people is called {', '.join(known[:8])}"
                if known
                else "Nothing is known of people yet"
            )
            said = f"Nobody here has {', '.join(unknown)}, so nobody is counted as heard by it. {has}."
            self.notify(said, title="Sample", severity="warning", timeout=12, markup=False)

    @command("sources.sample_from_table", "From a table", key="t", footer=True)
    @work(exclusive=True, group="question")
    async def action_sample_from_table(self) -> None:
        """Take groups and a census from a table: attribute, value, invited, refused, not reached, population, source."""
        from workbench.desk.importing.sample_table import take_sample

        said = "A table with the columns attribute, value, and invited, refused, not reached, population, source."
        typed = await self.app.push_screen_wait(Ask("Sample", said, check=_readable))
        if typed:
            with self.attempt("Sample"):
                count = take_sample(self.project, Path(typed).expanduser())
                self.notify(f"{count:,} groups came in.", title="Sample")
            self.show_latest()
            self._say_unknown()


def _cells(one: SampleLine) -> tuple[str, ...]:
    return (
        one.attribute,
        one.value,
        _shown(one.invited),
        _shown(one.refused),
        _shown(one.not_reached),
        f"{one.heard:,}",
        _share(one.share_heard),
        _share(one.share_of_population),
        one.source,
    )


def _shown(count: int | None) -> str:
    return "" if count is None else f"{count}"


def _share(share: float | None) -> str:
    return "" if share is None else f"{share:.0%}"


def _count(typed: str) -> str | None:
    return None if not typed or (typed.isascii() and typed.isdigit()) else "A whole number of people."


def _readable(typed: str) -> str | None:
    path = Path(typed).expanduser()
    return None if typed and path.is_file() else f"There is no file {typed or 'of that name'}."
