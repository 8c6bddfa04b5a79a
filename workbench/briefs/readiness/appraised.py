"""What an appraisal still lacks, so that whoever decides is not left to guess: a sentence each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from workbench.briefs.appraisal import Detail
from workbench.briefs.contents import Contents
from workbench.briefs.costs import cost_doubts
from workbench.briefs.equality import missed_in_words
from workbench.briefs.factors import MOST_OWN, not_judged
from workbench.briefs.lines import OptionLine
from workbench.briefs.long_list import DIMENSIONS
from workbench.briefs.objectives import MOST, ObjectiveLine
from workbench.briefs.options import KINDS
from workbench.briefs.readiness.lack import Lack
from workbench.errors import Severity

MOST_OPTIONS = 4


def lacking(brief: Contents) -> Iterator[Lack]:
    """What the objectives and the appraisal of a brief's options lack."""
    yield from _objectives(brief)
    if len(brief.options) > MOST_OPTIONS:
        said = f"{len(brief.options)} options stand side by side. Two to four can be weighed; drop those that nobody would choose."
        yield Lack("info", brief.brief.name, said)
    for option in brief.options:
        if option.kind != "business as usual":
            where = f"{brief.brief.name} {option.name}"
            detail = brief.appraisal.of(option)
            for severity, said in (*_people(option, detail), *_sums(brief, option, detail), *_works(brief, option)):
                yield Lack(severity, where, said, f"option:{option.id}")
    if brief.brief.appraisal == "full":
        yield from _full(brief)


def _objectives(brief: Contents) -> Iterator[Lack]:
    given = brief.appraisal.objectives
    where = brief.brief.name
    if not given:
        yield Lack("warning", where, "It does not say what should be better afterwards: add an objective.", "appraisal")
    if len(given) > MOST:
        yield Lack(
            "warning",
            where,
            f"It has {len(given)} objectives, and at most three can be held to. Take some out.",
            "appraisal",
        )
    for one in given:
        for severity, said in _objective(one):
            yield Lack(severity, where, f"The objective “{one.text}” {said}", "appraisal")


def _objective(one: ObjectiveLine) -> Iterator[tuple[Severity, str]]:
    if not one.is_measured and not one.is_lived:
        yield (
            "warning",
            "is tied to no indicator and to nothing that people will be asked. Nobody could tell whether it came about.",
        )
        return
    if not one.is_measured:
        yield "info", "is tied to no indicator; it rests on what people will be asked alone."
    elif one.observation_id is None and not one.baseline:
        yield "warning", "does not say where it starts. Choose the figure to start from."
    if not one.is_lived:
        yield "warning", "is measured in numbers only. Say what people will be asked, and whom."
    if not one.target or not one.by:
        yield "warning", "has no target or no day. Say how far it should get, and by when."


def _people(option: OptionLine, detail: Detail) -> Iterator[tuple[Severity, str]]:
    """Who would do it, and to whom it does what."""
    if option.preferred:
        waiting = [one.name for one in detail.partners if one.effect != "informed" and one.agrees == "not asked"]
        refusing = [one.name for one in detail.partners if one.agrees == "no"]
        if waiting:
            yield "warning", f"Not asked yet, though the preferred option needs them: {', '.join(waiting)}."
        if refusing:
            yield "warning", f"The preferred option needs somebody who does not agree: {', '.join(refusing)}."
    if not detail.partners and not option.partners:
        yield "info", "It does not say which partners it needs."
    if missed := missed_in_words(detail.equality):
        yield "warning", missed
    for one in detail.equality:
        if one.effect == "negative" and not one.mitigation:
            yield "warning", f"It is bad for people by {one.characteristic}, and nothing says what is done about it."
    for risk in detail.risks:
        if risk.grave and not (risk.owner and risk.mitigation):
            yield (
                "warning",
                f"The risk “{risk.text}” is grave, and {'nobody owns it' if not risk.owner else 'nothing is done about it'}.",
            )
    if not detail.risks and not option.risks:
        yield "info", "It does not say what could go wrong."


