"""What the demonstration says of itself must be true of its own files."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from workbench import geography
from workbench.coding.frames import read_frame
from workbench.coding.paths import join_path
from workbench.desk.demo.recipe import read_recipe
from workbench.text import word_count

ROOT = Path(__file__).parents[2]
HERE = ROOT / "projects" / "getting_about_safely"
TURN = re.compile(r"^\*\*(?P<who>[^*]+):\*\* (?P<said>.+)$", re.MULTILINE)
AUDIENCES = {"public", "police", "school", "health", "council"}


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def recorded(kind: str) -> dict[str, list[dict[str, str]]]:
    """The rows of the street files of a type of crime, by the district in the LSOA's name."""
    found: dict[str, list[dict[str, str]]] = {}
    for path in sorted((HERE / "indicators" / "street").rglob("*.csv")):
        for row in rows(path.relative_to(HERE).as_posix()):
            if row["Crime type"] == kind:
                found.setdefault(row["LSOA name"].rpartition(" ")[0], []).append(row)
    return found


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return read_recipe(HERE / "project.yaml").says


@pytest.fixture(scope="module")
def turns(project: dict[str, Any]) -> dict[str, list[tuple[str, str]]]:
    """The turns of each interview: who, and what was said."""
    return {
        entry["file"]: [
            match.group("who", "said") for match in TURN.finditer((HERE / entry["file"]).read_text("utf-8"))
        ]
        for entry in project["documents"]
    }


@pytest.fixture(scope="module")
def answers() -> dict[str, dict[str, str]]:
    """What everybody wrote, by question and respondent."""
    mapped = yaml.safe_load((HERE / "survey_map.yaml").read_text(encoding="utf-8"))
    return {
        short: {row["respondent"]: row[wording] for row in rows("survey.csv")}
        for wording, short in mapped["open"].items()
    }


@pytest.fixture(scope="module")
def codes(project: dict[str, Any]) -> set[str]:
    return {join_path(path) for path, _ in read_frame(ROOT / "coding_frames" / f"{project['frame']}.yaml").walk()}


def quotes_in(part: Any) -> Iterator[dict[str, Any]]:
    """Every mapping with a document and a quote, wherever it stands."""
    if isinstance(part, dict):
        if "document" in part and "quote" in part:
            yield part
        for value in part.values():
            yield from quotes_in(value)
    elif isinstance(part, list):
        for value in part:
            yield from quotes_in(value)


def test_no_value_was_lost_to_a_comma(project: dict[str, Any]) -> None:
    """In `{a: b, c}` YAML makes an empty key of what was meant as words."""

    def values(part: Any) -> Iterator[Any]:
        inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
        for value in inner:
            yield value
            yield from values(value)

    assert None not in list(values(project))


def speaker_of(quote: dict[str, Any], turns: dict[str, list[tuple[str, str]]]) -> str:
    """Whose turn holds a quote; the survey's own case where it is an answer."""
    if "case" in quote:
        return str(quote["case"])
    return next(who for who, said in turns[quote["document"]] if quote["quote"] in said)


def people_with(project: dict[str, Any], turns: dict[str, list[tuple[str, str]]], source: str, *codes: str) -> set[str]:
    """Everyone interviewed, or everyone who answered, whose words carry one of the codes."""
    return {
        speaker_of(coding, turns)
        for coding in project["codings"]
        if coding["code"] in codes
        and (coding["document"] in turns) == (source == "interviews")
        and coding.get("direction", "for") == "for"
    }


WORDS = sorted(path.name for path in HERE.iterdir() if path.suffix in {".md", ".yaml"} or path.name == "survey.csv")


@pytest.mark.parametrize("name", WORDS)
def test_every_file_of_words_says_that_it_is_invented(name: str) -> None:
    first = "\n".join((HERE / name).read_text(encoding="utf-8").splitlines()[:4])
    assert "nvented" in first


def test_each_interview_is_long_enough_and_told_by_those_named(project: Any, turns: Any) -> None:
    named = {(s["document"], s["speaker"]) for person in project["people"] for s in person["speaks"]}
    named |= {(entry["document"], entry["speaker"]) for entry in project["others"]}
    assert len(turns) == 15
    for document, said in turns.items():
        assert sum(word_count(text) for _, text in said) >= 1_200
        assert sum(len(text.split()) for _, text in said) >= 1_200
        assert {who for who, _ in said} == {who for where, who in named if where == document}
        body = (HERE / document).read_text(encoding="utf-8").split("---\n", 1)[1]
        assert TURN.sub("", body).strip() == "", "a line that belongs to no turn"


