"""Commands that make a project and bring material into it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli import say
from workbench.cli.opening import AsJson, CoderName, ProjectFile, names_passphrase, new_passphrase, opened
from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from workbench.desk.importing.releasing import Taking
    from workbench.desk.importing.reports import ImportReport
    from workbench.exchange.readers import Options
    from workbench.governance.pseudonyms import Pseudonyms
    from workbench.project.file import Project


COLUMNS_SHOWN, FIGURES_SHOWN = 40, 6


class Approach(StrEnum):
    """How the words are analysed; decides which counts are shown."""

    framework = "framework"
    reflexive = "reflexive"
    codebook = "codebook"
    content = "content"


class Kind(StrEnum):
    """What a file is to be read as."""

    transcript = "transcript"
    survey = "survey"
    indicators = "indicators"
    areas = "areas"
    neighbours = "neighbours"
    readiness = "readiness"
    codes = "codes"
    refi = "refi"
    records = "records"


class ConsentRule(StrEnum):
    """What unknown consent counts as."""

    required = "required"


def new(
    project: Annotated[
        Path, typer.Argument(metavar="PROJECT", help="The file to make, NAME.workbench.", readable=False)
    ],
    title: Annotated[str, typer.Option("--title", help="The project's title.")],
    frame: Annotated[str | None, typer.Option("--frame", help="A coding frame to start from; see `frames`.")] = None,
    approach: Annotated[Approach, typer.Option("--approach", help="How the words are analysed.")] = Approach.framework,
    coder: CoderName = None,
    encrypt: Annotated[bool, typer.Option("--encrypt", help="Ask for a passphrase and encrypt the file.")] = False,
    consent: Annotated[
        ConsentRule | None, typer.Option("--consent", help="`required`: unknown consent counts as refused.")
    ] = None,
) -> None:
    """Make a new project, from a coding frame or empty."""
    from workbench.desk.new_project import new_project
    from workbench.rows import now
    from workbench.settings import read_settings, remember_project

    passphrase = new_passphrase() if encrypt else None
    made = new_project(
        project,
        title=title,
        frame=frame,
        approach=approach.value,
        coder=coder or read_settings().coder,
        passphrase=passphrase,
        consent=consent.value if consent else "",
    )
    with made:
        remember_project(made.path, made.title, now(), made.coder, encrypted=encrypt)
        say.line(f"Made {project.name}: “{title}”." + ("" if encrypt else " It is not encrypted."))


ReleaseOf = Annotated[
    str, typer.Option("--release-of", metavar="DATASET", help="Figures: a new release of this data set, by its title.")
]
ReleaseName = Annotated[str, typer.Option("--release", help="What its publisher calls the release.")]
ReplacesAll = Annotated[
    bool,
    typer.Option("--replaces-all", help="With --release-of: figures that it does not have go, whatever their time."),
]
AboutFile = Annotated[
    Path | None,
    typer.Option("--about", help="Where figures come from and on what terms, YAML; see `dataset`.", readable=False),
]
SharedBy = Annotated[
    str, typer.Option("--shared-by", help="Figures: the partner who shared them; they are not published.")
]
NamesKey = Annotated[
    Path | None,
    typer.Option(
        "--names", metavar="KEY", help="Take names out before anything is stored; see `names`.", readable=False
    ),
]
Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...",
        help="Transcripts, a survey, indicator tables, a folder of police.uk months, partners' records.",
        readable=False,
    ),
]
DefinitionFile = Annotated[
    Path | None,
    typer.Option("--definition", help="With `--as records`: what is counted in them, YAML.", readable=False),
]


def import_(
    project: ProjectFile,
    files: Files,
    as_: Annotated[Kind | None, typer.Option("--as", help="Read every file as this kind.")] = None,
    map_: Annotated[
        Path | None, typer.Option("--map", help="A map of the columns of a survey or of figures, YAML.", readable=False)
    ] = None,
    definition: DefinitionFile = None,
    amend: Annotated[bool, typer.Option("--amend", help="Take changed words as a correction.")] = False,
    as_new: Annotated[bool, typer.Option("--as-new", help="A file of a known name is another document.")] = False,
    speakers: Annotated[
        str, typer.Option("--speakers", help="How speakers are marked, NAME standing for the name: `[NAME]`, `NAME -`.")
    ] = "",
    names: NamesKey = None,
    release_of: ReleaseOf = "",
    release: ReleaseName = "",
    replaces_all: ReplacesAll = False,
    about: AboutFile = None,
    shared_by: SharedBy = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would come in; change nothing.")] = False,
    coder: CoderName = None,
    json_: AsJson = False,
) -> None:
    """Bring files in. Each is recognised by itself, and comes in whole or not at all."""
    from workbench.desk.importing.bring_in import bring_in
    from workbench.exchange.readers import Options

    if amend and as_new:
        raise typer.BadParameter("--amend and --as-new say opposite things. Choose one.")
    if release_of and as_new:
        raise typer.BadParameter("--release-of and --as-new say opposite things. Choose one.")
    if as_ is Kind.records or definition:
        _count_records(project, files, as_, definition, amend=amend, dry_run=dry_run, coder=coder, as_json=json_)
        return
    with opened(project, coder=coder, change="" if dry_run else "Import") as file:
        told = Options(as_.value if as_ else None, map_, speakers)
        key = _names_out(file, dict.fromkeys(files, told), names, keep=not dry_run) if names else None
        reports = bring_in(
            file,
            files,
            as_=as_.value if as_ else None,
            map_=map_,
            speakers=speakers,
            amend=amend,
            as_new=as_new,
            dry_run=dry_run,
            names=key,
            figures=_taking(release_of, release, about, shared_by, whole=replaces_all),
            progress=say.Progress(len(files)),
        )
    _tell_all(files, reports, map_, dry_run=dry_run, as_json=json_)
    if any(report.outcome == "refused" for report in reports):
        sys.exit(1)


def _tell_all(
    files: list[Path], reports: list[ImportReport], map_: Path | None, *, dry_run: bool, as_json: bool
) -> None:
    """Say what came of every file."""
    if as_json:
        say.value([report.as_json() for report in reports])
        return
    for report in reports:
        _tell(report)
    if dry_run:
        _tell_tables(zip(files, reports, strict=True), map_)
        say.note("A dry run: nothing was changed.")


def _taking(release_of: str, release: str, about: Path | None, shared_by: str, *, whole: bool) -> Taking:
    """What was said of files of figures."""
    from workbench.desk.importing.data_sets import facts_of, read_facts
    from workbench.desk.importing.releasing import Taking
    from workbench.indicators.compared import Told

    facts = read_facts(about) if about else None
    if shared_by:
        facts = (facts or facts_of({})).model_copy(update={"shared_by": shared_by, "shared": True})
    return Taking(release_of=release_of, release=Told(release, whole=whole), facts=facts)


def _count_records(
    project: Path,
    files: list[Path],
    as_: Kind | None,
    definition: Path | None,
    *,
    amend: bool,
    dry_run: bool,
    coder: str | None,
    as_json: bool,
) -> None:
    """Count partners' records, and say what came of it."""
    from workbench.desk.importing.records import count_records

    if as_ is not Kind.records or definition is None:
        raise typer.BadParameter(
            "Records are counted by a definition: give both --as records and --definition FILE.yaml."
        )

    with opened(project, coder=coder, change="" if dry_run else "Import") as file:
        report = count_records(file, files, definition, amend=amend, dry_run=dry_run)
    if as_json:
        say.value([report.as_json()])
    else:
        _tell(report)
        if dry_run:
            say.note("A dry run: nothing was changed.")
    if report.outcome == "refused":
        sys.exit(1)


