"""Standing: whether a partner is ready for a flow of data, by rule and not by a score: what blocks it, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from workbench.briefs.actions import ActionLine, actions
from workbench.briefs.flows import FlowLine, flows
from workbench.briefs.statements import (
    DONT_KNOW,
    LEVELS,
    RESPONDENTS,
    STATEMENTS,
    THEMES,
    WORDS,
    AnswerLine,
    answers,
    level_words,
)
from workbench.indicators.datasets import today
from workbench.text import day_in_words

BLOCKING = "G"
"""Statements that begin with it block a flow where they do not hold."""
NEXT = 3
_WAYS = {True: "higher", False: "lower", None: "known now or no longer"}
"""How an answer stands to the one before it, by whether it is better."""
_FAR = 2
"""So many levels apart the two respondents see it otherwise, and talking is the next step."""


@dataclass(frozen=True, slots=True)
class Blocker:
    """One reason why a flow cannot go ahead. `statement` is empty where it lies in the flow itself."""

    statement: str
    sentence: str
    """Without a full stop, so that it can follow “because”."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A statement that the two respondents see otherwise, with what each said."""

    statement: str
    manager: str
    practitioner: str
    far: bool

    @property
    def sentence(self) -> str:
        """It in words."""
        return f"{self.statement}, {WORDS[self.statement][0]}: the manager says “{self.manager}”, the practitioner “{self.practitioner}”."


@dataclass(frozen=True, slots=True)
class Change:
    """A statement of which a respondent said something else than in the round before."""

    respondent: str
    statement: str
    before: str
    now: str
    better: bool | None
    """None where one of the two was not knowing."""

    @property
    def sentence(self) -> str:
        """It in words."""
        sign = {True: "↑", False: "↓", None: "·"}[self.better]
        return f"{sign} {self.statement}, {WORDS[self.statement][0]}: {self.before} → {self.now} ({self.respondent})"


@dataclass(frozen=True, slots=True)
class InTheme:
    """How a theme stands: how many of its statements hold by both, and how many answers are missing or not known."""

    theme: str
    held: int
    of: int
    answered: int
    not_known: int
    blocks: bool

    @property
    def glyph(self) -> str:
        """A sign beside the words, so that colour is never alone."""
        if not self.answered:
            return "·"
        if self.held == self.of:
            return "●"
        return "■" if self.blocks else "◐" if self.held else "○"

    @property
    def words(self) -> str:
        """It in words."""
        if not self.answered:
            return "nobody has answered"
        unknown = f", {self.not_known} not known" if self.not_known else ""
        return f"{'blocked, ' if self.blocks else ''}{self.held} of {self.of} hold{unknown}"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a flow stands, on an ISO day."""

    flow: FlowLine
    today: str
    latest: Mapping[tuple[str, str], AnswerLine] = field(default_factory=dict)
    """What each respondent said in their last round, by respondent and statement."""
    before: Mapping[tuple[str, str], AnswerLine] = field(default_factory=dict)
    """What they said in the round before it."""
    rounds: Mapping[str, int] = field(default_factory=dict)
    """The last round of each respondent who answered."""
    actions: tuple[ActionLine, ...] = ()

    @property
    def blockers(self) -> tuple[Blocker, ...]:
        """What blocks the flow; nothing where it can go ahead."""
        return (*_of_the_flow(self.flow, self.today), *self._of_answers())

    @property
    def is_blocked(self) -> bool:
        """Whether anything blocks it."""
        return bool(self.blockers)

    @property
    def word(self) -> str:
        """How it stands in a word, with a sign."""
        if self.is_blocked:
            return "■ blocked"
        held = sum(self.holds(one) for one in STATEMENTS)
        return "● ready" if held == len(STATEMENTS) else "◐ can go ahead, work left"

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Statements that both answered and see otherwise, those far apart first."""
        found = []
        for one in STATEMENTS:
            pair = [self.latest.get((who, one)) for who in RESPONDENTS]
            if pair[0] is not None and pair[1] is not None and pair[0].level != pair[1].level:
                levels = [answer.level for answer in pair if answer is not None and answer.level is not None]
                far = len(levels) < 2 or abs(levels[0] - levels[1]) >= _FAR
                found.append(Gap(one, pair[0].said, pair[1].said, far))
        return tuple(sorted(found, key=lambda gap: not gap.far))

    @property
    def changes(self) -> tuple[Change, ...]:
        """What is otherwise than in the round before."""
        found = []
        for (who, one), answer in self.latest.items():
            old = self.before.get((who, one))
            if old is not None and old.level != answer.level:
                both = old.level is not None and answer.level is not None
                better = (answer.level or 0) > (old.level or 0) if both else None
                found.append(Change(who, one, old.said, answer.said, better))
        return tuple(sorted(found, key=lambda one: (STATEMENTS.index(one.statement), one.respondent)))

    @property
    def changed(self) -> str:
        """What is otherwise than last time, in one sentence; empty where nobody has answered a second time."""
        if not self.before:
            return ""
        found = self.changes
        counted = [(sum(one.better is way for one in found), word) for way, word in _WAYS.items()]
        said = " and ".join(f"{number} {word}" for number, word in counted if number)
        listed = [
            f"{one.statement}, {WORDS[one.statement][0]}, “{one.before}” → “{one.now}” ({one.respondent})"
            for one in found[:NEXT]
        ]
        more = [f"{len(found) - NEXT} more"] if len(found) > NEXT else []
        return (
            f"Since last time {said}: {'; '.join((*listed, *more))}."
            if found
            else "Nothing is otherwise than last time."
        )

    @property
    def next_actions(self) -> tuple[ActionLine, ...]:
        """The next three that are still to do."""
        return tuple(one for one in self.actions if one.is_open)[:NEXT]

    @property
    def not_known(self) -> int:
        """How many answers are that they do not know."""
        return sum(one.level is None for one in self.latest.values())

    @property
    def themes(self) -> tuple[InTheme, ...]:
        """Theme by theme."""
        return tuple(self._theme(letter) for letter in THEMES)

    def holds(self, statement: str) -> bool:
        """Whether a statement holds by both respondents."""
        return all(self._holds(who, statement) for who in RESPONDENTS)

    def _holds(self, who: str, statement: str) -> bool:
        answer = self.latest.get((who, statement))
        return answer is not None and answer.holds

    def _theme(self, letter: str) -> InTheme:
        mine = [one for one in STATEMENTS if one.startswith(letter)]
        given = [answer for (_, one), answer in self.latest.items() if one in mine]
        held = sum(self.holds(one) for one in mine)
        unknown = sum(answer.level is None for answer in given)
        blocks = letter == BLOCKING and held < len(mine)
        return InTheme(THEMES[letter], held, len(mine), len(given), unknown, blocks)

    def _of_answers(self) -> Iterator[Blocker]:
        silent = [who for who in RESPONDENTS if who not in self.rounds]
        if len(silent) == len(RESPONDENTS):
            yield Blocker("", "neither the manager nor the practitioner has answered yet")
            return
        for who in silent:
            yield Blocker("", f"the {who} has not answered yet")
        for one in STATEMENTS:
            if one.startswith(BLOCKING):
                said = [self._lacks(who, one) for who in RESPONDENTS if who in self.rounds]
                if lacks := [part for part in said if part]:
                    yield Blocker(one, f"{one}, {WORDS[one][0]}: {' and '.join(lacks)}")

    def _lacks(self, who: str, statement: str) -> str:
        """What a respondent said of a statement that does not hold by it; empty where it does."""
        answer = self.latest.get((who, statement))
        if answer is None:
            return f"the {who} has not answered it"
        if answer.holds:
            return ""
        return f"the {who} says “{DONT_KNOW if answer.level is None else LEVELS[answer.level]}”"