def test_every_interview_is_somebody_else(project: Any, turns: Any) -> None:
    """No person in two interviews, no two interviews from one place and part of life, and areas left unasked."""
    assert len({person["label"] for person in project["people"]}) == len(project["people"]) == 18
    assert all(len(person["speaks"]) == 1 for person in project["people"])
    asked_in = {entry["area"] for entry in project["documents"]}
    assert len(asked_in) == 9
    assert not asked_in & {"E06000033", "E06000034"}, "nobody was interviewed in Southend-on-Sea and Thurrock"
    roles = {entry["role"] for entry in project["others"]}
    assert roles == {"interviewer", "interpreter", "supporter", "third party"}
    assert max(len({who for who, _ in said}) for said in turns.values()) >= 5


def test_a_hundred_and_fifty_people_answered(project: Any, answers: dict[str, dict[str, str]]) -> None:
    table = rows("survey.csv")
    mapped = yaml.safe_load((HERE / "survey_map.yaml").read_text(encoding="utf-8"))
    assert set(table[0]) == {mapped["case"], *mapped["open"], *mapped["closed"], *mapped["ignore"]}
    assert list(answers) == project["survey"]["questions"]
    assert [row["respondent"] for row in table] == [f"R{number:02}" for number in range(1, 151)]
    assert {row["Where do you live?"] for row in table} == {area.name for area in geography.of_county("E10000012")}
    for who in answers["change_journey"]:
        assert any(said[who].strip() for said in answers.values()), f"{who} wrote nothing at all"
    for said in answers.values():
        blank = sum(not words.strip() for words in said.values())
        assert 0 < blank < 30
        written = [words for words in said.values() if word_count(words) > 3]
        assert len(set(written)) == len(written), "no two people write the same sentence"


def test_every_quote_stands_once_in_one_turn(project: Any, turns: Any, answers: dict[str, dict[str, str]]) -> None:
    wrong = []
    for quote in quotes_in(project):
        words = quote["quote"]
        if quote["document"] in answers:
            once = answers[quote["document"]][quote["case"]].count(words) == 1
        else:
            whole = (HERE / quote["document"]).read_text(encoding="utf-8")
            once = whole.count(words) == 1 and sum(words in said for _, said in turns[quote["document"]]) == 1
        if not once or word_count(words) < 4:
            wrong.append(quote)
    assert wrong == []


def test_only_participants_are_coded(project: Any, turns: Any, answers: dict[str, dict[str, str]]) -> None:
    studied = {s["speaker"] for person in project["people"] for s in person["speaks"]}
    studied |= set(answers["change_journey"])
    for coding in project["codings"]:
        assert speaker_of(coding, turns) in studied, coding


def test_codings_name_what_is_there(
    project: Any, turns: Any, answers: dict[str, dict[str, str]], codes: set[str]
) -> None:
    for coding in project["codings"]:
        assert coding["code"] in codes
        assert coding["coder"] in project["coders"]
        assert coding.get("direction", "for") in {"for", "against"}
        assert ("quote" in coding) != coding.get("whole", False)
        if coding["document"] in answers:
            assert answers[coding["document"]][coding["case"]].strip()
        else:
            assert coding["document"] in turns
    read = {(reading["coder"], reading["document"]) for reading in project["readings"]}
    assert {(coding["coder"], coding["document"]) for coding in project["codings"]} == read
    coded = [(coding["coder"], coding["document"]) for coding in project["codings"]]
    assert len(coded) >= 400
    assert len({coding["code"] for coding in project["codings"]}) >= 30
    assert min(coded.count(("amina", document)) for document in [*turns, *answers]) >= 10
    again = {document for coder, document in coded if coder == "ben"}
    assert len(again) >= 2
    for document in again:
        first, second = (
            {(c["code"], c.get("quote")) for c in project["codings"] if (c["coder"], c["document"]) == (who, document)}
            for who in project["coders"]
        )
        assert second - first, "two people who read for themselves differ somewhere"


