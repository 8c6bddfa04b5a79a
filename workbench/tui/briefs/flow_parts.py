"""What stands on the pages of flows of data: every partner theme by theme, and one flow with its answers. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from workbench.briefs.actions import ActionLine
from workbench.briefs.dependence import Dependence
from workbench.briefs.flows import FlowLine
from workbench.briefs.standing import InTheme, Standing, said_of
from workbench.briefs.statements import RESPONDENTS, STATEMENTS, THEMES, WORDS, AnswerLine, theme_of
from workbench.text import dated
from workbench.tui.widgets.paper import Block, Grid, Look, Part, Rule, Run, blank, words

EMPTY = "No data is wanted from a partner yet. Press a to write down a flow of data: which data, from whom, for what, by when."
KEY = "● all four hold · ◐ some hold · ○ none holds · ■ blocks the flow · “·” nobody has answered"
RULE = (
    "Blocked by rule and not by a score. A brief for others than the team says “a partner”, and of the answers only what"
    " blocks a flow."
)


def flows_parts(stands: Sequence[Standing]) -> list[Part]:
    """Every flow with its partner, theme by theme."""
    if not stands:
        return [words(EMPTY, "quiet")]
    rows = tuple((_named(one), *(_theme(theme) for theme in one.themes), _standing(one)) for one in stands)
    titles = ("Data, and from whom", *THEMES.values(), "How it stands")
    return [
        Grid(titles, rows, shares=(3, 2, 2, 2, 2, 2)),
        blank(),
        words(KEY, "quiet"),
        words(RULE, "quiet"),
        blank(),
        words("+ Add a flow of data", to="add:flow"),
    ]


def _named(one: Standing) -> tuple[Block, ...]:
    by = f"by {one.flow.by_words}" if one.flow.by else "no day given"
    return (
        words(one.flow.name, to=f"flow:{one.flow.id}"),
        words(f"{one.flow.partner}, {by}", "quiet"),
    )


def _theme(theme: InTheme) -> tuple[Block, ...]:
    return (words(f"{theme.glyph} {theme.words}", _look(theme)),)


def _look(theme: InTheme) -> Look:
    if not theme.answered:
        return "quiet"
    return "error" if theme.blocks else "good" if theme.held == theme.of else "warning"


def _standing(one: Standing) -> tuple[Block, ...]:
    return (words(one.word, "error" if one.is_blocked else "good"),)


def flow_parts(one: Standing, needs: Iterable[Dependence], options: Mapping[int, str]) -> list[Part]:
    """One flow: what is wanted, what blocks it, who needs it, what comes next, and what was answered."""
    made: list[Part] = [words(one.word, "error" if one.is_blocked else "good"), blank()]
    made += [
        Block((Run(f"{blocker.sentence[:1].upper()}{blocker.sentence[1:]}."),), 0, "■") for blocker in one.blockers
    ]
    made += [blank(), Rule("What is wanted"), *_facts(one.flow)]
    made += [blank(), Rule("Options that depend on it"), *_needs(needs, options), words("+ An option", to="add:tie")]
    made += [blank(), Rule("What is done next"), *_actions(one), words("+ An action", to="add:action")]
    if one.gaps:
        made += [blank(), Rule("Where the two see it otherwise")]
        made += [
            Block((Run(gap.sentence, "warning" if gap.far else ""),), 0, "≠" if gap.far else "≈") for gap in one.gaps
        ]
    if any(number > 1 for number in one.rounds.values()):
        made += [blank(), Rule("Change since last time")]
        made += [words(change.sentence) for change in one.changes] or [words("Nothing is otherwise.", "quiet")]
    return [*made, blank(), Rule("What was answered"), *_answered(one)]


def _facts(flow: FlowLine) -> Iterator[Part]:
    for label, text, nothing in (
        ("Which data", flow.name, ""),
        ("From whom", flow.partner, ""),
        ("What for", flow.purpose, "not said"),
        ("By when", flow.by_words, "no day given"),
        ("Data set", flow.dataset, "none is named"),
        ("Agreement", flow.agreement, "none is named"),
    ):
        until = f", until {dated(flow.agreement_ends)}" if label == "Agreement" and flow.agreement_ends else ""
        shown = Run(f"{text}{until}") if text else Run(nothing, "quiet")
        yield Block((Run(label, "", "edit:flow"), Run(": "), shown))


def _needs(needs: Iterable[Dependence], options: Mapping[int, str]) -> Iterator[Part]:
    for need in needs:
        why = f": {need.why}" if need.why else ""
        yield Block((Run(options.get(need.option_id, "an option"), "", f"tie:{need.tie_id}"), Run(why)))


def _actions(one: Standing) -> Iterator[Part]:
    for action in one.actions:
        yield Block(
            (Run(action.said, _todo(action, one.today), f"action:{action.id}"), *_for(action)), 0, _sign(action)
        )


def _for(action: ActionLine) -> tuple[Run, ...]:
    if not action.statement:
        return ()
    return (Run(f" For {action.statement}, {WORDS[action.statement][0]}.", "quiet"),)


def _sign(action: ActionLine) -> str:
    return "○" if action.is_open else "✓"


def _todo(action: ActionLine, today: str) -> Look:
    if action.is_late(today):
        return "warning"
    return "" if action.is_open else "quiet"


def _answered(one: Standing) -> Iterator[Part]:
    unknown = f" “Don't know” was answered {_times(one.not_known)}." if one.not_known else ""
    rounds = ", ".join(f"the {who} in round {one.rounds[who]}" for who in RESPONDENTS if who in one.rounds)
    yield words(f"Answered: {rounds or 'nobody yet'}.{unknown}", "quiet")
    for who in RESPONDENTS:
        told = [answer for (asked, _), answer in one.latest.items() if asked == who]
        if told:
            yield words(f"The {who}{_by(told)}.", "quiet")
    rows = tuple(
        (_statement(statement), *(_answer(one.latest.get((who, statement)), who, statement) for who in RESPONDENTS))
        for statement in STATEMENTS
    )
    yield Grid(("Statement", "The manager", "The practitioner"), rows, shares=(3, 2, 2))


def _by(told: Sequence[AnswerLine]) -> str:
    """By whose post, and on which days, somebody answered."""
    posts = " and ".join(dict.fromkeys(one.post for one in told if one.post))
    days = sorted({one.given_on for one in told if one.given_on})
    when = " to ".join(dict.fromkeys(dated(day) for day in (days[0], days[-1]))) if days else ""
    return f": {posts or 'nobody said by which post'}{f', {when}' if when else ''}"


def _statement(statement: str) -> tuple[Block, ...]:
    theme = (words(theme_of(statement), "title"),) if statement.endswith("1") else ()
    return (*theme, words(f"{statement} {WORDS[statement][1]}"))


def _answer(answer: AnswerLine | None, who: str, statement: str) -> tuple[Block, ...]:
    stops = statement.startswith("G")
    look: Look = "quiet" if answer is None else "good" if answer.holds else "error" if stops else "warning"
    sign = "·" if answer is None else "●" if answer.holds else "■" if stops else "○"
    shown = words(f"{sign} {said_of(answer)}", look, to=f"answer:{who}:{statement}")
    return (shown, words(answer.evidence, "quiet")) if answer is not None and answer.evidence else (shown,)


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"
