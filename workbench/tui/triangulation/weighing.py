"""Weighing: how sure one is of a finding, in four parts, each begun with what the material says of it."""

from __future__ import annotations

from dataclasses import dataclass

from textual import work

from workbench.project.file import Project
from workbench.triangulation.breadth import Breadth, breadths
from workbench.triangulation.concerns import (
    INFORMED,
    LEVELS,
    MEANS,
    PARTS,
    ConcernLine,
    begun_with,
    concerns,
    rate_confidence,
    weigh,
)
from workbench.triangulation.figure_prominence import hints_of_findings
from workbench.triangulation.findings import CONFIDENCES, FindingLine
from workbench.triangulation.protocol.four_kinds import Profile, profiles
from workbench.triangulation.protocol.matrix import matrix
from workbench.tui.commands import command
from workbench.tui.dialogs import Field, Form
from workbench.tui.triangulation.writing import Writing
from workbench.tui.widgets.paper import Block, Part, Rule, Run, blank, words

KINDS = {
    "data": "several sources of the same kind: people, places, times",
    "investigator": "several people looked",
    "method": "found in more than one way",
    "theory": "read through more than one lens",
}
LEVEL_WORDS = {"none": "no concern, or hardly any", "minor": "minor", "moderate": "moderate", "serious": "serious"}


@dataclass(frozen=True, slots=True)
class Depth:
    """What more is known of a finding than its sentence and evidence."""

    breadth: Breadth | None
    concerns: tuple[ConcernLine, ...]
    profile: Profile
    figures_suggest: str = ""


def read_depth(project: Project, line: FindingLine) -> Depth:
    """Read it."""
    with project.read() as session:
        return Depth(
            breadths(session, [line]).get(line.id),
            concerns(session, [line.id]).get(line.id, ()),
            profiles(session, [line], matrix(session).rows)[line.id],
            hints_of_findings(session, [line]).get(line.id, ""),
        )


def depth_parts(line: FindingLine, depth: Depth) -> list[Part]:
    """Who says it and who does not, how sure one is, and which of the four kinds it rests on. Pure."""
    made: list[Part] = []
    if depth.breadth is not None:
        made += [blank(), Rule("Who says it, and who does not"), *_broad(depth.breadth, line)]
    if depth.figures_suggest:
        said = f"{depth.figures_suggest[:1].upper()}{depth.figures_suggest[1:]}"
        made += [blank(), Rule("What the figures suggest"), words(said)]
    made += [blank(), Rule(f"How sure we are ({INFORMED})"), *_sure(line, depth.concerns)]
    made += [blank(), Rule("What it rests on, in four kinds")]
    for one in depth.profile.kinds:
        sign = "●" if one.lit else "○"
        made.append(Block((Run(f"{sign} {KINDS[one.name]}: ", "" if one.lit else "quiet"), Run(one.why, "quiet"))))
    return made


def _broad(of: Breadth, line: FindingLine) -> list[Block]:
    made = [words(f"{of.in_words(name)[:1].upper()}{of.in_words(name)[1:]}.") for name in of.attributes]
    if line.count is not None and line.count.asked is not None:
        unsaid = ", ".join(of.asked_not_said) or "nobody"
        made.append(words(f"Asked, and did not say it: {unsaid}."))
    elif line.count is not None:
        made.append(
            words("Who was asked is not recorded, so it cannot be said who was asked and did not say it.", "quiet")
        )
    if of.passages_against or of.opposite:
        people = f", by {', '.join(of.opposite)}" if of.opposite else ""
        count = f"{of.passages_against} {'passage' if of.passages_against == 1 else 'passages'}"
        made.append(words(f"Against it: {count}{people}."))
    else:
        made.append(words("No passage is coded against it. Was it looked for?", "quiet"))
    return made


def _sure(line: FindingLine, said: tuple[ConcernLine, ...]) -> list[Block]:
    made = []
    for part in PARTS:
        mine = [one for one in said if one.part == part]
        told = "; ".join(f"{one.words} ({one.by})" for one in mine) or "not weighed yet"
        asks = f"{MEANS[part][:1].upper()}{MEANS[part][1:]}: "
        made.append(Block((Run(asks, "quiet"), Run(told, "" if mine else "quiet"))))
    if line.confidence == "not assessed":
        made.append(words("As a whole: not said yet. It starts at high, and is rated down with a reason (u).", "quiet"))
    else:
        made.append(Block((Run("As a whole: "), Run(line.confidence, "accent"), Run(f". {line.confidence_reason}"))))
    return made


class Weighing(Writing):
    """A screen of this room on which it is said how sure one is of a finding."""

    @command("triangulation.weigh", "How sure", key="u", footer=True)
    @work(exclusive=True, group="question")
    async def action_weigh(self) -> None:
        """Say what makes you less sure of a finding, in four parts, and how sure you are as a whole."""
        line = self.finding_here()
        if line is None:
            self.say("Choose a finding first.", "How sure")
            return
        depth = read_depth(self.project, line)
        prompt = (
            f"{line.statement}\nAn assessment informed by CERQual, which is made for reviews of studies. It starts at high; "
            "what gives concern rates it down."
        )
        answer = await self.app.push_screen_wait(
            Form(f"How sure: {line.name}", self._fields(line, depth), prompt=prompt)
        )
        if answer is None:
            return
        with self.attempt("How sure"), self.project.change(f"Weigh finding {line.name}") as session:
            for part in PARTS:
                weigh(session, line.id, part, answer[part], answer[f"{part}_why"])
            rate_confidence(session, line.id, answer["confidence"], answer["reason"])
        self.show_latest()

    def _fields(self, line: FindingLine, depth: Depth) -> list[Field]:
        """Four parts, each a level and a reason, then the whole."""
        me = self.project.coder
        mine = {one.part: one for one in depth.concerns if one.by == me}
        begun = begun_with(line, depth.breadth)
        fields: list[Field] = []
        for part in PARTS:
            there = mine.get(part)
            label = f"{MEANS[part][:1].upper()}{MEANS[part][1:]}"
            levels = tuple((level, LEVEL_WORDS[level]) for level in LEVELS)
            fields.append(Field(part, label, there.level if there else "none", options=levels))
            fields.append(Field(f"{part}_why", "Why", there.why if there else begun[part], lines=2))
        whole = tuple((level, level) for level in CONFIDENCES)
        value = "high" if line.confidence == "not assessed" else line.confidence
        fields.append(Field("confidence", "As a whole", value, options=whole))
        fields.append(Field("reason", "Why so sure, or not", line.confidence_reason, lines=2))
        return fields
