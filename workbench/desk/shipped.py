"""What comes with the workbench: coding frames and the demonstration, in a checkout or in an installed wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped(name: str) -> Path:
    """The folder `coding_frames` or `projects` as it came with the workbench."""
    checkout = _PACKAGE.parent
    if (checkout / "pyproject.toml").exists() and (checkout / name).is_dir():
        return checkout / name
    return _PACKAGE / "shipped" / name
