"""The one door for words: nothing anybody said leaves except as a `Quote` that this file gave for its audience."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar

from sqlmodel import Session

from workbench.governance.audiences import INTERNAL, audience_named
from workbench.governance.consent import Answer, Use, nobody_in_particular, quotable, strictest
from workbench.governance.flags import SAFEGUARDING, FlagLine, held, in_other_words
from workbench.governance.quote_risk import POINTS_AT_THEM, SECOND_READER, Beside, Risk, Risks

FOR_SAFEGUARDING = "It is held back for safeguarding. See what is flagged in Governance."
WOULD_BE_KNOWN = (
    "Somebody who was there would know whose words these are: they are shown in other words only, and a second reader"
    " has to agree first. See what is flagged in Governance."
)
IN_OTHER_WORDS = "in other words"
OF_THE_TEAM = "said by the interviewer, no answer of anybody's"


class Words(Protocol):
    """What the door must know of some words: where they are, and whose."""

    @property
    def document(self) -> str:
        """The document's name."""

    @property
    def start(self) -> int:
        """Where they begin, in code points."""

    @property
    def end(self) -> int:
        """Where they end."""

    @property
    def text(self) -> str:
        """The words."""

    @property
    def case_ids(self) -> tuple[int, ...]:
        """The participants whose words they are."""

    @property
    def unattributed(self) -> bool:
        """Whether some of them are of a person whose consent cannot be looked up: a child, a friend, a voice."""


WordsT = TypeVar("WordsT", bound=Words)


@dataclass(frozen=True, slots=True)
class Quote(Generic[WordsT]):
    """Words that may be shown to an audience, with what must be said beside them."""

    passage: WordsT
    audience: str
    mark: str = ""
    """Empty, or what must be said: "consent not recorded", "partly in other words"."""
    paraphrase: str = ""
    """What is shown instead, where the words themselves would give somebody away."""
    form: str = ""
    """The words as they are shown, where somebody cut them or put in what a reader needs."""
    risk: Risk | None = None
    """What was found about them for readers outside; None for the team, which may look at everything."""

    @property
    def named(self) -> bool:
        """Whether the name and the document of whoever said them may stand beside them."""
        return self.risk is None or not self.risk.name_off

    @property
    def is_described(self) -> bool:
        """Whether what is known of whoever said them may stand beside them."""
        return self.risk is None or not self.risk.description_off

    @property
    def text(self) -> str:
        """The words that may be shown, as they are shown."""
        return self.paraphrase or self.form or self.passage.text

    @property
    def as_said(self) -> str:
        """The words that may be shown, as they were said."""
        return self.paraphrase or self.passage.text


@dataclass(frozen=True, slots=True)
class Withheld:
    """Words that may not be shown, by their place and the reason; never the words."""

    document: str
    start: int
    end: int
    why: str
    risk: Risk | None = None
    """What was found about them, where that is what holds them back."""


def quotes(
    session: Session,
    passages: Iterable[WordsT],
    audience: str,
    *,
    as_: Use = "verbatim",
    beside: Beside | None = None,
) -> tuple[list[Quote[WordsT]], list[Withheld]]:
    """Bring many passages to the door at once: those that may leave, and what is held back and why.

    What readers outside would see is looked at for who could be known by it (`quote_risk`), with what would be printed
    `beside` it. The team itself sees everything that consent and flags let by.
    """
    audience = audience_named(session, audience).name
    wanted = list(passages)
    flagged = held(session)
    touching = (
        [flagged.over(one.document, one.start, one.end) for one in wanted] if flagged.flags else [()] * len(wanted)
    )
    ask = _Asking(session, wanted, audience)
    through: list[Quote[WordsT]] = []
    back: list[Withheld] = []
    for passage, flags in zip(wanted, touching, strict=True):
        reworded = bool(flags) and as_ == "verbatim"
        said = _flagged(flags, as_) or (_asked_for(passage, flags, ask) if reworded else ask(passage, as_))
        if said.allowed:
            paraphrase = in_other_words(passage.text, passage.start, flags) if reworded else ""
            of_the_team = not passage.case_ids and not passage.unattributed
            through.append(Quote(passage, audience, OF_THE_TEAM if of_the_team else said.mark, paraphrase))
        else:
            back.append(Withheld(passage.document, passage.start, passage.end, said.why))
    if audience == INTERNAL or as_ != "verbatim":
        return through, back
    return _past_risk(session, through, back, audience, beside)


def _past_risk(
    session: Session,
    through: Sequence[Quote[WordsT]],
    back: list[Withheld],
    audience: str,
    beside: Beside | None,
) -> tuple[list[Quote[WordsT]], list[Withheld]]:
    """Of quotes that consent lets by, those whose risk does too."""
    risks = Risks(session, audience, [one.passage for one in through], beside)
    passed: list[Quote[WordsT]] = []
    for one in through:
        risk = risks.of(one.passage, one.text)
        if risk.passes:
            passed.append(replace(one, risk=risk))
        else:
            why = POINTS_AT_THEM if risk.level == "red" else SECOND_READER
            back.append(Withheld(one.passage.document, one.passage.start, one.passage.end, why, risk))
    return passed, back


class _Asking:
    """What consent says of passages, asked once for each use and for each group of people."""

    def __init__(self, session: Session, wanted: Sequence[Words], audience: str) -> None:
        self._session, self._audience = session, audience
        self._people = {case_id for passage in wanted for case_id in passage.case_ids}
        self._answers: dict[Use, dict[int, Answer]] = {}
        self._known: dict[tuple[Use, tuple[int, ...], bool], Answer] = {}

    def __call__(self, passage: Words, as_: Use) -> Answer:
        people = (as_, passage.case_ids, passage.unattributed or not passage.case_ids)
        if people not in self._known:
            if as_ not in self._answers:
                self._answers[as_] = quotable(self._session, self._people, self._audience, as_)
            asked = [self._answers[as_][case_id] for case_id in passage.case_ids]
            if people[2]:
                asked.append(nobody_in_particular(self._session, self._audience, as_))
            self._known[people] = strictest(asked)
        return self._known[people]


def _asked_for(passage: Words, flags: Sequence[FlagLine], ask: _Asking) -> Answer:
    """What consent says of words that are shown in other words as a whole, or in a part."""
    told = ask(passage, "paraphrase")
    if not any(one.start <= passage.start and passage.end <= one.end for one in flags):
        told = strictest([ask(passage, "verbatim"), told])
    return Answer(told.allowed, told.why, "; ".join([IN_OTHER_WORDS, *filter(None, [told.mark])]))


def _flagged(flags: Sequence[FlagLine], as_: Use) -> Answer | None:
    """What flags say before consent is asked: nothing where they let the words by."""
    if any(one.kind == SAFEGUARDING for one in flags):
        return Answer(False, FOR_SAFEGUARDING)
    if as_ == "verbatim" and any(not one.is_settled for one in flags):
        return Answer(False, WOULD_BE_KNOWN)
    return None


def quote(session: Session, passage: WordsT, audience: str, *, as_: Use = "verbatim") -> Quote[WordsT] | Withheld:
    """Bring one passage to the door."""
    through, back = quotes(session, [passage], audience, as_=as_)
    return through[0] if through else back[0]


def held_back(held: Sequence[Withheld]) -> list[str]:
    """What was held back, as sentences with counts and reasons."""
    counted = Counter(one.why for one in held)
    return [f"{number} {'quote' if number == 1 else 'quotes'} held back: {why}" for why, number in counted.items()]
