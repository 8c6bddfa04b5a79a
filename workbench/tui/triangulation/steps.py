"""The protocol as a page: six steps in numbers, the next thing to do, and what each step holds so far. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workbench.text import dated
from workbench.triangulation.protocol.matrix import MatrixRow
from workbench.triangulation.protocol.steps import Place, Protocol, Step
from workbench.tui.triangulation.pages import STATES
from workbench.tui.widgets.paper import Block, Grid, Part, Rule, Run, blank, words

MOST = 12
"""So many lines of a kind are listed; the rest are counted."""


def protocol_page(of: Protocol) -> list[Part]:
    """All of it, the six steps first."""
    made: list[Part] = []
    then = of.next
    if then is None:
        made.append(words("Everything that can be done now is done.", "good"))
    else:
        made.append(Block((Run("Next: ", "title"), Run(then.next, "accent", then.to))))
    made += [blank(), Grid(("Step", "Where it stands", "Next"), tuple(map(_step, of.steps)), (4, 5, 5)), blank()]
    made += [Rule("1 Topics, by research question", "step1"), *_sorted(of), blank()]
    made += [Rule("2 To judge, alone", "step2"), *_to_judge(of), blank()]
    made += [Rule("3 The whole", "step3"), words(_capital(of.tally.sentence)), *_written(of, "whole"), blank()]
    made += [Rule("4 What each source adds", "step4"), *_completeness(of), *_written(of, "completeness"), blank()]
    made += [Rule("5 What two people judged", "step5"), *_compared(of), blank()]
    made += [Rule("6 What people outside said", "step6"), *_feedback(of)]
    return made


def _step(step: Step) -> tuple[tuple[Block, ...], ...]:
    sign = "✓" if step.whole and step.of else "·"
    return (
        (Block((Run(f"{sign} {step.number} {step.name}", "title"),)),),
        (words(_capital(step.stands)),),
        (Block((Run(step.next or "nothing now", "" if step.next else "quiet", step.to),)),),
    )


def _sorted(of: Protocol) -> Iterator[Part]:
    """Topics under their research questions, each with its findings; then findings in none."""
    by_question: dict[str, list[MatrixRow]] = {}
    for row in sorted(of.matrix.rows, key=lambda one: not one.about):
        by_question.setdefault(row.about, []).append(row)
    for about, rows in by_question.items():
        yield words(about or "Under no research question yet (q puts a topic under one)", "title" if about else "quiet")
        for row in rows:
            runs = [Run(row.title, "", f"row:{row.id}")]
            for cell in row.cells.values():
                for line in cell.findings:
                    runs += [Run("  "), Run(line.name, "", f"sort:{line.id}:{row.id}"), Run(f" {cell.source}", "quiet")]
            yield Block(tuple(runs), 2)
    if of.unplaced:
        yield words("In no topic yet", "warning")
        for line in of.unplaced[:MOST]:
            yield Block((Run(line.name, "", f"sort:{line.id}:0"), Run(f"  {line.statement}")), 2)
        yield from _rest(len(of.unplaced))
    if of.unfinished:
        yield words("Unfinished: the strongest evidence against is not written down, so they are not judged", "warning")
        for line in of.unfinished[:MOST]:
            yield Block((Run(line.name, "", f"finding:{line.id}"), Run(f"  {line.statement}")), 2)
        yield from _rest(len(of.unfinished))
    if not by_question and not of.unplaced:
        yield words("No findings and no topics yet. Press n to write a finding.", "quiet")


def _to_judge(of: Protocol) -> Iterator[Part]:
    if not of.to_judge:
        yield words(
            "You have judged every pair there is." if of.matrix.rows else "There is nothing to judge yet.", "quiet"
        )
    for one in of.to_judge[:MOST]:
        hidden = " · somebody has judged it; you see that once yours is in" if one.meeting.hidden else ""
        proposal = one.meeting.proposal
        alone = " · only one side speaks" if proposal is not None and proposal.value == "silence" else ""
        yield Block((Run(one.words, "", one.to), Run(f"{alone}{hidden}", "quiet")))
    yield from _rest(len(of.to_judge))


def _written(of: Protocol, kind: str) -> Iterator[Part]:
    """What was written of the project and of each question, or that it is not yet."""
    there = {one.about: one for one in of.assessments if one.kind == kind}
    for about in dict.fromkeys(["", *of.questions, *there]):
        called = about or "The whole project"
        to = f"assess:{kind}:{about}"
        one = there.get(about)
        if one is None:
            yield Block((Run(called, "", to), Run("  not written yet (s)", "quiet")))
            continue
        yield Block((Run(called, "", to), Run(f"  {one.text}"), Run(f"  {one.by}, {dated(one.at[:10])}", "quiet")))
        if one.state != "current":
            said = f"{STATES[one.state]}: {one.cause}"
            yield words(said, "warning" if one.state == "recheck" else "good", indent=2)


def _completeness(of: Protocol) -> Iterator[Part]:
    for source in of.completeness.sources:
        yield words(_capital(source.words))
    for topic in of.completeness.alone:
        yield Block((Run(topic.topic, "", f"row:{topic.row_id}"), Run(f"  {topic.words}", "quiet")), 2)


def _compared(of: Protocol) -> Iterator[Part]:
    if of.no_agreement:
        yield words(of.no_agreement, "quiet")
    for agreement in of.agreements:
        yield words(_capital(agreement.sentence))
    yield from _places("Judged differently, nothing settled", of.differing)
    settled = [one for one in of.dissent if one.meeting.consensus is not None]
    yield from _places("Settled, with a judgement that differs", settled)


def _places(title: str, places: Iterable[Place]) -> Iterator[Part]:
    listed = list(places)
    if listed:
        yield words(title, "title")
    for one in listed[:MOST]:
        yield Block((Run(one.words, "", one.to), Run(f"  {one.meeting.words}", "quiet")), 2)
        settled = one.meeting.consensus
        if settled is not None:
            yield words(f"{settled.by}, {settled.how_words}: {settled.why}", indent=4)
        for each in one.meeting.dissent:
            yield words(f"{each.rater}: {each.verdict}. {each.why}".rstrip(), "quiet", indent=4)
    yield from _rest(len(listed))


def _feedback(of: Protocol) -> Iterator[Part]:
    for one in of.feedback:
        head = f"{_capital(one.who)}, {dated(one.given_on)}, on {one.on}"
        yield Block((Run(head, "title", f"feedback:{one.id}"),))
        yield words(one.said, indent=2)
        yield words(
            one.changed or "What it changed is not said yet.", "" if one.changed else "warning", indent=2, sign="→"
        )
    yield Block((Run("Note what somebody said (f)", "", "feedback:new"),))


def _rest(number: int) -> Iterator[Part]:
    if number > MOST:
        yield words(f"and {number - MOST} more", "quiet", indent=2)


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
