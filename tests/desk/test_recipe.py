"""Recipes: a project told as text, in one file or several."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.essex_weapons import HARLOW, UTTLESFORD, add_weapons, whole
from workbench.coding.codebook import add_code
from workbench.coding.codings import codings_in
from workbench.desk.demo import recipe as cook
from workbench.desk.demo.recipe import Recipe, RecipeDoesNotFitError, answers, read_recipe
from workbench.desk.importing.bring_in import bring_in
from workbench.indicators.answers import doubts_about
from workbench.project.file import Project, create
from workbench.sources.cases import places_of
from workbench.sources.consent import consents_of

TALK = "# A talk\n\n**Interviewer:** And the bus?\n\n**Ada:** The bus is late, and late again.\n\n**Ada:** I walk.\n"
SAYS = {
    "people": [
        {
            "case": "ada",
            "label": "Ada",
            "areas": {"speaks_of": ["E07000070", "E07000073"], "lives": "E07000067"},
            "sample": "purposive",
            "consent": {"verbatim": "given", "machine": "unknown", "police": "refused"},
            "speaks": [{"document": "talk.md", "speaker": "Ada", "role": "participant"}],
        }
    ],
    "others": [{"document": "talk.md", "speaker": "Interviewer", "role": "interviewer"}],
    "codings": [
        {"document": "talk.md", "coder": "ben", "code": "Waiting", "quote": "The bus is late", "direction": "against"}
    ],
}


def test_parts_are_read_as_one(tmp_path: Path) -> None:
    (tmp_path / "project.yaml").write_text("title: A walk\nparts: [people.yaml]\n", encoding="utf-8")
    (tmp_path / "people.yaml").write_text("people: [{case: ada}]\n", encoding="utf-8")
    recipe = read_recipe(tmp_path / "project.yaml")
    assert (recipe.says["title"], recipe.list("people"), recipe.list("findings")) == ("A walk", [{"case": "ada"}], [])
    (tmp_path / "people.yaml").write_text("title: Another\npeople: []\n", encoding="utf-8")
    with pytest.raises(RecipeDoesNotFitError, match=r"people.yaml says again what another part says: title"):
        read_recipe(tmp_path / "project.yaml")


def test_people_and_codings_are_as_told(tmp_path: Path) -> None:
    (tmp_path / "talk.md").write_text(TALK, encoding="utf-8")
    recipe = Recipe(SAYS)
    with create(tmp_path / "walk.workbench", title="A walk", coder="ben") as project:
        bring_in(project, [tmp_path / "talk.md"])
        with project.change("Follow the recipe") as session:
            add_code(session, "Waiting")
            cook.people(session, recipe)
            cook.codings(session, recipe, "amina")
            cook.codings(session, recipe, "ben")
            (coding,) = codings_in(session, recipe.documents["talk.md"])
            ada = recipe.cases["ada"]
            assert (coding.coder, coding.direction, coding.origin) == ("ben", "against", "own")
            assert consents_of(session)[ada] == {("verbatim", ""): "given", ("audience", "police"): "refused"}
            assert len(places_of(session)[ada]) == 3
        with pytest.raises(RecipeDoesNotFitError, match="stand twice"), project.change("Again") as session:
            cook.codings(session, recipe, "ben")


@pytest.mark.parametrize(("words", "times"), [("nothing of the kind", 0), ("late", 1), ("he", 2)])
def test_a_quote_stands_once(tmp_path: Path, words: str, times: int) -> None:
    (tmp_path / "talk.md").write_text(TALK, encoding="utf-8")
    with create(tmp_path / "walk.workbench", title="A walk", coder="ben") as project:
        bring_in(project, [tmp_path / "talk.md"])
        with project.read() as session:
            quote = {"document": "talk.md", "quote": words}
            if times == 1:
                _, span = cook.span_of(session, Recipe({}), quote)
                assert span.end - span.start == len(words)
            else:
                with pytest.raises(RecipeDoesNotFitError, match=f"stands {times} times"):
                    cook.span_of(session, Recipe({}), quote)


def test_doubts_are_answered_for_one_figure_or_everywhere(project: Project) -> None:
    add_weapons(project)
    here = {"indicator": "Possession of weapons", "area_code": UTTLESFORD, "period": "Oct 2018 to Feb 2019"}
    said = [
        {**here, "kind": "one small area", "reason": "It is the airport."},
        {**here, "kind": "counts searches", "reason": "We write weapons found.", "everywhere": True},
    ]
    with project.change("Answer") as session:
        answers(session, Recipe({"doubts": said}))
        answers(session, Recipe({}))
    wanted = [whole(project, code) for code in (UTTLESFORD, HARLOW)]
    with project.read() as session:
        found = doubts_about(session, wanted)
    given = [{line.kind: line.answer.text for line in found[one.id] if line.answer} for one in wanted]
    assert given == [
        {"one small area": "It is the airport.", "counts searches": "We write weapons found."},
        {"counts searches": "We write weapons found."},
    ]
