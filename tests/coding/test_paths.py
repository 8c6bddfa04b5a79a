from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.coding.paths import join_path, split_path

names = st.lists(st.text(alphabet=st.characters() | st.sampled_from("/\\"), min_size=1), min_size=1)


@given(names)
def test_every_path_reads_back_to_its_names(parts: list[str]) -> None:
    assert split_path(join_path(parts)) == tuple(parts)


@given(names, names)
def test_two_codes_never_share_a_path(one: list[str], other: list[str]) -> None:
    assert (join_path(one) == join_path(other)) == (one == other)


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("Fear/Journeys", ("Fear", "Journeys")),
        (r"Fear/Bus\/train", ("Fear", "Bus/train")),
        (r"C:\temp/x", (r"C:\temp", "x")),
        ("Fear / Journeys", ("Fear ", " Journeys")),
    ],
)
def test_paths_as_people_write_them(path: str, parts: tuple[str, ...]) -> None:
    assert split_path(path) == parts


@pytest.mark.parametrize("path", ["", "/", "Fear/", "/Fear", "Fear//Journeys"])
def test_a_path_with_an_empty_name_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="empty name"):
        split_path(path)


@pytest.mark.parametrize("parts", [[], [""], ["Fear", ""]])
def test_a_name_must_not_be_empty(parts: list[str]) -> None:
    with pytest.raises(ValueError, match="names"):
        join_path(parts)
