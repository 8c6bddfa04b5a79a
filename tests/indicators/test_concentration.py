"""Where a count lies, against numbers worked out by hand from the published files."""

from __future__ import annotations

import pytest

from tests.essex_weapons import HARLOW, ROCHFORD, UTTLESFORD, add_weapons, whole
from workbench.indicators.concentration import kinds_of_place, made_in_one_place, one_small_area, standing, tail_bound
from workbench.indicators.observations import Figure
from workbench.indicators.parts import Part, parts_of
from workbench.indicators.places import peers_of
from workbench.project.file import Project


def read(project: Project, code: str) -> tuple[Figure, list[Part], list[Figure]]:
    add_weapons(project)
    figure = whole(project, code)
    with project.read() as session:
        return figure, parts_of(session, [figure])[figure.id], peers_of(session, figure)


def test_one_small_area_makes_the_highest_figure(project: Project) -> None:
    doubt = one_small_area(*read(project, UTTLESFORD))
    assert doubt is not None
    assert doubt.weight == "changes the sentence"
    assert doubt.sentence == (
        "249 of the 261 (95 %) lie in one small area, Uttlesford 006B (E01022090), where an even spread would put no"
        " more than 9. The other 12 would be 12.9 per 100,000 residents: with it Uttlesford is the highest of 14,"
        " without it the second lowest. Ask what is there, and whether residents are the measure."
    )
    assert doubt.least == 12


def test_an_airport_makes_it(project: Project) -> None:
    (doubt,) = kinds_of_place(*read(project, UTTLESFORD))
    assert (doubt.kind, doubt.weight) == ("place: Airport/Airfield", "changes the sentence")
    assert doubt.sentence == (
        "228 of the 261 (87 %) lie at an airport or airfield: people who pass through are not residents. The other 33"
        " would be 35.6 per 100,000 residents: with it Uttlesford is the highest of 14, without it the fifth highest."
    )


def test_spread_over_many_small_areas_is_no_doubt(project: Project) -> None:
    figure, parts, peers = read(project, HARLOW)
    assert len(parts) == 28
    assert one_small_area(figure, parts, peers) is None
    assert kinds_of_place(figure, parts, peers) == []


def test_nearly_half_in_one_small_area_is_worth_knowing(project: Project) -> None:
    doubt = one_small_area(*read(project, ROCHFORD))
    assert doubt is not None
    assert doubt.weight == "worth knowing"
    assert doubt.sentence.startswith("9 of the 19 (47 %) lie in one small area, Rochford 007E")
    assert "The other 10 would be 11.4 per 100,000 residents" in doubt.sentence
    assert "with it Rochford is the sixth lowest of 14, without it the second lowest" in doubt.sentence


def test_few_counts_come_together_by_chance(project: Project) -> None:
    figure, _, peers = read(project, HARLOW)
    two = figure._replace(count=10.0, denominator=None)
    assert one_small_area(two, [Part("Harlow 001A", 7), Part("Harlow 001B", 3)], peers) is None
    assert one_small_area(two._replace(count=9.0), [Part("Harlow 001A", 9), Part("Harlow 001B", 0)], peers) is None
    assert one_small_area(figure._replace(count=12.0), [Part("Harlow 001A", 12, code="E01021850")], peers) is not None


def test_a_handful_in_one_small_area_changes_no_sentence(project: Project) -> None:
    """Of bicycle thefts in Harlow 5 of 11 lay in the town centre's small area."""
    figure, _, peers = read(project, HARLOW)
    few = figure._replace(count=11.0, value=12.6, lower=6.3, upper=22.6)
    below = [peer._replace(value=2.0, lower=0.5, upper=5.0) for peer in peers]
    parts = [Part("Harlow 007E", 5), *(Part(f"Harlow 00{at}A", 1) for at in range(1, 7))]
    doubt = one_small_area(few, parts, below)
    assert doubt is not None
    assert doubt.weight == "worth knowing"
    assert not made_in_one_place(few, parts, below)


