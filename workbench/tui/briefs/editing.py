"""Everything that the team changes in a brief: its parts, its options, what it cites, what was decided."""

from __future__ import annotations

from textual import work

from workbench.briefs.options import add_brief, add_option, amend_brief, prefer
from workbench.briefs.slots import set_slot
from workbench.tui.briefs import parts
from workbench.tui.briefs.appraisal_page import AppraisalPage
from workbench.tui.briefs.citing import Citing
from workbench.tui.briefs.option_page import OptionPage
from workbench.tui.briefs.reading import BriefRead
from workbench.tui.commands import command
from workbench.tui.dialogs import Choice, Choose, Form


class Editing(Citing):
    """The half of the briefs room that changes the project."""

    @command("briefs.begin_brief", "New brief", key="n")
    @work(exclusive=True, group="question")
    async def action_begin_brief(self) -> None:
        """Begin a brief; business as usual is its first option from the start."""
        answer = await self.app.push_screen_wait(Form("A new brief", parts.brief_fields()))
        if answer is None:
            return
        key = 0
        with self.attempt("New brief") as tried, self.project.change("Begin a brief") as session:
            key = add_brief(session, answer.pop("title"), **answer)
        if not tried.failed:
            self.show_brief(key)

    @command("briefs.edit_part", "Edit", key="e", footer=True)
    @work(exclusive=True, group="question")
    async def action_edit_part(self) -> None:
        """Edit a part of the brief: what is asked, the problem, an option."""
        brief = self.has_brief("Edit")
        if brief is None:
            return
        options = brief.contents.options
        choices = [
            Choice("brief:0", "The decision asked for", "Title, who decides, by when, what if nothing is decided."),
            Choice(
                "problem:0", "The problem", "The problem, what should be better afterwards, where the brief stands."
            ),
            Choice("appraisal:0", "The appraisal", "Objectives with their indicators, the long list, factors."),
            *(Choice(f"option:{one.id}", f"{one.name} {one.title}", one.what, one.kind) for one in options),
            Choice("closing:0", "What would change our mind", "And how it will be seen whether it works."),
            Choice("slots:0", "The report form", "Wards, legal, finance, equality, background papers, exempt or not."),
            Choice("prefer:0", "Which option is preferred", "Marks one as the preferred way forward."),
        ]
        answer = await self.app.push_screen_wait(Choose("Edit which part?", choices))
        if isinstance(answer, Choice):
            kind, _, key = answer.key.partition(":")
            await self.edit(kind, int(key))

    async def edit(self, kind: str, key: int) -> None:
        """Edit one part by a form. Run it inside a worker."""
        brief = self.brief
        if brief is None:
            return
        match kind:
            case "option":
                self.app.push_screen(OptionPage(brief.contents.brief.id, key))
                return
            case "appraisal":
                self.app.push_screen(AppraisalPage(brief.contents.brief.id))
                return
            case "prefer":
                await self._prefer(brief)
            case "slots":
                await self._fill_in(brief)
            case _:
                line = brief.contents.brief
                made = {"problem": parts.problem_fields, "closing": parts.closing_fields}
                fields = made.get(kind, parts.brief_fields)(line)
                answer = await self.app.push_screen_wait(Form(line.name, fields))
                if answer is not None:
                    with self.attempt("Edit"), self.project.change(f"Edit brief {line.name}") as session:
                        amend_brief(session, line.id, **answer)
        self.show_latest()

    async def _fill_in(self, brief: BriefRead) -> None:
        """What the council's own report form asks for."""
        line = brief.contents.brief
        form = Form(f"{line.name}: the report form", parts.slot_fields(brief.contents.slots))
        answer = await self.app.push_screen_wait(form)
        if answer is not None:
            with self.attempt("Report form"), self.project.change(f"Fill in the report form of {line.name}") as session:
                for name, text in answer.items():
                    set_slot(session, line.id, name, text)

    async def _prefer(self, brief: BriefRead) -> None:
        choices = [Choice(one.id, f"{one.name} {one.title}", one.what) for one in brief.contents.options]
        answer = await self.app.push_screen_wait(Choose("Which option is preferred?", choices))
        if isinstance(answer, Choice):
            with self.attempt("Prefer"), self.project.change("Prefer an option") as session:
                prefer(session, answer.key)

    @command("briefs.add_option", "Option", key="a")
    @work(exclusive=True, group="question")
    async def action_add_option(self) -> None:
        """Add an option below the others."""
        brief = self.open_here("Add an option")
        if brief is None:
            return
        answer = await self.app.push_screen_wait(Form("A new option", parts.option_fields()))
        if answer is None:
            return
        key = 0
        with self.attempt("Add an option") as tried, self.project.change("Add an option") as session:
            key = add_option(session, brief.contents.brief.id, answer.pop("title"), **answer)
        self.show_latest()
        if not tried.failed:
            self.app.push_screen(OptionPage(brief.contents.brief.id, key))

    @command("briefs.show_appraisal", "Appraisal", key="f")
    def action_show_appraisal(self) -> None:
        """Show what the brief wants, its long list and its options by factor, each to be edited where it stands."""
        brief = self.has_brief("Appraisal")
        if brief is not None:
            self.app.push_screen(AppraisalPage(brief.contents.brief.id))
