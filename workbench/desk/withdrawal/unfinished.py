"""What was cut off is made good when a project is opened: a withdrawal whose backups and cache were not purged yet."""

from __future__ import annotations

from workbench.project.file import Project
from workbench.project.purge import TracesMayRemainError, is_unfinished


def make_good(project: Project) -> bool:
    """Finish a withdrawal that was cut off after its rows were gone; whether there was one and it is done."""
    if project.read_only or not is_unfinished(project):
        return False
    from workbench.desk.withdrawal.withdrawing import finish_purge

    try:
        finish_purge(project)
    except TracesMayRemainError:
        return False
    return True
