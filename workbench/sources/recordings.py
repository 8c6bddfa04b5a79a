"""Recordings: where the sound of a document lies. The file itself stays where it is and is never copied."""

from __future__ import annotations

import os
from functools import lru_cache
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
    folder = transcript.parent
    try:
        found = _recordings_in(folder, os.stat(folder).st_mtime_ns).get(transcript.stem)
    except OSError:
        return None
    return None if found is None else folder / found


@lru_cache(maxsize=8)
def _recordings_in(folder: Path, _changed: int) -> dict[str, str]:
    """The recordings of a folder by their names without the ending, read once for all transcripts that lie in it."""
    with os.scandir(folder) as entries:
        named = [os.path.splitext(entry.name) for entry in entries if entry.is_file()]
    order = {suffix: place for place, suffix in enumerate(SUFFIXES)}
    heard = [(order[ending.lower()], stem, ending) for stem, ending in named if ending.lower() in order]
    return {stem: stem + ending for _, stem, ending in sorted(heard, reverse=True)}


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
