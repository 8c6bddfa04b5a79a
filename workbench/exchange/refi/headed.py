r"""A description with parts under headings, as people read it in another tool, and taken apart again.

>>> print(headed("Where the lamps are off.", {"Include": "paths", "Exclude": ""}, CODE))
Where the lamps are off.
<BLANKLINE>
Include: paths
>>> parts_of("Where the lamps are off.\n\nInclude: paths", CODE)
('Where the lamps are off.', {'Include': 'paths'})

A line of a text that would be taken for a heading gets a space before it, which is taken away again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

CODE = ("Include", "Exclude", "Example", "Safeguarding", "State")
SOURCE = ("Title", "Kind", "Recording")
VARIABLE = ("Kind", "Choices")
CASE = ("Kind",)
SET = ("State",)


def headed(text: str, parts: Mapping[str, str], headings: tuple[str, ...]) -> str:
    """A text, then each part that says something under its heading, in the headings' order."""
    looks_so, _ = _patterns(headings)
    said = [looks_so.sub(_with_space, text)] if text else []
    present = [heading for heading in headings if parts.get(heading, "")]
    said += [f"{heading}: {looks_so.sub(_with_space, parts[heading])}" for heading in present]
    return "\n\n".join(said)


def parts_of(description: str, headings: tuple[str, ...]) -> tuple[str, dict[str, str]]:
    """The text of a description before its first heading, and its parts by heading."""
    looks_so, begins = _patterns(headings)
    found = list(begins.finditer(description))
    ends = [*(match.start() for match in found[1:]), len(description)]
    parts: dict[str, str] = {}
    for match, end in zip(found, ends, strict=False):
        words = looks_so.sub(_without_space, description[match.end() : end])
        parts[match[1]] = f"{parts[match[1]]}\n\n{words}" if match[1] in parts else words
    text = description[: found[0].start()] if found else description
    return looks_so.sub(_without_space, text), parts


def _with_space(match: re.Match[str]) -> str:
    return f" {match[0]}"


def _without_space(match: re.Match[str]) -> str:
    return match[0].removeprefix(" ")


@cache
def _patterns(headings: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What looks like a heading at the beginning of a line, and what is one."""
    listed = "|".join(map(re.escape, headings))
    return re.compile(rf"(?m)^ *(?:{listed}): "), re.compile(rf"(?:\A|\n\n)({listed}): ")
