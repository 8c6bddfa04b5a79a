"""The guide's pages: each is there, found by its name, and leads only where there is something."""

from __future__ import annotations

import re

import pytest

from workbench.desk.guide import FOLDER, PAGES, PageUnknownError, page_named


def test_every_page_is_there_and_every_file_is_a_page() -> None:
    assert {page.file for page in PAGES} == {path.name for path in FOLDER.glob("*.md")}
    for page in PAGES:
        assert page.text().startswith("# ")


@pytest.mark.parametrize("name", ["it", "IT", "for_your_it_department", "for-your-it-department.md"])
def test_a_page_is_found_by_its_name_or_file(name: str) -> None:
    assert page_named(name).file == "for_your_it_department.md"


def test_an_unknown_page_names_those_there_are() -> None:
    with pytest.raises(PageUnknownError, match="researcher, analyst, lead"):
        page_named("nobody")


def test_links_lead_to_pages() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)]+)\)", page.text()):
            assert (FOLDER / target.partition("#")[0]).exists(), f"{page.file}: {target}"


def test_words_that_stay_off_the_screen_stay_off_the_pages_for_people() -> None:
    banned = re.compile(
        r"\b(suspects?|convergence|dissonance|meta-inference|joint display|spans?|strands?|stamps?|kappa)\b",
        re.IGNORECASE,
    )
    for name in ("researcher", "lead"):
        text = re.sub(r"```.*?```|`[^`]*`", "", page_named(name).text(), flags=re.DOTALL)
        assert not banned.findall(text), name
