"""The risk of quotes: what is found in the words, beside them and together with others; and the second reader."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from workbench.governance.audiences import add_audience
from workbench.governance.clues import LOOKED_FOR, NOT_LOOKED_FOR, clues
from workbench.governance.departures import record_departure
from workbench.governance.flags import RECOGNISABLE, flag
from workbench.governance.mosaic import NAME, Printed, named_before, quoted, record_quoted
from workbench.governance.quote_risk import POINTS_AT_THEM, SECOND_READER, Beside, looked_at
from workbench.governance.quoting import Quote, Withheld, quote, quotes
from workbench.governance.sign_offs import (
    QUESTIONS,
    AskedAlreadyError,
    AskerReadsError,
    NoWordsThereError,
    QuestionLeftOpenError,
    ReasonMissingError,
    TeamNeedsNoneError,
    agree,
    ask,
    refuse,
    sign_offs,
    take_back,
)
from workbench.project.file import Project, open_file
from workbench.rows import add, amend
from workbench.sources.cases import Case
from workbench.sources.consent import set_consent
from workbench.sources.documents import Document, Segment
from workbench.text import Span

PLAIN = "We go round by the shops and nobody minds."
TELLS = "My brother was stabbed in Harlow at Christmas when I was fourteen."
NAMED = "I walk with Maisie and if she is ill I get the early bus."
NUMBER = "You can ring me on 07700 900123 after four."
ANSWERS = dict.fromkeys(QUESTIONS, "no")


@dataclass(frozen=True)
class Said:
    """Some words, as the door needs them."""

    text: str
    start: int
    case_ids: tuple[int, ...]
    document: str = "talk.md"
    unattributed: bool = False

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass
class People:
    """A project in which two people said some things and agreed to be shown to two audiences."""

    project: Project
    document: int
    said: list[Said]

    def through(self, audience: str = "public", beside: Beside | None = None) -> dict[str, Quote[Said] | Withheld]:
        with self.project.read() as session:
            passed, back = quotes(session, self.said, audience, beside=beside)
        by_place = {one.start: one.text for one in self.said}
        return {one.passage.text: one for one in passed} | {by_place[one.start]: one for one in back}


def make(project: Project, *texts: str, people: int = 1) -> People:
    """Each text a turn; the people take turns."""
    with project.change("Talk") as session:
        for name in ("public", "police"):
            add_audience(session, name)
        length = sum(len(text) + 1 for text in texts) - 1
        document = add(session, Document, name="talk.md", kind="transcript", imported="", length=length)
        cases = [add(session, Case, label=f"P{at}") for at in range(people)]
        for case in cases:
            set_consent(session, case, "verbatim", "given")
            for name in ("public", "police"):
                set_consent(session, case, "audience", "given", audience=name)
        said, start = [], 0
        for at, text in enumerate(texts):
            case = cases[at % people]
            cells = {"kind": "turn", "text": text, "words": len(text.split()), "ordinal": at}
            add(session, Segment, document_id=document, case_id=case, start=start, end=start + len(text), **cells)
            said.append(Said(text, start, (case,)))
            start += len(text) + 1
    return People(project, document, said)


@pytest.mark.parametrize(
    ("text", "names_them", "may_name", "tells"),
    [
        (PLAIN, (), (), ()),
        (TELLS, (), (), ("a place or an organisation", "an age", "family", "an event", "a date")),
        (NAMED, (), ("name",), ()),
        (NUMBER, ("phone",), (), ()),
        ("Write to kez@example.org.", ("e-mail",), (), ()),
        ("I'm a bus driver and I have asthma.", (), (), ("a job", "health")),
        ("They said it because we are Muslim.", (), (), ("where somebody comes from or belongs",)),
    ],
)
def test_what_is_found_in_words(text: str, names_them: object, may_name: object, tells: object) -> None:
    found = clues(text)
    assert (found.names_them, found.may_name, found.tells) == (names_them, may_name, tells)


def test_a_made_up_name_that_is_known_is_no_clue() -> None:
    assert clues(NAMED, known={"maisie"}).may_name == ()


def test_red_amber_and_green(project: Project) -> None:
    found = make(project, PLAIN, TELLS, NAMED, NUMBER).through()
    plain = found[PLAIN]
    assert isinstance(plain, Quote)
    assert plain.risk is not None
    assert plain.risk.level == "green"
    for text, why in ((TELLS, SECOND_READER), (NAMED, SECOND_READER), (NUMBER, POINTS_AT_THEM)):
        held = found[text]
        assert isinstance(held, Withheld)
        assert held.why == why
        assert text not in repr(held)


def test_the_team_sees_everything_and_nothing_is_entered(project: Project) -> None:
    found = make(project, PLAIN, TELLS, NAMED, NUMBER).through("internal")
    assert all(isinstance(one, Quote) for one in found.values())
    with project.read() as session:
        assert quoted(session) == []


def test_green_says_what_was_looked_at_and_never_that_it_is_safe() -> None:
    said = looked_at()
    assert "safe" not in said
    assert all(kind in said for kind in (*LOOKED_FOR, *NOT_LOOKED_FOR))
    assert said.endswith("Nobody can say from this that a quote gives nobody away.")


def test_descriptions_are_dropped_before_a_second_reader_is_wanted(project: Project) -> None:
    """Two kinds of clue and two descriptors are four: the descriptors go, and the quote with two clues passes."""
    people = make(project, "My brother has asthma.", PLAIN)
    case = people.said[0].case_ids[0]
    found = people.through(beside=Beside(described={case: ("woman", "nurse")}, names=("sex", "job")))
    telling, plain = found["My brother has asthma."], found[PLAIN]
    assert isinstance(telling, Quote)
    assert isinstance(plain, Quote)
    assert not telling.is_described
    assert plain.is_described


def test_with_five_quotes_of_one_person_the_name_is_left_off(project: Project) -> None:
    five = make(project, *(f"{PLAIN} {number}" for number in "abcde")).through()
    assert [one.named for one in five.values() if isinstance(one, Quote)] == [False] * 5


def test_four_quotes_of_each_person_keep_their_names(project: Project) -> None:
    eight = make(project, *(f"{PLAIN} {number}" for number in "abcdefgh"), people=2).through()
    assert [one.named for one in eight.values() if isinstance(one, Quote)] == [True] * 8


def test_what_left_before_for_these_readers_or_for_everybody_counts(project: Project) -> None:
    people = make(project, *(f"{PLAIN} {number}" for number in "abcde"))
    with project.change("Left", kind="departure") as session:
        for audience, some in (("public", people.said[:2]), ("police", people.said[2:4])):
            left = record_departure(session, kind="brief", name="b.html", audience=audience)
            record_quoted(session, left, [Printed(one.document, one.start, one.end, (NAME,)) for one in some])
    with project.read() as session:
        assert {
            audience: len(named_before(session, audience)[people.said[0].case_ids[0]])
            for audience in ("public", "police")
        } == {
            "public": 2,
            "police": 4,
        }
        fifth = quote(session, people.said[4], "police")
        of_three = quote(session, people.said[4], "public")
        again = quote(session, people.said[0], "police")
    assert isinstance(fifth, Quote)
    assert isinstance(of_three, Quote)
    assert isinstance(again, Quote)
    assert (fifth.named, of_three.named, again.named) == (False, True, True)


def test_a_whole_transcript_waits_for_a_second_reader(project: Project) -> None:
    people = make(project, *(f"{PLAIN} {number}" for number in "abcde"))
    assert all(isinstance(one, Withheld) for one in people.through(beside=Beside(whole=True)).values())
    with project.change("Ask") as session:
        key = ask(session, people.document, Span(0, people.said[-1].end), "public")
    as_ben(project, key)
    with open_file(project.path, coder="amina") as again:
        people.project = again
        assert all(isinstance(one, Quote) for one in people.through(beside=Beside(whole=True)).values())


def as_ben(project: Project, key: int) -> None:
    """Somebody else agrees."""
    project.close()
    with open_file(project.path, coder="ben") as second, second.change("Agree") as session:
        agree(session, key, ANSWERS)


def test_a_second_reader_opens_the_door_for_that_audience_and_those_words_only(project: Project) -> None:
    people = make(project, PLAIN, TELLS)
    span = Span(people.said[1].start, people.said[1].end)
    with project.change("Ask") as session:
        key = ask(session, people.document, span, "public", risk="it tells of an event")
        with pytest.raises(AskedAlreadyError):
            ask(session, people.document, span, "public")
        with pytest.raises(AskerReadsError):
            agree(session, key, ANSWERS)
        with pytest.raises(NoWordsThereError):
            ask(session, people.document, Span(900, 910), "public")
        with pytest.raises(TeamNeedsNoneError):
            ask(session, people.document, span, "internal")
    assert isinstance(people.through()[TELLS], Withheld)
    as_ben(project, key)
    with open_file(project.path, coder="amina") as again:
        people.project = again
        shown = people.through()[TELLS]
        assert isinstance(shown, Quote)
        assert shown.risk is not None
        assert shown.risk.signed
        assert isinstance(people.through("police")[TELLS], Withheld)
        with again.read() as session:
            [line] = sign_offs(session)
        assert (line.state, line.who, line.second, dict(line.answers)) == ("agreed", "amina", "ben", ANSWERS)
        with again.change("Amend") as session:
            amend(session, Segment, 2, text=TELLS.replace("brother", "cousin!"))
        people.said[1] = Said(TELLS.replace("brother", "cousin!"), span.start, people.said[1].case_ids)
        assert isinstance(people.through()[people.said[1].text], Withheld)
        with again.read() as session:
            assert sign_offs(session)[0].state == "words changed"


def test_a_number_of_a_person_and_a_flag_stay_held_whoever_agrees(project: Project) -> None:
    people = make(project, NUMBER, TELLS)
    with project.change("Ask") as session:
        keys = [ask(session, people.document, Span(one.start, one.end), "public") for one in people.said]
        flag(session, people.document, Span(people.said[1].start, people.said[1].end), RECOGNISABLE)
    project.close()
    with open_file(project.path, coder="ben") as second:
        with second.change("Agree") as session:
            for key in keys:
                agree(session, key, ANSWERS)
        people.project = second
        assert all(isinstance(one, Withheld) for one in people.through().values())


def test_a_second_reader_answers_every_question_or_says_why_not(project: Project) -> None:
    people = make(project, TELLS)
    with project.change("Ask") as session:
        key = ask(session, people.document, Span(0, len(TELLS)), "public")
    project.close()
    with open_file(project.path, coder="ben") as second:
        with second.change("Answer") as session:
            with pytest.raises(QuestionLeftOpenError):
                agree(session, key, {**ANSWERS, "harm": " "})
            with pytest.raises(ReasonMissingError):
                refuse(session, key, " ")
            refuse(session, key, "The whole road knows of it.", {"near": "yes"})
        with second.read() as session:
            [line] = sign_offs(session)
        assert line.says() == "ben did not agree: The whole road knows of it."
        assert dict(line.answers) == {"near": "yes"}
        with second.change("Back") as session:
            take_back(session, key)
        with second.read() as session:
            assert sign_offs(session) == []


def test_the_register_holds_places_and_no_words(project: Project) -> None:
    people = make(project, PLAIN, TELLS)
    with project.change("Left", kind="departure") as session:
        left = record_departure(session, kind="brief", name="b.html", audience="public", quotes=1)
        printed = [Printed("talk.md", 0, len(PLAIN), (NAME, "sex")), Printed("talk.md", 0, len(PLAIN), ("job",))]
        assert record_quoted(session, left, [*printed, Printed("gone.md", 0, 3)]) == 1
    with project.read() as session:
        [line] = quoted(session, left)
    assert (line.name, line.document, line.start, line.end) == ("b.html", "talk.md", 0, len(PLAIN))
    assert line.descriptors == (NAME, "sex", "job")
    assert people.said[0].text not in repr(line)
