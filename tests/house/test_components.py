"""The list of components that the guide prints is the list of what is installed."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from workbench.suggestions.embedding import MODEL, TOKENIZER
from workbench.suggestions.word_vectors import WEIGHTS, WORDS


@pytest.fixture(scope="module")
def listing() -> ModuleType:
    """The script that writes the page."""
    place = Path(__file__).with_name("components.py")
    spec = importlib.util.spec_from_file_location("components", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(sys.platform != "linux", reason="the page is written where the packages for Linux are")
def test_the_page_lists_what_is_installed(listing: ModuleType) -> None:
    shown = listing.on_page(listing.PAGE.read_text(encoding="utf-8"))
    assert shown == listing.table(), "python tests/house/components.py writes it anew"


def test_every_package_has_a_licence_and_a_purpose(listing: ModuleType) -> None:
    found = listing.components()
    assert {"textual", "sqlcipher3", "certifi"} <= {one.name for one in found}
    assert not {"torch", "sentence-transformers", "hdbscan"} & {one.name for one in found}
    assert [one.name for one in found if not one.licence or not one.purpose] == []
    assert "◆" in next(one for one in found if one.name == "certifi").line()
    assert "◆" not in next(one for one in found if one.name == "textual").line()


def test_the_checked_files_are_named_with_the_hash_that_is_checked(listing: ModuleType) -> None:
    page = listing.PAGE.read_text(encoding="utf-8")
    assert MODEL.sha256 in page
    assert TOKENIZER.sha256 in page
    assert WEIGHTS.sha256 in page
    assert WORDS.sha256 in page


def test_the_encryption_is_the_one_that_the_page_for_it_departments_tells(tmp_path: Path) -> None:
    from workbench.desk.guide import page_named
    from workbench.project.file import create

    page = page_named("it").text()
    with (
        create(tmp_path / "study.workbench", title="Study", coder="amina", passphrase="four plain words") as project,
        project.reading_connection() as connection,
    ):
        settings = [str(row[0]) for row in connection.execute("PRAGMA cipher_settings")]
        version, provider = (
            str(connection.execute(f"PRAGMA {name}").fetchone()[0])
            for name in ("cipher_version", "cipher_provider_version")
        )
    assert settings
    for line in settings:
        assert line.removeprefix("PRAGMA ").rstrip(";") in page
    assert f"SQLCipher {'.'.join(version.split('.')[:2])} community" in " ".join(page.split())
    assert " ".join(provider.split()[:2]).rpartition(".")[0] in page
