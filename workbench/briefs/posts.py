"""Posts: by whom a partner's answer was given, by what they do and never by name.

The post stands at the end of what shows the answer, on a line of its own in one wording, and so goes wherever that goes.
"""

from __future__ import annotations

from workbench.errors import WorkbenchError
from workbench.governance.known_names import looks_named

_BY = "Answered by: "


class PostIsANameError(WorkbenchError):
    """Write the post of whoever answered, such as data manager, and not the name."""


def with_post(shows: str, post: str) -> str:
    r"""What shows an answer, with the post of whoever gave it.

    >>> with_post("Data catalogue", " data manager "), with_post("Data catalogue", "")
    ('Data catalogue\nAnswered by: data manager', 'Data catalogue')
    """
    kept = " ".join(post.split())
    return "\n".join(part for part in (shows.strip(), f"{_BY}{kept}" if kept else "") if part)


def post_in(written: str) -> tuple[str, str]:
    """What shows an answer, and the post of whoever gave it; the post is empty where nobody said so.

    >>> post_in(with_post("Data catalogue", "data manager")), post_in("Data catalogue")
    (('Data catalogue', 'data manager'), ('Data catalogue', ''))
    """
    shows, _, last = written.rpartition("\n")
    return (shows, last.removeprefix(_BY)) if last.startswith(_BY) else (written, "")


def checked_post(post: str) -> str:
    """The post as it is kept; raises PostIsANameError where it looks like somebody's name, address or number."""
    kept = " ".join(post.split())
    if looks_named(kept):
        raise PostIsANameError(
            f"“{kept}” looks like somebody's name. Write the post, such as data manager, and not the name."
        )
    return kept
