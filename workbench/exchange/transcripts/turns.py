"""A transcript on its way from lines or cues to turns: who speaks, in which paragraphs, at which time.

Words are kept as they are; times go into the turn's time, speakers' names into the speaker. What stands before the
first turn, and headings, are kept as segments of no speaker.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from workbench.exchange.transcripts import cues as timing
from workbench.exchange.transcripts import labels, voices
from workbench.exchange.transcripts.chats import Chat
from workbench.exchange.transcripts.cues import Cue
from workbench.exchange.transcripts.labels import Opening
from workbench.exchange.transcripts.line_numbers import without_turn_numbers
from workbench.sources.drafts import DraftDocument, DraftTurn, LeftOut

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!<>&|~\"'])")
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|_{1,3}(?=\S))(?=\S)([^\n]{1,300}?)(?<=\S)\1(?![\w*])")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(.*)$")
_RULE = re.compile(r"^\s*([-=*_])(?:\s*\1){2,}\s*$")
_RULES = "-=*_"
_ITEM = re.compile(r"^\s*(?:[-*+•]|\d{1,3}[.)])\s+")
_CREDIT = re.compile(r"^\W*(?:transcribed|transcription (?:is )?(?:provided )?)\s*by\b", re.I)
_KEYED = re.compile(r"^\s*([A-Za-z][\w /-]{0,30}?)\s*[:=]\s+\S")
_HEADER_KEYS_LISTED = """
date time place location venue duration title project file recording recorded transcribed transcriber language
length setting study site
"""
_HEADER_KEYS = frozenset(_HEADER_KEYS_LISTED.split())
_WRAPPED_WORDS = 120
_LONG_WORDS = 250
_LONGEST_PASSAGE = 20_000
"""Characters of a passage, some 40 pages; longer ones are cut."""


class Page:
    """A transcript on its way from lines to turns.

    Args:
        name: the file's name with its suffix.
        markdown: whether the words carry Markdown's signs.
        places: what to call each line in a report; told nothing, "line 7".
        headings: lines that are headings, where the file says so in another way than by signs.
        asides: lines that stood beside what was said, and are nobody's words.
        wrapped: whether lines may have been broken for width, so that a paragraph goes over several.
        speakers: how speakers are marked, where somebody has said so: `[NAME]`, `TIME NAME -`.
    """

    def __init__(
        self,
        name: str,
        *,
        markdown: bool = False,
        places: Sequence[str] = (),
        headings: Collection[int] = (),
        asides: Collection[int] = (),
        wrapped: bool = True,
        speakers: str = "",
    ) -> None:
        self.name = name
        self._speakers = labels.convention(speakers) if speakers else None
        self.markdown = markdown
        self._places, self._headings, self._wrapped = places, headings, wrapped
        self._asides = asides
        self.title = ""
        self.turns: list[DraftTurn] = []
        self.left_out: list[LeftOut] = []
        self.notes: list[str] = []
        self.header: list[str] = []
        self.timed = False
        self._times_lost = 0
        self._width = 0

    def leave_out(self, where: str, what: str, why: str) -> None:
        """Report something that is not kept."""
        self.left_out.append(LeftOut(where, what, why))

    def take_cues(self, before: list[str], cues: list[Cue]) -> None:
        """Cues: turns where they name speakers, else paragraphs at pauses."""
        self.timed = True
        self._apart(before)
        for cue in cues:
            if not cue.text:
                self.leave_out(self._where(cue.line - 1), "a time", "no words follow it")
        heard = voices.heard(cues)
        if heard.unnamed:
            self.notes.append(
                f"A change of speaker is marked without a name ({heard.unnamed} times):"
                " each begins a paragraph, and whose words follow is not said."
            )
        speaker: str | None = None
        voice: list[Cue] = []
        for part in heard.parts:
            if part.opens or part.speaker != speaker:
                self._voice(speaker, voice)
                speaker, voice = part.speaker, []
            voice.append(part.cue)
        self._voice(speaker, voice)

    def _voice(self, speaker: str | None, voice: list[Cue]) -> None:
        for number, cue in enumerate(timing.paragraphs(voice)):
            kind = "turn" if speaker and number == 0 else "paragraph"
            self._add(speaker, cue.text, cue.start_ms, kind, self._where(cue.line - 1), until_ms=cue.end_ms)

    def take_rows(self, rows: Sequence[tuple[str, Cue]], unit: str) -> None:
        """Rows of a table: each is a turn, or goes on with the one before where the same person speaks."""
        before = ""
        for speaker, cue in rows:
            kind = "turn" if speaker and speaker != before else "paragraph"
            at_ms = cue.start_ms if cue.start_ms >= 0 else None
            self.timed = self.timed or at_ms is not None
            until_ms = cue.end_ms if cue.end_ms >= 0 else None
            self._add(speaker or None, cue.text, at_ms, kind, f"{unit} {cue.line}", until_ms=until_ms)
            before = speaker

    def take_chat(self, chat: Chat) -> None:
        """Messages: each is a turn, or goes on with the one before where the same person sent it."""
        self._apart(chat.before)
        self.notes.append(chat.note())
        before = ""
        for one in chat.messages:
            for paragraph in one.paragraphs:
                kind = "note" if not one.speaker else "turn" if one.speaker != before else "paragraph"
                self._add(one.speaker or None, paragraph, None, kind, self._where(one.line))
                before = one.speaker
        if chat.without_words:
            what = f"pictures, recordings and files ({chat.without_words:,})"
            self.leave_out("the chat", what, "only words come in")
        if chat.deleted:
            self.leave_out("the chat", f"deleted messages ({chat.deleted:,})", "no words of them are there")

    def take_lines(self, lines: list[str]) -> None:
        """Lines: turns where they are labelled, else paragraphs."""
        self._width = _wrapped_at(lines) if self._wrapped else 0
        lines, times = timing.lone_times(lines)
        stands = self._openings(lines)
        for number, written in times.items():
            if number in stands:
                stands[number] = stands[number].begun_at(timing.milliseconds(written))
            else:
                lines[number] = f"[{written}] {lines[number]}"
        starts = sorted(stands)
        first = starts[0] if starts else len(lines)
        if starts:
            self._apart(lines[:first])
        else:
            self._turn(None, 0, list(enumerate(lines)))
        for start, end in zip(starts, [*starts[1:], len(lines)][: len(starts)], strict=True):
            found = stands[start]
            self._turn(found, start, [(start, found.rest), *enumerate(lines[start + 1 : end], start + 1)])

    def _openings(self, lines: list[str]) -> dict[int, Opening]:
        """The lines that open a turn: those that are marked as somebody said, else as such lines usually are."""
        if self._speakers is not None:
            told = labels.openings_told(lines, self._speakers)
            if not told:
                self.notes.append("Nobody is marked in the way that was told: the usual ways were tried.")
            else:
                return told
        head = _header_length(lines)
        openings = {
            number: found
            for number, line in enumerate(lines)
            if line and number >= head and (found := labels.opening(line, lines[number - 1] if number else ""))
        }
        openings = without_turn_numbers(openings, self.leave_out)
        stand = labels.accepted([""] * head + lines[head:], openings)
        if how := next((labels.FAINT[one.style] for one in stand.values() if one.style in labels.FAINT), ""):
            self.notes.append(f"Who speaks was guessed from {how}: look it through.")
        return stand

    def _where(self, number: int) -> str:
        return self._places[number] if number < len(self._places) else f"line {number + 1}"

    def take_notes(self, notes: Sequence[str], what: str) -> None:
        """Notes that stood apart from the text, such as footnotes: kept at the end, as words of no speaker."""
        for number, text in enumerate(notes, 1):
            self._add(None, text, None, "note", f"{what} {number}")

    def _turn(self, found: Opening | None, line: int, lines: list[tuple[int, str]]) -> None:
        """One turn, or all of a text without speakers."""
        speaker = found.label if found else None
        at_ms = found.at_ms if found else None
        if at_ms is not None:
            self.timed = True
        if speaker and speaker.casefold() in labels.NOT_PEOPLE:
            words = " ".join(text.strip() for _, text in lines if text.strip())
            _, times = timing.take_out_times(words)
            self._add(None, f"{speaker} {words}".strip(), times[0][1] if times else at_ms, "note", self._where(line))
            return
        opened = False
        for number, kind, text in self._blocks(lines):
            if kind in {"heading", "note"}:
                self._add(None, text, None, kind, self._where(number))
                continue
            turn = "turn" if speaker and not opened else "paragraph"
            if self._add(speaker, text, None if opened else at_ms, turn, self._where(number)):
                opened = True
        if speaker and not opened:
            self.leave_out(self._where(line), speaker, "no words follow the name")

    def _apart(self, lines: list[str]) -> None:
        """What stands before the first turn: headings, and notes of no speaker."""
        for number, kind, text in self._blocks(list(enumerate(lines))):
            self.header.append(text)
            self._add(None, text, None, "heading" if kind == "heading" else "note", self._where(number))

    def _blocks(self, lines: list[tuple[int, str]]) -> list[tuple[int, str, str]]:
        """Paragraphs of lines as (line, kind, words): at blank lines, headings, list items and lines cut short."""
        blocks: list[tuple[int, str, str]] = []
        parts: list[str] = []
        begun = 0
        for number, line in lines:
            plain = line.strip()
            kind, words = self._line(number, line, plain)
            if parts and (kind or not words or self._breaks(parts[-1], line)):
                blocks += _cut_long(begun, parts)
                parts = []
            if kind:
                blocks.append((number, kind, words))
            elif words:
                if not parts:
                    begun = number
                parts.append(words)
        return blocks + _cut_long(begun, parts) if parts else blocks

    def _line(self, number: int, line: str, plain: str) -> tuple[str, str]:
        """What a line is by itself, and its words: a heading, a note, words as any (""), or a gap without words."""
        if not plain or (plain[0] in _RULES and _RULE.match(line)):
            return "", ""
        if heading := self._heading(number, line):
            if not self.title:
                self.title = self._words(heading)
            return "heading", heading
        return ("note" if number in self._asides or _CREDIT.match(line) else ""), plain

    def _breaks(self, before: str, line: str) -> bool:
        """Whether a line begins a paragraph after the one above it."""
        short = not self._width or len(before) < 0.55 * self._width
        return short or (self.markdown and _ITEM.match(line) is not None)

    def _heading(self, number: int, line: str) -> str:
        """The words of a heading, or nothing."""
        if number in self._headings:
            return line.strip()
        found = _HEADING.match(line) if self.markdown and "#" in line else None
        return found.group(1).rstrip().rstrip("#").rstrip() if found else ""

    def _words(self, text: str) -> str:
        """Words as they read: entities resolved, Markdown's signs off."""
        if "&" in text:
            text = _ENTITY.sub(lambda match: html.unescape(match.group()), text)
        if self.markdown:
            if "*" in text or "_" in text:
                text = _EMPHASIS.sub(r"\2", text)
            if "\\" in text:
                text = _ESCAPED.sub(r"\1", text)
        return text.replace("\t", " ").strip()

    def _add(
        self, speaker: str | None, text: str, at_ms: int | None, kind: str, where: str, *, until_ms: int | None = None
    ) -> bool:
        """Keep a paragraph; says whether it held words."""
        words, times = timing.take_out_times(text) if ":" in text and "[" in text else (text, [])
        words = self._words(words)
        for place, time in times:
            if at_ms is None and place < 3:
                at_ms = time
            elif time != at_ms:
                self._times_lost += 1
        self.timed = self.timed or at_ms is not None
        if not words:
            if kind == "turn" or times:
                return False
            self.leave_out(where, text[:40], "it holds no words")
            return False
        if len(words) > _LONGEST_PASSAGE:
            return self._add_long(DraftTurn(speaker, words, at_ms, kind, until_ms), where)
        self.turns.append(DraftTurn(speaker, words, at_ms, kind, until_ms))
        return True

    def _add_long(self, turn: DraftTurn, where: str) -> bool:
        """A passage that nobody could read in one piece, cut at the ends of sentences."""
        pieces = _pieces(turn.text)
        self.notes.append(f"{where} is one passage of {len(turn.text):,} characters: it is cut into {len(pieces):,}.")
        self.turns.append(replace(turn, text=pieces[0]))
        later = "paragraph" if turn.kind == "turn" else turn.kind
        self.turns += [replace(turn, text=piece, at_ms=None, until_ms=None, kind=later) for piece in pieces[1:]]
        return True

    def draft(self) -> DraftDocument:
        """The draft, with what was guessed said in its notes."""
        spoken = Counter(turn.speaker for turn in self.turns if turn.speaker)
        roles = labels.roles(spoken, "\n".join(self.header))
        if self._times_lost:
            self.leave_out("the text", f"{self._times_lost} times in brackets", "only a paragraph's first time is kept")
        if not spoken:
            self.notes.append("No speakers were found: it came in as paragraphs of no speaker.")
        elif "interviewer" not in roles.values() and len(spoken) > 1:
            self.notes.append(self._asks_most())
        plain = any(turn.kind == "heading" for turn in self.turns) and not spoken and not self.timed
        return DraftDocument(
            name=self.name,
            kind="notes" if plain else "transcript",
            turns=tuple(self.turns),
            title=self.title,
            roles=roles,
            left_out=tuple(self.left_out),
            notes=tuple(self.notes),
        )

    def _asks_most(self) -> str:
        asked = Counter(turn.speaker for turn in self.turns if turn.speaker and "?" in turn.text)
        if not asked:
            return "Nobody is marked as the interviewer."
        name, count = asked.most_common(1)[0]
        return f"Nobody is marked as the interviewer; {name} asks most ({count} passage{'s' * (count != 1)} with a question)."


