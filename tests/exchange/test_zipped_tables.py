"""A table of figures that comes in a zip archive: read as if it lay beside it; more than one, or none, refused."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from workbench.errors import WorkbenchError
from workbench.exchange.readers import Options, recognise
from workbench.indicators.drafts import DraftFigures

FIGURES = "area_code,period,indicator,value,unit\nE07000073,2023,Thing,10,%\nE07000077,2023,Thing,12,%\n"


def zipped(folder: Path, name: str = "download.zip", **files: str | bytes) -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in files.items():
            archive.writestr(part.replace("_csv", ".csv").replace("_txt", ".txt"), text)
    return path


def test_the_one_table_of_an_archive(tmp_path: Path) -> None:
    path = zipped(tmp_path, figures_csv=FIGURES, readme_txt="words")
    reader = recognise(path)
    assert reader.kind == "indicators"
    draft = reader.read(path, Options())
    assert isinstance(draft, DraftFigures)
    assert draft.name == "figures.csv", "the same figures from the file itself are found again"
    assert [figure.value for figure in draft.indicators[0].figures] == [10.0, 12.0]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"a_csv": FIGURES, "b_csv": FIGURES}, "holds 2 tables in its files. Unpack it"),
        ({"a_txt": "words"}, "holds no table in its files. Unpack it"),
        ({"a_csv": b"\0\1\2" * 400}, "a.csv is not text in any encoding"),
        ({"a_csv": ""}, "a.csv holds nothing but white space"),
        ({"a_csv": "area_code,value\n" + "0" * 60_000_000}, "a.csv unpacks to 57 MB, which no document does"),
    ],
    ids=["two", "none", "no text", "empty", "bomb"],
)
def test_what_is_not_one_table_is_refused_in_a_sentence(
    tmp_path: Path, files: dict[str, str | bytes], said: str
) -> None:
    path = zipped(tmp_path, **files)
    with pytest.raises(WorkbenchError) as refused:
        recognise(path, as_="indicators").read(path, Options())
    assert said in str(refused.value)