def _sums(brief: Contents, option: OptionLine, detail: Detail) -> Iterator[tuple[Severity, str]]:
    """Costs and benefits."""
    for said in cost_doubts(detail.costs, option.cost_low, option.cost_high, option.cost_note):
        yield "warning", said
    if not brief.appraisal.words(option, "cost"):
        yield "info", "It does not say what it costs."
    if not detail.benefits and not option.benefits:
        yield "info", "It does not say what gets better by it."
    for one in detail.benefits:
        if one.kind != "unquantified" and not one.amount:
            yield "info", f"The benefit “{one.text}” is said to be counted, but not how much it is."


def _works(brief: Contents, option: OptionLine) -> Iterator[tuple[Severity, str]]:
    """Evidence that it works, apart from evidence for the problem."""
    cited = any(one.option_id == option.id and one.supports == "option works" for one in brief.citations)
    if not option.works:
        yield "info", "Nobody has said how far there is evidence that it works."
    elif option.works != "none" and not cited and not option.evidence_it_works:
        yield "warning", "It is said to have been seen to work, but nothing is cited or written down for it."
    elif option.works == "none" and cited:
        yield "warning", "It is said that there is no evidence that it works, but some is cited for that."


def _full(brief: Contents) -> Iterator[Lack]:
    """What a full appraisal lacks."""
    where = brief.brief.name
    kinds = {one.kind for one in brief.options}
    for kind in KINDS[1:4]:
        if kind not in kinds:
            yield Lack(
                "warning",
                where,
                f"A full appraisal has an option of the kind “{kind}”, and there is none.",
                "appraisal",
            )
    for option in brief.options:
        if option.preferred and option.kind != "preferred way forward":
            said = f"It is the preferred option, but its kind is “{option.kind}”. Make the two agree."
            yield Lack("info", f"{where} {option.name}", said, f"option:{option.id}")
    choices = brief.appraisal.choices
    if missing := [one for one in DIMENSIONS if one not in {choice.dimension for choice in choices}]:
        yield Lack("warning", where, f"The long list has nothing about {', '.join(missing)}.", "appraisal")
    if unjudged := sum(not one.verdict for one in choices):
        yield Lack("warning", where, f"{_many(unjudged, 'choice of the long list')} not judged yet.", "appraisal")
    preferred = Counter(one.dimension for one in choices if one.verdict == "preferred")
    for dimension in (one for one in DIMENSIONS if preferred[one] > 1):
        yield Lack("warning", where, f"The long list prefers more than one choice about {dimension}.", "appraisal")
    own = sum(one.own for one in brief.appraisal.factors)
    if own > MOST_OWN:
        yield Lack(
            "warning", where, f"There are {own} factors of your own, and at most three. Take some out.", "appraisal"
        )
    keys = [one.id for one in brief.options]
    if waiting := len(not_judged(keys, brief.appraisal.factors, brief.appraisal.ratings)):
        said = f"{_many(waiting, 'place')} open in the table of factors: say how far each option meets each factor."
        yield Lack("warning", where, said, "appraisal")
    weighed = brief.appraisal.weighed(brief.options)
    first = [brief.options[at] for at in weighed.order[0]] if weighed else []
    if first and not any(one.preferred for one in first) and any(one.preferred for one in brief.options):
        names = " and ".join(one.name for one in first)
        said = (
            f"By these weights {names} comes first, and another option is preferred. Say why, or look at the weights."
        )
        yield Lack("warning", where, said, "appraisal")
    given = [one.weight is not None for one in brief.appraisal.factors]
    if any(given) and not all(given):
        yield Lack(
            "info",
            where,
            "Some factors have a weight and others have none: those do not count in the sum.",
            "appraisal",
        )


def _many(count: int, what: str) -> str:
    first, _, rest = what.partition(" ")
    return f"1 {what} is" if count == 1 else f"{count} {first}s {rest}".strip() + " are"
