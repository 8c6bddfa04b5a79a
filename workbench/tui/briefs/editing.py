"""Everything that the team changes in a brief: its parts, its options, what it cites, what was decided."""

from __future__ import annotations

from asyncio import to_thread
from pathlib import Path

from textual import work

from workbench.briefs.evidence import cite, look_again, uncite
from workbench.briefs.options import add_brief, add_option, amend_brief, prefer
from workbench.briefs.readiness import wording
from workbench.briefs.readiness.lack import has_error
from workbench.briefs.slots import set_slot
from workbench.desk.briefs.brief import DRAFT, write_brief
from workbench.governance.audiences import INTERNAL, audiences
from workbench.triangulation.findings import findings
from workbench.tui.briefs import parts
from workbench.tui.briefs.appraisal_page import AppraisalPage
from workbench.tui.briefs.option_page import OptionPage
from workbench.tui.briefs.reading import BriefRead
from workbench.tui.commands import command
from workbench.tui.dialogs import Choice, Choose, Field, Form
from workbench.tui.leaving import may_leave, reader
from workbench.tui.screen import WorkbenchScreen
from workbench.tui.triangulation.asking import choose_figure, choose_passage


class Editing(WorkbenchScreen):
    """The half of the briefs room that changes the project."""

    brief: BriefRead | None = None

    def show_latest(self) -> None:
        """Draw the brief as it is now."""

    def show_brief(self, brief_id: int) -> None:
        """Show another brief."""

    def has_brief(self, title: str) -> BriefRead | None:
        """The brief in sight; says what to do where there is none."""
        if self.brief is None:
            self.notify("There is no brief yet. Press n to begin one.", title=title)
        return self.brief

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
        brief = self.has_brief("Add an option")
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

    # Evidence

    @command("briefs.cite_evidence", "Cite", key="c")
    @work(exclusive=True, group="question")
    async def action_cite_evidence(self) -> None:
        """Cite a finding, a quote or a figure; of words, people's consent is asked first."""
        brief = self.has_brief("Cite")
        if brief is None:
            return
        thing = await self._choose_thing()
        if thing is None:
            return
        places = [Choice((0, "problem"), "For the problem, for the brief as a whole")]
        for one in brief.contents.options:
            places.append(Choice((one.id, "problem"), f"For {one.name} {one.title}: the problem it answers"))
            places.append(Choice((one.id, "option works"), f"For {one.name} {one.title}: that it works"))
        place = await self.app.push_screen_wait(Choose("Cite it for what?", places))
        if not isinstance(place, Choice):
            return
        audience = await self._choose_audience("Who will read this?") if thing[0] == "quote" else INTERNAL
        if audience is None:
            return
        option, supports = place.key
        with self.attempt("Cite"), self.project.change("Cite evidence") as session:
            cite(
                session,
                brief.contents.brief.id,
                *thing,
                option_id=option or None,
                supports=supports,
                audience=audience,
            )
        self.show_latest()

    async def _choose_thing(self) -> tuple[str, int] | None:
        """A finding, a quote or a figure."""
        kinds = [
            Choice("finding", "A finding", "A sentence with its evidence; what an option should rest on."),
            Choice("quote", "A quote", "Somebody's words, if they may be shown."),
            Choice("figure", "A figure", "A number with its interval and source."),
        ]
        kind = await self.app.push_screen_wait(Choose("Cite what?", kinds))
        if not isinstance(kind, Choice):
            return None
        if kind.key == "figure":
            figure = await choose_figure(self, self.project)
            return ("figure", figure.id) if figure else None
        if kind.key == "quote":
            passage = await choose_passage(self, self.project)
            return ("quote", passage.key[1]) if passage else None
        with self.project.read() as session:
            listed = [Choice(line.id, f"{line.name} {line.statement}", line.source) for line in findings(session)]
        finding = await self.app.push_screen_wait(Choose("Which finding?", listed))
        return ("finding", finding.key) if isinstance(finding, Choice) else None

    async def _choose_audience(self, title: str) -> str | None:
        """Who will read it: the team or a named audience."""
        with self.project.read() as session:
            listed = [Choice(one.name, reader(one.name), one.description) for one in audiences(session)]
        listed.sort(key=lambda one: one.key != INTERNAL)
        if len(listed) == 1:
            return listed[0].key
        answer = await self.app.push_screen_wait(Choose(title, listed, prompt=parts.AUDIENCE))
        return answer.key if isinstance(answer, Choice) else None

    async def _which_citation(self, title: str, *, stale: bool = False) -> int | None:
        """One of the brief's citations; with `stale` one of those whose evidence changed."""
        brief = self.has_brief(title)
        if brief is None:
            return None
        shown = [one for one in brief.contents.citations if not stale or one.state != "current"]
        if not shown:
            said = "Everything cited still says what it said." if stale else "Nothing is cited yet."
            self.notify(said, title=title)
            return None
        names = {one.id: one.name for one in brief.contents.options}
        choices = [
            Choice(one.id, _cited(brief, one.kind, one.thing_id), one.why, names.get(one.option_id or 0, "brief"))
            for one in shown
        ]
        answer = await self.app.push_screen_wait(Choose(title, choices))
        return answer.key if isinstance(answer, Choice) else None

    @command("briefs.remove_citation", "No longer cite", key="x,delete")
    @work(exclusive=True, group="question")
    async def action_remove_citation(self) -> None:
        """Take a citation out of the brief."""
        key = await self._which_citation("No longer cite")
        if key is not None:
            with self.attempt("No longer cite"), self.project.change("Remove a citation") as session:
                uncite(session, key)
            self.show_latest()

    @command("briefs.look_again", "It still serves", key="l")
    @work(exclusive=True, group="question")
    async def action_look_again(self) -> None:
        """Say of a citation whose evidence changed that it still serves."""
        key = await self._which_citation("It still serves", stale=True)
        if key is not None:
            with self.attempt("It still serves"), self.project.change("Look again at a citation") as session:
                look_again(session, key)
            self.show_latest()

    async def look_at_citation(self, key: int) -> None:
        """What is to become of one citation whose evidence changed. Run it inside a worker."""
        here = [one for one in (self.brief.contents.citations if self.brief else ()) if one.id == key]
        if not here or self.brief is None:
            return
        listed = [
            Choice("serves", "It still serves", "As it stands now."),
            Choice("out", "No longer cite it", "It goes out of the brief."),
        ]
        prompt = f"{_cited(self.brief, here[0].kind, here[0].thing_id)}. {here[0].why}"
        answer = await self.app.push_screen_wait(Choose("Look again", listed, prompt=prompt))
        if isinstance(answer, Choice):
            with self.attempt("Look again"), self.project.change("Look again at a citation") as session:
                (look_again if answer.key == "serves" else uncite)(session, key)
            self.show_latest()

    # Writing out

    @command("briefs.write_out", "Write to file", key="w")
    @work(exclusive=True, group="question")
    async def action_write_out(self) -> None:
        """Write the brief to a file, for the team or for a named audience."""
        brief = self.has_brief("Write to file")
        if brief is None:
            return
        audience = await self._choose_audience("Who will read this?")
        if audience is None:
            return
        name = f"{self.project.path.stem}-{brief.page.name}.html"
        answer = await self.app.push_screen_wait(
            Form(
                "Write to file",
                [
                    Field(
                        "path",
                        "Where",
                        str(self.project.path.with_name(name)),
                        "It ends in .html, .docx or .md.",
                        required=True,
                    )
                ],
                prompt=f"{brief.page.title}, for {reader(audience)[:1].lower()}{reader(audience)[1:]}.{_weigh(brief)}",
            )
        )
        if answer is None or not await may_leave(self, audience, "This brief"):
            return
        option = brief.contents.options[0].name
        with self.attempt("Write to file"):
            path = Path(answer["path"]).expanduser()
            taken = await to_thread(write_brief, self.project, option, path, audience=audience)
            self.notify(taken.sentence, title="Written", timeout=12, markup=False)


def _weigh(brief: BriefRead) -> str:
    """That it leaves as a draft, and how many of its sentences would stick to a place; nothing where neither is so."""
    draft = f"\n✗ {DRAFT}. {brief.missing[0]}" if has_error(brief.missing) else ""
    found = wording(brief.contents)
    if not found:
        return draft
    more = f" And {len(found) - 1} more: see what is still missing (s)." if len(found) > 1 else ""
    return f"{draft}\n⚠ {found[0]}{more}"


def _cited(brief: BriefRead, kind: str, key: int) -> str:
    """What is cited, in a line."""
    held = brief.contents
    if kind == "finding" and key in held.findings:
        return f"{held.findings[key].name} {held.findings[key].statement}"
    if kind == "figure" and key in held.figures:
        return held.figures[key].described
    return "A quote" if kind == "quote" else "No longer in the project"