def test_people_and_what_they_were_asked(project: Any, codes: set[str]) -> None:
    asked = {question.id for question in read_frame(ROOT / "coding_frames" / f"{project['frame']}.yaml").questions}
    cases = {person["case"] for person in project["people"]}
    assert set(project["asked"]) == cases
    for answers in project["asked"].values():
        assert set(answers) == asked
        assert set(answers.values()) <= {"asked", "prompted", "volunteered", "not asked"}
    refused: dict[str, set[str]] = {}
    for person in project["people"]:
        assert set(person["consent"]) == AUDIENCES | {"verbatim", "paraphrase", "machine"}
        for scope, state in person["consent"].items():
            assert state in {"given", "refused"} or person["case"] == "callum"
            if state == "refused":
                refused.setdefault(scope, set()).add(person["case"])
    assert refused == {
        "police": {"remi", "kai", "hannah"},
        "public": {"remi", "kai", "hannah"},
        "verbatim": {"lorraine"},
        "machine": {"clive"},
    }
    (callum,) = [person for person in project["people"] if person["case"] == "callum"]
    assert set(callum["consent"].values()) == {"unknown"}
    assert set(project["survey"]["asked"]) == asked


def test_what_is_cited_for_the_public_may_be_quoted(project: Any, turns: Any) -> None:
    may = {
        s["speaker"]: person["consent"]["verbatim"] == person["consent"]["public"] == "given"
        for person in project["people"]
        for s in person["speaks"]
    }
    coded = {(c["document"], c.get("quote")) for c in project["codings"]}
    for quote in quotes_in([project["findings"], project["options"]]):
        assert "case" in quote or may[speaker_of(quote, turns)], quote
        assert (quote["document"], quote["quote"]) in coded, quote


def test_memos_and_themes_hang_on_what_is_there(project: Any, turns: Any, codes: set[str]) -> None:
    for memo in project["memos"]:
        about = memo["on"]
        assert memo["coder"] in project["coders"]
        assert about.get("code", next(iter(codes))) in codes
        assert about.get("document", next(iter(turns))) in turns
        assert about.get("theme", "Probably nothing") in {theme["name"] for theme in project["themes"]}
        assert about.get("case", "dawn") in {person["case"] for person in project["people"]}
        if "quote" in about:
            mine = {"document": about["document"], "quote": about["quote"], "coder": memo["coder"]}
            assert any(mine.items() <= coding.items() for coding in project["codings"])
    used = {coding["code"] for coding in project["codings"]}
    assert [theme["state"] for theme in project["themes"]].count("kept") >= 4
    dropped = [theme for theme in project["themes"] if theme["state"] == "dropped"]
    assert all("Dropped" in theme["statement"] for theme in dropped)
    assert len(dropped) == 1
    for theme in project["themes"]:
        assert set(theme["codes"]) <= codes & used
    themes = {theme["name"] for theme in project["themes"]}
    indicators = {indicator["name"] for indicator in project["indicators"]}
    for link in project["links"]:
        assert link["theme"] in themes
        assert link["indicator"] in indicators


def test_findings_rest_on_what_is_there(project: Any, codes: set[str]) -> None:
    asked = {question.id for question in read_frame(ROOT / "coding_frames" / f"{project['frame']}.yaml").questions}
    figures = {
        (row["indicator"], row["area_code"], row["period"])
        for indicator in project["indicators"]
        if indicator["file"].endswith(".csv")
        for row in rows(indicator["file"])
    } | {
        (kind, area.code, "Oct 2018 to Feb 2019")
        for kind in ("Possession of weapons", "Robbery")
        for area in geography.of_county("E10000012")
    }
    for finding in project["findings"]:
        rests = finding["rests_on"]
        assert finding["strand"] in {"words", "numbers"}
        assert finding["prominence"] in {"high", "medium", "low", "none"}
        assert finding["question"] in asked
        assert finding["against"].strip()
        assert set(rests.get("themes", [])) <= {theme["name"] for theme in project["themes"]}
        assert set(rests.get("codes", [])) <= codes
        assert bool(rests.get("figures")) == (finding["strand"] == "numbers")
        for figure in rests.get("figures", []):
            assert (figure["indicator"], figure["area_code"], figure["period"]) in figures


