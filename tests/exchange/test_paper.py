"""Paper as Word and as HTML: both read back say the same as the pages they were drawn from."""

from __future__ import annotations

import doctest
import io
import re
import time
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from itertools import pairwise
from types import ModuleType
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from workbench.briefs.page import Paragraph
from workbench.exchange.paper import html, pages
from workbench.exchange.paper.html import as_html, css_string
from workbench.exchange.paper.pages import (
    GLYPHS,
    SAYS,
    Cell,
    Entry,
    Heading,
    Listing,
    Margin,
    Matrix,
    MatrixRow,
    Paper,
    Said,
    Turn,
    Turns,
    beside,
    cell_words,
    closed,
    margin_words,
    right_to_left,
)
from workbench.exchange.paper.word import as_word
from workbench.governance.cells import neutral

ARABIC = "نحن لا نمر من النفق بعد الرابعة."
EMOJI = "Home 😀👩‍👩‍👧 at ten"
MARKUP = '<script>alert("1")</script> & <b>bold</b> ]]>'
FORMULA = '=HYPERLINK("x")'

TURNS = Turns(
    "The words of a talk",
    ("Turn", "Who says what", "Codes"),
    (
        Turn("1", "heading", "A talk"),
        Turn("2", "direction", "[At her kitchen table]"),
        Turn("3", "turn", "How do you get home?", speaker="Interviewer", time="0:13"),
        Turn("4", "turn", ARABIC, speaker="Amal", margin=(Margin("Dark", "We just go", "ben", against=True),)),
        Turn("5–7", "left out", "Not printed: they are held back for safeguarding."),
        Turn("8", "turn", FORMULA, mark="in other words"),
        Turn("9", "turn", f"Two\nlines, {MARKUP}", speaker="=Bo"),
    ),
)
MATRIX = Matrix(
    "Home: what each person said",
    "Person",
    ("Home", "By bus"),
    (
        MatrixRow("Amal", "16-17", (Cell("summarised", "3 passages", "Goes round."), Cell("unread"))),
        MatrixRow("Bo", "", (Cell("older", "1 passage", FORMULA), Cell("nothing"))),
        MatrixRow("Cee", "", (Cell("coded", "2 passages"), Cell("nothing"))),
    ),
)
BLOCKS = (
    Heading("Going home"),
    Paragraph("People take the long way.", role="lead"),
    Paragraph("Dark; Bus", role="note", heading="Codes"),
    Said(EMOJI, "Amal", ("16-17", "07.txt, turn 4", "Dark")),
    Said(ARABIC, "Bo"),
    Heading("Evidence against it", level=2),
    Said(MARKUP, "<Cee>", ("& more",), against=True),
    Heading("A second part", new_page=True),
    TURNS,
    Listing("Codes", ("Code", "People"), (("Home", "3"), ("Bus", "withheld")), (0, 1)),
    Entry("Home", "Home", 0, "3 passages, 2 people", (("Means", "Going home."), ("Include", MARKUP)), retired=True),
    Entry("Home/Bus", "Bus", 1, "1 passage, 1 person", (("Means", "On a bus."),)),
    MATRIX,
)


def paper(*blocks: Any, **changes: Any) -> Paper:
    made = Paper(
        form="quotes",
        title="Quotes by theme",
        project="Study <i>one</i>",
        audience="For the team only",
        made="3 March 2026",
        notice="Invented & made up.",
        remarks=("4 passages are not printed: their speakers have not agreed to be quoted.",),
        blocks=blocks or BLOCKS,
    )
    return replace(made, **changes)


def word(made: Paper) -> Any:
    return Document(io.BytesIO(as_word(made)))


def paragraphs(document: Any) -> list[str]:
    return [one.text for one in document.paragraphs]


@dataclass
class Node:
    tag: str
    attrs: dict[str, str]
    children: list[Any] = field(default_factory=list)

    def all(self, *tags: str) -> list[Node]:
        found = [self] if self.tag in tags else []
        for one in self.children:
            if isinstance(one, Node):
                found += one.all(*tags)
        return found

    @property
    def text(self) -> str:
        return "".join(one if isinstance(one, str) else one.text for one in self.children)


class Reader(HTMLParser):
    VOID = frozenset({"meta", "br", "col", "link", "img"})

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("", {})
        self.open = [self.root]
        self.feed(text)
        assert len(self.open) == 1, "an element is not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(made)
        if tag not in self.VOID:
            self.open.append(made)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def page(made: Paper) -> Node:
    return Reader(as_html(made)).root


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_the_headings_are_headings_in_both() -> None:
    document, html = word(paper()), page(paper())
    headings = [one.text for one in document.paragraphs if one.style.name.startswith(("Heading", "Title"))]
    in_html = [squeezed(one.text) for one in html.all("h1", "h2", "h3", "h4") if one.text != "Contents"]
    assert headings == in_html
    assert headings == [
        "Quotes by theme", "Going home", "Evidence against it", "A second part", "Home (retired)", "Bus",
    ]  # fmt: skip
    assert [one.style.name for one in document.paragraphs if one.text == "Evidence against it"] == ["Heading 2"]


