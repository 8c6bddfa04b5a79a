"""Doing without Python's search for things that point back at themselves, where there are none and rows are many."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unswept() -> Iterator[None]:
    """Figures and codings hold nothing that points back at itself: Python need not look through all of them again and again."""
    swept = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if swept:
            gc.enable()
