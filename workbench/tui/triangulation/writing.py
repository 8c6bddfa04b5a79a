"""Writing findings: choosing what one rests on, typing the sentence, putting it into a topic, and changing it later."""

from __future__ import annotations

from typing import Any

from textual import work

from workbench.triangulation.evidence import Evidence
from workbench.triangulation.figures import FigureLine
from workbench.triangulation.findings import (
    FindingLine,
    findings,
    look_again,
    remove_evidence,
    reword,
    support,
)
from workbench.triangulation.protocol.topic_rows import add_row, place
from workbench.tui.commands import command
from workbench.tui.dialogs import Ask, Choice, Choose, Field, Form
from workbench.tui.screen import Here
from workbench.tui.triangulation import drafting, pages
from workbench.tui.triangulation.asking import choose_figure, choose_passage
from workbench.tui.triangulation.display import speaking
from workbench.tui.triangulation.from_figures import AGAINST, LEVELS, FromFigures
from workbench.tui.triangulation.judging import Judging


class Writing(FromFigures, Judging):
    """A screen of this room in which findings are written."""

    def finding_here(self) -> FindingLine | None:
        """The finding in front of the person."""
        return None

    def evidence_here(self) -> Here | None:
        """The finding in front of the person."""
        line = self.finding_here()
        return super().evidence_here() if line is None else Here("finding", (line.id,))

    @command("triangulation.write_finding", "Write", key="n", footer=True)
    @work(exclusive=True, group="question")
    async def action_write_finding(self) -> None:
        """Write a finding, from what people said or from a figure."""
        kinds = [
            Choice(
                "words", "From words", "What people say in interviews or a survey; rests on themes, codes, passages."
            ),
            Choice("numbers", "From numbers", "What a figure says; rests on one or more figures of an indicator."),
        ]
        kind = await self.app.push_screen_wait(Choose("Write a finding", kinds))
        if not isinstance(kind, Choice):
            return
        row = self.topic_here()
        cells = await (self._from_words() if kind.key == "words" else self._from_numbers())
        if cells is None:
            return
        await self.keep_finding(kind.key, cells, near=row.id if row else None)

    async def _from_words(self) -> dict[str, Any] | None:
        """Evidence, material, question, then the sentence beside the count of people."""
        evidence = await self._choose_words()
        if not evidence:
            return None
        source = await self.choose_source("words")
        if source is None:
            return None
        listed = drafting.questions(self.project)
        question = listed[0].key
        if len(listed) > 1:
            asked = await self.app.push_screen_wait(Choose("Which question of the topic guide does it answer?", listed))
            if not isinstance(asked, Choice):
                return None
            question = asked.key
        said, level = drafting.people_hint(self.project, evidence, source, question or None)
        names = "; ".join(drafting.named_evidence(self.project, evidence))
        prompt = f"{said}\nRests on: {names}".strip()
        offered = drafting.offered_sentence(self.project, evidence, source, question or None)
        answer = await self.sentence("What do people say?", prompt, offered=offered, level=level)
        if answer is None:
            return None
        return {"source": source, "evidence": evidence, "question_id": question or None, **answer}

    async def _from_numbers(self) -> dict[str, Any] | None:
        """Figures, material, then the sentence, begun with the figure's own."""
        chosen: list[FigureLine] = []
        while True:
            draft = await choose_figure(self, self.project, another=bool(chosen))
            if draft is None:
                if not chosen:
                    return None
                break
            chosen.append(draft)
            more = [
                Choice(False, "Write the sentence", draft.sentence),
                Choice(True, "Add another figure", "For example the place it is compared with, or an earlier year."),
            ]
            answer = await self.app.push_screen_wait(Choose("What next?", more, prompt=draft.sentence))
            if not isinstance(answer, Choice) or not answer.key:
                break
        return await self.cells_from_figures(chosen)

    async def _choose_words(self) -> list[Evidence]:
        """Themes, codes and passages, one after another, until the person says that is all."""
        listed = drafting.themes_and_codes(self.project)
        if not listed:
            self.say("There are no themes or codes yet. Code some words first (g c).", "Write a finding")
            return []
        chosen: dict[drafting.Key, str] = {}
        while True:
            offered: list[Choice[drafting.Key]] = []
            if chosen:
                offered.append(Choice(("done", 0), f"✓ That is all ({len(chosen)} chosen)"))
            offered.append(Choice(("passages", 0), "Passages, word for word …"))
            offered += [one for one in listed if one.key not in chosen]
            answer = await self.app.push_screen_wait(
                Choose("What does it rest on?", offered, prompt="Themes, codes or passages, as many as it needs.")
            )
            if not isinstance(answer, Choice):
                return []
            if answer.key[0] == "done":
                return [Evidence(kind, key, said) for (kind, key), said in chosen.items()]
            if answer.key[0] == "passages":
                passage = await self._choose_passage(list(chosen))
                if passage is not None:
                    chosen[passage.kind, passage.thing_id] = passage.direction
            else:
                chosen[answer.key] = "for"

    async def _choose_passage(self, chosen: list[drafting.Key]) -> Evidence | None:
        """One passage, which speaks for the finding or against it."""
        near = [key for key in chosen if key[0] in ("theme", "code")]
        passage = await choose_passage(self, self.project, near, but=chosen)
        if passage is None:
            return None
        ways = [Choice("for", "It speaks for the finding"), Choice("against", "It speaks against the finding")]
        way = await self.app.push_screen_wait(Choose("For or against?", ways, prompt=passage.name))
        return Evidence(*passage.key, way.key) if isinstance(way, Choice) else None

    # Topics

    @command("triangulation.place_finding", "Put in a topic", key="p")
    @work(exclusive=True, group="question")
    async def action_place_finding(self) -> None:
        """Put a finding in a topic, so that it meets others."""
        finding, row = self.finding_here(), self.topic_here()
        if finding is not None:
            await self.place_in_topic(finding.id)
        elif row is not None:
            here = {line.id for line in speaking(row)}
            with self.project.read() as session:
                listed = [line for line in findings(session) if line.id not in here]
            choices = [Choice(line.id, f"{line.name} {line.statement}", line.source, line.source) for line in listed]
            answer = await self.app.push_screen_wait(Choose(f"Put a finding in “{row.title}”", choices))
            if isinstance(answer, Choice):
                with self.attempt("Put in a topic"), self.project.change("Put a finding in a topic") as session:
                    place(session, row.id, answer.key)
                self.show_latest()

    @command("triangulation.add_topic", "New topic", key="a")
    @work(exclusive=True, group="question")
    async def action_add_topic(self) -> None:
        """Add a topic, in which findings of different material can meet."""
        title = await self.app.push_screen_wait(Ask("New topic", "The topic in a few words"))
        if not title:
            return
        listed = drafting.questions(self.project)
        question = 0
        if len(listed) > 1:
            answer = await self.app.push_screen_wait(Choose("Which question of the topic guide is it?", listed))
            question = answer.key if isinstance(answer, Choice) else 0
        with self.attempt("New topic"), self.project.change("Add a topic") as session:
            add_row(session, title, question_id=question or None)
        self.show_latest()

    # Changing a finding

    async def _which_finding(self, title: str) -> FindingLine | None:
        """The finding in front of the person, or one of the topic's."""
        finding, row = self.finding_here(), self.topic_here()
        if finding is not None:
            return finding
        lines = speaking(row) if row is not None else []
        if len(lines) <= 1:
            if not lines:
                self.say("Choose a finding first.", title)
            return lines[0] if lines else None
        choices = [Choice(line.id, f"{line.name} {line.statement}", line.source) for line in lines]
        answer = await self.app.push_screen_wait(Choose(title, choices))
        return next((line for line in lines if isinstance(answer, Choice) and line.id == answer.key), None)

    @command("triangulation.edit_finding", "Edit", key="e", footer=True)
    @work(exclusive=True, group="question")
    async def action_edit_finding(self) -> None:
        """Change a finding's sentence, its ratings, or what speaks against it."""
        line = await self._which_finding("Edit a finding")
        if line is None:
            return
        answer = await self.app.push_screen_wait(Form(f"Edit {line.name}", _fields(line), prompt=line.hint))
        if answer is not None:
            with self.attempt("Edit"), self.project.change(f"Edit finding {line.name}") as session:
                reword(session, line.id, **answer)
            self.show_latest()

    @command("triangulation.look_again", "It still stands", key="l")
    @work(exclusive=True, group="question")
    async def action_look_again(self) -> None:
        """Say that a finding still stands on what its evidence says now."""
        line = await self._which_finding("It still stands")
        if line is None:
            return
        with self.attempt("It still stands"), self.project.change(f"Look again at {line.name}") as session:
            look_again(session, line.id)
        self.show_latest()

    @command("triangulation.add_evidence", "Add evidence", key="plus")
    @work(exclusive=True, group="question")
    async def action_add_evidence(self) -> None:
        """Let a finding rest on one thing more, or put a passage against it."""
        line = await self._which_finding("Add evidence")
        if line is None:
            return
        more = await self._choose_words() if line.strand == "words" else []
        if line.strand == "numbers":
            draft = await choose_figure(self, self.project)
            more = [Evidence("observation", draft.id)] if draft else []
        if more:
            with self.attempt("Add evidence"), self.project.change(f"Add evidence to {line.name}") as session:
                for one in more:
                    support(session, line.id, one)
            self.show_latest()

    @command("triangulation.remove_evidence", "Remove evidence", key="minus")
    @work(exclusive=True, group="question")
    async def action_remove_evidence(self) -> None:
        """Let a finding no longer rest on something."""
        line = await self._which_finding("Remove evidence")
        if line is None:
            return
        choices = [Choice(at, one.name, count=one.direction) for at, one in enumerate(line.evidence)]
        answer = await self.app.push_screen_wait(Choose(f"{line.name} no longer rests on", choices))
        if isinstance(answer, Choice):
            gone = line.evidence[answer.key]
            with self.attempt("Remove evidence"), self.project.change(f"Remove evidence from {line.name}") as session:
                remove_evidence(session, line.id, Evidence(gone.kind, gone.thing_id, gone.direction))
            self.show_latest()


def _fields(line: FindingLine) -> list[Field]:
    """A finding's own words and ratings."""
    purposes = tuple((key, said or "not said yet") for key, said in pages.PURPOSES.items())
    return [
        Field("statement", "The finding, in a sentence", line.statement, lines=4, required=True),
        Field("source", "Which material it speaks for", line.source, required=True),
        Field("prominence", "How prominent", line.prominence, options=LEVELS),
        Field("against", "The strongest evidence against it", line.against, help=AGAINST, lines=3),
        Field("purpose", "Why it is set beside others", line.purpose, options=purposes),
    ]
