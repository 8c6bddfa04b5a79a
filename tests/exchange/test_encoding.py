"""Encodings: found where they can be, said where they were guessed, refused where there is no text."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.errors import WorkbenchError
from workbench.exchange import encoding
from workbench.exchange.encoding import decode, head_of, read_text

WORDS = "Well, the café wasn’t open – “never” after dark.\nI’d cross over.\n"


@pytest.mark.parametrize(
    ("written", "name", "certain"),
    [
        ("utf-8", "utf-8", True),
        ("utf-8-sig", "utf-8", True),
        ("utf-16", "utf-16-le", True),
        ("utf-16-le", "utf-16-le", True),
        ("utf-16-be", "utf-16-be", True),
        ("utf-32", "utf-32-le", True),
        ("utf-32-be", "utf-32-be", True),
        ("cp1252", "windows-1252", False),
    ],
)
def test_the_same_words_come_out(written: str, name: str, certain: bool) -> None:
    found = decode(WORDS.encode(written))
    assert found is not None
    assert (found.text, found.encoding, found.certain) == (WORDS, name, certain)
    assert ("worked out" in found.note()) is not certain


def test_guesses_on_real_files(shared_data: Path) -> None:
    folder = shared_data / "nasty" / "encodings"
    assert "“The names" in read_text(folder / "chardet_windows-1252_github_bug_9.txt").text
    assert read_text(folder / "cn_sample-turkish.txt").text.startswith("İstanbul, Türkiye")
    assert read_text(folder / "cn_sample-greek.txt").text.startswith("Η ελληνική")
    assert read_text(folder / "cn_sample-russian.txt").text.startswith("В гимназии")


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", encoding.FileIsEmptyError),
        (b" \n\t\n", encoding.FileIsEmptyError),
        (b"words\0more words", encoding.FileIsNotTextError),
        (bytes(range(256)) * 40, encoding.FileIsNotTextError),
        (b"\xff\xfea\x00b", encoding.FileIsNotTextError),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes, error: type[WorkbenchError]) -> None:
    path = tmp_path / "07.txt"
    path.write_bytes(data)
    with pytest.raises(error, match=r"07\.txt"):
        read_text(path)


@pytest.mark.parametrize(
    ("data", "error", "says"),
    [
        (
            (WORDS * 3).encode() + "naïve".encode("cp1252"),
            encoding.EncodingIsBrokenError,
            "the first of them on line 7",
        ),
        (("wasn’t\n" * 8 + "wasn’").encode()[:-1], encoding.EncodingIsBrokenError, "on line 9"),
        (WORDS.encode("mac_roman"), encoding.EncodingIsUnclearError, "one of several"),
        ("Příliš žluťoučký kůň úpěl ďábelské ódy".encode("iso8859-2"), encoding.EncodingIsUnclearError, "CSV UTF-8"),
        (b"hello w\xc3( rld " * 20, encoding.EncodingIsUnclearError, "UTF-8"),
        (b"caf\x82 open", encoding.EncodingIsUnclearError, "UTF-8"),
    ],
    ids=["mixed", "cut", "mac", "central", "stray", "dos"],
)
def test_a_poor_guess_is_refused_with_advice(
    tmp_path: Path, data: bytes, error: type[WorkbenchError], says: str
) -> None:
    path = tmp_path / "07.txt"
    path.write_bytes(data)
    with pytest.raises(error, match=says):
        read_text(path)


def test_a_few_western_letters_are_enough() -> None:
    found = decode("café".encode("latin-1"))
    assert found is not None
    assert (found.text, found.encoding) == ("café", "windows-1252")


def test_missing_folder_and_large(tmp_path: Path) -> None:
    with pytest.raises(encoding.FileIsMissingError):
        read_text(tmp_path / "none.txt")
    with pytest.raises(encoding.FileIsFolderError):
        read_text(tmp_path)
    path = tmp_path / "long.txt"
    path.write_text("word " * 1000)
    with pytest.raises(encoding.FileIsTooLargeError):
        read_text(path, limit=4000)
    assert head_of(path, 4) == b"word"
