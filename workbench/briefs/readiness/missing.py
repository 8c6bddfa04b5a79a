"""What is not written down yet, or rests on too little."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.briefs.contents import Contents
from workbench.briefs.readiness.lack import Lack


def decision_asked(brief: Contents) -> Iterator[Lack]:
    """No decision is asked, or it is not said of whom and by when."""
    said = brief.brief
    if not said.decision_asked:
        yield Lack("error", said.name, "No decision is asked. Write one sentence that begins with a verb.")
    elif not (said.by_whom and said.by_when):
        yield Lack("warning", said.name, "It does not say who decides, or by when.")


def if_nothing(brief: Contents) -> Iterator[Lack]:
    """It is not said what happens without a decision."""
    if not brief.brief.if_nothing:
        yield Lack("info", brief.brief.name, "It does not say what happens if nothing is decided.")


def problem_written(brief: Contents) -> Iterator[Lack]:
    """The problem is not written down."""
    if not brief.brief.problem:
        yield Lack("warning", brief.brief.name, "The problem is not written down yet.", "problem")


def options_to_choose(brief: Contents) -> Iterator[Lack]:
    """There is nothing to choose between, or nothing is preferred."""
    if len(brief.options) < 2:
        yield Lack("warning", brief.brief.name, "Business as usual is the only option.", "add")
    elif not any(option.preferred for option in brief.options):
        yield Lack("info", brief.brief.name, "No option is marked as preferred.", "prefer")


def evidence_for_options(brief: Contents) -> Iterator[Lack]:
    """An option cites no finding, or only findings on topics where one side is silent."""
    alone = only_silent(brief)
    for option in brief.options:
        where = f"{brief.brief.name} {option.name}"
        if option.kind == "business as usual":
            continue
        cited = [one.thing_id for one in brief.cited("finding", option_id=option.id)]
        if not cited:
            said = f"“{option.title}” rests on no finding. Cite at least one for it."
        elif set(cited) <= alone:
            said = f"“{option.title}” rests only on topics where one side is silent."
        else:
            continue
        yield Lack("error", where, said, f"option:{option.id}")


def evidence_it_works(brief: Contents) -> Iterator[Lack]:
    """Nothing says that the preferred option works."""
    for option in brief.options:
        works = any(one.option_id == option.id and one.supports == "option works" for one in brief.citations)
        usual = option.kind == "business as usual"
        if option.preferred and not usual and not option.evidence_it_works and not works:
            where = f"{brief.brief.name} {option.name}"
            yield Lack(
                "warning",
                where,
                "Nothing says that the preferred option works, here or elsewhere.",
                f"option:{option.id}",
            )


def only_silent(brief: Contents) -> set[int]:
    """Findings that meet nothing but silence in every row they are in."""
    silent: set[int] = set()
    meets: set[int] = set()
    for row in brief.rows:
        here = {line.id for line in row.findings}
        only = row.overall == "silence" or (
            not row.overall and bool(row.meetings) and all(words.startswith("∅") for *_, words in row.meetings)
        )
        (silent if only else meets).update(here)
    return silent - meets


def strongest_against(brief: Contents) -> Iterator[Lack]:
    """The strongest evidence against a cited finding is not written down."""
    for one in brief.citations:
        finding = brief.findings.get(one.thing_id) if one.kind == "finding" else None
        if finding is not None and not finding.against.strip():
            where = f"{brief.brief.name} {finding.name}"
            said = "The strongest evidence against it is not written down."
            yield Lack("warning", where, said, f"finding:{finding.id}")


def topics_concluded(brief: Contents) -> Iterator[Lack]:
    """Nobody has judged how the sources meet on a topic, or written what is made of it."""
    for row in brief.rows:
        if not row.together:
            said = "What we make of it together is not written down yet."
            yield Lack("warning", f"“{row.topic}”", said, f"row:{row.id}")
        if row.meet.startswith("·"):
            yield Lack("warning", f"“{row.topic}”", "Nobody has judged yet how the sources meet.", f"row:{row.id}")


def sent_back(brief: Contents) -> Iterator[Lack]:
    """What the brief was sent back with is not done yet."""
    for task in brief.tasks:
        if task.is_open:
            said = f"It was sent back, and this is still to do: {task.text}"
            yield Lack("warning", brief.brief.name, said, f"task:{task.id}")
