"""What of a brief's page can be checked without a browser: landmarks, headings, tables, pictures, colours, language."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.exchange.test_brief_fit import page
from workbench.briefs.numbering import numbered
from workbench.briefs.page import Chart, Dot, Page, Paragraph, Ref, Section
from workbench.exchange.briefs.fit import fitted
from workbench.exchange.briefs.html import BriefTemplateError, as_html
from workbench.exchange.briefs.markdown import as_markdown

TEXT_ON = {
    "paper": ("ink", "soft", "blue", "link", "green"),
    "wash": ("ink", "soft", "blue", "link"),
    "mark": ("ink", "soft", "green", "link"),
    "warnwash": ("warn",),
    "refwash": ("link",),
    "target": ("ink", "soft", "blue"),
    "band": ("onband",),
}
"""Which letters stand on which ground."""


def charted() -> Page:
    dots = tuple(
        Dot(name, "here" if at == 0 else "other", 5.0 + at, 4.0, 9.0, f"{5 + at}", "") for at, name in enumerate("ABC")
    )
    chart = Chart("Records", "per 1,000", dots, "Three areas.", "A caption.", ("Take care.",), (Ref("F1"),))
    made = page(3)
    return numbered(fitted(Page(
        **{name: getattr(made, name) for name in made.__slots__ if name != "sections"},
        sections=(*made.sections, Section("figures", "Figures", (chart, Paragraph("x", role="warning")))),
    )))  # fmt: skip


class Read(HTMLParser):
    """Reads what a checker would ask."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.headings: list[int] = []
        self.open: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.empty_cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.tags.append((tag, told))
        self.open.append(tag)
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "a":
            self.links.append((told.get("href", ""), told.get("aria-label", "")))

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "a" and data.strip() and not self.links[-1][1]:
            self.links[-1] = (self.links[-1][0], data)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def all(self, tag: str) -> list[dict[str, str]]:
        return [told for name, told in self.tags if name == tag]


@pytest.fixture(scope="module")
def read() -> Read:
    found = Read()
    found.feed(as_html(charted()))
    return found


def test_the_page_has_its_language_its_title_and_its_landmarks(read: Read) -> None:
    assert read.all("html")[0]["lang"] == "en-GB"
    assert sum("id" not in told for told in read.all("title")) == 1, "those of drawings have one"
    assert len(read.all("h1")) == len(read.all("main")) == len(read.all("header")) == 1
    assert len(read.all("footer")) == 1
    assert read.all("a")[0] == {"class": "skip", "href": "#decision"}
    ids = [told["id"] for _, told in read.tags if "id" in told]
    assert len(ids) == len(set(ids))
    for told in read.all("section"):
        assert told["aria-labelledby"] in ids
    for href, name in read.links:
        assert href.startswith("#")
        assert href[1:] in ids
        assert name.strip(), "every link says where it leads"


def test_headings_go_down_one_step_at_a_time(read: Read) -> None:
    assert read.headings[0] == 1
    assert all(after - before <= 1 for before, after in zip(read.headings, read.headings[1:], strict=False))


def test_tables_have_captions_and_headers_with_scope(read: Read) -> None:
    assert len(read.all("caption")) == len(read.all("table")) > 2
    assert all(told["scope"] in {"col", "row"} for told in read.all("th"))
    assert all(told["role"] == "table" for told in read.all("table")), "folded on a telephone it is still a table"


def test_charts_have_a_text_alternative_and_nothing_is_fetched(read: Read) -> None:
    drawn = read.all("svg")
    ids = {told["id"] for _, told in read.tags if "id" in told}
    assert drawn
    assert all(told["role"] == "img" and set(told["aria-labelledby"].split()) <= ids for told in drawn)
    assert not {tag for tag, _ in read.tags} & {"script", "img", "link", "iframe", "object"}


def _colours(text: str) -> dict[str, str]:
    return dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", text))


def _light(colour: str) -> float:
    """Relative luminance, by WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_light(one), _light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True])
def test_letters_stand_out_from_their_ground_by_day_and_by_night(dark: bool) -> None:
    assert _contrast("#000000", "#ffffff") == pytest.approx(21)
    assert _contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    style = as_html(page(1))
    day, _, night = style.partition("prefers-color-scheme: dark")
    colours = _colours(day) | (_colours(night.partition("* {")[0]) if dark else {})
    for ground, letters in TEXT_ON.items():
        for one in letters:
            assert _contrast(colours[one], colours[ground]) >= 4.5, f"{one} on {ground}"


def test_a_template_of_ones_own_sets_a_block_anew(tmp_path: Path) -> None:
    own = tmp_path / "own.html"
    own.write_text(
        '{% extends "brief" %}{% block foot %}<footer>Our council: {{ page.title }}</footer>{% endblock %}',
        encoding="utf-8",
    )
    made = as_html(page(1, title="<b>Ways</b>"), own)
    assert "Our council: &lt;b&gt;Ways&lt;/b&gt;" in made
    assert 'id="known"' in made


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("line one\n{% if %}", "own.html, line 2: "),
        ("a\nb\n{{ page.titel }}", "own.html, line 3: "),
        ("a\n{{ nothing }}", "own.html, line 2: 'nothing' is undefined"),
        ('{% include "other" %}', "own.html, line 1: other"),
        ("{{ ().__class__.__bases__ }}", "own.html, line 1: "),
        ("{{ 1 / 0 }}", "own.html, line 1: division by zero"),
    ],
)
def test_an_error_in_a_template_is_one_sentence_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "own.html").write_text(text, encoding="utf-8")
    with pytest.raises(BriefTemplateError) as caught:
        as_html(page(1), tmp_path / "own.html")
    assert str(caught.value).startswith(said)
    assert str(caught.value).endswith("Nothing was written.")


def test_a_template_that_is_not_there_or_no_text_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BriefTemplateError, match="There is no template"):
        as_html(page(1), tmp_path / "none.html")
    (tmp_path / "a.html").write_bytes(b"\xff\xfe\x00\xd8")
    with pytest.raises(BriefTemplateError, match="UTF-8"):
        as_html(page(1), tmp_path / "a.html")


def test_every_link_of_the_markdown_leads_somewhere(tmp_path: Path) -> None:
    text: Any = as_markdown(numbered(fitted(page(40))))
    for target in set(re.findall(r"\]\(#([^)]+)\)", text)):
        assert text.count(f'<a id="{target}"></a>') == 1
    assert "[In full in the annex](#evidence)" in text
