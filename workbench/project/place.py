"""Where a project file lies: on this machine, or in a folder that others or a service reach too.

In a network or synced folder the journal may not be shared memory, so the file is kept whole after every change.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

SYNCED = ("onedrive", "dropbox", "google drive", "googledrive", "icloud", "mobile documents", "nextcloud", "owncloud")
"""How the folders of the common sync services begin."""

NETWORK_SYSTEMS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "fuse.sshfs", "fuse.rclone", "davfs"}


def is_shared(path: Path) -> bool:
    """Whether a file lies in a synced folder or on a network drive, as far as can be told."""
    folder = path.absolute().parent
    if any(part.lower().startswith(SYNCED) for part in folder.parts):
        return True
    if sys.platform == "win32":
        return _is_remote_on_windows(folder)
    return system_of(folder) in NETWORK_SYSTEMS


def mode_for(path: Path) -> int:
    """Who may open a new project file: its owner alone, but in a folder that a team shares whoever the folder lets."""
    return 0o666 if is_shared(path) else 0o600


def system_of(folder: Path, mounts: Path = Path("/proc/mounts")) -> str:
    """The kind of file system that a folder lies on, or nothing where that cannot be read."""
    if not mounts.exists():
        return ""
    best, system = "", ""
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        fields = line.split()
        if len(fields) < 3:
            continue
        place = fields[1].replace("\\040", " ")
        if len(place) >= len(best) and folder.is_relative_to(place):
            best, system = place, fields[2]
    return system


def _is_remote_on_windows(folder: Path) -> bool:
    remote = 4
    if os.fspath(folder).startswith("\\\\"):
        return True
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.GetDriveTypeW(folder.anchor) == remote)
    return False
