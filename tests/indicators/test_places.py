from __future__ import annotations

from pathlib import Path

import pytest

from workbench.exchange.indicator_tables import READER
from workbench.exchange.readers import Options
from workbench.indicators.observations import Figure, add_figures, figures
from workbench.indicators.places import AreaNotKnownError, peers_of, place
from workbench.indicators.sentence import figure_sentence, number, words_for
from workbench.project.file import Project

SPECIMEN = Path(__file__).resolve().parents[1] / "specimens" / "indicators" / "weapon_possession.csv"


@pytest.fixture
def weapons(project: Project) -> Project:
    with project.change("Import") as session:
        add_figures(session, READER.read(SPECIMEN, Options()), publisher="data.police.uk", from_records=True)
    return project


def at(project: Project, code: str) -> tuple[Figure, list[Figure]]:
    with project.read() as session:
        (figure,) = figures(session, area=code)
        return figure, peers_of(session, figure)


def test_harlow_and_brentwood_in_a_sentence(project: Project, shared_data: Path) -> None:
    with project.change("Import") as session:
        for path in sorted((shared_data / "indicators").glob("active_lives_*.csv")):
            add_figures(session, READER.read(path, Options()))
    with project.read() as session:
        harlow, brentwood = place(session, "E07000073"), place(session, "E07000068")
    active, inactive = harlow.indicators
    assert active.sentence.startswith(
        "60.3 % of adults in Harlow were physically active in 2024/25; England 68."
        " Worse than England, as the publisher compares them."
        " The other 13 areas of Essex have 60.7 (Thurrock) to 75.7 (Brentwood); without intervals no ranking."
    )
    assert (active.comparison.word, active.comparison.published) == ("worse", True)
    assert inactive.figure.value == 27.7
    assert len(active.history) == 10
    assert len(active.peers) == 13
    assert brentwood.indicators[0].comparison.word == "better"
    assert (harlow.name, harlow.kind, harlow.county) == ("Harlow", "district", "Essex")


def test_counts_and_intervals_in_a_sentence(weapons: Project) -> None:
    harlow, peers = at(weapons, "E07000073")
    assert figure_sentence(harlow, None, peers) == (
        "Recorded offences of possessing a weapon in Harlow, Oct 2018 to Feb 2019: 51.6 per 100,000 residents"
        " (45 of 87,280; 95 % interval 37.6 to 69.0, Byar). The other 4 areas of Essex have 10.4 (Brentwood)"
        " to 281.4 (Uttlesford); 1 of them cannot be told apart from here. Source: data.police.uk."
    )
    uttlesford, peers = at(weapons, "E07000077")
    assert "all lower than here" in figure_sentence(uttlesford, None, peers)


def test_missing_figures_are_words(weapons: Project) -> None:
    harlow, peers = at(weapons, "E07000073")
    gone = harlow._replace(value=None, lower=None, upper=None, count=None, status="withheld by the publisher")
    said = figure_sentence(gone, None, peers)
    assert "the figure is withheld by the publisher" in said
    assert "None" not in said
    assert words_for(gone) == "withheld by the publisher"
    assert words_for(gone._replace(status="missing")) == "not published"
    benchmark = gone._replace(area="England", area_code="E92000001", status="missing")
    assert "the figure for England is not published" in figure_sentence(harlow, benchmark)


def test_a_difference_that_we_judge_says_why(weapons: Project) -> None:
    harlow, _ = at(weapons, "E07000073")
    england = harlow._replace(area="England", area_code="E92000001", value=20.0)
    assert "Higher than England: its interval lies wholly above." in figure_sentence(harlow, england)
    low = harlow._replace(polarity="low is good")
    assert "Worse than England: its interval lies wholly above." in figure_sentence(low, england)


@pytest.mark.parametrize(
    ("value", "text"),
    [(68.0, "68"), (60.3, "60.3"), (51.558, "51.6"), (87280, "87,280"), (0.004, "0.004"), (0, "0"), (-1.5, "-1.5")],
)
def test_numbers_as_people_read_them(value: float, text: str) -> None:
    assert number(value) == text


def test_an_unknown_place_is_refused(weapons: Project) -> None:
    with weapons.read() as session:
        with pytest.raises(AreaNotKnownError, match="E07000999"):
            place(session, "E07000999")
        assert place(session, "E07000067").indicators == ()
