"""Partners' records become figures: counted by hand, linked by the pseudonym alone, refused where they give away."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from workbench import geography
from workbench.errors import WorkbenchError
from workbench.exchange.records.conditions import ConditionIsWrongError, condition
from workbench.exchange.records.definition import DefinitionIsWrongError, read_definition
from workbench.exchange.records.files import RecordsUnreadableError, engine
from workbench.exchange.records.identifying import GivesAwayError, held, named_for
from workbench.exchange.records.reading import read_records
from workbench.indicators.drafts import DraftFigures

RECORDS = Path(__file__).parents[1] / "specimens" / "records"
POLICE, SCHOOLS = RECORDS / "police-2023.csv", RECORDS / "schools-2023.csv"
HARLOW, UTTLESFORD, ESSEX = "E07000073", "E07000077", "E10000012"


def robberies(**changes: object) -> dict[str, object]:
    told: dict[str, object] = yaml.safe_load((RECORDS / "robbery.yaml").read_text())
    return told | changes


def linked(fewest: int = 2) -> dict[str, object]:
    return {
        "name": "Pupils who are known to the police for robbery",
        "unit": "%",
        "counting": "people",
        "key": "person",
        "counted": {"from": "schools", "also in": {"police": {"offence": "robbery"}}},
        "out of": {"every record": True},
        "levels": ["district", "county"],
        "every": "academic year",
        "partners": {
            "schools": {
                "files": ["schools-*"],
                "agreement": {"reference": "S1", "smallest count": 2},
                "district": "district",
                "time": "start",
            },
            "police": {"files": ["police-*"], "agreement": {"reference": "P1", "smallest count": fewest}},
        },
    }


def counted(folder: Path, told: dict[str, object], *files: Path) -> DraftFigures:
    place = folder / "definition.yaml"
    place.write_text(yaml.safe_dump(told, allow_unicode=True))
    return read_records(files or (POLICE,), place)


def cells(draft: DraftFigures, **of: str) -> dict[str, tuple[float | None, float | None, float | None]]:
    wanted = {"sex": "all", "age": "all", "category": "all"} | of
    return {
        one.area_code: (one.count, one.denominator, None if one.value is None else round(one.value, 1))
        for one in draft.indicators[0].figures
        if (one.sex, one.age, one.category) == (wanted["sex"], wanted["age"], wanted["category"])
    }


def test_robberies_counted_by_hand(tmp_path: Path) -> None:
    draft = counted(tmp_path, robberies())
    assert cells(draft) == {
        "E01022001": (12, None, 12),
        "E01022002": (None, None, None),  # 3, which is small
        "E01022003": (None, None, None),  # 8, the smallest beside it
        UTTLESFORD: (23, None, 23),
        "E01021801": (9, None, 9),
        "E01021802": (14, None, 14),
        HARLOW: (23, None, 23),
        ESSEX: (46, None, 46),
    }
    assert cells(draft, sex="female")[ESSEX] == (16, None, 16)
    assert cells(draft, sex="male")[UTTLESFORD] == (15, None, 15)
    left = {one.why: one.what for one in draft.left_out}
    assert left == {
        "no code of a small area, such as an LSOA": "1 record",
        "no day or month that can be read": "1 record",
    }
    missing = [one for one in draft.indicators[0].figures if one.value is None]
    assert {one.status for one in missing} == {"withheld by us"}
    assert {one.note for one in missing} == {
        "Withheld by us: the agreement keeps no count from 1 to 4, and this is one, or would give one away."
    }
    assert all(one.count is None and one.denominator is None and one.lower is None for one in missing)


def test_parquet_and_csv_count_alike(tmp_path: Path) -> None:
    place = tmp_path / "police-x.parquet"
    with engine() as connection:
        connection.execute(f"COPY (SELECT * FROM read_csv('{POLICE}')) TO '{place}' (FORMAT parquet)")
    from_csv, from_parquet = (counted(tmp_path, robberies(), one).indicators[0].figures for one in (POLICE, place))
    assert from_csv == from_parquet


def test_people_are_linked_by_their_pseudonym_alone(tmp_path: Path) -> None:
    draft = counted(tmp_path, linked(), SCHOOLS, POLICE)
    assert cells(draft) == {UTTLESFORD: (8, 12, 66.7), HARLOW: (3, 7, 42.9), ESSEX: (11, 19, 57.9)}
    assert {one.period for one in draft.indicators[0].figures} == {"2022/23"}
    assert "linked by person alone" in " ".join(draft.notes)
    assert [one[:2] for one in draft.agreements] == [("S1", "schools"), ("P1", "police")]


def test_the_strictest_agreement_holds(tmp_path: Path) -> None:
    draft = counted(tmp_path, linked(fewest=5), SCHOOLS, POLICE)
    shown = cells(draft)
    assert shown[HARLOW] == (None, None, None)
    assert shown[UTTLESFORD] == (None, None, None)
    assert shown[ESSEX] == (11, 19, 57.9)


def test_pseudonyms_of_two_keys_are_told(tmp_path: Path) -> None:
    other = tmp_path / "police-other.csv"
    other.write_text(POLICE.read_text().replace("\np", "\nx"))
    with pytest.raises(DefinitionIsWrongError, match="made with different keys"):
        counted(tmp_path, linked(), SCHOOLS, other)


def test_a_rate_by_the_residents_of_the_register(tmp_path: Path) -> None:
    draft = counted(tmp_path, robberies(unit="per 100,000 residents", **{"out of": {"residents": "register"}}))
    people = {code: area.population_2022 or 0 for code in (HARLOW, ESSEX) if (area := geography.area(code))}
    assert cells(draft)[HARLOW] == (23, people[HARLOW], round(23 / people[HARLOW] * 100_000, 1))
    small = next(one for one in draft.indicators[0].figures if one.area_code == "E01022001" and one.sex == "all")
    assert (small.count, small.value, small.status) == (12, None, "not applicable")


def test_a_rate_by_a_file_of_residents(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text('code,people\nE01022001,"1,600"\nE07000073,80000\n')
    out_of = {"residents": {"file": "people.csv", "area": "code", "people": "people"}}
    draft = counted(tmp_path, robberies(unit="per 1,000 residents", **{"out of": out_of}))
    assert cells(draft)["E01022001"] == (12, 1600, 7.5)
    assert cells(draft)[HARLOW] == (23, 80000, 0.3)


def test_counts_are_rounded_as_an_agreement_says(tmp_path: Path) -> None:
    told = robberies()
    told["partners"]["police"]["agreement"]["round to"] = 5  # type: ignore[index]
    draft = counted(tmp_path, told)
    assert cells(draft)[UTTLESFORD] == (25, None, 25)
    assert cells(draft)["E01022001"] == (10, None, 10)
    noted = {one.note for one in draft.indicators[0].figures if one.value is not None}
    assert noted == {"counts are rounded to the nearest 5 by us"}


def test_a_doubt_that_only_the_full_counts_raise_comes_along_without_numbers(tmp_path: Path) -> None:
    """21 of 22 in one small area of Harlow; the 1 beside it takes that figure away, and the doubt stays."""
    lines = ["person,lsoa,lsoa name,day,offence,sex,age"]
    lines += [f"a{n},E01021801,Harlow 001A,2023-01-01,robbery,F,20" for n in range(21)]
    lines += ["b,E01021802,Harlow 001B,2023-01-01,robbery,F,20"]
    (tmp_path / "police-1.csv").write_text("\n".join(lines) + "\n")
    draft = counted(tmp_path, robberies(), tmp_path / "police-1.csv")
    assert cells(draft) == {
        "E01021801": (None, None, None), "E01021802": (None, None, None), HARLOW: (22, None, 22), ESSEX: (22, None, 22),
    }  # fmt: skip
    assert [(one.area_code, one.kind) for one in draft.indicators[0].doubts] == [(HARLOW, "one small area")]
    assert "21" not in draft.indicators[0].doubts[0].sentence


def test_conditions_keep_what_they_say() -> None:
    told = {
        "any": [{"age": {"between": [10, 12]}}, {"offence": ["Robbery", "theft"], "sex": {"is not": "M"}}],
        "not": {"day": {"at least": yaml.safe_load("2023-06-01")}},
    }
    made = condition(told, "counted")
    with engine() as connection:
        found = connection.execute(
            "SELECT id FROM (VALUES (1, '11', 'fraud', 'M', '2023-01-01'), (2, '40', 'ROBBERY ', 'f', '2023-01-01'),"
            " (3, '40', 'robbery', 'm', '2023-01-01'), (4, '11', 'theft', 'F', '2023-07-01'), (5, '', 'fraud', 'F', ''))"
            f" AS t(id, age, offence, sex, day) WHERE {made.part} ORDER BY id",
            made.values,
        ).fetchall()
    assert [one for (one,) in found] == [1, 2]
    assert made.columns == ("age", "offence", "sex", "day")
    assert "is one of “Robbery”, “theft”" in made.words


def test_a_condition_is_never_a_statement() -> None:
    evil = "'; DROP TABLE x; --"
    made = condition({evil + '"': evil}, "counted")
    assert evil not in made.part.replace(evil + '""', "")
    with engine() as connection:
        assert connection.execute(
            f'SELECT 1 FROM (SELECT ? AS "{evil}""") WHERE {made.part}', [evil, *made.values]
        ).fetchall()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"age": {"above": 3}}, "there is no test “above”"),
        ({"excluded": True}, "quotation marks"),
        ({"age": {"between": [9, 3]}}, "lower of two"),
        ({"age": {"at least": "ten"}}, "neither a number nor a day"),
        ("offence = 'robbery'", "a condition is a column"),
        ({"any": {"a": 1}}, "takes a list"),
    ],
)
def test_a_wrong_condition_is_one_sentence(written: object, said: str) -> None:
    with pytest.raises(ConditionIsWrongError, match=said):
        condition(written, "counted")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"nam": "x"}, "no key “nam”. Did you mean “name”"),
        ({"counted": {"from": "health"}}, "says nothing of that partner"),
        ({"unit": "%"}, "not out of whom"),
        ({"counting": "people"}, "name its column with “key”"),
        ({"levels": ["whole"]}, "say what that is"),
        ({"levels": ["ward"]}, "cannot be “ward”"),
        ({"key": "lsoa", "counting": "people"}, "A pseudonym is nothing else"),
        ({"unit": "%", "out of": {"residents": "register"}}, "per 1,000 residents"),
        ({"out of": {"residents": "register"}}, "says no unit"),
    ],
)
def test_a_wrong_definition_is_one_sentence(tmp_path: Path, changes: dict[str, object], said: str) -> None:
    place = tmp_path / "d.yaml"
    place.write_text(yaml.safe_dump(robberies(**changes)))
    with pytest.raises(WorkbenchError) as reason:
        read_definition(place)
    assert said in str(reason.value)
    assert "\n" not in str(reason.value)


