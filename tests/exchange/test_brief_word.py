"""A brief as a Word file, on its own and on a council's form, read again as a word processor reads it."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from tests.exchange.test_brief_fit import page
from tests.exchange.test_brief_page import charted
from workbench.briefs.numbering import numbered
from workbench.briefs.page import Page
from workbench.exchange.briefs.fit import fitted
from workbench.exchange.briefs.html import BriefTemplateError
from workbench.exchange.briefs.word import as_word

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SLOTS = (("wards_affected", "Toddbrook"), ("exempt_or_not", ""))


def made(rows: int = 3) -> Page:
    whole = page(rows, title="<Ways> & home")
    return numbered(
        fitted(Page(**{name: getattr(whole, name) for name in whole.__slots__ if name != "slots"}, slots=SLOTS))
    )


def form(path: Path, *lines: str, header: str = "", cell: str = "") -> Path:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    if cell:
        document.add_table(rows=1, cols=2).cell(0, 1).text = cell
    document.save(str(path))
    return path


def opened(content: bytes) -> Any:
    return Document(BytesIO(content))


def headings(document: Any) -> list[tuple[str, str]]:
    return [(one.style.name, one.text) for one in document.paragraphs if one.style.name.startswith("Heading")]


def test_it_has_real_headings_tables_with_header_rows_and_captions() -> None:
    document = opened(as_word(charted()))
    levels = [int(name[-1]) for name, _ in headings(document)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert "Annex" in [text for _, text in headings(document)]
    for table in document.tables:
        assert table.rows[0]._tr.find(f"{W}trPr/{W}tblHeader") is not None
        assert table._tbl.tblPr.find(f"{W}tblCaption").get(f"{W}val")
    captions = [one.text for one in document.paragraphs if one.style.name == "Caption"]
    assert sum(one.startswith("Table") for one in captions) == len(document.tables)
    assert any(one.startswith("Figure") for one in captions)


def test_a_chart_is_a_picture_with_its_words() -> None:
    (picture,) = opened(as_word(charted())).inline_shapes
    assert picture._inline.docPr.get("descr") == "Records. Three areas."


def test_every_citation_is_a_link_and_leads_back() -> None:
    content = as_word(made(30))
    body = opened(content).element.body
    places = [one.get(f"{W}name") for one in body.iter(f"{W}bookmarkStart")]
    marks = [one.get(f"{W}id") for one in body.iter(f"{W}bookmarkStart")]
    assert len(places) == len(set(places))
    assert len(marks) == len(set(marks))
    to = [one.get(f"{W}anchor") for one in body.iter(f"{W}hyperlink")]
    assert set(to) <= set(places)
    assert {one for one in places if one.startswith("c_")} <= set(to)


def test_pages_are_numbered_and_say_who_it_is_for() -> None:
    section = opened(as_word(made())).sections[0]
    assert "For the team only" in section.header.paragraphs[0].text
    fields = [one.get(f"{W}instr") for one in section.footer._element.iter(f"{W}fldSimple")]
    assert [one.strip() for one in fields] == ["PAGE", "NUMPAGES"]


def test_a_councils_form_is_filled_where_it_has_places(tmp_path: Path) -> None:
    path = form(
        tmp_path / "form.docx", "REPORT: {{ title }} ({{date}})", "Exempt: {{ exempt_or_not }}.", "{{ known }}",
        header="Council · {{ audience }}", cell="Wards: {{ wards_affected }}",
    )  # fmt: skip
    document = opened(as_word(made(), path))
    texts = [one.text for one in document.paragraphs]
    assert "REPORT: <Ways> & home (30 November 2026)" in texts
    assert "Exempt: ." in texts
    assert document.sections[0].header.paragraphs[0].text == "Council · For the team only"
    assert document.tables[-1].cell(0, 1).text == "Wards: Toddbrook"
    assert document.tables[0].cell(0, 0).text == "Topic"
    assert not headings(document), "only what the form asks for is put in"
    assert not list(document.element.body.iter(f"{W}hyperlink")), "and nothing leads to what it has no place for"
    assert not any("{{" in one for one in texts)


def test_a_form_without_a_place_has_the_brief_at_its_end_in_its_own_styles(tmp_path: Path) -> None:
    path = form(tmp_path / "form.docx", "Our council")
    document = Document(str(path))
    document.styles["Heading 1"].font.name = "Comic Sans MS"
    document.save(str(path))
    document = opened(as_word(made(), path))
    assert document.paragraphs[0].text == "Our council"
    assert document.paragraphs[1].text == "<Ways> & home"
    assert document.styles["Heading 1"].font.name == "Comic Sans MS"
    assert ("Heading 1", "Annex") in headings(document)


def test_a_placeholder_broken_over_runs_is_found(tmp_path: Path) -> None:
    document = Document()
    line = document.add_paragraph("About ")
    for part in ("{", "{ ti", "tle", " }} and ", "{{ name }}", "!"):
        line.add_run(part)
    document.save(str(tmp_path / "form.docx"))
    assert opened(as_word(made(), tmp_path / "form.docx")).paragraphs[0].text == "About <Ways> & home and B1!"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{{ titel }}", "form.docx: there is nothing called “titel” to put in. Did you mean {{ title }}? There are: annex"),
        ("{{ title ", "form.docx: “{{ title” is no placeholder. Write it as {{ title }}."),
        ("Known: {{ known }}", "form.docx: {{ known }} is a whole section. Give it a paragraph of its own in the file."),
    ],
)  # fmt: skip
def test_an_error_in_a_form_is_one_sentence(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(BriefTemplateError) as caught:
        as_word(made(), form(tmp_path / "form.docx", "Fine: {{ title }}", line))
    assert str(caught.value).startswith(said)


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_word_file_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "form.docx").write_bytes(content)
    with pytest.raises(BriefTemplateError, match="no Word file that can be read"):
        as_word(made(), tmp_path / "form.docx")
    with pytest.raises(BriefTemplateError, match="There is no template"):
        as_word(made(), tmp_path / "none.docx")


def test_a_zip_of_something_else_is_one_sentence(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "form.docx", "w") as file:
        file.writestr("[Content_Types].xml", "<a")
    with pytest.raises(BriefTemplateError, match="no Word file that can be read"):
        as_word(made(), tmp_path / "form.docx")


@pytest.mark.skipif(shutil.which("soffice") is None or shutil.which("pdftotext") is None, reason="no LibreOffice")
def test_a_form_that_unpacks_to_far_too_much_is_not_unpacked(tmp_path: Path) -> None:
    path = form(tmp_path / "form.docx", "{{ title }}")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/media/bomb.xml", bytes(64 * 1024 * 1024))
    with pytest.raises(BriefTemplateError, match=r"form\.docx is not read: it is locked, or unpacks to far more"):
        as_word(made(), path)


def test_a_form_with_macros_is_refused_because_they_would_leave_with_the_brief(tmp_path: Path) -> None:
    path = form(tmp_path / "form.docx", "{{ title }}")
    with zipfile.ZipFile(path, "a") as file:
        file.writestr("word/vbaProject.bin", b"Sub AutoOpen()")
    with pytest.raises(BriefTemplateError, match=r"form\.docx holds macros, which would leave with the brief"):
        as_word(made(), path)


def test_libreoffice_opens_it_with_the_annex_on_the_third_page(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(as_word(made(30)))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "a.docx")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    text = subprocess.run(
        ["pdftotext", str(tmp_path / "a.pdf"), "-"], check=True, capture_output=True, text=True
    ).stdout
    assert next(at for at, one in enumerate(text.split("\f"), 1) if "\nAnnex\n" in one) == 3
