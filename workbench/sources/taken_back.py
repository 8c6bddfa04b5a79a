"""Words that somebody took back, known again whoever is to have said them and whatever their file is called now."""

from __future__ import annotations

import re

from sqlmodel import Session

from workbench.rows import guid_for
from workbench.text import word_count

TELLING_WORDS = 5
"""Words taken back are known again from so many on."""


def words_guid(session: Session, text: str) -> bytes:
    """The GUID of words themselves, by which they are known again under another file's name."""
    return guid_for(session, "words", " ".join(re.findall(r"[^\W_]+", text.casefold())))


def is_taken_back(session: Session, text: str) -> bool:
    """Whether these are words that somebody took back, whoever is to have said them now; a few words never are."""
    purged = session.info["purged"]
    return bool(purged) and word_count(text) >= TELLING_WORDS and words_guid(session, text) in purged