def test_less_than_half_weakens_where_a_clear_difference_goes_with_it(project: Project) -> None:
    """Of thefts from shops in Basildon 40 of 112 lay in one small area: 59.7, and 38.4 (30.0 to 48.3) without."""
    figure, _, peers = read(project, HARLOW)
    shops = figure._replace(count=112.0, denominator=187558.0, value=59.7, lower=49.2, upper=71.9)
    parts = [Part("Basildon 015C", 40), *(Part(f"Basildon 0{at}A", 2) for at in range(10, 46))]
    near = [peer._replace(value=40.0, lower=30.0, upper=47.0) for peer in peers]
    far = [peer._replace(value=10.0, lower=5.0, upper=20.0) for peer in peers]
    weights = [doubt.weight for some in (near, far) if (doubt := one_small_area(shops, parts, some))]
    assert weights == ["weakens it", "worth knowing"]
    airport = [Part("Airport/Airfield", 40, "place"), Part("a street", 72, "place")]
    found = [kinds_of_place(shops, airport, some)[0].weight for some in (near, far, [*near[:3], *far[3:]])]
    assert found == ["changes the sentence", "weakens it", "weakens it"]


def test_most_of_a_figure_in_one_place_sets_it_aside(project: Project) -> None:
    assert made_in_one_place(*read(project, UTTLESFORD))
    figure, parts, peers = whole(project, HARLOW), [Part("a street", 40, "place")], [whole(project, UTTLESFORD)]
    assert not made_in_one_place(figure, parts, peers)


def test_without_neighbours_more_than_half_changes_the_sentence(project: Project) -> None:
    figure, parts, _ = read(project, UTTLESFORD)
    doubt = one_small_area(figure, parts, [])
    assert doubt is not None
    assert doubt.weight == "changes the sentence"
    assert "with it" not in doubt.sentence


@pytest.mark.parametrize(
    ("place", "count", "weight"),
    [
        ("Prison", 30, "weakens it"),
        ("Police Station", 15, "weakens it"),
        ("Hospital", 6, "worth knowing"),
        ("Hospital", 4, None),
        ("Supermarket", 31, "weakens it"),
        ("Shopping Area", 20, "worth knowing"),
        ("Nightclub", 10, None),
        ("Parking Area", 55, None),
    ],
)
def test_kinds_of_place_weigh_by_what_they_are(project: Project, place: str, count: int, weight: str | None) -> None:
    figure, _, peers = read(project, HARLOW)
    low = figure._replace(count=60.0, value=5.0, lower=4.0, upper=6.0)
    parts = [Part(place, count, "place"), Part("a street", 60 - count, "place")]
    found = kinds_of_place(low, parts, peers)
    assert [doubt.weight for doubt in found] == ([weight] if weight else [])
    if found:
        assert f"{count}" in found[0].sentence


def test_town_centres_are_taken_together(project: Project) -> None:
    figure, _, peers = read(project, HARLOW)
    parts = [Part("Shopping Area", 10, "place"), Part("Supermarket", 4, "place"), Part("Nightclub", 1, "place")]
    (doubt,) = kinds_of_place(figure._replace(count=53.0), parts, peers)
    assert doubt.sentence.startswith(
        "15 of the 53 (28 %) lie at town-centre places (10 at a shopping area, 4 at a supermarket, 1 at a nightclub)"
    )


def test_chance_has_a_bound_above_the_binomial_tail() -> None:
    from scipy.stats import binom

    for count, total, share in ((9, 19, 1 / 10), (7, 10, 0.5), (30, 60, 0.2), (10, 10, 0.1)):
        exact = float(binom.sf(count - 1, total, share))
        assert exact * (1 - 1e-9) <= tail_bound(count, total, share) < exact * 30


def test_standing_counts_from_the_nearer_end() -> None:
    assert standing(5, [1, 2, 3]) == "the highest of 4"
    assert standing(2.5, [1, 2, 3]) == "the second highest of 4"
    assert standing(1.5, [1, 2, 3, 4]) == "the second lowest of 5"
