"""Numbers that count the lines of a transcript, or its turns: off, and said."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from workbench.exchange.transcripts.labels import Opening

_LINE_NUMBER = re.compile(r"\s{0,8}(\d{1,5})(?=\s|$)\s{0,8}(.*)")
_TURN_NUMBER = re.compile(r"(\d{1,5})[.)]?\s+(\S.*)")


def without_line_numbers(pages: Sequence[list[str]], leave_out: Callable[[str, str, str], None]) -> list[list[str]]:
    """The pages without numbers before each line, or on lines of their own, where most lines have one and they count up."""
    found = [_LINE_NUMBER.fullmatch(line) for lines in pages for line in lines if line.strip()]
    alone = [int(match.group(1)) for match in found if match and not match.group(2)]
    before = [int(match.group(1)) for match in found if match]
    if _counts_up(alone, len(found) - len(alone)):
        leave_out("the lines", f"line numbers ({len(alone)})", "they count lines, and nobody says them")
        return [[line for line in lines if not _is_bare_number(line)] for lines in pages]
    if not _counts_up(before, len(found)):
        return list(pages)
    leave_out("the lines", f"line numbers ({len(before)})", "they count lines, and nobody says them")
    return [[match.group(2) if (match := _LINE_NUMBER.fullmatch(line)) else line for line in lines] for lines in pages]


def _counts_up(numbers: Sequence[int], lines: int) -> bool:
    """Whether so many lines may be counted by these numbers: most of them, going up, from 1 again on some pages."""
    if len(numbers) >= max(4, lines) and list(numbers) == list(range(numbers[0], numbers[0] + len(numbers))):
        return True
    if len(numbers) < 8 or len(numbers) < 0.6 * lines:
        return False
    rising = sum(0 < later - earlier <= 5 or later < earlier for earlier, later in pairwise(numbers))
    return rising >= 0.9 * (len(numbers) - 1)


def _is_bare_number(line: str) -> bool:
    match = _LINE_NUMBER.fullmatch(line)
    return match is not None and not match.group(2)


def without_turn_numbers(
    openings: Mapping[int, Opening], leave_out: Callable[[str, str, str], None]
) -> dict[int, Opening]:
    """Openings without numbers before the names, where nearly all have one and they count up: "12 Kez" is Kez."""
    found = {number: _TURN_NUMBER.fullmatch(one.label) for number, one in openings.items()}
    counted = [int(match.group(1)) for match in found.values() if match]
    rising = sum(earlier < later for earlier, later in pairwise(counted))
    if len(counted) < 4 or len(counted) < 0.8 * len(found) or rising < len(counted) - 1:
        return dict(openings)
    leave_out("the turns", f"numbers before names ({len(counted)})", "they count turns, and nobody is called so")
    return {
        number: one._replace(label=match.group(2)) if (match := found[number]) else one
        for number, one in openings.items()
    }
