"""What every test may ask for."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
"""What one process compiled is kept: other processes of the run, and the commands that tests start, need not do it again."""

settings.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", max_examples=5_000, deadline=None)
settings.load_profile("steady")
"""Every run tries the same examples, however slow the machine; `pytest --hypothesis-profile=search` looks for new ones."""

HERE = Path(__file__).resolve().parent
SHARED = HERE.parent.parent / "shared" / "data"

LONG = (
    "test_shape",
    "test_wheel",
    "test_demo_workbook",
    "test_blind_copies",
    "test_merge",
    "test_damage",
    "test_learning",
    "test_worker",
)
"""Files of tests that take long: they go first, so that none is left to one processor alone at the end."""


def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are processors: tests of the app wait a good part of their time."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Iterator[None]:
    """Collect without looking for garbage: what is loaded stays to the end, and nobody looks through it again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the long ones first, and leave the rest in their order."""
    items.sort(key=lambda item: LONG.index(item.path.stem) if item.path.stem in LONG else len(LONG))


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


@pytest.fixture(scope="session")
def built_demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the demonstration as `workbench demo` builds it, made once a run for all processes; not to be touched."""
    from workbench.desk.demo.building import build_demo

    own = tmp_path_factory.getbasetemp()
    run = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    where, made = run / "built-demonstration", run / "built-demonstration.made"
    with FileLock(run / "built-demonstration.lock"), pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBENCH_HOME", str(run / "home"))
        if not made.exists():
            build_demo(where, say=lambda _: None)
            made.touch()
    return where


@pytest.fixture(scope="module")
def demonstration(built_demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demonstration in it, its workbook and its brief, for the tests of one file."""
    return shutil.copytree(built_demonstration, tmp_path_factory.mktemp("demonstration") / "demonstration")
