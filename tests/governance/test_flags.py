"""Words that are held back: who may agree to other words, and what the door makes of flags."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.study import Study, add_study
from workbench.governance.audiences import INTERNAL, add_audience
from workbench.governance.flags import (
    RECOGNISABLE,
    SAFEGUARDING,
    NoOtherWordsError,
    NothingIsFlaggedError,
    SameReaderError,
    agree,
    flag,
    flags,
    held_spans,
    in_other_words,
    lift,
    record_action,
    say_in_other_words,
)
from workbench.governance.quoting import FOR_SAFEGUARDING, IN_OTHER_WORDS, WOULD_BE_KNOWN, Quote, Withheld, quote
from workbench.project.file import Project, open_file
from workbench.sources.consent import set_consent
from workbench.sources.documents import segments_of
from workbench.text import Span


@dataclass(frozen=True)
class Said:
    case_ids: tuple[int, ...]
    document: str
    start: int
    end: int
    text: str
    unattributed: bool = False


@pytest.fixture
def study(project: Project) -> Study:
    with project.change("Study") as session:
        made = add_study(session)
        add_audience(session, "police")
        for case in made.cases:
            for scope in ("verbatim", "paraphrase"):
                set_consent(session, case, scope, "given")
            set_consent(session, case, "audience", "given", audience="police")
    return made


def first(project: Project, study: Study) -> tuple[int, Said]:
    """The first turn of a participant, and its document."""
    with project.read() as session:
        document = study.document
        line = next(one for one in segments_of(session, document) if one.case_id)
        from workbench.rows import find
        from workbench.sources.documents import Document

        name = find(session, Document, document).name
    return document, Said((line.case_id or 0,), name, line.start, line.end, line.text)


def asked(project: Project, said: Said, audience: str = "police", as_: str = "verbatim") -> Quote[Said] | Withheld:
    with project.read() as session:
        return quote(session, said, audience, as_=as_)  # type: ignore[arg-type]


@pytest.mark.parametrize("audience", ["police", INTERNAL])
@pytest.mark.parametrize("as_", ["verbatim", "paraphrase", "machine"])
def test_safeguarding_lets_nothing_by(project: Project, study: Study, audience: str, as_: str) -> None:
    document, said = first(project, study)
    assert isinstance(asked(project, said, audience), Quote)
    with project.change("Flag") as session:
        key = flag(session, document, Span(said.start + 2, said.start + 5), SAFEGUARDING, reason="at home")
        assert held_spans(session) == {document: (Span(said.start + 2, said.start + 5),)}
    held = asked(project, said, audience, as_)
    assert isinstance(held, Withheld)
    assert held.why == FOR_SAFEGUARDING
    with project.change("Done") as session:
        record_action(session, key, contact="the lead", action="called", done_on="2026-03-14")
        assert flags(session)[0].is_settled
    assert isinstance(asked(project, said, audience, as_), Withheld)
    with project.change("Lift") as session:
        lift(session, key)
    assert isinstance(asked(project, said, audience), Quote)


def test_words_that_would_be_known_are_said_in_others_by_two_people(project: Project, study: Study) -> None:
    document, said = first(project, study)
    with project.change("Flag") as session:
        key = flag(session, document, Span(said.start, said.end), RECOGNISABLE)
        with pytest.raises(NoOtherWordsError):
            agree(session, key)
        say_in_other_words(session, key, "They keep\naway.")
        with pytest.raises(SameReaderError):
            agree(session, key)
    held = asked(project, said)
    assert isinstance(held, Withheld)
    assert held.why == WOULD_BE_KNOWN
    path = project.path
    project.close()
    with open_file(path, coder="ben") as second:
        with second.change("Agree") as session:
            agree(session, key)
        through = asked(second, said)
        assert isinstance(through, Quote)
        assert (through.text, through.mark) == ("[in other words: They keep away.]", IN_OTHER_WORDS)
        assert through.passage.text == said.text
        with second.change("No paraphrase") as session:
            set_consent(session, said.case_ids[0], "paraphrase", "refused")
        assert isinstance(asked(second, said), Withheld)
        with second.change("Paraphrase only") as session:
            set_consent(session, said.case_ids[0], "paraphrase", "given")
            set_consent(session, said.case_ids[0], "verbatim", "refused")
        assert isinstance(asked(second, said), Quote)
        wider = Said(said.case_ids, said.document, said.start - 1, said.end, f"\n{said.text}")
        assert isinstance(asked(second, wider), Withheld)
        with second.change("Other words again") as session:
            say_in_other_words(session, key, "They stay away.")
            assert not flags(session)[0].second
        assert isinstance(asked(second, said), Withheld)


def test_flags_touching_a_passage_only_in_part(project: Project, study: Study) -> None:
    document, said = first(project, study)
    with project.change("Flag") as session:
        flag(session, document, Span(said.end, said.end + 3), RECOGNISABLE)
    assert isinstance(asked(project, said), Quote)
    with project.change("Flag") as session, pytest.raises(NothingIsFlaggedError):
        flag(session, document, Span(5, 5), SAFEGUARDING)


def test_only_the_flagged_piece_is_replaced(project: Project, study: Study) -> None:
    document, said = first(project, study)
    with project.change("Flag") as session:
        for begin, end in ((4, 6), (0, 2)):
            key = flag(session, document, Span(said.start + begin, said.start + end), RECOGNISABLE)
            say_in_other_words(session, key, f"{begin}")
        lines = flags(session, document)
    text = in_other_words(said.text, said.start, lines)
    assert text == f"[in other words: 0]{said.text[2:4]}[in other words: 4]{said.text[6:]}"
    inside = in_other_words(said.text[5:], said.start + 5, lines[1:])
    assert inside == f"[in other words: 4]{said.text[6:]}"