def test_rows_of_every_convergence(project: Any) -> None:
    source = {finding["id"]: finding["source"] for finding in project["findings"]}
    used, overruled, silences, raters = set(), [], set(), set()
    for row in project["rows"]:
        assert all(source[finding] == name for name, some in row["findings"].items() for finding in some)
        used |= {finding for some in row["findings"].values() for finding in some}
        assert row["together"].strip()
        assert row["fit"] in {"confirmation", "expansion", "discordance"}
        for pair in row["pairs"]:
            one_side = {pair["a"], pair["b"]} - set(row["findings"])
            assert bool(one_side) == (pair["proposed"] == "silence") == ("silence" in pair)
            assert pair["meaning"] in {"same", "different", "opposed", "cannot tell"}
            assert pair["rationale"].strip()
            raters.add(pair["rater"])
            if pair["proposed"] == "silence":
                silences.add(pair["silence"])
            if pair["proposed"] != pair["confirmed"]:
                overruled.append(row["id"])
    assert used == set(source)
    assert {row["overall"] for row in project["rows"]} == {"agreement", "partial agreement", "dissonance", "silence"}
    assert silences == {"no figure published", "not asked", "not sampled"}
    assert raters == set(project["coders"])
    assert len(overruled) <= 1


def test_threads_start_from_rows_and_end_as_they_say(project: Any) -> None:
    rows_by_id = {row["id"]: row for row in project["rows"]}
    states = set()
    for thread in project["threads"]:
        assert thread["row"] in rows_by_id
        assert thread["steps"]
        assert {step["coder"] for step in thread["steps"]} <= set(project["coders"])
        assert (thread["state"] == "open") != ("conclusion" in thread)
        states.add(thread["state"])
    assert states == {"open", "resolved", "parked"}
    assert any(rows_by_id[thread["row"]]["overall"] == "dissonance" for thread in project["threads"])


def test_the_options_and_the_decision(project: Any) -> None:
    findings = {finding["id"] for finding in project["findings"]}
    kinds = [option["kind"] for option in project["options"]]
    assert kinds == ["business as usual", "do minimum", "preferred way forward", "more ambitious"]
    assert [option["preferred"] for option in project["options"]].count(True) == 1
    for option in project["options"]:
        assert option["citations"]["findings"]
        assert set(option["citations"]["findings"]) <= findings
        assert option["costs"]["one_off_low"] <= option["costs"]["one_off_high"]
        assert option["costs"]["yearly_low"] <= option["costs"]["yearly_high"]
        assert set(option) == set(project["options"][0])
        lines = option["costs"].get("lines", ())
        for paid in ("once", "yearly"):
            for end in ("low", "high"):
                whole = option["costs"][f"{'one_off' if paid == 'once' else paid}_{end}"]
                assert sum(line[end] for line in lines if line["paid"] == paid) == whole
    sent_back, approved = project["decisions"]
    assert {sent_back["brief"], approved["brief"]} == {project["brief"]["id"]}
    assert (sent_back["decision"], approved["decision"]) == ("revise", "approve with conditions")
    assert sent_back["date"] < approved["date"]
    assert approved["option"] in {option["id"] for option in project["options"]}
    assert set(sent_back["relied_on"]) | set(approved["relied_on"]) <= findings


NUMBERS = [
    "none",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
]
COUNTED = re.compile(r"^(?P<some>\w+) of the (?P<all>\d+) (?:people interviewed|who answered the survey)")


def test_the_numbers_of_people_in_the_findings(project: Any, turns: Any, answers: dict[str, dict[str, str]]) -> None:
    """Every "so many of so many" at the head of a finding, counted again from the codings that it rests on."""
    everybody = {"interviews": len(project["people"]), "survey": len(answers["change_journey"])}
    counted = 0
    for finding in project["findings"]:
        codes = finding["rests_on"].get("codes", ())
        match = COUNTED.match(finding["statement"])
        assert bool(match) == bool(codes), finding["id"]
        if match:
            some = match["some"].lower()
            number = int(some) if some.isdigit() else NUMBERS.index(some)
            assert number == len(people_with(project, turns, finding["source"], *codes)), finding["id"]
            assert int(match["all"]) == everybody[finding["source"]], finding["id"]
            counted += 1
    assert counted >= 6


