"""The page of one option: each of its parts to read, and to edit where it stands."""

from __future__ import annotations

from typing import Any

from textual import work

from workbench.briefs.contents import Contents, contents
from workbench.briefs.equality import look_at_equality
from workbench.briefs.factors import rate_option
from workbench.briefs.lines import OptionLine
from workbench.briefs.options import KINDS, WORKS, WORKS_WORDS, amend_option, prefer, remove_option
from workbench.briefs.readiness.appraised import lacking
from workbench.rows import NotInProjectError
from workbench.text import counted
from workbench.tui.briefs import parts
from workbench.tui.briefs.line_forms import equality_fields, rating_fields
from workbench.tui.briefs.line_page import LinePage
from workbench.tui.briefs.option_parts import CELLS, option_parts
from workbench.tui.commands import command
from workbench.tui.dialogs import Choice, Choose, Confirm, Field
from workbench.tui.widgets.paper import Part, words

_LABELS = {
    **dict(CELLS),
    "partners": "Partners, in a few words",
    "benefits": "Benefits, in a few words",
    "risks": "Risks, in a few words",
    "equality": "Effect on equality, in a few words",
    "evidence_it_works": "Evidence that it works, in words",
}


class OptionPage(LinePage):
    """One option."""

    HELP = """\
### An option
`tab` walks its parts, `enter` edits the marked one where it stands, `a` adds a partner, a benefit, a cost, a risk or an
effect on equality, `delete` takes the marked line out, `K` and `J` move it up and down. `v` marks the option as the
preferred one, `X` takes it out of the brief; `ctrl+z` brings it back. `[` and `]` go to the other options. What is
written under “On the page” stands there in place of the lines.
"""
    KINDS = ("partner", "benefit", "cost", "risk", "equality")

    def __init__(self, brief_id: int, option_id: int) -> None:
        super().__init__()
        self._brief_id, self._option_id = brief_id, option_id
        self._brief: Contents | None = None

    def brief_here(self) -> int:
        """The brief of the option."""
        return self._brief_id

    def over(self, kind: str) -> int:  # noqa: ARG002
        """Lines stand below the option."""
        return self._option_id

    @property
    def option(self) -> OptionLine | None:
        """The option as it stands."""
        return next((one for one in self._brief.options if one.id == self._option_id), None) if self._brief else None

    def read_page(self) -> list[Part]:
        """The option with all its parts."""
        with self.attempt("An option") as tried, self.project.read() as session:
            self._brief = contents(session, self._brief_id)
            if self.option is None:
                raise NotInProjectError
        if tried.failed or self._brief is None or self.option is None:
            return [words("This option is no longer in the brief. Escape goes back.", "quiet")]
        self.page_title = f"{self.option.name} {self.option.title}".replace("[", "\\[")
        where = f"{self._brief.brief.name} {self.option.name}"
        return option_parts(self._brief, self.option, [one for one in lacking(self._brief) if one.where == where])

    def line_at(self, kind: str, key: str) -> Any:
        """A line of the option."""
        if self._brief is None or self.option is None:
            return None
        detail = self._brief.appraisal.of(self.option)
        lines: dict[str, tuple[Any, ...]] = {
            "partner": detail.partners,
            "benefit": detail.benefits,
            "cost": detail.costs,
            "risk": detail.risks,
            "equality": detail.equality,
        }
        return next((one for one in lines.get(kind, ()) if str(one.id) == key), None)

    async def edit_line(self, kind: str, key: str) -> None:
        """Edit a line; an effect on equality keeps whom it is about."""
        line = self.line_at(kind, key)
        if kind == "equality" and line is not None:
            await self._look_at(line.characteristic, line)
        else:
            await super().edit_line(kind, key)

    async def edit_place(self, kind: str, key: str) -> None:
        """Edit a few words, what nobody has looked at yet, or how far the option meets a factor."""
        if self._brief is None or self.option is None:
            return
        if kind == "cell":
            await self._edit_cell(self.option, key)
        elif kind == "look":
            await self._look_at(key)
        elif kind == "rating":
            await self._rate(key)

    async def _edit_cell(self, option: OptionLine, cell: str) -> None:
        name = f"Edit option {option.name}"
        if cell == "cost":
            await self.ask(
                f"{option.name} {option.title}",
                parts.cost_fields(option),
                lambda session, said: amend_option(session, option.id, **parts.option_cells(said)),
                name=name,
            )
            return
        await self.ask(
            f"{option.name} {option.title}",
            [_cell_field(option, cell)],
            lambda session, said: amend_option(session, option.id, **said),
            name=name,
        )

    async def _look_at(self, characteristic: str, line: Any = None) -> None:
        await self.ask(
            f"What it does for people: {characteristic}",
            equality_fields(line, characteristic),
            lambda session, said: look_at_equality(session, self._option_id, characteristic, **said),
            name="Look at equality",
        )

    async def _rate(self, key: str) -> None:
        assert self._brief is not None
        factor_id = int(key.split(":")[1])
        factor = next((one for one in self._brief.appraisal.factors if one.id == factor_id), None)
        if factor is not None:
            await self.ask(
                factor.name,
                rating_fields(self._brief.appraisal.ratings.get((self._option_id, factor_id))),
                lambda session, said: rate_option(session, self._option_id, factor_id, said["level"], said["why"]),
                name="Judge an option by a factor",
                prompt=factor.asks,
            )

    @command("option.prefer_option", "Preferred", key="v", footer=True)
    def action_prefer_option(self) -> None:
        """Mark this option as the preferred one of its brief."""
        if not self.is_decided():
            with self.attempt("Preferred"), self.project.change("Prefer an option") as session:
                prefer(session, self._option_id)
            self.show_latest()

    @command("option.remove_option", "Option out", key="X", footer=True)
    @work(exclusive=True, group="question")
    async def action_remove_option(self) -> None:
        """Take this option out of its brief with all that is written of it; ctrl+z brings it back."""
        brief, option = self._brief, self.option
        if brief is None or option is None or self.is_decided():
            return
        if option.kind != KINDS[0] and not await self.app.push_screen_wait(
            Confirm(f"Take out {option.name}", _goes(brief, option), yes="Take it out", no="Leave it in", undoable=True)
        ):
            return
        with self.attempt("Option out") as tried, self.project.change(f"Take out option {option.name}") as session:
            remove_option(session, option.id)
        if not tried.failed:
            self.notify(f"{option.name} {option.title} is out of the brief. ctrl+z brings it back.", markup=False)
        self.show_latest()

    @command("option.next_option", "Next option", key="right_square_bracket", footer=True)
    def action_next_option(self) -> None:
        """Show the next option of the brief."""
        self._turn(1)

    @command("option.previous_option", "Option before", key="left_square_bracket")
    def action_previous_option(self) -> None:
        """Show the option before."""
        self._turn(-1)

    @command("option.choose_option", "Other option", key="b")
    @work(exclusive=True, group="question")
    async def action_choose_option(self) -> None:
        """Choose another option of the brief."""
        given = self._brief.options if self._brief else ()
        choices = [Choice(one.id, f"{one.name} {one.title}", one.what, one.kind) for one in given]
        answer = await self.app.push_screen_wait(Choose("Which option?", choices))
        if isinstance(answer, Choice):
            self._show(answer.key)

    def _turn(self, by: int) -> None:
        keys = [one.id for one in self._brief.options] if self._brief else []
        if self._option_id in keys:
            self._show(keys[(keys.index(self._option_id) + by) % len(keys)])

    def _show(self, option_id: int) -> None:
        self._option_id = option_id
        self.reader.show(self.read_page(), top=True)
        self.reader.border_title = self.page_title


