"""What a project says of itself beyond its tables: small facts by name, beside its title and approach."""

from __future__ import annotations

from workbench.project.file import Project


def remember(project: Project, name: str, value: str, *, why: str) -> None:
    """Write down a fact under its name, in a change called `why`; a later word replaces an earlier one."""
    if project.meta.get(name) == value:
        return
    with project.change(why, kind="reading") as session:
        connection = project.connection_of_change()
        connection.execute("INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)", (name, value))
    session.info["meta"][name] = value
