"""Opening a recording at a time: in a player that can go there, else in whatever the computer opens such files with."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import WorkbenchError

PLAYERS = (
    ("mpv", ("--start={seconds}", "--", "{file}")),
    ("vlc", ("--start-time={seconds}", "{file}")),
    ("ffplay", ("-hide_banner", "-loglevel", "quiet", "-ss", "{seconds}", "{file}")),
)
"""Players that begin at a time, and how they are told."""
_OPENERS = {"darwin": "open", "linux": "xdg-open"}


class NoPlayerError(WorkbenchError):
    """Nothing here opens recordings. Install VLC, or name a player in the settings: player = "vlc --start-time={seconds} {file}"."""


@dataclass(frozen=True, slots=True)
class Playing:
    """What was started, and whether it goes to the time by itself."""

    goes_there: bool


def play(recording: Path, seconds: float, *, player: str = "") -> Playing:
    """Open a recording at a time, in seconds; the app goes on meanwhile.

    `player` is a command with {file} and {seconds} in it. Raises NoPlayerError where nothing can be started.
    """
    command, goes_there = _command(recording, seconds, player)
    try:
        if not command:
            _open_by_system(recording)
        else:
            subprocess.Popen(  # noqa: S603
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
    except OSError as reason:
        raise NoPlayerError from reason
    return Playing(goes_there)


def _command(recording: Path, seconds: float, player: str) -> tuple[list[str], bool]:
    """The command that plays, empty where the system is to open the file; and whether it goes to the time."""
    told = {"{file}": str(recording), "{seconds}": f"{seconds:.1f}"}
    if player:
        return [_filled(part, told) for part in shlex.split(player)], "{seconds}" in player
    for name, arguments in PLAYERS:
        found = shutil.which(name)
        if found:
            return [found, *(_filled(part, told) for part in arguments)], True
    opener = shutil.which(_OPENERS.get(sys.platform, ""))
    return ([opener, str(recording)] if opener else []), False


def _filled(part: str, told: dict[str, str]) -> str:
    for name, value in told.items():
        part = part.replace(name, value)
    return part


def _open_by_system(recording: Path) -> None:
    """What Windows opens the file with."""
    start = getattr(__import__("os"), "startfile", None)
    if start is None:
        raise NoPlayerError
    start(str(recording))
