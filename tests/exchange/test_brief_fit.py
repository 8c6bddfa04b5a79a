"""Two pages are two pages: reckoned, and counted in what Chromium prints."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from workbench.briefs.numbering import numbered
from workbench.briefs.page import Cell, Entry, Listed, Page, Paragraph, Ref, Section, Table
from workbench.exchange.briefs.fit import MOST_COLUMNS, fitted
from workbench.exchange.briefs.heights import fits
from workbench.exchange.briefs.html import as_html

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
PDFTOTEXT = shutil.which("pdftotext")
SAID = "Young people go round and lose an hour of every day, as twelve of the sixteen we asked told us. "


def page(rows: int, *, title: str = "Ways home", said: str = SAID, options: int = 3) -> Page:
    sentence = Paragraph(said.strip(), (Ref("F1"),))
    known = Table(
        "Known",
        ("Topic", "What the data say", "What people say", "Where they meet"),
        tuple(
            (Cell((Paragraph(f"Topic {at}"),)), Cell((sentence,)), Cell((sentence, sentence)), Cell((Paragraph("≈ partly"),)))
            for at in range(rows)
        ),
    )  # fmt: skip
    names = tuple(f"O{at} {title[:80]}" for at in range(1, options + 1))
    wide = Table(
        "All", ("", *names), ((Cell((Paragraph("What"),)), *(Cell((sentence,)) for _ in names)),), marked=options
    )
    items = Listed(tuple(sentence for _ in range(rows)))
    return Page(
        name="B1", title=title, project="P", status="draft", owner="", made="30 November 2026", audience="For the team only",
        sections=(
            Section("decision", "The decision asked for", (Paragraph(said, role="lead"),)),
            Section("problem", "The problem", (Paragraph(said * rows),)),
            Section("known", "What is known", (known,), more="evidence"),
            Section("minds", "What would change our mind", (items,)),
            Section("provenance", "Where this comes from", (Paragraph(said),)),
        ),
        annex=(Entry("F1", "finding", said),),
        further=(Section("evidence", "The evidence", (known,)), Section("options", "The options", (wide,))),
    )  # fmt: skip


def test_a_little_stays_as_it_is() -> None:
    made = fitted(page(2))
    assert made.sections == page(2).sections


@pytest.mark.parametrize("rows", [30, 60])
def test_what_overflows_stands_in_full_in_the_annex(rows: int) -> None:
    whole = page(rows)
    made = fitted(whole)
    assert fits(made, made.sections)
    short = {one.name: one for one in made.sections}
    there = {one.name: one for one in made.further}
    for before in whole.sections:
        after = short[before.name]
        if after.blocks != before.blocks:
            assert after.more in there
            assert before.name == "known" or there[after.more].blocks == before.blocks
    assert short["known"].blocks != whole.sections[2].blocks
    assert short["decision"].blocks == whole.sections[0].blocks, "the decision asked for is never cut"


def test_a_table_of_many_options_comes_in_parts() -> None:
    made = fitted(page(1, options=50))
    tables = [
        one for one in next(one for one in made.further if one.name == "options").blocks if isinstance(one, Table)
    ]
    assert max(len(one.columns) for one in tables) < MOST_COLUMNS
    assert sum(len(one.columns) - 1 for one in tables) == 50
    assert [one.marked for one in tables if one.marked is not None] == [len(tables[-1].columns) - 1]


def test_places_are_numbered_as_they_are_read_and_nothing_dangles() -> None:
    made = numbered(fitted(page(12)))
    html = as_html(made)
    for nth in range(1, len(made.annex[0].refs) + 1):
        assert html.count(f'id="c-F1-{nth}"') == 1
    assert f'id="c-F1-{len(made.annex[0].refs) + 1}"' not in html


@pytest.mark.skipif(CHROMIUM is None or PDFTOTEXT is None, reason="Chromium and pdftotext are not installed")
@pytest.mark.parametrize(
    ("rows", "title", "said"),
    [(3, "Ways home", SAID), (9, "Ways home", SAID), (40, "T" * 60 + " ways" * 88, "WWWW MMMM @@@@ " * 12), (14, "Ways", "i l " * 70)],
)  # fmt: skip
def test_chromium_begins_the_annex_on_the_third_page(tmp_path: Path, rows: int, title: str, said: str) -> None:
    (tmp_path / "a.html").write_text(as_html(numbered(fitted(page(rows, title=title, said=said)))), encoding="utf-8")
    subprocess.run(
        [
            str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
            f"--user-data-dir={tmp_path / 'chromium'}", f"--print-to-pdf={tmp_path / 'a.pdf'}", (tmp_path / "a.html").as_uri(),
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    printed = subprocess.run([str(PDFTOTEXT), str(tmp_path / "a.pdf"), "-"], check=True, capture_output=True, text=True)
    pages = printed.stdout.split("\f")
    begins = next(at for at, text in enumerate(pages) if text.lstrip().startswith("Annex"))
    assert begins <= 2, f"the annex begins on page {begins + 1}"
