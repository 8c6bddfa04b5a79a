"""What stands on the page of one option: its few words, its lines, and the evidence for it. Every line is a place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workbench.briefs.appraisal import Detail
from workbench.briefs.contents import Contents
from workbench.briefs.costs import cost_doubts, costs_in_words, year_by_year, years_told
from workbench.briefs.equality import CHARACTERISTICS, EqualityLine
from workbench.briefs.lines import OptionLine
from workbench.briefs.options import WORKS_WORDS
from workbench.briefs.readiness.lack import Lack
from workbench.text import dated
from workbench.tui.widgets.paper import Block, Part, Rule, Run, blank, words

CELLS: tuple[tuple[str, str], ...] = (
    ("title", "Title"),
    ("kind", "Kind"),
    ("what", "What it is"),
    ("delivered_by", "Who delivers it"),
    ("time_to_effect", "Time until it shows"),
    ("reversibility", "Can it be undone"),
    ("depends_on", "Depends on"),
    ("data_protection", "Data about people"),
    ("not_known", "What is not known"),
)
IN_WORDS: dict[str, tuple[str, str]] = {
    "partners": ("Partners", "partners"),
    "benefits": ("Benefits", "benefits"),
    "costs": ("Costs", "cost"),
    "risks": ("Risks", "risks"),
    "equality": ("Equality", "equality"),
}
_PARTS = {"lead": "leads", "deliver": "delivers", "data": "gives data", "informed": "is told"}
_SIGNS = {"positive": "+", "negative": "−", "neutral": "=", "not known": "?"}
_EFFECTS = {"positive": "good", "negative": "bad", "neutral": "no difference", "not known": "not known"}
LEVELS = {"meets": "● meets it", "partly": "◐ partly", "does not": "○ does not", "not known": "? not known"}


def option_parts(brief: Contents, option: OptionLine, missing: Iterable[Lack]) -> list[Part]:
    """The page of an option."""
    detail = brief.appraisal.of(option)
    preferred = "★ preferred · " if option.preferred else ""
    made: list[Part] = [words(f"{preferred}{option.kind}", "accent" if option.preferred else "quiet"), blank()]
    lacks = [one for one in missing if one.severity != "info"]
    made += [Block((Run(one.message, "warning"),), 0, "⚠") for one in lacks]
    if lacks:
        made.append(blank())
    made.append(Rule("In a few words"))
    made += [_cell(label, str(getattr(option, cell) or ""), f"cell:{cell}") for cell, label in CELLS]
    for kind, lines in (
        ("partners", _partners(detail)),
        ("benefits", _benefits(detail)),
        ("costs", _costs(option, detail)),
        ("risks", _risks(detail)),
        ("equality", _equality(detail)),
    ):
        made += _group(option, kind, list(lines))
    if brief.brief.appraisal == "full":
        made += [blank(), Rule("By factor"), *_ratings(brief, option)]
    made += [blank(), Rule("Evidence for the problem"), *_cited(brief, option, "problem")]
    made += [blank(), Rule("Evidence that it works")]
    made.append(_cell("How far", WORKS_WORDS[option.works], "cell:works"))
    made.append(_cell("In words", option.evidence_it_works, "cell:evidence_it_works"))
    made += _cited(brief, option, "option works")
    return made


def _cell(label: str, text: str, to: str) -> Block:
    """One cell in a few words; its name is the place by which it is edited."""
    shown = Run(dated(text)) if text else Run("not written yet", "quiet")
    return Block((Run(label, "", to), Run(": "), shown))


def _group(option: OptionLine, kind: str, lines: list[Part]) -> Iterator[Part]:
    """The lines of one kind, what stands for them on the page in a few words, and where another is added."""
    heading, cell = IN_WORDS[kind]
    yield blank()
    yield Rule(heading)
    yield from lines
    add = {"partners": "partner", "benefits": "benefit", "costs": "cost", "risks": "risk", "equality": "equality"}[kind]
    said = {"equality": "Others besides"}.get(kind, f"Add a {add}")
    yield Block((Run(f"+ {said}", "", f"add:{add}"),), 2)
    own = option.cost if cell == "cost" else str(getattr(option, cell) or "")
    if own or kind in {"costs", "equality"}:
        yield _cell("On the page", own, f"cell:{cell}")
    elif not lines:
        yield _cell("On the page", "", f"cell:{cell}")


def _line(name: str, to: str, rest: str, sign: str = "·") -> Block:
    return Block((Run(name, "", to), Run(f": {rest}")), 2, sign)


def _partners(detail: Detail) -> Iterator[Part]:
    for one in detail.partners:
        does = f". {one.does}" if one.does else ""
        yield _line(one.name, f"partner:{one.id}", f"{_PARTS[one.effect]}, {one.agreed}{does}")


def _benefits(detail: Detail) -> Iterator[Part]:
    for one in detail.benefits:
        whom = f"for {one.to_whom}, " if one.to_whom else ""
        yield _line(one.text, f"benefit:{one.id}", f"{whom}{one.counted}")


def _costs(option: OptionLine, detail: Detail) -> Iterator[Part]:
    for one in detail.costs:
        parts = [one.amount, one.when, f"{one.prices} prices" if one.prices else ""]
        parts.append(f"paid by {one.by_whom}" if one.by_whom else "")
        yield _line(one.text, f"cost:{one.id}", ", ".join(part for part in parts if part))
    if detail.costs:
        told = costs_in_words(detail.costs, years_told(option.cost_note)).replace("\n", "; ")
        yield Block((Run("Together: ", "title"), Run(told)), 2)
        by_year = year_by_year(detail.costs, years_told(option.cost_note))
        if by_year:
            yield Block((Run("Year by year: ", "title"), Run(by_year)), 2)
    for said in cost_doubts(detail.costs, option.cost_low, option.cost_high, option.cost_note):
        yield Block((Run(said, "warning"),), 2, "⚠")


def _risks(detail: Detail) -> Iterator[Part]:
    for one in detail.risks:
        parts = [f"likely: {one.likelihood}", f"grave: {one.impact}", one.owner or "nobody owns it"]
        done = f": {one.mitigation}" if one.mitigation else "; nothing is done about it"
        yield _line(one.text, f"risk:{one.id}", ", ".join(parts) + done, "▲" if one.grave else "·")


def _equality(detail: Detail) -> Iterator[Part]:
    """The nine in any case, then the others that somebody named."""
    said = {one.characteristic: one for one in detail.equality}
    for name in dict.fromkeys((*CHARACTERISTICS, *said)):
        yield _effect(name, said.get(name))


def _effect(name: str, one: EqualityLine | None) -> Block:
    shown = name.capitalize()
    if one is None:
        return Block((Run(shown, "", f"look:{name}"), Run(": nobody has looked yet", "quiet")), 2, "·")
    done = f" What is done: {one.mitigation}" if one.mitigation else ""
    rest = f"{_EFFECTS[one.effect]}{f': {one.why}' if one.why else '.'}{done}"
    return _line(shown, f"equality:{one.id}", rest, _SIGNS[one.effect])


def _ratings(brief: Contents, option: OptionLine) -> Iterator[Part]:
    for factor in brief.appraisal.factors:
        one = brief.appraisal.ratings.get((option.id, factor.id))
        level = LEVELS[one.level if one else "not known"]
        yield _line(
            factor.name, f"rating:{option.id}:{factor.id}", f"{level}{f': {one.why}' if one and one.why else ''}"
        )


def _cited(brief: Contents, option: OptionLine, supports: str) -> Iterator[Part]:
    """What is cited, each leading to its evidence; what needs another look says so."""
    here = [one for one in brief.citations if one.option_id == option.id and one.supports == supports]
    for one in here:
        care = (Run(f"  ⚠ {one.why}", "warning"),) if one.state == "recheck" else ()
        if one.kind == "finding" and one.thing_id in brief.findings:
            line = brief.findings[one.thing_id]
            yield Block((Run(line.name, "", f"finding:{line.id}"), Run(f"  {line.statement}"), *care), 2, "·")
        elif one.kind == "figure" and one.thing_id in brief.figures:
            figure = brief.figures[one.thing_id]
            yield Block((Run(figure.described, "", f"figure:{figure.id}"), Run(f"  {figure.in_words}"), *care), 2, "·")
        else:
            said = "A quote, in full on the brief's page" if one.kind == "quote" else "No longer in the project"
            yield Block((Run(said, "quiet"), *care), 2, "·")
    if not here:
        yield Block((Run("Nothing is cited for this. Press c on the brief's page.", "quiet"),), 2)