def test_quotes_stand_with_their_attribution_and_those_against_apart() -> None:
    wanted = [block for block in BLOCKS if isinstance(block, Said)]
    document, html = word(paper()), page(paper())
    quotes = [one for one in document.paragraphs if one.style.name == "Quote"]
    assert [one.text for one in quotes] == [one.text for one in wanted]
    assert all(one.paragraph_format.keep_with_next and one.paragraph_format.keep_together for one in quotes)
    below = [one.text for one in document.paragraphs if one.style.name == "Attribution"]
    assert below[0] == "Amal · 16-17 · 07.txt, turn 4 · Dark"
    assert below[2] == "− <Cee> · & more"
    figures = html.all("figure")
    assert [one.all("blockquote")[0].text for one in figures] == [one.text for one in wanted]
    assert [squeezed(one.all("figcaption")[0].text) for one in figures] == [squeezed(one) for one in below]
    assert [one.attrs["class"] for one in figures] == ["said", "said", "said against"]
    shaded = [one._p.pPr.find(qn("w:shd")) is not None for one in quotes]
    assert shaded == [False, False, True]


def test_turns_have_a_repeated_first_row_their_numbers_and_a_margin() -> None:
    document, html = word(paper(TURNS)), page(paper(TURNS))
    (table,), (drawn,) = document.tables, html.all("table")
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == list(TURNS.columns)
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == TURNS.caption
    assert [row[0] for row in rows[1:]] == ["1", "2", "3\n0:13", "4", "5–7", "8", "9"]
    assert rows[4][1:] == [f"Amal: {ARABIC}", "− Dark: “We just go …” (ben), against"]
    assert rows[6][1] == f"'{FORMULA} (in other words)"
    assert rows[7][1] == f"'=Bo: Two\nlines, {MARKUP}"
    heads = drawn.all("thead")[0].all("th")
    assert [(one.text, one.attrs["scope"]) for one in heads] == [(name, "col") for name in TURNS.columns]
    for row, tr in zip(rows[1:], drawn.all("tbody")[0].all("tr"), strict=True):
        assert tr.all("th")[0].attrs["scope"] == "row"
        number, words, margin = ("".join(one.text.split()) for one in tr.all("th", "td"))
        assert number == "".join(row[0].split())
        assert words == "".join(row[1].split()).replace("Amal:", "Amal").replace("Bo:", "Bo").replace(
            "Interviewer:", "Interviewer"
        )
        assert margin == "".join(row[2].split())
    assert drawn.all("caption")[0].text == TURNS.caption


def test_the_matrix_tells_its_states_apart_by_sign_and_words_with_a_legend() -> None:
    made = paper(MATRIX, form="matrix", title="Framework matrix")
    document, html = word(made), page(made)
    (table,), (drawn,) = document.tables, html.all("table")
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[1:] == [
        ["Amal\n16-17", "Goes round.\n■ 3 passages", "○ not all read yet"],
        ["Bo", f"'{FORMULA}\n▲ 1 passage, older than its passages", "–"],
        ["Cee", "● 2 passages", "–"],
    ]
    for row, tr in zip(rows, drawn.all("tr"), strict=True):
        assert ["".join(one.text.split()) for one in tr.all("th", "td")] == ["".join(one.split()) for one in row]
    legend = " ".join(paragraphs(document))
    for state, glyph in GLYPHS.items():
        assert f"{glyph} {SAYS[state]}" in legend
        assert f"{glyph} {SAYS[state]}" in html.text
    assert len(set(GLYPHS.values())) == len(GLYPHS)
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (420, 297)
    assert "size: A3 landscape" in html.text


def test_the_codebook_says_each_fact_under_its_label() -> None:
    document, html = word(paper()), page(paper())
    facts = [one.text for one in document.paragraphs if one.style.name == "Fact"]
    assert facts == ["Means\tGoing home.", f"Include\t{MARKUP}", "Means\tOn a bus."]
    assert [
        f"{one.all('dt')[0].text}\t{one.all('dd')[0].text}" for one in html.all("dl") for one in one.all("div")
    ] == facts
    assert "Home/Bus · 1 passage, 1 person" in paragraphs(document)
    listing = document.tables[1]
    assert [[cell.text for cell in row.cells] for row in listing.rows] == [
        ["Code", "People"],
        ["Home", "3"],
        ["Bus", "withheld"],
    ]


