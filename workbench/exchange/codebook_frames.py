"""Codebooks as coding frames, `.yaml`: a frame that the workbench could start from, or one that is not complete yet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from workbench.coding.frames import said_in
from workbench.coding.paths import join_path
from workbench.coding.study_drafts import DraftCodebook, StudyCode
from workbench.errors import WorkbenchError
from workbench.exchange.codebook_limits import DEEPEST, MOST_CODES, TooManyCodesError
from workbench.exchange.encoding import head_of
from workbench.exchange.readers import Options
from workbench.sources.drafts import LeftOut

SUFFIXES = (".yaml", ".yml")
_WORDS = ("definition", "include", "exclude", "example", "safeguarding")
_HEADS = frozenset({"title", "version", "description", "approach", "codes", "name"})


class NotAFrameError(WorkbenchError):
    """A coding frame has a list of codes, each with a name. Look at the frames that come with the workbench."""


class FrameReader:
    """Reads coding frames as codebooks."""

    name = "coding frames in .yaml"
    kind = "codes"
    suffixes = SUFFIXES

    def recognises(self, path: Path, head: bytes) -> float:
        """How sure this is a frame: YAML that lists codes."""
        if path.suffix.lower() not in SUFFIXES:
            return 0.0
        return 0.9 if head.startswith(b"codes:") or b"\ncodes:" in head else 0.1

    def read(self, path: Path, options: Options) -> DraftCodebook:
        """The frame's codes as a draft; raises a sentence where it lists none."""
        del options
        head_of(path)
        said = said_in(path)
        if not isinstance(said, dict):
            raise NotAFrameError(
                f"{path.name} is no coding frame: it has “title:” and “codes:”, and below it “- name: …”."
            )
        found = _Found(said)
        found.take(said.get("codes"), (), "")
        if not found.codes:
            raise NotAFrameError(f"{path.name} lists no codes. A coding frame has “codes:” and below it “- name: …”.")
        for what in ("questions", "indicators"):
            for one in said.get(what) or () if isinstance(said.get(what), list) else ():
                called = one.get("text") or one.get("name") if isinstance(one, dict) else one
                why = "a codebook brings codes; `workbench new --frame` takes a whole frame"
                found.left_out.append(LeftOut(what, str(called)[:80], why))
        return DraftCodebook(path.name, "a coding frame", tuple(found.codes), (), tuple(found.left_out))


READER = FrameReader()


class _Found:
    """The codes of a frame, a parent before its children."""

    def __init__(self, said: dict[str, Any]) -> None:
        self.codes: list[StudyCode] = []
        unknown = said.keys() - _HEADS - {"questions", "indicators"}
        self.left_out = [LeftOut("the frame", name[:80], "a frame does not have it") for name in sorted(unknown)]
        self._paths: set[str] = set()

    def take(self, listed: Any, above: tuple[str, ...], parent: str) -> None:
        """Take in a list of codes and those below each."""
        for number, one in enumerate(listed if isinstance(listed, list) else (), 1):
            name = " ".join(str(one.get("name") or "").split()) if isinstance(one, dict) else ""
            where = join_path(above) if above else "the frame"
            path = join_path((*above, name)) if name else ""
            if not name or path in self._paths or len(above) >= DEEPEST:
                why = "it has no name" if not name else "it stands there already" if path in self._paths else "too deep"
                self.left_out.append(LeftOut(where, f"code {number}", why))
                continue
            if len(self.codes) >= MOST_CODES:
                raise TooManyCodesError
            self._paths.add(path)
            definition, include, exclude, example, safeguarding = (str(one.get(cell) or "").strip() for cell in _WORDS)
            code = StudyCode(path, name, parent, definition, include, exclude, example, safeguarding=safeguarding)
            self.codes.append(code)
            unknown = one.keys() - {"name", "codes", "questions", *_WORDS}
            self.left_out += [
                LeftOut(path, str(key)[:80], "a code does not have it") for key in sorted(map(str, unknown))
            ]
            self.take(one.get("codes"), (*above, name), path)