def _names_out(project: Project, files: Mapping[Path, Options], path: Path, *, keep: bool) -> Pseudonyms:
    """Open or make the key, put what is surely a name under it, and say what a person has to decide."""
    from workbench.desk.names.closed import closed_columns, leave_out_what_gives_away
    from workbench.desk.names.found import keep_key, names_in, open_key, read_drafts, take_out_sure
    from workbench.desk.names.later import standing

    passphrase = names_passphrase(new=not path.exists())
    key = open_key(project, path, passphrase)
    drafts = read_drafts(files)
    known = set(key.pairs)
    before = len(known)
    unsure = take_out_sure(key, names_in(drafts, key))
    say.note(f"Names taken out: {len(key.pairs) - before:,} new ones, {before:,} known before.")
    if unsure:
        say.note(f"Not sure of {len(unsure):,}, which stay in the text: `workbench names` lists them in their places.")
    leave_out_what_gives_away(drafts, key)
    columns = closed_columns(drafts, key)
    for column in columns:
        say.note(column.sentence)
    if any(column.why_out for column in columns):
        say.note("To keep a column without the names in it, say `kinds: {COLUMN: text}` in a --map.")
    new = [pair.original for name, pair in key.pairs.items() if name not in known]
    if stand := standing(project, key, new):
        many = f"{len(stand):,} of the new names stand" if len(stand) > 1 else "One of the new names stands"
        say.note(f"{many} in what came in before. `workbench names later PROJECT --key KEY` takes them out there too.")
    if keep:
        keep_key(project, key, path, passphrase)
    return key


def _tell(report: ImportReport) -> None:
    if report.outcome == "refused":
        say.note(report.why if report.file and report.file in report.why else f"{report.file}: {report.why}")
        return
    counts = ", ".join(
        f"{many:,} {name.removesuffix('s') if many == 1 else name}" for name, many in report.counts.items() if many
    )
    say.line(
        f"{report.file}: {report.outcome}"
        + (f" as {report.kind}" if report.kind else "")
        + (f": {counts}" if counts else "")
    )
    for remark in report.notes:
        say.note(f"  {remark}")
    for left in report.left_out[:20]:
        say.note(f"  left out, {left.where}: {left.what} ({left.why})")
    if len(report.left_out) > 20:
        say.note(f"  and {len(report.left_out) - 20:,} more; `--json` lists them all")


