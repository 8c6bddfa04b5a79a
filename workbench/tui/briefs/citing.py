"""What a brief cites: citing and no longer citing, the strongest passage against beside it, and that it still serves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from textual import work

from workbench.briefs.counter import strongest
from workbench.briefs.evidence import cite, look_again, uncite
from workbench.briefs.options import open_brief
from workbench.coding.retrieval import passages
from workbench.desk.briefs.deciding import usual_audience
from workbench.governance.audiences import INTERNAL, audiences
from workbench.triangulation.findings import findings
from workbench.tui.briefs import parts
from workbench.tui.briefs.reading import BriefRead
from workbench.tui.commands import command
from workbench.tui.dialogs import Choice, Choose
from workbench.tui.leaving import reader
from workbench.tui.screen import WorkbenchScreen
from workbench.tui.triangulation.asking import choose_figure, choose_passage


class Citing(WorkbenchScreen):
    """The part of the briefs room in which evidence is cited."""

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

    def open_here(self, title: str) -> BriefRead | None:
        """The brief in sight, where it is still open; says what to do where it is not."""
        brief = self.has_brief(title)
        if brief is not None:
            with self.attempt(title) as tried, self.project.read() as session:
                open_brief(session, brief.contents.brief.id)
            return None if tried.failed else brief
        return None

    @command("briefs.cite_evidence", "Cite", key="c")
    @work(exclusive=True, group="question")
    async def action_cite_evidence(self) -> None:
        """Cite a finding, a quote or a figure; of words, people's consent is asked first."""
        brief = self.open_here("Cite")
        if brief is None:
            return
        thing = await self._choose_thing(brief)
        if thing is None:
            return
        places = [Choice((0, "problem"), "For the problem, for the brief as a whole")]
        for one in brief.contents.options:
            places.append(Choice((one.id, "problem"), f"For {one.name} {one.title}: the problem it answers"))
            places.append(Choice((one.id, "option works"), f"For {one.name} {one.title}: that it works"))
        place = await self.app.push_screen_wait(Choose("Cite it for what?", places))
        if not isinstance(place, Choice):
            return
        audience = await self.choose_audience("Who will read this?") if thing[0] == "quote" else INTERNAL
        if audience is None:
            return
        option, supports = place.key
        with self.attempt("Cite") as tried, self.project.change("Cite evidence") as session:
            cite(
                session,
                brief.contents.brief.id,
                *thing,
                option_id=option or None,
                supports=supports,
                audience=audience,
            )
        self.show_latest()
        if not tried.failed and thing[0] in {"finding", "quote"}:
            await self._offer_against(brief.contents.brief.id, thing, option or None, supports)

    async def offer_against(self, findings: Sequence[int]) -> None:
        """Offer the strongest passage against the first cited finding that has one to offer. Run it inside a worker."""
        brief = self.open_here("Against")
        if brief is None:
            return
        cited = {one.thing_id: one for one in reversed(brief.contents.citations) if one.kind == "finding"}
        for key in findings:
            if key in cited and await self._offer_against(
                brief.contents.brief.id, ("finding", key), cited[key].option_id, cited[key].supports
            ):
                return
        said = "What people said against it may not be shown to these readers, or is cited already."
        self.notify(said, title="Against")

    async def _offer_against(self, brief_id: int, thing: tuple[str, int], option_id: int | None, supports: str) -> bool:
        """Offer to cite the strongest passage against what is cited beside it; whether there was one to offer."""
        with self.project.read() as session:
            audience = usual_audience(session)
            found = strongest(session, brief_id, *thing, audience)
        if found is None:
            return False
        beside = Choice(True, "Cite it beside", f"{found.how[:1].upper()}{found.how[1:]}. {found.waits}".strip())
        listed = [beside, Choice(False, "Not now", "The brief says that there is some, and that none is shown.")]
        prompt = f"“{found.text}”\n{found.who}, {found.document}"
        answer = await self.app.push_screen_wait(Choose("The strongest words against", listed, prompt=prompt))
        if isinstance(answer, Choice) and answer.key:
            with self.attempt("Cite it beside"), self.project.change("Cite what speaks against") as session:
                where = {"option_id": option_id, "supports": supports}
                cite(session, brief_id, "quote", found.coding_id, note="Against", **where)  # type: ignore[arg-type]
            self.show_latest()
        return True

    async def _choose_thing(self, brief: BriefRead) -> tuple[str, int] | None:
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
            passage = await choose_passage(self, self.project, quoted=self._quoted(brief))
            return ("quote", passage.key[1]) if passage else None
        with self.project.read() as session:
            listed = [Choice(line.id, f"{line.name} {line.statement}", line.source) for line in findings(session)]
        finding = await self.app.push_screen_wait(Choose("Which finding?", listed))
        return ("finding", finding.key) if isinstance(finding, Choice) else None

    def _quoted(self, brief: BriefRead) -> dict[int, int]:
        """In how many quotes of the brief's page each case is."""
        printed = [one.thing_id for one in brief.page.annex if one.kind == "quote"]
        with self.project.read() as session:
            return Counter(case for one in passages(session, codings=printed) for case in one.case_ids)

    async def choose_audience(self, title: str) -> str | None:
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
        brief = self.has_brief(title) if stale else self.open_here(title)
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


def _cited(brief: BriefRead, kind: str, key: int) -> str:
    """What is cited, in a line."""
    held = brief.contents
    if kind == "finding" and key in held.findings:
        return f"{held.findings[key].name} {held.findings[key].statement}"
    if kind == "figure" and key in held.figures:
        return held.figures[key].described
    return "A quote" if kind == "quote" else "No longer in the project"
