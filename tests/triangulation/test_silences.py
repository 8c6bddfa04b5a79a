"""Why a source says nothing: each kind from a small study, and what people say of it kept apart from what is proposed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.study import Study, add_study, record_asked
from workbench.coding.codings import Coding
from workbench.indicators.datasets import Dataset
from workbench.indicators.indicators import Indicator
from workbench.indicators.observations import Observation
from workbench.rows import add, amend, remove
from workbench.sources.asked import Asked, Question, record_all_asked
from workbench.sources.asked import record_asked as say_asked
from workbench.sources.cases import Case, set_attribute, set_place
from workbench.sources.documents import Document, Segment
from workbench.sources.readings import finish_reading
from workbench.sources.surveys import Survey
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.findings import write_finding
from workbench.triangulation.links import link
from workbench.triangulation.protocol.consensus import Consensus
from workbench.triangulation.protocol.convergence import NobodySpeaksError
from workbench.triangulation.protocol.matrix import matrix
from workbench.triangulation.protocol.topic_rows import (
    NobodyRecordedAsAskedError,
    NotSilentError,
    add_row,
    place,
    rate,
    reword_row,
)
from workbench.triangulation.silence.looked_for import LookedFor, about, words_of
from workbench.triangulation.silence.silences import Silence, say_why, silences

FIGURES, WORDS, SURVEY = "Active Lives", "interviews", "Travel survey"
HARLOW, SOUTHEND, ESSEX = "E07000073", "E06000033", "E10000012"


class Made:
    """A study with a finding from figures and one from interviews, and topics in which only one of them speaks."""

    def __init__(self, session: Any) -> None:
        self.study: Study = add_study(session)
        self.words = write_finding(
            session, strand="words", source=WORDS, statement="They go round.", prominence="high",
            evidence=[Evidence("theme", self.study.theme)], against="Not everybody.",
        )  # fmt: skip
        self.numbers = write_finding(
            session, strand="numbers", source=FIGURES, statement="Fewer adults are active.", prominence="medium",
            evidence=[Evidence("observation", self.study.harlow)], against="Not everybody.",
        )  # fmt: skip
        self.both = add_row(session, "Getting home")
        place(session, self.both, self.words)
        place(session, self.both, self.numbers)
        self.figures_alone = add_row(session, "Being active", question_id=self.study.question)
        place(session, self.figures_alone, self.numbers)
        self.words_alone = add_row(session, "The long way home", question_id=self.study.question)
        place(session, self.words_alone, self.words)


@pytest.fixture
def made(project: Any) -> Made:
    with project.change("Bring in") as session:
        return Made(session)


def at(project: Any, row: int, source: str, looked_for: tuple[LookedFor, ...] = ()) -> Silence:
    with project.read() as session:
        return next(one for one in silences(session, looked_for) if (one.row_id, one.source) == (row, source))


def proposed(project: Any, row: int, source: str, looked_for: tuple[LookedFor, ...] = ()) -> tuple[str, str]:
    proposal = at(project, row, source, looked_for).proposal
    return proposal.kind, proposal.why


def add_survey(session: Any, study: Study, *, asks: str = "How safe is the bus?", people: int = 3) -> int:
    """A survey with one open question and some people who answered it; its key."""
    survey = add(session, Survey, name=SURVEY)
    document = add(session, Document, name="bus", title=asks, kind="question", survey_id=survey, length=5 * people)
    for number in range(people):
        case = add(session, Case, label=f"R{number}", sampling="self-selected")
        add(
            session, Segment, document_id=document, ordinal=number, start=5 * number, end=5 * number + 4, text="Fine",
            kind="answer", case_id=case, words=1,
        )  # fmt: skip
    row = add_row(session, "Buses", question_id=study.question)
    place(session, row, write_finding(
        session, strand="words", source=SURVEY, statement="The bus is fine.",
        evidence=[Evidence("code", study.police)], against="Not everybody.",
    ))  # fmt: skip
    return document


def test_every_row_stands_beside_every_source_that_says_nothing_there(project: Any, made: Made) -> None:
    with project.read() as session:
        found = {(one.topic, one.source): one for one in silences(session)}
    assert set(found) == {("Being active", WORDS), ("The long way home", FIGURES)}
    assert found["Being active", WORDS].speaking == (FIGURES,)
    assert [found[key].strand for key in sorted(found)] == ["words", "numbers"]


def test_without_a_question_or_a_record_it_cannot_be_told(project: Any, made: Made) -> None:
    kind, why = proposed(project, made.figures_alone, WORDS)
    assert kind == "cannot tell"
    assert why.startswith("Of none of the 8 people in interviews is it recorded whether they were asked “journeys”.")
    with project.change("No question") as session:
        row = add_row(session, "Something else")
        place(session, row, made.numbers)
    assert "names no question of the topic guide" in proposed(project, row, WORDS)[1]


def test_not_asked_where_the_record_says_so_of_everybody(project: Any, made: Made) -> None:
    with project.change("Not asked") as session:
        record_all_asked(session, made.study.cases[:7], {made.study.question: "not asked"})
    kind, why = proposed(project, made.figures_alone, WORDS)
    assert (kind, "of 1 person of the 8" in why) == ("cannot tell", True)
    with project.change("Nor the last") as session:
        record_all_asked(session, made.study.cases[7:], {made.study.question: "not asked"})
    assert proposed(project, made.figures_alone, WORDS) == (
        "not asked",
        "“journeys” was put to nobody of the 8 in interviews.",
    )


def test_proposals_change_when_somebody_is_asked(project: Any, made: Made) -> None:
    with project.change("A topic of police records only, whose code nobody in the interviews was given") as session:
        empty = add_row(session, "Cycling", question_id=made.study.question)
        place(session, empty, write_finding(
            session, strand="words", source="youth panel", statement="No racks.",
            evidence=[Evidence("code", made.study.dark)], against="Not everybody.",
        ))  # fmt: skip
        for coding in made.study.codings[:4]:
            remove(session, Coding, coding)
        record_all_asked(session, made.study.cases, {made.study.question: "not asked"})
    assert proposed(project, empty, WORDS)[0] == "not asked"
    with project.change("Three are asked after all") as session:
        for case in made.study.cases[:3]:
            say_asked(session, case, made.study.question, "asked")
    kind, why = proposed(project, empty, WORDS)
    assert (kind, why) == (
        "cannot tell",
        "3 of the 8 people in interviews are recorded as asked “journeys”, but 8 passages of theirs have not been read to"
        " the end by anybody.",
    )
    with project.change("Read") as session:
        finish_reading(session, made.study.document)
    kind, why = proposed(project, empty, WORDS)
    assert kind == "asked and nobody raised it"
    assert (
        why
        == "3 of the 8 people in interviews are recorded as asked “journeys”, all is read, and nobody’s words carry its codes."
    )
    with project.change("One brought it up unasked") as session:
        say_asked(session, made.study.cases[5], made.study.question, "volunteered")
    kind, why = proposed(project, empty, WORDS)
    assert (kind, "1 person said something of it: write a finding" in why) == ("cannot tell", True)


def test_asked_and_coded_asks_for_a_finding_and_no_code_cannot_be_seen(project: Any, made: Made) -> None:
    with project.change("Asked") as session:
        record_asked(session, made.study)
    assert "no code stands for the topic" in proposed(project, made.figures_alone, WORDS)[1]
    with project.change("A link gives the topic a theme, and so codes") as session:
        link(session, made.study.theme, made.study.indicator)
    kind, why = proposed(project, made.figures_alone, WORDS)
    assert (kind, "4 people said something of it: write a finding" in why) == ("cannot tell", True)


def test_a_survey_without_such_a_question_did_not_ask(project: Any, made: Made) -> None:
    with project.change("A survey") as session:
        add_survey(session, made.study)
    kind, why = proposed(project, made.words_alone, SURVEY)
    assert (kind, why) == ("not asked", f"None of the 1 questions of {SURVEY} asks “journeys”: How safe is the bus?.")


def test_a_survey_with_a_question_like_it_cannot_be_told_until_who_was_asked_is_recorded(
    project: Any, made: Made
) -> None:
    with project.change("A survey") as session:
        document = add_survey(session, made.study, asks="How do you get home at night?")
    kind, why = proposed(project, made.words_alone, SURVEY)
    assert (kind, "is like “journeys”" in why) == ("cannot tell", True)
    with project.change("It is that question") as session:
        amend(session, Document, document, question_id=made.study.question)
    assert "3 of the 3 people in Travel survey are recorded as asked" in proposed(project, made.words_alone, SURVEY)[1]


def test_not_sampled_where_nobody_of_the_place_is_heard(project: Any, made: Made) -> None:
    with project.change("Where they live") as session:
        for case in made.study.cases:
            set_place(session, case, HARLOW, "lives")
        row = add_row(session, "Journeys in Southend-on-Sea", question_id=made.study.question)
        place(session, row, made.numbers)
        record_asked(session, made.study)
    assert proposed(project, row, WORDS) == (
        "not sampled",
        "None of the 8 people heard lives in, was found in or speaks of Southend-on-Sea.",
    )
    with project.change("One speaks of it") as session:
        set_place(session, made.study.cases[0], SOUTHEND, "speaks of")
    assert proposed(project, row, WORDS)[0] != "not sampled"


def test_not_sampled_where_the_figures_are_of_a_group_that_is_not_heard(project: Any, made: Made) -> None:
    with project.change("Sex") as session:
        for number, case in enumerate(made.study.cases):
            set_attribute(session, case, "sex", "Male" if number else "Female")
        amend(session, Observation, made.study.harlow, sex="Female")
    assert proposed(project, made.figures_alone, WORDS)[0] == "cannot tell"
    with project.change("A place, and no woman any more") as session:
        set_attribute(session, made.study.cases[0], "sex", "Male")
        other = add(session, Case, label="W1")
        set_attribute(session, other, "sex", "female")
    assert proposed(project, made.figures_alone, WORDS) == (
        "not sampled",
        "The figures are of “Female”, and nobody of that group is among the 8 people heard.",
    )


FRAME = (
    LookedFor("Journeys given up on the way home", "none", "Nobody counts them.", "none", "Getting about"),
    LookedFor("Admissions to hospital for violence", "county", "Three years pooled.", "Fingertips", "Getting about"),
    LookedFor("Robberies of young people", "district", "Street level.", "data.police.uk", "Getting about"),
)


def test_no_figure_published_where_the_frame_knows_of_none(project: Any, made: Made) -> None:
    assert proposed(project, made.words_alone, FIGURES)[0] == "cannot tell"
    with project.change("Another title") as session:
        reword_row(session, made.words_alone, title="Journeys given up, the way home", question_id=None)
    assert proposed(project, made.words_alone, FIGURES, FRAME) == (
        "no figure published",
        "The coding frame “Getting about” looks for “Journeys given up on the way home” and knows of none. Nobody counts"
        " them.",
    )


def test_wrong_geography_where_a_figure_stops_at_a_wider_area(project: Any, made: Made) -> None:
    with project.change("Topics") as session:
        row = add_row(session, "Violence and hospital admissions in Harlow")
        place(session, row, made.words)
        county = add_row(session, "Violence and hospital admissions in Essex")
        place(session, county, made.words)
        near = add_row(session, "Robberies of young people in Harlow")
        place(session, near, made.words)
    kind, why = proposed(project, row, FIGURES, FRAME)
    assert (kind, "published for the county only and not for Harlow" in why) == ("wrong geography", True)
    kind, why = proposed(project, near, FIGURES, FRAME)
    assert (kind, "not in this project yet. Bring it in." in why) == ("cannot tell", True)
    assert proposed(project, county, FIGURES, FRAME)[0] != "wrong geography"


def test_wrong_geography_withheld_and_a_figure_that_could_be_used(project: Any, made: Made) -> None:
    with project.change("A linked indicator, and a topic of another place") as session:
        link(session, made.study.theme, made.study.indicator)
        row = add_row(session, "The way home in Southend-on-Sea")
        place(session, row, made.words)
    assert proposed(project, row, FIGURES) == (
        "wrong geography",
        "Physically active adults has figures of 2 other areas, and none of Southend-on-Sea.",
    )
    cells = {
        "indicator_id": made.study.indicator, "period": "2024/25", "period_start": "2024-11-01", "period_end": "2025-10-31",
        "area_code": SOUTHEND, "area": "Southend-on-Sea",
    }  # fmt: skip
    with project.change("Withheld") as session:
        key = add(session, Observation, value=None, status="withheld by the publisher", **cells)
    assert proposed(project, row, FIGURES) == (
        "withheld",
        "Physically active adults: the figure of Southend-on-Sea is withheld by the publisher.",
    )
    with project.change("By us") as session:
        amend(session, Observation, key, status="withheld by us")
    assert proposed(project, row, FIGURES)[1].endswith("is withheld by us.")
    with project.change("It came") as session:
        amend(session, Observation, key, status="normal", value=61.0)
    kind, why = proposed(project, row, FIGURES)
    assert (kind, "write a finding from one" in why) == ("cannot tell", True)


def test_figures_of_the_county_are_no_figures_of_the_district(project: Any, made: Made) -> None:
    with project.change("Only the county") as session:
        link(session, made.study.theme, made.study.indicator)
        for key in (made.study.harlow, made.study.england):
            amend(session, Observation, key, area_code=ESSEX, area="Essex")
        row = add_row(session, "The way home in Harlow")
        place(session, row, made.words)
    assert proposed(project, row, FIGURES) == (
        "wrong geography",
        "Physically active adults has figures of Essex, and none of Harlow.",
    )


def test_a_publisher_that_is_gone_cannot_be_told(project: Any, made: Made) -> None:
    with project.change("Withdrawn") as session:
        remove(session, Indicator, made.study.indicator)
        remove(session, Dataset, made.study.dataset)
    assert proposed(project, made.words_alone, FIGURES) == (
        "cannot tell",
        "No figures of “Active Lives” are in the project any more.",
    )


def test_a_persons_word_and_the_proposal_are_kept_apart(project: Any, made: Made) -> None:
    with project.change("Say why") as session:
        assert say_why(session, made.figures_alone, WORDS, "not sampled", "Only young people were heard.") == 1
    found = at(project, made.figures_alone, WORDS)
    assert (found.stands.kind, found.stands.by, found.proposal.kind) == ("not sampled", "said", "cannot tell")
    assert [(one.who, one.kind, one.beside) for one in found.said] == [("amina", "not sampled", FIGURES)]
    assert found.stands.words == "◌ not heard"
    assert at(project, made.words_alone, FIGURES).stands.words == "? (cannot tell)"


def test_the_others_word_is_hidden_until_ones_own_is_in_and_a_difference_shows(project: Any, made: Made) -> None:
    project.coder, project._coder_id = "ben", None
    with project.change("Ben says") as session:
        say_why(session, made.figures_alone, WORDS, "not asked", "Bens reason.")
    project.coder, project._coder_id = "amina", None
    found = at(project, made.figures_alone, WORDS)
    assert (found.said, found.hidden, found.stands.by) == ((), 1, "proposed")
    assert found.stands_for_all.by == "proposed", "what leaves tells a rater no more than the screen does"
    with project.change("Amina says") as session:
        say_why(session, made.figures_alone, WORDS, "not sampled")
    found = at(project, made.figures_alone, WORDS)
    assert (found.hidden, found.stands.by, found.stands.kind) == (0, "differs", "")
    assert set(found.stands.why.split("; ")) == {"amina: not sampled", "ben: not asked"}
    with project.change("Settle") as session:
        add(
            session, Consensus, row_id=made.figures_alone, a=FIGURES, b=WORDS, value="silence", silence="not asked",
            why="The guide shows it.", with_whom="ben", coder_id=project._coder_id or 1, at="2026-01-01T00:00:00.000Z",
        )  # fmt: skip
    found = at(project, made.figures_alone, WORDS)
    assert (found.stands.kind, found.stands.by, found.stands.why) == ("not asked", "settled", "The guide shows it.")


def test_one_word_stands_for_every_pair_of_a_silent_source(project: Any, made: Made) -> None:
    with project.change("A survey, silent beside two") as session:
        add_survey(session, made.study)
        assert say_why(session, made.both, SURVEY, "not asked") == 2
        (row,) = [row for row in matrix(session).rows if row.id == made.both]
    assert {pair for pair, one in row.meetings.items() if one.mine} == {(FIGURES, SURVEY), (SURVEY, WORDS)}
    assert [one.kind for one in at(project, made.both, SURVEY).said] == ["not asked"]


def test_asked_and_nobody_raised_it_is_refused_without_the_record_of_that_source(project: Any, made: Made) -> None:
    kind = "asked and nobody raised it"
    with project.change("Refused") as session:
        add_survey(session, made.study)
        with pytest.raises(NobodyRecordedAsAskedError):
            say_why(session, made.figures_alone, WORDS, kind)
        record_asked(session, made.study, 1)
        say_why(session, made.figures_alone, WORDS, kind)
        with pytest.raises(NobodyRecordedAsAskedError):
            say_why(session, made.words_alone, SURVEY, kind)
        with pytest.raises(NobodyRecordedAsAskedError):
            rate(session, made.words_alone, FIGURES, WORDS, confirmed="silence", silence=kind)
    assert at(project, made.figures_alone, WORDS).stands.kind == kind


def test_a_source_that_speaks_is_not_silent_and_an_empty_topic_has_nobody_beside_it(project: Any, made: Made) -> None:
    with project.change("Wrong") as session:
        empty = add_row(session, "Nothing yet")
        with pytest.raises(NotSilentError):
            say_why(session, made.both, WORDS, "not asked")
        with pytest.raises(NobodySpeaksError):
            say_why(session, empty, WORDS, "not asked")
        with pytest.raises(ValueError, match="not a kind"):
            say_why(session, made.figures_alone, WORDS, "forgotten")
    assert at(project, empty, WORDS).speaking == ()


def test_undo_takes_the_word_back(project: Any, made: Made) -> None:
    with project.change("Say why") as session:
        say_why(session, made.figures_alone, WORDS, "not asked")
    project.undo()
    assert at(project, made.figures_alone, WORDS).stands.by == "proposed"


def test_an_empty_project_has_no_silences(project: Any) -> None:
    with project.read() as session:
        assert silences(session) == []


def test_a_figure_is_about_a_topic_by_two_of_its_words_at_least() -> None:
    assert about(FRAME, words_of("The long way home, journeys that were given up")) is FRAME[0]
    assert about(FRAME, words_of("Hospital")) is None
    assert about((), words_of("Journeys given up")) is None


def test_who_was_asked_of_somebody_else_is_no_record(project: Any, made: Made) -> None:
    with project.change("Asked elsewhere") as session:
        other = add(session, Question, short="other", text="Anything else?")
        add(session, Asked, case_id=made.study.cases[0], question_id=other, state="asked")
    assert proposed(project, made.figures_alone, WORDS)[0] == "cannot tell"