def _tell_tables(brought: Iterable[tuple[Path, ImportReport]], map_: Path | None) -> None:
    """What each column of a table of figures means, its first figures, and the map that says so, to correct and give again."""
    import yaml

    from workbench.desk.importing.figure_tables import figure_tables, remembered
    from workbench.exchange.readers import Options

    for path, report in brought:
        if report.kind != "indicators":
            continue
        try:
            tables = figure_tables(path, Options("indicators", map_, remembered=remembered))
        except WorkbenchError:
            continue
        for table in tables:
            if table.map is None:
                continue
            where = f", sheet “{table.sheet}”" if table.sheet else ""
            say.note(f"{path.name}{where}: what its columns mean")
            for column in table.columns[:COLUMNS_SHOWN]:
                cells = ", ".join(cell for cell in column.cells if cell)
                say.note(f"  {column.name}: {column.means or 'is not kept'}" + (f" ({cells})" if cells else ""))
            if len(table.columns) > COLUMNS_SHOWN:
                say.note(f"  and {len(table.columns) - COLUMNS_SHOWN:,} more")
            for name, figure in table.first[:FIGURES_SHOWN]:
                value = f"{figure.value:,.10g}" if figure.value is not None else figure.status
                say.note(f"  row {figure.row}: {figure.area}, {figure.period}, {name}: {value}")
            say.note(f"To correct it, write this into {path.stem}.map.yaml, change it, and give it with --map:")
            say.note(yaml.safe_dump(dict(table.map), allow_unicode=True, sort_keys=False, width=110).rstrip())


def demo(
    folder: Annotated[Path | None, typer.Argument(metavar="DIR", help="Where to put it; here unless told.")] = None,
    no_open: Annotated[bool, typer.Option("--no-open", help="Build it and stop.")] = False,
) -> None:
    """Build the demonstration project with its workbook and brief, and open it."""
    from workbench.desk.demo.building import CODER, build_demo

    made = build_demo(folder or Path.cwd(), say=say.note, every_core=True)
    for path in made.files:
        say.line(str(path))
    if not no_open:
        from workbench.tui.app import WorkbenchApp

        WorkbenchApp(project_path=made.project, coder=CODER).run()


def suggest(
    project: ProjectFile,
    topics: Annotated[str, typer.Option("--topics", help="How many topics: `auto` or a number.")] = "auto",
    groups: Annotated[
        str, typer.Option("--groups", help="How topics are found: `steady`, or by `density`.")
    ] = "steady",
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same result.")] = 42,
    model: Annotated[
        str, typer.Option("--model", help="`auto`, `better`, `fast`, or `tfidf` for counted words.")
    ] = "auto",
    code: Annotated[str | None, typer.Option("--code", help="Only for this code, by its path.")] = None,
    rank: Annotated[
        Path | None, typer.Option("--rank", help="Also write every code's score, as csv.", readable=False)
    ] = None,
    on: Annotated[
        bool | None, typer.Option("--on/--off", help="Only switch suggestions on or off in this project.")
    ] = None,
    coder: CoderName = None,
    json_: AsJson = False,
) -> None:
    """Find topics and propose codes for people to review."""
    if on is not None:
        _switch(project, coder, on=on, json_=json_)
        return
    from workbench.desk.suggesting.suggest import suggest as run_suggest

    with opened(project, coder=coder, change="Suggest") as file:
        report = run_suggest(
            file,
            topics=topics,
            groups=groups,
            seed=seed,
            model=model,
            code=code,
            rank=rank,
            progress=_progress(),
            every_core=True,
        )
    if json_:
        say.value(report.as_json())
    else:
        say.line(report.sentence)


def _switch(project: Path, coder: str | None, *, on: bool, json_: bool) -> None:
    from workbench.desk.suggesting.switching import switch_suggestions

    with opened(project, coder=coder) as file:
        said = switch_suggestions(file, on=on)
    if json_:
        say.value({"on": on, "said": said})
    else:
        say.line(said)


def _progress() -> Callable[[float, str], None]:
    from rich.console import Console
    from rich.progress import Progress

    bar = Progress(console=Console(stderr=True), transient=True)
    task = bar.add_task("Reading", total=1.0)
    bar.start()

    def show(done: float, what: str) -> None:
        bar.update(task, completed=done, description=what)
        if done >= 1.0:
            bar.stop()

    return show


def declare(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command("new")(new)
    app.command("import")(import_)
    app.command("demo")(demo)
    app.command("suggest")(suggest)