def _of_the_flow(flow: FlowLine, now: str) -> Iterator[Blocker]:
    """What blocks a flow whatever was answered."""
    if flow.by and flow.by < now:
        yield Blocker("", f"the day by which it was wanted, {flow.by_words}, has passed")
    if flow.agreement_ends and flow.agreement_ends < (flow.by or now):
        ended = "ended" if flow.agreement_ends < now else "ends"
        day = day_in_words(date.fromisoformat(flow.agreement_ends))
        until = f", before {flow.by_words}" if flow.by and flow.by >= now else ""
        yield Blocker("", f"the agreement {flow.agreement} {ended} on {day}{until}")
    if flow.dataset_id is None:
        yield Blocker("", "no data set is named for it")


def standings(session: Session, flow_ids: Iterable[int] | None = None, *, on: str = "") -> list[Standing]:
    """How every flow stands, or some of them, in the order of `flows`. `on` is an ISO day; today unless told."""
    wanted = None if flow_ids is None else set(flow_ids)
    there = [one for one in flows(session) if wanted is None or one.id in wanted]
    if not there:
        return []
    keys = [one.id for one in there]
    given, todo = answers(session, keys), actions(session, keys)
    return [
        _standing(
            one, on or today(), [a for a in given if a.flow_id == one.id], tuple(a for a in todo if a.flow_id == one.id)
        )
        for one in there
    ]


def _standing(flow: FlowLine, day: str, given: list[AnswerLine], todo: tuple[ActionLine, ...]) -> Standing:
    rounds: dict[str, int] = {}
    for one in given:
        rounds[one.respondent] = max(one.round, rounds.get(one.respondent, 0))
    earlier = {
        who: max((one.round for one in given if one.respondent == who and one.round < last), default=0)
        for who, last in rounds.items()
    }
    return Standing(
        flow,
        day,
        latest={(one.respondent, one.statement): one for one in given if one.round == rounds[one.respondent]},
        before={(one.respondent, one.statement): one for one in given if one.round == earlier[one.respondent]},
        rounds=rounds,
        actions=todo,
    )


def said_of(answer: AnswerLine | None) -> str:
    """An answer in words, or that there is none."""
    return "not answered" if answer is None else level_words(answer.level)
