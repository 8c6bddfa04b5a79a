"""How firm that is on which an option stands: few people, one kind of evidence, a side that is silent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from workbench.briefs.contents import Contents
from workbench.briefs.footing import kinds_of, on_little, on_one_kind, on_silence
from workbench.briefs.lines import OptionLine
from workbench.briefs.readiness.lack import Lack
from workbench.briefs.readiness.missing import only_silent
from workbench.triangulation.findings import FindingLine


def few_people(brief: Contents) -> Iterator[Lack]:
    """All that people say for an option was said by a few."""
    yield from _of_options(brief, lambda option: on_little(_lines(brief, option)))


def one_kind(brief: Contents) -> Iterator[Lack]:
    """Only words, or only figures, are cited for an option and for its brief."""
    yield from _of_options(brief, lambda option: on_one_kind(_kinds(brief, option)))


def silent_side(brief: Contents) -> Iterator[Lack]:
    """Some of what is cited for an option, but not all, speaks where the other side is silent: all of it is an error."""
    silent = only_silent(brief)

    def said(option: OptionLine) -> Iterable[str]:
        lines = _lines(brief, option)
        return () if {line.id for line in lines} <= silent else on_silence(lines, silent)

    yield from _of_options(brief, said)


def _of_options(brief: Contents, said: Callable[[OptionLine], Iterable[str]]) -> Iterator[Lack]:
    for option in brief.options:
        if option.kind != "business as usual":
            where = f"{brief.brief.name} {option.name}"
            yield from (Lack("warning", where, one, f"option:{option.id}") for one in said(option))


def _lines(brief: Contents, option: OptionLine) -> list[FindingLine]:
    cited = brief.cited("finding", option_id=option.id)
    return [brief.findings[one.thing_id] for one in cited if one.thing_id in brief.findings]


def _kinds(brief: Contents, option: OptionLine) -> frozenset[str]:
    if not any(one.option_id == option.id for one in brief.citations):
        return frozenset()
    cited = [(one.kind, one.thing_id) for one in brief.citations if one.option_id in {None, option.id}]
    return kinds_of(cited, brief.findings.values())