def test_every_page_says_for_whom_it_is_and_which_page_it_is() -> None:
    document, html = word(paper()), page(paper())
    section = document.sections[0]
    header = [one.text for one in section.header.paragraphs]
    assert header == ["For the team only\tStudy <i>one</i>", "Invented & made up."]
    fields = [one.get(qn("w:instr")).strip() for one in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert paper().remarks[0] in paragraphs(document)
    assert "counter(page)" in html.text
    assert html.all("header")[0].text.count("For the team only") == 1
    assert "Invented & made up." in html.all("footer")[0].text
    assert (document.core_properties.author, document.core_properties.comments) == ("", "")
    assert document.core_properties.language == "en-GB"


def test_the_page_stands_alone_and_runs_nothing() -> None:
    text = as_html(paper())
    html = Reader(text).root
    assert not html.all("script", "link", "img", "iframe", "object")
    assert html.all("html")[0].attrs["lang"] == "en-GB"
    assert "&lt;script&gt;" in text
    assert not re.search(r"https?:", text)
    ids = [one.attrs["id"] for one in html.all(*{"h2", "h3", "h4", "article", "main", "table"}) if "id" in one.attrs]
    assert len(ids) == len(set(ids))
    targets = [one.attrs["href"] for one in html.all("a")]
    assert targets
    assert all(one.startswith("#") and one[1:] in ids for one in targets)
    levels = [int(one.tag[1]) for one in html.all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_ink_can_be_read_on_every_ground() -> None:
    """Contrast by WCAG 2.2: at least 4.5 to 1 for text."""
    text = as_html(paper())
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", text))
    for ink in ("ink", "soft", "blue", "link", "warn"):
        for ground in ("#ffffff", colours["wash"], colours["warnwash"]):
            high, low = sorted((luminance(colours[ink]), luminance(ground)), reverse=True)
            assert (high + 0.05) / (low + 0.05) >= 4.5, (ink, ground)


def test_words_from_the_right_are_laid_out_from_the_right() -> None:
    document = word(paper(Said(ARABIC, "Amal"), Said("From the left", "Bo")))
    first, second = (one._p for one in document.paragraphs if one.style.name == "Quote")
    assert first.pPr.find(qn("w:bidi")) is not None
    assert first.find(qn("w:r")).rPr.find(qn("w:rtl")) is not None
    assert second.pPr.find(qn("w:bidi")) is None
    assert right_to_left(f"“{ARABIC}”")
    assert not right_to_left("10.")


@pytest.mark.parametrize("text", ["a\u202eb", "a\u2066b\u202ac", "plain", "a\u2069"])
def test_marks_of_direction_end_with_their_text(text: str) -> None:
    opened = sum(one in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068" for one in closed(text))
    ended = sum(one in "\u202c\u2069" for one in closed(text)[len(text) :])
    assert closed(text).startswith(text)
    assert opened == ended
    assert beside(text).startswith(text)


def test_what_a_file_may_not_hold_is_left_out_and_the_rest_stays() -> None:
    made = paper(Said("a\x00b\x0bc\ud800d\ufffe", "who\x1b[31m"), title="t\x07")
    assert [one.text for one in word(made).paragraphs if one.style.name == "Quote"] == ["abcd"]
    assert as_html(made).encode("utf-8", "replace")


def test_a_style_cannot_be_left_by_a_project_name() -> None:
    text = as_html(paper(project='";}</style><script>alert(1)</script>'))
    assert text.count("</style>") == 1
    assert not Reader(text).root.all("script")
    assert css_string('"\\\n') == "\\22 \\5c "


@pytest.mark.parametrize("one", TURNS.turns[3].margin)
def test_a_margin_and_a_cell_in_words(one: Margin) -> None:
    assert margin_words(one).endswith("against")
    assert cell_words(Cell("older", "2 passages")) == "▲ 2 passages, older than its passages"
    assert neutral(margin_words(one)) == margin_words(one)


@pytest.mark.parametrize("module", [pages, html])
def test_the_examples_hold(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0


def test_a_long_booklet_takes_seconds_and_says_how_far_it_is() -> None:
    many = paper(*(Said(f"Quote {at} of many that people said.", f"R{at}", ("06.txt",)) for at in range(8000)))
    heard: list[float] = []
    begun = time.process_time()
    assert len(Document(io.BytesIO(as_word(many, heard.append))).paragraphs) > 16_000
    as_html(many, heard.append)
    assert time.process_time() - begun < 20
    assert len(heard) > 20
    assert all(0 <= one <= 1 for one in heard)
