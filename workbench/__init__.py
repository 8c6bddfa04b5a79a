"""A workbench for mixed-methods research: lived experience beside the statistics, in one project file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbench.desk.notebook import open_project

__version__ = "0.1.0"
__all__ = ["open_project"]

os.environ["ORT_DISABLE_TELEMETRY"] = "1"
"""onnxruntime, which reads the language model, reports on its use to its maker unless told not to before it starts."""


def __getattr__(name: str) -> Any:
    """Import what a notebook needs when it asks for it, so that the command line starts light."""
    if name == "open_project":
        from importlib import import_module

        return import_module("workbench.desk.notebook").open_project
    raise AttributeError(f"module 'workbench' has no attribute {name!r}")
