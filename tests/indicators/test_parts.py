"""The parts of figures, read at once for many."""

from __future__ import annotations

from tests.essex_weapons import HARLOW, ROCHFORD, UTTLESFORD, add_weapons, whole
from workbench.indicators.drafts import is_part
from workbench.indicators.observations import figures
from workbench.indicators.parts import parts_among, parts_of
from workbench.project.file import Project


def test_small_areas_and_kinds_of_place_are_parts(project: Project) -> None:
    add_weapons(project)
    wanted = [whole(project, code) for code in (UTTLESFORD, HARLOW, ROCHFORD)]
    with project.read() as session:
        found = parts_of(session, wanted)
        everything = figures(session)
    uttlesford = found[wanted[0].id]
    assert [(one.name, one.code, one.count) for one in uttlesford if one.count == 249] == [
        ("Uttlesford 006B", "E01022090", 249)
    ]
    assert sum(one.count for one in uttlesford if one.kind == "small area") == 261
    assert {one.name: one.count for one in uttlesford if one.kind == "place"} == {
        "Airport/Airfield": 228,
        "Parking Area": 22,
        "a street": 11,
    }
    assert {key: sorted(map(repr, parts)) for key, parts in parts_among(wanted, everything).items()} == {
        key: sorted(map(repr, parts)) for key, parts in found.items()
    }


def test_another_time_has_no_parts_and_a_part_has_none_either(project: Project) -> None:
    add_weapons(project)
    figure = whole(project, UTTLESFORD)
    with project.read() as session:
        later = figure._replace(starts="2019-03-01", ends="2019-03-31")
        group = figure._replace(sex="Female")
        small = next(one for one in figures(session, area="E01022090"))
        assert parts_of(session, [later, group, small]) == {}
    assert is_part("E01022090", "all")
    assert is_part(UTTLESFORD, "place: Prison")
    assert not is_part(UTTLESFORD, "all")