def _goes(brief: Contents, option: OptionLine) -> str:
    """What leaves the brief with an option, to be read before it is taken out."""
    detail = brief.appraisal.of(option)
    lines = sum(map(len, (detail.partners, detail.benefits, detail.costs, detail.risks, detail.equality)))
    cited = sum(one.option_id == option.id for one in brief.citations)
    said = f"{option.title} leaves {brief.brief.name} with all that is written of it"
    with_it = [counted(lines, "line"), *([counted(cited, "citation")] if cited else [])]
    return f"{said}: {' and '.join(with_it)}. ctrl+z brings it back."


def _cell_field(option: OptionLine, cell: str) -> Field:
    """The form's field for one cell."""
    value = str(getattr(option, cell) or "")
    if cell == "title":
        return Field("title", "Title", value, required=True, check=parts.no_title)
    if cell == "kind":
        usual = option.kind == "business as usual"
        return Field("kind", "Kind", value, options=tuple((one, one) for one in (KINDS[:1] if usual else KINDS[1:])))
    if cell == "works":
        listed = tuple((one, WORKS_WORDS[one]) for one in ("", *WORKS))
        return Field("works", "How far is there evidence that it works?", value, options=listed)
    return Field(cell, _LABELS.get(cell, cell), value, lines=6)
