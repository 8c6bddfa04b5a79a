"""Recording what was decided on a brief, from a meeting's minute: the outcome, what it rests on, then the rest."""

from __future__ import annotations

from textual import work

from workbench.briefs.conditions import asked_in
from workbench.briefs.page import Entry
from workbench.desk.briefs.deciding import ground, record_decision, usual_audience
from workbench.governance.audiences import audiences
from workbench.tui.briefs import parts
from workbench.tui.briefs.reading import BriefRead
from workbench.tui.briefs.writing_out import WritingOut
from workbench.tui.choosing_several import ChooseSeveral
from workbench.tui.commands import command
from workbench.tui.dialogs import Choice, Choose, Form
from workbench.tui.leaving import reader


class Deciding(WritingOut):
    """The part of the briefs room in which a decision is written down."""

    @command("briefs.record_decision", "Decision", key="d", footer=True)
    @work(exclusive=True, group="question")
    async def action_record_decision(self) -> None:
        """Record what was decided, by whom, why and on what evidence."""
        brief = self.has_brief("Decision")
        if brief is None:
            return
        with self.project.read() as session:
            usual = usual_audience(session)
        warning = ground(self.project, brief.contents.brief.id, audience=usual).warning
        outcome = await self._choose_outcome(brief, warning)
        audience = await self._choose_readers() if outcome else None
        if outcome is None or audience is None:
            return
        relied = await self._choose_relied_on(ground(self.project, brief.contents.brief.id, audience=audience).entries)
        if relied is None:
            return
        fields = parts.decision_fields(outcome, brief.contents.options)
        answer = await self.app.push_screen_wait(Form(f"Decision: {outcome}", fields, keep="Record"))
        if answer is None:
            return
        option, asked = answer.pop("option_id"), answer.pop("conditions", "")
        with self.attempt("Decision") as tried:
            record_decision(
                self.project,
                brief.contents.brief.id,
                outcome=outcome,
                audience=audience,
                relied_on=relied,
                option_id=int(option) if option else None,
                conditions=asked_in(asked),
                **answer,
            )
        if not tried.failed:
            self.notify(parts.DECIDED[outcome], title="Recorded", timeout=10)
        self.show_latest()

    async def _choose_outcome(self, brief: BriefRead, warning: str) -> str | None:
        """What was decided, with what to beware of above; a brief that is decided can only be opened again."""
        decided = brief.contents.brief.status == "decided"
        listed = [
            Choice(one, one.capitalize(), note)
            for one, note in parts.OUTCOMES.items()
            if not decided or one == "revise"
        ]
        title = "This brief is decided. Open it again?" if decided else "What was decided?"
        prompt = f"⚠ {warning}\n{parts.STAYS}" if warning else parts.STAYS
        answer = await self.app.push_screen_wait(Choose(title, listed, prompt=prompt))
        return answer.key if isinstance(answer, Choice) else None

    async def _choose_readers(self) -> str | None:
        """Who the brief was put before: the page is kept as they saw it."""
        with self.project.read() as session:
            usual = usual_audience(session)
            listed = [Choice(one.name, reader(one.name), one.description) for one in audiences(session)]
        listed.sort(key=lambda one: one.key != usual)
        if len(listed) == 1:
            return listed[0].key
        prompt = "The page is kept as it was before them."
        answer = await self.app.push_screen_wait(Choose("Who was it put before?", listed, prompt=prompt))
        return answer.key if isinstance(answer, Choice) else None

    async def _choose_relied_on(self, entries: tuple[Entry, ...]) -> list[str] | None:
        """What those who decided relied on, of what the brief cites; may be nothing."""
        if not entries:
            return []
        listed = [Choice(one.key, f"{one.key} {one.title}", one.quote) for one in entries]
        answer = await self.app.push_screen_wait(ChooseSeveral("What did they rely on?", listed, exactly=True))
        return None if answer is None else [one.key for one in answer if isinstance(one, Choice)]
