"""What partners send, invented: a file of pseudonymised records, and a year of street-level crime of one force.

Both are seeded. Small areas have unlike numbers of records, as streets have; districts are those of Essex.
"""

from __future__ import annotations

import csv
import random
from itertools import accumulate, islice
from pathlib import Path

from workbench import geography, small_areas
from workbench.benchmark.corpus import SIZES

SMALL_AREAS = 1_100
"""About as many as Essex has."""
OFFENCES = ("violence", "theft", "damage", "robbery", "drugs")
CRIMES = {
    "Violence and sexual offences": 33, "Anti-social behaviour": 20, "Criminal damage and arson": 9, "Vehicle crime": 8,
    "Other theft": 7, "Public order": 7, "Shoplifting": 6, "Burglary": 5, "Drugs": 4, "Other crime": 2, "Robbery": 1.1,
    "Possession of weapons": 0.9, "Bicycle theft": 0.8, "Theft from the person": 0.5,
}  # fmt: skip
"""Types of crime, and roughly how many of a hundred are of each."""
DEFINITION = """
name: Violence and robbery recorded
counted: {from: police, where: {offence: [violence, robbery]}}
levels: [small area, district, county]
every: calendar year
bands: [10-17, 18-24, 25+]
partners:
  police:
    files: ["*.parquet"]
    agreement: {reference: invented, smallest count: 5}
    small area: lsoa
    district: district
    time: day
    sex: sex
    age: age
"""
_COLUMNS = (
    "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name",
    "Crime type", "Last outcome category", "Context",
)  # fmt: skip
_PLACES = ("High Street", "Park Road", "Mill Lane", "Station Road", "Supermarket", "Parking Area", "Petrol Station")


def make_records(folder: Path, size: str) -> tuple[Path, Path]:
    """Write records to a Parquet file, by the engine, and a definition that counts them; the same rows each time."""
    import duckdb

    place, definition = folder / "records.parquet", folder / "records.yaml"
    definition.write_text(DEFINITION, encoding="utf-8")
    districts = [area.code for area in geography.of_county("E10000012") if area.parent == "E10000012"]
    listed = ", ".join(f"'{code}'" for code in districts)
    offences = ", ".join(f"'{one}'" for one in OFFENCES)
    area = f"(hash(i) % {SMALL_AREAS} * (hash(i + 1) % 1000)) // 1000"
    made = (
        f"SELECT 'p' || (hash(i * 7) % 3000000)::VARCHAR AS person, 'E01' || lpad((21000 + area)::VARCHAR, 6, '0') AS lsoa,"
        f" [{listed}][(area * {len(districts)} // {SMALL_AREAS} + 1)::INT] AS district,"
        " (DATE '2022-01-01' + (hash(i + 5) % 730)::INT)::VARCHAR AS day,"
        f" [{offences}][(hash(i + 9) % {len(OFFENCES)} + 1)::INT] AS offence, ['F', 'M'][(hash(i + 11) % 2 + 1)::INT] AS sex,"
        f" 10 + (hash(i + 13) % 70)::INT AS age FROM (SELECT i, {area} AS area FROM range({SIZES[size].records}) t(i))"
    )
    with duckdb.connect() as engine:
        engine.execute(f"COPY ({made}) TO '{place}' (FORMAT parquet)")
    return place, definition


def make_street_year(folder: Path, size: str, *, seed: int = 1) -> Path:
    """Write a year of police.uk street files, a folder a month; the same seed writes the same crimes."""
    chance = random.Random(seed)  # noqa: S311
    here = {one.code: one.name for one in geography.of_county("E10000012")}
    codes = (f"E01{number:06d}" for number in range(15_000, 35_000))
    homes = islice(((code, home) for code in codes if (home := small_areas.lies_in(code)) in here), SMALL_AREAS)
    areas = [
        (code, f"{here[home]} {number // 5 + 1:03d}{'ABCDE'[number % 5]}") for number, (code, home) in enumerate(homes)
    ]
    chance.shuffle(areas)
    weights = list(accumulate(1 / (number + 10) for number in range(SMALL_AREAS)))
    root = folder / "street"
    for month in range(1, 13):
        named = f"2023-{month:02d}"
        (root / named).mkdir(parents=True)
        with (root / named / f"{named}-essex-street.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(_COLUMNS)
            many = SIZES[size].crimes // 12
            drawn = chance.choices(areas, cum_weights=weights, k=many)
            for (code, name), kind in zip(
                drawn, chance.choices(list(CRIMES), list(CRIMES.values()), k=many), strict=True
            ):
                crime = "" if kind == "Anti-social behaviour" else f"{chance.getrandbits(256):064x}"
                where = f"On or near {chance.choice(_PLACES)}"
                force = "Essex Police"
                writer.writerow(
                    [crime, named, force, force, "0.4", "51.8", where, code, name, kind, "Under investigation", ""]
                )
    return root
