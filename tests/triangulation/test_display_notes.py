"""Definitions that cannot be read, and notes on displays: compulsory, stamped, and looked at again."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.displays import add_people, guid_of
from tests.study import code_turn
from workbench.coding.codings import Coding
from workbench.coding.themes import Theme, amend_theme
from workbench.rows import amend, remove
from workbench.triangulation.displays.definitions import (
    Definition,
    DefinitionUnclearError,
    Element,
    read_definition,
    written,
)
from workbench.triangulation.displays.displays import Display, add_display, redefine
from workbench.triangulation.displays.drawing import draw
from workbench.triangulation.displays.notes import (
    NoSuchRowError,
    NoteIsEmptyError,
    NotMadeTogetherError,
    require_together,
    write_note,
)
from workbench.triangulation.displays.shown import Shown
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.findings import write_finding
from workbench.triangulation.protocol.convergence import FITS
from workbench.triangulation.protocol.matrix import matrix
from workbench.triangulation.protocol.topic_rows import add_row, place

GUID = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("kind", "said", "sentence"),
    [
        ("quotes", "{", "not written as JSON"),
        ("quotes", "[]", "names with values"),
        ("quotes", '{"colour": "red"}', "knows nothing of “colour”. It may say: by, codes"),
        ("side by side", '{"themes": []}', "knows nothing of “themes”. It may say: topics"),
        ("quotes", '{"codes": "all"}', "“codes” must be a list"),
        ("quotes", '{"codes": ["Dark"]}', "32 digits from 0 to f; it says “Dark”"),
        ("quotes", '{"by": 3}', "“by” must be a name"),
        ("quotes", '{"quotes": 50}', "from 0 to 10; it says “50”"),
        ("quotes", '{"levels": true}', "from 2 to 10"),
        ("quotes", '{"role": "works"}', "lives, recruited in, speaks of; it says “works”"),
        ("quotes", f'{{"by": "sex", "indicator": "{GUID}"}}', "by an attribute or by an indicator"),
        ("typology", '{"labels": ["a"]}', "“labels” must give each type a name"),
        ("recommendations", '{"elements": [{}]}', "has a name"),
        ("recommendations", '{"elements": [{"name": "a", "cost": 1}]}', "knows nothing of “cost”"),
        ("recommendations", '{"elements": [{"name": "a"}, {"name": "a"}]}', "Two parts of “elements” are called “a”"),
    ],
)
def test_a_bad_definition_gets_one_clear_sentence(project: Any, kind: str, said: str, sentence: str) -> None:
    with pytest.raises(DefinitionUnclearError) as refused:
        read_definition(kind, said)
    assert sentence in str(refused.value)
    with project.change("By hand") as session:
        key = add_display(session, kind, "Mine")
        amend(session, Display, key, definition=said)
    with project.read() as session, pytest.raises(DefinitionUnclearError):
        draw(session, key)


def test_none_is_kept_that_cannot_be_read(project: Any) -> None:
    with project.change("Make") as session:
        key = add_display(session, "quotes", "Mine", {"by": "sex"})
        with pytest.raises(DefinitionUnclearError):
            redefine(session, key, {"by": 3})
    with project.read() as session:
        assert json.loads(session.get(Display, key).definition) == {"by": "sex"}


def test_a_definition_is_kept_as_what_differs() -> None:
    made = Definition(elements=(Element("Routes", (GUID,), (), ""),), levels=3)
    assert json.loads(written(made)) == {
        "elements": [{"name": "Routes", "numbers": [GUID], "words": [], "option": ""}], "levels": 3,
    }  # fmt: skip
    assert read_definition("recommendations", written(Definition(elements=made.elements))).elements == made.elements
    dashed = f"{GUID[:8]}-{GUID[8:12]}-{GUID[12:16]}-{GUID[16:20]}-{GUID[20:]}".upper()
    assert read_definition("quotes", json.dumps({"codes": [dashed, GUID]})).codes == (GUID,)


@pytest.fixture
def study(project: Any) -> Any:
    with project.change("People") as session:
        made = add_people(session)
        made.display = add_display(session, "statistics by themes", "By sex", {"by": "sex"})
        made.about = guid_of(session, Theme, made.theme)
        made.other = draw(session, made.display).rows[1].about
    return made


def shown(project: Any, study: Any) -> Shown:
    with project.read() as session:
        return draw(session, study.display)


def note(project: Any, study: Any, together: str = "Both go round.", fit: str = "confirmation") -> None:
    with project.change("Together") as session:
        write_note(session, draw(session, study.display), study.about, together, fit)


def test_before_it_leaves_every_row_is_written(project: Any, study: Any) -> None:
    with pytest.raises(NotMadeTogetherError, match="“The long way home”, “Nobody came”"):
        require_together(shown(project, study))
    note(project, study)
    with pytest.raises(NotMadeTogetherError) as refused:
        require_together(shown(project, study))
    assert "The long way home" not in str(refused.value)
    with project.change("The other") as session:
        write_note(session, draw(session, study.display), study.other, "One person.")
    require_together(shown(project, study))


def test_a_note_says_something_of_a_row_that_is_there(project: Any, study: Any) -> None:
    with project.change("Wrong") as session:
        with pytest.raises(NoteIsEmptyError):
            write_note(session, draw(session, study.display), study.about, " \n")
        with pytest.raises(NoSuchRowError):
            write_note(session, draw(session, study.display), "nothing", "Words.")
    with pytest.raises(Exception, match="fit"), project.change("Wrong") as session:
        write_note(session, draw(session, study.display), study.about, "Words.", "perhaps")
    assert "expansion" in FITS


def test_writing_again_replaces_it_and_undo_brings_the_older_back(project: Any, study: Any) -> None:
    note(project, study)
    note(project, study, "No, they do not.", "discordance")
    assert (shown(project, study).rows[0].together, shown(project, study).rows[0].fit) == (
        "No, they do not.", "discordance",
    )  # fmt: skip
    project.undo()
    assert shown(project, study).rows[0].together == "Both go round."
    project.undo()
    assert shown(project, study).rows[0].together == ""


def test_more_people_since_are_more_evidence(project: Any, study: Any) -> None:
    note(project, study)
    assert shown(project, study).rows[0].state == "current"
    with project.change("Code one more") as session:
        code_turn(session, study, study.dark, 3)
    row = shown(project, study).rows[0]
    assert row.state == "grown"
    assert row.cause == "“female”: 3, 4 asked now, 2, 4 asked then."


def test_fewer_people_ask_for_another_look(project: Any, study: Any) -> None:
    note(project, study)
    with project.change("Take one away") as session:
        remove(session, Coding, study.codings[0])
    row = shown(project, study).rows[0]
    assert (row.state, row.cause) == ("recheck", "“female”: 1, 4 asked now, 2, 4 asked then.")
    note(project, study, "One fewer.")
    assert shown(project, study).rows[0].state == "current"


def test_a_theme_that_says_something_else_and_other_groups_ask_for_another_look(project: Any, study: Any) -> None:
    note(project, study)
    with project.change("Reword") as session:
        amend_theme(session, study.theme, statement="Nobody goes through.")
    assert "now says something else" in shown(project, study).rows[0].cause
    note(project, study)
    with project.change("Other groups") as session:
        redefine(session, study.display, {"by": "where they live"})
    row = shown(project, study).rows[0]
    assert row.state == "recheck"
    assert "“female” is no longer in it." in row.cause
    assert "“Harlow” is new in it." in row.cause


def test_side_by_side_it_is_written_into_the_topic(project: Any, study: Any) -> None:
    with project.change("Topic") as session:
        key = add_row(session, "Getting home")
        said = write_finding(
            session, strand="words", source="interviews", statement="They go round.",
            evidence=[Evidence("theme", study.theme)], against="Not everybody.",
        )  # fmt: skip
        place(session, key, said)
        display = add_display(session, "side by side", "Topics")
    with project.change("Together") as session:
        found = draw(session, display)
        write_note(session, found, found.rows[0].about, "The dark costs hours.", "expansion")
    with project.read() as session:
        (topic,) = matrix(session).rows
        assert (topic.together, topic.fit) == ("The dark costs hours.", "expansion")
        require_together(draw(session, display))
