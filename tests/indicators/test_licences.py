"""Licences are recognised where words name one, and never assumed."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.exchange.indicator_tables import READER
from workbench.exchange.readers import Options
from workbench.indicators.licences import licence_in


@pytest.mark.parametrize(
    ("said", "licence"),
    [
        ("All content is available under the Open Government Licence v3.0", "Open Government Licence v3.0"),
        ("open government license, version 2", "Open Government Licence v2.0"),
        ("Under the Open Government Licence.", "Open Government Licence"),
        ("Creative Commons Attribution 4.0 International", "Creative Commons BY 4.0"),
        ("CC-BY-NC 3.0", "Creative Commons BY-NC 3.0"),
        ("cc0", "Creative Commons Zero"),
        ("(c) Crown copyright, government data, open to all", ""),
        ("Sent by Cc: by.name@example.org", ""),
    ],
)
def test_a_licence_is_what_the_words_say(said: str, licence: str) -> None:
    assert licence_in(["Source: survey", said]) == licence


@pytest.mark.parametrize("said", ["Open Government Licence v3.0", ""])
def test_a_file_that_says_its_licence_brings_it(tmp_path: Path, said: str) -> None:
    path = tmp_path / "sent.csv"
    path.write_text(
        f"Youth services in Essex,,,,\n{said or 'Made in 2024'},,,,\n"
        "area_code,area,period,indicator,value\nE07000073,Harlow,2023/24,Referrals,12\n"
        "E07000077,Uttlesford,2023/24,Referrals,3\n"
    )
    assert READER.read(path, Options()).licence == said
