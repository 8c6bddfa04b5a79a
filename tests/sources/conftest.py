"""Small drafts, and projects with them in."""

from __future__ import annotations

import pytest

from workbench.exchange.transcripts.plain_texts import parse
from workbench.project.file import Project
from workbench.sources.documents import add_document
from workbench.sources.drafts import DraftDocument

WALK = """Interviewer: How is it after dark?

Amina: I cross over when the lamps are out.

I do it every night.

Interviewer: And the bus?

Ben: I never take the bus.
"""


def draft(text: str = WALK, name: str = "07.md") -> DraftDocument:
    return parse(text, name=name, markdown=True)


@pytest.fixture
def walk(project: Project) -> Project:
    """A project with the interview 07.md."""
    with project.change("Import 07.md") as session:
        add_document(session, draft())
    return project
