"""Where a brief comes from: what it uses, what was held back, how counts are made, how machines helped."""

from __future__ import annotations

from workbench.briefs.annex import Annex
from workbench.briefs.page import Paragraph, Section


def section(annex: Annex) -> Section:
    """The findings used, until when the data reaches, how machines helped, and what was held back."""
    about = annex.about
    used = ", ".join(line.name for line in annex.brief.findings.values()) or "none"
    blocks = [
        Paragraph(f"Made on {about.made} from the project “{about.project}”. Findings used: {used}."),
        Paragraph(about.data_until, heading="Data") if about.data_until else None,
        Paragraph(about.small, heading="Small numbers") if about.small else None,
        Paragraph(about.machine, heading="How machines helped") if about.machine else None,
        *(Paragraph(note) for note in about.notes),
        Paragraph(about.voices, heading="For the team") if about.voices and annex.passed.team else None,
        Paragraph(about.reading, heading="For the team") if about.reading and annex.passed.team else None,
    ]
    return Section("provenance", "Where this comes from", tuple(block for block in blocks if block is not None))


def rules(annex: Annex) -> Section:
    """The rules by which people were counted, sides compared and machines used, with the models by name."""
    return Section("rules", "The rules that were followed", tuple(Paragraph(text) for text in annex.about.rules))
