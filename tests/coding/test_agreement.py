"""Agreement of coders in a project: what counts as read, as a unit, as the same."""

from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import yaml

from tests.coding.conftest import Coded
from tests.coding.two_coders import key_of, put_together, read_one, unmarked
from workbench.coding.agreement import (
    ALL_CODES,
    REFLEXIVE,
    UNUSED,
    AgreementLine,
    agreement,
    agreements,
    lines_of,
    read_together,
    why_not_shown,
)
from workbench.coding.codebook import add_code
from workbench.coding.coefficients import NO_VARIANCE, alpha, cohen_kappa, counts_of_table, gwet_ac1
from workbench.coding.comparison import compare
from workbench.coding.presence import Marks
from workbench.desk.importing.bring_in import bring_in
from workbench.desk.tables.declared import make_table
from workbench.project.file import Project, create
from workbench.rows import remove
from workbench.sources.documents import Segment, segments_of

AMINA = """
    Interviewer: How is it after dark?
    Amina: [I cross over]{lighting} when the lamps are out.
    Interviewer: And the bus?
    Ben: [The bus never comes]{buses}. [We walk home in the dark]{lighting}.
    Cara: Nothing to say.
    Dan: [They follow you]{safety}, and nobody comes.
"""
BEN = """
    Interviewer: How is it after dark?
    Amina: I cross over [when the lamps are out]{lighting}.
    Interviewer: And the bus?
    Ben: [The bus never comes. We walk home]{buses} in the dark.
    Cara: Nothing to say.
    Dan: They follow you, and [nobody comes]{police}.
"""


def lines(project: Project, *who: str, rolled_up: bool = False) -> dict[str, AgreementLine]:
    keys = [key_of(project, name) for name in who] or None
    with project.read() as session:
        return {line.code: line for line in agreement(session, keys, rolled_up=rolled_up)}


def test_two_coders_turn_by_turn(project: Project) -> None:
    put_together(project, AMINA, {"ben": BEN})
    found = lines(project)
    assert list(found) == ["lighting", "buses", "safety", "police", ALL_CODES]
    lighting = found["lighting"]
    assert (lighting.coders, lighting.units, lighting.used) == (("amina", "ben"), 6, 2)
    table = np.array([[4, 0], [1, 1]])
    assert lighting.percent == pytest.approx(100 * 5 / 6)
    assert lighting.kappa == pytest.approx(cohen_kappa(table).value)
    assert lighting.ac1 == pytest.approx(gwet_ac1(counts_of_table(table)).value)
    assert lighting.alpha == pytest.approx(alpha(np.array([[0, 1, 0, 1, 0, 0], [0, 1, 0, 0, 0, 0.0]])).value)
    buses = found["buses"]
    assert (buses.percent, buses.kappa, buses.alpha) == (100, 1, 1)
    assert buses.boundaries is not None
    assert buses.boundaries < 0.9, "the same turn, and other words of it"
    assert buses.alpha_lower is None
    assert "Too few" in buses.note
    together = found[ALL_CODES]
    assert together.code_id is None
    assert together.percent == pytest.approx(100 * (5 + 6 + 5 + 5) / 24)


def test_a_passage_read_without_a_code_is_a_judgement_and_an_unread_one_is_none(project: Project) -> None:
    coded = put_together(project, AMINA, {"ben": unmarked(AMINA)}, read=["amina"])
    assert lines(project, "amina", "ben") == {}
    read_one(coded, "ben", 1)
    read_one(coded, "ben", 4)
    found = lines(project, "amina", "ben")["lighting"]
    assert (found.units, found.used, found.percent) == (2, 1, 50)
    assert lines(project, "amina", "ben")["safety"].note == UNUSED, "nobody has read that turn but amina"


def test_what_is_gone_does_not_count(project: Project) -> None:
    coded = put_together(project, AMINA, {"ben": BEN})
    with project.change("Take away") as session:
        remove(session, Segment, segments_of(session, coded.document)[5].id)
    found = lines(project)
    assert (found["lighting"].units, found["safety"].used) == (5, 0)


def test_nothing_varies_and_nothing_used_are_two_sentences(project: Project) -> None:
    told = "Amina: [Dark]{dark}.\nBen: [Dark]{dark}."
    put_together(project, told, {"ben": told})
    with project.change("Code") as session:
        add_code(session, "unused")
    found = lines(project)
    assert (found["dark"].percent, found["dark"].kappa, found["dark"].alpha) == (100, None, None)
    assert found["dark"].note == NO_VARIANCE
    assert found["unused"].note == UNUSED
    assert found["unused"].alpha is None


def test_rolled_up_a_code_counts_for_those_above(project: Project) -> None:
    first = "Amina: [Dark]{places/lamps}.\nBen: Fine.\nCara: [Bus]{places/buses}."
    second = "Amina: [Dark]{places/buses}.\nBen: Fine.\nCara: [Bus]{places/buses}."
    put_together(project, first, {"ben": second})
    assert lines(project)["places"].note == UNUSED
    up = lines(project, rolled_up=True)
    assert (up["places"].used, up["places"].alpha) == (2, 1)
    assert up["places/lamps"].percent == pytest.approx(100 * 2 / 3)


