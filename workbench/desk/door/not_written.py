"""Why a file could not be written, in a sentence that says what to do. Pure."""

from __future__ import annotations

import errno
from pathlib import Path

_FULL = frozenset({"ENOSPC", "EDQUOT"})
_LOCKED = frozenset({"EACCES", "EPERM", "EROFS"})


def why_not_written(out: Path, error: OSError, *, is_there: bool = False) -> str:
    """Why a file could not be written; `is_there` says that its folder took it and the file itself would not be replaced.

    >>> why_not_written(Path("a.xlsx"), OSError(errno.ENOSPC, "No space left on device"))
    'a.xlsx could not be written: the disk is full. Make room, or choose a folder on another disk.'
    >>> why_not_written(Path("/proc/a.xlsx"), OSError(errno.ENOENT, "No such file or directory"))
    'a.xlsx could not be written: No such file or directory. Choose another folder or name.'
    """
    why = f"{out.name} could not be written:"
    code = errno.errorcode.get(error.errno or 0, "")
    if code in _FULL:
        return f"{why} the disk is full. Make room, or choose a folder on another disk."
    if is_there:
        return f"{why} it may be open in another program. Close it there and try again."
    if code in _LOCKED:
        return f"{why} nothing may be written to “{out.parent}”. Choose another folder."
    return f"{why} {error.strerror or error}. Choose another folder or name."
