"""Every display against a small project worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.displays import add_people, guid_of
from workbench.coding.codebook import Code
from workbench.coding.codings import Coding
from workbench.coding.themes import Theme, amend_theme
from workbench.indicators.indicators import Indicator
from workbench.indicators.observations import Observation
from workbench.rows import amend, remove
from workbench.sources.cases import set_place
from workbench.triangulation.displays.displays import (
    KINDS,
    DisplayKindUnknownError,
    DisplayNeedsTitleError,
    DisplayTitleTakenError,
    NoSuchDisplayError,
    add_display,
    display_named,
    displays,
    move_display,
    redefine,
    remove_display,
    rename_display,
)
from workbench.triangulation.displays.drawing import draw
from workbench.triangulation.displays.follow_ups import (
    FollowUpIsUnclearError,
    ItemIsMissingError,
    NotANumberError,
    build_from,
    explain,
    follow_up_with,
)
from workbench.triangulation.displays.heard import MaterialUnknownError
from workbench.triangulation.displays.shown import Count, Figured, Found, Mean, Optioned, Quoted, Shown, Size, Text
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.findings import Finding, remove_finding, write_finding
from workbench.triangulation.protocol.topic_rows import TopicRow, add_row, conclude, place


@pytest.fixture
def study(project: Any) -> Any:
    with project.change("People") as session:
        made = add_people(session)
        made.said = write_finding(
            session, strand="words", source="interviews", statement="They go round.", prominence="high",
            evidence=[Evidence("theme", made.theme)], against="Not everybody.",
        )  # fmt: skip
        made.counted = write_finding(
            session, strand="numbers", source="Active Lives", statement="Fewer adults are active.",
            prominence="medium", evidence=[Evidence("observation", made.harlow)], against="Not everybody.",
        )  # fmt: skip
    return made


def made(project: Any, kind: str, definition: dict[str, Any] | None = None, title: str = "A display") -> Shown:
    with project.change("Make") as session:
        key = add_display(session, kind, title, definition)
    with project.read() as session:
        return draw(session, key)


def counts(cell: Any) -> list[tuple[int, int | None, int | None, int]]:
    return [(one.said, one.asked, one.of_asked, one.heard) for one in cell if isinstance(one, Count)]


def quoted(cell: Any) -> list[int]:
    return [key for one in cell if isinstance(one, Quoted) for key in one.candidates]


def test_statistics_by_themes_counts_people_of_each_group(project: Any, study: Any) -> None:
    shown = made(project, "statistics by themes", {"by": "sex", "mean_of": "score"})
    assert shown.head == ("Theme", "female", "male", "In their words")
    home, nobody = shown.rows
    assert (home.name, nobody.name) == ("The long way home", "Nobody came")
    assert counts(home.cells[1]) == [(2, 4, 2, 4)]
    assert counts(home.cells[2]) == [(2, 2, 0, 4)]
    assert [one.words for one in home.cells[2] if isinstance(one, Count)] == [
        "said by 0 of the 2 asked, and by 2 who were not"
    ]
    assert [(one.value, one.people) for one in home.cells[2] if isinstance(one, Mean)] == [(8.0, 2)]
    assert sorted(quoted(home.cells[3])) == sorted(study.codings[:4])
    assert shown.remarks == ("Heard in: interviews and groups (8 people).",)


def test_a_theme_nobody_was_asked_about_says_so(project: Any, study: Any) -> None:
    shown = made(project, "statistics by themes", {"by": "sex"})
    (count,) = [one for one in shown.rows[1].cells[1] if isinstance(one, Count)]
    assert count.words == "raised by 1 of the 4 we heard; who was asked is not recorded"
    by_place = made(project, "statistics by themes", {"by": "where they live"}, "By place")
    assert by_place.head == ("Theme", "Basildon", "Colchester", "Harlow", "In their words")
    with project.change("Nobody in Colchester was asked") as session:
        from workbench.sources.asked import record_asked

        for case in study.cases[6:]:
            record_asked(session, case, study.question, "not asked")
    with project.read() as session:
        shown = draw(session, by_place.id)
    (count,) = [one for one in shown.rows[0].cells[2] if isinstance(one, Count)]
    assert count.words == "not asked; 2 of the 2 we heard raised it all the same"


def test_no_percentage_of_a_purposive_sample_and_one_of_twenty_drawn() -> None:
    assert Count(10, 20, 10, 20, drawn=False).words == "said by 10 of the 20 asked"
    assert Count(10, 19, 10, 19, drawn=True).share == (None, None, None)
    assert Count(10, 20, 10, 20, drawn=True).words == "said by 10 of the 20 asked: 50 % (30 to 70)"
    assert Count(10, 20, 10, 20, drawn=True, reflexive=True).words == "its weight is a person's judgement"


def test_themes_by_statistics_puts_areas_in_levels(project: Any, study: Any) -> None:
    with project.read() as session:
        indicator = guid_of(session, Indicator, study.indicator)
    shown = made(project, "themes by statistics", {"indicator": indicator, "levels": 2})
    assert shown.head == ("Physically active adults", "The long way home", "Nobody came")
    lowest, highest = shown.rows
    assert [one.text for one in lowest.cells[0] if isinstance(one, Text)] == [
        "lowest", "60.3 % to 62.3 %: Harlow, Basildon",
    ]  # fmt: skip
    assert counts(lowest.cells[1]) == [(2, 6, 2, 6)]
    assert counts(highest.cells[1]) == [(2, None, None, 2)]
    assert sorted(quoted(highest.cells[1])) == sorted(study.codings[2:4])
    assert any("2024/25" in one for one in shown.remarks)


def test_more_levels_than_areas_are_fewer_levels(project: Any, study: Any) -> None:
    with project.read() as session:
        indicator = guid_of(session, Indicator, study.indicator)
    shown = made(project, "themes by statistics", {"indicator": indicator})
    assert [row.name for row in shown.rows] == ["lowest", "2 of 3", "highest"]
    assert "There are people in 3 areas only, so there are 3 levels." in shown.remarks


def test_a_quote_matrix_holds_the_words_of_each_group(project: Any, study: Any) -> None:
    shown = made(project, "quotes", {"by": "sex", "quotes": 2})
    assert [row.name for row in shown.rows] == ["Journeys/Dark and unlit", "Police not there"]
    dark, police = shown.rows
    assert sorted(quoted(dark.cells[1])) == sorted(study.codings[:2])
    assert sorted(quoted(dark.cells[2])) == sorted(study.codings[2:4])
    assert quoted(police.cells[1]) == [study.codings[4]]
    assert quoted(police.cells[2]) == []


def test_words_against_a_code_are_no_quote_for_it(project: Any, study: Any) -> None:
    with project.change("Against") as session:
        amend(session, Coding, study.codings[0], direction="against")
    shown = made(project, "quotes", {"by": "sex"})
    assert quoted(shown.rows[0].cells[1]) == [study.codings[1]]


def test_a_typology_by_presence_of_themes_and_by_an_attribute(project: Any, study: Any) -> None:
    shown = made(project, "typology", {"mean_of": "score", "labels": {"The long way home": "the careful"}})
    assert [row.name for row in shown.rows] == ["The long way home", "none of these", "Nobody came"]
    sizes = [one for row in shown.rows for one in row.cells[1] if isinstance(one, Size)]
    assert [(one.people, one.of) for one in sizes] == [(4, 8), (3, 8), (1, 8)]
    (mean,) = shown.rows[0].cells[2]
    assert isinstance(mean, Mean)
    assert (mean.value, mean.people) == (4.75, 4)
    assert shown.rows[0].cells[4] == (Text("the careful"),)
    by_sex = made(project, "typology", {"by": "sex"}, "By sex")
    assert [row.name for row in by_sex.rows] == ["female", "male"]
    assert counts(by_sex.rows[0].cells[3]) == [(2, 4, 2, 4), (1, None, None, 4)]


def test_side_by_side_has_the_topics_and_what_is_made_of_them(project: Any, study: Any) -> None:
    with project.change("Topic") as session:
        row = add_row(session, "Getting home", question_id=study.question)
        place(session, row, study.said)
        place(session, row, study.counted)
        conclude(session, row, together="The dark costs hours.", fit="expansion")
        other = add_row(session, "Nothing yet")
    shown = made(project, "side by side")
    (topic,) = shown.rows
    assert shown.head == ("Topic", "What the data says", "What people say", "How they meet")
    assert (topic.together, topic.fit, topic.row_id) == ("The dark costs hours.", "expansion", row)
    assert [type(one) for one in topic.cells[1]] == [Found, Figured]
    figure = topic.cells[1][1]
    assert isinstance(figure, Figured)
    assert "60.3 % (56.1 to 64.4), 301 of 499; England 68 %" in figure.line.in_words.replace(
        "England 68;", "England 68 %;"
    )
    assert quoted(topic.cells[2])
    with project.read() as session:
        guid = guid_of(session, TopicRow, other)
    assert made(project, "side by side", {"topics": [guid]}, "Empty").rows == ()


def test_a_follow_up_shows_who_and_how_it_explains(project: Any, study: Any) -> None:
    with project.change("Follow up") as session:
        key = follow_up_with(session, study.counted, "Eight pupils of two schools, by their teachers")
    shown = made(project, "follow-up")
    (row,) = shown.rows
    assert row.name == "F2"
    assert row.cells[1] == (Text("Eight pupils of two schools, by their teachers"),)
    assert row.cells[2] == (Text("no finding in words yet", "quiet"),)
    with project.change("Explain") as session:
        explain(session, key, "They stay in after dark.", by_id=study.said)
    with project.read() as session:
        (row,) = draw(session, shown.id).rows
        other = guid_of(session, Finding, study.counted)
    assert [one.line.name for one in row.cells[2] if isinstance(one, Found)] == ["F1"]
    assert row.cells[3] == (Text("They stay in after dark."),)
    assert [one.name for one in made(project, "follow-up", {"findings": [other]}, "Chosen").rows] == ["F2"]


def test_a_follow_up_needs_a_result_in_numbers_and_somebody(project: Any, study: Any) -> None:
    with project.change("Wrong") as session, pytest.raises(NotANumberError):
        follow_up_with(session, study.said, "Somebody")
    with project.change("Wrong") as session, pytest.raises(NotANumberError):
        follow_up_with(session, study.counted, "Somebody", by_id=study.counted)
    with project.change("Wrong") as session, pytest.raises(FollowUpIsUnclearError):
        follow_up_with(session, study.counted, " ")
    with project.change("Wrong") as session, pytest.raises(ItemIsMissingError):
        build_from(session, study.theme, "")


def test_building_goes_from_words_to_a_measure_and_its_result(project: Any, study: Any) -> None:
    with project.change("Build") as session:
        build_from(
            session, study.theme, "Do you ever go the long way?", coding_id=study.codings[0],
            indicator_id=study.indicator, result="83 of 150 do.",
        )  # fmt: skip
    (row,) = made(project, "building").rows
    assert row.name == "The long way home"
    assert quoted(row.cells[1]) == [study.codings[0]]
    assert row.cells[2] == (Text("Do you ever go the long way?"),)
    figure = row.cells[3][0]
    assert isinstance(figure, Figured)
    assert (figure.line.area, figure.line.figure.value) == ("England", 68.0)
    assert row.cells[3][1] == Text("83 of 150 do.")


def test_recommendations_bring_both_sides_and_the_option(project: Any, study: Any) -> None:
    with project.read() as session:
        said, counted = (guid_of(session, Finding, key) for key in (study.said, study.counted))
    option = "0" * 31 + "1"
    elements = [{"name": "Routes", "numbers": [counted], "words": [said], "option": option}, {"name": "Lamps"}]
    routes, lamps = made(project, "recommendations", {"elements": elements}).rows
    assert [one.line.name for cell in routes.cells for one in cell if isinstance(one, Found)] == ["F2", "F1"]
    assert routes.cells[3] == (Optioned(option),)
    assert lamps.cells[1:] == ((Text("says nothing on this", "quiet"),),) * 2 + ((Text("no option yet", "quiet"),),)


def test_what_a_definition_names_that_is_gone_is_said(project: Any, study: Any) -> None:
    with project.read() as session:
        theme, code = guid_of(session, Theme, study.theme), guid_of(session, Code, study.police)
        indicator, finding = guid_of(session, Indicator, study.indicator), guid_of(session, Finding, study.counted)
    themes = made(project, "statistics by themes", {"themes": [theme], "by": "sex"}, "Themes")
    codes = made(project, "quotes", {"codes": [code]}, "Codes")
    level = made(project, "themes by statistics", {"indicator": indicator}, "Levels")
    result = made(project, "follow-up", {"findings": [finding]}, "Results")
    with project.change("Gone") as session:
        remove(session, Theme, study.theme)
        remove(session, Code, study.police)
        remove(session, Indicator, study.indicator)
        remove_finding(session, study.counted)
    with project.read() as session:
        assert "1 of the themes that it names is no longer in the project." in draw(session, themes.id).remarks
        assert "1 of the codes that it names is no longer in the project." in draw(session, codes.id).remarks
        assert any("no longer in the project" in one for one in draw(session, level.id).remarks)
        assert draw(session, result.id).remarks == ("1 of the findings that it names is no longer in the project.",)
        assert draw(session, level.id).rows == ()


def test_an_attribute_or_a_material_that_is_gone_gets_a_sentence(project: Any, study: Any) -> None:
    shown = made(project, "statistics by themes", {"by": "shoe size"})
    assert shown.rows == ()
    assert any("There is no attribute “shoe size”" in one for one in shown.remarks)
    with project.change("Make") as session:
        key = add_display(session, "quotes", "Elsewhere", {"heard_in": "survey: pupils"})
    with project.read() as session, pytest.raises(MaterialUnknownError, match="survey: pupils"):
        draw(session, key)


def test_a_dropped_theme_is_shown_only_where_it_is_named(project: Any, study: Any) -> None:
    with project.change("Drop") as session:
        amend_theme(session, study.theme, state="dropped")
    assert [row.name for row in made(project, "statistics by themes").rows] == ["Nobody came"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_empty_in_an_empty_project(project: Any, kind: str) -> None:
    assert made(project, kind).rows == ()


def test_displays_are_made_renamed_moved_removed_and_brought_back(project: Any) -> None:
    with project.change("Make") as session:
        first, second = (add_display(session, "quotes", title) for title in ("One", "Two"))
    with project.change("Order") as session:
        move_display(session, second, -1)
        rename_display(session, first, " First  of all ")
    with project.read() as session:
        assert [line.title for line in displays(session)] == ["Two", "First of all"]
        assert display_named(session, "first OF all").id == first
        with pytest.raises(NoSuchDisplayError, match="There are: Two; First of all"):
            display_named(session, "Three")
    with project.change("Remove") as session:
        remove_display(session, first)
    project.undo()
    with project.read() as session:
        assert [line.title for line in displays(session)] == ["Two", "First of all"]
    for error, title in ((DisplayTitleTakenError, "two"), (DisplayNeedsTitleError, " ")):
        with project.change("Again") as session, pytest.raises(error):
            add_display(session, "quotes", title)
    with project.change("Again") as session, pytest.raises(DisplayKindUnknownError, match="statistics by themes"):
        add_display(session, "pie chart", "Pie")


def test_run_again_it_shows_what_is_there_now(project: Any, study: Any) -> None:
    shown = made(project, "statistics by themes", {"by": "sex"})
    with project.change("Take a coding away") as session:
        remove(session, Coding, study.codings[0])
        redefine(session, shown.id, {"by": "where they live"})
    with project.read() as session:
        again = draw(session, shown.id)
    assert again.head[1:4] == ("Basildon", "Colchester", "Harlow")
    assert counts(again.rows[0].cells[3]) == [(1, 4, 1, 4)]


def test_areas_of_two_vintages_get_a_sentence_in_a_display(project: Any, study: Any) -> None:
    with project.change("Two vintages") as session:
        for at, code in enumerate(("E07000026", "E06000063")):
            set_place(session, study.cases[at], code, "speaks of")
            amend(session, Observation, [study.harlow, study.england][at], area_code=code)
        indicator = guid_of(session, Indicator, study.indicator)
    shown = made(project, "themes by statistics", {"indicator": indicator, "role": "speaks of"})
    assert shown.rows == ()
    assert any("areas of two vintages" in one for one in shown.remarks)
