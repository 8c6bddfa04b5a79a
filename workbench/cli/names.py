"""Commands about names: what in a file would give people away, and a name that was found later."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workbench.cli import say
from workbench.cli.opening import AsJson, CoderName, ProjectFile, names_passphrase, opened
from workbench.governance.identifiers import KINDS

KeyFile = Annotated[
    Path, typer.Option("--key", metavar="KEY", help="The key of names, NAME.names; keep it apart.", readable=False)
]
app = typer.Typer(no_args_is_help=True, help="Names in what people said: find them, and take out one found later.")


@app.command("find")
def find_(
    project: ProjectFile,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Transcripts or surveys.", readable=False)],
    key: Annotated[
        Path | None, typer.Option("--key", metavar="KEY", help="Leave out what this key decides.", readable=False)
    ] = None,
    json_: AsJson = False,
) -> None:
    """List what would give people away in files, with the words around. Nothing is stored."""
    from workbench.desk.names.found import names_in, open_key, read_drafts
    from workbench.exchange.readers import Options
    from workbench.governance.pseudonyms import Pseudonyms

    with opened(project) as file:
        known = open_key(file, key, names_passphrase(new=False)) if key else Pseudonyms()
        names = names_in(read_drafts(dict.fromkeys(files, Options())), known)
    if json_:
        say.value(
            [
                {"name": one.text, "kind": one.kind, "sure": one.sure, "count": one.count, "documents": one.documents}
                for one in names
            ]
        )
        return
    for one in names:
        place = one.contexts[0] if one.contexts else None
        around = f"…{place.before}[{place.text}]{place.after}…" if place else one.why
        mark = "" if one.sure else "? "
        say.line(f"{mark}{one.kind}: {one.text} ({one.count:,} times)  {' '.join(around.split())}")


@app.command("later")
def later(
    project: ProjectFile,
    key: KeyFile,
    name: Annotated[
        str, typer.Argument(metavar="[NAME]", help="The name as it stands; every name of the key unless told.")
    ] = "",
    kind: Annotated[
        str,
        typer.Option("--kind", help="What it is, such as place: places and organisations stay in closed answers."),
    ] = "person",
    alias: Annotated[str, typer.Option("--as", help="What stands in its place; a number unless told.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say where it stands; change nothing.")] = False,
    coder: CoderName = None,
) -> None:
    """Take a name out that was found after the import, or every name of the key that stands in what came in before it.

    It goes from every text, the history, the search and the backups.
    """
    from workbench.desk.names.found import keep_key, open_key
    from workbench.desk.names.later import STAY, places_of, standing, take_out_later

    if kind not in KINDS:
        raise typer.BadParameter(f"--kind is one of {', '.join(KINDS)}.")
    passphrase = names_passphrase(new=not key.exists())
    with opened(project, coder=coder) as file:
        known = open_key(file, key, passphrase)
        if dry_run:
            where = places_of(file, name, known.kind_of(name) or kind) if name else standing(file, known, known.names())
            for one, number in where.items():
                say.line(f"{one}: {number:,}")
            return
        if name:
            pair = known.take_out(name, known.kind_of(name) or kind, alias=alias)
            keep_key(file, known, key, passphrase)
        names = [name] if name else list(standing(file, known, known.names()))
        if not names:
            say.line("No name of the key stands in the words of this project.")
            return
        done = take_out_later(file, known, names)
    stay = done.pop(STAY, 0)
    becomes = f"{name} is {pair.shown} now" if name else "Names of the key are taken out"
    say.line(f"{becomes}: " + ", ".join(f"{done[where]:,} in {where}" for where in done) + ".")
    if stay:
        say.note(f"Names stand in {stay:,} {STAY}.")


def declare(main: typer.Typer) -> None:
    """Add these commands to the command line."""
    main.add_typer(app, name="names")