def test_an_agreement_that_has_ended_counts_nothing(tmp_path: Path) -> None:
    told = robberies()
    told["partners"]["police"]["agreement"]["ends"] = yaml.safe_load("2020-03-31")  # type: ignore[index]
    with pytest.raises(DefinitionIsWrongError, match="ended on 31 March 2020"):
        counted(tmp_path, told)


@pytest.mark.parametrize(
    ("changed", "column", "said"),
    [
        ("age", "DateOfBirth", "days of birth"),
        ("age", "surname", "people's names"),
        ("sex", "Victim name", "people's names"),
        ("sex", "Post Code", "postcodes"),
        ("sex", "NHS_no", "NHS numbers"),
        ("sex", "crime_ref", "crime numbers"),
    ],
)
def test_columns_that_give_away_are_refused_by_name(tmp_path: Path, changed: str, column: str, said: str) -> None:
    place = tmp_path / "police-1.csv"
    place.write_text(POLICE.read_text().replace(f",{changed}", f",{column}", 1))
    told = robberies()
    told["partners"]["police"].pop("sex")  # type: ignore[attr-defined, index]
    with pytest.raises(GivesAwayError, match=said):
        counted(tmp_path, told, place)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["9434765919", "4010232137"], "NHS numbers"),
        (["CM1 1AA", "CO4 3SQ", "Harlow"], "postcodes"),
        (["42/12345/24"], "crime numbers"),
        (["Abigail Marsh", "Adam Stone", "Aaron Field"], "people's names"),
        (["a@b.org", "no", "none"], "e-mail addresses"),
        (["1961-03-02", "1990-01-05", "2001-09-09"], "days of birth"),
        (["QQ123456C"], "National Insurance numbers"),
        (["07700 900123"], "telephone numbers"),
        (["E01022001", "E07000073"], ""),
        (["robbery", "theft"], ""),
        (["2023-01-01", "2023-02-01"], ""),
        (["p0001", "3f9a"], ""),
        (["Harlow 001A", "Uttlesford 001B"], ""),
    ],
)
def test_columns_that_give_away_are_known_by_what_they_hold(cells: list[str], said: str) -> None:
    assert held(cells) == said


