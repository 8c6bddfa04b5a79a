"""The user's own settings: who they are, how the app looks, which projects they opened last.

One TOML file that a person may edit, and beside it what the app keeps: recent projects, maps of columns, where forms of
one's own and keys of names lie. `WORKBENCH_HOME` names another folder for all. Nothing secret is ever written here.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbench.errors import WorkbenchError

RECENT_KEPT = 12
CHOICES = "choices.json"
"""The names of what somebody switched on in the app."""
TEMPLATES = "templates.json"
"""Where forms of one's own lie into which papers are written, by their ending."""
KEYS_OF_NAMES = "keys_of_names.json"
"""Where the keys of projects' names lie, by a key's identity; nothing that is in them."""
MAPS = "figure_maps"
"""The folder of maps of columns, a file a header."""


class SettingsAreNotReadableError(WorkbenchError):
    """The settings file cannot be read. Mend it or move it away, then try again."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user has set; everything has a default."""

    coder: str
    theme: str = ""
    keymap: dict[str, str] = field(default_factory=dict)
    idle_minutes: int = 10
    shared_folder: bool = False
    player: str = ""
    """What plays recordings, with {file} and {seconds} in it; nothing for the first that is found."""
    recent: bool = True
    """Whether projects opened last are listed; `recent = false` keeps no list."""


@dataclass(frozen=True, slots=True)
class Recent:
    """A project that was opened before. The title of an encrypted one is not kept: its file's name stands for it."""

    path: Path
    title: str
    opened: str
    coder: str = ""


def folder() -> Path:
    """Where settings are kept."""
    named = os.environ.get("WORKBENCH_HOME")
    if named:
        return Path(named)
    import platformdirs

    return platformdirs.user_config_path("workbench", appauthor=False)


def read_settings() -> Settings:
    """The user's settings; raises SettingsAreNotReadableError with the line when the file is broken."""
    import tomllib

    path = folder() / "settings.toml"
    found: dict[str, Any] = {}
    try:
        if path.exists():
            found = tomllib.loads(path.read_text(encoding="utf-8"))
        return Settings(
            coder=str(found.get("coder") or _login_name()),
            theme=str(found.get("theme", "")),
            keymap={str(key): str(value) for key, value in dict(found.get("keymap", {})).items()},
            idle_minutes=int(found.get("idle_minutes", 10)),
            shared_folder=bool(found.get("shared_folder", False)),
            player=str(found.get("player", "")),
            recent=bool(found.get("recent", True)),
        )
    except (OSError, ValueError, TypeError) as reason:
        raise SettingsAreNotReadableError(
            f"The settings file {path} cannot be read ({reason}). Mend it or move it away, then try again."
        ) from reason


def _login_name() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "me"


def recent_projects() -> list[Recent]:
    """The projects opened last, newest first, without those whose file is gone."""
    path = folder() / "recent.json"
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        recents = [
            Recent(Path(row["path"]), str(row["title"]), str(row["opened"]), str(row.get("coder", ""))) for row in rows
        ]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return [recent for recent in recents if recent.path.exists()]


def coder_for(path: Path) -> str:
    """Who works in a project: the one who opened it last on this machine, else the user of the settings."""
    here = path.absolute()
    known = (recent.coder for recent in recent_projects() if recent.path == here and recent.coder)
    return next(known, "") or read_settings().coder


def chosen(name: str) -> bool:
    """Whether somebody chose this on this machine, such as to see suggestions beside the words; no until they do."""
    return name in _choices()


def keep_choice(name: str, wanted: bool) -> None:
    """Keep what was chosen; where nothing can be written it holds until the app is left."""
    choices = sorted(_choices() | {name} if wanted else _choices() - {name})
    try:
        folder().mkdir(parents=True, exist_ok=True)
        (folder() / CHOICES).write_text(json.dumps(choices), encoding="utf-8")
    except OSError:
        return


def _choices() -> frozenset[str]:
    try:
        return frozenset(str(name) for name in json.loads((folder() / CHOICES).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return frozenset()


def remembered_map(header: str) -> str:
    """The map that is kept for tables whose header is known by this; nothing where there is none."""
    try:
        return (folder() / MAPS / f"{header}.json").read_text(encoding="utf-8")
    except OSError:
        return ""


def remember_map(header: str, written: str) -> None:
    """Keep a map of columns for tables whose header is known by this; it holds names of columns and no figures."""
    try:
        (folder() / MAPS).mkdir(parents=True, exist_ok=True)
        (folder() / MAPS / f"{header}.json").write_text(written, encoding="utf-8")
    except OSError:
        return


def remembered_template(ending: str) -> str:
    """The file of one's own into which a paper of that ending (.docx, .html) was last written; empty for none."""
    return _places(TEMPLATES).get(ending, "")


def remember_template(ending: str, path: str) -> None:
    """Keep where a form of one's own lies; empty forgets it."""
    _keep_place(TEMPLATES, ending, path)


def remembered_key_of_names(identity: str) -> str:
    """Where the key of names of that identity was last read or written on this machine; empty for nowhere known."""
    return _places(KEYS_OF_NAMES).get(identity, "")


def remember_key_of_names(identity: str, path: str) -> None:
    """Keep where a key of names lies, to offer it again; nothing is kept where no list of projects is wanted."""
    if read_settings().recent:
        _keep_place(KEYS_OF_NAMES, identity, path)


def _places(name: str) -> dict[str, str]:
    """Where files lie, from one of the app's lists of places."""
    try:
        found = json.loads((folder() / name).read_text(encoding="utf-8"))
        return {str(known): str(path) for known, path in dict(found).items()}
    except (OSError, ValueError, TypeError):
        return {}


def _keep_place(name: str, known: str, path: str) -> None:
    """Keep a place in one of the app's lists; empty forgets it. Where nothing can be written it is not kept."""
    kept = {one: where for one, where in {**_places(name), known: path}.items() if where}
    try:
        folder().mkdir(parents=True, exist_ok=True)
        (folder() / name).write_text(json.dumps(kept), encoding="utf-8")
    except OSError:
        return


def remember_project(path: Path, title: str, opened: str, coder: str, *, encrypted: bool = False) -> None:
    """Put a project at the top of the recent ones, with who worked in it; nothing is kept where no list is wanted.

    What an encrypted project is called is as secret as what is in it: only its file's name is kept.
    """
    if not read_settings().recent:
        (folder() / "recent.json").unlink(missing_ok=True)
        return
    here, title = path.absolute(), path.stem if encrypted else title
    kept = [recent for recent in recent_projects() if recent.path != here][: RECENT_KEPT - 1]
    rows = [Recent(here, title, opened, coder), *kept]
    listed = [{"path": str(row.path), "title": row.title, "opened": row.opened, "coder": row.coder} for row in rows]
    text = json.dumps(listed, indent=1)
    folder().mkdir(parents=True, exist_ok=True)
    (folder() / "recent.json").write_text(text, encoding="utf-8")
