"""Arrays of numbers kept beside the vectors: derived data, no part of the project, purged with it by a withdrawal.

A file a name, in the project's folder of the cache; under an encrypted project encrypted with a key derived from the
project's own. What cannot be read, or is another's, is as good as absent.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.suggestions.cache import folder_of_all, project_id
from workbench.suggestions.sealing import Seal

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MAGIC = b"WBA1"
SPARE = 4
"""So many of the newest files are left when others go, so that an undone run can come back with its arrays."""


class KeptArrays:
    """The named arrays of one project."""

    def __init__(self, secret: bytes, *, key: str | None = None, folder: Path | None = None) -> None:
        self._secret = secret
        self._seal = Seal(secret, key, b"arrays")
        self.folder = folder_of_all(folder) / project_id(secret)

    def keep(self, name: str, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Keep arrays under a name; where nothing can be written they are made again when they are needed."""
        import numpy as np

        held = io.BytesIO()
        np.savez(held, allow_pickle=False, **dict(arrays))
        body = self._seal.closed(name.encode(), held.getvalue())
        path = self._path(name)
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            begun = path.with_suffix(f".{os.getpid()}")
            begun.write_bytes(_MAGIC + body)
            begun.replace(path)

    def read(self, name: str) -> dict[str, NDArray[Any]] | None:
        """The arrays of a name, or None where they are not there or cannot be read."""
        import numpy as np

        try:
            raw = self._path(name).read_bytes()
        except OSError:
            return None
        plain = self._seal.opened(name.encode(), raw[len(_MAGIC) :]) if raw.startswith(_MAGIC) else None
        if plain is None:
            return None
        with np.load(io.BytesIO(plain), allow_pickle=False) as found:
            return {each: found[each] for each in found.files}

    def forget_others(self, names: Collection[str]) -> None:
        """Delete what is kept under other names, but for the newest few."""
        with contextlib.suppress(OSError):
            wanted = {self._path(name).name for name in names}
            files = sorted(self.folder.glob("*.arrays"), key=lambda one: one.stat().st_mtime, reverse=True)
            for old in files[SPARE:]:
                if old.name not in wanted:
                    old.unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        known = hashlib.blake2b(name.encode(), key=self._secret[:64], digest_size=12).hexdigest()
        return self.folder / f"{known}{self._seal.lock}.arrays"