def _pieces(text: str) -> list[str]:
    """A text in pieces of at most `_LONGEST_PASSAGE` characters, cut after a sentence, else after a word."""
    pieces: list[str] = []
    begin = 0
    while len(text) - begin > _LONGEST_PASSAGE:
        end = begin + _LONGEST_PASSAGE
        half = begin + _LONGEST_PASSAGE // 2
        sentence = max(text.rfind(sign, half, end) for sign in (". ", "? ", "! ")) + 1
        cut = sentence or text.rfind(" ", half, end) + 1 or end
        pieces.append(text[begin:cut].strip())
        begin = cut
    pieces.append(text[begin:].strip())
    return [piece for piece in pieces if piece]


def _header_length(lines: list[str]) -> int:
    """How many lines at the top are `Date: 3 March` and the like, up to the first blank line."""
    keys: list[str] = []
    for number, line in enumerate(lines):
        if not line.strip():
            if keys:
                return number if any(key in _HEADER_KEYS for key in keys) else 0
            continue
        match = _KEYED.match(line)
        if not match or len(line) > 160:
            return 0
        keys.append(match.group(1).split()[0].casefold())
    return 0


def _wrapped_at(lines: list[str]) -> int:
    """The width at which lines were wrapped, or 0 where every line is a paragraph of its own."""
    lengths = sorted(length for line in lines if (length := len(line.rstrip())))
    if len(lengths) < 3:
        return 0
    width = lengths[int(len(lengths) * 0.95)]
    return width if 40 <= width <= 130 else 0


def _cut_long(begun: int, parts: list[str]) -> list[tuple[int, str, str]]:
    """A paragraph; one of very many wrapped lines is cut at line ends, where a sentence ends if it can be."""
    if len(parts) < 4 or sum(len(part.split()) for part in parts) <= _LONG_WORDS:
        return [(begun, "", " ".join(parts))]
    cut: list[tuple[int, str, str]] = []
    kept: list[str] = []
    words = 0
    start = begun
    for number, part in enumerate(parts, begun):
        if not kept:
            start = number
        kept.append(part)
        words += len(part.split())
        if words >= _WRAPPED_WORDS and (part[-1:] in '.!?…”"' or words >= _WRAPPED_WORDS + 40):
            cut.append((start, "", " ".join(kept)))
            kept, words = [], 0
    if kept:
        cut.append((start, "", " ".join(kept)))
    return cut