def test_three_coders_who_have_not_all_read_the_same(project: Project) -> None:
    coded = put_together(project, AMINA, {"ben": BEN, "cara": BEN}, read=["amina", "ben"])
    for ordinal in (0, 1, 2):
        read_one(coded, "cara", ordinal)
    with project.read() as session:
        everybody = compare(session)
        together = read_together(everybody)
        found = {line.code: line for line in lines_of(session, everybody)}
        every = agreements(session)
        hers = agreements(session, key_of(project, "cara"))
    assert [(one.coders, one.units) for one in together] == [
        (("amina", "ben"), 6),
        (("amina", "cara"), 3),
        (("ben", "cara"), 3),
        (("amina", "ben", "cara"), 6),
    ]
    matrix = np.array([[0, 1, 0, 1, 0, 0], [0, 1, 0, 0, 0, 0], [0, 1, 0, np.nan, np.nan, np.nan]])
    assert found["lighting"].alpha == pytest.approx(alpha(matrix).value)
    assert found["lighting"].units == 6
    assert len(every) == 4 * 5
    assert {line.coders for line in hers} == {("amina", "cara"), ("ben", "cara")}


def test_ends_over_what_all_have_read(project: Project) -> None:
    coded = put_together(project, AMINA, {"ben": BEN}, read=["amina"])
    for ordinal in (1, 3):
        read_one(coded, "ben", ordinal)
    with project.read() as session:
        sections, length = compare(session, [key_of(project, "amina"), key_of(project, "ben")]).sections()
    turns = [line.partition(": ")[2] for line in unmarked(AMINA).strip().splitlines()]
    assert length == len(turns[1]) + len(turns[3]) + 2
    lighting = [part.tolist() for part in sections[0]]
    walk = len(turns[1]) + 1 + turns[3].index("We walk")
    assert lighting == [[[0, 12], [walk, walk + len("We walk home in the dark")]], [[13, 35]]]


def test_a_reflexive_project_shows_none(tmp_path: Path) -> None:
    with create(tmp_path / "r.workbench", title="R", approach="reflexive", coder="amina") as project:
        put_together(project, AMINA, {"ben": BEN})
        with project.read() as session:
            assert why_not_shown(session) == REFLEXIVE
        table = make_table(project, "agreement")
        assert table.rows == ()
        assert table.left_out == (REFLEXIVE,)


def test_the_table(project: Project) -> None:
    put_together(project, AMINA, {"ben": BEN})
    table = make_table(project, "agreement")
    assert table.columns[:9] == (
        "code", "coders", "units", "percent", "kappa", "ac1", "alpha", "alpha_lower", "alpha_upper",
    )  # fmt: skip
    assert table.rows[0][:3] == ("lighting", "amina; ben", 6)
    assert make_table(project, "agreement", coder="ben").rows == table.rows
    for one, other in pairwise(table.rows):
        assert one[1] == other[1]


def test_nobody_has_read_the_same(project: Project) -> None:
    table = make_table(project, "agreement")
    assert table.rows == ()
    assert "No two coders" in table.left_out[0]


def test_two_published_coders_in_a_project(project: Project, shared_data: Path, tmp_path: Path) -> None:
    """The published kappas, by way of the project file: 0/1 columns of two coders brought in as two surveys' codes."""
    folder = shared_data / "coded" / "perfectfit_two_coders"
    told = (folder / "cohens_kappa_calculator_output.txt").read_text(encoding="utf-8").splitlines()
    published = dict(line.rsplit(": ", 1) for line in told if ": " in line and ":\\" not in line)
    tables = []
    for who in ("first", "second"):
        with (folder / f"{who}_coders_hot_one_encoding.csv").open(encoding="utf-8-sig", newline="") as file:
            tables.append(list(csv.reader(file)))
    codes = tables[0][0][6:]
    for who, rows in zip(("anna", "bert"), tables, strict=True):
        path = tmp_path / "talking.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["id", "talk", *codes])
            for number, row in enumerate(rows[21:]):
                writer.writerow([f"P{number:03d}", f"Answer {number}, one of {len(rows)}.", *row[6:]])
        columns = {code: code.replace("/", "\\/") for code in codes}
        told_of = {"survey": "talking", "case": "id", "open": ["talk"], "coder": who, "codes": columns}
        (tmp_path / "map.yaml").write_text(yaml.safe_dump(told_of), encoding="utf-8")
        bring_in(project, [path], map_=tmp_path / "map.yaml")
    found = lines(project, "anna", "bert")
    assert {line.units for line in found.values()} == {480}
    for code in codes:
        line, said = found[code.replace("/", "\\/")], published[code]
        if line.kappa is None:
            assert (said, line.note) == ("0.0", UNUSED)
        else:
            assert line.kappa == pytest.approx(float(said), abs=1e-6)
    assert sum(line.kappa is None for line in found.values()) == 1


def marks_of(coded: Coded) -> Marks:
    """Coders x codes x units, laid out by the slow way."""
    with coded.project.read() as session:
        comparison = compare(session)
    full = np.zeros((len(comparison.coders), len(comparison.codes), len(comparison.units)), dtype=bool)
    for _, code, coder, _, start, end in comparison.codings.tolist():
        for at, (_, _, begins, ends) in enumerate(comparison.units.tolist()):
            full[coder, code, at] |= start < ends and begins < end
    return full


def test_what_a_coding_touches(project: Project) -> None:
    told = "Amina: One [two.\nBen: Three.\nCara: Four]{long} five.\nDan: [Six]{short}."
    coded = put_together(project, told, {"ben": told})
    with project.read() as session:
        code, unit, coder = compare(session).placed
    full = marks_of(coded)
    assert full[0].tolist() == [[True, True, True, False], [False, False, False, True]]
    laid = np.zeros_like(full)
    laid[coder, code, unit] = True
    assert (laid == full).all()
