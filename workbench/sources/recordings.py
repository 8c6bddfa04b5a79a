"""Recordings: where the sound of a document lies. The file itself stays where it is and is never copied."""

from __future__ import annotations

import os
from pathlib import Path

from sqlmodel import Session

from workbench.rows import amend, find
from workbench.sources.documents import Document

SUFFIXES = (
    ".m4a", ".mp3", ".wav", ".mp4", ".ogg", ".oga", ".opus", ".flac", ".aac", ".wma", ".amr", ".webm", ".mkv", ".mov", ".avi",
)  # fmt: skip
"""What recorders, phones, Teams and Zoom write; the first that is found is taken."""


def recording_beside(transcript: Path) -> Path | None:
    """The recording of the same name in the transcript's folder, if there is one."""
    beside = os.path.join(transcript.parent, transcript.stem)
    endings = (ending for suffix in SUFFIXES for ending in (suffix, suffix.upper()))
    found = next((ending for ending in endings if os.path.isfile(beside + ending)), None)
    return None if found is None else transcript.with_name(transcript.stem + found)


def told_from(recording: Path, project: Path) -> str:
    """A recording's place as it is kept: from the project file's folder where it lies within reach, else in full."""
    try:
        told = os.path.relpath(recording.absolute(), project.absolute().parent)
    except ValueError:
        return str(recording.absolute())
    return told if not told.startswith(os.path.join("..", "..")) else str(recording.absolute())


def recording_of(session: Session, document_id: int, project: Path) -> Path | None:
    """Where a document's recording should lie; None where nobody has said. Whether it is there is for others to see."""
    kept = find(session, Document, document_id).recording
    return project.absolute().parent / kept if kept else None


def set_recording(session: Session, document_id: int, recording: str) -> None:
    """Say where a document's recording lies, as `told_from` has it; nothing takes it away."""
    amend(session, Document, document_id, recording=recording)
