"""Transcripts in plain text and Markdown, with the ways in which people and programs write who speaks.

`draft_told` is what every reader of transcripts ends with: a page with words on it, and what a map says of its speakers.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from workbench.errors import WorkbenchError
from workbench.exchange.encoding import FileIsEmptyError, read_text
from workbench.exchange.readers import Options, read_map
from workbench.exchange.transcripts import cues as timing
from workbench.exchange.transcripts.chats import chat_in
from workbench.exchange.transcripts.line_numbers import without_line_numbers
from workbench.exchange.transcripts.turns import Page
from workbench.sources.drafts import DraftDocument
from workbench.sources.speakers import ROLES

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")
_CONTROL_IN_ASCII = bytes(code for code in range(128) if _CONTROL.match(chr(code)))
"""Those of them that are one byte in UTF-8, where the others begin with C2."""
MARKDOWN = (".md", ".markdown")
SUFFIXES = (*MARKDOWN, ".txt", ".text")


class TranscriptMapIsWrongError(WorkbenchError):
    """A map for a transcript has `roles` and `cases`, each a list of `label: role` or `label: case`."""


class TranscriptReader:
    """Reads `.md` and `.txt` transcripts."""

    name = "transcripts in .md and .txt"
    kind = "transcript"
    suffixes = SUFFIXES

    def recognises(self, path: Path, head: bytes) -> float:
        """How sure this is a transcript: by its suffix."""
        del head
        return 0.9 if path.suffix.lower() in SUFFIXES else 0.0

    def read(self, path: Path, options: Options) -> DraftDocument:
        """The transcript as a draft. Raises a sentence where the file is no text or holds no words."""
        decoded = read_text(path)
        draft = parse(decoded.text, name=path.name, markdown=path.suffix.lower() in MARKDOWN, speakers=options.speakers)
        return draft_told(draft, options, decoded.note())


READER = TranscriptReader()


def draft_told(draft: DraftDocument, options: Options, *notes: str) -> DraftDocument:
    """A transcript with what its map says of roles and cases, and notes that go before its own.

    Raises FileIsEmptyError where there is not one word.
    """
    if not draft.has_words:
        raise FileIsEmptyError(f"{draft.name} holds no words that could be read.")
    told = _told(options)
    absent = [label for label in {**told["roles"], **told["cases"]} if label not in draft.roles]
    missing = f"The map names {', '.join(absent)}: nobody of that name speaks here." if absent else ""
    return replace(
        draft,
        kind="transcript" if options.as_ == "transcript" else draft.kind,
        roles={label: told["roles"].get(label, role) for label, role in draft.roles.items()},
        cases={label: case for label, case in told["cases"].items() if label in draft.roles},
        notes=tuple(note for note in (*notes, *draft.notes, missing) if note),
    )


def _told(options: Options) -> dict[str, dict[str, str]]:
    """What a map says of a transcript's speakers; a survey's map says nothing of them."""
    written: dict[str, Any] = read_map(options.map_path) if options.map_path else {}
    found: dict[str, dict[str, str]] = {"roles": {}, "cases": {}}
    if options.map_path is None or not written.keys() & found.keys():
        return found
    where = options.map_path.name
    if stray := next((key for key in written if key not in found), None):
        raise TranscriptMapIsWrongError(f"{where}: a map for a transcript has `roles` and `cases`, and no “{stray}”.")
    for key, listed in written.items():
        if not isinstance(listed, dict) or not all(isinstance(value, str | int) for value in listed.values()):
            raise TranscriptMapIsWrongError(f"{where}: `{key}` has to be a list of `label: {key[:-1]}`.")
        found[key] = {str(label): str(value) for label, value in listed.items()}
    if wrong := next((role for role in found["roles"].values() if role not in ROLES), None):
        raise TranscriptMapIsWrongError(f"{where}: “{wrong}” is no role. Roles are {', '.join(ROLES)}.")
    return found


def parse(text: str, *, name: str, markdown: bool, speakers: str = "") -> DraftDocument:
    """The text of a transcript as a draft: pure, no file. `speakers` says how they are marked, as in `Options`."""
    clean, dropped = cleaned(text)
    page = Page(name, markdown=markdown, speakers=speakers)
    (lines,) = without_line_numbers([clean.split("\n")], page.leave_out)
    before, cues = timing.cues_in(lines)
    if dropped:
        page.leave_out("the text", f"{dropped} control characters", "they print nothing and can upset a terminal")
    if cues:
        page.take_cues(before, cues)
    elif not speakers and (chat := chat_in(lines)):
        page.take_chat(chat)
    else:
        page.take_lines(lines)
    return page.draft()


def cleaned(text: str) -> tuple[str, int]:
    """Plain line ends, form feeds as line ends, without characters that print nothing."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").replace("\x85", "\n").lstrip("\ufeff")
    written = plain.encode(errors="surrogatepass")
    if b"\xc2" not in written and len(written.translate(None, _CONTROL_IN_ASCII)) == len(written):
        return plain, 0
    found = len(_CONTROL.findall(plain))
    return (_CONTROL.sub("", plain) if found else plain), found
