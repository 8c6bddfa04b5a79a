"""A place's page fits one side of A4, however much there is, and says what found no room."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from workbench.exchange.places.html import as_html
from workbench.exchange.places.sheet import FigureBox, Mark, MeetBox, Sheet, VoiceBox, fitted
from workbench.exchange.widths import cut, lines_of, width_mm

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
PDFINFO = shutil.which("pdfinfo")


def sheet(figures: int, others: int, *, word: str = "young people say", times: int = 12) -> Sheet:
    """A page with so many of everything, and long texts in it."""
    said = f"{word} " * times
    mark = Mark(50.0, 40.0, 60.0, "2023/24")
    box = FigureBox(
        name=f"{said}, 2024/25", said=said, care=((said, said), (said,), (said,)), source=1, here=mark,
        others=(Mark(20.0), Mark(90.0)), beside=Mark(55.0), course=(mark, Mark(55.0, 45.0, 66.0, "2024/25")), described=said,
    )  # fmt: skip
    return Sheet(
        place=said, kind="district in Essex", audience="For the team only", project=said, made="30 November 2026",
        notice=said, key=said, figures=tuple(box for _ in range(figures)), heard=said, care=said,
        voices=tuple(VoiceBox(f"Code {at} {said}", "4 of 7 people", said, said) for at in range(others)),
        meets=tuple(MeetBox(f"Topic {at}", "≠ opposite", said, said) for at in range(others)),
        unknown=tuple(f"{at} {said}" for at in range(others)), planned=tuple(said for _ in range(others)),
        sources=(said,), left_out=(said,),
    )  # fmt: skip


WORDS = ("young people say", "W" * 90, "<b>&amp;</b>", "我们也一样", "สวัสดีครับ", "i l", "سلام عليكم")


def test_what_finds_no_room_is_counted() -> None:
    made = fitted(sheet(100, 40))
    assert 0 < len(made.figures) < 100
    said = " ".join(made.left_out)
    assert f"{100 - len(made.figures)} more figures found no room" in said
    assert f"{40 - len(made.voices)} more codes found no room" in said
    assert f"{40 - len(made.unknown)} more things nobody knows found no room" in said
    assert [one.source for one in made.figures] == [1] * len(made.figures)


def test_a_little_is_all_there_with_its_doubts() -> None:
    made = fitted(sheet(2, 1, times=3))
    assert len(made.figures) == 2
    assert all(len(one.care) == 3 for one in made.figures)
    assert not any("found no room" in said for said in made.left_out)


def test_sources_are_those_of_the_figures_that_are_printed() -> None:
    boxes = tuple(FigureBox("A", "1", source=number) for number in (3, 1, 3))
    made = fitted(Sheet("P", "k", "a", "p", "m", "", "", figures=boxes, sources=("one", "two", "three")))
    assert made.sources == ("three", "one")
    assert [one.source for one in made.figures] == [1, 2, 1]


def test_texts_are_measured_and_cut_at_a_word() -> None:
    assert width_mm("Harlow", 8) == pytest.approx(width_mm("Harlow", 4) * 2)
    assert lines_of("one", 8, 50) == 1
    assert lines_of("W" * 200, 8, 50) > 8
    said = cut("young people say " * 50, 8, 70, 2)
    assert said.endswith(" …")
    assert lines_of(said, 8, 70) == 2
    assert cut("short", 8, 70, 2) == "short"


def test_everything_is_escaped_and_nothing_is_fetched() -> None:
    page = as_html(fitted(sheet(2, 2, word="<b onload=x>&\"'")))
    assert "<b onload" not in page
    assert "http" not in re.sub(r"Content-Security-Policy|http-equiv", "", page)


@pytest.mark.skipif(not (CHROMIUM and PDFINFO), reason="needs a browser that prints, and pdfinfo")
@pytest.mark.parametrize("word", WORDS)
def test_it_prints_on_one_page(tmp_path: Path, word: str) -> None:
    place = tmp_path / "place.html"
    place.write_text(as_html(fitted(sheet(100, 40, word=word))), encoding="utf-8")
    subprocess.run(
        [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={tmp_path / 'u'}",
         f"--print-to-pdf={tmp_path / 'place.pdf'}", place.as_uri()],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    told = subprocess.run([str(PDFINFO), str(tmp_path / "place.pdf")], check=True, capture_output=True, text=True)
    assert re.search(r"^Pages:\s+1$", told.stdout, re.MULTILINE)
    assert "A4" in told.stdout