def test_ordinary_columns_are_not_taken_for_names() -> None:
    assert not any(map(named_for, ("lsoa name", "school name", "offence", "person", "street type", "category")))


def test_a_group_for_everybody_is_no_group(tmp_path: Path) -> None:
    told = robberies()
    told["partners"]["police"]["category"] = "person"  # type: ignore[index]
    (tmp_path / "police-1.csv").write_text(
        "person,lsoa,lsoa name,day,offence,sex\n"
        + "".join(f"p{n},E01022001,Uttlesford 001A,2023-01-01,robbery,F\n" for n in range(90))
    )
    with pytest.raises(DefinitionIsWrongError, match="too many to be groups"):
        counted(tmp_path, told, tmp_path / "police-1.csv")


def test_files_have_to_be_those_of_the_definition(tmp_path: Path) -> None:
    with pytest.raises(DefinitionIsWrongError, match="is of no partner"):
        counted(tmp_path, robberies(), SCHOOLS)
    with pytest.raises(DefinitionIsWrongError, match="named twice"):
        counted(tmp_path, robberies(), POLICE, POLICE)
    with pytest.raises(DefinitionIsWrongError, match="no file of police"):
        counted(tmp_path, linked(), SCHOOLS)


def test_a_column_that_is_not_there_is_told(tmp_path: Path) -> None:
    told = robberies(counted={"from": "police", "where": {"ofence": "robbery"}})
    with pytest.raises(DefinitionIsWrongError, match=r"no column “ofence”.*Did you mean “offence”"):
        counted(tmp_path, told)


def test_a_broken_file_is_told_without_what_stands_in_it(tmp_path: Path) -> None:
    place = tmp_path / "police-1.parquet"
    place.write_bytes(b"PAR1 secret-person")
    with pytest.raises(RecordsUnreadableError) as reason:
        counted(tmp_path, robberies(), place)
    assert "secret" not in str(reason.value)


def test_the_sentence_says_what_is_counted(tmp_path: Path) -> None:
    place = tmp_path / "d.yaml"
    place.write_text(yaml.safe_dump(linked()))
    assert read_definition(place).sentence() == (
        "Counts people in the files of schools, who are, by person, also in those of police (offence is “robbery”), out of"
        " all of them; for each academic year, for each district, county."
    )
