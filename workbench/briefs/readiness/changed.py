"""What needs another look before a brief goes: its evidence says something else than when it was cited."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.briefs.contents import Contents
from workbench.briefs.readiness.lack import Lack


def evidence_moved(brief: Contents) -> Iterator[Lack]:
    """A citation whose evidence changed since, with the cause."""
    for one in brief.citations:
        if one.state == "recheck":
            said = f"Look again at a cited {one.kind}: {one.why}"
            yield Lack("warning", brief.brief.name, said, f"citation:{one.id}")
