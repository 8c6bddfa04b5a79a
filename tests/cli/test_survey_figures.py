"""`workbench figures`: what it lists, counts, keeps and refuses."""

from __future__ import annotations

import json
from pathlib import Path

SAID = ("Yes", '"No, never"')


def test_figures_are_listed_counted_kept_and_refused(run, tmp_path: Path) -> None:
    rows = [f"P{n},{'Harlow' if n < 30 else 'Maldon'},{SAID[n % 2]}" for n in range(60)]
    (tmp_path / "dark.csv").write_text("\n".join(["id,town,safe", *rows]) + "\n", encoding="utf-8")
    (tmp_path / "map.yaml").write_text("survey: dark\ncase: id\nclosed: [town, safe]\n", encoding="utf-8")
    (tmp_path / "recipe.yaml").write_text(
        "survey: dark\nquestion: safe\nanswers: ['No, never']\nby: town\nperiod: '2026'\nsampling: random\n", "utf-8"
    )
    assert run("new", "s.workbench", "--title", "S").returncode == 0
    assert run("import", "s.workbench", "dark.csv", "--as", "survey", "--map", "map.yaml").returncode == 0
    listed = run("figures", "s.workbench")
    assert "safe: No, never 30, Yes 30" in listed.stdout
    asked = ("figures", "s.workbench", "--question", "safe", "--answers", "No, never", "--period", "2026")
    tried = run(*asked, "--dry-run")
    assert "30 of the 60 who answered" in tried.stdout
    assert "No percentage: the people were not drawn at random." in tried.stdout
    refused = run("figures", "s.workbench", "--question", "saef", "--answers", "Yes")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "Did you mean “safe”?" in refused.stderr
    kept = json.loads(run("figures", "s.workbench", "--recipe", "recipe.yaml", "--json").stdout)
    assert (kept["kept"], kept["sampling"], kept["new"]) == (True, "random", 3)
    assert [one["value"] for one in kept["figures"]] == [50.0, 50.0, 50.0]
