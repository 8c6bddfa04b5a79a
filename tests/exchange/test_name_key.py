"""The key of names: whole or not there, readable by its owner and its passphrase only."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from workbench.exchange.name_key import (
    KeyNotWrittenError,
    NoNameKeyError,
    NotANameKeyError,
    WrongKeyPassphraseError,
    read_key,
    write_key,
)
from workbench.governance.pseudonyms import Pseudonyms


def made() -> Pseudonyms:
    key = Pseudonyms()
    key.take_out("Łukasz Żak", "person")
    key.leave("May")
    key.columns["gp"] = "goes"
    return key


def test_a_key_comes_back_as_it_was(tmp_path: Path) -> None:
    path, key = tmp_path / "a.names", made()
    write_key(key, path, "long words")
    write_key(key, path, "long words")
    assert read_key(path, "long words") == key
    raw = path.read_bytes()
    assert "Łukasz".encode() not in raw
    assert b"Name" not in raw
    assert [one.name for one in tmp_path.iterdir()] == ["a.names"]
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_does_not_open_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.names"
    write_key(made(), path, "long words")
    with pytest.raises(WrongKeyPassphraseError):
        read_key(path, "Long words")
    raw = bytearray(path.read_bytes())
    raw[-1] ^= 1
    path.write_bytes(raw)
    with pytest.raises(WrongKeyPassphraseError):
        read_key(path, "long words")
    for content in (b"", b"WBNAMES1", b"SQLite format 3\0" + bytes(100)):
        path.write_bytes(content)
        with pytest.raises(NotANameKeyError, match="a"):
            read_key(path, "long words")
    with pytest.raises(NoNameKeyError):
        read_key(tmp_path / "none.names", "x")
    with pytest.raises(KeyNotWrittenError):
        write_key(made(), tmp_path / "no folder" / "a.names", "x")
