r"""The path of a code, `Parent/Code`: how the names on the way to a code are written as one line.

A slash that belongs to a name is written `\/`, and a backslash `\\`: every path reads back to its names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_PIECE = re.compile(r"\\([\\/])|(/)")


def join_path(names: Iterable[str]) -> str:
    r"""The names on the way to a code as one path; ValueError when a name is empty or there is none.

    >>> join_path(["Getting about", "Bus/train"])
    'Getting about/Bus\\/train'
    """
    parts = list(names)
    if not parts or not all(parts):
        raise ValueError("a path needs names, and none of them empty")
    return "/".join(part.replace("\\", "\\\\").replace("/", "\\/") for part in parts)


def split_path(path: str) -> tuple[str, ...]:
    r"""The names of a path, outermost first; ValueError when one is empty.

    A backslash before anything but a slash or a backslash stands for itself.

    >>> split_path("Getting about/Bus\\/train")
    ('Getting about', 'Bus/train')
    """
    names = [""]
    begun = 0
    for match in _PIECE.finditer(path):
        names[-1] += path[begun : match.start()]
        if match.group(2):
            names.append("")
        else:
            names[-1] += match.group(1)
        begun = match.end()
    names[-1] += path[begun:]
    if not all(names):
        raise ValueError(f"an empty name in the path “{path}”")
    return tuple(names)
