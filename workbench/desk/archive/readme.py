"""The first page of an archive, in plain words: what it is, what is in each file, how to read it, and what is not in it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from workbench import __version__
from workbench.desk.archive.words import NOT_SHOWN
from workbench.desk.door.door import Door
from workbench.desk.door.leaving import heading
from workbench.exchange.plain_archive import MANIFEST

_WIDTH = 96

CONSENT_IN_WORDS = (
    "A person's consent is given, refused, withdrawn or not recorded, for being quoted (verbatim), being told of in other"
    " words (paraphrase), being read by a machine (machine), and for each audience.",
    "Refused or withdrawn means nowhere, the team included. Consent that has run out counts as withdrawn.",
    "Outside the team both are needed: consent to be quoted or told of, and consent to be shown to that audience. Not recorded"
    " counts as no.",
    "Of words of several people, the strictest decides. Of a child that refused, the guardian's yes does not count.",
    "What the team flagged as a matter of safeguarding is held back everywhere.",
    "Outside the team, quotes that could tell who somebody is wait for a second reader; small numbers are withheld or rounded"
    " by the audience's rule; and of people no more is said than enough people share.",
)


def readme(
    at: Door, *, title: str, files: Iterable[tuple[str, str]], left_out: Sequence[str], of_tables: Sequence[str]
) -> str:
    """The page as text.

    Args:
        at: The door the archive went through.
        title: The project's title.
        files: Each file or folder with what is in it.
        left_out: What is not in the archive, in sentences.
        of_tables: What is said of single tables, in sentences.
    """
    parts = [
        title,
        "=" * min(_WIDTH, max(3, len(title))),
        "",
        *_wrapped(
            f"A project of mixed-methods research as plain files. {heading(at.audience.name)}. It needs no program but one for"
            f" text and one for tables. It was written by the research workbench, version {__version__}."
        ),
        "",
        *_headed("What is in it"),
        *(line for name, says in files for line in _wrapped(f"{name}: {says}", "  ")),
        "",
        *_headed("How to read it"),
        *_wrapped(
            "Every file is text in UTF-8. Tables are .csv: commas between cells, names of columns in the first line, cells in"
            " quotation marks where they hold a comma, a quotation mark or a line break. An empty cell says nothing; it is"
            " never zero. A cell that a program for tables could take for a formula has an apostrophe (') before it."
        ),
        *_wrapped(
            "Places count characters (Unicode code points) from the beginning of a text, the first being 0; the end is not part"
            " of it. A line break is one character. In Python: open(file, encoding='utf-8', newline='').read()[start:end]."
        ),
        *_wrapped(
            f"The parts of a text stand one under the other, a line break between them. {NOT_SHOWN} stands for what these"
            " readers may not see; segments.csv says why. A coding whose words are not in a text, or whose person is not named"
            " beside it, has no place."
        ),
        *_wrapped(
            f"{MANIFEST} has the SHA-256 of every other file: sha256sum --check {MANIFEST} says whether they are whole."
        ),
        "",
        *_headed("By which rules things are shown"),
        *(line for said in CONSENT_IN_WORDS for line in _wrapped(said, "- ")),
        "",
        *_headed("What is not in it, and why"),
        *(line for said in left_out for line in _wrapped(said, "- ")),
        "",
        *(_headed("What is said of single tables") if of_tables else ()),
        *(line for said in of_tables for line in _wrapped(said, "- ")),
    ]
    return "\n".join(parts).rstrip("\n") + "\n"


def _headed(text: str) -> tuple[str, str]:
    return text, "-" * len(text)


def _wrapped(text: str, before: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=before,
        subsequent_indent=" " * len(before),
        break_long_words=False,
        break_on_hyphens=False,
    )