def test_the_smaller_numbers_in_the_findings(project: Any, turns: Any) -> None:
    said = {finding["id"]: finding for finding in project["findings"]}
    harlow = {s["speaker"] for p in project["people"] if p["areas"]["recruited_in"] == "E07000073" for s in p["speaks"]}
    near = people_with(project, turns, "interviews", *said["F5"]["rests_on"]["codes"])
    assert (len(near & harlow), len(harlow)) == (5, 6)
    assert "five of the six in Harlow" in said["F5"]["statement"]
    used = people_with(project, turns, "interviews", *said["F6"]["rests_on"]["codes"])
    places = {p["areas"]["recruited_in"] for p in project["people"] if p["label"] in used}
    assert len(places) == 6
    assert "in six districts" in said["F6"]["statement"]
    transport, lights = (
        people_with(project, turns, "survey", f"Places/{name}")
        for name in ("Stops, stations and transport", "Lighting and sight lines")
    )
    grown_ups = people_with(project, turns, "survey", "Adults who matter", "Adults who matter/Trusted adults")
    assert len(lights) < len(grown_ups) < len(transport)
    assert "fewer name a grown-up, and fewer still a light" in said["F11"]["statement"]


def test_the_figures_in_the_findings() -> None:
    weapons = recorded("Possession of weapons")
    assert sum(map(len, weapons.values())) == 820
    rates = {}
    for area in geography.of_county("E10000012"):
        assert area.population_2020 is not None
        rates[area.name] = round(len(weapons[area.name]) / area.population_2020 * 100_000, 1)
    assert len(rates) == 14
    assert (len(weapons["Harlow"]), rates["Harlow"]) == (45, 51.6)
    assert (len(weapons["Uttlesford"]), rates["Uttlesford"]) == (261, 281.4)
    others = sorted((rate, area) for area, rate in rates.items() if area != "Uttlesford")
    assert others[-2:] == [(42.1, "Southend-on-Sea"), (51.6, "Harlow")]
    active = {(row["area"], row["period"]): row for row in rows("indicators/active_adults.csv")}
    assert len(active) == 150
    latest = active["Harlow", "2024/25"]
    assert (latest["value"], latest["compared_to_england"]) == ("60.3", "Worse")
    assert float(active["England", "2024/25"]["value"]) == 68.0
    similar = [key for key, row in active.items() if key[0] == "Harlow" and row["compared_to_england"] == "Similar"]
    assert len(similar) == 3


def test_the_places_behind_the_weapon_figures() -> None:
    uttlesford = recorded("Possession of weapons")["Uttlesford"]
    assert Counter(row["LSOA code"] for row in uttlesford).most_common(1) == [("E01022090", 249)]
    assert sum(row["Location"] == "On or near Airport/Airfield" for row in uttlesford) == 228


def test_the_street_files_say_no_more_than_is_needed() -> None:
    files = sorted((HERE / "indicators" / "street").rglob("*.csv"))
    assert [path.name for path in files] == [
        f"{month}-essex-street.csv" for month in ("2018-10", "2018-11", "2018-12", "2019-01", "2019-02")
    ]
    for path in files:
        for row in rows(path.relative_to(HERE).as_posix()):
            assert row["Month"] == path.parent.name
            assert row["Crime type"] in {"Possession of weapons", "Robbery"}
            blank = ("Crime ID", "Longitude", "Latitude", "Last outcome category", "Context")
            assert not any(row[name] for name in blank)


def test_the_records_are_the_published_ones(shared_data: Path) -> None:
    name = "police_uk_street_essex_2018-10_to_2019-02_weapons_robbery.csv"
    cells = ("Month", "Falls within", "Location", "LSOA code", "LSOA name", "Crime type")
    with (shared_data / "indicators" / name).open(encoding="utf-8", newline="") as file:
        published = Counter(tuple(row[cell] for cell in cells) for row in csv.DictReader(file))
    ours: Counter[tuple[str, ...]] = Counter()
    for kind in ("Possession of weapons", "Robbery"):
        for found in recorded(kind).values():
            ours.update(tuple(row[cell] for cell in cells) for row in found)
    assert ours == published
