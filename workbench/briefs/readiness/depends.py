"""What an option waits for: data from a partner that is not ready to give it."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.briefs.contents import Contents
from workbench.briefs.dependence import blocked
from workbench.briefs.readiness.lack import Lack


def blocked_flows(brief: Contents) -> Iterator[Lack]:
    """An option depends on a flow of data that is blocked."""
    for one in blocked(brief.brief.name, brief.options, brief.flows):
        yield Lack(one.severity, one.where, one.message, "flows")
