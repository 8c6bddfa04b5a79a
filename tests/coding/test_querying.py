"""Answers to questions: each against what going through every coding finds, and against what a reader would say."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.coding.conftest import put_in
from workbench.coding import querying
from workbench.coding.codebook import CodeQuestion, ensure_code
from workbench.coding.query_language import Both, CodeNamed, Either, Fact, Meets, Not, Query, both, either, printed
from workbench.coding.query_names import NameUnknownError, names
from workbench.coding.querying import Tally, ask, passages_of, tally
from workbench.coding.retrieval import Passage, passages
from workbench.coding.themes import add_theme
from workbench.coding.tree import read_tree
from workbench.project.file import Project, create
from workbench.rows import add, amend
from workbench.sources.asked import question_named, record_asked
from workbench.sources.cases import set_attribute
from workbench.sources.documents import Document, remove_document

ONE = """
Interviewer: How is it after dark?
Kez: [I go [round by the road]{Journeys/Long way} when it is dark]{Journeys/Dark}. [Nobody comes.]{Police}
Interviewer: [Nobody?]{Police}
Ann: [The lamps are [out]{Police} on the Road]{Journeys/Dark}. Every night.
Interviewer: And the bus?
Ann: [The bus is late.]{Journeys}
(Kid): [It is dark.]{Journeys/Dark}
"""
TWO = """
Ben: [We waited an hour for them.]{Police}
Interviewer: In the dark?
Ben: [In the dark, by the road.]{Journeys/Dark}
Interviewer: Did they come?
Ben: [They came to the road.]{Police} [The lamps]{Places} were on.
"""


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with create(tmp_path_factory.mktemp("asked") / "asked.workbench", title="Asked", coder="amina") as project:
        people: dict[str, int] = {}
        put_in(project, ONE, name="one.md", cases=people)
        put_in(project, TWO, name="two.md", cases=people)
        with project.change("Facts") as session:
            for name, age, sex in (("Kez", "16-17", "male"), ("Ann", "18-24", "female"), ("Ben", "16-17", "male")):
                set_attribute(session, people[name], "Age band", age)
                set_attribute(session, people[name], "sex", sex)
            add_theme(session, "Left alone", codes=[ensure_code(session, "Police"), ensure_code(session, "Places")])
        yield project


def words(project: Project, typed: str) -> list[str]:
    with project.read() as session:
        return [one.text for one in passages_of(session, ask(session, typed))]


def test_a_code_is_asked_for_with_all_below_it(study: Project) -> None:
    assert words(study, "=Journeys") == ["The bus is late."]
    assert len(words(study, "Journeys")) == 6
    assert words(study, "Long way") == words(study, "Journeys/Long way") == ["round by the road"]


def test_a_name_with_a_joining_word_is_understood_where_it_is_the_whole_question(project: Project) -> None:
    put_in(project, "Kez: [We go round.]{Fear and avoidance} [Nobody.]{Police}")
    assert words(project, "fear and  avoidance") == words(project, '"Fear and avoidance"') == ["We go round."]
    with pytest.raises(NameUnknownError, match="Did you mean “Fear and avoidance”"):
        words(project, "fear and avoidance or Police")


def test_and_between_two_codes_finds_the_words_of_the_first_that_carry_the_second(study: Project) -> None:
    assert words(study, "Dark and Long way") == ["I go round by the road when it is dark"]
    assert words(study, "Dark and Police") == words(study, "Dark with Police") == ["The lamps are out on the Road"]
    assert words(study, "Police and Dark") == ["out"]
    assert words(study, "Dark and not (Police or Long way)") == ["It is dark.", "In the dark, by the road."]


def test_nearness_counts_turns(study: Project) -> None:
    assert words(study, "Police within turn Dark") == ["Nobody comes.", "out"]
    assert words(study, "Police near Dark") == ["Nobody comes.", "Nobody?", "out"]
    assert words(study, "=Journeys near Dark") == ["The bus is late."]
    assert words(study, "Long way near Places") == []


def test_answers_of_two_people_are_not_near_each_other(project: Project) -> None:
    told = put_in(project, "Kez: [I stay in.]{Dark} [Nobody.]{Police}\nAnn: [They never come.]{Police}")
    assert words(project, "Police near Dark") == ["Nobody.", "They never come."]
    with project.change("A survey") as session:
        amend(session, Document, told.document, kind="question")
    assert words(project, "Police near Dark") == words(project, "Police within turn Dark") == ["Nobody."]


def test_a_passage_is_not_beside_itself(study: Project) -> None:
    assert words(study, "Journeys with Dark") == ["round by the road"]
    assert words(study, "Places near Places") == []


def test_facts_of_one_person_hold_of_the_same_person(study: Project) -> None:
    assert words(study, "Journeys and age band:18-24 and sex:female")[0] == "The lamps are out on the Road"
    assert words(study, "Journeys and age band:16-17 and sex:female") == []
    assert words(study, "Dark and person:kez") == ["I go round by the road when it is dark"]
    assert words(study, "Dark and not person:Kez and not person:Ben") == [
        "The lamps are out on the Road",
        "It is dark.",
    ]


def test_voices_documents_coders_themes_and_words(study: Project) -> None:
    assert words(study, "speaker:Interviewer") == words(study, "role:interviewer") == ["Nobody?"]
    assert words(study, "Dark and document:two.md") == ["In the dark, by the road."]
    assert len(words(study, "coder:amina")) == 12
    assert words(study, 'theme:"left alone" and document:two.md and not Police') == ["The lamps"]
    assert words(study, 'words:"the road"') == [
        "I go round by the road when it is dark",
        "round by the road",
        "The lamps are out on the Road",
        "In the dark, by the road.",
        "They came to the road.",
    ]
    assert words(study, "words:lamp") == []
    assert words(study, "words:lamp* and Dark") == ["The lamps are out on the Road"]
    assert words(study, "words:!!!") == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Drak", "There is no code “Drak”. Did you mean “Journeys/Dark”?"),
        ("jour", "There is no code “jour”. Did you mean “Journeys” or “Journeys/Long way” or “Journeys/Dark”?"),
        ("person:Kaz", "There is nobody called “Kaz”. Did you mean “Kez”?"),
        ("sex:males", "Nobody has “males” under sex. Did you mean “male” or “female”?"),
        ("sex:other thing", "Nobody has “other thing” under sex. There is female, male."),
        ("aeg band:16", "Nothing called “aeg band” is known of people here. Did you mean “Age band”?"),
        ("theme:alone", "There is no theme “alone”. Did you mean “Left alone”?"),
        ("speaker:Zed", "No voice is called “Zed”."),
        ("role:interviewr", "There is no role “interviewr”. Did you mean “interviewer”?"),
        ("document:on.md", "There is no document “on.md”. Did you mean “one.md” or “two.md”?"),
        ("coder:aminaa", "Nobody called “aminaa” codes here. Did you mean “amina”?"),
    ],
)
def test_a_name_that_is_not_there_is_said_with_what_may_have_been_meant(study: Project, typed: str, said: str) -> None:
    with study.read() as session, pytest.raises(NameUnknownError) as refused:
        ask(session, f"Dark and not {typed}")
    assert str(refused.value) == said


def test_two_codes_of_one_name_are_told_apart_by_their_paths(project: Project) -> None:
    with project.change("Codes") as session:
        ensure_code(session, "Journeys/Fear")
        ensure_code(session, "Places/Fear")
        with pytest.raises(
            NameUnknownError, match="More than one code is called “Fear”: “Journeys/Fear” and “Places/Fear”"
        ):
            ask(session, "Fear")
        ensure_code(session, "Fear")
        assert ask(session, "Fear").codes == {read_tree(session).at("Fear")}


def test_everything_that_can_be_named_is_listed(study: Project) -> None:
    with study.read() as session:
        listed = names(session, read_tree(session))
    assert listed.codes == ("Journeys", "Journeys/Long way", "Journeys/Dark", "Police", "Places")
    assert listed.people == ("Kez", "Ann", "Ben")
    assert listed.attributes["Age band"] == ("16-17", "18-24")


def test_counts_are_of_people(study: Project) -> None:
    with study.read() as session:
        assert tally(session, ask(session, "Dark")).sentence == "4 passages by 3 of the 3 people heard"
        assert tally(session, ask(session, "Dark with Police")).sentence == "1 passage by 1 of the 3 people heard"
        assert tally(session, ask(session, "role:interviewer")).sentence == "1 passage, none by a participant"
        assert tally(session, ask(session, "Places near Places")).sentence == "No passage fits this."


def test_where_asking_is_recorded_the_count_is_of_those_asked(project: Project) -> None:
    told = put_in(project, ONE)
    with project.change("Asked") as session:
        question = question_named(session, "after-dark", text="After dark?")
        add(session, CodeQuestion, code_id=told.codes["Journeys/Dark"], question_id=question)
        record_asked(session, told.cases["Kez"], question, "asked")
    with project.read() as session:
        found = tally(session, ask(session, "Dark"))
        assert found.sentence == "3 passages by 1 of the 1 people asked, and by 1 who was not"
        assert tally(session, ask(session, "Dark and Police")).asked is None


def test_a_reflexive_project_counts_no_people() -> None:
    assert Tally(3, 2, 5, counts_people=False).sentence == "3 passages"


def test_what_is_gone_is_not_found(project: Project) -> None:
    put_in(project, ONE, name="one.md")
    second = put_in(project, TWO, name="two.md")
    with project.change("Remove") as session:
        remove_document(session, second.document)
    assert words(project, "Police") == ["Nobody comes.", "Nobody?", "out"]
    with project.read() as session:
        assert tally(session, ask(session, "Police")).passages == 3
        assert [one.text for one in passages_of(session, ask(session, "Police"), limit=2, offset=1)] == [
            "Nobody?",
            "out",
        ]


# Against going through every coding

_CODES = st.sampled_from(["Journeys", "Journeys/Dark", "Journeys/Long way", "Police", "Places"])
_FACTS = st.sampled_from(
    [
        Fact("person", "Kez"),
        Fact("sex", "male"),
        Fact("age band", "18-24"),
        Fact("role", "interviewer"),
        Fact("document", "two.md"),
        Fact("words", "the road"),
        Fact("words", "lam*"),
        Fact("theme", "Left alone"),
    ]
)
_LEAVES: st.SearchStrategy[Query] = st.builds(CodeNamed, _CODES, st.booleans()) | _FACTS
QUERIES = st.recursive(
    _LEAVES,
    lambda smaller: (
        st.lists(smaller, min_size=2, max_size=3).map(both)
        | st.lists(smaller, min_size=2, max_size=3).map(either)
        | smaller.map(Not)
        | st.builds(Meets, smaller, st.sampled_from(["near", "with", "within turn"]), smaller)
    ),
    max_leaves=6,
)


class Reader:
    """Answers a question by going through every coding, one at a time."""

    def __init__(self, project: Project) -> None:
        with project.read() as session:
            self.every = passages(session)
        self.codes = {"Left alone": {"Police", "Places"}}

    def find(self, query: Query) -> list[Passage]:
        match query:
            case CodeNamed(path, alone):
                return [one for one in self.every if self._coded(one, path, alone)]
            case Fact("theme", name):
                return [one for one in self.every if one.code in self.codes[name]]
            case Either(parts):
                keys = {one.coding_id for part in parts for one in self.find(part)}
                return [one for one in self.every if one.coding_id in keys]
            case Both(parts):
                first = next((one for one in parts if _about_codes(one) and not isinstance(one, Not)), None)
                found = self.every if first is None else self.find(first)
                rest = [one for one in parts if one is not first]
                return [one for one in found if self._all_hold(rest, one)]
            case Meets(first, how, second):
                others = self.find(second)
                return [one for one in self.find(first) if any(self._lies(one, how, other) for other in others)]
            case _:
                return [one for one in self.every if self.holds(query, one)]

    def holds(self, query: Query, one: Passage) -> bool:
        match query:
            case Either(parts):
                return any(self.holds(part, one) for part in parts)
            case Both(parts):
                return self._all_hold(list(parts), one)
            case Not(part):
                return not self.holds(part, one)
            case Fact(field, value) if field != "theme":
                return self._fact(field, value, one)
            case _:
                return any(self._over(one, other) for other in self.find(query))

    def _all_hold(self, parts: list[Query], one: Passage) -> bool:
        people = [part for part in parts if isinstance(part, Fact) and part.field in {"person", "sex", "age band"}]
        same = not people or any(all(self._is(who, part) for part in people) for who in one.cases)
        return same and all(self.holds(part, one) for part in parts if part not in people)

    def _is(self, who: str, fact: Fact) -> bool:
        known = {"Kez": ("male", "16-17"), "Ann": ("female", "18-24"), "Ben": ("male", "16-17")}[who]
        return fact.value in {"person": (who,), "sex": known[:1], "age band": known[1:]}[fact.field]

    def _fact(self, field: str, value: str, one: Passage) -> bool:
        match field:
            case "role":
                return one.speaker == "Interviewer"
            case "document":
                return one.document == value
            case "words":
                return value.rstrip("*") in one.text.lower()
            case _:
                return any(self._is(who, Fact(field, value)) for who in one.cases)

    @staticmethod
    def _coded(one: Passage, path: str, alone: bool) -> bool:
        return one.code == path or (not alone and one.code.startswith(f"{path}/"))

    @staticmethod
    def _over(one: Passage, other: Passage) -> bool:
        return one.document == other.document and one.start < other.end and other.start < one.end

    def _lies(self, one: Passage, how: str, other: Passage) -> bool:
        if one.coding_id == other.coding_id or one.document != other.document:
            return False
        if how == "with":
            return self._over(one, other)
        apart = abs(self._turn(one) - self._turn(other))
        return apart <= (1 if how == "near" else 0)

    def _turn(self, one: Passage) -> int:
        told = {"one.md": ONE, "two.md": TWO}[one.document]
        bare = [_unmarked(line.partition(": ")[2]) for line in told.strip().splitlines()]
        begins, at = [], 0
        for said in bare:
            begins.append(at)
            at += len(said) + 1
        return max(turn for turn, start in enumerate(begins) if start <= one.start)


def _unmarked(line: str) -> str:
    import re

    return re.sub(r"\[|\]\{[^}]*\}", "", line)


def _about_codes(query: Query) -> bool:
    match query:
        case CodeNamed() | Fact("theme", _) | Meets():
            return True
        case Both(parts) | Either(parts):
            return any(_about_codes(part) for part in parts)
        case Not(part):
            return _about_codes(part)
        case _:
            return False


@pytest.fixture(params=[querying.READ, 0], ids=["read", "by the index"])
def where_words_are(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(querying, "READ", request.param)


@pytest.mark.usefixtures("where_words_are")
def test_every_question_has_the_answer_of_going_through_all(study: Project) -> None:
    reader = Reader(study)

    @settings(max_examples=150, deadline=None)
    @given(QUERIES)
    def same(query: Query) -> None:
        with study.read() as session:
            question = ask(session, query)
            found = passages_of(session, question)
            counted = tally(session, question)
            page = passages_of(session, question, limit=2, offset=1)
        wanted = reader.find(query)
        assert [one.text for one in found] == [one.text for one in wanted], printed(query)
        assert counted.passages == len(wanted)
        assert counted.people == len({who for one in wanted for who in one.cases})
        assert page == found[1:3]

    same()
