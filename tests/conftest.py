"""What every test may ask for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("steady", derandomize=True)
settings.register_profile("search", max_examples=5_000, deadline=None)
settings.load_profile("steady")
"""Every run tries the same examples; `pytest --hypothesis-profile=search` looks for new ones."""

HERE = Path(__file__).resolve().parent
SHARED = HERE.parent.parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real files beside the checkout; skips, saying so, when it is not there."""
    for place in (SHARED, HERE.parent.parent.parent / "shared" / "data"):
        if place.is_dir():
            return place
    pytest.skip("the folder of real files, shared/data, is not beside this checkout")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[object]:
    """An empty project of the coder amina."""
    from workbench.project.file import create

    with create(tmp_path / "study.workbench", title="Study", coder="amina") as opened:
        yield opened
