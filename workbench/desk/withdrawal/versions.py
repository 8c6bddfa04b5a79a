"""Kept versions of briefs after a withdrawal: the words go, and it is said in their place on which day they went."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator

from sqlmodel import Session

from workbench.briefs.versions import Version, take_out_words, versions
from workbench.desk.mentions import Mention, called
from workbench.indicators.datasets import today
from workbench.project import purge


def take_from_kept(
    session: Session,
    *,
    labels: Iterable[str] = (),
    cut: Collection[bytes] = (),
    without: Callable[[str], str] = str,
    figures: Collection[bytes] = (),
) -> Iterator[Mention]:
    """Take what was purged out of every kept version of a brief, and out of what the history keeps of them.

    Args:
        session: inside a purge, after the rows have gone.
        labels: what the person was called.
        cut: GUIDs of codings of which a part of the words is gone.
        without: a text with their words replaced.
        figures: GUIDs of figures that are others without their answers.
    """
    whole = [re.compile(rf"(?<!\w){re.escape(label)}(?!\w)") for label in labels]

    def replaced(text: str) -> str:
        for label in whole:
            text = label.sub("somebody", text)
        return without(text)

    gone = frozenset(session.info["purged"]) | frozenset(cut)
    changed = set(take_out_words(session, today(), gone, replaced, figures))
    purge.forget_table(session, Version)
    for one in versions(session):
        if one.id in changed:
            yield Mention(called(Version), f"{one.name}: {one.amended}")
