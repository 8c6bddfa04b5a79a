"""Languages: foreign answers in an English survey are told, and English ones are not left out."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from charset_normalizer import from_bytes

from tests.suggestions.conftest import BUS, EVERY, put_turns
from workbench.project.file import Project
from workbench.suggestions.languages import reads_as_english
from workbench.suggestions.material import NO_WORDS, NOT_ENGLISH, gather

FOREIGN = {
    "French": "Le bus n'arrive jamais à l'heure le matin et je suis en retard pour l'école.",
    "Spanish": "El autobús nunca llega a tiempo por la mañana y llego tarde a la escuela.",
    "Polish": "Autobus nigdy nie przyjeżdża na czas i spóźniam się do szkoły, bo nie ma innego.",
    "Portuguese": "O ônibus nunca chega na hora de manhã e eu chego atrasado para a escola.",
    "Romanian": "Autobuzul nu vine niciodată la timp și ajung cu întârziere la școală.",
    "German": "Der Bus kommt morgens nie pünktlich und ich bin zu spät in der Schule.",
    "Italian": "L'autobus non arriva mai in orario la mattina e sono in ritardo per la scuola.",
    "Turkish": "Otobüs sabahları hiç zamanında gelmiyor ve okula geç kalıyorum.",
    "Welsh": "Dydy'r bws byth yn dod ar amser yn y bore ac rydw i yn hwyr i'r ysgol.",
    "Somali": "Basku waligii wakhtigii kuma yimaado subaxdii oo waxaan ka daahaa iskuulka.",
    "Russian": "Автобус никогда не приходит вовремя.",
    "Arabic": "الحافلة لا تأتي في الوقت المحدد.",
    "Chinese": "早上公交车从来不准时。",
    "Urdu": "بس صبح کبھی وقت پر نہیں آتی۔",
}
ENGLISH = (
    *EVERY,
    "Better performance with large notebooks",
    "3D visualization (a la VTK)",
    "numpy pandas matplotlib scipy seaborn",
    "More street lights, more buses, cheaper fares, less waiting!",
    "café culture; José's naïve résumé was read by the émigré at the bus stop",
    "bus stop https://www.example.org/les/des/et/la/le/un/une",
    "Yes",
    "no idea",
    "12:30",
    "I said bonjour to the driver and he said bonjour back to me",
)


@pytest.mark.parametrize("language", FOREIGN)
def test_another_language_is_told(language: str) -> None:
    assert not reads_as_english(FOREIGN[language])


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_not_left_out(text: str) -> None:
    assert reads_as_english(text)


def test_foreign_answers_in_an_english_document_are_not_read_and_are_counted(project: Project) -> None:
    turns = [("P1", BUS[0]), *(("P2", said) for said in FOREIGN.values()), ("P3", "🎉🎉🎉")]
    put_turns(project, turns)
    with project.read() as session:
        material = gather(session)
    assert [one.text for one in material.segments] == [BUS[0]]
    assert material.left_out == {NOT_ENGLISH: len(FOREIGN), NO_WORDS: 1}


def test_of_thousands_of_real_answers_in_english_none_is_left_out(shared_data: Path) -> None:
    with (shared_data / "surveys" / "jupyter2015" / "SurveyExport_raw.csv").open(
        encoding="utf-8", errors="replace", newline=""
    ) as file:
        said = {cell for row in list(csv.reader(file))[1:] for cell in row if cell.count(" ") > 1}
    assert len(said) > 5_000
    assert [one for one in said if not reads_as_english(one)] == []


@pytest.mark.parametrize("sample", ["french", "spanish", "turkish", "russian", "arabic", "greek", "bulgarian"])
def test_most_lines_of_other_languages_are_told(shared_data: Path, sample: str) -> None:
    path = shared_data / "nasty" / "encodings" / f"cn_sample-{sample}.txt"
    best = from_bytes(path.read_bytes()).best()
    lines = [line for line in str(best).splitlines() if len(line.split()) >= 8]
    told = sum(not reads_as_english(line) for line in lines)
    assert told >= 0.95 * len(lines) > 0
